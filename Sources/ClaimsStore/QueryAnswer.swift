/// The answer to a query, column by column; a value is made when it is asked for.
///
///     let answer = try database.answer(ClaimsQuery("SELECT count(*) FROM claims"), threads: 2)
///     print(answer[0, 0].text)
public struct QueryAnswer: Sendable {
  /// The output columns with their types.
  public let columns: [ClaimsSchema.Column]
  /// The number of rows.
  public let rowCount: Int
  let vectors: [SQLVector]

  init(_ relation: Relation) {
    if case .vectors(let vectors) = relation.source {
      columns = relation.scope.columns.map { ClaimsSchema.Column(name: $0.name, type: $0.type) }
      rowCount = relation.count
      self.vectors = vectors
    } else {
      (columns, rowCount, vectors) = ([], 0, [])
    }
  }

  /// The value of a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> SQLValue { vectors[column][row] }

  /// The column names, each different from the others whatever the case of its letters.
  ///
  /// The second `n` becomes `n_1`, the third `n_2`; files of named values need that.
  public var distinctNames: [String] {
    var used: Set<String> = []
    return columns.map { column in
      var name = column.name
      var number = 0
      while !used.insert(name.lowercased()).inserted {
        number += 1
        name = "\(column.name)_\(number)"
      }
      return name
    }
  }
}

extension QueryResult {
  /// Makes every value of an answer.
  public init(_ answer: QueryAnswer) {
    self.init(
      columns: answer.columns,
      rows: (0..<answer.rowCount).map { row in answer.vectors.map { $0[row] } })
  }
}
