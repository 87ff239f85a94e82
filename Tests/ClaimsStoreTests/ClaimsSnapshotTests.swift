import Foundation
import Quantities
import Testing

@testable import ClaimsStore

@Suite("Snapshot")
struct ClaimsSnapshotTests {
  private static let text = """
    ts,member_id,ndc,copay,status,note,price,pa_flag
    2026-01-31 08:00:00,1,00071,500,paid,héllo,1.50,true
    2026-02-01,2,00072,0,rejected,,2.25,
    2026-02-28 23:59:59.5,-3,10071,-5,,"x,y",,false
    """

  /// Everything that a table says, row by row.
  private func contents(_ table: ClaimsTable) -> [String] {
    (table.columns + [table.timeOfDay]).map { column in
      let values = (0..<table.rowCount).map { row in
        column.text(row) ?? column.integer(row).map { String($0) } ?? "null"
      }
      return "\(column.name) \(column.type.sqlName) \(values)"
    }
  }

  @Test("A table and its snapshot hold the same", arguments: [0, 1, 3])
  func roundTrip(rows: Int) throws {
    let workspace = try Workspace()
    let lines = Self.text.split(separator: "\n").prefix(rows + 1).joined(separator: "\n")
    let table = try workspace.claims(lines).table
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(table, to: path)
    let opened = try ClaimsSnapshot.open(path)
    #expect(contents(opened) == contents(table))
    #expect(opened.schema == table.schema)
    #expect(opened.dataDigest() == table.dataDigest())
    #expect(opened.provenance == table.provenance)
    let size = try Data(contentsOf: URL(fileURLWithPath: path)).count
    #expect(try ClaimsSnapshot.verify(path) == size)
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
  }

  @Test("A store of several blocks answers as the table does")
  func blocks() throws {
    let workspace = try Workspace()
    let table = try Synthetic.large.get()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(table, to: path)
    let opened = try ClaimsSnapshot.open(path)
    let predicate = try ClaimsPredicate("state = 'TX' AND plan_paid > 1000")
    #expect(try opened.selection(where: predicate, threads: 2) == table.selection(where: predicate))
    #expect(opened.columns[0].blocks.count == 2)
  }

