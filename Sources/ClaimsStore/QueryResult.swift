/// The answer to a query.
public struct QueryResult: Sendable, Equatable {
  /// The output columns with their types.
  public var columns: [ClaimsSchema.Column]
  /// One array of values for each row.
  public var rows: [[SQLValue]]

  /// Makes an answer.
  public init(columns: [ClaimsSchema.Column], rows: [[SQLValue]]) {
    self.columns = columns
    self.rows = rows
  }
}
