/// Finds whether the rows of a query's result stand for groups or for single members and claims.
struct MemberLevelAnalysis {
  let database: ClaimsDatabase
  private var named: [String: MemberScope] = [:]

  init(database: ClaimsDatabase) { self.database = database }

  /// Refuses a query whose result is at member level.
  func check(_ query: ClaimsQuery) throws(ClaimsQueryError) {
    let (scope, reason) = try self.query(query)
    if scope.isIndividual {
      throw refusal(
        reason.position, "Each row would stand for one member or claim\(reason.because)")
    }
    for (column, item) in zip(scope.columns, positions(query, count: scope.columns.count))
    where column.taint.isPrivate {
      throw refusal(item, "\"\(column.name)\" would show single members or claims")
    }
  }

  private struct Reason {
    var position = SourcePosition()
    var because = ""
  }

  private func refusal(_ position: SourcePosition, _ problem: String) -> ClaimsQueryError {
    ClaimsQueryError(
      .memberLevel, at: position, problem,
      remedy: "Group by columns that do not identify anyone, count identifiers only, truncate times"
        + " with date_trunc, or give --allow-member-level")
  }

  private func positions(_ query: ClaimsQuery, count: Int) -> [SourcePosition] {
    let known = query.items.map { $0.expression?.position ?? SourcePosition() }
    return known.count == count ? known : Array(repeating: SourcePosition(), count: count)
  }

  private func query(
    _ query: ClaimsQuery
  ) throws(ClaimsQueryError) -> (scope: MemberScope, reason: Reason) {
    var inner = self
    for part in query.with {
      inner.named[part.name.lowercased()] = try inner.query(part.query).scope
    }
    return try inner.select(query)
  }

  // MARK: - Sources

  private func source(_ source: ClaimsQuery.Source) throws(ClaimsQueryError) -> MemberScope {
    switch source {
    case .table(let name, let alias, _):
      let key = name.lowercased()
      if let known = named[key] { return qualified(known, alias ?? name) }
      guard let table = database.tables[key] else {
        return MemberScope(columns: [], isIndividual: false)
      }
      return scope(table, key, alias ?? name)
    case .query(let query, let alias): return qualified(try self.query(query).scope, alias)
    case .join(let left, let right, _, let condition, _):
      let joined = try self.joined(left, right)
      try refusePicked(condition, joined.scope)
      return joined.scope
    case .using(let left, let right, _, let columns, let position):
      var joined = try self.joined(left, right)
      for name in columns.map({ $0.lowercased() }) {
        let taints = joined.scope.columns.map { $0.name.lowercased() == name ? $0.taint : nil }
        let (one, other) = (taints[..<joined.first], taints[joined.first...])
        let left = one.compactMap { $0 }.reduce(MemberTaint()) { $0.union($1) }
        let right = other.compactMap { $0 }.reduce(MemberTaint()) { $0.union($1) }
        if MemberTaint.compared(left, right).isPrivate {
          throw refusal(position, "The join by \(name) picks single members or claims out")
        }
      }
      for index in joined.scope.columns.indices.dropFirst(joined.first) {
        let name = joined.scope.columns[index].name.lowercased()
        joined.scope.columns[index].isMerged = columns.contains { $0.lowercased() == name }
      }
      return joined.scope
    }
  }

  private func joined(
    _ left: ClaimsQuery.Source, _ right: ClaimsQuery.Source
  ) throws(ClaimsQueryError) -> (scope: MemberScope, first: Int) {
    let (one, other) = (try source(left), try source(right))
    return (
      MemberScope(
        columns: one.columns + other.columns, isIndividual: one.isIndividual || other.isIndividual),
      one.columns.count
    )
  }

  private func qualified(_ scope: MemberScope, _ name: String?) -> MemberScope {
    var result = MemberScope(columns: scope.columns, isIndividual: scope.isIndividual)
    for index in result.columns.indices { result.columns[index].qualifier = name }
    return result
  }

