import Foundation
import GRDB
import Testing

@testable import ClaimsStore

@Suite("Answers as text and files")
struct QueryAnswerTests {
  private static let everything = """
    SELECT 170141183460469231731687303715884105727 AS huge, 12.50 AS price, 1e0 / 3 AS third,
     1e300 * 1e300 AS inf, TRUE AS yes, NULL AS none, DATE '2024-02-29' AS day,
     TIMESTAMP '2024-02-29 08:00:00.5' AS at, 'a "b", zürich' AS note, -9223372036854775807 AS big, 1 AS yes
    """

  private func answer(_ sql: String = everything) throws -> QueryAnswer {
    try ClaimsDatabase(claims: .empty).answer(ClaimsQuery(sql))
  }

  @Test("JSON holds whole numbers and decimals exactly, and text where it has no number")
  func json() throws {
    var bytes: [UInt8] = []
    try answer().appendJSON(row: 0, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == #"[170141183460469231731687303715884105727, 12.50, 0.3333333333333333, "inf", true, null, "2024-02-29", "2024-02-29 08:00:00.5", "a \"b\", zürich", -9223372036854775807, 1]"#
    )
  }

  @Test("Control characters are escaped in JSON")
  func controls() {
    var bytes: [UInt8] = []
    appendJSONText("a\u{01}\n\t\\\u{1F}", to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == #""a\u0001\n\t\\\u001f""#)
  }

  @Test("CSV quotes what needs it, and tells an empty text from a null")
  func csv() throws {
    var bytes: [UInt8] = []
    let answer = try answer("SELECT 'a,b' AS \"x\"\"y\", '' AS e, NULL AS n, 'q\"' AS q, -5 AS i")
    answer.appendCSVHeader(to: &bytes)
    answer.appendCSV(row: 0, to: &bytes)
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "\"x\"\"y\",e,n,q,i\r\n\"a,b\",\"\",,\"q\"\"\",-5\r\n")
  }

  @Test("A SQLite file has one table with types that keep every value")
  func sqlite() throws {
    let workspace = try Workspace()
    let path = workspace.file("out.sqlite")
    try answer().write(to: path, as: .sqlite)
    try answer().write(to: path, as: .sqlite)
    let queue = try DatabaseQueue(path: path)
    let (row, types) = try queue.read { database in
      (
        try Row.fetchOne(database, sql: "SELECT * FROM result"),
        try Row.fetchAll(database, sql: "PRAGMA table_info(result)").map { $0["type"] as String? }
      )
    }
    let found = try #require(row)
    #expect(
      types == [
        "TEXT", "NUMERIC", "REAL", "REAL", "BOOLEAN", "INTEGER", "TEXT", "TEXT", "TEXT", "INTEGER",
        "INTEGER",
      ])
    #expect(found["huge"] as String? == "170141183460469231731687303715884105727")
    #expect(found["price"] as Double? == 12.5)
    #expect(found["inf"] as Double? == .infinity)
    #expect(found["big"] as Int64? == -9_223_372_036_854_775_807)
    #expect(found["day"] as String? == "2024-02-29")
    #expect(found["yes_1"] as Int? == 1)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
  }

  @Test("A line of a .jsonl file is an object, and the extension decides")
  func lines() throws {
    let workspace = try Workspace()
    let path = workspace.file("out.JSONL")
    #expect(AnswerFile(path: path) == .jsonl)
    #expect(AnswerFile(path: "a.csv") == .csv)
    #expect(AnswerFile(path: "a.b/out") == nil)
    try answer("SELECT 1 AS n, 'x' AS t").write(to: path, as: .jsonl)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "{\"n\": 1, \"t\": \"x\"}\n")
  }

  @Test("A folder that is not there is a problem that says so", arguments: AnswerFile.allCases)
  func unwritable(kind: AnswerFile) throws {
    let error = try #require(throws: ClaimsStoreError.self) {
      try answer().write(to: "/nowhere/at/all/out.x", as: kind)
    }
    #expect(error.code == .unwritable)
  }
}
