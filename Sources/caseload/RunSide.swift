import Foundation
import Planning
import Results
import Scenarios

/// One side of a comparison: a run folder, or a spec that is run for it.
struct RunSide {
  /// How it is named in tables.
  var name: String
  /// What it is known by.
  var facts: RunFacts
  /// The alternative of interest.
  var alternative: RunFacts.Alternative

  /// Reads `PATH` or `PATH#ALTERNATIVE`; without a name, the alternative that the report leads with.
  static func read(_ text: String, options: SideOptions) throws -> RunSide {
    let (path, wanted) = split(text)
    let facts = try isFolder(path) ? folder(path) : options.run(path)
    guard let name = wanted ?? facts.leading, let found = facts.alternative(named: name) else {
      let known = facts.alternatives.map { "\"\($0.name)\"" }.joined(separator: ", ")
      throw Outcome.wrongInput(
        "\(path): there is no alternative \"\(wanted ?? "")\". It has \(known).")
    }
    return RunSide(name: "\(path): \(found.name)", facts: facts, alternative: found)
  }

  /// What a run folder's result is known by.
  static func folder(_ path: String) throws -> RunFacts {
    let file = path + "/" + RunFolder.marker
    guard FileManager.default.fileExists(atPath: file) else {
      throw Outcome.wrongInput(
        "\(path): this folder is no run folder: it has no \(RunFolder.marker). Name a spec or a run folder."
      )
    }
    do {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
      let decoder = JSONDecoder()
      // As the run folder writes numbers that are not finite.
      decoder.nonConformingFloatDecodingStrategy = .convertFromString(
        positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
      return RunFacts(try decoder.decode(PlanResult.self, from: bytes))
    } catch is DecodingError {
      throw Outcome.wrongInput(
        "\(file): this is no whole result, as after --formats without json. Run the spec again with json."
      )
    } catch {
      throw Outcome.wrongInput("\(file): cannot be read. Check its permissions.")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path + "/.")
  }

  /// A `#` divides only where no file has it in its name.
  private static func split(_ text: String) -> (path: String, alternative: String?) {
    guard !FileManager.default.fileExists(atPath: text), let mark = text.firstIndex(of: "#") else {
      return (text, nil)
    }
    return (String(text[..<mark]), String(text[text.index(after: mark)...]))
  }
}

/// How specs are run for a comparison.
final class SideOptions {
  private let data: [String]
  private let threads: Int
  /// Stages that several specs share.
  private let cache = StageCache()
  /// What specs that were run already are known by.
  private var known: [String: RunFacts] = [:]

  init(data: [String], threads: Int) { (self.data, self.threads) = (data, threads) }

  /// Runs a spec, once however many of its alternatives are asked for.
  func run(_ path: String) throws -> RunFacts {
    if let facts = known[path] { return facts }
    let resolved = try SpecFile.read(path, sets: [], seed: nil, use: .run)
    let facts = RunFacts(
      try userFacing(about: resolved) { try runScenario(resolved, options: options(path)).result })
    known[path] = facts
    return facts
  }

  /// Options for the runs of one spec.
  func options(_ path: String) -> RunOptions {
    let progress = Progress()
    var options = RunOptions(
      data: DataAccess(
        specPath: path, workingFolder: FileManager.default.currentDirectoryPath, dataFolders: data),
      threads: threads, command: "caseload run \(shellQuoted(path))", progress: progress.show)
    options.cache = cache
    // A side is known by its costs and goals.
    options.isStudied = false
    return options
  }
}
