import ClaimsKernels
import LocatedJSON

/// Runs a query: source, condition, groups or windows, output, order, limit.
struct QueryExecutor {
  let database: ClaimsDatabase
  let threads: Int
  /// The answers to the queries of `WITH`.
  var named: [String: Relation]

  /// Answers a query.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - isLazy: Whether its rows may be computed when they are asked for.
  /// - Returns: The rows.
  /// - Throws: ``ClaimsQueryError``, or ``ClaimsStoreError`` for a damaged block.
  func run(_ query: ClaimsQuery, isLazy: Bool = false) throws -> Relation {
    var inner = self
    for part in query.with {
      inner.named[part.name.lowercased()] = try inner.run(part.query)
    }
    return try inner.select(query, isLazy: isLazy)
  }

  private func relation(
    _ source: ClaimsQuery.Source, needed: Set<String>?
  ) throws -> Relation {
    switch source {
    case .table(let name, let alias, let position):
      let key = name.lowercased()
      if var known = named[key] {
        for index in known.scope.columns.indices {
          known.scope.columns[index].qualifier = alias ?? name
        }
        return known
      }
      if let table = database.tables[key] { return Relation(table: table, name: alias ?? name) }
      let all = (Array(database.tables.keys) + Array(named.keys)).sorted()
      throw ClaimsQueryError(
        .unknownName, at: position, "There is no table \"\(name)\"",
        remedy: "The nearest are \(nearest(to: name, among: all).prefix(3).joined(separator: ", "))"
      )
    case .query(let query, let alias):
      var result = try run(query, isLazy: true)
      for index in result.scope.columns.indices { result.scope.columns[index].qualifier = alias }
      return result
    case .join(let left, let right, let isLeft, let condition, let position):
      return try QueryJoin(
        left: relation(left, needed: needed), right: relation(right, needed: needed),
        isLeft: isLeft, condition: condition, threads: threads, position: position, needed: needed
      ).run()
    case .using(let left, let right, let isLeft, let columns, let position):
      let (one, other) = (
        try relation(left, needed: needed), try relation(right, needed: needed)
      )
      var joined = try QueryJoin(
        left: one, right: other, isLeft: isLeft,
        condition: ClaimsExpression.equal(columns, at: position), threads: threads,
        position: position, needed: needed
      ).run()
      let names = Set(columns.map { $0.lowercased() })
      for index in one.scope.columns.count..<joined.scope.columns.count
      where names.contains(joined.scope.columns[index].name.lowercased()) {
        joined.scope.columns[index].isMerged = true
      }
      return joined
    }
  }

  private func select(_ written: ClaimsQuery, isLazy: Bool) throws -> Relation {
    var query = written
    var relation: Relation
    if let source = query.source {
      relation = try self.relation(source, needed: Self.neededNames(query))
    } else {
      relation = Relation(scope: QueryScope(columns: []), vectors: [], count: 1)
    }
    if case .table(let table) = relation.source {
      // Texts are read while a plan is made, so they are checked before.
      let needed = Self.neededNames(query)
      for column in table.columns where needed?.contains(column.name.lowercased()) ?? true {
        try column.verifyDictionary()
      }
    }
    let names = Set(relation.scope.columns.map { $0.name.lowercased() })
    query = query.namingOutputs { names.contains($0) }
    let filter = try query.condition.map { try RowFilter($0, relation, "WHERE") }
    let items = try expanded(query.items, relation.scope)
    let calls = Self.aggregateCalls(
      items.map(\.expression) + [query.having].compactMap { $0 } + query.order.map(\.expression))
    if !query.groups.isEmpty || !calls.isEmpty || query.having != nil {
      return try grouped(query, items, calls, relation, filter, isLazy: isLazy)
    }
    if query.isDistinct, Self.windowCalls(items.map(\.expression)).isEmpty, !items.isEmpty,
      try query.order.allSatisfy({ try Self.outputIndex($0.expression, items) != nil })
    {
      // Rows that are distinct are groups by every output.
      var same = query
      same.isDistinct = false
      same.groups = items.indices.map { .literal(.integer(Int128($0 + 1)), at: SourcePosition()) }
      return try grouped(same, items, [], relation, filter, isLazy: isLazy)
    }
    let windows = Self.windowCalls(items.map(\.expression) + query.order.map(\.expression))
    var binder = ExpressionBinder(scope: relation.scope)
    if !windows.isEmpty {
      relation = try WindowFunctions(
        relation: relation, filter: filter, threads: threads, named: query.windows,
        needed: Self.columnNames(items, query)
      )
      .adding(windows)
      let first = relation.scope.columns.count - windows.count
      binder = ExpressionBinder(scope: relation.scope)
      for (index, call) in windows.enumerated() { binder.computed[call] = first + index }
    }
    return try output(
      query, items, relation, windows.isEmpty ? filter : nil, binder, isLazy: isLazy)
  }

