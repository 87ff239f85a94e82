extension ClaimsExpression {
  /// Columns of two sources that have the same name and are equal.
  static func equal(_ columns: [String], at position: SourcePosition) -> ClaimsExpression {
    let parts = columns.map { name -> ClaimsExpression in
      let column = ClaimsExpression.column(qualifier: nil, name: name, at: position)
      return .binary(.equal, column, column, at: position)
    }
    return parts.dropFirst().reduce(parts[0]) { .binary(.and, $0, $1, at: position) }
  }
}

/// Joins two relations where columns are equal.
struct QueryJoin {
  let left: Relation
  let right: Relation
  let isLeft: Bool
  let condition: ClaimsExpression
  let threads: Int
  let position: SourcePosition
  /// The names of the columns that are read, in lower case; `nil` for all.
  var needed: Set<String>?

  func run() throws -> Relation {
    let (leftBinder, rightBinder) = (
      ExpressionBinder(scope: left.scope), ExpressionBinder(scope: right.scope)
    )
    var leftKeys: [BoundExpression] = []
    var rightKeys: [BoundExpression] = []
    for part in conjuncts(condition) {
      guard case .binary(.equal, let one, let other, let place) = part else {
        throw ClaimsQueryError(
          .unsupported, at: part.position, "A JOIN takes equalities joined by AND",
          remedy: "Put other conditions into WHERE")
      }
      let pair = try sides(one, other, leftBinder, rightBinder, place)
      let type = try leftBinder.common(pair.left, pair.right, place)
      leftKeys.append(try leftBinder.cast(pair.left, to: type))
      rightKeys.append(try rightBinder.cast(pair.right, to: type))
    }
    let right = try right.materialized(nil, threads: threads)
    if let joined = try byLookUp(leftKeys, right, rightKeys) { return joined }
    let left = try left.materialized(nil, threads: threads)
    let leftRows = try left.batch(from: 0, count: left.count)
    let rightRows = try right.batch(from: 0, count: right.count)
    let leftValues = try leftKeys.map { try $0.evaluate(leftRows) }
    let rightValues = try rightKeys.map { try $0.evaluate(rightRows) }
    var byKey: [[SQLValue]: [Int]] = [:]
    for row in 0..<right.count {
      let key = rightValues.map { $0[row] }
      if !key.contains(.null) { byKey[key, default: []].append(row) }
    }
    var chosenLeft: [Int] = []
    var chosenRight: [Int] = []
    for row in 0..<left.count {
      let matches = byKey[leftValues.map { $0[row] }] ?? []
      for match in matches {
        chosenLeft.append(row)
        chosenRight.append(match)
      }
      if matches.isEmpty, isLeft {
        chosenLeft.append(row)
        chosenRight.append(-1)
      }
    }
    var vectors: [SQLVector] = []
    for index in left.scope.columns.indices {
      vectors.append(try leftRows.column(index).taking(chosenLeft))
    }
    for index in right.scope.columns.indices {
      vectors.append(try rightRows.column(index).taking(chosenRight))
    }
    return Relation(
      scope: QueryScope(columns: left.scope.columns + right.scope.columns), vectors: vectors,
      count: chosenLeft.count)
  }

  /// Joins a stored table with a dimension whose key is unique; `nil` when that is not so.
  private func byLookUp(
    _ leftKeys: [BoundExpression], _ right: Relation, _ rightKeys: [BoundExpression]
  ) throws -> Relation? {
    guard case .table(let table) = left.source, leftKeys.count == 1, right.count < table.rowCount
    else { return nil }
    let rows = try right.batch(from: 0, count: right.count)
    let columns = try right.scope.columns.indices.map { try rows.column($0) }
    guard
      let join = LookUpJoin(
        table, key: leftKeys[0], dimension: columns, names: right.scope.columns.map(\.name),
        dimensionKey: try rightKeys[0].evaluate(rows))
    else { return nil }
    let isFiltered = !isLeft && !join.isComplete
    let joined = try join.joined(needed: needed, marksMatches: isFiltered, threads: threads)
    let scope = QueryScope(columns: left.scope.columns + right.scope.columns)
    let whole = Relation(scope: scope, source: .table(joined), count: joined.rowCount)
    guard isFiltered else { return whole }
    func column(_ index: Int, _ type: ClaimsType) -> BoundExpression {
      BoundExpression(node: .column(index), type: type, position: position)
    }
    let matches = BoundExpression(
      node: .isNull(column(scope.columns.count, .boolean), negated: true), type: .boolean,
      position: position)
    return Relation(
      scope: scope,
      source: .projection(
        Projection(
          inner: whole, filter: RowFilter(bound: matches),
          items: scope.columns.indices.map { column($0, scope.columns[$0].type) })),
      count: whole.count)
  }

  private func conjuncts(_ expression: ClaimsExpression) -> [ClaimsExpression] {
    if case .binary(.and, let one, let other, _) = expression {
      return conjuncts(one) + conjuncts(other)
    }
    return [expression]
  }

  private func sides(
    _ one: ClaimsExpression, _ other: ClaimsExpression, _ leftBinder: ExpressionBinder,
    _ rightBinder: ExpressionBinder, _ place: SourcePosition
  ) throws -> (left: BoundExpression, right: BoundExpression) {
    do {
      return (try leftBinder.bind(one), try rightBinder.bind(other))
    } catch {
      // The sides may be written the other way round.
      return (try leftBinder.bind(other), try rightBinder.bind(one))
    }
  }
}
