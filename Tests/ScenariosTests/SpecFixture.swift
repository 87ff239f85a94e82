import Foundation
import LocatedJSON
import Scenarios

/// Reads specs in tests.
enum SpecFixture {
  /// The project's root: the folder that holds `scenarios/`.
  static let root: URL? = {
    var folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      let probe = folder.appendingPathComponent("scenarios/mail-order-january.json").path
      if FileManager.default.fileExists(atPath: probe) { return folder }
    }
    return nil
  }()

  /// The bytes of a shipped scenario.
  static func shipped(_ name: String) throws -> [UInt8] {
    guard let root else { throw Absent() }
    return [UInt8](try Data(contentsOf: root.appendingPathComponent("scenarios/" + name)))
  }

  struct Absent: Error {}

  /// Reads a spec; the messages when it is refused.
  static func outcome(
    _ text: String, sets: [String] = [], use: ScenarioReader.Use = .any,
    files: [String: String] = [:]
  ) -> Result<ResolvedScenario, ScenarioProblems> {
    do {
      return .success(
        try ScenarioReader.read(
          path: "s.json", data: text.utf8, sets: sets, use: use,
          readFile: { path in
            guard let text = files[path] else { throw NoSuchFile() }
            return Array(text.utf8)
          }))
    } catch {
      return .failure(error)
    }
  }

  struct NoSuchFile: Error, CustomStringConvertible {
    var description: String { "there is no such file" }
  }

  /// The messages about a spec, without the file's name; empty when it is accepted.
  static func messages(
    _ text: String, sets: [String] = [], use: ScenarioReader.Use = .any
  ) -> [String] {
    switch outcome(text, sets: sets, use: use) {
    case .success: []
    case .failure(let problems): problems.problems.map(\.description)
    }
  }
}
