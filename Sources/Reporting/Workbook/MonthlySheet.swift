import Quantities
import Results

/// Cost by month, pool and kind, a block for each alternative.
struct MonthlySheet {
  /// The sheet.
  private(set) var sheet: Sheet
  /// The row of each alternative's totals.
  private(set) var totalRows: [Int] = []
  /// The rows of what is spent once.
  private(set) var onceRows: [[Int]] = []
  private let months: [String]

  /// The first column of months.
  static let firstMonth = 3

  init(_ content: WorkbookContent) {
    months = content.months
    sheet = Sheet(
      "Monthly cost", widths: [20, 24, 8] + months.map { _ in 14 } + [16])
    sheet.text(0, 0, "Cost by month", .title)
    var row = 2
    for (index, alternative) in content.result.alternatives.enumerated() {
      sheet.text(row, 0, alternative.name, .title)
      sheet.headings(
        row + 1, ["Pool", "Kind", "Once"] + months.map(Show.month) + ["Total"], numbersFrom: 3)
      let header = row + 1
      row += 2
      let first = row
      let breakdown = CostBreakdown(alternative.cost)
      var once: [Int] = []
      for (pool, kind) in MonthlySheet.rows(alternative.cost) {
        sheet.text(row, 0, pool)
        sheet.text(row, 1, Show.kind(kind.name))
        sheet.text(row, 2, kind.oneOff ? "once" : "")
        for month in months.indices {
          sheet.formula(
            row, MonthlySheet.firstMonth + month,
            content.lines.sum(
              alternative: index, month: month, pool: content.lines.poolNumber(pool, index),
              kind: content.lines.kindNumber(kind)),
            breakdown.cents(month: months[month], pool: pool, kind: kind).dollars)
        }
        total(row, breakdown.cents(pool: pool, kind: kind), .money)
        if kind.oneOff { once.append(row) }
        row += 1
      }
      sheet.text(row, 0, "Total", .textTotal)
      for month in months.indices {
        let column = MonthlySheet.firstMonth + month
        let value = breakdown.cents(month: months[month]).dollars
        if row > first {
          sheet.formula(row, column, sum(first, column, row - 1, column), value, .moneyTotal)
        } else {
          sheet.number(row, column, 0, .moneyTotal)
        }
      }
      total(row, alternative.cost.totalCents, .moneyTotal)
      totalRows.append(row)
      onceRows.append(once)
      if row > first, months.count > 1 {
        let last = MonthlySheet.firstMonth + months.count - 1
        sheet.charts.append(
          Sheet.Chart(
            kind: .stackedColumns, title: "Cost by month", unit: "Dollars a month",
            series: (first..<row).prefix(12).map { line in
              (
                sheet.cell(line, 1),
                sheet.range(header, MonthlySheet.firstMonth, header, last),
                sheet.range(line, MonthlySheet.firstMonth, line, last)
              )
            }, row: row + 2, column: 0))
        row += 22
      }
      row += 3
    }
    sheet.frozen = (1, 3)
  }

  private var totalColumn: Int { MonthlySheet.firstMonth + months.count }

  private mutating func total(_ row: Int, _ cents: Cents, _ style: CellStyle) {
    guard !months.isEmpty else { return sheet.number(row, totalColumn, 0, style) }
    sheet.formula(
      row, totalColumn, sum(row, MonthlySheet.firstMonth, row, totalColumn - 1), cents.dollars,
      style)
  }

  private func sum(_ row: Int, _ column: Int, _ lastRow: Int, _ lastColumn: Int) -> String {
    "ROUND(SUM(\(Sheet.address(row, column)):\(Sheet.address(lastRow, lastColumn))),2)"
  }

  /// Pools with their kinds, also those that cost nothing today.
  private static func rows(_ cost: CostResult) -> [(pool: String, kind: CostBreakdown.Kind)] {
    var found: [(pool: String, kind: CostBreakdown.Kind)] = []
    for item in cost.items {
      let kind = CostBreakdown.Kind(name: item.line.kind, oneOff: item.line.oneOff)
      if !found.contains(where: { $0.pool == item.line.pool && $0.kind == kind }) {
        found.append((item.line.pool, kind))
      }
    }
    var pools: [String] = []
    for entry in found where !pools.contains(entry.pool) { pools.append(entry.pool) }
    return pools.flatMap { pool in found.filter { $0.pool == pool } }
  }

  /// An alternative's total of a month.
  func total(_ alternative: Int, month: Int) -> String {
    sheet.cell(totalRows[alternative], MonthlySheet.firstMonth + month)
  }

  /// An alternative's total.
  func total(_ alternative: Int) -> String { sheet.cell(totalRows[alternative], totalColumn) }

  /// What an alternative spends once.
  func once(_ alternative: Int) -> String {
    let cells = onceRows[alternative].map { sheet.cell($0, totalColumn) }
    return cells.isEmpty ? "0" : "ROUND(SUM(\(cells.joined(separator: ","))),2)"
  }
}
