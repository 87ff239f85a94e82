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
  /// - Throws: ``ClaimsQueryError`` for an unknown column or a comparison of unlike types.
  /// - Complexity: O(rows × columns named).
  public func selection(where predicate: ClaimsPredicate, threads: Int = 1) throws -> Bitmap {
    let condition = try ConditionBinder(schema: schema, table: self).condition(predicate.expression)
    let tiles = (rowCount + Condition.tileRows - 1) / Condition.tileRows
    let runs = try parallelMap(count: tiles, threads: threads) { tile in
      let start = tile * Condition.tileRows
      let count = min(Condition.tileRows, rowCount - start)
      var run = Bitmap(repeating: false, count: count)
      run.store(condition.truth(of: columns, from: start, count: count).yes, at: 0, length: count)
      return run.words
    }
    return Bitmap(words: runs.flatMap { $0 }, count: rowCount)
  }
}
