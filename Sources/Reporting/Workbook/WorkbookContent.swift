import Quantities
import Results

/// Turns a result into a workbook for finance: prices in yellow, everything after them as formulas.
struct WorkbookContent {
  /// The answer that is told.
  let result: PlanResult
  /// The months of all alternatives, in order.
  let months: [String]
  /// The yellow cells.
  let prices: WorkbookPrices
  /// The lines of cost with their addresses.
  let lines: WorkbookLines

  init(_ result: PlanResult) {
    self.result = result
    months = Set(result.alternatives.flatMap { $0.cost.items.map(\.line.month) }).sorted()
    prices = WorkbookPrices(result, months: months)
    lines = WorkbookLines(result, months: months, prices: prices)
  }

  /// The whole workbook.
  func spreadsheet() -> Spreadsheet {
    var book = Spreadsheet()
    let monthly = MonthlySheet(self)
    let comparison = ComparisonSheet(self, monthly: monthly)
    book.sheets = [
      summary(comparison), prices.sheet, comparison.sheet, comparison.cash, monthly.sheet,
      unitCostSheet,
    ]
    if let sheet = breakEvenSheet(comparison) { book.sheets.append(sheet) }
    if let workload = workloadSheet(comparison) {
      book.sheets.append(workload.sheet)
      book.names += workload.names
    }
    book.sheets += [lines.sheet, readMe]
    book.names += comparison.names
    return book
  }

  /// The alternative's live total, and its value.
  private func summary(_ comparison: ComparisonSheet) -> Sheet {
    var sheet = Sheet("Summary", widths: [34, 26, 18, 18, 18, 18])
    sheet.text(0, 0, result.name.isEmpty ? "Staffing plan" : result.name, .title)
    sheet.text(1, 0, result.question, .note)
    sheet.text(
      2, 0, "\(Show.date(result.horizon.start)) to \(Show.date(result.horizon.end))", .note)
    if result.isSynthetic {
      sheet.text(3, 0, "Synthetic claims: an illustration, not a budget.", .textTotal)
    }
    sheet.text(5, 0, "Yellow: a price. Change it on the sheet Prices; every amount follows.", .text)
    sheet.text(5, 4, "a price", .price)
    if result.workload != nil {
      sheet.text(6, 0, "Blue: volume and handle time, on the sheet Workload.", .text)
      sheet.text(6, 4, "a multiple", .workload)
    }
    sheet.headings(
      8,
      ["Alternative", "Required promises", "Cost", "Against the first", "Once", "Average people"],
      numbersFrom: 2)
    for (index, alternative) in result.alternatives.enumerated() {
      let row = 9 + index
      sheet.text(row, 0, alternative.name)
      sheet.text(row, 1, promise(alternative))
      sheet.formula(row, 2, comparison.total(index), alternative.costCents.dollars)
      sheet.formula(
        row, 3, "ROUND(\(comparison.total(index))-\(comparison.total(0)),2)",
        (alternative.costCents - result.alternatives[0].costCents).dollars)
      sheet.formula(row, 4, comparison.once(index), lines.once(index).dollars)
      sheet.number(
        row, 5, alternative.plan.total(through: result.horizon.end).averagePeople, .number)
    }
    let last = 9 + result.alternatives.count
    let certified = result.alternatives.indices.filter {
      result.alternatives[$0].certified
    }
    if let first = certified.first {
      let totals = certified.map(comparison.total).joined(separator: ",")
      var choice = comparison.nameCell(first)
      for index in certified.dropFirst().reversed() {
        choice =
          "IF(\(comparison.total(index))=MIN(\(totals)),\(comparison.nameCell(index)),\(choice))"
      }
      if certified.count > 1 {
        choice =
          "IF(\(comparison.total(first))=MIN(\(totals)),\(comparison.nameCell(first)),\(choice))"
      }
      sheet.text(last + 1, 0, "Cheapest that keeps every required promise", .textTotal)
      sheet.textFormula(last + 1, 2, choice, result.recommended ?? "", .textTotal)
    }
    sheet.text(
      last + 3, 0,
      "Plans stay as they are when a price changes. For plans that new prices would make the cheapest, run the scenario again.",
      .note)
    sheet.widths[4] = 16
    return sheet
  }

  private func promise(_ alternative: AlternativeResult) -> String {
    if alternative.certified { return "kept" }
    guard let goal = alternative.proof.firstMissedGoal else { return "not certified" }
    return goal.firstFailure.map { "fails in the week of \(Show.date($0.startOfWeek))" } ?? "missed"
  }

  private var readMe: Sheet {
    var sheet = Sheet("Read me", widths: [24, 110])
    let rows: [(String, String)] = [
      ("Prices", "Yellow cells. A price that changes by month has a yellow cell for each month."),
      (
        "Lines",
        "Each line of cost is the product of its factors, rounded to the cent once (half away from zero); every total is a sum of lines. Lines that a price makes zero today are there too."
      ),
      (
        "Exactness",
        "After a change of a price the totals equal, to the cent, those of the command with --set and --plan-from: the same people at other prices."
      ),
      (
        "Break-even",
        "The price at which the same people cost as much as the other plan, and a map by price and speed, rounded to the dollar."
      ),
      (
        "Workload",
        "Blue cells. Volume and handle time as multiples of the plan's, read from plans made anew at five workloads; outside of 0.8 to 1.2 run the scenario again."
      ),
      ("Command", result.provenance.command),
      ("Seed", "\(result.provenance.seed)"), ("Version", result.provenance.version),
      ("Spec digest", result.provenance.specDigest), ("Data digest", result.provenance.dataDigest),
    ]
    sheet.text(0, 0, "How this workbook works", .title)
    for (index, row) in rows.enumerated() {
      sheet.text(index + 2, 0, row.0, .textTotal)
      sheet.text(index + 2, 1, row.1)
    }
    return sheet
  }
}