  private func scope(_ table: ClaimsTable, _ key: String, _ qualifier: String) -> MemberScope {
    let identifiers = table.identifierColumns
    let isIndividual = key == "claims" || key == "members" || identifiers.contains(true)
    return MemberScope(
      columns: table.columns.indices.map { index in
        var taint: MemberTaint = identifiers[index] ? .identifier : []
        if isIndividual, table.columns[index].type == .timestamp { taint.formUnion(.instant) }
        return MemberScope.Column(
          qualifier: qualifier, name: table.columns[index].name, taint: taint)
      }, isIndividual: isIndividual)
  }

  // MARK: - Rows

  private func select(
    _ query: ClaimsQuery
  ) throws(ClaimsQueryError) -> (scope: MemberScope, reason: Reason) {
    var scope = MemberScope(columns: [], isIndividual: false)
    if let source = query.source { scope = try self.source(source) }
    scope.windows = query.windows
    if let condition = query.condition { try refusePicked(condition, scope) }
    for item in query.items {
      if let alias = item.alias, let expression = item.expression {
        scope.aliases[alias.lowercased()] = expression
      }
    }
    let outputs = self.outputs(query, scope)
    var reason = Reason(position: query.items.first?.expression?.position ?? SourcePosition())
    var isIndividual = scope.isIndividual
    let calls = QueryExecutor.aggregateCalls(
      query.items.compactMap(\.expression) + [query.having].compactMap { $0 }
        + query.order.map(\.expression))
    let isGrouped = !query.groups.isEmpty || !calls.isEmpty || query.having != nil
    if isGrouped {
      isIndividual = false
      for group in query.groups {
        let key = self.key(group, query)
        guard scope.isIndividual, !scope.taint(key).isEmpty else { continue }
        isIndividual = true
        reason = Reason(position: group.position, because: ", grouped by \(key.sql)")
        break
      }
      if let having = query.having { try refusePicked(having, scope) }
    }
    if query.isDistinct, isIndividual {
      isIndividual = outputs.contains { !$0.taint.isEmpty }
    }
    if isIndividual, query.limit != nil || query.offset != nil {
      throw refusal(reason.position, "LIMIT would pick single members or claims out")
    }
    if !isIndividual {
      for key in query.order where scope.taint(self.key(key.expression, query)).isPrivate {
        throw refusal(key.expression.position, "The order would follow an identifier")
      }
    }
    return (MemberScope(columns: outputs, isIndividual: isIndividual), reason)
  }

  private func outputs(_ query: ClaimsQuery, _ scope: MemberScope) -> [MemberScope.Column] {
    query.items.flatMap { item -> [MemberScope.Column] in
      guard let expression = item.expression else {
        return scope.columns.filter { !$0.isMerged }.map {
          MemberScope.Column(name: $0.name, taint: $0.taint)
        }
      }
      var name = item.alias ?? expression.sql
      if item.alias == nil, case .column(_, let column, _) = expression { name = column }
      return [
        MemberScope.Column(name: name, taint: scope.taint(expression, aliasesAllowed: false))
      ]
    }
  }

  /// What a key of GROUP BY or ORDER BY stands for when it is a position.
  private func key(_ expression: ClaimsExpression, _ query: ClaimsQuery) -> ClaimsExpression {
    guard case .literal(.integer(let place), _) = expression, place >= 1,
      place <= Int128(query.items.count)
    else { return expression }
    return query.items[Int(place) - 1].expression ?? expression
  }

  /// Refuses a condition that compares an identifier with something else.
  private func refusePicked(
    _ condition: ClaimsExpression, _ scope: MemberScope
  ) throws(ClaimsQueryError) {
    if case .binary(.and, let left, let right, _) = condition {
      try refusePicked(left, scope)
      try refusePicked(right, scope)
    } else if scope.taint(condition).isPrivate {
      throw refusal(
        condition.position, "The condition \(condition.sql) picks single members or claims out")
    }
  }
}
