import Foundation
import Testing

@Suite("claims query")
struct ClaimsQueryCommandTests {
  /// A store of four claims in a folder of its own, beside a table of clients.
  private func store() throws -> Scratch {
    let scratch = try Scratch()
    _ = try scratch.file(
      "claims.csv",
      """
      claim_id,ts,member_id,client_id,status,copay,price,note
      1,2026-01-05 10:00:00,7,1,paid,500,1.50,a
      2,2026-01-07 11:00:00,7,1,rejected,0,,"b, c"
      3,2026-02-01 12:00:00,8,2,paid,2147483647,-0.05,ü
      9223372036854775807,2026-02-01 13:00:00,9,2,,2147483647,12.34,
      """)
    _ = try scratch.file("clients.csv", "client_id,name\n1,Acme\n2,Zürich\n")
    let made = try Command.run("claims", "import", "claims.csv", "--into", "s", in: scratch.url)
    #expect(made.code == 0, "\(made.errors)")
    return scratch
  }

  private func objects(_ text: String) throws -> [[String: Any]] {
    try text.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test("Statements from standard input are answered by one line each, and an error by its place")
  func conversation() throws {
    let scratch = try store()
    let run = try Command.run(
      ["claims", "query", "s", "--input", "-", "--format", "jsonl"], in: scratch.url,
      input: """
        SELECT count(*) AS n, sum(copay) AS paid FROM claims; SELECT
          coppay FROM claims;
        -- a comment; with a semicolon
        SELECT ';' AS text, max(price), TRUE, NULL, 1e0 / 0 FROM claims;; SELECT sum(copay) * 4611686014132420609 FROM claims
        """)
    #expect(run.code == 0, "\(run.errors)")
    let printed = run.output.split(separator: "\n")
    #expect(printed.first == "{\"columns\": [\"n\", \"paid\"], \"rows\": [[4, 4294967794]]}")
    #expect(
      printed[2].hasSuffix("\"rows\": [[\";\", 12.34, true, null, \"inf\"]]}"), "\(printed[2])")
    let lines = try objects(run.output)
    #expect(lines.count == 4)
    #expect(lines[1]["line"] as? Int == 2 && lines[1]["column"] as? Int == 3)
    // Wider than 64 bits, and exact all the same.
    #expect(run.output.contains("[[\(Int128(4_294_967_794) * 4_611_686_014_132_420_609)]]"))
  }

