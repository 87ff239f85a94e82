/// A query as a value: what a builder makes, what SQL text parses to, what renders back to SQL.
///
///     let query = try ClaimsQuery("SELECT status, count(*) AS n FROM claims GROUP BY 1 ORDER BY n DESC")
///     print(query.sql)
///
/// The dialect is a subset of DuckDB's, and equal text means the same there:
///
/// - `WITH`, subqueries in `FROM`, `JOIN` and `LEFT JOIN` by equalities (`ON` or `USING`), `WHERE`,
///   `GROUP BY` expressions, positions, names or `ALL`, `HAVING`, `WINDOW`, `DISTINCT`, `ORDER BY` with
///   `NULLS FIRST|LAST` or `ALL`, `LIMIT`, `OFFSET`.
/// - Arithmetic (`+ - * / // %`), `||`, comparisons, `IS [NOT] DISTINCT FROM`, `IS [NOT] NULL|TRUE|FALSE`,
///   `IN` a list, `BETWEEN`, `LIKE`, `ILIKE`, `CASE`, `CAST`, `::`.
/// - `coalesce ifnull nullif greatest least abs round floor ceil mod lower upper length substring left`;
///   `year quarter month day hour minute second isodow dayofweek dayofyear epoch date_part extract
///   date_trunc date_diff strftime`.
/// - `count sum avg min max stddev quantile_disc quantile_cont median` with `DISTINCT` and `FILTER`;
///   `lag lead row_number` over a window.
///
/// An overflow, a division by zero of whole numbers or a text that is no value of its type is an error, never
/// a wrong number. DuckDB can miss one where it leaves an operand uncomputed, beside a column's NULL for instance;
/// here every operand of a row that is asked for is computed. Dates reach 290,000 years around 1970.
public struct ClaimsQuery: Hashable, Sendable, CustomStringConvertible {
  /// One output column.
  public struct Item: Hashable, Sendable {
    /// What to compute; `nil` for `*`.
    public var expression: ClaimsExpression?
    /// The name after `AS`.
    public var alias: String?

    /// Makes an output column.
    public init(expression: ClaimsExpression?, alias: String? = nil) {
      self.expression = expression
      self.alias = alias
    }
  }
  /// Where rows come from.
  public indirect enum Source: Hashable, Sendable {
    /// A table or a query of `WITH`, by name.
    case table(name: String, alias: String?, at: SourcePosition)
    /// A query in parentheses.
    case query(ClaimsQuery, alias: String?)
    /// Two sources joined where a condition holds; `isLeft` keeps rows of the first without a match.
    case join(Source, Source, isLeft: Bool, on: ClaimsExpression, at: SourcePosition)
    /// Two sources joined where columns of the same names are equal, which then are one column.
    case using(Source, Source, isLeft: Bool, columns: [String], at: SourcePosition)
  }
  /// A query that others can name.
  public struct Named: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The query.
    public var query: ClaimsQuery

    /// Names a query.
    public init(name: String, query: ClaimsQuery) {
      self.name = name
      self.query = query
    }
  }
  /// A window that calls can name.
  public struct NamedWindow: Hashable, Sendable {
    /// The name in lower case.
    public var name: String
    /// What it stands for.
    public var window: ClaimsWindow

    /// Names a window.
    public init(name: String, window: ClaimsWindow) {
      self.name = name
      self.window = window
    }
  }

  /// `WITH`.
  public var with: [Named] = []
  /// `DISTINCT`.
  public var isDistinct = false
  /// What follows `SELECT`.
  public var items: [Item]
  /// `FROM`.
  public var source: Source?
  /// `WHERE`.
  public var condition: ClaimsExpression?
  /// `GROUP BY`: expressions, or positions as whole numbers.
  public var groups: [ClaimsExpression] = []
  /// `HAVING`.
  public var having: ClaimsExpression?
  /// `WINDOW`.
  public var windows: [NamedWindow] = []
  /// `ORDER BY`: expressions, output names, or positions as whole numbers.
  public var order: [ClaimsOrder] = []
  /// `LIMIT`.
  public var limit: Int?
  /// `OFFSET`.
  public var offset: Int?

  /// Makes a query.
  ///
  /// - Parameters:
  ///   - items: The output columns.
  ///   - source: Where rows come from.
  public init(items: [Item], source: Source?) {
    self.items = items
    self.source = source
  }

  /// Parses a `SELECT`.
  ///
  /// - Parameter sql: One statement; a semicolon at its end does not matter.
  /// - Throws: The first problem, with its line and column.
  public init(_ sql: String) throws(ClaimsQueryError) {
    var parser = try SQLParser(sql)
    let query = try parser.query()
    _ = parser.take(sign: ";")
    guard parser.token.kind == .end else {
      throw ClaimsQueryError(
        .syntax, at: parser.token.position, "Found \(parser.token.shown) after the query",
        remedy: "End the query here")
    }
    self = query
  }

  /// The query as SQL, which parses to an equal query.
  public var description: String { sql }
}

extension ClaimsQuery {
  /// The query as SQL that DuckDB and this parser read alike.
  public var sql: String {
    var text = ""
    if !with.isEmpty {
      text =
        "WITH "
        + with.map { "\(quotedIfNeeded($0.name)) AS (\($0.query.sql))" }.joined(separator: ", ")
        + " "
    }
    text += isDistinct ? "SELECT DISTINCT " : "SELECT "
    text += items.map { item in
      (item.expression?.sql ?? "*") + (item.alias.map { " AS " + quotedIfNeeded($0) } ?? "")
    }.joined(separator: ", ")
    if let source { text += " FROM " + source.sql }
    if let condition { text += " WHERE " + condition.sql }
    if !groups.isEmpty { text += " GROUP BY " + groups.map(\.sql).joined(separator: ", ") }
    if let having { text += " HAVING " + having.sql }
    if !windows.isEmpty {
      text +=
        " WINDOW "
        + windows.map { "\(quotedIfNeeded($0.name)) AS \($0.window.sql)" }.joined(separator: ", ")
    }
    if !order.isEmpty { text += " ORDER BY " + order.map(\.sql).joined(separator: ", ") }
    if let limit { text += " LIMIT \(limit)" }
    if let offset { text += " OFFSET \(offset)" }
    return text
  }
}

extension ClaimsQuery.Source {
  var sql: String {
    switch self {
    case .table(let name, let alias, _):
      quotedIfNeeded(name) + (alias.map { " AS " + quotedIfNeeded($0) } ?? "")
    case .query(let query, let alias):
      "(\(query.sql))" + (alias.map { " AS " + quotedIfNeeded($0) } ?? "")
    case .join(let left, let right, let isLeft, let condition, _):
      "\(left.sql) \(isLeft ? "LEFT JOIN" : "JOIN") \(right.sql) ON \(condition.sql)"
    case .using(let left, let right, let isLeft, let columns, _):
      "\(left.sql) \(isLeft ? "LEFT JOIN" : "JOIN") \(right.sql) USING "
        + "(\(columns.map(quotedIfNeeded).joined(separator: ", ")))"
    }
  }
}
