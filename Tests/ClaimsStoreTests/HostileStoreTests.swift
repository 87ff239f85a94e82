import Foundation
import Quantities
import Testing

@testable import ClaimsStore

/// Stores whose checksums are right and whose contents are not.
@Suite("Hostile store")
struct HostileStoreTests {
  private static let text = """
    ts,member_id,ndc,copay,status,note,price,pa_flag,seen,days_supply,claim_id,reject_code
    2026-01-31 08:00:00,1,00071,500,paid,héllo,1.50,true,2026-01-01,30,1,
    2026-02-01,2,00072,0,rejected,,2.25,,2026-05-01,90,2,75
    2026-02-28 23:59:59.5,-3,10071,-5,,"x,y",,false,,,3,
    2026-02-28 23:59:59.5,-3,10071,-5,reversed,"x,y",,false,,30,,
    """

  /// Opens and reads everything in every way; only refusals may come out.
  private func readEverything(_ path: String) throws {
    do {
      _ = try ClaimsSnapshot.verify(path)
    } catch is ClaimsStoreError {}
    do {
      let table = try ClaimsSnapshot.open(path)
      try table.verify()
      for column in table.columns {
        for row in 0..<table.rowCount {
          _ = column.text(row) ?? column.integer(row).map { "\($0)" }
        }
      }
      _ = try table.summary(zone: .utc)
      let zone = try #require(ZoneRules(name: "America/Chicago"))
      _ = try ClaimEpisodes(table, zone: zone).runOuts(where: .all)
      try table.writeCSV(to: path + ".csv")
      let database = ClaimsDatabase(claims: table)
      for sql in [
        "SELECT * FROM claims ORDER BY 1, 2",
        "SELECT status, sum(copay), min(ts), max(note) FROM claims GROUP BY status",
        "SELECT count(DISTINCT member_id), avg(price) FROM claims WHERE ts > '2026-02-01'",
        "SELECT date_trunc('month', ts), count(*) FROM claims GROUP BY 1",
      ] {
        do { _ = try database.query(sql) } catch is ClaimsQueryError {}
      }
    } catch is ClaimsStoreError {}
  }

  private func store(_ workspace: Workspace) throws -> [UInt8] {
    let path = workspace.file("good.claims")
    try ClaimsSnapshot.write(try workspace.claims(Self.text).table, to: path)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test("A changed byte under right checksums is refused or read, and never crashes")
  func changedBytes() throws {
    let workspace = try Workspace()
    let good = try store(workspace)
    for index in stride(from: 64, to: good.count, by: 5) {
      for value: UInt8 in [0xFF, good[index] ^ 1] {
        var bytes = good
        bytes[index] = value
        guard var forge = StoreForge(bytes) else { continue }
        forge.seal()
        try readEverything(try workspace.write(forge.bytes, as: "bad.claims"))
      }
    }
  }

  @Test("Random changes under right checksums never crash", arguments: UInt64(1)...20)
  func randomChanges(seed: UInt64) throws {
    let workspace = try Workspace()
    let good = try store(workspace)
    var random = SplitMix(state: seed)
    for _ in 0..<20 {
      guard var forge = StoreForge(good) else { continue }
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<forge.directoryCount, using: &random)
        forge.setDirectory(index, to: [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random) ?? 0)
      }
      forge.seal()
      try readEverything(try workspace.write(forge.bytes, as: "bad.claims"))
    }
  }

  @Test("A text column without texts but with values is refused; found by fuzzing")
  func noTexts() throws {
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/fuzzed-store-1.bin")
    let workspace = try Workspace()
    let path = try workspace.write([UInt8](try Data(contentsOf: fixture)), as: "bad.claims")
    try readEverything(path)
    let error = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
    #expect(error.code == .damaged)
  }

  @Test("A file that says it has 2^39 claims of constant columns is refused at once")
  func manyRows() throws {
    let workspace = try Workspace()
    var forge = try #require(StoreForge(try store(workspace)))
    forge.setDirectory(4, to: 0x80)
    forge.seal()
    let path = try workspace.write(forge.bytes, as: "bad.claims")
    let error = try #require(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
    #expect(error.code == .damaged)
    #expect(error.problem == "Its directory is damaged")
  }

  @Test("Two columns of one name are refused")
  func duplicateNames() throws {
    let workspace = try Workspace()
    let table = try workspace.claims(Self.text).table
    let copay = try #require(table.column(named: "copay"))
    let path = workspace.file("twice.claims")
    try ClaimsSnapshot.write(
      ClaimsTable(columns: table.columns + [copay], timeOfDay: table.timeOfDay), to: path)
    #expect(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
  }

  @Test("A known column of another type is refused")
  func knownTypes() throws {
    let workspace = try Workspace()
    let table = try workspace.claims(Self.text).table
    let columns = table.columns.map { column in
      column.name == "status"
        ? ClaimsColumn(
          name: "status", type: .date, values: table.timeOfDay.values, nulls: nil, dictionary: nil,
          blocks: table.timeOfDay.blocks) : column
    }
    let path = workspace.file("types.claims")
    try ClaimsSnapshot.write(ClaimsTable(columns: columns, timeOfDay: table.timeOfDay), to: path)
    #expect(throws: ClaimsStoreError.self) { _ = try ClaimsSnapshot.open(path) }
  }

  @Test("A code beyond the dictionary is found when its block is first read")
  func codeBeyondDictionary() throws {
    let workspace = try Workspace()
    let good = try store(workspace)
    let table = try ClaimsSnapshot.open(workspace.file("good.claims"))
    let ndc = try #require(table.column(named: "ndc"))
    // Three texts have codes of 8 bits, which no other column begins with.
    let codes = ndc.values.codes.array
    let place = try #require(good.indices.first { Array(good[$0...].prefix(4)) == codes })
    var bytes = good
    bytes[place] = 200
    var forge = try #require(StoreForge(bytes))
    forge.seal()
    let path = try workspace.write(forge.bytes, as: "bad.claims")
    let opened = try ClaimsSnapshot.open(path)
    let error = try #require(throws: ClaimsStoreError.self) {
      try opened.verify(columns: ["ndc"])
    }
    #expect(error.problem == "Block 0 of column ndc is damaged")
  }
}
