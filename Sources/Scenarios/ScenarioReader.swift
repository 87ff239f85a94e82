import LocatedJSON
import Quantities

/// Reads specs; the only reader of them.
public enum ScenarioReader {
  /// What a spec is read for.
  public enum Use: Sendable {
    /// `caseload run`: there must be a calendar, and people are planned.
    case run
    /// `caseload simulate`: every pool has a fixed number of agents.
    case simulate
    /// `caseload check`: either.
    case any
  }

  /// Reads a spec: what it extends, the `--set` values, defaults, alternatives.
  ///
  ///     let resolved = try ScenarioReader.read(
  ///       path: "scenarios/peak.json", data: bytes, sets: ["queues.voice.handleTime.mean=5m"])
  ///
  /// Paths of claims and histories are passed on as they are written; relative ones refer to the
  /// folder of `path`, also when a spec that is extended names them. Without `alternatives`, a spec
  /// whose pools can grow gets "Change nothing" and "Cheapest plan", another one "As planned".
  ///
  /// - Parameters:
  ///   - path: The spec's path as typed, for messages and for `extends`.
  ///   - data: The spec's bytes in UTF-8.
  ///   - sets: Texts `PATH=VALUE`, applied in order after `extends`.
  ///   - seed: A seed that replaces the spec's.
  ///   - use: What the spec is read for.
  ///   - readFile: Reads a spec that `extends` names, by its path joined to that of the spec that
  ///     names it; decides which folders are allowed, and throws an error that says what is wrong.
  /// - Returns: The scenario with its resolved text.
  /// - Throws: ``ScenarioProblems`` with every problem of the spec, ordered by place.
  /// - Complexity: O(size × alternatives).
  public static func read(
    path: String, data: some Collection<UInt8>, sets: [String] = [], seed: UInt64? = nil,
    use: Use = .any, readFile: ((String) throws -> [UInt8])? = nil
  ) throws(ScenarioProblems) -> ResolvedScenario {
    let source = SpecSource(readFile: readFile ?? { _ in throw NoFile() })
    let value = try source.load(path: path, bytes: Array(data), sets: sets, seed: seed)
    let context = ReadingContext(root: value, use: use)
    let scenario = context.scenario(value, path: path)
    guard context.problems.isEmpty, let scenario else {
      precondition(!context.problems.isEmpty, "\(path) cannot be read for no reason")
      throw ScenarioProblems(context.problems)
    }
    let warnings =
      context.warnings.isEmpty ? [] : LocatedProblems(context.warnings).problems
    return ResolvedScenario(
      scenario: scenario, resolvedText: value.prettyText, canonicalText: value.canonicalText,
      warnings: warnings, root: value)
  }

  /// What is thrown for `extends` when no way to read files is given.
  private struct NoFile: Error, CustomStringConvertible {
    var description: String { "no other file can be read here" }
  }
}

/// A scenario with the text that it was read from.
public struct ResolvedScenario: Sendable {
  /// The typed scenario.
  public var scenario: Scenario
  /// The spec after `extends`, `--set` and the seed, as JSON for people; reading it again gives the
  /// same scenario.
  public var resolvedText: String
  /// The same as compact text that depends only on its meaning, for the digest.
  public var canonicalText: String
  /// What is allowed and probably not meant, ordered by place.
  public var warnings: [LocatedProblem]
  /// The spec with the place of every value.
  let root: LocatedValue
}
