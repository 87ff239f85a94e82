import Foundation

/// The exact distribution of an M(t)/M/n(t)+M queue through time, by its forward equations.
///
/// The state is the number of contacts in the queue, waiting or in service. When staff drops, a contact whose agent
/// leaves goes back to the head of the queue and is served by the next free agent (handling is
/// exponential, so what is left of it has the same distribution); it may then hang up like others that wait.
///
/// Under a constant rate (a stepped profile) by uniformization, without an error but what its sums leave out. Under a
/// sinusoid each step is two such spans with the rates of the commutator-free Magnus method of order four, halved
/// until halving changes less than the tolerance; all terms stay positive. Both work on a window of states that
/// carries all but next to nothing of the probability and moves along.
///
/// - SeeAlso: A. Jensen (1953) for uniformization; S. Blanes, P. C. Moan, "Fourth- and sixth-order commutator-free Magnus
///   integrators for linear and non-linear dynamical systems" (2006).
public struct ForwardEquations: Sendable {
  /// 1 / mean handle time from now on.
  var serviceRate: Double
  private let abandonmentRate: Double
  private let profile: ArrivalProfile
  private let tolerance: Double
  /// Probabilities of the states; states outside `window` are 0.
  public private(set) var probabilities: [Double]
  /// Now.
  public private(set) var time: Double
  private var window: Range<Int>
  /// What a state may carry at an end of the window and still be left out.
  private let negligible: Double
  /// Steps that the last stretch under a sinusoid was cut into.
  private var pieces = 1
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
  ///   - tolerance: What halving the steps under a sinusoid may still change, as a sum over all states.
  ///   - negligible: What a state at an end of the window may carry and still be left out.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
  public init(
    profile: ArrivalProfile, serviceRate: Double, abandonmentRate: Double, time: Double = 0,
    probabilities: [Double] = [], tolerance: Double = 1e-11,
    negligible: Double = 1e-18
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
    self.negligible = negligible
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
    guard end > time else { return }
    if case .steps = profile {
      return advance(to: end, agents: agents, arrivals: profile.rate(at: 0.5 * (time + end)))
    }
    let start = self
    pieces = max(1, pieces / 2)
    advance(to: end, agents: agents, pieces: pieces)
    while true {
      var finer = start
      finer.pieces = 2 * pieces
      finer.advance(to: end, agents: agents, pieces: finer.pieces)
      let change = distance(to: finer)
      self = finer
      if change <= tolerance || pieces >= 1 << 16 { return }
    }
  }

  /// Moves on in equal steps of the Magnus method, two spans of constant rates each.
  mutating func advance(to end: Double, agents: Int, pieces: Int) {
    let begin = time
    let length = (end - begin) / Double(pieces)
    let node = (3.0).squareRoot() / 6
    for piece in 0..<pieces {
      let middle = begin + (Double(piece) + 0.5) * length
      let first = profile.rate(at: middle - node * length)
      let second = profile.rate(at: middle + node * length)
      // 2 (a λ₁ + b λ₂) with a = ¼ + √3/6 and b = ¼ − √3/6.
      let (near, far) = (0.5 + 2 * node, 0.5 - 2 * node)
      advance(
        to: middle, agents: agents, arrivals: max(0, near * first + far * second))
      advance(
        to: piece == pieces - 1 ? end : begin + Double(piece + 1) * length, agents: agents,
        arrivals: max(0, far * first + near * second))
    }
  }

  /// The sum over states of the differences of two distributions.
  private func distance(to other: ForwardEquations) -> Double {
    var total = 0.0
    for state in min(
      window.lowerBound, other.window.lowerBound)..<max(window.upperBound, other.window.upperBound)
    {
      let mine = window.contains(state) ? probabilities[state] : 0
      let theirs = other.window.contains(state) ? other.probabilities[state] : 0
      total += abs(mine - theirs)
    }
    return total
  }

  /// Moves on under a constant rate, in segments of some thousand events.
  private mutating func advance(to end: Double, agents: Int, arrivals: Double) {
    let (service, hangUps) = (serviceRate, abandonmentRate)
    func departures(_ state: Int) -> Double {
      service * Double(min(state, agents)) + hangUps * Double(max(0, state - agents))
    }
    while time < end {
      let kept = window
      trimWindow()
      let carried = window
      // Half of the events at the window's top rate, so that one segment moves only so far.
      let fastest = arrivals + departures(carried.upperBound + margin)
      let length = min(end - time, 2000 / max(fastest, 1e-300))
      window = max(0, carried.lowerBound - margin)..<(carried.upperBound + margin)
      reserve(window.upperBound)
      for state in kept where !carried.contains(state) { probabilities[state] = 0 }
      // Without patience or departures the distribution may outrun the window: then a wider one.
      let moved = uniformized.advance(
        probabilities, window: window, arrivals: arrivals, departures: departures, length: length,
        tail: min(1e-30, negligible))
      guard moved.lost <= 100 * negligible || margin > 1 << 20 else {
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
  private mutating func trimWindow() {
    var low = window.lowerBound
    var high = window.upperBound
    while low < high - 1, probabilities[low] < negligible { low += 1 }
    while high - 1 > low, probabilities[high - 1] < negligible { high -= 1 }
    window = low..<high
  }
}
