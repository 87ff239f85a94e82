import Foundation

/// The exact distribution of an M(t)/M/n(t)+M queue through time, by its forward equations.
///
/// The state is the number of contacts in the queue, waiting or in service. When staff drops, a contact whose agent
/// leaves goes back to the head of the queue and is served by the next free agent (handling is
/// exponential, so what is left of it has the same distribution); it may then hang up like others that wait.
///
/// An embedded Runge-Kutta pair of orders 5 and 4 (Dormand and Prince) keeps the error per step under the tolerance, on
/// a window of states that carries all but 1e-17 of the probability at each end and moves along.
public struct ForwardEquations: Sendable {
  private let serviceRate: Double
  private let abandonmentRate: Double
  private let profile: ArrivalProfile
  private let tolerance: Double
  /// Probabilities of the states; states outside `window` are 0.
  public private(set) var probabilities: [Double]
  /// Now.
  public private(set) var time: Double
  private var window: Range<Int>
  private var step: Double

  /// Starts from an empty queue, or from a given distribution.
  ///
  /// - Parameters:
  ///   - profile: The arrival rate.
  ///   - serviceRate: 1 / mean handle time; finite, `> 0`.
  ///   - abandonmentRate: 1 / mean patience; finite, `>= 0`.
  ///   - time: The time of the start.
  ///   - probabilities: Probabilities of 0, 1, … contacts; empty means an empty queue.
  ///   - tolerance: Largest error per step in any probability.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
  public init(
    profile: ArrivalProfile, serviceRate: Double, abandonmentRate: Double, time: Double = 0,
    probabilities: [Double] = [], tolerance: Double = 1e-13
  ) throws(QueueingError) {
    try profile.validate()
    try requirePositive(serviceRate, "serviceRate")
    try requireNonNegative(abandonmentRate, "abandonmentRate")
    try requirePositive(tolerance, "tolerance")
    self.profile = profile
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.time = time
    self.tolerance = tolerance
    let start = probabilities.isEmpty ? [1.0] : probabilities
    self.probabilities = start + Array(repeating: 0, count: 64)
    window = 0..<start.count
    step = 0
  }

  /// P(all of `agents` busy): that an arrival now would wait.
  public func allBusy(agents: Int) -> Double {
    var total = 0.0
    for state in max(agents, window.lowerBound)..<max(window.upperBound, agents, window.lowerBound)
    where state < window.upperBound { total += probabilities[state] }
    return min(1, total)
  }

  /// Mean number waiting with `agents`.
  public func queueLength(agents: Int) -> Double {
    var total = 0.0
    for state in window where state > agents {
      total += probabilities[state] * Double(state - agents)
    }
    return total
  }

  /// Mean number of busy agents.
  public func busy(agents: Int) -> Double {
    var total = 0.0
    for state in window { total += probabilities[state] * Double(min(state, agents)) }
    return total
  }

  /// Σ probability × weight over states; states beyond the weights take the last one.
  func expectation(_ weights: [Double]) -> Double {
    guard let last = weights.last else { return 0 }
    var total = 0.0
    for state in window {
      total += probabilities[state] * (state < weights.count ? weights[state] : last)
    }
    return total
  }

  /// The states that carry probability.
  var support: Range<Int> { window }

  /// Moves on to a later time with a constant number of agents.
  ///
  /// The profile must be smooth in between; call it once per interval of a stepped profile.
  ///
  /// - Parameters:
  ///   - end: The time to reach, not before ``time``.
  ///   - agents: Agents at work, `>= 0`.
  /// - Complexity: O(events in between × states in the window), about.
  public mutating func advance(to end: Double, agents: Int) {
    precondition(end >= time && agents >= 0, "advance to \(end) with \(agents) agents")
    // A stepped profile jumps at the ends of its steps; take the rate inside.
    let inside = 1e-9 * (end - time)
    let (first, last) = (time + inside, end - inside)
    while time < end {
      widen()
      let fastest =
        profile.highest + serviceRate * Double(min(agents, window.upperBound))
        + abandonmentRate * Double(max(0, window.upperBound - agents))
      let longest = 3.2 / max(fastest, 1e-300)
      if step <= 0 { step = 0.25 * longest }
      var length = min(step, longest, end - time)
      // Avoid a sliver at the end.
      if end - time - length < 0.01 * length { length = end - time }
      let attempt = trial(length, agents: agents, clamp: first...max(first, last))
      if attempt.error <= tolerance || length < 1e-12 * longest {
        time = end - time == length ? end : time + length
        probabilities.replaceSubrange(window, with: attempt.values)
      }
      let ratio = attempt.error > 0 ? pow(tolerance / attempt.error, 0.2) : 5
      step = length * min(5, max(0.2, 0.9 * ratio))
    }
  }

