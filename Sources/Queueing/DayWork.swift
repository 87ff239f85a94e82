import Foundation

/// One day's work for staffing by method: arrivals that change with time, and the intervals of the roster.
public struct DayWork: Sendable, Equatable {
  /// The arrival rate; periodic with the day unless it starts empty.
  public var profile: ArrivalProfile
  /// 1 / mean handle time, where it is the same all day.
  public var serviceRate: Double
  /// 1 / mean handle time by roster interval, for a day on which it changes; empty when it does not.
  ///
  /// All contacts in service are handled at the rate of the moment. Needs a profile of steps of one interval each.
  public var serviceRates: [Double] = []
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
    guard serviceRates.isEmpty else { return loadUnderChangingRates(at: time) }
    let periodic = profile.infiniteServerLoad(at: time, serviceRate: serviceRate)
    guard startsEmpty else { return periodic }
    // m' = λ − μm is linear: what was there at the start fades away by itself.
    let start = profile.infiniteServerLoad(at: 0, serviceRate: serviceRate)
    return max(0, periodic - start * exp(-serviceRate * time))
  }

  /// 1 / mean handle time in a roster interval.
  func serviceRate(in index: Int) -> Double {
    serviceRates.isEmpty ? serviceRate : serviceRates[index]
  }

  /// The same with a handle time that changes by interval: m' = λ − μm piece by piece.
  private func loadUnderChangingRates(at time: Double) -> Double {
    guard case .steps(_, let rates) = profile else { return 0 }
    func moved(_ load: Double, _ index: Int, _ length: Double) -> Double {
      let decay = exp(-serviceRates[index] * length)
      return load * decay + rates[index] / serviceRates[index] * (1 - decay)
    }
    // Over a day the load is decay × m(0) + gain, hence m(0) of a day that follows itself.
    var load = 0.0
    if !startsEmpty {
      let gain = rates.indices.reduce(0.0) { moved($0, $1, interval) }
      load = gain / -expm1(-serviceRates.reduce(0, +) * interval)
    }
    let place = min(Int(time / interval), intervals - 1)
    for index in 0..<place { load = moved(load, index, interval) }
    return moved(load, place, time - Double(place) * interval)
  }

  /// Events of a day × states that carry probability, at most; half a minute for all methods.
  private static let mostEffort = 6e8

  /// Throws when following the day event by event would take too long.
  private func requireEffort() throws(QueueingError) {
    let day = interval * Double(intervals)
    let arrivals = profile.meanRate(from: 0, to: day)
    // Service as fast as arrivals, and hanging up from some places in the queue.
    let events = (2 * arrivals + 16 * abandonmentRate + serviceRate) * day
    let slowest = serviceRates.min() ?? serviceRate
    let states = 20 * (profile.highest / slowest).squareRoot() + 60
    guard events * states > Self.mostEffort else { return }
    if 16 * abandonmentRate > 2 * arrivals {
      throw .invalid(
        parameter: "patience", value: "\(1 / abandonmentRate)",
        expected: "longer, for the exact course of a day")
    }
    let most = arrivals * day * pow(Self.mostEffort / (events * states), 2.0 / 3)
    throw .invalid(
      parameter: "contacts in the day", value: "\(Int(arrivals * day))",
      expected: "at most about \(Int(most)), since the exact course of more takes minutes;"
        + " ask for its intervals one by one")
  }

  private var hasMatchingSteps: Bool {
    guard case .steps(let length, let rates) = profile else { return false }
    return length == interval && rates.count == intervals
  }

  func validate(_ goals: [DayGoal]) throws(QueueingError) {
    try profile.validate()
    try requirePositive(serviceRate, "serviceRate")
    try requireNonNegative(abandonmentRate, "abandonmentRate")
    try requirePositive(interval, "interval")
    for (index, rate) in serviceRates.enumerated() {
      try requirePositive(rate, "serviceRates[\(index)]")
    }
    guard serviceRates.isEmpty || serviceRates.count == intervals && hasMatchingSteps else {
      throw .invalid(
        parameter: "serviceRates", value: "\(serviceRates.count) intervals",
        expected: "one per roster interval, \(intervals), beside arrivals in steps of the same")
    }
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
