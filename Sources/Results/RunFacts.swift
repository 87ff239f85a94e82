import Quantities

/// What a run is known by afterwards: enough to list it, to compare it and to explain a difference in cost.
public struct RunFacts: Codable, Equatable, Sendable {
  /// The scenario's name.
  public var name: String
  /// First day of the horizon.
  public var start: LocalDate
  /// Last day of the horizon, inclusive.
  public var end: LocalDate
  /// The cheapest certified alternative; nothing when none is certified.
  public var recommended: String?
  /// The alternative that the report leads with; nothing without alternatives.
  public var leading: String?
  /// The alternatives, in the order of the spec.
  public var alternatives: [Alternative]
  /// Seed, digests, version and command.
  public var provenance: Provenance

  /// An alternative by its work, its hours and its money.
  public struct Alternative: Codable, Equatable, Sendable {
    /// The name.
    public var name: String
    /// Whether people were planned.
    public var planned: Bool
    /// Whether every required goal is certified.
    public var certified: Bool
    /// Cost over the horizon; ``otherCents`` and the pools' running cents together.
    public var costCents: Cents
    /// What is paid once, and what is paid for no hour of people.
    public var otherCents: Cents
    /// The work by queue and step.
    public var work: [Work]
    /// The pools that are paid for hours.
    public var pools: [Pool]
  }

  /// A step's items over the horizon.
  public struct Work: Codable, Equatable, Sendable {
    /// The queue.
    public var queue: String
    /// The step.
    public var step: String
    /// Items that people do, as planned for.
    public var items: Double
    /// Mean handle time of one.
    public var handleTimeSeconds: Double
  }

  /// A pool's hours and money.
  public struct Pool: Codable, Equatable, Sendable {
    /// The pool.
    public var pool: String
    /// Hours that are paid.
    public var paidHours: Double
    /// All that is paid again and again for the pool.
    public var runningCents: Cents
  }

  /// The alternative with a name, or nothing.
  public func alternative(named name: String) -> Alternative? {
    alternatives.first { $0.name == name }
  }

  /// Takes the facts of a result.
  ///
  /// - Parameter result: The whole answer.
  public init(_ result: PlanResult) {
    (name, start, end) = (result.name, result.horizon.start, result.horizon.end)
    (recommended, leading) = (result.recommended, result.leading?.name)
    provenance = result.provenance
    alternatives = result.alternatives.map { alternative in
      Alternative(
        alternative,
        hours: result.comparison?.alternatives.first { $0.name == alternative.name }?.hours)
    }
  }
}

extension RunFacts.Alternative {
  /// Takes an alternative's facts; hours of the horizon where they are known, else those of the plan's weeks.
  init(_ result: AlternativeResult, hours: [PoolHours]?) {
    (name, planned, certified) = (result.name, result.planned, result.certified)
    costCents = result.costCents
    work = result.requirement.units.map {
      RunFacts.Work(
        queue: $0.queue, step: $0.step, items: $0.items.reduce(0, +),
        handleTimeSeconds: $0.handleTimeSeconds)
    }
    var pools: [RunFacts.Pool] = []
    for plan in result.plan.pools {
      let paid =
        hours?.first { $0.pool == plan.pool }?.paid ?? plan.weeks.reduce(0) { $0 + $1.paidHours }
      guard paid > 0 else { continue }
      let running = result.cost.lines.filter { $0.pool == plan.pool && !$0.oneOff }
        .reduce(Cents.zero) { $0 + $1.cents }
      pools.append(RunFacts.Pool(pool: plan.pool, paidHours: paid, runningCents: running))
    }
    self.pools = pools
    otherCents = pools.reduce(result.costCents) { $0 - $1.runningCents }
  }
}
