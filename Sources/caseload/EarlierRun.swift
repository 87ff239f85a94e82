import Foundation
import Planning
import Results

/// Reads a run folder for `--plan-from`.
enum EarlierRun {
  /// The plans of a run folder.
  static func read(_ path: String) throws -> EarlierPlans {
    let spec = try file("spec.json", of: path)
    let bytes = try file(RunFolder.marker, of: path)
    do {
      return EarlierPlans(
        name: path, spec: spec, result: try JSONDecoder().decode(PlanResult.self, from: bytes))
    } catch {
      throw Outcome.wrongInput(
        "--plan-from \(path): its result.json is not the whole result of this version. Run it again "
          + "with json among --formats.")
    }
  }

  private static func file(_ name: String, of folder: String) throws -> Data {
    let path = folder + "/" + name
    guard FileManager.default.fileExists(atPath: path) else {
      throw Outcome.wrongInput("--plan-from \(folder): there is no \(name). Name a run folder.")
    }
    return Data(try SpecFile.bytes(path))
  }
}
