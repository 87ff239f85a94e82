import Foundation

/// One day's work for staffing by method: arrivals that change with time, and the intervals of the roster.
public struct DayWork: Sendable, Equatable {
  /// The arrival rate, periodic with the day.
  public var profile: ArrivalProfile
  /// 1 / mean handle time.
  public var serviceRate: Double
  /// 1 / mean patience; 0 is endless patience.
  public var abandonmentRate: Double
  /// Length of a roster interval, in the time unit of the rates.
  public var interval: Double
  /// Number of roster intervals in the day.
  public var intervals: Int

  /// A day of equal roster intervals from time 0.
  public init(
    profile: ArrivalProfile, serviceRate: Double, abandonmentRate: Double, interval: Double,
    intervals: Int
  ) {
    self.profile = profile
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.interval = interval
    self.intervals = intervals
  }

  func validate() throws(QueueingError) {
    try profile.validate()
    try requirePositive(serviceRate, "serviceRate")
    try requireNonNegative(abandonmentRate, "abandonmentRate")
    try requirePositive(interval, "interval")
    guard (1...100_000).contains(intervals) else {
      throw .invalid(
        parameter: "intervals", value: "\(intervals)", expected: "between 1 and 100000")
    }
    try requireAtMost(profile.highest / serviceRate, 1e6, "offered load")
    try requirePatience(abandonmentRate, against: max(profile.highest, serviceRate))
  }
}

/// A way of staffing a day whose load changes.
public enum DayMethod: String, Sendable, CaseIterable {
  /// Stationary independent period by period: each interval as if it lasted for ever.
  case sipp
  /// The same with arrivals of one mean handle time earlier.
  case lagSIPP
  /// Modified offered load: the stationary requirement at the load of unlimited servers.
  case modifiedOfferedLoad
  /// Iterative staffing: the requirement of the exact distribution, until it no longer changes.
  case iterative
}

/// A day's staffing and what the exact forward equations say about it.
public struct DayStaffing: Sendable, Equatable {
  /// How it was found; nil when the agents were given.
  public let method: DayMethod?
  /// Agents by interval.
  public let agents: [Int]
  /// Agents × interval, summed.
  public let agentTime: Double
  /// By interval, the goal's measure: the worst moment for a delay, the mean over arrivals otherwise.
  public let measure: [Double]
  /// The largest violation of the goal in any interval.
  public let worstViolation: Double
  /// The mean over intervals of the violation.
  public let meanViolation: Double
  /// Share of the day, by time, in which P(all busy) is above a delay goal; share of intervals for other goals.
  public let shareInViolation: Double
  /// P(all busy) at each probe (eight an interval), oldest first.
  public let allBusy: [Double]

  /// Whether every interval meets the goal.
  public var isCertified: Bool { worstViolation == 0 }
}

extension DayWork {
  /// Staffs the day by a method and certifies the result by the exact forward equations, in the periodic state.
  ///
  ///     let day = DayWork(
  ///       profile: .sinusoid(mean: 60, amplitude: 36, angularFrequency: 2 * .pi / 24),
  ///       serviceRate: 0.5, abandonmentRate: 0.5, interval: 0.5, intervals: 48)
  ///     let plan = try day.staffing(by: .iterative, goal: .delay(atMost: 0.2))
  ///
  /// When staff drops, a contact whose agent leaves returns to the head of the queue (see ``ForwardEquations``).
  ///
  /// - Parameters:
  ///   - method: How to find the agents. `modifiedOfferedLoad` uses the highest load of each interval, so that the
  ///     goal holds at its worst moment.
  ///   - goal: The goal.
  /// - Returns: Agents by interval and the certificate.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain;
  ///   ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and a periodic state does not exist.
  /// - Complexity: A few days of forward equations per round; `iterative` takes up to twenty rounds.
  public func staffing(by method: DayMethod, goal: DayGoal) throws(QueueingError) -> DayStaffing {
    try validate()
    try goal.validate()
    let stationary = goal.stationary
    var agents: [Int] = []
    for index in 0..<intervals {
      let start = Double(index) * interval
      let rate: Double
      switch method {
      case .sipp: rate = profile.meanRate(from: start, to: start + interval)
      case .lagSIPP:
        let lag = 1 / serviceRate
        rate = profile.meanRate(from: start - lag, to: start + interval - lag)
      case .modifiedOfferedLoad, .iterative:
        // The highest of seventeen moments.
        var highest = 0.0
        for moment in 0...16 {
          let time = start + interval * Double(moment) / 16
          highest = max(highest, profile.infiniteServerLoad(at: time, serviceRate: serviceRate))
        }
        rate = highest * serviceRate
      }
      agents.append(
        try agentsNeeded(
          for: [stationary],
          load: ContactLoad(
            arrivalRate: rate, serviceRate: serviceRate, abandonmentRate: abandonmentRate)))
    }
    guard method == .iterative else { return try certified(agents, method: method, goal: goal) }
    return try iterate(from: agents, goal: goal)
  }

  /// Judges given agents by the exact forward equations.
  ///
  /// - Parameters:
  ///   - agents: Agents, one per interval.
  ///   - goal: The goal.
  /// - Returns: The certificate.
  /// - Throws: As ``staffing(by:goal:)``.
  /// - Complexity: A few days of forward equations.
  public func certify(agents: [Int], goal: DayGoal) throws(QueueingError) -> DayStaffing {
    try validate()
    try goal.validate()
    guard agents.count == intervals, agents.allSatisfy({ $0 >= 0 }) else {
      throw .invalid(
        parameter: "agents", value: "\(agents.count) intervals",
        expected: "one number >= 0 per interval, \(intervals)")
    }
    return try certified(agents, method: nil, goal: goal)
  }

  private func certified(
    _ agents: [Int], method: DayMethod?, goal: DayGoal
  ) throws(QueueingError) -> DayStaffing {
    let course = try DayCourse(work: self, agents: agents, goal: goal)
    return course.staffing(method: method)
  }

  /// Takes the least agents that the last distribution allows, until nothing changes; then adds where the
  /// certificate still fails, and takes away where one fewer still passes.
  private func iterate(from first: [Int], goal: DayGoal) throws(QueueingError) -> DayStaffing {
    var agents = first
    var best: DayStaffing?
    func remember(_ candidate: DayStaffing) {
      guard candidate.isCertified else { return }
      if best.map({ candidate.agentTime < $0.agentTime }) ?? true { best = candidate }
    }
    for _ in 0..<12 {
      let course = try DayCourse(work: self, agents: agents, goal: goal)
      remember(course.staffing(method: .iterative))
      let next = course.leastAgents()
      if next == agents { break }
      agents = next
    }
    for _ in 0..<40 where best == nil {
      let course = try DayCourse(work: self, agents: agents, goal: goal)
      let judged = course.staffing(method: .iterative)
      remember(judged)
      for index in agents.indices where goal.violation(judged.measure[index]) > 0 {
        agents[index] += 1
      }
    }
    if let best { return best }
    return try certified(agents, method: .iterative, goal: goal)
  }
}
