/// Hides small counts of people in a table with totals, and others with them, so that none can be derived.
///
///     let hidden = SmallCellSuppression().hidden([[3, 40], [25, 60]])
///     hidden.cells  // [[true, true], [true, true]]: one alone would follow from its row's total
///
/// Counts of 1 to 10 are hidden, totals too; 0 may be shown (CMS cell-size policy). Then further cells are
/// hidden until the values that a hidden cell could have, given everything that is shown, that rows and
/// columns add up, and that no count is negative, span at least ``width``. With the usual 10 they are more
/// than the ten small ones. The cells of the least counts that do are chosen one after the other, which
/// is not always the fewest. A share or an average that is shown beside a hidden count gives it away: hide
/// those as well.
///
/// The possible values are a question of flow: a cell carries from its row to its column, a row's total
/// back into the row, a column's total out of the column. Changing one hidden cell needs a cycle of hidden
/// cells, in which those against their direction can lose no more than they have.
public struct SmallCellSuppression: Sendable {
  /// The counts that may not be shown.
  public var small: ClosedRange<Int> = 1...10
  /// How far the possible values of a hidden cell must reach at least, greatest minus least.
  public var width = 10

  /// Makes the rule for counts of 1 to 10.
  public init() {}

  /// What is hidden of a table.
  public struct Hidden: Sendable, Equatable {
    /// For each row, which of its cells.
    public var cells: [[Bool]]
    /// Which totals of rows.
    public var rowTotals: [Bool]
    /// Which totals of columns.
    public var columnTotals: [Bool]
    /// Whether the total of all.
    public var total: Bool
  }

  /// Decides what to hide of a table that is shown with the totals of its rows and columns.
  ///
  /// - Parameter counts: The rows, of one length each; no count is negative.
  /// - Returns: What to hide.
  /// - Complexity: O(cells³) at worst; meant for tables that people read.
  public func hidden(_ counts: [[Int]]) -> Hidden {
    let columns = counts.first?.count ?? 0
    precondition(
      counts.allSatisfy { $0.count == columns && $0.allSatisfy { $0 >= 0 } }, "\(counts)")
    var flow = SuppressionFlow(counts, small: small)
    flow.protect(width: width)
    return Hidden(
      cells: counts.indices.map { row in (0..<columns).map { flow.isHidden(row, $0) } },
      rowTotals: counts.indices.map { flow.isHidden($0, columns) },
      columnTotals: (0..<columns).map { flow.isHidden(counts.count, $0) },
      total: flow.isHidden(counts.count, columns))
  }

  /// Decides what to hide of a list that is shown with its total.
  ///
  /// - Parameter list: The counts; none is negative.
  /// - Returns: Which to hide, and whether the total.
  public func hidden(list: [Int]) -> (cells: [Bool], total: Bool) {
    precondition(list.allSatisfy { $0 >= 0 }, "\(list)")
    var flow = SuppressionFlow([list], small: small)
    // A column of one cell has no total of its own, and the row's is the total of all.
    flow.leaveOutColumnTotals()
    flow.protect(width: width)
    return (list.indices.map { flow.isHidden(0, $0) }, flow.isHidden(0, list.count))
  }

  /// The least and the greatest value that a cell could have for a reader; `nil` above means no bound.
  ///
  /// - Parameters:
  ///   - row: The cell's row; the number of rows stands for the totals of columns.
  ///   - column: The cell's column; the number of columns stands for the totals of rows.
  ///   - counts: The table.
  ///   - hidden: What is hidden of it.
  /// - Returns: The least and the greatest value; the value itself twice for a cell that is shown.
  public func possibleValues(
    row: Int, column: Int, of counts: [[Int]], hiding hidden: Hidden
  ) -> (least: Int, greatest: Int?) {
    var flow = SuppressionFlow(counts, small: small)
    flow.hide(hidden)
    return flow.possibleValues(row, column)
  }
}
