import Foundation
import Quantities
import Testing

@testable import ClaimsStore

@Suite("Claims import")
struct ClaimsImportTests {
  @Test("Quotes, line breaks, a byte-order mark, CRLF and blanks are read by RFC 4180")
  func quoting() throws {
    let workspace = try Workspace()
    let text =
      "\u{FEFF}ts,member_id,ndc,note\r\n2026-01-31,7,\"00071015523\",\"a \"\"b\"\", c\r\nd\"\r\n"
      + "\r\n2026-02-01,8,  ,\"\"\r\n2026-02-02,9,x,last"
    let table = try workspace.claims(text).table
    #expect(table.rowCount == 3)
    #expect(table.texts("ndc") == ["00071015523", nil, "x"])
    #expect(table.texts("note") == ["a \"b\", c\r\nd", nil, "last"])
    #expect(table.integers("member_id") == [7, 8, 9])
  }

  @Test(
    "The delimiter is the one that separates most of the header", arguments: [",", "|", "\t", ";"])
  func delimiters(delimiter: String) throws {
    let workspace = try Workspace()
    let lines = [["ts", "member_id", "state"], ["2026-01-31", "1", "TX"]]
    let text = lines.map { $0.joined(separator: delimiter) }.joined(separator: "\n")
    let table = try workspace.claims(text).table
    #expect(table.texts("state") == ["TX"])
  }

  @Test("A header alone is a valid empty table with the known types")
  func headerOnly() throws {
    let workspace = try Workspace()
    let table = try workspace.claims("ts,member_id,extra\n").table
    #expect(table.rowCount == 0)
    #expect(Array(table.schema.columns.prefix(21)) == ClaimsSchema.known.columns)
    #expect(try table.selection(where: ClaimsPredicate("status = 'paid'")).population == 0)
  }

  // 2026-01-31 is day 20,484 after 1970-01-01 by the Gregorian calendar: 56 years × 365 + 14 leap
  // days + 30.
  @Test(
    "Every form of a date is the same day",
    arguments: [
      "2026-01-31", "20260131", "01/31/2026", "1/31/2026", "31-Jan-2026", "31-JAN-2026",
      " 2026-01-31 ",
    ])
  func dates(text: String) throws {
    let workspace = try Workspace()
    let table = try workspace.claims("ts,member_id\n\(text),1\n").table
    #expect(table.integers("ts") == [20_484 * 86_400_000_000])
    #expect(table.timeOfDay.integer(0) == 0)
  }

  @Test(
    "A time with a zone is that instant; one without is UTC",
    arguments: [
      ("2026-01-31 08:00:00", 28_800_000_000), ("2026-01-31T08:00:00Z", 28_800_000_000),
      ("2026-01-31T02:00:00-06:00", 28_800_000_000), ("2026-01-31 09:30+0130", 28_800_000_000),
      ("2026-01-31T08:00:00.25Z", 28_800_250_000), ("2026-01-31 08:00:00.000001", 28_800_000_001),
    ])
  func times(text: String, micros: Int64) throws {
    let workspace = try Workspace()
    let table = try workspace.claims("ts,member_id\n\(text),1\n").table
    #expect(table.integers("ts") == [20_484 * 86_400_000_000 + micros])
    #expect(table.timeOfDay.integer(0) == 1)
  }

  // America/Chicago changed at 2025-03-09 08:00 UTC and 2025-11-02 07:00 UTC.
  @Test(
    "The map's zone reads local times: a repeated hour is its first, a skipped one moves forward",
    arguments: [
      ("2025-07-01 12:00:00", "2025-07-01 17:00:00"),
      ("2025-11-02 01:30:00", "2025-11-02 06:30:00"),
      ("2025-03-09 02:30:00", "2025-03-09 08:30:00"),
      ("2025-07-01T12:00:00Z", "2025-07-01 12:00:00"),
    ])
  func zones(local: String, utc: String) throws {
    let workspace = try Workspace()
    let table = try workspace.claims(
      "ts,member_id\n\(local),1\n", map: #"{"timeZone": "America/Chicago"}"#
    ).table
    #expect(table.integers("ts") == [parseTimestampText(utc)])
  }

