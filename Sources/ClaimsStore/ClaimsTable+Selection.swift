import ClaimsKernels

extension ClaimsPredicate {
  /// Checks names and types against a schema, without any data.
  ///
  /// - Parameter schema: The columns; ``ClaimsSchema/known`` when there is no table yet.
  /// - Throws: The first problem, with line, column and the nearest column's name.
  public func check(against schema: ClaimsSchema = .known) throws(ClaimsQueryError) {
    _ = try ConditionBinder(schema: schema, table: nil).condition(expression)
  }
}

extension ClaimsTable {
  /// Finds the rows for which a predicate is true.
  ///
  /// Reads only the columns that the predicate names, block by block; a block whose smallest and
  /// largest values decide the answer is not read.
  ///
  /// - Parameters:
  ///   - predicate: The condition.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: A set bit for each selected row.
  /// - Throws: ``ClaimsQueryError`` for an unknown column or a comparison of unlike types;
  ///   ``ClaimsStoreError`` for a damaged block.
  /// - Complexity: O(rows × columns named).
  public func selection(where predicate: ClaimsPredicate, threads: Int = 1) throws -> Bitmap {
    let named = predicate.expression.columnNames.compactMap { schema.index(of: $0) }
    for index in named { try columns[index].verifyDictionary() }
    let condition = try ConditionBinder(schema: schema, table: self).condition(predicate.expression)
    let tiles = (rowCount + Condition.tileRows - 1) / Condition.tileRows
    let runs = try parallelMap(count: tiles, threads: threads) { tile in
      let start = tile * Condition.tileRows
      let count = min(Condition.tileRows, rowCount - start)
      for index in named { try columns[index].verify(block: start / ClaimsColumn.blockRows) }
      var mask = RowMask(capacity: count)
      mask.reset(count: count)
      condition.keep(true, of: columns, from: start, in: &mask)
      return mask.bitmap.words
    }
    return Bitmap(words: runs.flatMap { $0 }, count: rowCount)
  }
}

extension ClaimsExpression {
  /// The names of all columns in the expression, each once, sorted.
  var columnNames: [String] {
    var found: Set<String> = []
    collectNames(into: &found)
    return found.sorted()
  }

  private func collectNames(into found: inout Set<String>) {
    if case .column(_, let name, _) = self { found.insert(name) }
    for child in children { child.collectNames(into: &found) }
  }

  /// The expressions directly inside this one.
  var children: [ClaimsExpression] {
    switch self {
    case .column, .literal: []
    case .not(let inner, _), .negated(let inner, _), .isNull(let inner, _, _),
      .cast(let inner, _, _):
      [inner]
    case .binary(_, let left, let right, _): [left, right]
    case .inList(let operand, let items, _, _): [operand] + items
    case .between(let operand, let low, let high, _, _): [operand, low, high]
    case .like(let operand, let pattern, _, _): [operand, pattern]
    case .call(let call, _):
      call.arguments + (call.filter.map { [$0] } ?? []) + (call.window?.partition ?? [])
        + (call.window?.order.map(\.expression) ?? [])
    case .choice(let operand, let branches, let otherwise, _):
      (operand.map { [$0] } ?? []) + branches.flatMap { [$0.when, $0.then] }
        + (otherwise.map { [$0] } ?? [])
    }
  }
}
