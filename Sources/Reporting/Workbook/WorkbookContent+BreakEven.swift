import Quantities
import Results

extension WorkbookContent {
  /// Where plans with assistants cost as much as one of employees; nothing without such plans.
  func breakEvenSheet(_ comparison: ComparisonSheet) -> Sheet? {
    guard let points = result.comparison?.breakEvens, !points.isEmpty else { return nil }
    var sheet = Sheet("Break-even", widths: [40, 16] + Array(repeating: 14, count: 12))
    sheet.text(0, 0, "Break-even of assistants' prices", .title)
    sheet.text(
      1, 0, "The same people at other prices and speeds; a plan made anew may do better.", .note)
    var row = 3
    for point in points {
      guard
        let alternative = result.alternatives.firstIndex(where: { $0.name == point.alternative }),
        let against = result.alternatives.firstIndex(where: { $0.name == point.against })
      else { continue }
      add(point, alternative, against, &row, &sheet, comparison)
    }
    sheet.frozen = (1, 1)
    return sheet
  }

  private func add(
    _ point: BreakEvenPoint, _ alternative: Int, _ against: Int, _ row: inout Int,
    _ sheet: inout Sheet, _ comparison: ComparisonSheet
  ) {
    let pool = lines.poolNumber(point.pool, alternative)
    let numbers = lines.kinds.enumerated()
    func kinds(_ names: [String]) -> [Int] {
      numbers.filter { names.contains($0.element.name) }.map { $0.offset + 1 }
    }
    func sum(_ names: [String], month: Int? = nil) -> String {
      let parts = kinds(names).map {
        lines.sum(alternative: alternative, month: month, pool: pool, kind: $0)
      }
      return parts.isEmpty ? "0" : parts.joined(separator: "+")
    }
    func value(_ names: [String], month: String? = nil) -> Double {
      result.alternatives[alternative].cost.lines.filter {
        $0.pool == point.pool && names.contains($0.kind) && (month == nil || $0.month == month)
      }.map(\.cents).total().dollars
    }
    let (paid, riding) = (["pay", "trainingTime"], ["holidayPremium", "serviceCredit"])
    sheet.text(row, 0, "\(point.alternative) against \(point.against): \(point.pool)", .title)
    // A month costs what is worked or the minimum, whichever is more.
    sheet.headings(row + 1, ["By month", ""] + months.map(Show.month), numbersFrom: 1)
    sheet.text(row + 2, 0, "Pay at today's price")
    sheet.text(row + 3, 0, "Least payment")
    let items = result.alternatives[alternative].cost.items
    for (index, month) in months.enumerated() {
      sheet.formula(row + 2, 2 + index, sum(paid, month: index), value(paid, month: month))
      let least = items.first {
        $0.line.pool == point.pool && $0.line.month == month && $0.form == .topUp
      }
      let cell = least?.factors[0].price.flatMap {
        prices.cell(alternative, pool: point.pool, key: $0.key, month: index)
      }
      if let least, let cell {
        sheet.formula(
          row + 3, 2 + index, "ROUND(\(cell)*\(least.factors[1].value),2)",
          Cents(roundingDollars: least.factors.reduce(1) { $0 * $1.value }).dollars)
      } else {
        sheet.number(row + 3, 2 + index, 0, .money)
      }
    }
    let pays = "\(Sheet.address(row + 2, 2)):\(Sheet.address(row + 2, 1 + months.count))"
    let least = "\(Sheet.address(row + 3, 2)):\(Sheet.address(row + 3, 1 + months.count))"
    let others = Sheet.address(row + 4, 1)
    let rides = Sheet.address(row + 5, 1)
    let total = result.alternatives[alternative].costCents.dollars
    let moving = value(paid + ["minimum"])
    sheet.text(row + 4, 0, "What this price does not move")
    sheet.formula(
      row + 4, 1,
      "ROUND(\(comparison.total(alternative))-(\(sum(paid + ["minimum"] + riding))),2)",
      total - moving - value(riding))
    sheet.text(row + 5, 0, "Premiums and credits on that pay")
    sheet.formula(row + 5, 1, sum(riding), value(riding))
    func cost(_ factor: String) -> String {
      "\(others)+\(rides)*\(factor)+SUMPRODUCT((\(pays)*\(factor)>\(least))*(\(pays)*\(factor)-\(least))+\(least))"
    }
    let today = Sheet.address(row + 6, 1)
    sheet.text(row + 6, 0, "Price today, \(point.unit)")
    let first = months.indices.compactMap {
      prices.cell(alternative, pool: point.pool, key: "pricing.\(point.unit)", month: $0)
    }.first
    if let first {
      sheet.formula(row + 6, 1, first, point.priceToday)
    } else {
      sheet.number(row + 6, 1, point.priceToday, .money)
    }
    // Each step takes the months that are above their minimum at the last one.
    sheet.text(row + 7, 0, "Price at which both cost the same", .textTotal)
    let room = "(\(comparison.total(against))-\(others))"
    var factor = "\(room)/(SUM(\(pays))+\(rides))"
    for step in 0..<3 {
      let cell = Sheet.address(row + 7, 3 + step)
      sheet.formula(row + 7, 3 + step, factor, (point.price ?? 0) / point.priceToday, .exact)
      factor =
        "(\(room)-SUMPRODUCT((\(pays)*\(cell)<=\(least))*\(least)))/(SUMPRODUCT((\(pays)*\(cell)>\(least))*\(pays))+\(rides))"
    }
    if let price = point.price {
      sheet.formula(row + 7, 1, "\(today)*(\(factor))", price, .moneyTotal)
    } else {
      sheet.text(row + 7, 1, "no price does", .textTotal)
    }
    sheet.text(row + 7, 2, "steps", .note)
    let map = row + 9
    sheet.text(map, 0, "Saving by price (across) and speed ÷ planned (down)", .heading)
    for (column, multiple) in point.priceFactors.enumerated() {
      sheet.formula(map, 2 + column, "\(today)*\(multiple)", point.priceToday * multiple, .money)
    }
    for (line, speed) in point.productivities.enumerated() {
      sheet.number(map + 1 + line, 1, speed, .share)
      for (column, multiple) in point.priceFactors.enumerated() {
        let scale =
          "(\(multiple)/\(Sheet.address(map + 1 + line, 1)))"
        sheet.formula(
          map + 1 + line, 2 + column, "\(comparison.total(against))-(\(cost(scale)))",
          point.savingCents[line][column].dollars, .dollars)
      }
    }
    row = map + point.productivities.count + 3
  }
}
