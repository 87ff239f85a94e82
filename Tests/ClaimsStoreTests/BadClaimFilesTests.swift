import Foundation
import LocatedJSON
import Testing

@testable import ClaimsStore

@Suite("Bad claim files")
struct BadClaimFilesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var title: String
    var bytes: [UInt8]
    var map: String?
    var message: String
    var testDescription: String { title }

    init(_ title: String, _ text: String, map: String? = nil, _ message: String) {
      self.init(title, bytes: Array(text.utf8), map: map, message)
    }

    init(_ title: String, bytes: [UInt8], map: String? = nil, _ message: String) {
      self.title = title
      self.bytes = bytes
      self.map = map
      self.message = message
    }
  }

  static let cases: [Case] = [
    Case(
      "no ts", "member_id,ndc,time\n1,00071015523,2026-01-31\n",
      """
      claims.csv:1:1: There is no column ts, which every claim needs. Name it in the header, or give \
      a map such as {"columns": {"ts": {"from": "…"}}}; the nearest columns are ndc, time, member_id.
      """),
    Case(
      "neither ts nor member_id", "a,b\n1,2\n",
      """
      claims.csv:1:1: There is no column ts, which every claim needs. Name it in the header, or give \
      a map such as {"columns": {"ts": {"from": "…"}}}; the nearest columns are a, b.
      claims.csv:1:1: There is no column member_id, which every claim needs. Name it in the header, \
      or give a map such as {"columns": {"member_id": {"from": "…"}}}; the nearest columns are b, a.
      """),
    Case(
      "a map names a column that is not there", "date,person\n2026-01-31,1\n",
      map: #"{"columns": {"ts": {"from": "dat"}, "member_id": {"from": "person"}}}"#,
      """
      map.json:1:14: ts comes from "dat", which claims.csv does not have. The nearest columns there \
      are date, person.
      """),
    Case(
      "too few fields", "ts,member_id,ndc\n2026-01-31,1\n",
      """
      claims.csv:2:1: The line has 2 fields where the header has 3. Add the missing fields, blank if \
      need be.
      """),
    Case(
      "too many fields", "ts,member_id\n2026-01-31,1\n2026-01-31,1,2\n",
      """
      claims.csv:3:1: The line has 3 fields where the header has 2. Put a value that holds the \
      delimiter between quotes.
      """),
    Case(
      "a quote that is never closed", "ts,member_id,ndc\n2026-01-31,1,\"0007\n2026-01-31,2,3\n",
      """
      claims.csv:2:14: A quoted value is never closed. Close it with a quote; double a quote inside \
      a value.
      """),
    Case(
      "text after a closing quote", "ts,member_id,ndc\n2026-01-31,1,\"0007\"x\n",
      """
      claims.csv:2:20: There is text after a closing quote. Put the delimiter there, or double the \
      quote inside the value.
      """),
    Case(
      "a quote inside a bare value", "ts,member_id,ndc\n2026-01-31,1,5\" tube\n",
      """
      claims.csv:2:15: There is a quote inside a value that does not begin with one. Put the whole \
      value between quotes and double the quote inside it.
      """),
    Case(
      "a number too large for 32 bits", "ts,member_id,copay\n2026-01-31,1,2147483648\n",
      """
      claims.csv:2:14: "2147483648" is too large for copay, which has 32 bits. Give a map with \
      "copay": {…, "type": "bigint"}.
      """),
    Case(
      "a number too large for 64 bits", "ts,member_id,claim_id\n2026-01-31,1,9223372036854775808\n",
      """
      claims.csv:2:14: "9223372036854775808" is too large for claim_id, which has 64 bits. Give a \
      map with "claim_id": {…, "type": "text"}.
      """),
    Case(
      "a member identifier too large for 32 bits", "ts,member_id\n2026-01-31,99999999999\n",
      """
      claims.csv:2:12: The value is too large for member_id, which has 32 bits. Give a map with \
      "member_id": {…, "type": "bigint"}.
      """),
    Case(
      "a member identifier with letters", "ts,member_id\n2026-01-31,A1\n",
      """
      claims.csv:2:12: The value in member_id is not a number. Write digits only, or give a map with \
      "member_id": {…, "type": "text"}.
      """),
    Case(
      "a blank member identifier", "ts,member_id\n2026-01-31, \n",
      "claims.csv:2:12: member_id is blank. Every claim needs it."),
    Case(
      "UTF-8 cut short",
      bytes: Array("ts,member_id,state\n2026-01-31,1,M\n2026-01-31,1,".utf8) + [0xC3],
      """
      claims.csv:3:14: Byte 47 of the file (0xc3) in state is not UTF-8. Save the file as UTF-8.
      """),
    Case(
      "Latin-1",
      bytes: Array("ts,member_id,city\n2026-01-31,1,M".utf8) + [0xFC] + Array("nster\n".utf8),
      """
      claims.csv:2:14: Byte 32 of the file (0xfc) in city is not UTF-8. Save the file as UTF-8.
      """),
    Case(
      "a NUL byte",
      bytes: Array("ts,member_id,city\n2026-01-31,1,M".utf8) + [0] + Array("x\n".utf8),
      """
      claims.csv:2:14: There is a NUL byte in city. Remove it, or save the file as UTF-8.
      """),
    Case(
      "a day that does not exist", "ts,member_id\n2026-02-30,1\n",
      """
      claims.csv:2:1: "2026-02-30" in ts is not a date that exists. Write it as 2026-01-31, \
      20260131, 01/31/2026, 31-Jan-2026 or 2026-01-31T08:00:00Z.
      """),
    Case(
      "a date in another form than the map's", "ts,member_id\n2026-01-31,1\n",
      map: #"{"columns": {"ts": {"from": "ts", "format": "dd-MMM-yyyy"}}}"#,
      """
      claims.csv:2:1: "2026-01-31" in ts is not a date that exists. Write it in the form that the \
      map gives.
      """),
    Case(
      "a word where a number belongs", "ts,member_id,days_supply\n2026-01-31,1,thirty\n",
      """
      claims.csv:2:14: "thirty" in days_supply is not a number. Write digits only, without signs of \
      money or thousands.
      """),
    Case(
      "dollars without a map", "ts,member_id,copay\n2026-01-31,1,12.50\n",
      """
      claims.csv:2:14: "12.50" in copay is not a whole number. Write whole cents, or give a map with \
      "unit": "dollars".
      """),
    Case(
      "three decimals of money", "ts,member_id,pay\n2026-01-31,1,12.345\n",
      map: #"{"columns": {"copay": {"from": "pay", "unit": "dollars"}}}"#,
      """
      claims.csv:2:14: "12.345" in copay has more than 2 decimals. Round it to whole cents, such as \
      12.34.
      """),
    Case(
      "money without a unit in a map", "ts,member_id,copay\n2026-01-31,1,12\n", map: "{}",
      """
      claims.csv:1:14: copay holds money, and the map gives no unit for it. Add "copay": {"from": \
      "copay", "unit": "dollars"} or "cents" to the map.
      """),
    Case(
      "neither true nor false", "ts,member_id,pa_flag\n2026-01-31,1,maybe\n",
      """
      claims.csv:2:14: "maybe" in pa_flag is neither true nor false. Write true or false.
      """),
    Case(
      "an empty file", "",
      """
      claims.csv: The file is empty. Its first line must name the columns, with ts and member_id.
      """),
    Case(
      "a file of blank lines", "\n \r\n\n",
      """
      claims.csv: The file is empty. Its first line must name the columns, with ts and member_id.
      """),
    Case(
      "a name twice", "ts,member_id,ndc,NDC\n",
      """
      claims.csv:1:18: Columns 3 and 4 are both named "NDC". Rename one of them.
      """),
    Case(
      "a column without a name", "ts,member_id,,ndc\n",
      """
      claims.csv:1:14: Column 3 has no name. Name it in the header.
      """),
    Case(
      "gzip cut short", bytes: [0x1F, 0x8B, 8, 0, 0, 0],
      "claims.csv: It is a gzip file that ends too early. Copy or download it again."),
    Case(
      "gzip with a wrong code", bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF, 0xFF],
      """
      claims.csv: It is a gzip file that is damaged. Copy or download it again; gunzip --test says \
      whether it is whole.
      """),
    Case(
      "UTF-16", bytes: [0xFF, 0xFE, 0x74, 0, 0x73, 0],
      "claims.csv: It is UTF-16. Save the file as UTF-8."),
    Case(
      "a problem below a quoted line break",
      "ts,member_id,note,copay\n2026-01-31,1,\"two\nlines\",x\n",
      """
      claims.csv:3:8: "x" in copay is not a number. Write digits only, without signs of money or \
      thousands.
      """),
    Case(
      "several problems", "ts,member_id,copay\n2026-13-01,,1\n2026-01-31,1,x\n",
      """
      claims.csv:2:1: "2026-13-01" in ts is not a date that exists. Write it as 2026-01-31, \
      20260131, 01/31/2026, 31-Jan-2026 or 2026-01-31T08:00:00Z.
      claims.csv:2:12: member_id is blank. Every claim needs it.
      claims.csv:3:14: "x" in copay is not a number. Write digits only, without signs of money or \
      thousands.
      """),
  ]

  @Test("Says where each problem is, what was found and what to do", arguments: cases)
  func messages(test: Case) throws {
    let workspace = try Workspace()
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try workspace.claims(test.bytes, map: test.map)
    }
    #expect(error.description == test.message)
  }

  @Test("A missing file is named")
  func missing() throws {
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.csv("/nowhere/claims.csv")
    }
    #expect(
      error.description
        == "/nowhere/claims.csv: There is no such file. Check the path and the right to read it.")
  }

  @Test("Twenty problems are shown and the rest are counted")
  func limit() throws {
    let workspace = try Workspace()
    let rows = (1...57).map { "2026-01-31,1,bad\($0)\n" }.joined()
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try workspace.claims("ts,member_id,copay\n" + rows)
    }
    #expect(error.problems.count == 20)
    #expect(error.total == 57)
    #expect(error.description.hasSuffix("\n… and 37 more problems"))
    #expect(error.problems[19].line == 21)
  }

  @Test(
    "A column map says every problem in it",
    arguments: [
      (
        #"{"column": {}}"#,
        #"map.json:1:2 $.column: There is no key "column" here. Use one of columns, delimiter, timeZone."#
      ),
      (
        #"{"delimiter": "x"}"#,
        #"map.json:1:15 $.delimiter: "x" is no delimiter. Write ",", "|", ";" or "\t"."#
      ),
      (
        #"{"timeZone": "Chicago"}"#,
        #"map.json:1:14 $.timeZone: There is no time zone "Chicago". Write one such as "America/Chicago" or "UTC"."#
      ),
      (
        #"{"columns": {"copays": {"from": "x"}}}"#,
        #"map.json:1:14 $.columns.copays: A claims table has no column "copays". The nearest are copay, state, status; other columns keep their own names without a map."#
      ),
      (
        #"{"columns": {"copay": {"from": "x"}}}"#,
        #"map.json:1:23 $.columns.copay: Money needs its unit. Add "unit": "dollars" for 12.34, or "unit": "cents" for 1234."#
      ),
      (
        #"{"columns": {"copay": {"from": "x", "unit": "dollar"}}}"#,
        #"map.json:1:45 $.columns.copay.unit: "dollar" is not known here. Write "dollars" or "cents" or "units" or "thousandths"."#
      ),
      (
        #"{"columns": {"ts": {"from": "x", "format": "dd.QQ"}}}"#,
        #"map.json:1:44 $.columns.ts.format: "dd.QQ" is no form of a date. Write a form such as "yyyy-MM-dd", "MM/dd/yyyy", "dd-MMM-yyyy" or "yyyy-MM-dd HH:mm:ss"."#
      ),
      (
        #"{"columns": {"state": {}}}"#,
        #"map.json:1:23 $.columns.state: It has neither "from" nor "value". Write "from" with the file's column, or "value" with a constant."#
      ),
      (
        #"{"columns": {"state": {"from": "x", "type": "text"}}}"#,
        #"map.json:1:23 $.columns.state: state is VARCHAR and takes no other type. Remove "type"."#
      ),
    ])
  func maps(text: String, message: String) throws {
    let problems = try #require(throws: LocatedProblems.self) {
      _ = try ColumnMap(parsing: text, file: "map.json")
    }
    #expect(problems.description == message)
  }
}

@Suite("Found by fuzzing files")
struct FuzzedFileTests {
  @Test("A left-out record with a longer decimal in an extra column is no crash")
  func leftOutDecimal() throws {
    let workspace = try Workspace()
    let text = "ts,member_id,price\n2026-01-31,1,1.5\nnever,2,2.125\n2026-02-01,3,2.25\n"
    let result = try workspace.claims(
      text, onError: .reject(path: workspace.file("rejects.csv")))
    #expect(result.rejected == 1)
    #expect(result.table.column(named: "price")?.type == .decimal(width: 18, scale: 2))
    #expect(result.table.integers("price") == [150, 225])
  }
}
