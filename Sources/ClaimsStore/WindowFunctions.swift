import ClaimsKernels

/// Adds the results of lag, lead and row_number as columns.
struct WindowFunctions {
  let relation: Relation
  let filter: RowFilter?
  let threads: Int
  let named: [ClaimsQuery.NamedWindow]
  /// The names of the columns that the query reads.
  let needed: Set<String>

  /// The relation's chosen rows with one more column for each call.
  func adding(_ calls: [ClaimsExpression]) throws -> Relation {
    if let ordered = try ordered(calls) { return ordered }
    let base = try relation.materialized(filter, threads: threads, needed: needed)
    let binder = ExpressionBinder(scope: base.scope)
    let whole = try base.batch(from: 0, count: base.count)
    var scope = base.scope
    guard case .vectors(var vectors) = base.source else { return base }
    var orders: [(window: ClaimsWindow, rows: [Int], starts: [Bool])] = []
    for expression in calls {
      guard case .call(let call, let position) = expression, let written = call.window else {
        continue
      }
      let window = try resolved(written, position)
      if !orders.contains(where: { $0.window == window }) {
        let (rows, starts) = try arranged(window, binder, whole)
        orders.append((window, rows, starts))
      }
      guard let order = orders.first(where: { $0.window == window }) else { continue }
      let vector = try result(call, position, binder, whole, order.rows, order.starts)
      scope.columns.append(QueryScope.Column(name: "", type: vector.type))
      vectors.append(vector)
    }
    return Relation(scope: scope, vectors: vectors, count: base.count)
  }

  // MARK: - One window over a stored table

  /// The rows in the window's order, straight from their codes; `nil` when there are several windows
  /// or keys that need more than codes.
  private func ordered(_ calls: [ClaimsExpression]) throws -> Relation? {
    guard case .table(let table) = relation.source, filter?.isOnCodes ?? true else { return nil }
    let binder = ExpressionBinder(scope: relation.scope)
    var window: ClaimsWindow?
    var functions: [OrderedRows.Function] = []
    var scope = relation.scope
    for expression in calls {
      guard case .call(let call, let position) = expression, let written = call.window else {
        return nil
      }
      let own = try resolved(written, position)
      guard window == nil || window == own else { return nil }
      window = own
      let (function, type) = try function(call, position, binder)
      functions.append(function)
      scope.columns.append(QueryScope.Column(name: "", type: type))
    }
    guard let window,
      let scan = OrderedScan(
        table,
        partition: try window.partition.map { (try binder.bind($0), nil) },
        order: try window.order.map { (try binder.bind($0.expression), $0) })
    else { return nil }
    let read = Set(
      table.columns.indices.filter { needed.contains(table.columns[$0].name.lowercased()) })
    try table.verify(Array(read), threads: threads)
    let order = try scan.rows(of: table.rowCount, threads: threads) { start, mask in
      if filter?.excludes(start / ClaimsColumn.blockRows) ?? false { return mask.clear() }
      try filter?.keep(from: start, in: &mask)
    }
    return Relation(
      scope: scope,
      source: .ordered(
        OrderedRows(table: table, order: order, functions: functions, verified: read)),
      count: order.count)
  }

  /// Checks a call and says what it does.
  private func function(
    _ call: ClaimsCall, _ position: SourcePosition, _ binder: ExpressionBinder
  ) throws -> (OrderedRows.Function, ClaimsType) {
    switch call.name {
    case "row_number": return (.rowNumber, .bigint)
    case "lag", "lead":
      guard call.arguments.count == 1 || call.arguments.count == 2 else {
        throw ClaimsQueryError(
          .syntax, at: position, "\(call.name) takes 1 or 2 arguments in this subset",
          remedy: "Write \(call.name)(column) or \(call.name)(column, rows)")
      }
      var distance = 1
      if call.arguments.count == 2 {
        guard case .integer(let value)? = try binder.bind(call.arguments[1]).constant,
          (0...1_000_000).contains(value)
        else {
          throw ClaimsQueryError(
            .wrongType, at: position, "\(call.name) takes a constant number of rows",
            remedy: "Write 1")
        }
        distance = Int(value)
      }
      let argument = try binder.bind(call.arguments[0])
      return (.shifted(argument, by: call.name == "lag" ? distance : -distance), argument.type)
    default:
      throw ClaimsQueryError(
        .unsupported, at: position, "\(call.name) is no window function of this subset",
        remedy: "Use lag, lead or row_number, or group in a subquery")
    }
  }

  // MARK: - Any windows over values

  private func resolved(_ window: ClaimsWindow, _ position: SourcePosition) throws -> ClaimsWindow {
    guard let name = window.name else { return window }
    guard let found = named.first(where: { $0.name == name }) else {
      throw ClaimsQueryError(
        .unknownName, at: position, "There is no window \"\(name)\"",
        remedy: "Define it with WINDOW \(name) AS (…)")
    }
    return found.window
  }

  /// The rows by partition and order, and where partitions begin.
  private func arranged(
    _ window: ClaimsWindow, _ binder: ExpressionBinder, _ batch: QueryBatch
  ) throws -> (rows: [Int], starts: [Bool]) {
    let partition = try window.partition.map { try binder.bind($0).evaluate(batch) }
    let order = try window.order.map { (try binder.bind($0.expression).evaluate(batch), $0) }
    let plain = ClaimsOrder(expression: .literal(.null, at: SourcePosition()))
    let rows = QueryExecutor.sorted(partition.map { ($0, plain) } + order, count: batch.count)
    var starts = [Bool](repeating: false, count: rows.count)
    if !starts.isEmpty { starts[0] = true }
    for vector in partition {
      let ranks = ValueOrder.ranks(vector)
      for place in rows.indices.dropFirst() {
        let (row, before) = (rows[place], rows[place - 1])
        let (isNull, wasNull) = (vector.isNull(row), vector.isNull(before))
        if isNull != wasNull || (!isNull && ranks[row] != ranks[before]) { starts[place] = true }
      }
    }
    return (rows, starts)
  }

  private func result(
    _ call: ClaimsCall, _ position: SourcePosition, _ binder: ExpressionBinder, _ batch: QueryBatch,
    _ rows: [Int], _ starts: [Bool]
  ) throws -> SQLVector {
    switch try function(call, position, binder).0 {
    case .rowNumber:
      var values = [Int64](repeating: 0, count: rows.count)
      var number: Int64 = 0
      for (place, row) in rows.enumerated() {
        number = starts[place] ? 1 : number + 1
        values[row] = number
      }
      return SQLVector(type: .bigint, content: .narrow(values), nulls: [])
    case .shifted(let argument, let distance):
      let vector = try argument.evaluate(batch)
      var source = [Int](repeating: -1, count: rows.count)
      var first = 0
      for place in rows.indices {
        if starts[place] { first = place }
        let before = place - abs(distance)
        guard before >= first else { continue }
        if distance >= 0 {
          source[rows[place]] = rows[before]
        } else {
          source[rows[before]] = rows[place]
        }
      }
      return vector.taking(source)
    }
  }
}
