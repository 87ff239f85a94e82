import ClaimsKernels

extension QueryExecutor {
  /// One output column: its name and what is computed.
  struct OutputItem {
    var name: String
    var expression: ClaimsExpression
  }

  /// Replaces `*` by the columns, and names every output.
  func expanded(_ items: [ClaimsQuery.Item], _ scope: QueryScope) throws -> [OutputItem] {
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
  func output(
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
  static func outputIndex(
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
}
