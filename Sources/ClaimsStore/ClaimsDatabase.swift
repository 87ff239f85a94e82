/// Tables that queries can name: `claims` and small dimension tables.
///
///     let database = ClaimsDatabase(claims: table)
///     let result = try database.query("SELECT status, count(*) FROM claims GROUP BY 1")
public struct ClaimsDatabase: Sendable {
  /// The tables by name, in lower case.
  public var tables: [String: ClaimsTable]

  /// Makes a database with one table, named `claims`.
  ///
  /// - Parameter claims: The claims.
  public init(claims: ClaimsTable) { tables = ["claims": claims] }

  /// Answers a query.
  ///
  /// - Parameters:
  ///   - sql: One `SELECT`.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: The rows, in the order of `ORDER BY`, else in the order in which groups or rows occur.
  /// - Throws: ``ClaimsQueryError`` with line and column; ``ClaimsStoreError`` for a damaged block.
  public func query(_ sql: String, threads: Int = 1) throws -> QueryResult {
    try query(ClaimsQuery(sql), threads: threads)
  }

  /// Answers a query that is already a value.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: The rows.
  /// - Throws: ``ClaimsQueryError`` with line and column; ``ClaimsStoreError`` for a damaged block.
  public func query(_ query: ClaimsQuery, threads: Int = 1) throws -> QueryResult {
    QueryResult(try answer(query, threads: threads))
  }

  /// Answers a query column by column, without making its values.
  ///
  /// - Parameters:
  ///   - query: The query.
  ///   - threads: The most threads to use; the answer does not depend on it.
  ///   - memberLevel: Whether rows of single members or claims may come out.
  /// - Returns: The columns.
  /// - Throws: ``ClaimsQueryError`` with line and column; ``ClaimsStoreError`` for a damaged block.
  public func answer(
    _ query: ClaimsQuery, threads: Int = 1, memberLevel: MemberLevelRule = .allowed
  ) throws -> QueryAnswer {
    if memberLevel == .refused { try refuseMemberLevel(query) }
    do {
      return QueryAnswer(try QueryExecutor(database: self, threads: threads, named: [:]).run(query))
    } catch let error as ClaimsQueryError where memberLevel == .refused {
      throw try withoutValues(error, of: query)
    }
  }
}
