/// People by interval so that goals judged over a whole period are met at nearly the least paid time.
///
/// The search starts at the fewest people that keep the floor in every interval, then adds people where a
/// person-hour brings the unmet goals furthest, and at the end takes away whom no goal misses.
/// A goal over the period counts its numerator and denominator over all contacts of the period, so a
/// busy interval weighs more than a quiet one.
///
///     let plan = try PeriodRequirement(
///       intervals: intervals, goals: [.serviceLevel(.offered, within: 20, share: 0.8)],
///       floor: [.serviceLevel(.offered, within: 20, share: 0.6)])
///     // plan.agents: one per interval
public struct PeriodRequirement: Sendable {
  /// One interval of the period, or several alike.
  public struct Interval: Sendable, Equatable {
    /// The work while the interval lasts.
    public var load: ContactLoad
    /// How long it lasts in the whole period (for instance hours × how many such days), `> 0`.
    public var weight: Double
    /// People who are there anyway; the answer is never lower.
    public var minimum: Int

    /// An interval with its load and its length.
    public init(load: ContactLoad, weight: Double = 1, minimum: Int = 0) {
      self.load = load
      self.weight = weight
      self.minimum = minimum
    }
  }

  /// People by interval, in the order given.
  public let agents: [Int]
  /// What each goal comes to over the period: a share, or a mean wait for a speed of answer.
  public let attained: [Double]
  /// People × weight, summed over the intervals.
  public let agentTime: Double
  /// People by interval for the floor alone.
  public let floorAgents: [Int]

  /// Finds the people.
  ///
  /// - Parameters:
  ///   - intervals: The intervals of the period, oldest first.
  ///   - goals: Goals judged over the whole period; ``ServiceGoal/deadline(within:share:)`` is refused.
  ///   - floor: Goals that each interval keeps by itself.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain.
  /// - Complexity: About two evaluations of Erlang A per person added, and a heap.
  public init(
    intervals: [Interval], goals: [ServiceGoal], floor: [ServiceGoal] = []
  ) throws(QueueingError) {
    var start: [Int] = []
    start.reserveCapacity(intervals.count)
    for interval in intervals {
      try requirePositive(interval.weight, "weight")
      for goal in goals {
        try goal.validate(for: interval.load)
        if case .deadline = goal {
          throw .invalid(
            parameter: "goal", value: "\(goal)", expected: "a goal about waiting, over a period")
        }
      }
      let needed = try agentsNeeded(for: floor, load: interval.load)
      start.append(max(needed, interval.minimum))
    }
    floorAgents = start
    var ascent = PeriodAscent(intervals: intervals, goals: goals, start: start)
    ascent.climb()
    ascent.trim()
    agents = ascent.agents
    attained = ascent.attained
    agentTime = zip(agents, intervals).reduce(0) { $0 + Double($1.0) * $1.1.weight }
  }
}
