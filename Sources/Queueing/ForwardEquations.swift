import Foundation

/// The exact distribution of an M(t)/M/n(t)+M queue through time, by its forward equations.
///
/// The state is the number of contacts in the queue, waiting or in service. When staff drops, a contact whose agent
/// leaves goes back to the head of the queue and is served by the next free agent (handling is
/// exponential, so what is left of it has the same distribution); it may then hang up like others that wait.
///
/// Under a constant rate (a stepped profile) by uniformization, without an error but what its sums leave out; under a
/// sinusoid by an embedded Runge-Kutta pair of orders 5 and 4 (Dormand and Prince) that keeps the error per step under
/// the tolerance. Both work on a window of states that carries all but 1e-17 of the probability at each end and
/// moves along.
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
  private var workspace = StepWorkspace()
  private var uniformized = UniformizedSegment()
  /// States of room at each end of the window for a segment.
  private var margin = 16

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
    if case .steps = profile { return advanceSteadily(to: end, agents: agents) }
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
      let error = trial(length, agents: agents, clamp: first...max(first, last))
      if error <= tolerance || length < 1e-12 * longest {
        time = end - time == length ? end : time + length
        for (index, state) in window.enumerated() { probabilities[state] = workspace.next[index] }
      }
      let ratio = error > 0 ? pow(tolerance / error, 0.2) : 5
      step = length * min(5, max(0.2, 0.9 * ratio))
    }
  }

  /// Moves on under a constant rate, in segments of some thousand events.
  private mutating func advanceSteadily(to end: Double, agents: Int) {
    let arrivals = profile.rate(at: 0.5 * (time + end))
    let (service, hangUps) = (serviceRate, abandonmentRate)
    func departures(_ state: Int) -> Double {
      service * Double(min(state, agents)) + hangUps * Double(max(0, state - agents))
    }
    while time < end {
      let kept = window
      trimWindow(1e-18)
      let carried = window
      // Half of the events at the window's top rate, so that one segment moves only so far.
      let fastest = arrivals + departures(carried.upperBound + margin)
      let length = min(end - time, 2000 / max(fastest, 1e-300))
      window = max(0, carried.lowerBound - margin)..<(carried.upperBound + margin)
      reserve(window.upperBound)
      for state in kept where !carried.contains(state) { probabilities[state] = 0 }
      // Without patience or departures the distribution may outrun the window: then a wider one.
      let moved = uniformized.advance(
        probabilities, window: window, arrivals: arrivals, departures: departures, length: length)
      // Sums of this many terms are good to 1e-14; what is lost beyond counts.
      guard moved.lost < 3e-14 || margin > 1 << 20 else {
        margin *= 2
        window = carried
        continue
      }
      for (state, value) in zip(window, moved.values) { probabilities[state] = value }
      time = end - time <= length ? end : time + length
      margin = max(16, margin - margin / 16)
    }
  }

  private mutating func reserve(_ count: Int) {
    guard count > probabilities.count else { return }
    probabilities.append(
      contentsOf: Array(repeating: 0, count: count - probabilities.count + count / 2))
  }

  /// Takes states from both ends that carry next to nothing.
  private mutating func trimWindow(_ negligible: Double) {
    var low = window.lowerBound
    var high = window.upperBound
    while low < high - 1, probabilities[low] < negligible { low += 1 }
    while high - 1 > low, probabilities[high - 1] < negligible { high -= 1 }
    window = low..<high
  }

  /// Lets the window grow where probability flows and shrink where none is left.
  private mutating func widen() {
    let before = window
    trimWindow(1e-18)
    for state in before where !window.contains(state) { probabilities[state] = 0 }
    // Some room on both sides for one step, which moves a few states at most.
    window = max(0, window.lowerBound - 12)..<(window.upperBound + 12)
    reserve(window.upperBound)
  }

  /// One Runge-Kutta step into `workspace.next`; returns the largest estimated error.
  private mutating func trial(_ length: Double, agents: Int, clamp: ClosedRange<Double>) -> Double {
    workspace.prepare(window.count)
    for (index, state) in window.enumerated() { workspace.next[index] = probabilities[state] }
    flow(0, at: time, agents: agents, clamp: clamp)
    for stage in 1..<7 {
      workspace.combine(
        probabilities, from: window.lowerBound, row: RungeKutta.stages[stage - 1],
        length: length)
      flow(
        stage, at: time + RungeKutta.nodes[stage] * length, agents: agents, clamp: clamp)
    }
    return workspace.error(length)
  }

  /// dp/dt at the distribution in the workspace, into slope number `stage`; the flow out of the top and bottom of the
  /// window is held back.
  private mutating func flow(
    _ stage: Int, at moment: Double, agents: Int, clamp: ClosedRange<Double>
  ) {
    let arrivals = profile.rate(at: min(max(moment, clamp.lowerBound), clamp.upperBound))
    let count = window.count
    let offset = window.lowerBound
    // Net flow from each state to the one above: arrivals less departures from there.
    var fromBelow = 0.0
    for index in 0..<count {
      let value = workspace.next[index]
      var toAbove = 0.0
      if index + 1 < count {
        let state = offset + index + 1
        let above = workspace.next[index + 1]
        let departures =
          serviceRate * Double(min(state, agents))
          + abandonmentRate * Double(max(0, state - agents))
        toAbove = arrivals * value - departures * above
      }
      workspace.slopes[stage][index] = fromBelow - toAbove
      fromBelow = toAbove
    }
  }
}

