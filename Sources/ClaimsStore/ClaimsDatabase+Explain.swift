extension ClaimsDatabase {
  /// Says how a query would be answered: sources, blocks that need not be read, columns, keys.
  ///
  /// - Parameters:
  ///   - query: The query; it is checked, but not run.
  ///   - threads: The most threads that it would use.
  /// - Returns: Lines of text, subqueries indented.
  /// - Throws: ``ClaimsQueryError`` with line and column.
  public func explain(_ query: ClaimsQuery, threads: Int = 1) throws -> String {
    _ = try QueryExecutor(database: withoutRows, threads: 1, named: [:]).run(query)
    var lines: [String] = []
    try Explanation(database: self).explain(query, indent: "", into: &lines)
    lines.append("threads: at most \(threads)")
    return lines.joined(separator: "\n")
  }
}

private struct Explanation {
  let database: ClaimsDatabase

  func explain(_ query: ClaimsQuery, indent: String, into lines: inout [String]) throws {
    for part in query.with {
      lines.append("\(indent)with \(part.name):")
      try explain(part.query, indent: indent + "  ", into: &lines)
    }
    let names = Set(query.with.map { $0.name.lowercased() })
    if let source = query.source {
      try explain(source, query, names, indent: indent, into: &lines)
    } else {
      lines.append("\(indent)from nothing: 1 row")
    }
    for group in query.groups { lines.append("\(indent)group key: \(key(group, query))") }
    let expressions = query.items.compactMap(\.expression) + query.order.map(\.expression)
    let calls = QueryExecutor.aggregateCalls(expressions + [query.having].compactMap { $0 })
    for call in calls { lines.append("\(indent)aggregate: \(call.sql)") }
    lines += grouping(query, calls, indent)
    for call in QueryExecutor.windowCalls(expressions) {
      lines.append("\(indent)window: \(call.sql)")
    }
    if let having = query.having { lines.append("\(indent)having: \(having.sql)") }
    if query.isDistinct { lines.append("\(indent)distinct rows") }
    if !query.order.isEmpty {
      lines.append("\(indent)order by: \(query.order.map(\.sql).joined(separator: ", "))")
    }
    if query.limit != nil || query.offset != nil {
      lines.append(
        "\(indent)rows: \(query.limit.map { "at most \($0)" } ?? "all") from row \(query.offset ?? 0)"
      )
    }
  }

