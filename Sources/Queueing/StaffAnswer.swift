/// People paid for a number of people at work.
public enum Shrinkage {
  /// The paid people behind `onPhone` people at work: unrounded, and rounded up.
  ///
  /// - Parameters:
  ///   - onPhone: People at work, `>= 0`, at most 1e9.
  ///   - shrinkage: Share of paid time not at work, in 0..<1.
  /// - Returns: Whole people, and their exact number. A quotient within 1e-13 of a whole number, relatively, counts as that.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
  public static func paid(
    _ onPhone: Double, shrinkage: Double
  ) throws(QueueingError) -> (people: Int, exact: Double) {
    guard onPhone >= 0, onPhone <= 1e9 else {
      throw .invalid(
        parameter: "people at work", value: "\(onPhone)", expected: "between 0 and 1e9")
    }
    guard shrinkage >= 0, shrinkage < 1, onPhone / (1 - shrinkage) < 1e15 else {
      throw .invalid(
        parameter: "shrinkage", value: "\(shrinkage)", expected: "at least 0 and less than 1")
    }
    let exact = onPhone / (1 - shrinkage)
    return (Int((exact - 1e-13 * exact).rounded(.up)), exact)
  }
}

/// The answer to a planner's one-line question: how many people, and what a few more or fewer would do.
public struct StaffAnswer: Sendable, Equatable {
  /// One line of the table.
  public struct Row: Sendable, Equatable {
    /// Agents on the phones.
    public var agents: Int
    /// People to schedule for them.
    public var scheduled: Int
    /// The queue; nil where it would grow for ever.
    public var queue: ErlangAResult?
    /// What each goal comes to, in the order asked for: a share, or a mean wait in seconds; empty without a queue.
    public var attained: [Double]
    /// Whether every goal is met.
    public var meetsGoals: Bool
    /// Whether this is the answer.
    public var isAnswer: Bool
  }

  /// The work, with times in seconds.
  public let load: ContactLoad
  /// The goals, with times in seconds.
  public let goals: [ServiceGoal]
  /// The threshold of the service level in the table, seconds.
  public let within: Double
  /// Fewest agents that meet every goal.
  public let agents: Int
  /// People to schedule, rounded up.
  public let scheduled: Int
  /// The same unrounded.
  public let scheduledExact: Double
  /// The smallest real number of agents that meets the goals.
  public let fractionalAgents: Double
  /// From three agents fewer to three more, at least 0.
  public let rows: [Row]
  /// How the results at the answer respond to its inputs; nil without arrivals or agents.
  public let sensitivity: Sensitivity?

  /// Answers the question.
  ///
  ///     let answer = try StaffAnswer(
  ///       volume: 120, per: 1800, handleTime: 390,
  ///       goals: [.serviceLevel(.offered, within: 30, share: 0.8)], patience: 180, shrinkage: 0.32)
  ///
  /// - Parameters:
  ///   - volume: Contacts in the interval, `>= 0`.
  ///   - per: Length of the interval, seconds, `> 0`.
  ///   - handleTime: Mean handle time, seconds, `> 0`.
  ///   - goals: The goals, times in seconds; at least one.
  ///   - patience: Mean patience, seconds; nil is endless.
  ///   - shrinkage: Share of paid time not at work, in 0..<1.
  /// - Throws: ``QueueingError`` when an input leaves its domain or no number of people suffices.
  /// - Complexity: A search and eight evaluations of Erlang A.
  public init(
    volume: Double, per: Double, handleTime: Double, goals: [ServiceGoal],
    patience: Double? = nil, shrinkage: Double = 0
  ) throws(QueueingError) {
    try requireNonNegative(volume, "volume")
    try requirePositive(per, "interval")
    try requirePositive(handleTime, "handle time")
    if let patience { try requirePositive(patience, "patience") }
    guard !goals.isEmpty else {
      throw .invalid(parameter: "goals", value: "none", expected: "at least one goal")
    }
    let work = ContactLoad(
      volume: volume, interval: per, handleTime: handleTime, patience: patience)
    var threshold = 0.0
    var definition = ServiceLevelDefinition.offered
    for goal in goals.reversed() {
      if case .serviceLevel(let asked, let within, _) = goal {
        threshold = within
        definition = asked
      }
    }
    let needed = try agentsNeeded(for: goals, load: work)
    let paid = try Shrinkage.paid(Double(needed), shrinkage: shrinkage)
    load = work
    self.goals = goals
    within = threshold
    agents = needed
    scheduled = paid.people
    scheduledExact = paid.exact
    fractionalAgents = try fractionalAgentsNeeded(for: goals, load: work)
    let judge = GoalJudge(goals: goals)
    var lines: [Row] = []
    for people in max(0, needed - 3)...(needed + 3) {
      let isStable =
        work.abandonmentRate > 0 || Double(people) > work.offeredLoad || work.arrivalRate == 0
      var queue: ErlangAResult?
      if isStable {
        queue = try erlangA(
          arrivalRate: work.arrivalRate, serviceRate: work.serviceRate,
          abandonmentRate: work.abandonmentRate, agents: people, within: threshold)
      }
      let meets =
        isStable
        && (work.arrivalRate == 0 || judge.margin(load: work, agents: Double(people)) >= 0)
      lines.append(
        Row(
          agents: people,
          scheduled: try Shrinkage.paid(Double(people), shrinkage: shrinkage).people,
          queue: queue, attained: queue == nil ? [] : try Self.attained(goals, work, people),
          meetsGoals: meets, isAnswer: people == needed))
    }
    rows = lines
    sensitivity =
      work.arrivalRate > 0 && needed > 0
      ? try Sensitivity(
        load: work, agents: Double(needed), within: threshold, definition: definition) : nil
  }

  /// What each goal comes to with so many people.
  private static func attained(
    _ goals: [ServiceGoal], _ work: ContactLoad, _ people: Int
  ) throws(QueueingError) -> [Double] {
    var values: [Double] = []
    for goal in goals {
      func queue(_ within: Double) throws(QueueingError) -> ErlangAResult {
        try erlangA(
          arrivalRate: work.arrivalRate, serviceRate: work.serviceRate,
          abandonmentRate: work.abandonmentRate, agents: people, within: within)
      }
      switch goal {
      case .serviceLevel(let definition, let within, _):
        values.append(try queue(within).serviceLevel(definition))
      case .speedOfAnswer: values.append(try queue(0).speedOfAnswer)
      case .abandonment: values.append(try queue(0).pAbandon)
      case .occupancy: values.append(try queue(0).occupancy)
      case .deadline(let within, _):
        values.append(
          work.arrivalRate == 0
            ? 1
            : 1
              - (try shareLate(
                arrivalRate: work.arrivalRate, serviceRate: work.serviceRate,
                agents: Double(people), deadline: within)))
      }
    }
    return values
  }
}
