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
