import Foundation
import Testing

@testable import Planning

@Suite("Files that a spec names")
struct DataAccessTests {
  /// A spec folder and a data folder, side by side.
  private func folders() throws -> (base: URL, access: DataAccess) {
    let base = FileManager.default.temporaryDirectory.appendingPathComponent(
      "caseload-access-\(UUID().uuidString)")
    for name in ["spec", "data", "elsewhere"] {
      let folder = base.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data("x".utf8).write(to: folder.appendingPathComponent("\(name).csv"))
    }
    let access = DataAccess(
      specPath: base.appendingPathComponent("spec/a.json").path,
      workingFolder: base.appendingPathComponent("spec").path,
      dataFolders: [base.appendingPathComponent("data").path])
    return (base, access)
  }

  @Test(
    "A file in the spec's folder or a data folder is found", arguments: ["spec.csv", "data.csv"])
  func found(name: String) throws {
    let (_, access) = try folders()
    #expect(try access.resolve(name, named: "$.claims.csv").hasSuffix(name))
  }

  @Test("A path that climbs out of the folders is refused and says what to add")
  func climbing() throws {
    let (_, access) = try folders()
    let error = #expect(throws: PlanningError.self) {
      try access.resolve("../elsewhere/elsewhere.csv", named: "$.claims.csv")
    }
    #expect(error?.description.contains("Add --data with the folder it is in.") == true)
  }

  @Test("An absolute path outside the folders is refused")
  func absolute() throws {
    let (base, access) = try folders()
    let path = base.appendingPathComponent("elsewhere/elsewhere.csv").path
    #expect(throws: PlanningError.self) { try access.resolve(path, named: "$.claims.csv") }
  }

  @Test("A link that leads out of the folders is refused")
  func link() throws {
    let (base, access) = try folders()
    try FileManager.default.createSymbolicLink(
      at: base.appendingPathComponent("spec/link.csv"),
      withDestinationURL: base.appendingPathComponent("elsewhere/elsewhere.csv"))
    #expect(throws: PlanningError.self) { try access.resolve("link.csv", named: "$.claims.csv") }
  }

  @Test("A file that is nowhere says where it was looked for")
  func missing() throws {
    let (_, access) = try folders()
    let error = #expect(throws: PlanningError.self) {
      try access.resolve("none.csv", named: "$.claims.csv")
    }
    #expect(error?.description.contains("no file \"none.csv\"") == true)
  }
}
