import Foundation
import Quantities
import Testing

@testable import ClaimsStore

@Suite("Queries")
struct ClaimsQueryTests {
  /// Five claims with nulls; the answers below are worked out by hand.
  private func database() throws -> ClaimsDatabase {
    let workspace = try Workspace()
    return ClaimsDatabase(claims: try workspace.claims(ClaimsPredicateTests.text).table)
  }

  private func rows(_ sql: String, threads: Int = 1) throws -> [String] {
    try database().query(sql, threads: threads).rows.map { row in
      row.map(\.text).joined(separator: "|")
    }
  }

  @Test(
    "Answer as worked out by hand",
    arguments: [
      (
        "SELECT count(*), count(copay), sum(copay), min(copay), max(copay), avg(copay) FROM claims",
        ["5|4|1195|-5|700|298.75"]
      ),
      (
        "SELECT status, count(*) AS n FROM claims GROUP BY 1 ORDER BY n DESC, status NULLS FIRST",
        ["paid|2", "NULL|1", "rejected|1", "reversed|1"]
      ),
      (
        "SELECT month(ts) AS m, sum(copay) FROM claims GROUP BY m HAVING count(*) > 1 ORDER BY m",
        ["2|-5", "3|700"]
      ),
      (
        "SELECT member_id FROM claims WHERE copay IS NULL OR copay > 600 ORDER BY 1 DESC",
        ["5", "4"]
      ),
      ("SELECT member_id * 2 + 1 FROM claims ORDER BY member_id LIMIT 2 OFFSET 1", ["5", "7"]),
      (
        "SELECT DISTINCT coalesce(ndc, 'none') AS n FROM claims ORDER BY n",
        ["00071", "00072", "10071", "none"]
      ),
      (
        "SELECT CASE status WHEN 'paid' THEN 'p' WHEN 'rejected' THEN 'r' END AS s FROM claims ORDER BY member_id",
        ["p", "r", "NULL", "NULL", "p"]
      ),
      ("SELECT CAST(ts AS DATE), hour(ts) FROM claims WHERE member_id = 3", ["2026-02-28|23"]),
      ("SELECT date_trunc('month', ts) FROM claims WHERE member_id = 3", ["2026-02-01 00:00:00"]),
      (
        "SELECT date_diff('day', DATE '2026-01-01', CAST(ts AS DATE)) FROM claims ORDER BY ts",
        ["30", "31", "58", "59", "60"]
      ),
      (
        "SELECT median(copay), quantile_disc(copay, 0.5), count(DISTINCT ndc) FROM claims",
        ["250.0|0|3"]
      ),
      ("SELECT sum(price), avg(price) FROM claims", ["13.74|3.435"]),
      (
        "SELECT count(*) FILTER (WHERE pa_flag), sum(copay) FILTER (WHERE copay > 0) FROM claims",
        ["2|1200"]
      ),
      (
        "SELECT member_id, lag(copay) OVER (ORDER BY member_id) AS before FROM claims ORDER BY 1",
        ["1|NULL", "2|500", "3|0", "4|-5", "5|700"]
      ),
      (
        "SELECT member_id, row_number() OVER (PARTITION BY ndc ORDER BY ts DESC) FROM claims WHERE ndc = '00071' ORDER BY 1",
        ["1|2", "5|1"]
      ),
      (
        "WITH big AS (SELECT * FROM claims WHERE copay > 100) SELECT count(*), max(b.copay) FROM big AS b",
        ["2|700"]
      ),
      (
        "SELECT n, count(*) FROM (SELECT ndc, count(*) AS n FROM claims GROUP BY ndc) GROUP BY n ORDER BY n",
        ["1|3", "2|1"]
      ),
      (
        "SELECT a.member_id, b.member_id FROM claims AS a JOIN claims AS b ON a.ndc = b.ndc WHERE a.member_id < b.member_id",
        ["1|5"]
      ),
      (
        "SELECT a.member_id, b.status FROM claims AS a LEFT JOIN claims AS b ON a.copay = b.member_id ORDER BY 1",
        ["1|NULL", "2|NULL", "3|NULL", "4|NULL", "5|NULL"]
      ),
      ("SELECT 7 // 2, 7 % -2, 1 / 4, 2 * 1.5, abs(-3), 'a' || 1", ["3|1|0.25|3.0|3|a1"]),
      ("SELECT count(*), sum(copay) FROM claims WHERE FALSE", ["0|NULL"]),
      ("SELECT status FROM claims WHERE FALSE GROUP BY status", []),
      ("SELECT stddev(copay) FROM claims WHERE member_id < 3", ["353.5533905932738"]),
      (
        "SELECT count(*) FROM claims AS a JOIN claims AS b USING (member_id, ndc) WHERE b.member_id IS NOT DISTINCT FROM a.member_id",
        ["4"]
      ),
      (
        "SELECT round(2.5), floor(-2.5), ceil(2.1), greatest(1, NULL, 3), nullif(2, 2), mod(7, 4), 1 == 1",
        ["3|-3|3|3|NULL|3|true"]
      ),
      (
        "SELECT upper('zürich'), length('zürich'), substr('00071015523', 1, 5), left('abc', 2), 'ABC' ILIKE 'a_c'",
        ["ZÜRICH|6|00071|ab|true"]
      ),
      (
        "SELECT date_part('dow', DATE '2026-02-01'), EXTRACT(doy FROM DATE '2026-02-01'), strftime(DATE '2026-02-01', '%Y-%m %a')",
        ["0|32|2026-02 Sun"]
      ),
      (
        "SELECT status IS NULL AS missing, count(*) FROM claims GROUP BY ALL ORDER BY ALL DESC",
        ["true|1", "false|4"]
      ),
      (
        "SELECT status, count(*) AS n FROM claims GROUP BY 1 HAVING n > 0 AND status IS NOT NULL ORDER BY n * -1, 1",
        ["paid|2", "rejected|1", "reversed|1"]
      ),
      ("SELECT NULL IS DISTINCT FROM 1, (1 = 2) IS FALSE, NULL IS NOT TRUE", ["true|true|true"]),
    ] as [(String, [String])])
  func answers(sql: String, expected: [String]) throws {
    #expect(try rows(sql) == expected)
  }

