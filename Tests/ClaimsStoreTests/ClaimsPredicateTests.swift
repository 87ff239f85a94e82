import Testing

@testable import ClaimsStore

@Suite("Predicates")
struct ClaimsPredicateTests {
  /// Five claims with nulls; the answers below are worked out by hand.
  static let text = """
    ts,member_id,ndc,copay,status,reject_code,pa_flag,price,day
    2026-01-31 08:00:00,1,00071,500,paid,,true,1.50,2026-01-01
    2026-02-01 00:00:00,2,00072,0,rejected,75,false,2.25,2026-01-02
    2026-02-28 23:59:59,3,10071,-5,reversed,,,,2026-01-03
    2026-03-01,4,,700,,70,true,-0.01,
    2026-03-02,5,00071,,paid,,false,10,2026-01-05
    """

  static let cases: [(sql: String, rows: [Int])] = [
    ("TRUE", [0, 1, 2, 3, 4]), ("FALSE", []), ("NULL", []),
    ("status = 'paid'", [0, 4]), ("status <> 'paid'", [1, 2]), ("NOT status = 'paid'", [1, 2]),
    ("status IS NULL", [3]), ("status IS NOT NULL AND copay IS NULL", [4]),
    ("status = 'none'", []), ("status <> 'none'", [0, 1, 2, 4]),
    ("status = 'rejected' AND reject_code = '75'", [1]),
    ("status IN ('paid', 'reversed')", [0, 2, 4]),
    ("status NOT IN ('paid', 'reversed')", [1]), ("status NOT IN ('paid', NULL)", []),
    ("status IN ('paid', NULL)", [0, 4]),
    ("copay > 0", [0, 3]), ("0 < copay", [0, 3]), ("copay >= 0.5", [0, 3]),
    ("copay < 0.0", [2]), ("copay <= -5", [2]), ("copay = 500.0", [0]),
    ("copay <> 500.5", [0, 1, 2, 3]),
    ("copay BETWEEN 0 AND 500", [0, 1]), ("copay NOT BETWEEN 0 AND 500", [2, 3]),
    ("copay > 99999999999", []), ("copay > -99999999999", [0, 1, 2, 3]), ("copay > 1e2", [0, 3]),
    ("copay = '500'", [0]),
    ("pa_flag", [0, 3]), ("NOT pa_flag", [1, 4]), ("pa_flag = FALSE", [1, 4]),
    ("pa_flag IS NULL", [2]),
    ("ndc LIKE '0007%'", [0, 1, 4]), ("ndc NOT LIKE '%71'", [1]), ("ndc LIKE '_0071'", [0, 2, 4]),
    ("ndc > '00071' AND ndc <= '10071'", [1, 2]), ("ndc < '00072'", [0, 4]),
    ("ts < TIMESTAMP '2026-02-01'", [0]),
    ("ts >= DATE '2026-02-01' AND ts < DATE '2026-03-01'", [1, 2]),
    ("ts = '2026-02-01 00:00:00'", [1]), ("day = DATE '2026-01-03'", [2]),
    ("day > '2026-01-02'", [2, 4]),
    ("price = 1.5", [0]), ("price > 1.499", [0, 1, 4]), ("price < 0", [3]), ("price = 10", [4]),
    ("member_id * 1 = 1 OR TRUE", []),
    ("status = 'paid' OR copay > 600", [0, 3, 4]),
    ("NOT (status = 'paid' OR copay > 600)", [1, 2]),
    ("status = 'paid' AND NULL", []), ("status = 'paid' OR NULL", [0, 4]),
    ("NOT (status = 'paid' AND NULL)", [1, 2]), ("member_id < copay", [0, 3]),
    ("member_id >= price", [3]), ("status < reject_code", []), ("ndc > status", []),
    ("5 > 3", [0, 1, 2, 3, 4]), ("ts > day", [0, 1, 2, 4]),
    ("member_id <> 3 AND claims.copay < 5", [1]),
  ]

  @Test(
    "Select the rows that three-valued logic selects",
    arguments: cases.filter { !$0.sql.contains("*") })
  func selections(sql: String, rows: [Int]) throws {
    let workspace = try Workspace()
    let table = try workspace.claims(Self.text).table
    #expect(try table.selection(where: ClaimsPredicate(sql)).rows == rows)
  }

  @Test("Render to SQL that parses to the same predicate", arguments: cases)
  func rendering(sql: String, rows: [Int]) throws {
    let predicate = try ClaimsPredicate(sql)
    #expect(try ClaimsPredicate(predicate.sql) == predicate)
  }