  @Test("Dollars become cents, units become thousandths, constants fill a column")
  func units() throws {
    let workspace = try Workspace()
    let map = """
      {"columns": {"copay": {"from": "paid", "unit": "dollars"}, "quantity": {"from": "qty"},
       "channel": {"value": "retail"}, "client_id": {"value": 12}, "member_id": {"from": "who",
       "type": "bigint"}, "ts": {"from": "day", "format": "MM/dd/yyyy"}}}
      """
    let table = try workspace.claims(
      "day,who,paid,qty\n01/31/2026,99999999999,-12.5,1.125\n02/01/2026,2,40,30\n02/01/2026,2,.07,\n",
      map: map
    ).table
    #expect(table.integers("copay") == [-1250, 4000, 7])
    #expect(table.integers("quantity") == [1125, 30_000, nil])
    #expect(table.texts("channel") == ["retail", "retail", "retail"])
    #expect(table.integers("client_id") == [12, 12, 12])
    #expect(table.integers("member_id") == [99_999_999_999, 2, 2])
    #expect(table.column(named: "member_id")?.type == .bigint)
  }

  @Test("Extra columns are kept as the narrowest type that holds every value exactly")
  func extraColumns() throws {
    let workspace = try Workspace()
    let text = """
      ts,member_id,small,large,price,day,moment,code,mixed
      2026-01-31,1,-5,9999999999,1.5,2026-01-01,2026-01-01 10:00:00,007,1
      2026-01-31,1,,1,20,2026-01-02,2026-01-02T00:00:00Z,12,x
      """
    let table = try workspace.claims(text).table
    let types = table.schema.columns.dropFirst(21).map(\.type)
    #expect(
      types == [
        .integer, .bigint, .decimal(width: 18, scale: 1), .date, .timestamp, .text, .text,
      ])
    #expect(table.integers("price") == [15, 200])
    #expect(table.integers("small") == [-5, nil])
    #expect(table.texts("code") == ["007", "12"])
  }

  @Test("With reject, bad records go to a file and the counts add up", arguments: [1, 2])
  func rejects(threads: Int) throws {
    let workspace = try Workspace()
    let path = workspace.file("rejects.csv")
    let result = try workspace.claims(
      "ts,member_id,copay\n2026-01-31,1,5\n2026-02-30,2,5\n2026-01-31,3\n2026-01-31,4,\"6\"\n",
      onError: .reject(path: path), threads: threads)
    #expect(result.records == 4)
    #expect(result.rejected == 2)
    #expect(result.table.integers("member_id") == [1, 4])
    let expected = "line,column,reason,record\n3,1,"
    let rejects = try String(contentsOfFile: path, encoding: .utf8)
    #expect(rejects.hasPrefix(expected))
    #expect(rejects.contains("\"2026-02-30,2,5\"\n4,1,\"The line has 2 fields"))
    #expect(rejects.split(separator: "\n").count == 3)
  }

  // Token of "7" under the key 0123456789abcdef, from: printf 7 | openssl dgst -sha256 -hmac …
  @Test("With a key, members are HMAC-SHA-256 tokens and no identifier is kept anywhere")
  func tokens() throws {
    let workspace = try Workspace()
    let key = MemberKey(bytes: Array("0123456789abcdef".utf8))
    let path = workspace.file("rejects.csv")
    let result = try workspace.claims(
      "ts,member_id,copay\n2026-01-31,7,5\n2026-01-31,777777,x\n2026-01-31, 7,6\n",
      onError: .reject(path: path), key: key)
    let token = "f69cf4852626eee19b92af564b9413e44aa526cc9e726ab9b8972af1d3b39092"
    #expect(result.table.texts("member_id")[0] == token)
    #expect(result.table.texts("member_id")[0] == result.table.texts("member_id")[1])
    #expect(result.table.column(named: "member_id")?.dictionary?.count == 1)
    #expect(result.table.provenance.membersAreTokens)
    #expect(!(try String(contentsOfFile: path, encoding: .utf8)).contains("777777"))
    #expect(result.warnings == ["1 records were left out."])
  }

  @Test("A table, its CSV and the table read from it are equal", arguments: [1, 2])
  func roundTrip(threads: Int) throws {
    let workspace = try Workspace()
    let table = try Synthetic.make(.pbm, rows: 5_000).get()
    let path = workspace.file("out.csv")
    try table.writeCSV(to: path)
    let read = try ClaimsImport.csv(path, options: .init(threads: threads)).table
    #expect(read.dataDigest() == table.dataDigest())
  }

  private func imported(
    _ text: String, threads: Int, chunkBytes: Int, in workspace: Workspace
  ) throws -> ClaimsTable {
    let path = try workspace.write(text, as: "claims.csv")
    let file = try MappedFile(path: path)
    return try CSVImport(
      bytes: file.bytes(0..<file.count), shown: "claims.csv", options: .init(threads: threads),
      chunkBytes: chunkBytes
    ).run().draft.table(threads: threads)
  }

  @Test("Chunks of a quoted file are cut between records", arguments: [7, 64, 1000, 100_000])
  func chunks(chunkBytes: Int) throws {
    let workspace = try Workspace()
    var text = "ts,member_id,note\n"
    for row in 0..<400 { text += "2026-01-31,\(row),\"a, b\n\"\"\(row)\"\n" }
    let whole = try imported(text, threads: 1, chunkBytes: 1 << 20, in: workspace)
    let cut = try imported(text, threads: 2, chunkBytes: chunkBytes, in: workspace)
    #expect(whole.rowCount == 400)
    #expect(whole.texts("note")[7] == "a, b\n\"7")
    #expect(cut.dataDigest() == whole.dataDigest())
  }

  @Test("A problem in a later chunk has its own line", arguments: [1, 2])
  func lineOfLaterChunk(threads: Int) throws {
    let workspace = try Workspace()
    var text = "ts,member_id,note\n"
    for row in 0..<900 { text += "2026-01-31,\(row == 890 ? "?" : "1"),x\n" }
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try imported(text, threads: threads, chunkBytes: 1000, in: workspace)
    }
    #expect(error.problems.map(\.line) == [892])
  }

  @Test("A stray quote is found where it is, however the file is cut", arguments: [50, 1 << 20])
  func strayQuoteAndChunks(chunkBytes: Int) throws {
    let workspace = try Workspace()
    var text = "ts,member_id,note\n"
    for row in 0..<100 { text += "2026-01-31,1,\(row == 40 ? "5\"" : "\"x\ny\"")\n" }
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try imported(text, threads: 2, chunkBytes: chunkBytes, in: workspace)
    }
    #expect(error.problems.map(\.line) == [82])
    #expect(error.total == 1)
  }
}

