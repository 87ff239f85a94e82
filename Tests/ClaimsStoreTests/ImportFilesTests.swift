import Foundation
import GRDB
import Testing

@testable import ClaimsStore

/// A gzip member that holds bytes as they are, by RFC 1951 section 3.2.4 and RFC 1952.
private func stored(_ text: String) -> [UInt8] {
  let bytes = Array(text.utf8)
  func little(_ number: UInt32, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt32($0 * 8)) }
  }
  var crc: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  let length = UInt32(bytes.count)
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(length, 2) + little(~length, 2) + bytes
    + little(~crc, 4) + little(length, 4)
}

@Suite("Import of several kinds of files")
struct ImportFilesTests {
  // Written by Python's gzip module from the 300 rows that the test makes itself.
  static let packed = """
    H4sIAAAAAAACA3XZzardRhRE4XmepQJd1bv/niYQ24MMnIGd9yetwOUGvAQeaXK01etK+8P//NT3b9///Pbjj7++ \
    6u+vX35Ly/y9+f5TU2ttubl9Xo38cdWfV7vycTWfV0v942r/vDpUH1fr8+rUgF9bmvBrWwt+7Wj/+mtuOr/+mi3D \
    cL7DwXTuMoznkmE+DxkG9JRhQi8ZRvSWYUYfGYZMk2HKWIEpEwWmzD1DmDKlwJQZCkyZqcCUWQpMma3QSd77hilv \
    eoEpb3udQr3xUalDnVKd6tTqUqdYtzrVetTpLJs6naXVKdioU7FdRcWWioq9f2NU7FRRsUtFxW4VFXtUdJZNBVPe \
    0oqKjYqK7RpUbGlQsUODir2vEip2aVCxW4PO0hr06okGFXvvm4q9903FDk0qdmpSsfcdSMVuTSr2aNJZNk06S2tS \
    sdGkYrsmFVuaVOzQomKnFhW7tKjY+6qnYo8WnWXTorePtajYaFGxXYuKLS0qdmhTsVObil3aVOzWprO0Nr19ok3F \
    dm0qtrSp2HvfVOy9byp26VCxW4eKPTp0lvdTTGdpHSo2OlRs16FiS4eKHTpU7NShYu+3uFGy92PcqNn7NW50nPdz \
    3OgN9GwdlO1dOxp1e/eORuHexaNRuXfzaJTuXT0atXvnpTXo5mjag+4zMC1Cz05Im9B9BqZV6D4D0y50n4FpGbrP \
    wLQNtef+KeLn/qnie160EN1nYNqIni2RVqJnTaSd6L89kVK+89JW9GyKtBY9qyLtRU+ftBg9fdJm9PRJq9HTJ+1G \
    T5+0HD190nb09Enr0dMn7UdPn7QgPX3ShvT0SSvS0yftSE+f9WKWYrW42C0ulouL7eJivbjYLy4WjIsN43pRzHhh \
    zHhxzHiBzHiRzHijzItlxgtmxotmxgtnBnvGk0HjyaLxZNJ4smk8GTWerBpPZo0nu8aTYePJsvFi2nixbbwYN16s \
    Gy/mjRf7xouB48XC8WLieLFxvBk53qwcb2aONzvHm6HjzdLxZup4s3W8GTverB0f5o4Pe8eHwePD4vFh8viweXwY \
    PT6sHh9mjw+7J43hk8bySWP6pLF90hg/aayfNOZPGvsnjQGUxgKKmUAxGyhmBMWsoJgZFLODYoZQzBKKmUIxWyhh \
    DCWsoYQ5lLCHEgZRwiJKmEQJmyhhFCWsonRmUTq7KJ1hlM4ySmcapbON0hlH6ayjdOZROvsoxT5KsY9S7KMU+yjF \
    Pkqxj1LsoxT7KMU+SrGPMthHGeyjDPZRBvsog32UwT7KYB9lsI8y2EcZ7KNM9lEm+yiTfZTJPspkH2WyjzLZR5ns \
    o0z2USb7KIt9lMU+ymIfZbGPsthHWeyjLPZRFvsoi32UxT7KZh9lv/yvzmYfZbOPstlH2eyjbPZRNvsom32UzT7K \
    YR/lsI9y2Ec57KMc9lEO+yiHfZTDPsphH+X/+9W/89swh8MbAAA=
    """