  @Test(
    "Parentheses are rendered where the grammar needs them, and nowhere else",
    arguments: [
      ("(a OR b) AND c", "(a OR b) AND c"), ("(a AND b) OR c", "a AND b OR c"),
      ("NOT (a AND b)", "NOT (a AND b)"), ("(NOT a) AND b", "NOT a AND b"),
      ("a - (b - c)", "a - (b - c)"), ("(a - b) - c", "a - b - c"), ("-(-a)", "-(-a)"),
      ("(a = b) IS NULL", "a = b IS NULL"), ("a = (b IS NULL)", "a = (b IS NULL)"),
      ("(a = b) = c", "(a = b) = c"), ("x BETWEEN (1 + 2) AND 3", "x BETWEEN 1 + 2 AND 3"),
      ("'it''s' = \"odd name\"", "'it''s' = \"odd name\""),
      ("count(DISTINCT x) FILTER (WHERE y > 0) = 1", "count(DISTINCT x) FILTER (WHERE y > 0) = 1"),
      ("CASE WHEN a THEN 1 ELSE 2 END + 1", "CASE WHEN a THEN 1 ELSE 2 END + 1"),
      ("ts::DATE = DATE '2026-01-31'", "CAST(ts AS DATE) = DATE '2026-01-31'"),
      ("extract(year FROM ts) = 2026", "year(ts) = 2026"), ("1. = .5", "1. = 0.5"),
      ("1e5 < 2.50", "100000.0e0 < 2.50"),
      ("NOT x IN (1, 2)", "NOT x IN (1, 2)"), ("(NOT x) IN (TRUE)", "(NOT x) IN (TRUE)"),
    ])
  func parentheses(sql: String, rendered: String) throws {
    let predicate = try ClaimsPredicate(sql)
    #expect(predicate.sql == rendered)
    #expect(try ClaimsPredicate(predicate.sql) == predicate)
  }

  @Test(
    "Say line, column, what was found and what to write",
    arguments: [
      (
        "",
        "line 1, column 1: The condition is empty. Write one such as status = 'rejected', or TRUE for every claim."
      ),
      (
        "statsu = 'paid'",
        "line 1, column 1: There is no column \"statsu\". The nearest are status, state, ts; put text between single quotes."
      ),
      (
        "status = \"paid\"",
        "line 1, column 10: There is no column \"paid\". The nearest are plan_id, copay, ndc; put text between single quotes."
      ),
      (
        "status = 5",
        "line 1, column 10: status is VARCHAR and cannot be compared with this. Write the value between single quotes."
      ),
      (
        "copay = 'many'",
        "line 1, column 9: copay is INTEGER and cannot be compared with this. Write a number without quotes."
      ),
      (
        "status =\n  AND copay > 1",
        "line 2, column 3: Found \"AND\" where a value, a column or \"(\" belongs. Write a value, a column or \"(\" here."
      ),
      ("status = 'paid", "line 1, column 10: A quoted text is not closed. Close it with '."),
      (
        "status = 'paid' copay",
        "line 1, column 17: Found \"copay\" after the condition. Join conditions with AND or OR."
      ),
      (
        "copay",
        "line 1, column 1: copay is INTEGER, which is no condition. Compare it with a value."
      ),
      (
        "ts > DATE '2026-02-30'",
        "line 1, column 6: '2026-02-30' is not a date. Write it as DATE '2026-01-31'."
      ),
      (
        "1 < copay < 5",
        "line 1, column 11: Comparisons cannot be chained. Join two comparisons with AND, or use BETWEEN."
      ),
      (
        "copay LIKE '5%'",
        "line 1, column 1: LIKE takes text, but copay is INTEGER. Compare it with =, < or BETWEEN."
      ),
      (
        "status IS UNKNOWN",
        "line 1, column 11: IS takes NULL, TRUE, FALSE or DISTINCT FROM, found \"UNKNOWN\". Write IS NULL or IS NOT NULL, or compare with =."
      ),
      (
        "ts > 'yesterday'",
        "line 1, column 6: ts is TIMESTAMP and cannot be compared with this. Write TIMESTAMP '2026-01-31 08:00:00'."
      ),
      (
        "status IN ()",
        "line 1, column 12: Found \")\" where a value, a column or \"(\" belongs. Write a value, a column or \"(\" here."
      ),
      (
        "copay > 5x",
        "line 1, column 9: \"5x\" is neither a number nor a name. Put a blank between them, or text between single quotes."
      ),
      (
        "status # 5",
        "line 1, column 8: \"#\" has no meaning here. Remove it, or put text between single quotes."
      ),
    ])
  func errors(sql: String, message: String) throws {
    let error = try #require(throws: ClaimsQueryError.self) {
      try ClaimsPredicate(sql).check()
    }
    #expect(error.description == message)
  }

  @Test("A thousand nested parentheses are an error, not a crash")
  func nesting() {
    let sql = String(repeating: "(", count: 1000) + "TRUE" + String(repeating: ")", count: 1000)
    #expect(throws: ClaimsQueryError.self) { try ClaimsPredicate(sql) }
  }

  @Test("A selection does not depend on threads, and agrees with a plain loop")
  func threads() throws {
    let table = try Synthetic.large.get()
    let predicate = try ClaimsPredicate("plan_paid BETWEEN 100 AND 5000 AND NOT reject_code = '75'")
    let one = try table.selection(where: predicate, threads: 1)
    #expect(try table.selection(where: predicate, threads: 2) == one)
    let paid = table.integers("plan_paid")
    let codes = table.texts("reject_code")
    let expected = (0..<table.rowCount).filter { row in
      (100...5000).contains(paid[row] ?? 0) && codes[row] != nil && codes[row] != "75"
    }
    #expect(one.rows == expected)
  }
}
