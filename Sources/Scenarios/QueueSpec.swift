import Quantities

/// One kind of work.
public struct QueueSpec: Sendable {
  /// How the work behaves.
  public enum Kind: String, Sendable, CaseIterable {
    /// Calls that wait on the line and hang up.
    case voice
    /// Written contacts, several at once for each agent.
    case chat
    /// Deferred work in steps under a clock.
    case `case`
    /// Attempts to reach people inside calling hours.
    case outbound
    /// Recurring work that comes on business days: deferred work by a calendar.
    case scheduled
    /// Deferred work in steps with waits outside and people who drop out.
    case journey

    /// Whether somebody waits on the line.
    public var isLive: Bool { self == .voice || self == .chat }
    /// Whether it is done as cases are: when there is time, and by its deadline.
    public var isCase: Bool { self == .case || self == .scheduled || self == .journey }
  }
  /// The queue's name: the key in the spec.
  public var name: String
  /// How the work behaves.
  public var kind: Kind
  /// When the queue is open; round the clock when not given.
  public var hours: Dated<WeeklyHours>
  /// Whether holidays are ordinary days.
  public var openOnHolidays: Bool
  /// What causes the work.
  public var drivers: [DriverSpec]
  /// The steps of the work; one for voice and chat.
  public var steps: [StepSpec]
  /// Time until a waiting contact gives up; nothing when it waits for ever.
  public var patience: DurationSpec?
  /// For chat, the mean handle time with 1, 2, … contacts open, relative to `steps[0]`; one entry elsewhere.
  public var concurrencyFactors: [Double]
  /// For outbound, the chance that an attempt reaches the person; 1 elsewhere.
  public var connectRate: Double
  /// For outbound, attempts made before giving up; 1 elsewhere.
  public var maximumAttempts: Int
  /// For outbound, seconds an unanswered attempt takes; 0 elsewhere.
  public var attemptTime: Double
  /// The promises about the work.
  public var goals: [GoalSpec]
  /// Dated causes that multiply all of the work but what other queues cause.
  public var effects: [EffectSpec] = []
  /// What only a simulation does with the queue.
  public var routing = RoutingSpec()
  /// Whose work it is; empty when the spec does not say.
  public var client = ""
  /// What takes work off people, in the order in which it meets the work.
  public var deflections: [DeflectionSpec] = []
  /// Makes a kind of work.
  public init(
    name: String, kind: Kind, hours: Dated<WeeklyHours>, openOnHolidays: Bool,
    drivers: [DriverSpec], steps: [StepSpec], patience: DurationSpec?,
    concurrencyFactors: [Double], connectRate: Double, maximumAttempts: Int, attemptTime: Double,
    goals: [GoalSpec]
  ) {
    (self.name, self.kind, self.hours) = (name, kind, hours)
    (self.openOnHolidays, self.drivers, self.steps) = (openOnHolidays, drivers, steps)
    (self.patience, self.concurrencyFactors) = (patience, concurrencyFactors)
    (self.connectRate, self.maximumAttempts) = (connectRate, maximumAttempts)
    (self.attemptTime, self.goals) = (attemptTime, goals)
  }
}

/// A step of a kind of work.
public struct StepSpec: Sendable {
  /// The step's name; the queue's own name when it has one step.
  public var name: String
  /// Handle time of one item.
  public var handleTime: DurationSpec
  /// What a pool must have to do the step.
  public var requires: [String]
  /// A wait outside before the step, while deadlines run on; nothing when there is none.
  public var wait: DurationSpec?
  /// The share of items that leave for good before the step, below 1.
  public var dropOut = 0.0
  /// Makes a step.
  public init(name: String, handleTime: DurationSpec, requires: [String]) {
    (self.name, self.handleTime, self.requires) = (name, handleTime, requires)
  }
}

