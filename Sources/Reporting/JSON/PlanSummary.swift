import Quantities
import Results

/// The answer without the series by interval: what `caseload run --json` prints.
public struct PlanSummary: Codable, Equatable, Sendable {
  /// Version of the shape, as in ``PlanResult/schemaVersion``.
  public var schemaVersion: Int
  /// The scenario's name.
  public var name: String
  /// The question.
  public var question: String
  /// First day of the horizon.
  public var start: LocalDate
  /// Last day of the horizon, inclusive.
  public var end: LocalDate
  /// The alternatives, in the order of the spec.
  public var alternatives: [Alternative]
  /// The cheapest certified alternative; nothing when none is certified.
  public var recommended: String?
  /// The alternative that the report leads with; nothing without alternatives.
  public var leading: String?
  /// Whether the claims were made by the generator.
  public var syntheticClaims: Bool
  /// Expected items by queue and month.
  public var queues: [Queue]
  /// What would change the answer, largest effect first.
  public var sensitivities: [Sensitivity]
  /// The alternatives side by side; nothing when there is none.
  public var comparison: Comparison?
  /// What each alternative achieves, beside its cost.
  public var outcomes: [OutcomeValue]
  /// Each client's account in each alternative.
  public var clients: [ClientAccount]
  /// The leading plan under other circumstances.
  public var whatIfs: [WhatIf]
  /// Values that were filled in or are illustrative.
  public var assumptions: [Assumption]
  /// Problems that a reader must know.
  public var warnings: [String]
  /// How to get the result again.
  public var provenance: Provenance

  /// An alternative in numbers.
  public struct Alternative: Codable, Equatable, Sendable {
    /// The name.
    public var name: String
    /// Whether people were planned.
    public var planned: Bool
    /// Whether every required goal is certified.
    public var certified: Bool
    /// Cost over the horizon.
    public var costCents: Cents
    /// Cost at the 10th, 50th and 90th percentile; nothing when not computed.
    public var costRange: CostRange?
    /// Mean people on the payroll, training included.
    public var averagePeople: Double
    /// Most people in a week.
    public var peakPeople: Double
    /// Paid hours ÷ full-time hours.
    public var fullTimeEquivalents: FTE
    /// The pools.
    public var pools: [Pool]
    /// The dated decisions, earliest last safe date first.
    public var hires: [Hire]
    /// The goals with their tightest period.
    public var goals: [Goal]
    /// Agent-hours required over the horizon, by queue and step.
    public var units: [Unit]
    /// Share of demand paths in which the requirement meets the goals by the closed forms.
    public var pathsMet: Double
    /// Share of sampled paths in which the goals are met; nothing when not sampled.
    public var pathShare: Estimate?
  }

  /// A pool in numbers.
  public struct Pool: Codable, Equatable, Sendable {
    /// The name.
    public var pool: String
    /// Whether the people are assistants.
    public var isVA: Bool
    /// Mean people on the payroll, training included.
    public var averagePeople: Double
    /// Most people in a week.
    public var peakPeople: Double
    /// Paid hours ÷ full-time hours.
    public var fullTimeEquivalents: FTE
    /// People hired.
    public var hires: Int
    /// Cost over the horizon.
    public var costCents: Cents
  }

  /// A decision to hire.
  public struct Hire: Codable, Equatable, Sendable {
    /// The pool.
    public var pool: String
    /// The last safe date.
    public var decideBy: LocalDate
    /// First day on the payroll.
    public var start: LocalDate
    /// First day of work.
    public var workFrom: LocalDate
    /// Whole people.
    public var people: Int
  }

  /// A goal in its tightest period.
  public struct Goal: Codable, Equatable, Sendable {
    /// The queue.
    public var queue: String
    /// The promise in words.
    public var goal: String
    /// Whether a miss decides the certificate.
    public var required: Bool
    /// Whether it is met in every period.
    public var met: Bool
    /// The target: a share, or seconds.
    public var target: Double
    /// First day of the first week in which it fails.
    public var firstFailure: LocalDate?
    /// The period that comes closest to a miss.
    public var tightest: PeriodProof?
  }

  /// A step of a queue in hours.
  public struct Unit: Codable, Equatable, Sendable {
    /// The queue.
    public var queue: String
    /// The step.
    public var step: String
    /// Agent-hours over the horizon.
    public var hours: Double
    /// Agent-hours if the goal had to hold in every interval.
    public var strictHours: Double?
  }

  /// A queue's expected items.
  public struct Queue: Codable, Equatable, Sendable {
    /// The queue.
    public var queue: String
    /// Items by month with their intervals.
    public var months: [Band]
    /// How each driver was forecast, with backtest and replay.
    public var models: [ModelCard]
  }

  /// Takes the summary of a result.
  public init(_ result: PlanResult) {
    schemaVersion = result.schemaVersion
    (name, question) = (result.name, result.question)
    (start, end) = (result.horizon.start, result.horizon.end)
    alternatives = result.alternatives.map { Alternative($0, end: result.horizon.end) }
    (recommended, leading) = (result.recommended, result.leading?.name)
    syntheticClaims = result.isSynthetic
    (outcomes, clients) = (result.outcomes, result.clients)
    queues = result.forecast.queues.map {
      Queue(queue: $0.queue, months: $0.months, models: $0.models)
    }
    sensitivities = result.sensitivitiesByEffect
    (comparison, whatIfs) = (result.comparison, result.whatIfs)
    (assumptions, warnings) = (result.assumptions, result.warnings)
    provenance = result.provenance
  }
}

extension PlanSummary.Alternative {
  init(_ alternative: AlternativeResult, end: LocalDate) {
    let total = alternative.plan.total(through: end)
    let breakdown = CostBreakdown(alternative.cost)
    (name, planned, certified) = (alternative.name, alternative.planned, alternative.certified)
    (costCents, costRange) = (alternative.costCents, alternative.costRange)
    (averagePeople, peakPeople) = (total.averagePeople, total.peakPeople)
    fullTimeEquivalents = total.fullTimeEquivalents
    pools = alternative.plan.summaries(through: end).map {
      .init(
        pool: $0.pool, isVA: $0.isVA, averagePeople: $0.averagePeople, peakPeople: $0.peakPeople,
        fullTimeEquivalents: $0.fullTimeEquivalents, hires: $0.hires,
        costCents: breakdown.cents(pool: $0.pool))
    }
    hires = alternative.plan.decisions.map {
      .init(
        pool: $0.pool, decideBy: $0.decision.decideBy, start: $0.decision.start,
        workFrom: $0.decision.workFrom, people: $0.decision.people)
    }
    goals = alternative.proof.goals.map {
      .init(
        queue: $0.queue, goal: $0.goal, required: $0.required, met: $0.met, target: $0.target,
        firstFailure: $0.firstFailure, tightest: $0.tightest)
    }
    units = alternative.requirement.units.map {
      .init(queue: $0.queue, step: $0.step, hours: $0.hours, strictHours: $0.strictHours)
    }
    (pathsMet, pathShare) = (alternative.requirement.pathsMet, alternative.proof.pathShare)
  }
}
