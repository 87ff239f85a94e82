import Quantities

/// A typed scenario: what was asked, checked for form, with every default filled in.
///
/// Only this target reads specs; every other target takes these values.
public struct Scenario: Sendable {
  /// The scenario's name, as printed in the report.
  public var name: String
  /// What the scenario is for, in a sentence; empty when not given.
  public var question: String
  /// Whose decision it is, as a role.
  public var owner = "operations leader"
  /// Remarks and sources that the report repeats.
  public var notes: [String]
  /// The horizon; nothing for a plain model that is always open.
  public var calendar: CalendarSpec?
  /// Where claims come from, if anywhere.
  public var claims: ClaimsSpec?
  /// Who is served over time, if known.
  public var members: MembersSpec?
  /// The kinds of work, in the order of the spec.
  public var queues: [QueueSpec]
  /// The kinds of people, in the order of the spec.
  public var pools: [PoolSpec]
  /// The alternatives, each a whole scenario of its own after its patch; at least one.
  public var alternatives: [AlternativeSpec]
  /// How uncertainty is planned for and proven.
  public var uncertainty: UncertaintySpec
  /// Discount rate a year of present values.
  public var discountRatePerYear = 0.08
  /// What the work achieves, beside its cost.
  public var outcomes: [OutcomeSpec] = []
  /// Whose work it is.
  public var clients: [ClientSpec] = []
  /// The seed of every random draw.
  public var seed: UInt64
  /// Every default that was filled in, for the report.
  public var defaults: [DefaultValue]
  /// Every value that was estimated from data, for the report.
  public var estimates: [EstimatedValue] = []

  /// Makes a scenario from its parts.
  public init(
    name: String, question: String, notes: [String], calendar: CalendarSpec?, claims: ClaimsSpec?,
    members: MembersSpec?, queues: [QueueSpec], pools: [PoolSpec],
    alternatives: [AlternativeSpec], uncertainty: UncertaintySpec, seed: UInt64,
    defaults: [DefaultValue]
  ) {
    (self.name, self.question, self.notes) = (name, question, notes)
    (self.calendar, self.claims, self.members) = (calendar, claims, members)
    (self.queues, self.pools, self.alternatives) = (queues, pools, alternatives)
    (self.uncertainty, self.seed, self.defaults) = (uncertainty, seed, defaults)
  }
}

/// A value that the spec left open, with what was taken and why.
public struct DefaultValue: Hashable, Sendable {
  /// JSON path of the value.
  public var path: String
  /// The value taken, as a spec would write it.
  public var value: String
  /// Where the value comes from.
  public var source: String
  /// Makes a record of a default.
  public init(path: String, value: String, source: String) {
    (self.path, self.value, self.source) = (path, value, source)
  }
}

/// The planning horizon.
public struct CalendarSpec: Sendable {
  /// First day.
  public var start: LocalDate
  /// Last day, inclusive.
  public var end: LocalDate
  /// Interval length in seconds: 900, 1800 or 3600.
  public var intervalSeconds: Int
  /// The zone of local days.
  public var zone: ZoneRules
  /// Holiday names by date.
  public var holidays: [LocalDate: String]
  /// Makes a horizon.
  public init(
    start: LocalDate, end: LocalDate, intervalSeconds: Int, zone: ZoneRules,
    holidays: [LocalDate: String]
  ) {
    (self.start, self.end, self.intervalSeconds) = (start, end, intervalSeconds)
    (self.zone, self.holidays) = (zone, holidays)
  }
}

/// Where claims come from.
public struct ClaimsSpec: Sendable {
  /// The source of the rows.
  public enum Source: Sendable {
    /// Made by the built-in generator for the 24 months before the horizon.
    case synthetic(profile: String, rows: Int, seed: UInt64)
    /// A store on disk.
    case store(path: String)
    /// A CSV file and its column map, if any.
    case csv(path: String, map: String?)
  }
  /// The source.
  public var source: Source
  /// How many members the claims stand for; nothing when the spec does not say.
  public var members: Double?
  /// Whole weeks by which the claims' dates are moved later.
  public var shiftWeeks: Int
  /// Makes a source of claims.
  public init(source: Source, members: Double?, shiftWeeks: Int) {
    (self.source, self.members, self.shiftWeeks) = (source, members, shiftWeeks)
  }
}

