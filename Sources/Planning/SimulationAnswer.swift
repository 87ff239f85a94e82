import Results

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
    /// Whether it belongs to the document for programs.
    public var isInDocument = true
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

  /// The scenario's name.
  public var name: String
  /// What was simulated, a sentence each.
  public var description: [String]
  /// By queue, in the order of the spec.
  public var queues: [Entry]
  /// By pool, in the order of the spec.
  public var pools: [Entry]
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
  /// Independent runs; the usual number when not given, the most when a half-width is wanted.
  public var replications: Int?
  /// About how many contacts in all; the usual number when not given.
  public var customers: Int?
  /// The half-width at which replications stop, of every service level and share; none when not given.
  public var halfWidth: Double?
  /// The most threads; the numbers do not depend on it.
  public var threads: Int
  /// Told what is done and how far it is, 0...1.
  public var progress: @Sendable (_ stage: String, _ share: Double) -> Void
  /// Takes each line of the trace of the first replication; no trace when not given.
  public var trace: ((String) throws -> Void)?

  /// Makes options.
  ///
  /// - Parameters:
  ///   - data: Which files the spec may name.
  ///   - replications: Independent runs, `1...1_000_000`.
  ///   - customers: About how many contacts in all, at least one a replication.
  ///   - halfWidth: The half-width at which replications stop, above 0 and below 1.
  ///   - threads: The most threads, `>= 1`.
  ///   - progress: Told what is done and how far it is.
  ///   - trace: Takes each line of the trace of the first replication.
  public init(
    data: DataAccess, replications: Int? = nil, customers: Int? = nil, halfWidth: Double? = nil,
    threads: Int = 1, progress: @escaping @Sendable (_ stage: String, _ share: Double) -> Void,
    trace: ((String) throws -> Void)? = nil
  ) {
    (self.data, self.replications, self.customers) = (data, replications, customers)
    (self.halfWidth, self.threads) = (halfWidth, threads)
    (self.progress, self.trace) = (progress, trace)
  }
}