  private func explain(
    _ source: ClaimsQuery.Source, _ query: ClaimsQuery, _ names: Set<String>, indent: String,
    into lines: inout [String]
  ) throws {
    switch source {
    case .table(let name, _, _):
      guard !names.contains(name.lowercased()), let table = database.tables[name.lowercased()]
      else {
        lines.append("\(indent)from \(name), named by WITH")
        return
      }
      let blocks = (table.rowCount + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows
      lines.append(
        "\(indent)from \(name): \(table.rowCount) rows in \(blocks) blocks of \(ClaimsColumn.blockRows)"
      )
      if case .table? = query.source { pruning(query, table, blocks, indent, &lines) }
      columns(query, table, indent, &lines)
    case .using(let left, let right, let isLeft, let columns, _):
      lines.append(
        "\(indent)\(isLeft ? "left join" : "join") on equal \(columns.joined(separator: ", ")), by hash:"
      )
      try explain(left, query, names, indent: indent + "  ", into: &lines)
      try explain(right, query, names, indent: indent + "  ", into: &lines)
    case .query(let inner, let alias):
      lines.append("\(indent)from a subquery\(alias.map { " named \($0)" } ?? ""):")
      try explain(inner, indent: indent + "  ", into: &lines)
    case .join(let left, let right, let isLeft, let condition, _):
      lines.append("\(indent)\(isLeft ? "left join" : "join") on \(condition.sql), by hash:")
      try explain(left, query, names, indent: indent + "  ", into: &lines)
      try explain(right, query, names, indent: indent + "  ", into: &lines)
    }
  }

  private func conjuncts(_ expression: ClaimsExpression) -> [ClaimsExpression] {
    if case .binary(.and, let left, let right, _) = expression {
      return conjuncts(left) + conjuncts(right)
    }
    return [expression]
  }

  private func pruning(
    _ query: ClaimsQuery, _ table: ClaimsTable, _ blocks: Int, _ indent: String,
    _ lines: inout [String]
  ) {
    guard let whole = query.condition else { return }
    let parts = conjuncts(whole)
    for part in parts { lines.append("\(indent)where \(part.sql): \(pruned(part, table, blocks))") }
    if parts.count > 1 {
      lines.append("\(indent)all conditions: \(pruned(whole, table, blocks))")
    }
  }

  private func pruned(_ condition: ClaimsExpression, _ table: ClaimsTable, _ blocks: Int) -> String
  {
    guard let filter = filter(condition, table), filter.isOnCodes else {
      return "computed for every row, no block pruned"
    }
    let pruned = (0..<blocks).filter { filter.excludes($0) }.count
    let decided = (0..<blocks).filter { filter.includes($0) }.count
    return "\(pruned) of \(blocks) blocks pruned by minimum and maximum, "
      + "\(decided) wholly chosen, \(blocks - pruned - decided) compared as codes"
  }

  private func filter(_ condition: ClaimsExpression, _ table: ClaimsTable) -> RowFilter? {
    do {
      return try RowFilter(condition, Relation(table: table, name: "claims"), "WHERE")
    } catch {
      // Names of other tables: only the whole query knows them.
      return nil
    }
  }

  /// How groups of a stored table are found.
  private func grouping(
    _ query: ClaimsQuery, _ calls: [ClaimsExpression], _ indent: String
  ) -> [String] {
    guard case .table(let name, let alias, _)? = query.source,
      let table = database.tables[name.lowercased()], !query.groups.isEmpty || !calls.isEmpty
    else { return [] }
    let relation = Relation(table: table, name: alias ?? name)
    do {
      let binder = ExpressionBinder(scope: relation.scope)
      let keys = try query.groups.map { try binder.bind(written($0, query)) }
      let aggregates = try calls.compactMap { call -> AggregateCall? in
        guard case .call(let inner, let position) = call else { return nil }
        var bound = try AggregateCall(inner, binder, at: position)
        if let own = inner.filter { bound.rowFilter = try RowFilter(own, relation, "FILTER") }
        return bound
      }
      let scan = ScanAggregation(
        table: table, filter: try query.condition.map { try RowFilter($0, relation, "WHERE") },
        keys: keys, aggregates: aggregates, threads: 1)
      return ["\(indent)groups: \(scan?.way ?? "values, looked up in a hash table")"]
    } catch {
      return []
    }
  }

  /// A group key with its position replaced by what stands there.
  private func written(_ group: ClaimsExpression, _ query: ClaimsQuery) -> ClaimsExpression {
    if case .literal(.integer(let place), _) = group, place >= 1,
      place <= Int128(query.items.count), let item = query.items[Int(place) - 1].expression
    {
      return item
    }
    if case .column(nil, let name, _) = group,
      let item = query.items.first(where: { $0.alias?.lowercased() == name.lowercased() }),
      let expression = item.expression
    {
      return expression
    }
    return group
  }

  private func columns(
    _ query: ClaimsQuery, _ table: ClaimsTable, _ indent: String, _ lines: inout [String]
  ) {
    var read = query.items.compactMap(\.expression) + query.groups + query.order.map(\.expression)
    read += [query.condition, query.having].compactMap { $0 }
    read += query.windows.flatMap { $0.window.partition + $0.window.order.map(\.expression) }
    if case .join(_, _, _, let on, _)? = query.source { read.append(on) }
    let names = Set(read.flatMap(\.columnNames).map { $0.lowercased() })
    let hasStar = query.items.contains { $0.expression == nil }
    var total = 0
    for column in table.columns where hasStar || names.contains(column.name.lowercased()) {
      total += column.byteCount
      lines.append(
        "\(indent)reads \(column.name): \(column.type.sqlName), \(column.encoding), \(column.byteCount) bytes"
      )
    }
    lines.append("\(indent)reads \(total) bytes in all, if no block is pruned")
  }

  /// The kind of a group key.
  private func key(_ written: ClaimsExpression, _ query: ClaimsQuery) -> String {
    let expression = self.written(written, query)
    guard case .table(let name, _, _)? = query.source,
      let table = database.tables[name.lowercased()],
      case .column(_, let column, _) = expression, let found = table.column(named: column)
    else { return "\(expression.sql), computed" }
    if let texts = found.dictionary?.count { return "\(column), codes of \(texts) texts" }
    return "\(column), \(found.type.sqlName)"
  }
}
