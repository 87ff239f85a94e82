import ClaimsStore
import Foundation
import Quantities
import Results
import Scenarios

/// A finished run whose plans are kept.
public struct EarlierPlans: Sendable {
  /// How a user names the run, for messages.
  public var name: String
  /// Its resolved spec, JSON.
  public var spec: Data
  /// Its answer.
  public var result: PlanResult
  /// Makes an earlier run.
  public init(name: String, spec: Data, result: PlanResult) {
    (self.name, self.spec, self.result) = (name, spec, result)
  }
}

/// Prices the plans of an earlier run anew, with the spec's prices.
///
/// People, hires, proof and the work done stay; only what a price decides is computed: the lines of cost,
/// which alternative is the cheapest, cash and break-even. Ranges over demand paths, sensitivities and
/// the what-ifs need new plans and are left out.
///
/// - Parameters:
///   - resolved: The spec as read.
///   - earlier: The run whose plans are kept.
///   - options: How to run it.
/// - Returns: The answer.
/// - Throws: ``PlanningError`` when the spec differs from the earlier one in more than prices, with each
///   place.
/// - Complexity: O(months × pools × queues) an alternative.
public func repriceScenario(
  _ resolved: ResolvedScenario, from earlier: EarlierPlans, options: RunOptions
) throws -> RunOutput {
  let others = try PriceDifferences(resolved.resolvedText, earlier.spec).others
  guard others.isEmpty else {
    throw PlanningError(
      others.map {
        "\($0): differs from the run \(earlier.name), and is no price. --plan-from keeps plans and "
          + "prices them anew; leave it out to plan for this value."
      })
  }
  let calendar = try ScenarioRun.calendar(resolved.scenario)
  let stages = resolved.scenario.alternatives.map {
    RepricedStage(calendar: calendar, alternative: $0)
  }
  guard stages.map(\.alternative.name) == earlier.result.alternatives.map(\.name) else {
    throw PlanningError(
      "$.alternatives: the run \(earlier.name) has "
        + earlier.result.alternatives.map { "\"\($0.name)\"" }.joined(separator: ", ")
        + ". Leave --plan-from out to plan for others.")
  }
  let digest = contentDigest(of: Array(resolved.canonicalText.utf8))
  guard digest != earlier.result.provenance.specDigest else {
    // The same spec: the same answer, written again.
    return RunOutput(
      result: earlier.result, timings: [],
      defaultFolder: "runs/\(slug(resolved.scenario.name))-"
        + AnswerAssembly.digest8(earlier.result.provenance))
  }
  let started = ContinuousClock.now
  let results = try zip(stages, earlier.result.alternatives).map { try $0.repriced($1) }
  let assembly = AnswerAssembly(
    resolved: resolved, calendar: calendar, command: options.command, fileDigests: [],
    threads: options.threads, isStudied: false)
  var answer = earlier.result
  answer.alternatives = results
  answer.recommended = AnswerAssembly.recommended(results)
  (answer.sensitivities, answer.whatIfs, answer.workload) = ([], [], nil)
  answer.comparison = try earlier.result.comparison.map {
    try RepricedComparison(
      calendar: calendar, stages: stages, results: results,
      discountRatePerYear: resolved.scenario.discountRatePerYear
    ).comparison($0)
  }
  answer.warnings =
    [
      "The plans are those of an earlier run at other prices; ranges over futures, sensitivities and "
        + "what-ifs are left out. Run without --plan-from for plans that these prices would make the cheapest."
    ] + resolved.warnings.map(\.description) + assembly.warnings(results)
  answer.provenance.command = options.command
  answer.provenance.version = caseloadVersion
  answer.owner = resolved.scenario.owner
  answer.provenance.specDigest = digest
  let taken = (ContinuousClock.now - started).components
  return RunOutput(
    result: answer,
    timings: [
      StageTiming(
        stage: "reprice", seconds: Double(taken.seconds) + Double(taken.attoseconds) / 1e18)
    ],
    defaultFolder: "runs/\(slug(resolved.scenario.name))-repriced-"
      + AnswerAssembly.digest8(answer.provenance))
}

/// Where two resolved specs differ, apart from prices and words.
struct PriceDifferences {
  /// The places that are neither.
  private(set) var others: [String] = []

  /// Keys of prices, and of words that decide nothing.
  static let free: Set<String> = [
    "salaryPerYear", "loadedCostPerYear", "wagePerHour", "load", "pricing", "supervision",
    "technologyPerMonth", "recruitingPerHire", "trainingPerHire", "severancePerPerson",
    "terminationFee", "costPerPerson", "perHour", "perMonth", "each", "shareOfPay",
    "discountRatePerYear", "name",
    "question", "notes", "$schema",
    "owner",
  ]

  init(_ text: String, _ earlier: Data) throws {
    let new = try JSONSerialization.jsonObject(with: Data(text.utf8))
    guard let old = try? JSONSerialization.jsonObject(with: earlier) else {
      throw PlanningError(
        "the earlier run's spec.json cannot be read as JSON. Make that run again.")
    }
    compare(new, old, at: "$")
  }

  private mutating func compare(_ new: Any?, _ old: Any?, at path: String) {
    switch (new, old) {
    case (let left as [String: Any], let right as [String: Any]):
      for key in Set(left.keys).union(right.keys).sorted()
      where !PriceDifferences.free.contains(key) {
        compare(left[key], right[key], at: "\(path).\(key)")
      }
    case (let left as [Any], let right as [Any]) where left.count == right.count:
      for (index, pair) in zip(left, right).enumerated() {
        compare(pair.0, pair.1, at: "\(path)[\(index)]")
      }
    case (let left as NSObject, let right as NSObject):
      if left != right { others.append(path) }
    case (nil, nil): break
    default: others.append(path)
    }
  }
}
