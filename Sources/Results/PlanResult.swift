import Quantities

/// The whole answer to a scenario: every stage and what a reader needs to act on it.
public struct PlanResult: Codable, Equatable, Sendable {
  /// Version of this value's shape in JSON.
  public var schemaVersion: Int
  /// The scenario's name.
  public var name: String
  /// The question the scenario answers; empty when not given.
  public var question: String
  /// Whose decision it is, as a role; nothing when it is not known.
  public var owner: String?
  /// Remarks and sources of the spec.
  public var notes: [String]
  /// The horizon.
  public var horizon: Horizon
  /// The queues as asked.
  public var queues: [QueueSummary]
  /// Demand stage.
  public var demand: DemandResult
  /// Forecast stage.
  public var forecast: ForecastResult
  /// The alternatives, the first being what happens if nothing changes.
  public var alternatives: [AlternativeResult]
  /// Which alternative is the cheapest certified one; nothing when none is certified.
  public var recommended: String?
  /// What would change the answer: the recommended alternative's cost when an input moves.
  public var sensitivities: [Sensitivity]
  /// The alternatives side by side; nothing when there is none.
  public var comparison: Comparison?
  /// The leading plan under other circumstances, the plan as it is first.
  public var whatIfs: [WhatIf] = []
  /// The leading plan's cost at other workloads; nothing when it was not tried.
  public var workload: WorkloadGrid?
  /// What each alternative achieves, beside its cost.
  public var outcomes: [OutcomeValue] = []
  /// Each client's account in each alternative.
  public var clients: [ClientAccount] = []
  /// Values that the spec left open or that are illustrative.
  public var assumptions: [Assumption]
  /// Problems that a reader must know, most important first.
  public var warnings: [String]
  /// How to get this result again.
  public var provenance: Provenance
  /// Makes a whole answer.
  public init(
    schemaVersion: Int, name: String, question: String, notes: [String], horizon: Horizon,
    queues: [QueueSummary], demand: DemandResult, forecast: ForecastResult,
    alternatives: [AlternativeResult], recommended: String?, sensitivities: [Sensitivity],
    assumptions: [Assumption], warnings: [String], provenance: Provenance
  ) {
    (self.schemaVersion, self.name, self.question) = (schemaVersion, name, question)
    (self.notes, self.horizon, self.queues) = (notes, horizon, queues)
    (self.demand, self.forecast, self.alternatives) = (demand, forecast, alternatives)
    (self.recommended, self.sensitivities) = (recommended, sensitivities)
    (self.assumptions, self.warnings, self.provenance) = (assumptions, warnings, provenance)
  }
}

/// The horizon as a reader sees it.
public struct Horizon: Codable, Equatable, Sendable {
  /// First day.
  public var start: LocalDate
  /// Last day, inclusive.
  public var end: LocalDate
  /// Interval length in seconds.
  public var intervalSeconds: Int
  /// The time zone's name.
  public var timeZone: String
  /// Intervals in the horizon.
  public var intervalCount: Int
  /// Index of the first interval of each day, and the count at the end.
  public var dayStarts: [Int]
  /// Makes a horizon.
  public init(
    start: LocalDate, end: LocalDate, intervalSeconds: Int, timeZone: String, intervalCount: Int,
    dayStarts: [Int]
  ) {
    (self.start, self.end, self.intervalSeconds) = (start, end, intervalSeconds)
    (self.timeZone, self.intervalCount) = (timeZone, intervalCount)
    self.dayStarts = dayStarts
  }
}

/// A queue as asked.
public struct QueueSummary: Codable, Equatable, Sendable {
  /// The queue's name.
  public var name: String
  /// The kind: `voice`, `chat`, `case` or `outbound`.
  public var kind: String
  /// The goals in words.
  public var goals: [String]
  /// Mean handle time of the whole item in seconds.
  public var handleTimeSeconds: Double
  /// Opening hours in words.
  public var hours: String
  /// Makes a summary.
  public init(
    name: String, kind: String, goals: [String], handleTimeSeconds: Double, hours: String
  ) {
    (self.name, self.kind, self.goals) = (name, kind, goals)
    (self.handleTimeSeconds, self.hours) = (handleTimeSeconds, hours)
  }
}