  @Test(
    "Say line, column, what was found and what to write",
    arguments: [
      (
        "SELECT copays FROM claims",
        "line 1, column 8: There is no column \"copays\" here. The nearest are copay, day, state."
      ),
      (
        "SELECT copay FROM claim",
        "line 1, column 19: There is no table \"claim\". The nearest are claims."
      ),
      (
        "SELECT copay, count(*) FROM claims",
        "line 1, column 8: \"copay\" is neither grouped nor inside an aggregate. Add it to GROUP BY, or take its min or max."
      ),
      (
        "SELECT sum(status) FROM claims",
        "line 1, column 8: sum takes numbers, found VARCHAR. CAST them to a number."
      ),
      (
        "SELECT abz(copay) FROM claims",
        "line 1, column 8: There is no function \"abz\" in this subset. The nearest are abs, avg, day."
      ),
      (
        "SELECT copay FROM claims UNION SELECT 1",
        "line 1, column 26: UNION is outside of this subset. Run two queries, or use a subquery in FROM."
      ),
      (
        "SELECT member_id * 2147483647 * 2147483647 FROM claims",
        "line 1, column 18: 2 * 2147483647 does not fit INTEGER. CAST an operand to a wider type."
      ),
      (
        "SELECT copay // (member_id - 1) FROM claims",
        "line 1, column 14: A division by zero with //. Leave such rows out with WHERE or CASE, or use /."
      ),
      (
        "SELECT\n  count(*\nFROM claims",
        "line 3, column 1: Found \"FROM\" where \")\" belongs. Write \")\" here."
      ),
      ("SELECT 1 ORDER BY 2", "line 1, column 19: There is no output column 2. Write 1 to 1."),
      (
        "SELECT CAST(status AS INTEGER) FROM claims",
        "line 1, column 13: 'paid' is no INTEGER. Write a value of that type, or leave such rows out."
      ),
      (
        "SELECT copay FROM claims WHERE ts > INTERVAL '1 day'",
        "line 1, column 37: INTERVAL is outside of this subset. Use date_diff, or compare with a computed DATE or TIMESTAMP constant."
      ),
    ])
  func errors(sql: String, message: String) throws {
    let error = try #require(throws: ClaimsQueryError.self) { try database().query(sql) }
    #expect(error.description == message)
  }

