import ClaimsKernels

/// A run of rows of a relation, whose columns are decoded when they are asked for.
final class QueryBatch {
  let count: Int
  private let load: (Int) throws -> SQLVector
  private var cache: [Int: SQLVector] = [:]

  /// - Parameters:
  ///   - count: The number of rows.
  ///   - load: Gives a column.
  init(count: Int, load: @escaping (Int) throws -> SQLVector) {
    self.count = count
    self.load = load
  }

  func column(_ index: Int) throws -> SQLVector {
    if let known = cache[index] { return known }
    let vector = try load(index)
    cache[index] = vector
    return vector
  }

  /// The batch of chosen rows.
  func taking(_ rows: [Int]) -> QueryBatch {
    QueryBatch(count: rows.count) { [self] in try column($0).taking(rows) }
  }
}

/// Rows from a table or from a query.
struct Relation: Sendable {
  /// Rows evaluated together.
  static let tileRows = 8192

  enum Source: Sendable {
    case table(ClaimsTable)
    case vectors([SQLVector])
    /// Rows of a table in the order of a window.
    case ordered(OrderedRows)
    /// Expressions of another relation's rows, computed when they are asked for.
    case projection(Projection)
  }
  var scope: QueryScope
  /// The number of rows; of a projection with a filter, the most that it can be.
  var count: Int
  var source: Source

  init(table: ClaimsTable, name: String) {
    scope = QueryScope(
      columns: table.columns.map {
        QueryScope.Column(qualifier: name, name: $0.name, type: $0.type)
      })
    count = table.rowCount
    source = .table(table)
  }

  init(scope: QueryScope, vectors: [SQLVector], count: Int) {
    self.init(scope: scope, source: .vectors(vectors), count: count)
  }

  init(scope: QueryScope, source: Source, count: Int) {
    self.scope = scope
    self.count = count
    self.source = source
  }

  /// The rows from `start`, inside one block of a table; a projection may leave some out.
  func batch(from start: Int, count: Int) throws -> QueryBatch {
    switch source {
    case .ordered(let rows): return rows.batch(from: start, count: count)
    case .projection(let projection): return try projection.batch(from: start, count: count)
    case .table(let table):
      return QueryBatch(count: count) { index in
        let column = table.columns[index]
        try column.verifyDictionary()
        try column.verify(block: start / ClaimsColumn.blockRows)
        return column.vector(from: start, count: count)
      }
    case .vectors(let vectors):
      if start == 0, count == self.count { return QueryBatch(count: count) { vectors[$0] } }
      return QueryBatch(count: count) { vectors[$0].slice(start..<start + count) }
    }
  }

  /// The chosen rows with every column decoded.
  ///
  /// Columns whose names are not `needed`, in lower case, stay null.
  func materialized(
    _ filter: RowFilter?, threads: Int, needed: Set<String>? = nil
  ) throws -> Relation {
    if filter == nil, case .vectors = source { return self }
    let tiles = tiles
    let width = scope.columns.count
    let isNeeded = scope.columns.map { needed?.contains($0.name.lowercased()) ?? true }
    let parts = try parallelMap(count: tiles.count, threads: threads) { index in
      let (start, count) = tiles[index]
      var batch = try batch(from: start, count: count)
      if let filter { batch = try filter.apply(batch, start: start) }
      return (
        batch.count,
        try (0..<width).map {
          try isNeeded[$0] ? batch.column($0) : .constant(.null, .null, count: 0)
        }
      )
    }
    let total = parts.reduce(0) { $0 + $1.0 }
    let vectors = (0..<width).map { column in
      guard isNeeded[column] else {
        return SQLVector.constant(.null, scope.columns[column].type, count: total)
      }
      return SQLVector.joined(parts.map { $0.1[column] }, type: scope.columns[column].type)
    }
    return Relation(scope: scope, vectors: vectors, count: total)
  }

  /// How the rows are cut for parallel work; independent of the number of threads.
  var tiles: [(start: Int, count: Int)] {
    stride(from: 0, to: count, by: Self.tileRows).map { ($0, min(Self.tileRows, count - $0)) }
  }
}

extension ClaimsColumn {
  /// Decodes a run of rows inside one block.
  func vector(from start: Int, count: Int) -> SQLVector {
    var integers = [Int64](repeating: 0, count: count)
    values.decode(from: start, count: count, into: &integers)
    var missing: [UInt8] = []
    if let nulls, blocks[start / ClaimsColumn.blockRows].nullCount > 0 {
      missing = [UInt8](repeating: 0, count: count)
      if !spread(nulls, from: start, count: count, into: &missing) { missing = [] }
    }
    return SQLVector(
      type: type, content: type == .text ? .text(integers, .sorted(self)) : .narrow(integers),
      nulls: missing)
  }
}

extension ClaimsTable {
  /// Listed rows, whose blocks are verified.
  func batch(rows: [Int]) -> QueryBatch {
    QueryBatch(count: rows.count) { index in
      let column = columns[index]
      let values = rows.map { column.values[$0] }
      let nulls = column.nulls == nil ? [] : rows.map { column.isNull($0) ? UInt8(1) : 0 }
      return SQLVector(
        type: column.type,
        content: column.type == .text ? .text(values, .sorted(column)) : .narrow(values),
        nulls: nulls.contains(1) ? nulls : [])
    }
  }
}
