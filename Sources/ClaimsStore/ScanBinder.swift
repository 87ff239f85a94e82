import ClaimsKernels

/// Collects the columns that a scan reads, and says how codes become values again.
struct ScanBinder {
  let table: ClaimsTable
  private(set) var columns: [ScanColumn] = []
  /// The table's columns that are read.
  private(set) var sources: Set<Int> = []
  private var plain: [Int: Int] = [:]

  init(_ table: ClaimsTable) { self.table = table }

  /// Numbers whose value is `base` + code × `step`, or texts by code.
  struct Value {
    var column: Int
    var base: Int64
    var step: UInt64
    var pool: TextPool?
    /// The number of codes.
    var size: Int
  }

  /// Places of a key, and the value of each.
  struct Place {
    var column: Int
    /// The number of places, the last for null.
    var width: Int
    private var base: Int64
    private var step: UInt64
    private var distinct: SQLVector?
    private var pool: TextPool?
    private var type: ClaimsType

    fileprivate init(
      column: Int, width: Int, base: Int64, step: UInt64, distinct: SQLVector?, pool: TextPool?,
      type: ClaimsType
    ) {
      self.column = column
      self.width = width
      self.base = base
      self.step = step
      self.distinct = distinct
      self.pool = pool
      self.type = type
    }

    /// The values of places.
    func vector(_ places: [Int]) -> SQLVector {
      if let distinct { return distinct.taking(places.map { $0 == width - 1 ? -1 : $0 }) }
      let nulls = fastMap(places) { $0 == width - 1 ? UInt8(1) : 0 }
      let values = fastMap(places) {
        $0 == width - 1 ? 0 : base &+ Int64(bitPattern: UInt64($0) &* step)
      }
      return SQLVector(
        type: type, content: pool.map { .text(values, $0) } ?? .narrow(values),
        nulls: nulls.contains(1) ? nulls : [])
    }
  }

  /// Binds a value; `nil` when codes do not reach.
  mutating func value(_ expression: BoundExpression) -> Value? {
    if case .column(let index) = expression.node {
      let source = table.columns[index]
      guard let column = plainColumn(index) else { return nil }
      return Value(
        column: column, base: source.values.base, step: source.values.step,
        pool: source.type == .text ? .sorted(source) : nil, size: Int(source.largestCode) + 1)
    }
    guard let tabulated = Tabulation(expression, table),
      case .narrow(let results) = tabulated.results.content
    else { return nil }
    let nulls = tabulated.results.nulls
    let present = results.indices.filter { nulls.isEmpty || nulls[$0] == 0 }
    let low = present.map { results[$0] }.min() ?? 0
    let high = present.map { results[$0] }.max() ?? 0
    let (width, overflow) = high.subtractingReportingOverflow(low)
    guard !overflow, width < Int64(ScanColumn.missing) else { return nil }
    let entries = results.indices.map { place -> UInt32 in
      nulls.isEmpty || nulls[place] == 0 ? UInt32(results[place] &- low) : ScanColumn.missing
    }
    guard let column = add(tabulated, entries) else { return nil }
    return Value(column: column, base: low, step: 1, pool: nil, size: Int(width) + 1)
  }

  /// Binds a key; `nil` when codes do not reach.
  mutating func place(_ expression: BoundExpression) -> Place? {
    if case .column(let index) = expression.node {
      let source = table.columns[index]
      guard let column = plainColumn(index), source.largestCode < UInt64(Int32.max) else {
        return nil
      }
      return Place(
        column: column, width: Int(source.largestCode) + 2, base: source.values.base,
        step: source.values.step, distinct: nil,
        pool: source.type == .text ? .sorted(source) : nil, type: source.type)
    }
    guard let tabulated = Tabulation(expression, table) else { return nil }
    let results = tabulated.results
    guard let (ranks, firsts) = results.ranksOfEqualValues else { return nil }
    let entries = ranks.indices.map { place -> UInt32 in
      results.isNull(place) ? ScanColumn.missing : UInt32(ranks[place])
    }
    guard let column = add(tabulated, entries) else { return nil }
    return Place(
      column: column, width: firsts.count + 1, base: 0, step: 1, distinct: results.taking(firsts),
      pool: nil, type: expression.type)
  }

  /// Binds a condition as a look-up; `nil` when codes do not reach.
  static func condition(_ expression: BoundExpression, _ table: ClaimsTable) -> Condition? {
    var binder = ScanBinder(table)
    guard let tabulated = Tabulation(expression, table),
      case .narrow(let results) = tabulated.results.content
    else { return nil }
    let entries = results.indices.map { place -> UInt32 in
      tabulated.results.isNull(place) ? ScanColumn.missing : results[place] != 0 ? 1 : 0
    }
    guard let column = binder.add(tabulated, entries) else { return nil }
    return .lookUp(column: tabulated.column, binder.columns[column])
  }

  private mutating func plainColumn(_ index: Int) -> Int? {
    if let known = plain[index] { return known }
    guard let column = table.columns[index].scanColumn() else { return nil }
    columns.append(column)
    sources.insert(index)
    plain[index] = columns.count - 1
    return columns.count - 1
  }

  /// Adds a look-up; the last entry is that of null.
  private mutating func add(_ tabulated: Tabulation, _ entries: [UInt32]) -> Int? {
    let ofNull = entries[entries.count - 1]
    guard
      let column = table.columns[tabulated.column].scanColumn(
        offset: tabulated.offset, divisor: tabulated.divisor, table: Array(entries.dropLast()),
        nullValue: ofNull == ScanColumn.missing ? nil : ofNull)
    else { return nil }
    columns.append(column)
    sources.insert(tabulated.column)
    return columns.count - 1
  }
}

extension SQLVector {
  /// A number for each value, equal for equal values, and the first row of each number.
  ///
  /// Nulls are left out; `nil` for doubles.
  fileprivate var ranksOfEqualValues: (ranks: [Int], firsts: [Int])? {
    if case .narrow(let values) = content, let low = values.min(), let high = values.max(),
      high.subtractingReportingOverflow(low).overflow == false, high - low < Int64(4 * count + 1024)
    {
      var rank = [Int](repeating: -1, count: Int(high - low) + 1)
      var firsts: [Int] = []
      let ranks = values.indices.map { row -> Int in
        if isNull(row) { return 0 }
        let place = Int(values[row] - low)
        if rank[place] < 0 {
          rank[place] = firsts.count
          firsts.append(row)
        }
        return rank[place]
      }
      return (ranks, firsts)
    }
    var known: [Int128: Int] = [:]
    var texts: [String: Int] = [:]
    var ranks = [Int](repeating: 0, count: count)
    var firsts: [Int] = []
    for row in 0..<count where !isNull(row) {
      let found: Int?
      switch content {
      case .narrow(let values), .text(let values, .sorted): found = known[Int128(values[row])]
      case .wide(let values): found = known[values[row]]
      case .text(let codes, let pool): found = texts[pool[Int(codes[row])]]
      case .real: return nil
      }
      if let found {
        ranks[row] = found
        continue
      }
      ranks[row] = firsts.count
      switch content {
      case .narrow(let values), .text(let values, .sorted):
        known[Int128(values[row])] = firsts.count
      case .wide(let values): known[values[row]] = firsts.count
      case .text(let codes, let pool): texts[pool[Int(codes[row])]] = firsts.count
      case .real: return nil
      }
      firsts.append(row)
    }
    return (ranks, firsts)
  }
}
