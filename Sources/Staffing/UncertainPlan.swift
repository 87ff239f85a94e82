/// One possible future of demand: what it requires.
public struct DemandPath: Equatable, Sendable {
  /// On-phone hours required by unit and week, as in ``WorkUnit/requiredHours``.
  public var requiredHours: [[Double]]
  /// Most agents required at once by unit and week, as in ``WorkUnit/peakAgents``.
  public var peakAgents: [[Double]]
  /// Makes a path.
  public init(requiredHours: [[Double]], peakAgents: [[Double]]) {
    (self.requiredHours, self.peakAgents) = (requiredHours, peakAgents)
  }
}

/// Employees chosen before demand is known, assistants after, over many demand paths.
public struct UncertainPlan: Equatable, Sendable {
  /// Whole employees who start, by pool and week; zero for assistants' pools.
  public var starters: [[Int]]
  /// What each path comes to with these employees, in the order of the paths.
  public var outcomes: [PathOutcome]
  /// Indices of the paths on which the employees were chosen, ascending.
  public var sample: [Int]
  /// Mean dollars of the sample; no choice of employees can make it less.
  public var bound: Double
  /// Mean dollars of the sample with the chosen employees, to hold beside ``bound``.
  public var sampleDollars: Double
  /// What each path comes to if assistants too are fixed before demand is known.
  public var fixedOutcomes: [PathOutcome]
  /// What each path comes to with the employees that suit the mean path best.
  public var meanPathOutcomes: [PathOutcome]

  /// Mean dollars over the paths.
  public var meanDollars: Double { UncertainPlan.mean(outcomes) }
  /// Dollars more, on average over the paths, if assistants too were fixed before demand is known.
  public var flexibilityValue: Double { UncertainPlan.mean(fixedOutcomes) - meanDollars }
  /// Dollars more, on average over the paths, with the employees that suit the mean path best.
  public var stochasticValue: Double { UncertainPlan.mean(meanPathOutcomes) - meanDollars }

  private static func mean(_ outcomes: [PathOutcome]) -> Double {
    outcomes.reduce(0) { $0 + $1.dollars } / Double(max(1, outcomes.count))
  }

  /// The dollars that a share of the paths does not exceed: the value at rank ⌈share × paths⌉.
  ///
  /// - Parameter share: `0 < share <= 1`, such as 0.1, 0.5 or 0.9.
  /// - Returns: One of the outcomes' dollars; 0 without paths.
  public func dollars(atShare share: Double) -> Double {
    precondition(share > 0 && share <= 1, "a share of \(share)")
    let sorted = outcomes.map(\.dollars).sorted()
    guard !sorted.isEmpty else { return 0 }
    let rank = Int((share * Double(sorted.count) - 1e-9).rounded(.up))
    return sorted[min(sorted.count, max(1, rank)) - 1]
  }
}

/// What one demand path comes to.
public struct PathOutcome: Equatable, Sendable {
  /// Pay, hires, set-up and minimums, and hours short at their price.
  public var dollars: Double
  /// Hours short over the horizon.
  public var shortHours: Double
  /// Paid hours of assistants over the horizon.
  public var assistantHours: Double
  /// People who are brought in, by pool.
  public var hires: [Int]
  /// Most people in a week, by pool.
  public var peakPeople: [Double]
}

/// Chooses employees for many demand paths at once, with assistants to follow each of them.
///
/// A two-stage program by sample average approximation: starters of employees and the set-up of
/// assistants are the same in every path; heads and hours of assistants and who works on what differ.
/// Employees are chosen on a sample of paths, stratified by their required hours; every path is then
/// priced with them, assistants in whole heads. In a path, assistants are planned with the whole path
/// known.
///
/// - Parameters:
///   - problem: The weeks, the pools and the units; the units' own hours are not used.
///   - paths: The demand paths, equally likely; at least one.
///   - shortHourPrice: Dollars that an hour short is worth; positive.
///   - sampleSize: Paths on which employees are chosen; more are slower.
/// - Returns: The employees, every path's outcome and what flexibility is worth.
/// - Throws: ``StaffingError`` for a path that cannot be planned.
/// - Complexity: Three linear programs of `sampleSize` times the size of one plan's, and three small
///   ones for each path.
public func planUnderUncertainty(
  _ problem: WorkforceProblem, paths: [DemandPath], shortHourPrice: Double, sampleSize: Int = 5
) throws(StaffingError) -> UncertainPlan {
  let search = try TwoStageSearch(problem, paths: paths, shortHourPrice: shortHourPrice)
  let sample = search.stratified(sampleSize)
  let chosen = try search.firstStage(sample, fixingAssistants: false)
  let outcomes = try search.outcomes(chosen)
  let rigid = try search.outcomes(search.firstStage(sample, fixingAssistants: true))
  let naive = try search.outcomes(search.meanPathStage())
  return UncertainPlan(
    starters: chosen.starters, outcomes: outcomes, sample: sample, bound: chosen.bound,
    sampleDollars: sample.reduce(0) { $0 + outcomes[$1].dollars } / Double(sample.count),
    fixedOutcomes: rigid, meanPathOutcomes: naive)
}
