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

/// How one goal fares through a day.
public struct DayGoalCourse: Sendable, Equatable {
  /// The goal.
  public let goal: DayGoal
  /// By interval, what the goal measures: for a delay its worst moment, for an occupancy the mean over time, for
  /// the others the mean over arrivals.
  public let measure: [Double]
  /// By interval, how much the goal is missed by, in the unit of the measure; 0 when met.
  public let violation: [Double]
  /// Share of the day in which the goal is missed: of time for a delay, of intervals for other goals.
  public let shareInViolation: Double

  /// The largest violation in any interval.
  public var worstViolation: Double { violation.max() ?? 0 }
  /// The mean over intervals of the violation.
  public var meanViolation: Double {
    violation.reduce(0, +) / Double(max(1, violation.count))
  }
}

/// A day's staffing and what the exact forward equations say about it.
public struct DayStaffing: Sendable, Equatable {
  /// How it was found; nil when the agents were given.
  public let method: DayMethod?
  /// Agents by interval.
  public let agents: [Int]
  /// Agents × interval, summed.
  public let agentTime: Double
  /// Each goal through the day, in the order asked for.
  public let goals: [DayGoalCourse]
  /// P(all busy) at each probe (eight an interval), oldest first.
  public let allBusy: [Double]

  /// Whether every interval meets every goal.
  public var isCertified: Bool { goals.allSatisfy { $0.worstViolation == 0 } }
}

extension DayWork {
  /// Staffs the day by a method and certifies the result by the exact forward equations.
  ///
  ///     let day = DayWork(
  ///       profile: .sinusoid(mean: 60, amplitude: 36, angularFrequency: 2 * .pi / 24),
  ///       serviceRate: 0.5, abandonmentRate: 0.5, interval: 0.5, intervals: 48)
  ///     let plan = try day.staffing(by: .iterative, goals: [.delay(atMost: 0.2)])
  ///
  /// When staff drops, a contact whose agent leaves returns to the head of the queue (see ``ForwardEquations``).
  ///
  /// - Parameters:
  ///   - method: How to find the agents. `modifiedOfferedLoad` uses the highest load of each interval, so that the
  ///     goals hold at its worst moment.
  ///   - goals: The goals, at least one; every interval must keep each.
  /// - Returns: Agents by interval and the certificate.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain;
  ///   ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and a periodic state does not exist.
  /// - Complexity: A few days of forward equations per round; `iterative` takes up to fifty rounds, most often five.
  public func staffing(
    by method: DayMethod, goals: [DayGoal]
  ) throws(QueueingError) -> DayStaffing {
    try validate(goals)
    let stationary = goals.map(\.stationary)
    var agents: [Int] = []
    for index in 0..<intervals {
      let load = ContactLoad(
        arrivalRate: stationaryRate(index, method), serviceRate: serviceRate(in: index),
        abandonmentRate: abandonmentRate)
      agents.append(try agentsNeeded(for: stationary, load: load))
    }
    guard method == .iterative else {
      return try DayCourse(work: self, agents: agents, goals: goals).staffing(method: method)
    }
    return try iterate(from: agents, goals: goals)
  }

  /// Judges given agents by the exact forward equations.
  ///
  /// - Parameters:
  ///   - agents: Agents, one per interval.
  ///   - goals: The goals, at least one.
  /// - Returns: The certificate.
  /// - Throws: As ``staffing(by:goals:)``.
  /// - Complexity: A few days of forward equations.
  public func certify(agents: [Int], goals: [DayGoal]) throws(QueueingError) -> DayStaffing {
    try validate(goals)
    guard agents.count == intervals, agents.allSatisfy({ (0...1_000_000).contains($0) }) else {
      throw .invalid(
        parameter: "agents", value: "\(agents.count) intervals",
        expected: "one number in 0...1000000 per interval, \(intervals)")
    }
    return try DayCourse(work: self, agents: agents, goals: goals).staffing(method: nil)
  }

  /// The arrival rate that a method takes for an interval as if it lasted for ever.
  private func stationaryRate(_ index: Int, _ method: DayMethod) -> Double {
    let start = Double(index) * interval
    switch method {
    case .sipp: return profile.meanRate(from: start, to: start + interval)
    case .lagSIPP:
      let from = start - 1 / serviceRate(in: index)
      let to = from + interval
      guard startsEmpty, from < 0 else { return profile.meanRate(from: from, to: to) }
      return to > 0 ? profile.meanRate(from: 0, to: to) * to / interval : 0
    case .modifiedOfferedLoad, .iterative:
      // The highest of seventeen moments.
      var highest = 0.0
      for moment in 0...16 {
        let time = start + interval * Double(moment) / 16
        highest = max(highest, infiniteServerLoad(at: time))
      }
      // The last of a load that fades away is nobody's work.
      return highest < 0.01
        ? profile.meanRate(from: start, to: start + interval)
        : highest * serviceRate(in: index)
    }
  }

  /// Takes the least agents that the last distribution allows, until nothing changes; then adds where the
  /// certificate still fails.
  private func iterate(from first: [Int], goals: [DayGoal]) throws(QueueingError) -> DayStaffing {
    var agents = first
    var best: DayStaffing?
    func remember(_ candidate: DayStaffing) {
      guard candidate.isCertified else { return }
      if best.map({ candidate.agentTime < $0.agentTime }) ?? true { best = candidate }
    }
    var last: DayStaffing?
    var start: [Double]?
    for _ in 0..<12 {
      let course = try DayCourse(work: self, agents: agents, goals: goals, start: start)
      start = startsEmpty ? nil : course.end
      let judged = course.staffing(method: .iterative)
      remember(judged)
      last = judged
      let next = course.leastAgents()
      if next == agents { break }
      agents = next
    }
    for _ in 0..<40 where best == nil {
      let course = try DayCourse(work: self, agents: agents, goals: goals, start: start)
      let judged = course.staffing(method: .iterative)
      remember(judged)
      last = judged
      for index in agents.indices where judged.goals.contains(where: { $0.violation[index] > 0 }) {
        agents[index] += 1
      }
    }
    guard let found = best ?? last else { preconditionFailure("No round was made") }
    return found
  }
}
