import Quantities
import Results

/// The alternatives side by side, and cash by month.
struct ComparisonSheet {
  /// The comparison.
  private(set) var sheet: Sheet
  /// Cash by month.
  private(set) var cash: Sheet
  /// Names of its cells.
  private(set) var names: [(name: String, cell: String)] = []
  private let result: PlanResult

  init(_ content: WorkbookContent, monthly: MonthlySheet) {
    result = content.result
    sheet = Sheet("Comparison", widths: [30, 26, 17, 17, 17, 17, 17, 20])
    cash = Sheet("Cash", widths: [24] + content.months.map { _ in 14 } + [16])
    let alternatives = content.result.alternatives
    let known = content.result.comparison
    sheet.text(0, 0, "The alternatives side by side", .title)
    sheet.text(1, 0, "Discount rate a year", .text)
    sheet.number(1, 1, known?.discountRatePerYear ?? 0, .priceShare)
    names.append(("Discount_rate", "=" + sheet.cell(1, 1)))
    sheet.headings(
      3,
      [
        "Alternative", "Required promises", "Once", "Running", "Together",
        "Saving against the first", "Present value", "Pays back",
      ], numbersFrom: 2)
    cashRows(content, monthly)
    for index in alternatives.indices {
      let row = 4 + index
      let compared = known?.alternatives.first { $0.name == alternatives[index].name }
      let once = content.lines.once(index)
      let total = alternatives[index].costCents
      sheet.text(row, 0, alternatives[index].name)
      sheet.text(row, 1, alternatives[index].certified ? "kept" : "not kept")
      sheet.formula(row, 2, monthly.once(index), once.dollars)
      sheet.formula(
        row, 3, "ROUND(\(Sheet.address(row, 4))-\(Sheet.address(row, 2)),2)",
        (total - once).dollars)
      sheet.formula(row, 4, monthly.total(index), total.dollars, .moneyTotal)
      names.append(("Total_\(index + 1)", "=" + sheet.cell(row, 4)))
      guard index > 0, !content.months.isEmpty, let compared else { continue }
      sheet.formula(
        row, 5, "ROUND(\(Sheet.address(4, 4))-\(Sheet.address(row, 4)),2)",
        compared.savingCents.dollars)
      sheet.formula(
        row, 6, presentValue(index, content.months.count), compared.presentValueCents.dollars)
      sheet.textFormula(
        row, 7, payback(index, content.months.count),
        compared.paybackMonth.map(Show.month) ?? "not in the horizon")
    }
    sheet.text(
      5 + alternatives.count, 0,
      "An alternative that misses a promise may cost less because it does less.",
      .note)
    sheet.charts.append(
      Sheet.Chart(
        kind: .columns, title: "Cost over the horizon", unit: "Dollars",
        series: [
          (
            sheet.cell(3, 4), sheet.range(4, 0, 3 + max(1, alternatives.count), 0),
            sheet.range(4, 4, 3 + max(1, alternatives.count), 4)
          )
        ], row: 8 + alternatives.count, column: 0))
    sheet.frozen = (4, 1)
  }

  /// The row of an alternative's saving of a month, its running sum below all of them.
  private func savingRow(_ alternative: Int) -> Int {
    6 + 2 * result.alternatives.count + alternative
  }
  private func sumRow(_ alternative: Int) -> Int {
    9 + 3 * result.alternatives.count + alternative
  }

  private mutating func cashRows(_ content: WorkbookContent, _ monthly: MonthlySheet) {
    let (alternatives, months) = (content.result.alternatives, content.months)
    let breakdowns = alternatives.map { CostBreakdown($0.cost) }
    func cost(_ index: Int, _ month: Int) -> Cents { breakdowns[index].cents(month: months[month]) }
    cash.text(0, 0, "Cash by month", .title)
    cash.headings(2, ["Cost"] + months.map(Show.month) + ["Total"], numbersFrom: 1)
    for index in alternatives.indices {
      let row = 3 + index
      cash.text(row, 0, alternatives[index].name)
      for month in months.indices {
        cash.formula(
          row, 1 + month, monthly.total(index, month: month), cost(index, month).dollars)
      }
      cash.formula(
        row, 1 + months.count, monthly.total(index), alternatives[index].costCents.dollars)
    }
    guard !months.isEmpty else { return }
    let (savings, sums) = (savingRow(0) - 1, sumRow(0) - 1)
    cash.headings(
      savings, ["Saving against the first"] + months.map(Show.month), numbersFrom: 1)
    cash.headings(
      sums, ["Saving since the first month"] + months.map(Show.month), numbersFrom: 1)
    for index in alternatives.indices {
      cash.text(savingRow(index), 0, alternatives[index].name)
      cash.text(sumRow(index), 0, alternatives[index].name)
      var sum = Cents.zero
      for month in months.indices {
        let saved = cost(0, month) - cost(index, month)
        sum += saved
        cash.formula(
          savingRow(index), 1 + month,
          "ROUND(\(Sheet.address(3, 1 + month))-\(Sheet.address(3 + index, 1 + month)),2)",
          saved.dollars)
        let before = month > 0 ? Sheet.address(sumRow(index), month) + "+" : ""
        cash.formula(
          sumRow(index), 1 + month,
          "ROUND(\(before)\(Sheet.address(savingRow(index), 1 + month)),2)", sum.dollars)
      }
    }
    cash.charts.append(
      Sheet.Chart(
        kind: .lines, title: "Cost by month", unit: "Dollars a month",
        series: alternatives.indices.map {
          (
            cash.cell(3 + $0, 0), cash.range(2, 1, 2, months.count),
            cash.range(3 + $0, 1, 3 + $0, months.count)
          )
        }, row: sumRow(alternatives.count) + 2, column: 0))
    cash.frozen = (1, 1)
  }

  private func presentValue(_ alternative: Int, _ months: Int) -> String {
    let row = savingRow(alternative)
    let terms = (1...months).map {
      "\(cash.cell(row, $0))/POWER(1+\(Sheet.address(1, 1)),\($0)/12)"
    }
    return "ROUND(\(terms.joined(separator: "+")),2)"
  }

  /// The first month from which the sum of savings stays at zero or above.
  private func payback(_ alternative: Int, _ months: Int) -> String {
    let row = sumRow(alternative)
    let sums = cash.range(row, 1, row, months)
    let behind = "SUMPRODUCT(MAX((\(sums)<0)*(COLUMN(\(sums))-1)))"
    return
      "IF(\(cash.cell(row, months))<0,\"not in the horizon\",INDEX(\(cash.range(2, 1, 2, months)),1,\(behind)+1))"
  }

  /// An alternative's live total.
  func total(_ alternative: Int) -> String { sheet.cell(4 + alternative, 4) }

  /// What an alternative spends once.
  func once(_ alternative: Int) -> String { sheet.cell(4 + alternative, 2) }

  /// The cell with an alternative's name.
  func nameCell(_ alternative: Int) -> String { sheet.cell(4 + alternative, 0) }
}
