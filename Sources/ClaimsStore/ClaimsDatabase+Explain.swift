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
    let bound: Condition
    do {
      bound = try ConditionBinder(schema: table.schema, table: table).condition(condition)
    } catch {
      return "computed for every row, no block pruned"
    }
    var counts: [Condition.BlockOutcome: Int] = [:]
    for block in 0..<blocks {
      let rows = min(ClaimsColumn.blockRows, table.rowCount - block * ClaimsColumn.blockRows)
      counts[bound.outcome(of: block, rows: rows, in: table.columns), default: 0] += 1
    }
    return "\(counts[.none] ?? 0) of \(blocks) blocks pruned by minimum and maximum, "
      + "\(counts[.all] ?? 0) wholly chosen, \(counts[.some] ?? 0) compared"
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
    var expression = written
    if case .literal(.integer(let place), _) = written, place >= 1,
      place <= Int128(query.items.count), let item = query.items[Int(place) - 1].expression
    {
      expression = item
    }
    guard case .table(let name, _, _)? = query.source,
      let table = database.tables[name.lowercased()],
      case .column(_, let column, _) = expression, let found = table.column(named: column)
    else { return "\(expression.sql), computed" }
    if let texts = found.dictionary?.count { return "\(column), codes of \(texts) texts" }
    return "\(column), \(found.type.sqlName)"
  }
}

extension Condition {
  /// What the statistics of a block say about a condition.
  enum BlockOutcome: Hashable { case none, all, some }

  /// Whether the smallest and largest value decide the condition for every row of a block.
  func outcome(of block: Int, rows: Int, in columns: [ClaimsColumn]) -> BlockOutcome {
    func statistics(_ column: Int) -> ClaimsColumn.BlockStatistics { columns[column].blocks[block] }
    switch self {
    case .constant(let value): return value == true ? .all : .none
    case .range(let column, let range):
      let known = statistics(column)
      if known.nullCount == rows || known.maximum < range.lowerBound
        || known.minimum > range.upperBound
      {
        return .none
      }
      let isInside = range.contains(known.minimum) && range.contains(known.maximum)
      return isInside && known.nullCount == 0 ? .all : .some
    case .table(let column, let marks):
      let known = statistics(column)
      guard known.nullCount < rows, known.minimum >= 0, known.maximum < Int64(marks.count) else {
        return .none
      }
      let present = marks[Int(known.minimum)...Int(known.maximum)]
      if !present.contains(where: { $0 != 0 }) { return .none }
      return known.nullCount == 0 && present.allSatisfy { $0 != 0 } ? .all : .some
    case .isNull(let column):
      let known = statistics(column)
      return known.nullCount == 0 ? .none : known.nullCount == rows ? .all : .some
    case .columns, .texts: return .some
    // Not of none need not be all: the rows may be unknown.
    case .not(let inner):
      return inner.outcome(of: block, rows: rows, in: columns) == .all ? .none : .some
    case .all(let parts):
      let outcomes = parts.map { $0.outcome(of: block, rows: rows, in: columns) }
      return outcomes.contains(.none) ? .none : outcomes.contains(.some) ? .some : .all
    case .any(let parts):
      let outcomes = parts.map { $0.outcome(of: block, rows: rows, in: columns) }
      return outcomes.contains(.all) ? .all : outcomes.contains(.some) ? .some : .none
    }
  }
}