/// The coefficients of Dormand and Prince (1980), orders 5 and 4.
private enum RungeKutta {
  static let nodes: [Double] = [0, 0.2, 0.3, 0.8, fraction(8, 9), 1, 1]
  static let stages: [[Double]] = [
    [0.2],
    [fraction(3, 40), fraction(9, 40)],
    [fraction(44, 45), fraction(-56, 15), fraction(32, 9)],
    [
      fraction(19_372, 6561), fraction(-25_360, 2187), fraction(64_448, 6561),
      fraction(-212, 729),
    ],
    [
      fraction(9017, 3168), fraction(-355, 33), fraction(46_732, 5247), fraction(49, 176),
      fraction(-5103, 18_656),
    ],
    [
      fraction(35, 384), 0, fraction(500, 1113), fraction(125, 192), fraction(-2187, 6784),
      fraction(11, 84),
    ],
  ]
  static let errors: [Double] = [
    fraction(71, 57_600), 0, fraction(-71, 16_695), fraction(71, 1920),
    fraction(-17_253, 339_200), fraction(22, 525), fraction(-1, 40),
  ]

  private static func fraction(_ numerator: Double, _ denominator: Double) -> Double {
    numerator / denominator
  }
}

/// Room for the slopes of one step, kept between steps.
private struct StepWorkspace: Sendable {
  var slopes: [[Double]] = Array(repeating: [], count: 7)
  var next: [Double] = []

  mutating func prepare(_ count: Int) {
    guard next.count != count else { return }
    next = Array(repeating: 0, count: count)
    for stage in 0..<7 { slopes[stage] = next }
  }

  /// next = start + length × Σ row × slopes.
  mutating func combine(_ start: [Double], from offset: Int, row: [Double], length: Double) {
    for index in next.indices { next[index] = start[offset + index] }
    for (stage, factor) in row.enumerated() where factor != 0 {
      let scaled = factor * length
      let slope = slopes[stage]
      for index in next.indices { next[index] += scaled * slope[index] }
    }
  }

  func error(_ length: Double) -> Double {
    var worst = 0.0
    for index in next.indices {
      var sum = 0.0
      for stage in 0..<7 { sum += RungeKutta.errors[stage] * slopes[stage][index] }
      worst = max(worst, abs(length * sum))
    }
    return worst
  }
}