  /// The names of all columns that a query reads beside those of its joins' conditions, in lower case;
  /// `nil` for all of them.
  private static func neededNames(_ query: ClaimsQuery) -> Set<String>? {
    guard query.items.allSatisfy({ $0.expression != nil }) else { return nil }
    let windows = query.windows.flatMap { $0.window.partition + $0.window.order.map(\.expression) }
    var all = query.items.compactMap(\.expression) + query.groups + windows
    all += query.order.map(\.expression) + [query.condition, query.having].compactMap { $0 }
    func conditions(_ source: ClaimsQuery.Source) {
      switch source {
      case .table, .query: break
      case .join(let left, let right, _, let condition, _):
        all.append(condition)
        conditions(left)
        conditions(right)
      case .using(let left, let right, _, let columns, let position):
        all += columns.map { .column(qualifier: nil, name: $0, at: position) }
        conditions(left)
        conditions(right)
      }
    }
    if let source = query.source { conditions(source) }
    return Set(all.flatMap(\.columnNames).map { $0.lowercased() })
  }

  /// The names of all columns that outputs, windows and order read, in lower case.
  private static func columnNames(_ items: [OutputItem], _ query: ClaimsQuery) -> Set<String> {
    let windows = query.windows.flatMap { $0.window.partition + $0.window.order.map(\.expression) }
    let all = items.map(\.expression) + query.order.map(\.expression) + windows
    return Set(all.flatMap(\.columnNames).map { $0.lowercased() })
  }

  // MARK: - Output

  struct OutputItem {
    var name: String
    var expression: ClaimsExpression
  }

  /// Replaces `*` by the columns, and names every output.
  private func expanded(_ items: [ClaimsQuery.Item], _ scope: QueryScope) throws -> [OutputItem] {
    items.flatMap { item -> [OutputItem] in
      guard let expression = item.expression else {
        return scope.columns.filter { !$0.isMerged }.map {
          OutputItem(
            name: $0.name,
            expression: .column(qualifier: $0.qualifier, name: $0.name, at: SourcePosition()))
        }
      }
      if let alias = item.alias { return [OutputItem(name: alias, expression: expression)] }
      if case .column(_, let name, _) = expression {
        return [OutputItem(name: name, expression: expression)]
      }
      return [OutputItem(name: expression.sql, expression: expression)]
    }
  }

  /// Computes the output columns and what they are sorted by, then sorts and cuts.
  private func output(
    _ query: ClaimsQuery, _ items: [OutputItem], _ relation: Relation, _ filter: RowFilter?,
    _ binder: ExpressionBinder, isLazy: Bool
  ) throws -> Relation {
    let bound = try items.map { try binder.bind($0.expression) }
    let scope = QueryScope(
      columns: zip(items, bound).map { item, bound in
        QueryScope.Column(name: item.name, type: bound.type == .null ? .integer : bound.type)
      })
    if isLazy, !query.isDistinct, query.order.isEmpty, query.limit == nil, query.offset == nil {
      return Relation(
        scope: scope,
        source: .projection(Projection(inner: relation, filter: filter, items: bound)),
        count: relation.count)
    }
    var keys: [(bound: BoundExpression?, output: Int, order: ClaimsOrder)] = []
    for order in query.order {
      if let place = try Self.outputIndex(order.expression, items) {
        keys.append((nil, place, order))
      } else {
        if query.isDistinct {
          throw ClaimsQueryError(
            .unsupported, at: order.expression.position,
            "With DISTINCT, ORDER BY takes output columns only", remedy: "Add it to SELECT")
        }
        keys.append((try binder.bind(order.expression), 0, order))
      }
    }
    if let sorted = try ordered(
      query, bound, keys.map { ($0.bound ?? bound[$0.output], $0.order) }, relation, filter)
    {
      return Relation(scope: scope, vectors: sorted.vectors, count: sorted.count)
    }
    let extra = keys.compactMap(\.bound)
    let columns = bound + extra
    let tiles = relation.tiles
    let parts = try parallelMap(count: tiles.count, threads: threads) { index in
      let (start, count) = tiles[index]
      var batch = try relation.batch(from: start, count: count)
      if let filter { batch = try filter.apply(batch, start: start) }
      return try columns.map { try $0.evaluate(batch) }
    }
    var vectors = columns.indices.map { column in
      SQLVector.joined(parts.map { $0[column] }, type: columns[column].type)
    }
    var count = parts.reduce(0) { $0 + ($1.first?.count ?? 0) }
    if query.isDistinct {
      var groups = GroupKeys(types: bound.map(\.type), dense: nil)
      _ = groups.groups(vectors, count: count)
      count = groups.count
      vectors = groups.vectors(Array(0..<count))
    }
    if !keys.isEmpty {
      var next = bound.count
      var sorting: [(SQLVector, ClaimsOrder)] = []
      for key in keys {
        if key.bound == nil {
          sorting.append((vectors[key.output], key.order))
        } else {
          sorting.append((vectors[next], key.order))
          next += 1
        }
      }
      let order = Self.sorted(sorting, count: count)
      vectors = vectors.map { $0.taking(order) }
    }
    vectors.removeLast(vectors.count - bound.count)
    let first = min(query.offset ?? 0, count)
    let last = min(count, first + (query.limit ?? count))
    if first > 0 || last < count {
      let rows = Array(first..<max(first, last))
      vectors = vectors.map { $0.taking(rows) }
      count = rows.count
    }
    return Relation(scope: scope, vectors: vectors, count: count)
  }

