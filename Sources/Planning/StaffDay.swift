import Demand
import Queueing

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
  ///   - threads: The most methods at a time; `>= 1`.
  /// - Throws: `QueueingError` when an input leaves its domain or no number of people suffices.
  /// - Complexity: Some tens of days of forward equations, each O(contacts × states that carry probability).
  public init(
    volumes: DayVolumes, handleTime: Double?, patience: Double?, goals: [DayGoal],
    threads: Int = 1
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
    staffings = try inParallel(count: methods.count, threads: threads) {
      try day.staffing(by: methods[$0], goals: goals)
    }
  }
}