@Suite("Claims of others", .enabled(if: Shared.root != nil))
struct OutsideClaimsTests {
  @Test("The CMS Part D sample reads with its map: 18 fills of 2015-2021, dollars as cents")
  func partD() throws {
    let result = try ClaimsImport.csv(
      Shared.claims("cms_bfd_synthea_pde_sample.psv"),
      options: .init(map: ColumnMap(contentsOf: Shared.map("cms-pde"))))
    let table = result.table
    // Counted with awk in the file: 18 records, the first of 2015-03-01, the last plan payment.
    #expect(table.rowCount == 18)
    let summary = try table.summary(zone: .utc)
    #expect(summary.firstDay?.description == "2015-03-01")
    #expect(summary.lastDay?.description == "2021-04-04")
    #expect(table.integers("plan_paid")[1] == 1628)
    #expect(table.integers("ingredient_cost")[0] == 3574)
    #expect(table.integers("member_id")[0] == -1_000_014)
    #expect(table.texts("ndc")[16] == "00603441521")
    #expect(table.integers("quantity")[0] == 90_000)
    #expect(summary.dateOnlyShare == 1)
  }

  @Test("The SynPUF fills read with their map: 2,140 rows, 51 with days supply 0")
  func synPUF() throws {
    let table = try ClaimsImport.csv(
      Shared.claims("synpuf_omop_drug_exposure.csv"),
      options: .init(map: ColumnMap(contentsOf: Shared.map("synpuf-omop")))
    ).table
    #expect(table.rowCount == 2_140)
    let supply = table.integers("days_supply")
    #expect(supply.filter { $0 == 0 }.count == 51)
    #expect(supply.filter { $0 == nil }.count == 244)
    #expect(table.texts("ndc").filter { $0?.count == 5 }.count == 244)
    let runOuts = try table.runOuts(where: .all, zone: .utc)
    #expect(runOuts.count <= 2_140 - 295)
    #expect(!runOuts.isEmpty)
  }
}