  /// Sorts the rows of a table by codes and computes outputs for those that are wanted.
  ///
  /// `nil` when keys need more than codes, or an output could fail for a row that is not wanted.
  private func ordered(
    _ query: ClaimsQuery, _ items: [BoundExpression], _ keys: [(BoundExpression, ClaimsOrder?)],
    _ relation: Relation, _ filter: RowFilter?
  ) throws -> (vectors: [SQLVector], count: Int)? {
    guard case .table(let table) = relation.source, !query.isDistinct, !keys.isEmpty,
      items.allSatisfy(\.neverFails), filter?.isOnCodes ?? true,
      let scan = OrderedScan(table, partition: [], order: keys)
    else { return nil }
    var sources: Set<Int> = []
    for (key, _) in keys { key.collectColumns(into: &sources) }
    let verified = sources
    for index in verified { try table.columns[index].verifyDictionary() }
    let wanted = query.limit.map { $0.addingReportingOverflow(query.offset ?? 0) }
    let order = try scan.rows(
      of: table.rowCount, limit: wanted.flatMap { $0.overflow ? nil : $0.partialValue },
      threads: threads
    ) { start, mask in
      let block = start / ClaimsColumn.blockRows
      if filter?.excludes(block) ?? false { return mask.clear() }
      for index in verified { try table.columns[index].verify(block: block) }
      try filter?.keep(from: start, in: &mask)
    }
    let first = min(query.offset ?? 0, order.count)
    let count = min(order.count - first, query.limit ?? order.count)
    let rows = OrderedRows(table: table, order: order, verified: [])
    let tiles = stride(from: 0, to: count, by: Relation.tileRows).map { $0 }
    let parts = try parallelMap(count: tiles.count, threads: threads) { index in
      let batch = rows.batch(
        from: first + tiles[index], count: min(Relation.tileRows, count - tiles[index]))
      return try items.map { try $0.evaluate(batch) }
    }
    let vectors = items.indices.map { column in
      SQLVector.joined(parts.map { $0[column] }, type: items[column].type)
    }
    return (vectors, count)
  }

  /// The output that an order key names by position, alias or equality.
  private static func outputIndex(
    _ expression: ClaimsExpression, _ items: [OutputItem]
  ) throws -> Int? {
    if case .literal(.integer(let place), let position) = expression {
      guard place >= 1, place <= Int128(items.count) else {
        throw ClaimsQueryError(
          .outOfRange, at: position, "There is no output column \(place)",
          remedy: "Write 1 to \(items.count)")
      }
      return Int(place) - 1
    }
    if case .column(nil, let name, _) = expression {
      if let index = items.firstIndex(where: { $0.name.lowercased() == name.lowercased() }) {
        return index
      }
    }
    return items.firstIndex { $0.expression == expression }
  }

