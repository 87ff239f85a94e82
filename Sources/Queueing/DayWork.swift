import Foundation

/// One day's work for staffing by method: arrivals that change with time, and the intervals of the roster.
public struct DayWork: Sendable, Equatable {
  /// The arrival rate; periodic with the day unless it starts empty.
  public var profile: ArrivalProfile
  /// 1 / mean handle time.
  public var serviceRate: Double
  /// 1 / mean patience; 0 is endless patience.
  public var abandonmentRate: Double
  /// Length of a roster interval, in the time unit of the rates.
  public var interval: Double
  /// Number of roster intervals in the day.
  public var intervals: Int
  /// Whether nobody is there when the day begins; otherwise the day follows itself for ever.
  public var startsEmpty: Bool

  /// A day of equal roster intervals from time 0.
  ///
  /// - Parameters:
  ///   - profile: The arrival rate.
  ///   - serviceRate: 1 / mean handle time; finite, `> 0`.
  ///   - abandonmentRate: 1 / mean patience; finite, `>= 0`; 0 is endless patience.
  ///   - interval: Length of a roster interval, in the time unit of the rates; `> 0`.
  ///   - intervals: Number of roster intervals, `1...100000`.
  ///   - startsEmpty: Whether nobody is there when the day begins, as after a closed night.
  public init(
    profile: ArrivalProfile, serviceRate: Double, abandonmentRate: Double, interval: Double,
    intervals: Int, startsEmpty: Bool = false
  ) {
    self.profile = profile
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.interval = interval
    self.intervals = intervals
    self.startsEmpty = startsEmpty
  }

  /// The offered load of the queue with unlimited servers at a time of the day.
  func infiniteServerLoad(at time: Double) -> Double {
    let periodic = profile.infiniteServerLoad(at: time, serviceRate: serviceRate)
    guard startsEmpty else { return periodic }
    // m' = λ − μm is linear: what was there at the start fades away by itself.
    let start = profile.infiniteServerLoad(at: 0, serviceRate: serviceRate)
    return max(0, periodic - start * exp(-serviceRate * time))
  }

  /// Events of a day × states that carry probability, at most; about half a minute for each run of the day.
  private static let mostEffort = 1e10

  /// Throws when following the day event by event would take too long.
  private func requireEffort() throws(QueueingError) {
    let day = interval * Double(intervals)
    let arrivals = profile.meanRate(from: 0, to: day)
    // Service as fast as arrivals, and hanging up from some places in the queue.
    let events = (2 * arrivals + 16 * abandonmentRate + serviceRate) * day
    let states = 20 * (profile.highest / serviceRate).squareRoot() + 60
    guard events * states > Self.mostEffort else { return }
    if 16 * abandonmentRate > 2 * arrivals {
      throw .invalid(
        parameter: "patience", value: "\(1 / abandonmentRate)",
        expected: "longer, for the exact course of a day")
    }
    throw .invalid(
      parameter: "contacts in the day", value: "\(arrivals * day)",
      expected: "fewer: the exact course of so many takes too long; ask for each interval by itself"
    )
  }

  func validate(_ goals: [DayGoal]) throws(QueueingError) {
    try profile.validate()
    try requirePositive(serviceRate, "serviceRate")
    try requireNonNegative(abandonmentRate, "abandonmentRate")
    try requirePositive(interval, "interval")
    guard (1...100_000).contains(intervals) else {
      throw .invalid(
        parameter: "intervals", value: "\(intervals)", expected: "between 1 and 100000")
    }
    try requirePatience(abandonmentRate, against: max(profile.highest, serviceRate))
    try requireEffort()
    guard !goals.isEmpty else {
      throw .invalid(parameter: "goals", value: "none", expected: "at least one goal")
    }
    let load = ContactLoad(
      arrivalRate: profile.highest, serviceRate: serviceRate, abandonmentRate: abandonmentRate)
    for goal in goals { try goal.validate(for: load) }
  }
}