/// A random length of time.
public struct DurationSpec: Sendable, Equatable {
  /// The shape of the distribution.
  public enum Shape: String, Sendable, CaseIterable {
    case exponential, lognormal, gamma, deterministic, empirical
  }
  /// The shape.
  public var shape: Shape
  /// Mean in seconds; positive.
  public var mean: Double
  /// Standard deviation ÷ mean; 1 for exponential, 0 for deterministic.
  public var cv: Double
  /// For an empirical length, the observed values in seconds, ascending; empty elsewhere.
  public var values: [Double] = []
  /// Makes a random length of time.
  public init(shape: Shape, mean: Double, cv: Double) {
    (self.shape, self.mean, self.cv) = (shape, mean, cv)
  }
  /// Makes a length of time of which values were observed, all equally likely.
  ///
  /// - Parameter values: In seconds, not negative, at least one; in any order.
  public init(observed values: [Double]) {
    self.values = values.sorted()
    shape = .empirical
    let count = Double(values.count)
    mean = values.reduce(0, +) / count
    let center = mean
    let variance = values.reduce(0) { $0 + ($1 - center) * ($1 - center) } / count
    cv = mean > 0 ? variance.squareRoot() / mean : 0
  }
}

/// A promise about a queue.
public struct GoalSpec: Sendable {
  /// What is promised.
  public enum Measure: Sendable {
    /// At least `share` served within `within` seconds, by a named definition.
    case serviceLevel(within: Double, share: Double, definition: ServiceLevelDefinition)
    /// Mean wait of served contacts of at most `seconds`.
    case speedOfAnswer(seconds: Double)
    /// At most this share of contacts abandoned.
    case abandonment(share: Double)
    /// Items done within their class's time.
    case deadline(classes: [DeadlineClass], clock: Clock, met: Double, planningProbability: Double)
  }
  /// Which hours a deadline's clock counts.
  public enum Clock: String, Sendable, CaseIterable {
    /// Every hour of every day.
    case calendar
    /// The queue's open hours.
    case businessHours
  }
  /// A class of items with a deadline.
  public struct DeadlineClass: Sendable {
    /// Share of the items; the shares of all classes sum to 1.
    public var share: Double
    /// Seconds allowed from receipt.
    public var within: Double
    /// Makes a class.
    public init(share: Double, within: Double) { (self.share, self.within) = (share, within) }
  }
  /// The period over which a promise is judged.
  public enum Period: String, Sendable, CaseIterable {
    case interval, day, week, month, quarter
  }
  /// What is promised.
  public var measure: Measure
  /// The period over which the promise is judged.
  public var over: Period
  /// A lesser promise over a shorter period.
  public var floor: (over: Period, share: Double)?
  /// Whether a miss decides the exit code and the certificate.
  public var required: Bool
  /// The first day on which it holds; nothing when it holds from ever.
  public var from: LocalDate?
  /// The last day on which it holds; nothing when it has no end.
  public var until: LocalDate?
  /// What a missed period costs: the fee of one, the share at risk, and the most in a calendar year.
  public var penalty: (fee: Double, atRisk: Double, capPerYear: Double?)?
  /// Makes a promise.
  public init(
    measure: Measure, over: Period, floor: (over: Period, share: Double)?, required: Bool
  ) {
    (self.measure, self.over, self.floor, self.required) = (measure, over, floor, required)
  }
}

extension GoalSpec {
  /// Whether it holds on a day; periods are judged by the goals of their first day.
  ///
  /// - Parameter date: The day.
  /// - Returns: `true` from ``from`` to ``until``.
  public func holds(on date: LocalDate) -> Bool {
    (from.map { $0 <= date } ?? true) && (until.map { date <= $0 } ?? true)
  }
}

/// A definition of service level: the five in use.
public enum ServiceLevelDefinition: String, Sendable, CaseIterable {
  /// P(served within t) ÷ all.
  case offered
  /// P(served within t) ÷ P(served).
  case answered
  /// P(offered wait ≤ t).
  case virtual
  /// P(served within t) ÷ (1 − P(abandon within t)).
  case excludingShortAbandons
  /// P(min(wait, patience) ≤ t).
  case withinThreshold
}
