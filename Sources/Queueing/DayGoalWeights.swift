import Foundation

/// What a contact that finds so many others contributes to a goal's measure: a numerator and a denominator.
///
/// The staffing is taken not to change while the contact waits.
struct DayGoalWeights {
  /// By number of contacts found, 0..<count.
  let above: [Double]
  /// The same below the line; nil where it is 1 for everyone.
  let below: [Double]?

  /// The two for a number of contacts found; beyond the table nobody has probability.
  func value(_ found: Int) -> (above: Double, below: Double) {
    guard found < above.count else { return (0, 0) }
    return (above[found], below?[found] ?? 1)
  }

  init(goal: DayGoal, agents: Int, serviceRate: Double, abandonmentRate: Double, count: Int) {
    let found = FoundWaiting(
      agents: agents, serviceRate: serviceRate, abandonmentRate: abandonmentRate, count: count)
    switch goal {
    case .delay:
      above = (0..<count).map { $0 >= agents ? 1 : 0 }
      below = nil
    case .interval(.occupancy):
      above = (0..<count).map { agents > 0 ? Double(min($0, agents)) / Double(agents) : 0 }
      below = nil
    case .interval(.abandonment):
      above = found.served.map { 1 - $0 }
      below = nil
    case .interval(.speedOfAnswer):
      above = found.waitOfServed
      below = found.served
    case .interval(.serviceLevel(let definition, let within, _)):
      let inTime = found.inTime(within)
      switch definition {
      case .offered: (above, below) = (inTime.served, nil)
      case .answered: (above, below) = (inTime.served, found.served)
      case .virtual: (above, below) = (inTime.reached, nil)
      case .withinThreshold: (above, below) = (inTime.settled, nil)
      case .excludingShortAbandons:
        above = inTime.served
        below = zip(inTime.served, inTime.settled).map { 1 - ($1 - $0) }
      }
    case .interval(.deadline):
      preconditionFailure("A day has no deadline goal; validate() refuses it")
    }
  }
}

/// What becomes of a contact by the number of others that it finds: with k ahead of it in the queue it waits for
/// k + 1 departures at rates nμ + iθ, i = 0…k.
private struct FoundWaiting {
  let agents: Int
  let serviceRate: Double
  let abandonmentRate: Double
  let count: Int
  /// P(served | found).
  private(set) var served: [Double]
  /// E[wait; served | found].
  private(set) var waitOfServed: [Double]

  init(agents: Int, serviceRate: Double, abandonmentRate: Double, count: Int) {
    (self.agents, self.count) = (agents, count)
    (self.serviceRate, self.abandonmentRate) = (serviceRate, abandonmentRate)
    served = Array(repeating: 1, count: count)
    waitOfServed = Array(repeating: 0, count: count)
    guard count > agents else { return }
    let capacity = Double(agents) * serviceRate
    var harmonic = 0.0
    for found in agents..<count {
      let departures = Double(found - agents + 1)
      if agents == 0 {
        served[found] = 0
      } else if abandonmentRate == 0 {
        waitOfServed[found] = departures / capacity
      } else {
        let shape = capacity / abandonmentRate
        harmonic += 1 / (shape + departures)
        served[found] = shape / (shape + departures)
        waitOfServed[found] = served[found] * harmonic / abandonmentRate
      }
    }
  }

  /// P(served within t), P(offered wait ≤ t) and P(min(wait, patience) ≤ t), each given the number found.
  func inTime(_ within: Double) -> (served: [Double], reached: [Double], settled: [Double]) {
    var servedInTime = Array(repeating: 1.0, count: count)
    guard count > agents else { return (servedInTime, servedInTime, servedInTime) }
    var reached = servedInTime
    var settled = servedInTime
    let alive = exp(-abandonmentRate * within)
    let capacity = Double(agents) * serviceRate
    if agents == 0 || within == 0 {
      for found in agents..<count {
        (servedInTime[found], reached[found], settled[found]) = (0, 0, 1 - alive)
      }
    } else if abandonmentRate == 0 {
      let tails = PoissonTails(mean: capacity * within, count: count - agents)
      for found in agents..<count {
        let level = tails.moreThan[found - agents]
        (servedInTime[found], reached[found], settled[found]) = (level, level, level)
      }
    } else {
      // The offered wait is negative binomial with shape x = nμ/θ; tilted by e^(−θv), for being served, with x + 1.
      let shape = capacity / abandonmentRate
      let gone = -expm1(-abandonmentRate * within)
      // By logarithms, since the first terms of a large group underflow.
      var offeredLog = -capacity * within
      var servedLog = offeredLog - abandonmentRate * within
      var offeredLate = 0.0
      var servedLate = 0.0
      for found in agents..<count {
        let ahead = Double(found - agents)
        offeredLate += exp(offeredLog)
        servedLate += exp(servedLog)
        servedInTime[found] = served[found] * max(0, 1 - servedLate)
        reached[found] = max(0, 1 - offeredLate)
        settled[found] = 1 - alive * min(1, offeredLate)
        offeredLog += log((shape + ahead) / (ahead + 1) * gone)
        servedLog += log((shape + 1 + ahead) / (ahead + 1) * gone)
      }
    }
    return (servedInTime, reached, settled)
  }
}
