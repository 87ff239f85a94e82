import ClaimsKernels

/// A condition on rows, by the fastest way that is open.
struct RowFilter: Sendable {
  private enum Way: Sendable {
    /// On stored codes, block by block; the columns that it reads.
    case codes(Condition, ClaimsTable, named: [Int])
    /// On values.
    case values(BoundExpression)
  }
  private let way: Way

  /// A condition on values that are already computed.
  init(bound: BoundExpression) { way = .values(bound) }

  /// Binds a condition.
  ///
  /// - Parameters:
  ///   - expression: The condition.
  ///   - relation: The rows.
  ///   - clause: What the condition is of, for messages.
  /// - Throws: ``ClaimsQueryError`` for unknown names and wrong types.
  init(_ expression: ClaimsExpression, _ relation: Relation, _ clause: String) throws {
    if !QueryExecutor.aggregateCalls([expression]).isEmpty {
      throw ClaimsQueryError(
        .unsupported, at: expression.position, "\(clause) cannot hold an aggregate",
        remedy: "Use HAVING")
    }
    // The general way also checks names and types.
    let general = try ExpressionBinder(scope: relation.scope).boolean(expression, clause)
    if case .table(let table) = relation.source {
      var read: Set<Int> = []
      general.collectColumns(into: &read)
      let named = read.sorted()
      for index in named { try table.columns[index].verifyDictionary() }
      if let condition = Self.condition(expression, table, relation.scope) {
        way = .codes(condition, table, named: named)
        return
      }
    }
    way = .values(general)
  }

  /// The condition in terms of codes; `nil` when a part of it needs values.
  private static func condition(
    _ expression: ClaimsExpression, _ table: ClaimsTable, _ scope: QueryScope
  ) -> Condition? {
    switch expression {
    case .binary(.and, let left, let right, _):
      guard let one = condition(left, table, scope), let other = condition(right, table, scope)
      else { return nil }
      return .conjunction([one, other])
    case .binary(.or, let left, let right, _):
      guard let one = condition(left, table, scope), let other = condition(right, table, scope)
      else { return nil }
      return .any([one, other])
    case .not(let operand, _):
      return condition(operand, table, scope).map { .not($0) }
    default: break
    }
    do {
      return try ConditionBinder(schema: table.schema, table: table, scope: scope).condition(
        expression)
    } catch {
      // More than a comparison of a column: perhaps a look-up for each of its values.
    }
    do {
      let bound = try ExpressionBinder(scope: scope).boolean(expression, "WHERE")
      return ScanBinder.condition(bound, table)
    } catch {
      return nil
    }
  }

  /// Whether stored codes are enough.
  var isOnCodes: Bool { if case .codes = way { true } else { false } }

  /// Whether the smallest and largest values of a block leave no row of it.
  func excludes(_ block: Int) -> Bool {
    guard case .codes(let condition, let table, _) = way else { return false }
    return !condition.canBe(true, of: table.columns, in: block)
  }

  /// Whether the smallest and largest values of a block let every row of it pass.
  func includes(_ block: Int) -> Bool {
    guard case .codes(let condition, let table, let named) = way else { return false }
    return !condition.canBe(false, of: table.columns, in: block)
      && named.allSatisfy { table.columns[$0].blocks[block].nullCount == 0 }
  }

  /// Keeps the rows of a run that pass; only for a condition on codes.
  ///
  /// - Parameters:
  ///   - start: The first row of the run, which lies in one block.
  ///   - mask: The rows, which are narrowed.
  /// - Throws: ``ClaimsStoreError`` for a damaged block.
  func keep(from start: Int, in mask: inout RowMask) throws {
    guard case .codes(let condition, let table, let named) = way else {
      preconditionFailure("The condition needs values")
    }
    for index in named { try table.columns[index].verify(block: start / ClaimsColumn.blockRows) }
    condition.keep(true, of: table.columns, from: start, in: &mask)
  }

  /// The rows of a batch that pass.
  func apply(_ batch: QueryBatch, start: Int) throws -> QueryBatch {
    let rows: [Int]
    switch way {
    case .codes:
      var mask = RowMask(capacity: batch.count)
      mask.reset(count: batch.count)
      if excludes(start / ClaimsColumn.blockRows) { mask.clear() }
      try keep(from: start, in: &mask)
      rows = mask.rows
    case .values(let bound): rows = markedRows(try bound.truth(batch).yes)
    }
    return rows.count == batch.count ? batch : batch.taking(rows)
  }
}
