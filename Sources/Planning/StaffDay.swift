import Demand
import Queueing
import Staffing

/// A day of intervals staffed by each method, with the exact course of each.
public struct StaffDay: Sendable {
  /// The day's volumes.
  public let volumes: DayVolumes
  /// The work, with times in seconds.
  public let work: DayWork
  /// The goals that every interval must keep, with times in seconds.
  public let goals: [DayGoal]
  /// One staffing per method.
  public let staffings: [DayStaffing]

  /// The day on shifts; nil when no rules for them were given.
  public let shifts: Shifts?

  /// The people of a day on shifts, judged by the exact course.
  public struct Shifts: Sendable {
    /// Both covers and the bound.
    public let search: DayCoverSearch
    /// What the exact course says of the shifts that cover what SIPP asks for.
    public let first: DayStaffing
    /// The same of the cheapest shifts that keep the goals; nil when none were found.
    public let best: DayStaffing?
  }

  /// The certified staffing with the least agent-hours; nil when none is certified.
  public var best: DayStaffing? {
    staffings.filter(\.isCertified).min { $0.agentTime < $1.agentTime }
  }

  /// Staffs the day.
  ///
  /// A day from midnight to midnight is taken to follow itself for ever; a shorter one begins empty.
  ///
  /// - Parameters:
  ///   - volumes: Contacts by interval.
  ///   - handleTime: Mean handle time all day, seconds, `> 0`; nil for the volumes' own by interval.
  ///   - patience: Mean patience, seconds; nil is endless.
  ///   - goals: Goals that every interval must keep, times in seconds; at least one.
  ///   - rules: The shifts that may be worked; nil to leave people by interval.
  ///   - threads: The most methods at a time; `>= 1`.
  /// - Throws: `QueueingError` when an input leaves its domain or no number of people suffices;
  ///   `StaffingError` for rules from which no shifts can be made.
  /// - Complexity: Some tens of days of forward equations, each O(contacts × states that carry probability).
  public init(
    volumes: DayVolumes, handleTime: Double?, patience: Double?, goals: [DayGoal],
    shifts rules: ShiftRules? = nil, threads: Int = 1
  ) throws {
    let mean = handleTime ?? volumes.meanHandleTime ?? 1
    for (name, value) in [("handle time", mean), ("patience", patience ?? 1)]
    where !(value > 0 && value < .infinity) {
      throw QueueingError.invalid(
        parameter: name, value: "\(value) s", expected: "finite and more than 0 s")
    }
    let interval = Double(volumes.stepMinutes) * 60
    var work = DayWork(
      profile: .steps(interval: interval, rates: volumes.volumes.map { $0 / interval }),
      serviceRate: 1 / mean, abandonmentRate: patience.map { 1 / $0 } ?? 0,
      interval: interval, intervals: volumes.volumes.count,
      startsEmpty: !volumes.isRoundTheClock)
    if handleTime == nil, let lengths = volumes.handleTimes {
      work.serviceRates = lengths.map { 1 / $0 }
    }
    let day = work
    self.volumes = volumes
    self.work = day
    self.goals = goals
    let methods = DayMethod.allCases
    let found = try inParallel(count: methods.count, threads: threads) {
      try day.staffing(by: methods[$0], goals: goals)
    }
    staffings = found
    shifts = try rules.map { rules in
      let search = try coverDay(
        required: found[0].agents, startMinute: volumes.startMinute,
        stepMinutes: volumes.stepMinutes, isPeriodic: !day.startsEmpty, rules: rules,
        maximumJudgements: StaffDay.judgements(volumes, found[0])
      ) { agents in
        let judged = try day.certify(agents: agents, goals: goals)
        return agents.indices.filter { interval in
          judged.goals.contains { $0.violation[interval] > 0 }
        }
      }
      return Shifts(
        search: search, first: try day.certify(agents: search.first.agents, goals: goals),
        best: try search.best.map { try day.certify(agents: $0.agents, goals: goals) })
    }
  }
  /// How often the exact course is worked out for shifts: less often for long queues, never by the clock.
  private static func judgements(_ volumes: DayVolumes, _ sipp: DayStaffing) -> Int {
    let rounds = volumes.isRoundTheClock ? 4.0 : 1.0
    let work = volumes.volumes.reduce(0, +) * Double(sipp.agents.max() ?? 0) * rounds
    return max(40, Int(400 * min(1, 100_000 / max(1, work))))
  }
}
