/// Expressions of a relation's rows, computed run by run when they are asked for.
final class Projection: Sendable {
  let inner: Relation
  let filter: RowFilter?
  let items: [BoundExpression]

  /// - Parameters:
  ///   - inner: The rows.
  ///   - filter: Which of them.
  ///   - items: What is computed of each.
  init(inner: Relation, filter: RowFilter?, items: [BoundExpression]) {
    self.inner = inner
    self.filter = filter
    self.items = items
  }

  func batch(from start: Int, count: Int) throws -> QueryBatch {
    var batch = try inner.batch(from: start, count: count)
    if let filter { batch = try filter.apply(batch, start: start) }
    let rows = batch
    return QueryBatch(count: rows.count) { [items] in try items[$0].evaluate(rows) }
  }
}
