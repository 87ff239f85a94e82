/// A promise about every moment, or the whole, of each interval of a day.
public enum DayGoal: Sendable, Equatable {
  /// P(all agents busy) at most this at every moment.
  case delay(atMost: Double)
  /// A goal about those who arrive in an interval; for an occupancy, about the time of the interval.
  ///
  /// ``ServiceGoal/deadline(within:share:)`` is refused.
  case interval(ServiceGoal)

  func validate(for load: ContactLoad) throws(QueueingError) {
    switch self {
    case .delay(let most): try requireShare(most, "delay")
    case .interval(.deadline(let within, let share)):
      throw .invalid(
        parameter: "goal", value: "\(ServiceGoal.deadline(within: within, share: share))",
        expected: "a goal about waiting or occupancy, for a day")
    case .interval(let goal): try goal.validate(for: load)
    }
  }

  /// How far a value is from the goal: `>= 0` when it is met.
  func margin(_ value: Double) -> Double {
    switch self {
    case .delay(let most): most - value
    case .interval(.serviceLevel(_, _, let share)), .interval(.deadline(_, let share)):
      value - share
    case .interval(.speedOfAnswer(let most)), .interval(.abandonment(let most)),
      .interval(.occupancy(let most)):
      most - value
    }
  }

  /// How much a value misses the goal by, 0 when met.
  func violation(_ value: Double) -> Double { max(0, -margin(value)) }

  /// What an interval in which nobody arrives comes to.
  var valueWithoutArrivals: Double {
    if case .interval(.serviceLevel) = self { return 1 }
    return 0
  }

  /// Whether the measure is a mean over time; the others are means over arrivals.
  var isAboutTime: Bool {
    if case .interval(.occupancy) = self { return true }
    return false
  }

  /// The stationary goal of the same sense.
  var stationary: ServiceGoal {
    switch self {
    // P(wait) ≤ p is P(served at once) ≥ 1 − p.
    case .delay(let most): .serviceLevel(.offered, within: 0, share: 1 - most)
    case .interval(let goal): goal
    }
  }
}

extension DayGoal: CustomStringConvertible {
  /// The goal as a planner would say it, with times in the unit of the rates.
  public var description: String {
    switch self {
    case .delay(let most): "a chance of at most \(most) that all are busy, at every moment"
    case .interval(let goal): goal.description
    }
  }
}