  @Test("An answer comes before the next statement is written")
  func interactive() throws {
    let scratch = try store()
    let process = Process()
    process.executableURL = Command.program
    process.arguments = ["claims", "query", "s", "--input", "-", "--format", "jsonl", "--timing"]
    process.currentDirectoryURL = scratch.url
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    for number in 1...3 {
      try input.fileHandleForWriting.write(contentsOf: Data("SELECT \(number) AS n;\n".utf8))
      var line = Data()
      while line.last != 0x0A {
        let more = output.fileHandleForReading.availableData
        if more.isEmpty { break }
        line += more
      }
      let object = try #require(try objects(String(decoding: line, as: UTF8.self)).first)
      #expect((object["rows"] as? [[Int]]) == [[number]])
      #expect(object["seconds"] is Double && object["cpuSeconds"] is Double)
      #expect((object["threads"] as? Int).map { $0 >= 1 } == true)
    }
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test("Each format prints the same rows in its own way")
  func formats() throws {
    let scratch = try store()
    let sql = "SELECT status, count(*) AS n FROM claims GROUP BY 1 ORDER BY 1 NULLS FIRST"
    func printed(_ format: String) throws -> String {
      let run = try Command.run("claims", "query", "s", sql, "--format", format, in: scratch.url)
      #expect(run.code == 0, "\(run.errors)")
      return run.output
    }
    #expect(
      try printed("table") == """
        status    n
        --------  -
        NULL      1
        paid      2
        rejected  1
        (3 rows)

        """)
    #expect(try printed("csv") == "status,n\r\n,1\r\npaid,2\r\nrejected,1\r\n")
    let rows = "[[null, 1], [\"paid\", 2], [\"rejected\", 1]]"
    #expect(try printed("jsonl") == "{\"columns\": [\"status\", \"n\"], \"rows\": \(rows)}\n")
    #expect(
      try printed("json").replacingOccurrences(of: ",\n", with: ", ")
        == "{\"columns\": [\"status\", \"n\"], \"rows\": \(rows)}\n")
  }

  @Test("A file of statements is one JSON document of answers")
  func document() throws {
    let scratch = try store()
    _ = try scratch.file("q.sql", "SELECT 1 AS a;\nSELECT 2 AS b")
    let run = try Command.run(
      "claims", "query", "s", "--input", "q.sql", "--format", "json", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let answers = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
    #expect(answers?.count == 2)
    #expect(answers?[1]["columns"] as? [String] == ["b"])
  }

  @Test("A wrong query exits 1 with its place, and with another format ends the input")
  func wrongQuery() throws {
    let scratch = try store()
    let one = try Command.run(
      "claims", "query", "s", "SELECT count(*\nFROM claims", in: scratch.url)
    #expect(one.code == 1)
    #expect(
      one.errors == "line 2, column 1: Found \"FROM\" where \")\" belongs. Write \")\" here.\n")
    _ = try scratch.file("q.sql", "SELECT 1;\nSELECT nope;\nSELECT 3;")
    let many = try Command.run(
      "claims", "query", "s", "--input", "q.sql", "--format", "csv", in: scratch.url)
    #expect(many.code == 1)
    #expect(many.errors.hasPrefix("q.sql: line 2, column 8: "))
    #expect(!many.output.contains("3"))
    let none = try Command.run("claims", "query", "nowhere", "SELECT 1", in: scratch.url)
    #expect(none.code == 1)
    #expect(none.errors.contains("nowhere: There is no such file"))
  }

  @Test(
    "A wrong option exits 2 and says what to type",
    arguments: [
      (["s"], "give --input FILE"),
      (["s", "SELECT 1", "--input", "-"], "leave one of them out"),
      (["s", "SELECT 1", "--format", "xml"], "table, csv, json, jsonl"),
      (["s", "SELECT 1", "--threads", "0"], "write 1 or more"),
      (["s", "SELECT 1", "--out", "x.parquet"], ".csv, .jsonl or .sqlite"),
      (["s", "SELECT 1; SELECT 2"], "give --input FILE"),
      (["s", " -- nothing"], "The query is empty"),
      (["s", "SELECT 1", "--table", "clients"], "NAME=FILE.csv"),
      (["s", "SELECT 1", "--table", "claims=clients.csv"], "Use another name"),
      (["s", "SELECT 1", "--explain", "--out", "x.csv"], "leave one of them out"),
    ])
  func wrongUsage(arguments: [String], words: String) throws {
    let scratch = try store()
    let run = try Command.run(["claims", "query"] + arguments, in: scratch.url)
    #expect(run.code == 2, "\(run.errors)")
    #expect(run.errors.contains(words), "\(run.errors)")
  }

  @Test("Rows of single members are refused without leave, and come with it")
  func memberLevel() throws {
    let scratch = try store()
    let sql = "SELECT member_id, count(*) FROM claims GROUP BY 1 ORDER BY 1 LIMIT 1"
    let refused = try Command.run("claims", "query", "s", sql, in: scratch.url)
    #expect(refused.code == 1)
    #expect(refused.output.isEmpty)
    #expect(refused.errors.contains("--allow-member-level"))
    let written = try Command.run(
      "claims", "query", "s", "SELECT * FROM claims", "--out", "all.csv", in: scratch.url)
    #expect(written.code == 1)
    #expect(
      !FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("all.csv").path))
    let allowed = try Command.run(
      "claims", "query", "s", sql, "--allow-member-level", "--format", "csv", in: scratch.url)
    #expect(allowed.output == "member_id,count(*)\r\n7,2\r\n")
  }

  @Test("Tables beside the claims join them")
  func dimension() throws {
    let scratch = try store()
    let run = try Command.run(
      "claims", "query", "s", "--table", "clients=clients.csv", "--format", "csv",
      "SELECT name, count(*) AS n FROM claims JOIN clients USING (client_id) GROUP BY ALL ORDER BY ALL",
      in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output == "name,n\r\nAcme,2\r\nZürich,2\r\n")
    _ = try scratch.file("bad.csv", "a,b\n1\n")
    let bad = try Command.run(
      "claims", "query", "s", "SELECT 1", "--table", "bad=bad.csv", in: scratch.url)
    #expect(bad.code == 1)
    #expect(bad.errors.hasPrefix("bad.csv:2:1: The line has 1 fields where the header has 2"))
  }

  @Test("Rows go to a file by its extension, and the plan says which blocks are read")
  func files() throws {
    let scratch = try store()
    let sql = "SELECT status, count(*) AS n FROM claims GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 1"
    for name in ["o.csv", "o.jsonl", "o.sqlite"] {
      let run = try Command.run("claims", "query", "s", sql, "--out", name, in: scratch.url)
      #expect(run.output == "1 row in \(name)\n", "\(run.errors)")
    }
    func text(_ name: String) throws -> String {
      try String(contentsOf: scratch.url.appendingPathComponent(name), encoding: .utf8)
    }
    #expect(try text("o.csv") == "status,n\r\npaid,2\r\n")
    #expect(try text("o.jsonl") == "{\"status\": \"paid\", \"n\": 2}\n")
    let plan = try Command.run(
      "claims", "query", "s", "SELECT status, count(*) FROM claims WHERE copay < 0 GROUP BY 1",
      "--explain", "--threads", "3", in: scratch.url)
    #expect(plan.code == 0, "\(plan.errors)")
    #expect(plan.output.contains("from claims: 4 rows in 1 blocks of 65536"))
    #expect(plan.output.contains("where copay < 0: 1 of 1 blocks pruned"))
    #expect(plan.output.contains("group key: status, codes of 2 texts"))
    #expect(plan.output.contains("threads: at most 3"))
  }
}