/// Members over time.
public struct MembersSpec: Sendable {
  /// A dated change of membership.
  public struct Event: Sendable {
    /// The effective date.
    public var date: LocalDate
    /// Members that join (positive) or leave (negative).
    public var members: Double
    /// The event's name.
    public var name: String
    /// Of those who join, how many were members before under another contract.
    public var alreadyMembers = 0.0
    /// Makes an event.
    public init(date: LocalDate, members: Double, name: String) {
      (self.date, self.members, self.name) = (date, members, name)
    }
  }
  /// Members on the first day, before events of that day.
  public var start: Double
  /// The events, by date.
  public var events: [Event]
  /// Makes membership over time.
  public init(start: Double, events: [Event]) { (self.start, self.events) = (start, events) }
}

/// An alternative: a patched scenario and whether it has a plan.
public struct AlternativeSpec: Sendable {
  /// How people are planned.
  public enum Plan: String, Sendable {
    /// Nobody is hired: what happens if nothing changes.
    case none
    /// The cheapest people that keep every required goal.
    case cheapest
  }
  /// The alternative's name.
  public var name: String
  /// How people are planned.
  public var plan: Plan
  /// The queues after the patch.
  public var queues: [QueueSpec]
  /// The pools after the patch.
  public var pools: [PoolSpec]
  /// The members after the patch.
  public var members: MembersSpec?
  /// What the work achieves, after the patch.
  public var outcomes: [OutcomeSpec] = []
  /// Whose work it is, after the patch.
  public var clients: [ClientSpec] = []
  /// Equal for alternatives whose work (queues and members) is the same: canonical text of both.
  public var workDigest: String
  /// Equal for alternatives whose pools are the same: canonical text of them.
  public var peopleDigest = ""
  /// Makes an alternative.
  public init(
    name: String, plan: Plan, queues: [QueueSpec], pools: [PoolSpec], members: MembersSpec?,
    workDigest: String
  ) {
    (self.name, self.plan, self.queues) = (name, plan, queues)
    (self.pools, self.members, self.workDigest) = (pools, members, workDigest)
  }
}

/// How uncertainty is planned for and proven.
public struct UncertaintySpec: Sendable {
  /// The number of demand paths judged.
  public var demandPaths: Int
  /// The share of paths in which the plan must meet every required goal: 0.8 for `P80`.
  public var planFor: Double
  /// The half-width of every required goal's 95 % interval at which replications stop.
  public var proofHalfWidth: Double
  /// Correlation of the days' spreads between any two queues; only simulated.
  public var dayCorrelation = 0.0
  /// Dollars of an hour of work that nobody covers, where plans are compared; nothing when not given.
  public var shortHourPrice: Double?
  /// Makes the settings.
  public init(demandPaths: Int, planFor: Double, proofHalfWidth: Double) {
    (self.demandPaths, self.planFor) = (demandPaths, planFor)
    self.proofHalfWidth = proofHalfWidth
  }
}

/// A value that may change at given dates.
public struct Dated<Value: Sendable>: Sendable {
  /// The values with the date from which each holds; the first holds from ever.
  public var steps: [(from: LocalDate, value: Value)]
  /// A value that never changes.
  public init(_ value: Value) { steps = [(LocalDate(daysSince1970: Int.min / 2), value)] }
  /// Values by date, ascending and not empty; the first also holds before its date.
  public init(steps: [(from: LocalDate, value: Value)]) {
    precondition(!steps.isEmpty, "a dated value needs at least one step")
    self.steps = steps
  }
  /// Values made of these, by the same dates.
  ///
  /// - Parameter make: Makes one value.
  /// - Returns: The values.
  public func map<Other>(_ make: (Value) -> Other) -> Dated<Other> {
    Dated<Other>(steps: steps.map { ($0.from, make($0.value)) })
  }
  /// Values made of these and others, by the dates of both.
  ///
  /// - Parameters:
  ///   - other: The other values.
  ///   - make: Makes one value.
  /// - Returns: The values.
  public func combined<Other, Made>(
    with other: Dated<Other>, _ make: (Value, Other) -> Made
  ) -> Dated<Made> {
    let changes = Set(steps.dropFirst().map(\.from) + other.steps.dropFirst().map(\.from))
    let first = min(steps[0].from, other.steps[0].from)
    return Dated<Made>(
      steps: ([first] + changes.sorted()).map { ($0, make(value(on: $0), other.value(on: $0))) })
  }
  /// The value that holds on a date.
  public func value(on date: LocalDate) -> Value {
    (steps.last { $0.from <= date } ?? steps[0]).value
  }
}
