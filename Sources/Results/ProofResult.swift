import Quantities

/// What the proof stage hands on: the plan run in the simulator, beside the closed forms.
public struct ProofResult: Codable, Equatable, Sendable {
  /// Every goal of every queue, in the order of the spec.
  public var goals: [GoalProof]
  /// Whether every required goal's 95 % interval meets its target in every period.
  public var certified: Bool
  /// Replications run on the planning path.
  public var replications: Int
  /// Rank of the planning path among the demand paths by required hours, 0...1.
  public var pathRank: Double
  /// Share of sampled paths in which every required goal is met, with its 95 % interval; nothing
  /// when paths were not sampled.
  public var pathShare: Estimate?
  /// Demand paths that were simulated for `pathShare`.
  public var pathsSimulated: Int
  /// Occupancy by pool over the horizon: busy ÷ staffed time.
  public var occupancy: [PoolOccupancy]
  /// Makes the stage's value.
  public init(
    goals: [GoalProof], certified: Bool, replications: Int, pathRank: Double,
    pathShare: Estimate?, pathsSimulated: Int, occupancy: [PoolOccupancy]
  ) {
    (self.goals, self.certified, self.replications) = (goals, certified, replications)
    (self.pathRank, self.pathShare) = (pathRank, pathShare)
    (self.pathsSimulated, self.occupancy) = (pathsSimulated, occupancy)
  }
}

/// A mean with the half-width of its 95 % interval.
public struct Estimate: Codable, Equatable, Sendable {
  /// The mean.
  public var mean: Double
  /// Half the width of the 95 % interval; not negative.
  public var halfWidth: Double
  /// Makes an estimate.
  public init(mean: Double, halfWidth: Double) { (self.mean, self.halfWidth) = (mean, halfWidth) }
}

/// One goal, judged over each of its periods.
public struct GoalProof: Codable, Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// The promise in words: `80 % of offered calls answered within 30 s, over the month`.
  public var goal: String
  /// The measure: `serviceLevel`, `speedOfAnswer`, `abandonment` or `deadline`.
  public var measure: String
  /// The target: a share, or seconds.
  public var target: Double
  /// Whether a greater value is better.
  public var greaterIsBetter: Bool
  /// Whether a miss decides the certificate.
  public var required: Bool
  /// The periods, in order.
  public var periods: [PeriodProof]
  /// Whether every period's interval meets the target.
  public var met: Bool
  /// First day of the first week in which the goal fails; nothing when it never does.
  public var firstFailure: LocalDate?
  /// Makes a goal's proof.
  public init(
    queue: String, goal: String, measure: String, target: Double, greaterIsBetter: Bool,
    required: Bool, periods: [PeriodProof], met: Bool, firstFailure: LocalDate?
  ) {
    (self.queue, self.goal, self.measure, self.target) = (queue, goal, measure, target)
    (self.greaterIsBetter, self.required, self.periods) = (greaterIsBetter, required, periods)
    (self.met, self.firstFailure) = (met, firstFailure)
  }
}

/// One period of a goal.
public struct PeriodProof: Codable, Equatable, Sendable {
  /// The period: `2027-01`, `2027-W01`, a date, or `all`.
  public var period: String
  /// What the closed form says; nothing where there is none.
  public var formula: Double?
  /// What the simulation says.
  public var simulated: Estimate
  /// Whether the interval meets the target.
  public var met: Bool
  /// Items offered in the period, mean over replications.
  public var offered: Double
  /// Items late (deadline) or abandoned (others) in the period, mean over replications.
  public var failed: Double
  /// Makes a period.
  public init(
    period: String, formula: Double?, simulated: Estimate, met: Bool, offered: Double,
    failed: Double
  ) {
    (self.period, self.formula, self.simulated, self.met) = (period, formula, simulated, met)
    (self.offered, self.failed) = (offered, failed)
  }
}

/// A pool's occupancy.
public struct PoolOccupancy: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Busy ÷ staffed time, 0...1.
  public var occupancy: Estimate
  /// Makes a pool's occupancy.
  public init(pool: String, occupancy: Estimate) { (self.pool, self.occupancy) = (pool, occupancy) }
}
