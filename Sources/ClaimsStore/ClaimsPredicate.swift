/// A condition on claims: the `WHERE` of a driver, of a query, of an export.
///
///     let predicate = try ClaimsPredicate("status = 'rejected' AND reject_code = '75'")
///     let chosen = try table.selection(where: predicate).population
///
/// SQL's three truth values apply: a row is selected only where the condition is true, not where it
/// is unknown because a value is null.
public struct ClaimsPredicate: Hashable, Sendable, CustomStringConvertible {
  /// The condition.
  public var expression: ClaimsExpression

  /// The condition that every row meets.
  public static let all = ClaimsPredicate(.literal(.boolean(true), at: SourcePosition()))

  /// Wraps an expression.
  public init(_ expression: ClaimsExpression) { self.expression = expression }

  /// Parses what would follow `WHERE`.
  ///
  /// - Parameter sql: Comparisons, `AND`, `OR`, `NOT`, `IN`, `BETWEEN`, `LIKE`, `IS NULL`.
  /// - Throws: The first problem, with its line and column.
  public init(_ sql: String) throws(ClaimsQueryError) {
    var parser = try SQLParser(sql)
    if parser.token.kind == .end {
      throw ClaimsQueryError(
        .syntax, at: parser.token.position, "The condition is empty",
        remedy: "Write one such as status = 'rejected', or TRUE for every claim")
    }
    let parsed = try parser.expression()
    guard parser.token.kind == .end else {
      throw ClaimsQueryError(
        .syntax, at: parser.token.position, "Found \(parser.token.shown) after the condition",
        remedy: "Join conditions with AND or OR")
    }
    self.init(parsed)
  }

  /// The condition as SQL, which parses to an equal predicate.
  public var sql: String { expression.sql }

  /// The condition as SQL.
  public var description: String { sql }
}