  @Test("A flipped byte is found by verify, and never crashes or changes an answer")
  func flippedBytes() throws {
    let workspace = try Workspace()
    let table = try workspace.claims(Self.text).table
    let expected = contents(table)
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(table, to: path)
    let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // Every byte of the header and of the last directory entries, and every ninth in between; all
    // of them take a minute in a debug build.
    let chosen = good.indices.filter { $0 < 64 || $0 % 9 == 0 || $0 >= good.count - 40 }
    for index in chosen {
      var bad = good
      bad[index] ^= 1 << UInt8(index % 8)
      let damaged = try workspace.write(bad, as: "bad.claims")
      #expect(throws: ClaimsStoreError.self, "byte \(index)") {
        _ = try ClaimsSnapshot.verify(damaged)
      }
      do {
        let opened = try ClaimsSnapshot.open(damaged)
        try opened.verify()
        #expect(contents(opened) == expected)
      } catch let error as ClaimsStoreError {
        #expect(error.code != .unreadable)
      }
    }
  }

  @Test("Every cut-short file is refused")
  func truncated() throws {
    let workspace = try Workspace()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(try workspace.claims(Self.text).table, to: path)
    let good = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for count in stride(from: 0, to: good.count, by: 97) {
      let cut = try workspace.write(Array(good[0..<count]), as: "cut.claims")
      #expect(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(cut) }
    }
    let longer = try workspace.write(good + [0], as: "long.claims")
    let error = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(longer) }
    #expect(
      error.description
        == "\(longer): It has \(good.count + 1) bytes instead of \(good.count). Import the claims again, "
        + "or restore the store from a copy.")
  }

  @Test("A foreign file is refused, and never replaced")
  func foreign() throws {
    let workspace = try Workspace()
    let path = try workspace.write("ts,member_id\n2026-01-31,1\n", as: "claims.csv")
    let message =
      "\(path): It is not a claims store. Give a store that \"caseload claims import\" wrote."
    let opening = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
    #expect(opening.description == message)
    let writing = try #require(throws: ClaimsStoreError.self) {
      try ClaimsSnapshot.write(.empty, to: path)
    }
    #expect(writing.description == message)
  }

  @Test("A newer version is refused with what to do")
  func newer() throws {
    let workspace = try Workspace()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(.empty, to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[8] = 9
    // A newer writer also has a right header checksum.
    let digest = ClaimsSnapshotTests.headerDigest(bytes)
    bytes.replaceSubrange(56..<64, with: digest)
    let newer = try workspace.write(bytes, as: "newer.claims")
    let error = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(newer) }
    #expect(
      error.description
        == "\(newer): It has format version 9, and this Caseload reads version 2. Use a newer Caseload, "
        + "or import the claims again with this one.")
  }

  @Test("An older version is refused with what to do, and may be replaced")
  func older() throws {
    let workspace = try Workspace()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(.empty, to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[8] = 1
    let older = try workspace.write(bytes, as: "older.claims")
    let error = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(older) }
    #expect(error.code == .older)
    #expect(
      error.description
        == "\(older): It has format version 1, and this Caseload reads version 2. Import the claims "
        + "again with this one.")
    try ClaimsSnapshot.write(.empty, to: older)
    #expect(try ClaimsSnapshot.open(older).rowCount == 0)
  }

  @Test("A damaged store may be replaced, and the new one keeps who may read it")
  func replacesDamaged() throws {
    let workspace = try Workspace()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(.empty, to: path)
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    bytes[20] ^= 1
    _ = try workspace.write(bytes, as: "a.claims")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
    try ClaimsSnapshot.write(.empty, to: path)
    #expect(try ClaimsSnapshot.open(path).rowCount == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
  }

  @Test("A missing store and an unwritable folder are named")
  func unreachable() throws {
    let missing = try #require(throws: ClaimsStoreError.self) {
      _ = try ClaimsSnapshot.open("/nowhere/a")
    }
    #expect(
      missing.description
        == "/nowhere/a: There is no such file. Check the path and the right to read it.")
    let writing = try #require(throws: ClaimsStoreError.self) {
      try ClaimsSnapshot.write(.empty, to: "/nowhere/a")
    }
    #expect(writing.code == .unwritable)
  }

  @Test("While one import writes, another is told to wait, and the old store stays readable")
  func busy() throws {
    let workspace = try Workspace()
    let path = workspace.file("a.claims")
    try ClaimsSnapshot.write(.empty, to: path)
    let writer = try ReplacingFile(path: path)
    let error = try #require(throws: ClaimsStoreError.self) {
      try ClaimsSnapshot.write(.empty, to: path)
    }
    #expect(error.code == .busy)
    #expect(try ClaimsSnapshot.open(path).rowCount == 0)
    writer.discard()
  }

  @Test("The digest of the data does not depend on the file it came from")
  func digest() throws {
    let workspace = try Workspace()
    let first = try workspace.claims(Self.text).table
    let second = try workspace.claims(Self.text + "\r\n\n").table
    #expect(first.dataDigest() == second.dataDigest())
    #expect(first.provenance != second.provenance)
    #expect(
      try workspace.claims(Self.text.replacing("500", with: "501")).table.dataDigest()
        != first.dataDigest())
  }

  private static func headerDigest(_ bytes: [UInt8]) -> [UInt8] {
    var writer = ByteWriter()
    writer.add(ClaimsSnapshot.digest(ofHeader: bytes))
    return writer.bytes
  }
}

@Suite("Summary")
struct ClaimsSummaryTests {
  @Test("Counts of 1 to 10 are hidden, and a second one with a lone hidden one")
  func suppression() throws {
    let workspace = try Workspace()
    var text = "ts,member_id,status,reject_code,claim_id\n"
    for row in 0..<40 {
      text +=
        "2026-01-31,\(row),rejected,\(row < 3 ? "70" : row < 18 ? "75" : "79"),\(row == 39 ? 1 : row)\n"
    }
    text += "2026-02-03,99,,,100\n"
    let summary = try workspace.claims(text).table.summary(zone: .utc)
    #expect(summary.rows == 41)
    #expect(summary.members == .exact(41))
    #expect(summary.rejects.map(\.code) == ["70", "75", "79"])
    #expect(summary.rejects.map(\.count) == [.suppressed, .suppressed, .exact(22)])
    #expect(summary.missingStatuses == 1)
    #expect(summary.duplicateClaimIDs == 1)
    #expect(summary.dateOnlyShare == 1)
    #expect(summary.firstDay?.description == "2026-01-31")
    #expect(summary.lastDay?.description == "2026-02-03")
  }
}