  /// The rows in the order of keys; equal rows keep their order.
  static func sorted(_ keys: [(SQLVector, ClaimsOrder)], count: Int) -> [Int] {
    var rows = (0..<count).map { UInt32($0) }
    for (vector, order) in keys.reversed() {
      let ranks = ValueOrder(vector).ranks
      let least = ranks.min() ?? 0
      let most = ranks.max() ?? 0
      let nullsFirst = order.nullsFirst ?? false
      // Ranks from 1, so that 0 and the largest number are free for nulls.
      let span = most &- least
      guard span < .max - 2 else {
        // The whole range is in use: sort values, then move nulls.
        let keyed = rows.map {
          order.isDescending ? most &- ranks[Int($0)] : ranks[Int($0)] &- least
        }
        rows = sortedOrder(keyed).map { rows[Int($0)] }
        let flags = rows.map { row in
          UInt64(vector.isNull(Int(row)) == nullsFirst ? 0 : 1)
        }
        rows = sortedOrder(flags).map { rows[Int($0)] }
        continue
      }
      let keyed = rows.map { row -> UInt64 in
        if vector.isNull(Int(row)) { return nullsFirst ? 0 : span + 2 }
        let rank = ranks[Int(row)]
        return 1 + (order.isDescending ? most &- rank : rank &- least)
      }
      rows = sortedOrder(keyed).map { rows[Int($0)] }
    }
    return rows.map { Int($0) }
  }

  // MARK: - Groups

  private func grouped(
    _ query: ClaimsQuery, _ items: [OutputItem], _ calls: [ClaimsExpression], _ relation: Relation,
    _ filter: RowFilter?, isLazy: Bool
  ) throws -> Relation {
    let binder = ExpressionBinder(scope: relation.scope)
    var keyExpressions: [ClaimsExpression] = []
    for group in query.groups {
      var expression = group
      if case .literal(.integer(let place), let position) = group {
        guard place >= 1, place <= Int128(items.count) else {
          throw ClaimsQueryError(
            .outOfRange, at: position, "There is no output column \(place)",
            remedy: "Write 1 to \(items.count)")
        }
        expression = items[Int(place) - 1].expression
      } else if case .column(nil, let name, let position) = group,
        try relation.scope.find(nil, name, position) == nil,
        let item = items.first(where: { $0.name.lowercased() == name.lowercased() })
      {
        expression = item.expression
      }
      if !Self.aggregateCalls([expression]).isEmpty {
        throw ClaimsQueryError(
          .unsupported, at: group.position, "GROUP BY cannot hold an aggregate",
          remedy: "Group by columns or expressions of them")
      }
      keyExpressions.append(expression)
    }
    let keys = try keyExpressions.map { try binder.bind($0) }
    let aggregates = try calls.map { call -> AggregateCall in
      guard case .call(let inner, let position) = call else {
        throw ClaimsQueryError(.syntax, at: call.position, "No call", remedy: "Write one")
      }
      var bound = try AggregateCall(inner, binder, at: position)
      if let own = inner.filter { bound.rowFilter = try RowFilter(own, relation, "FILTER") }
      return bound
    }
    let result = try Aggregation(
      relation: relation, filter: filter, keys: keys, aggregates: aggregates, threads: threads
    ).run()
    var over = ExpressionBinder(scope: result.scope)
    over.hidden = relation.scope.columns.map(\.name)
    for (index, key) in keyExpressions.enumerated() {
      over.computed[key] = index
      if case .column(_, let name, let position) = key {
        over.computed[.column(qualifier: nil, name: name, at: position)] = index
      }
    }
    for (index, call) in calls.enumerated() { over.computed[call] = keys.count + index }
    var having: RowFilter?
    if let condition = query.having {
      having = RowFilter(bound: try over.boolean(condition, "HAVING"))
    }
    return try output(query, items, result, having, over, isLazy: isLazy)
  }

  /// All aggregate calls inside expressions, each once.
  static func aggregateCalls(_ expressions: [ClaimsExpression]) -> [ClaimsExpression] {
    var found: [ClaimsExpression] = []
    func walk(_ expression: ClaimsExpression) {
      if case .call(let call, _) = expression, call.window == nil,
        ExpressionBinder.aggregates.contains(call.name)
      {
        if !found.contains(expression) { found.append(expression) }
        return
      }
      for child in expression.children { walk(child) }
    }
    for expression in expressions { walk(expression) }
    return found
  }

  /// All window calls inside expressions, each once.
  static func windowCalls(_ expressions: [ClaimsExpression]) -> [ClaimsExpression] {
    var found: [ClaimsExpression] = []
    func walk(_ expression: ClaimsExpression) {
      if case .call(let call, _) = expression, call.window != nil {
        if !found.contains(expression) { found.append(expression) }
        return
      }
      for child in expression.children { walk(child) }
    }
    for expression in expressions { walk(expression) }
    return found
  }
}