/// One alternative from requirement to cost.
public struct AlternativeResult: Codable, Equatable, Sendable {
  /// The alternative's name.
  public var name: String
  /// Whether people were planned, or only what is there was run on.
  public var planned: Bool
  /// Whether the proof certifies every required goal.
  public var certified: Bool
  /// Total cost over the horizon.
  public var costCents: Cents
  /// Cost at the 10th, 50th and 90th percentile of the demand paths; nothing when not computed.
  public var costRange: CostRange?
  /// Requirement stage.
  public var requirement: RequirementResult
  /// Plan stage.
  public var plan: StaffPlan
  /// Proof stage.
  public var proof: ProofResult
  /// Cost stage.
  public var cost: CostResult
  /// Hours by interval, from paid down to handled, by pool; nothing when they were not laid out.
  public var hours: [HoursLedger]?
  /// Makes an alternative's result.
  public init(
    name: String, planned: Bool, certified: Bool, costCents: Cents, costRange: CostRange?,
    requirement: RequirementResult, plan: StaffPlan, proof: ProofResult, cost: CostResult
  ) {
    (self.name, self.planned, self.certified) = (name, planned, certified)
    (self.costCents, self.costRange, self.requirement) = (costCents, costRange, requirement)
    (self.plan, self.proof, self.cost) = (plan, proof, cost)
  }
}

/// Cost over the demand paths.
public struct CostRange: Codable, Equatable, Sendable {
  /// 10th percentile.
  public var p10: Cents
  /// Median.
  public var p50: Cents
  /// 90th percentile.
  public var p90: Cents
  /// How the range was found, in a sentence.
  public var method: String
  /// Makes a range.
  public init(p10: Cents, p50: Cents, p90: Cents, method: String) {
    (self.p10, self.p50, self.p90, self.method) = (p10, p50, p90, method)
  }
}

/// The effect of one input on the recommended alternative.
public struct Sensitivity: Codable, Equatable, Sendable {
  /// The input in words: `Voice handle time`.
  public var input: String
  /// The change: `-10 %`.
  public var low: String
  /// The change: `+10 %`.
  public var high: String
  /// Change of cost at `low`.
  public var lowCents: Cents
  /// Change of cost at `high`.
  public var highCents: Cents
  /// Makes a sensitivity.
  public init(input: String, low: String, high: String, lowCents: Cents, highCents: Cents) {
    (self.input, self.low, self.high) = (input, low, high)
    (self.lowCents, self.highCents) = (lowCents, highCents)
  }
}

/// A value on which the result leans.
public struct Assumption: Codable, Equatable, Sendable {
  /// JSON path or topic.
  public var subject: String
  /// The value as a spec would write it.
  public var value: String
  /// Where it comes from.
  public var source: String
  /// Whether it was filled in rather than given.
  public var isDefault: Bool
  /// Makes an assumption.
  public init(subject: String, value: String, source: String, isDefault: Bool) {
    (self.subject, self.value, self.source) = (subject, value, source)
    self.isDefault = isDefault
  }
}

/// How to get a result again.
public struct Provenance: Codable, Equatable, Sendable {
  /// The program's version.
  public var version: String
  /// The seed.
  public var seed: UInt64
  /// SHA-256 of the resolved spec, in hexadecimal.
  public var specDigest: String
  /// SHA-256 of the data read, in hexadecimal; empty without data.
  public var dataDigest: String
  /// The command that makes the same bytes again.
  public var command: String
  /// Makes a provenance.
  public init(
    version: String, seed: UInt64, specDigest: String, dataDigest: String, command: String
  ) {
    (self.version, self.seed, self.specDigest) = (version, seed, specDigest)
    (self.dataDigest, self.command) = (dataDigest, command)
  }
}
