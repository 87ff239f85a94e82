import ClaimsKernels

extension OrderedScan {
  /// Plans a sort of a table's rows; `nil` when keys need more than codes, or too many bits.
  ///
  /// - Parameters:
  ///   - table: The rows.
  ///   - partition: Expressions whose equal values belong together.
  ///   - order: Expressions within a partition, and how they are ordered.
  init?(
    _ table: ClaimsTable, partition: [(BoundExpression, ClaimsOrder?)],
    order: [(BoundExpression, ClaimsOrder?)]
  ) {
    var columns = ScanBinder(table)
    func key(_ expression: BoundExpression, _ order: ClaimsOrder?) -> Key? {
      guard let value = columns.value(expression), let largest = UInt32(exactly: value.size - 1)
      else { return nil }
      return Key(
        column: columns.columns[value.column], largest: largest,
        isDescending: order?.isDescending ?? false, nullsFirst: order?.nullsFirst ?? false)
    }
    let groups = partition.compactMap { key($0.0, $0.1) }
    let keys = order.compactMap { key($0.0, $0.1) }
    guard groups.count == partition.count, keys.count == order.count else { return nil }
    self.init(partition: groups, order: keys, rows: table.rowCount)
  }
}

extension BoundExpression {
  /// Whether no value can make the expression fail, so that rows need not be looked at for errors.
  var neverFails: Bool {
    switch node {
    case .column, .constant: true
    case .comparison(_, let left, let right), .and(let left, let right), .or(let left, let right),
      .difference(_, let left, let right):
      left.neverFails && right.neverFails
    case .not(let operand), .isNull(let operand, _), .like(let operand, _), .part(_, let operand),
      .truncate(_, let operand):
      operand.neverFails
    default: false
    }
  }
}