  @Test("A gzip file gives what the unpacked file gives")
  func gzip() throws {
    let workspace = try Workspace()
    var text = "ts,member_id,ndc\n"
    for row in 0..<300 {
      let day = 1 + row % 28
      text += "2026-01-\(day < 10 ? "0" : "")\(day),\(row),0007101\(row % 5)\n"
    }
    let bytes = try #require(Data(base64Encoded: Self.packed.replacing(" ", with: "")))
    let unpacked = try workspace.claims(text)
    let read = try workspace.claims(Array(bytes))
    #expect(read.table.dataDigest() == unpacked.table.dataDigest())
    #expect(read.table.rowCount == 300)
    #expect(read.decisions.first == "The file is compressed with gzip.")
    // The content has one name, compressed or not.
    #expect(read.table.provenance.sources == unpacked.table.provenance.sources)
  }

  @Test("Gzip members one after the other are one text, and zeros behind them do not count")
  func members() throws {
    let workspace = try Workspace()
    let bytes =
      stored("ts,member_id\n2026-01-31,1\n2026-01") + stored("-31,2\n")
      + [UInt8](
        repeating: 0, count: 512)
    #expect(try workspace.claims(bytes).table.integers("member_id") == [1, 2])
  }

  @Test("A gzip file that is cut anywhere is refused")
  func cut() throws {
    let workspace = try Workspace()
    let whole = stored("ts,member_id\n2026-01-31,1\n")
    for length in 2..<whole.count {
      #expect(throws: ClaimsFileError.self) {
        _ = try workspace.claims(Array(whole[..<length]))
      }
    }
  }

  private func store(_ workspace: Workspace, _ texts: [String], to name: String) throws -> [Int] {
    try texts.enumerated().map { index, text in
      let path = try workspace.write(text, as: "\(name)\(index).csv")
      return try ClaimsImport.files([path], into: workspace.file(name)).rows
    }
  }

  @Test("Several files, and one after the other, make the store that one file with all rows makes")
  func append() throws {
    let workspace = try Workspace()
    let header = "ts,member_id,ndc,copay,pa_flag\n"
    let parts = [
      "2026-01-31,5,b,300,true\n2026-02-01,6,,900,\n", "2026-02-02 10:00:00,70000,a,0,true\n",
      "2026-02-03,5,b,,false\n2026-02-04,8,zz,2147483647,\n",
    ]
    let whole = try workspace.claims(header + parts.joined())
    let paths = try parts.enumerated().map { index, part in
      try workspace.write(header + part, as: "p\(index).csv")
    }
    let together = try ClaimsImport.files(paths, into: workspace.file("together"))
    #expect(together.added == 5 && together.rows == 5)
    #expect(try store(workspace, parts.map { header + $0 }, to: "apart") == [2, 3, 5])
    for name in ["together", "apart"] {
      let table = try ClaimsSnapshot.open(workspace.file(name))
      _ = try ClaimsSnapshot.verify(workspace.file(name))
      #expect(table.dataDigest() == whole.table.dataDigest())
      #expect(table.texts("ndc") == ["b", nil, "a", "b", "zz"])
      #expect(table.provenance.sources.map(\.rows) == [2, 1, 2])
    }
  }

  @Test("A column that only some files have is null for the others; numbers widen")
  func extraColumns() throws {
    let workspace = try Workspace()
    _ = try store(
      workspace,
      [
        "ts,member_id,fee,area\n2026-01-31,1,5,\n",
        "ts,member_id,fee,only\n2026-01-31,2,1.25,2026-01-01\n2026-01-31,3,-9999999999,2026-01-02\n",
        "ts,member_id,area\n2026-01-31,4,north\n",
      ], to: "s")
    let table = try ClaimsSnapshot.open(workspace.file("s"))
    #expect(table.column(named: "fee")?.type == .decimal(width: 18, scale: 2))
    #expect(table.integers("fee") == [500, 125, -999_999_999_900, nil])
    #expect(table.integers("only") == [nil, 20_454, 20_455, nil])
    #expect(table.texts("area") == [nil, nil, nil, "north"])
  }

  @Test("Types that do not go together are refused by the column's name, and the store stays")
  func disagreement() throws {
    let workspace = try Workspace()
    _ = try store(workspace, ["ts,member_id,code\n2026-01-31,1,5\n"], to: "s")
    let before = try Data(contentsOf: URL(fileURLWithPath: workspace.file("s")))
    let path = try workspace.write("ts,member_id,code\n2026-01-31,2,x\n", as: "b.csv")
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.files([path], into: workspace.file("s"))
    }
    #expect(
      error.description == """
        \(path): code is VARCHAR here and INTEGER before. Make the values of code alike, rename it in \
        one file, or import into another store.
        """)
    #expect(try Data(contentsOf: URL(fileURLWithPath: workspace.file("s"))) == before)
    #expect(!FileManager.default.fileExists(atPath: workspace.file("s.partial")))
  }

  @Test("The same file twice is noticed by its name and by its content, and nothing is written")
  func twice() throws {
    let workspace = try Workspace()
    let text = "ts,member_id\n2026-01-31,1\n"
    let path = try workspace.write(text, as: "a.csv")
    let copy = try workspace.write(stored(text), as: "copy.gz")
    let named = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.files([path, workspace.path + "/./a.csv"], into: workspace.file("s"))
    }
    #expect(
      named.description.hasSuffix("The file is named twice. Name it once; nothing was written."))
    #expect(!FileManager.default.fileExists(atPath: workspace.file("s")))
    _ = try ClaimsImport.files([path], into: workspace.file("s"))
    let again = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.files([copy], into: workspace.file("s"))
    }
    #expect(again.problems.map(\.code) == [.repeated])
    #expect(again.description.contains("imported before, as a.csv with 1 rows"))
    #expect(try ClaimsSnapshot.open(workspace.file("s")).rowCount == 1)
  }

  @Test("Tokens and identifiers do not mix in a store")
  func keys() throws {
    let workspace = try Workspace()
    let key = MemberKey(bytes: Array("0123456789abcdef".utf8))
    let first = try workspace.write("ts,member_id\n2026-01-31,1\n", as: "a.csv")
    let second = try workspace.write("ts,member_id\n2026-01-31,2\n", as: "b.csv")
    _ = try ClaimsImport.files([first], into: workspace.file("s"), options: .init(key: key))
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.files([second], into: workspace.file("s"))
    }
    #expect(error.description.contains("are tokens, and no key was given. Give the same --key"))
    let both = try ClaimsImport.files([second], into: workspace.file("s"), options: .init(key: key))
    #expect(both.rows == 2)
  }

  @Test("With a key no message shows a value, because columns may be shifted")
  func hiddenValues() throws {
    let workspace = try Workspace()
    let key = MemberKey(bytes: Array("0123456789abcdef".utf8))
    let error = try #require(throws: ClaimsFileError.self) {
      _ = try workspace.claims("ts,member_id,copay\n2026-01-31,5,W777777\n", key: key)
    }
    #expect(!error.description.contains("777777"))
  }

  @Test("Rejects of several files add up and name their file")
  func rejects() throws {
    let workspace = try Workspace()
    let paths = try ["2026-01-31,1\nx,2\n", "2026-01-31,3\n2026-01-31\n,\n"].enumerated().map {
      try workspace.write("ts,member_id\n\($1)", as: "f\($0).csv")
    }
    let list = workspace.file("rejects.csv")
    let result = try ClaimsImport.files(
      paths, into: workspace.file("s"), options: .init(onError: .reject(path: list)))
    #expect(result.records == 5 && result.rejected == 3 && result.added == 2)
    let lines = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
    #expect(lines[0] == "file,line,column,reason,record")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix("\"\(paths[0])\",3,1,"))
    #expect(lines[3].hasPrefix("\"\(paths[1])\",4,1,"))
  }

  private func database(_ workspace: Workspace, _ statements: String...) throws -> String {
    let path = workspace.file("claims.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      for statement in statements { try database.execute(sql: statement) }
    }
    try queue.close()
    return path
  }

  @Test("A table of an SQLite file gives what the same rows give as CSV")
  func sqlite() throws {
    let workspace = try Workspace()
    let path = try database(
      workspace,
      "CREATE TABLE fills (ts TEXT, member_id INTEGER, ndc TEXT, copay REAL, note TEXT, share REAL)",
      """
      INSERT INTO fills VALUES ('2026-01-31 10:00:00', 1, '00071015523', 5.0, 'a "b", c', 0.125),
        ('2026-02-01', -2, NULL, NULL, 'two' || char(10) || 'lines', 1e-7), ('20260202', 3, ' ', 7, '', 20)
      """)
    let read = try ClaimsImport.csv(path)
    let text =
      "ts,member_id,ndc,copay,note,share\n2026-01-31 10:00:00,1,00071015523,5,\"a \"\"b\"\", c\",0.125\n"
      + "2026-02-01,-2,,,\"two\nlines\",0.0000001\n20260202,3, ,7,,20\n"
    #expect(read.table.dataDigest() == (try workspace.claims(text).table.dataDigest()))
    #expect(read.decisions.first == "The rows are those of fills.")
  }

  @Test("A database with several tables needs a name; a view is one of them")
  func tables() throws {
    let workspace = try Workspace()
    let path = try database(
      workspace, "CREATE TABLE raw (day TEXT, who INTEGER)",
      "INSERT INTO raw VALUES ('2026-01-31', 4)",
      "CREATE VIEW fills AS SELECT day AS ts, who AS member_id FROM raw")
    let several = try #require(throws: ClaimsFileError.self) { _ = try ClaimsImport.csv(path) }
    #expect(
      several.description
        == "\(path): It has 2 tables and views. Say which with --table: \"fills\", \"raw\".")
    let wrong = try #require(throws: ClaimsFileError.self) {
      _ = try ClaimsImport.csv(path, options: .init(table: "fill"))
    }
    #expect(wrong.description.contains("There is no table or view \"fill\". It has \"fills\""))
    let read = try ClaimsImport.csv(path, options: .init(table: "fills"))
    #expect(read.table.integers("member_id") == [4])
  }

  @Test("A bad value of a database is named by its row")
  func badRow() throws {
    let workspace = try Workspace()
    let path = try database(
      workspace, "CREATE TABLE fills (ts TEXT, member_id INTEGER, note TEXT, copay TEXT)",
      "INSERT INTO fills VALUES ('2026-01-31', 1, 'a' || char(10) || 'b', '1')",
      "INSERT INTO fills VALUES ('2026-01-31', 1, NULL, 'x')")
    let error = try #require(throws: ClaimsFileError.self) { _ = try ClaimsImport.csv(path) }
    #expect(
      error.description == """
        \(path): row 2: "x" in copay is not a number. Write digits only, without signs of money or \
        thousands.
        """)
  }

  @Test("The report says how the file was read and which columns were kept as what")
  func report() throws {
    let workspace = try Workspace()
    let result = try workspace.claims(
      "ts|member_id|fee|code\n2026-01-31|1|2.5|007\n2026-01-31|1||\n")
    #expect(result.decisions.first == "Fields are separated by bar.")
    #expect(result.decisions.contains("status is not in the file and stays null."))
    #expect(
      result.decisions.suffix(2) == ["fee is kept as DECIMAL(18,1).", "code is kept as VARCHAR."])
  }
}
