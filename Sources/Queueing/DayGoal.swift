import Foundation

/// A promise about every moment, or the whole, of each interval of a day.
public enum DayGoal: Sendable, Equatable {
  /// P(all agents busy) at most this at every moment.
  case delay(atMost: Double)
  /// Share served within the threshold of those who arrive in an interval at least `share`.
  case serviceLevel(within: Double, share: Double)
  /// Share of those who arrive in an interval that hang up at most this.
  case abandonment(atMost: Double)

  func validate() throws(QueueingError) {
    switch self {
    case .delay(let most): try requireShare(most, "delay")
    case .serviceLevel(let within, let share):
      try requireNonNegative(within, "within")
      try requireShare(share, "share")
    case .abandonment(let most): try requireShare(most, "abandonment")
    }
  }

  /// How much a value misses the goal by, 0 when met.
  func violation(_ value: Double) -> Double {
    switch self {
    case .delay(let most), .abandonment(let most): max(0, value - most)
    case .serviceLevel(_, let share): max(0, share - value)
    }
  }

  /// The stationary goal of the same sense.
  var stationary: ServiceGoal {
    switch self {
    // P(wait) ≤ p is P(served at once) ≥ 1 − p.
    case .delay(let most): .serviceLevel(.offered, within: 0, share: 1 - most)
    case .serviceLevel(let within, let share):
      .serviceLevel(.offered, within: within, share: share)
    case .abandonment(let most): .abandonment(atMost: most)
    }
  }

  /// By number of contacts found, 0..<count, what an arrival then contributes to the measure with `agents`.
  ///
  /// The staffing is taken not to change within the threshold.
  func weights(
    agents: Int, serviceRate: Double, abandonmentRate: Double, count: Int
  ) -> [Double] {
    switch self {
    case .delay: return (0..<count).map { $0 >= agents ? 1 : 0 }
    case .serviceLevel(let within, _):
      return Self.servedInTime(
        agents: agents, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
        within: within, count: count)
    case .abandonment:
      // With k ahead of it in the queue, one of k + 1 at rate nμ + iθ: it is served with x / (x + k + 1).
      guard abandonmentRate > 0 else { return Array(repeating: 0, count: count) }
      let shape = Double(agents) * serviceRate / abandonmentRate
      return (0..<count).map { found in
        found < agents ? 0 : Double(found - agents + 1) / (shape + Double(found - agents + 1))
      }
    }
  }

  /// P(served within t | found), the wait behind k others being a sum of exponentials nμ + iθ, i = 0…k.
  private static func servedInTime(
    agents: Int, serviceRate: Double, abandonmentRate: Double, within: Double, count: Int
  ) -> [Double] {
    var result = Array(repeating: 1.0, count: count)
    guard count > agents else { return result }
    guard agents > 0, within > 0 else {
      for found in agents..<count { result[found] = 0 }
      return result
    }
    let capacity = Double(agents) * serviceRate
    if abandonmentRate == 0 {
      let tails = PoissonTails(mean: capacity * within, count: count - agents)
      for found in agents..<count { result[found] = tails.moreThan[found - agents] }
      return result
    }
    // Tilted by e^(−θv) the rates are nμ + θ + iθ, i = 0…k: negative binomial with shape x + 1.
    let shape = capacity / abandonmentRate
    let gone = -expm1(-abandonmentRate * within)
    var term = exp(-(shape + 1) * abandonmentRate * within)
    var late = 0.0
    for found in agents..<count {
      let ahead = Double(found - agents)
      late += term
      let share = shape / (shape + ahead + 1)
      result[found] = share * max(0, 1 - late)
      term *= (shape + 1 + ahead) / (ahead + 1) * gone
    }
    return result
  }
}
