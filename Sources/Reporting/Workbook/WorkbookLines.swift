import Quantities
import Results

/// Every line of cost as a row: its factors, and the amount as a formula of them.
struct WorkbookLines {
  /// The sheet.
  private(set) var sheet: Sheet
  private let result: PlanResult
  private let months: [String]
  /// Names by the numbers that formulas use for them, the first number being 1.
  private(set) var (pools, queues, kinds): ([String], [String], [CostBreakdown.Kind]) = ([], [], [])
  private let factorCount: Int
  private var lastRow = WorkbookLines.firstRow

  private static let firstRow = 3
  private static let firstFactor = 6
  /// Pools without people, such as what takes work off them, are numbered from here on.
  static let otherPools = 1000

  init(_ result: PlanResult, months: [String], prices: WorkbookPrices) {
    self.result = result
    self.months = months
    let items = result.alternatives.map(\.cost.items)
    factorCount = max(1, items.joined().map(\.factors.count).max() ?? 1)
    sheet = Sheet(
      "Lines",
      widths: [24, 10, 18, 18, 16, 8] + Array(repeating: 13, count: factorCount) + [16, 60])
    for item in items.joined() {
      if !pools.contains(item.line.pool) { pools.append(item.line.pool) }
      if !item.line.queue.isEmpty && !queues.contains(item.line.queue) {
        queues.append(item.line.queue)
      }
      let kind = CostBreakdown.Kind(name: item.line.kind, oneOff: item.line.oneOff)
      if !kinds.contains(kind) { kinds.append(kind) }
    }
    sheet.text(0, 0, "Lines of cost", .title)
    sheet.headings(
      2,
      ["Alternative", "Month", "Pool", "Queue", "Kind", "Once"]
        + (1...factorCount).map { "Factor \($0)" }
        + ["Amount", "Factors", "#", "#", "#", "#", "#"], numbersFrom: 6)
    var row = WorkbookLines.firstRow
    for (alternative, list) in items.enumerated() {
      // Rows of pay, of pay with training time, and of what a vendor invoices, by month and pool.
      var pay: [String: [Int]] = [:]
      var paid: [String: [Int]] = [:]
      var invoiced: [String: [Int]] = [:]
      for item in list {
        let key = "\(item.line.month)\u{0}\(item.line.pool)"
        if item.line.kind == "pay" { pay[key, default: []].append(row) }
        if item.line.kind == "pay" || item.line.kind == "trainingTime" {
          paid[key, default: []].append(row)
        }
        if CostItem.invoiced.contains(item.line.kind) { invoiced[key, default: []].append(row) }
        let base =
          switch item.form {
          case .product: [Int]()
          case .shareOfPay: pay[key] ?? []
          case .topUp: paid[key] ?? []
          case .shareOfInvoice: invoiced[key] ?? []
          }
        add(item, alternative, row, prices, base: base)
        row += 1
      }
    }
    lastRow = max(WorkbookLines.firstRow, row - 1)
    sheet.frozen = (3, 1)
    sheet.hiddenFrom = idColumn
  }

  private var amountColumn: Int { WorkbookLines.firstFactor + factorCount }
  private var idColumn: Int { amountColumn + 2 }

  private mutating func add(
    _ item: CostItem, _ alternative: Int, _ row: Int, _ prices: WorkbookPrices, base: [Int]
  ) {
    let line = item.line
    let month = months.firstIndex(of: line.month) ?? 0
    sheet.text(row, 0, result.alternatives[alternative].name)
    sheet.text(row, 1, Show.month(line.month))
    sheet.text(row, 2, line.pool)
    sheet.text(row, 3, line.queue)
    sheet.text(row, 4, line.kind)
    sheet.text(row, 5, line.oneOff ? "once" : "")
    var cells: [String] = []
    for (place, factor) in item.factors.enumerated() {
      let column = WorkbookLines.firstFactor + place
      cells.append(Sheet.address(row, column))
      guard let price = factor.price,
        let cell = prices.cell(alternative, pool: line.pool, key: price.key, month: month)
      else {
        sheet.number(row, column, factor.value, .exact)
        continue
      }
      let formula =
        switch price.use {
        case .whole: cell
        case .monthly:
          price.hoursPerYear.map { "\(cell)*\(Show.plainNumber($0))/12" } ?? "\(cell)/12"
        case .yearly: price.hoursPerYear.map { "\(cell)*\(Show.plainNumber($0))" } ?? cell
        case .onTop: "1+\(cell)"
        case .negative: "-\(cell)"
        case .divisor: "1/\(cell)"
        }
      sheet.formula(row, column, formula, factor.value, .exact)
    }
    let product = cells.joined(separator: "*")
    let pay = base.map { Sheet.address($0, amountColumn) }.joined(separator: ",")
    let paid = base.isEmpty ? "0" : "ROUND(SUM(\(pay)),2)"
    let formula =
      switch item.form {
      case .product: "ROUND(\(product),2)"
      case .shareOfPay, .shareOfInvoice: "ROUND(\(paid)*\(product),2)"
      case .topUp: "ROUND(MAX(0,ROUND(\(product),2)-\(paid)),2)"
      }
    sheet.formula(row, amountColumn, formula, line.cents.dollars)
    sheet.text(row, amountColumn + 1, item.factors.map(\.name).joined(separator: " × "), .note)
    let kind = CostBreakdown.Kind(name: line.kind, oneOff: line.oneOff)
    let ids = [
      alternative + 1, month + 1, poolNumber(line.pool, alternative),
      (queues.firstIndex(of: line.queue) ?? -1) + 1, (kinds.firstIndex(of: kind) ?? -1) + 1,
    ]
    for (place, id) in ids.enumerated() {
      sheet.number(row, idColumn + place, Double(id), .plain)
    }
  }

  /// The number of a pool in formulas.
  func poolNumber(_ pool: String, _ alternative: Int) -> Int {
    let hasPeople = result.alternatives[alternative].plan.pools.contains { $0.pool == pool }
    return (pools.firstIndex(of: pool) ?? 0) + (hasPeople ? 1 : WorkbookLines.otherPools)
  }

  /// The sum of the lines that match, as a formula; `nil` matches all.
  func sum(
    alternative: Int, month: Int? = nil, pool: Int? = nil, queue: Int? = nil, kind: Int? = nil,
    peopleOnly: Bool = false
  ) -> String {
    var parts = [column(amountColumn), column(idColumn), "\(alternative + 1)"]
    if let month { parts += [column(idColumn + 1), "\(month + 1)"] }
    if let pool { parts += [column(idColumn + 2), "\(pool)"] }
    if peopleOnly { parts += [column(idColumn + 2), "\"<\(WorkbookLines.otherPools)\""] }
    if let queue { parts += [column(idColumn + 3), "\(queue)"] }
    if let kind { parts += [column(idColumn + 4), "\(kind)"] }
    return "ROUND(SUMIFS(\(parts.joined(separator: ","))),2)"
  }

  private func column(_ column: Int) -> String {
    sheet.range(WorkbookLines.firstRow, column, lastRow, column)
  }

  /// The number of a kind in formulas.
  func kindNumber(_ kind: CostBreakdown.Kind) -> Int { (kinds.firstIndex(of: kind) ?? -1) + 1 }

  /// What an alternative spends once.
  func once(_ alternative: Int) -> Cents {
    result.alternatives[alternative].cost.lines.filter(\.oneOff).map(\.cents).total()
  }
}