  /// Lets the window grow where probability flows and shrink where none is left.
  private mutating func widen() {
    let negligible = 1e-18
    var low = window.lowerBound
    var high = window.upperBound
    while low < high - 1, probabilities[low] < negligible { low += 1 }
    while high - 1 > low, probabilities[high - 1] < negligible { high -= 1 }
    for state in window where state < low || state >= high { probabilities[state] = 0 }
    // Some room on both sides for one step, which moves a few states at most.
    low = max(0, low - 12)
    high += 12
    if high > probabilities.count {
      probabilities.append(contentsOf: Array(repeating: 0, count: high))
    }
    window = low..<high
  }

  private func trial(
    _ length: Double, agents: Int, clamp: ClosedRange<Double>
  ) -> (values: [Double], error: Double) {
    let start = Array(probabilities[window])
    let count = start.count
    func derivative(_ offset: Double, _ values: [Double]) -> [Double] {
      let rate = profile.rate(at: min(max(time + offset, clamp.lowerBound), clamp.upperBound))
      return flow(values, arrivals: rate, agents: agents)
    }
    func combine(_ terms: [(Double, [Double])]) -> [Double] {
      var result = start
      for (factor, slope) in terms {
        let scaled = factor * length
        for index in 0..<count { result[index] += scaled * slope[index] }
      }
      return result
    }
    let k1 = derivative(0, start)
    let k2 = derivative(length / 5, combine([(1.0 / 5, k1)]))
    let k3 = derivative(3 * length / 10, combine([(3.0 / 40, k1), (9.0 / 40, k2)]))
    let k4 = derivative(
      4 * length / 5, combine([(44.0 / 45, k1), (-56.0 / 15, k2), (32.0 / 9, k3)]))
    let k5 = derivative(
      8 * length / 9,
      combine([
        (19_372.0 / 6561, k1), (-25_360.0 / 2187, k2), (64_448.0 / 6561, k3),
        (-212.0 / 729, k4),
      ]))
    let k6 = derivative(
      length,
      combine([
        (9017.0 / 3168, k1), (-355.0 / 33, k2), (46_732.0 / 5247, k3), (49.0 / 176, k4),
        (-5103.0 / 18_656, k5),
      ]))
    let values = combine([
      (35.0 / 384, k1), (500.0 / 1113, k3), (125.0 / 192, k4), (-2187.0 / 6784, k5),
      (11.0 / 84, k6),
    ])
    let k7 = derivative(length, values)
    var error = 0.0
    for index in 0..<count {
      let first = 71.0 / 57_600 * k1[index] - 71.0 / 16_695 * k3[index] + 71.0 / 1920 * k4[index]
      let second =
        -17_253.0 / 339_200 * k5[index] + 22.0 / 525 * k6[index] - 1.0 / 40 * k7[index]
      error = max(error, abs(length * (first + second)))
    }
    return (values, error)
  }

  /// dp/dt on the window; the flow out of its top and bottom is held back.
  private func flow(_ values: [Double], arrivals: Double, agents: Int) -> [Double] {
    let count = values.count
    let offset = window.lowerBound
    var result = Array(repeating: 0.0, count: count)
    for index in 0..<count {
      let value = values[index]
      if index + 1 < count {
        let up = arrivals * value
        result[index] -= up
        result[index + 1] += up
      }
      if index > 0 {
        let state = offset + index
        let down =
          (serviceRate * Double(min(state, agents))
            + abandonmentRate * Double(max(0, state - agents))) * value
        result[index] -= down
        result[index - 1] += down
      }
    }
    return result
  }
}
