import Foundation
import GRDB
import Results
import RunCatalog
import Testing

@Suite("Catalogue of runs")
struct RunCatalogTests {
  /// A folder of its own with the path of a catalogue in it.
  private func path() throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "catalog-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder.appendingPathComponent("runs/catalog.sqlite").path
  }

  private func run(_ name: String) throws -> CatalogRun {
    let text = """
      { "name": "\(name)", "start": "2027-01-01", "end": "2027-01-31", "recommended": "Mix",
        "leading": "Mix",
        "alternatives": [ { "name": "Mix", "planned": true, "certified": true, "costCents": 1234,
          "otherCents": 34, "work": [], "pools": [
            { "pool": "people", "paidHours": 10.5, "runningCents": 1200 } ] } ],
        "provenance": { "version": "1", "seed": 18446744073709551615, "specDigest": "ab",
          "dataDigest": "", "command": "caseload run x.json" } }
      """
    let facts = try JSONDecoder().decode(RunFacts.self, from: Data(text.utf8))
    return CatalogRun(folder: "runs/x", spec: "{}", missesGoal: true, facts: facts)
  }

  @Test("What is recorded comes back whole, newest first, with numbers from 1")
  func roundTrip() throws {
    let path = try path()
    #expect(try RunCatalog.existing(path) == nil)
    let catalog = try RunCatalog(recordingIn: path)
    #expect(try catalog.record(try run("First")) == 1)
    #expect(try catalog.record(try run("Second")) == 2)
    let again = try #require(try RunCatalog.existing(path))
    let found = try again.newest(5)
    #expect(found.map(\.facts.name) == ["Second", "First"])
    var expected = try run("First")
    (expected.id, expected.recordedAt) = (1, found[1].recordedAt)
    #expect(try again.run("1") == expected)
    #expect(found[1].recordedAt.count == 19)
    #expect(throws: CatalogError.noRun(id: "7", known: ["2", "1"])) { try again.run("7") }
  }

  @Test("Several writers at once lose nothing")
  func writers() async throws {
    let path = try path()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<4 {
        let run = try run("Writer \(writer)")
        group.addTask {
          // Each opens the file itself, as a process of its own would.
          for _ in 0..<10 { _ = try RunCatalog(recordingIn: path).record(run) }
        }
      }
      try await group.waitForAll()
    }
    let runs = try RunCatalog(recordingIn: path).newest(100)
    #expect(runs.map(\.id) == (1...40).reversed().map(Int64.init))
  }

  @Test("A catalogue of the first version is brought up to date with its runs")
  func migration() throws {
    let path = try path()
    _ = try RunCatalog(recordingIn: path).record(try run("Old"))
    // Back to the first version, as it was shipped.
    let queue = try DatabaseQueue(path: path)
    try queue.write { database in
      try database.execute(sql: "DROP INDEX run_by_spec")
      try database.execute(sql: "ALTER TABLE run DROP COLUMN misses_goal")
      try database.execute(sql: "PRAGMA user_version = 1")
    }
    try queue.close()
    let runs = try RunCatalog(recordingIn: path).newest(5)
    #expect(runs.map(\.facts.name) == ["Old"])
    #expect(runs[0].missesGoal == false)
  }

  @Test(
    "A file that is damaged, another program's or newer is refused and stays as it is",
    arguments: ["damaged", "foreign", "newer"])
  func refused(kind: String) throws {
    let path = try path()
    _ = try RunCatalog(recordingIn: path).record(try run("Kept"))
    switch kind {
    case "damaged":
      var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
      for index in 0..<60 { bytes[index] = UInt8(index) }
      try bytes.write(to: URL(fileURLWithPath: path))
    default:
      let queue = try DatabaseQueue(path: path)
      try queue.write { database in
        try database.execute(
          sql: kind == "foreign" ? "PRAGMA application_id = 7" : "PRAGMA user_version = 99")
      }
      try queue.close()
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    do throws(CatalogError) {
      _ = try RunCatalog(recordingIn: path)
      Issue.record("the file was taken")
    } catch {
      switch (kind, error) {
      case ("damaged", .damaged), ("foreign", .foreign), ("newer", .newer): break
      default: Issue.record("\(error)")
      }
      #expect(error.description.hasPrefix(path))
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }
}