  @Test("Render to SQL that parses to the same query")
  func rendering() throws {
    for sql in Self.benchmark + (try Self.recorded()).map(\.sql) {
      let query = try ClaimsQuery(sql)
      #expect(try ClaimsQuery(query.sql) == query, "\(sql)")
    }
  }

  /// The queries of the benchmark, shapes that every release must answer.
  static let benchmark = [
    "SELECT count(*) AS n, sum(plan_paid) AS paid FROM claims",
    """
    SELECT count(*) AS n, sum(plan_paid) AS paid, sum(copay) AS copay FROM claims
    WHERE ts >= TIMESTAMP '2024-07-01' AND ts < TIMESTAMP '2025-04-01' AND channel = 'mail'
    """,
    """
    SELECT CAST(date_diff('day', DATE '2024-01-01', CAST(ts AS DATE)) AS INTEGER) AS day, channel,
     count(*) AS n, sum(plan_paid) AS paid FROM claims GROUP BY 1, 2
    """,
    """
    SELECT client_id, (year(ts)-2024)*12 + month(ts) AS month, count(*) AS n, max(plan_paid) AS mx,
     min(plan_paid) AS mn, sum(CASE WHEN status = 'rejected' THEN 1 ELSE 0 END) AS rej
    FROM claims GROUP BY 1, 2
    """,
    """
    SELECT ndc, sum(plan_paid) AS paid, count(*) AS n, sum(quantity) AS qty FROM claims
    WHERE status <> 'rejected' GROUP BY ndc ORDER BY paid DESC, ndc LIMIT 20
    """,
    """
    SELECT (year(ts)-2024)*12 + month(ts) AS month, count(DISTINCT member_id) AS members FROM claims
    GROUP BY 1
    """,
    """
    SELECT reject_code, (isodow(ts)-1)*24 + hour(ts) AS how, count(*) AS n FROM claims
    WHERE status = 'rejected' GROUP BY 1, 2
    """,
    """
    SELECT fills, count(*) AS members, sum(paid) AS paid FROM
     (SELECT member_id, count(*) AS fills, sum(plan_paid) AS paid FROM claims WHERE status = 'paid'
      GROUP BY member_id) GROUP BY fills
    """,
    """
    SELECT drug_class, count(*) AS n, quantile_disc(plan_paid, 0.25) AS p25,
     quantile_disc(days_supply, 0.5) AS ds50 FROM claims WHERE status = 'paid' GROUP BY drug_class
    """,
    """
    SELECT drug_class, count(*) AS pairs, sum(gap) AS gap_s,
     sum(CASE WHEN gap > prev_ds*86400 + 7*86400 THEN 1 ELSE 0 END) AS late FROM
     (SELECT drug_class, CAST(epoch(ts) AS BIGINT) - lag(CAST(epoch(ts) AS BIGINT)) OVER w AS gap,
       lag(days_supply) OVER w AS prev_ds FROM claims WHERE status = 'paid'
       WINDOW w AS (PARTITION BY member_id, ndc ORDER BY ts, claim_id))
    WHERE gap IS NOT NULL GROUP BY drug_class
    """,
  ]

  @Test("The answer does not depend on the number of threads", arguments: benchmark)
  func threads(sql: String) throws {
    let database = ClaimsDatabase(claims: try Synthetic.large.get())
    let one = try database.query(sql, threads: 1)
    #expect(!one.rows.isEmpty)
    #expect(try database.query(sql, threads: 2) == one)
  }

