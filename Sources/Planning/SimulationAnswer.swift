import Results
import Scenarios

/// What a simulation of fixed people showed.
public struct SimulationAnswer: Sendable {
  /// What a number counts.
  public enum Unit: Sendable {
    /// Contacts, steps or another number, per replication.
    case count
    /// A share of a whole, 0...1.
    case share
    /// Seconds.
    case seconds
    /// Hours of people, per replication.
    case hours
  }

  /// One number with its 95 % interval.
  public struct Measure: Sendable {
    /// The name in documents for programs, such as `serviceLevelOffered`.
    public var name: String
    /// The words for people.
    public var title: String
    /// What it counts.
    public var unit: Unit
    /// The mean; nothing when it was never observed.
    public var mean: Double?
    /// Half the width of the 95 % interval; nothing from a single replication.
    public var halfWidth: Double?
    /// The same by class of items, for deadlines.
    public var classes: [Measure] = []
    /// The same with the chance excess of arrivals taken out; nothing when it is not known.
    public var controlled: Controlled?
    /// Whether it belongs to the document for programs.
    public var isInDocument = true
  }

  /// A number as it would be with exactly the expected arrivals (a control variate).
  public struct Controlled: Sendable {
    /// The mean.
    public var mean: Double
    /// Half the width of the 95 % interval.
    public var halfWidth: Double
  }

  /// The numbers of one queue or pool.
  public struct Entry: Sendable {
    /// The name in the spec.
    public var name: String
    /// What it is, in a few words.
    public var kind: String
    /// Its numbers, in a fixed order.
    public var measures: [Measure]
  }

  /// The numbers of one period.
  public struct Row: Sendable {
    /// Its local start: a date, or a time with its distance from UTC.
    public var start: String
    /// By queue; contacts belong to the period in which they came.
    public var queues: [Entry]
    /// By pool; time belongs to the period in which it passed.
    public var pools: [Entry]
  }

  /// The scenario's name.
  public var name: String
  /// What was simulated, a sentence each.
  public var description: [String]
  /// By queue, in the order of the spec.
  public var queues: [Entry]
  /// By pool, in the order of the spec.
  public var pools: [Entry]
  /// What the rows of ``periods`` are, such as `day`; nothing when none were asked for.
  public var periodKind: String?
  /// By period, in order, without those in which nothing came, waited or was staffed.
  public var periods: [Row] = []
  /// By queue, how far another model differs; empty when there is none.
  public var differences: [Entry] = []
  /// Reasons to doubt the numbers.
  public var warnings: [String]
  /// Contacts that entered in all replications.
  public var contacts: Int
  /// Events in all replications.
  public var events: Int
  /// CPU time of the simulation in seconds, over all threads.
  public var cpuSeconds: Double

  /// Contacts for each CPU second.
  public var customersPerSecond: Double { Double(contacts) / max(cpuSeconds, 1e-9) }
  /// Events for each CPU second.
  public var eventsPerSecond: Double { Double(events) / max(cpuSeconds, 1e-9) }
}

/// How a simulation is done.
public struct SimulationOptions {
  /// Which files the spec may name.
  public var data: DataAccess
  /// Independent runs, `1...1_000_000`; the usual number when not given, the most when a half-width is wanted.
  public var replications: Int?
  /// About how many contacts from outside in all; the usual number when not given.
  public var customers: Int?
  /// The half-width at which replications stop, of every service level and share, above 0 and below 1;
  /// none when not given.
  public var halfWidth: Double?
  /// The most threads; the numbers do not depend on it.
  public var threads: Int
  /// Told what is done and how far it is, 0...1.
  public var progress: @Sendable (_ stage: String, _ share: Double) -> Void
  /// The periods by which results are wanted besides; none when not given.
  public var by: GoalSpec.Period?
  /// The spec to compare with under the same random numbers; none when not given.
  public var against: ResolvedScenario?
  /// Takes each line of the trace of the first replication; no trace when not given.
  public var trace: ((String) throws -> Void)?

  /// Makes options: the usual numbers, no trace.
  ///
  /// - Parameters:
  ///   - data: Which files the spec may name.
  ///   - threads: The most threads, `>= 1`.
  ///   - progress: Told what is done and how far it is.
  public init(
    data: DataAccess, threads: Int = 1,
    progress: @escaping @Sendable (_ stage: String, _ share: Double) -> Void
  ) {
    (self.data, self.threads, self.progress) = (data, threads, progress)
  }
}