  // MARK: - Answers of DuckDB

  struct Recorded: Sendable {
    /// Which of the tables.
    var table: Int
    var sql: String
    /// Whether the order of the rows counts.
    var isOrdered: Bool
    /// Rows of printed values; `nil` when DuckDB gave an error.
    var rows: [[String]]?
  }

  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures")

  /// Queries made at random by a seeded generator, and what DuckDB 2.0.1 answered over the same files.
  ///
  /// `Benchmarks/peers/claims_differential.py --record` made them. Left out are those in which DuckDB does
  /// not compute a part that overflows, since evaluation here meets it.
  static func recorded() throws -> [Recorded] {
    let text = try String(
      contentsOf: fixtures.appendingPathComponent("duckdb-answers.jsonl"), encoding: .utf8)
    return try text.split(separator: "\n").map { line in
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let sql = try #require(object["sql"] as? String)
      let rows = (object["rows"] as? [[Any]])?.map { row in row.map { Self.comparable($0) } }
      return Recorded(
        table: try #require(object["table"] as? Int), sql: sql,
        isOrdered: object["ordered"] as? Bool ?? false, rows: rows)
    }
  }

  /// Text by which a value is compared: doubles to ten digits, everything else exactly.
  private static func comparable(_ value: Any) -> String {
    if let real = value as? [String: String] { return rounded(Double(real["d"] ?? "") ?? .nan) }
    return value as? String ?? "NULL"
  }

  private static func rounded(_ value: Double) -> String {
    value.isNaN
      ? "nan" : value == 0 ? "0" : value.isFinite ? String(format: "%.9e", value) : "\(value)"
  }

  /// The tables of the recorded queries, each with the dimension tables beside it.
  private static func databases() throws -> [ClaimsDatabase] {
    var databases: [ClaimsDatabase] = []
    while true {
      let path = fixtures.appendingPathComponent("duckdb-claims-\(databases.count).csv").path
      guard FileManager.default.fileExists(atPath: path) else { return databases }
      var database = ClaimsDatabase(claims: try ClaimsImport.csv(path).table)
      for name in ["clients", "pharmacies"] {
        database.tables[name] = try ClaimsTable.dimension(
          contentsOf: fixtures.appendingPathComponent("duckdb-\(name).csv").path)
      }
      databases.append(database)
    }
  }

  @Test("Agrees with DuckDB on random queries: equal answers, or both an error")
  func agreesWithDuckDB() throws {
    let databases = try Self.databases()
    let all = try Self.recorded()
    #expect(databases.count >= 4)
    #expect(all.count >= 400)
    for recorded in all {
      var found: [[String]]?
      do {
        found = try databases[recorded.table].query(recorded.sql).rows.map { row in
          row.map { value in
            if case .double(let real) = value { Self.rounded(real) } else { value.text }
          }
        }
      } catch is ClaimsQueryError {
        found = nil
      }
      var expected = recorded.rows
      if !recorded.isOrdered {
        found?.sort { $0.lexicographicallyPrecedes($1) }
        expected?.sort { $0.lexicographicallyPrecedes($1) }
      }
      #expect(found == expected, "table \(recorded.table): \(recorded.sql)")
    }
  }
}

@Suite("Found by fuzzing queries")
struct FuzzedQueryTests {
  @Test("A decimal of 38 digits behind the point reads as it is written back")
  func longFraction() throws {
    let query = try ClaimsQuery("SELECT .20000000000000000013010470419879192768")
    #expect(query.sql == "SELECT 0.20000000000000000013010470419879192768")
    #expect(try ClaimsQuery(query.sql).sql == query.sql)
    let error = try #require(throws: ClaimsQueryError.self) {
      try ClaimsQuery("SELECT 1.20000000000000000013010470419879192768")
    }
    #expect(error.description.contains("has too many digits"))
  }
}
