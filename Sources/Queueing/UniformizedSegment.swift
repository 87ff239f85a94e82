import Foundation

/// The exact course of a birth-death chain over a span in which all of its rates are constant, by uniformization.
///
/// exp(Qt) p = Σ Poisson(k; Λt) (I + Q/Λ)ᵏ p with Λ the largest rate out of a state: sums of positive terms, so
/// nothing cancels and the error is what the sum leaves out. States outside of the window are absorbing, so what
/// is lost there is known afterwards.
struct UniformizedSegment: Sendable {
  private var current: [Double] = []
  private var next: [Double] = []
  private var stay: [Double] = []
  private var down: [Double] = []
  private var sum: [Double] = []

  /// Moves `probabilities[window]` on by `length`.
  ///
  /// - Parameters:
  ///   - probabilities: By state; only those in the window are read, and written.
  ///   - window: The states.
  ///   - arrivals: Rate from each state to the next.
  ///   - departures: Rate from a state to the one below, not falling with the state.
  ///   - length: The span, `>= 0`.
  ///   - tail: What the Poisson sum may leave out.
  /// - Returns: The probabilities of the window's states, and how much left it.
  /// - Complexity: O(Λt × states).
  mutating func advance(
    _ probabilities: [Double], window: Range<Int>, arrivals: Double,
    departures: (Int) -> Double, length: Double, tail: Double
  ) -> (values: ArraySlice<Double>, lost: Double) {
    let count = window.count
    let fastest = arrivals + departures(window.upperBound - 1)
    // One state of room, always empty, at each end.
    for array in [\UniformizedSegment.current, \.next, \.stay, \.down, \.sum] {
      self[keyPath: array] = Array(repeating: 0, count: count + 2)
    }
    for index in 0..<count {
      let state = window.lowerBound + index
      current[index + 1] = probabilities[state]
      guard fastest > 0 else { continue }
      let rate = departures(state)
      down[index + 1] = rate / fastest
      stay[index + 1] = 1 - (arrivals + rate) / fastest
    }
    guard fastest > 0, length > 0 else { return (current[1...count], 0) }
    let weights = PoissonWindow(mean: fastest * length, tail: tail)
    let up = arrivals / fastest
    // What has left at the two ends, as sums of positive terms.
    var gone = 0.0
    var lost = 0.0
    for jump in 0...weights.last {
      let weight = jump < weights.first ? 0 : weights.values[jump - weights.first]
      lost += weight * gone
      gone += up * current[count] + down[1] * current[1]
      step(count, up: up, weight: weight)
      swap(&current, &next)
    }
    return (sum[1...count], lost)
  }

  /// sum += weight × current; next = (I + Q/Λ) current.
  private mutating func step(_ count: Int, up: Double, weight: Double) {
    for index in 1...count {
      next[index] =
        current[index] * stay[index] + current[index - 1] * up
        + current[index + 1] * down[index + 1]
    }
    guard weight > 0 else { return }
    for index in 1...count { sum[index] += weight * current[index] }
  }
}

/// The Poisson probabilities that matter: all but a tail at each end.
private struct PoissonWindow {
  let first: Int
  let values: [Double]

  var last: Int { first + values.count - 1 }

  init(mean: Double, tail: Double) {
    let mode = Int(mean)
    let highest = exp(Double(mode) * log(max(mean, 1e-300)) - mean - lgammaOf(Double(mode) + 1))
    // Terms fall faster than geometrically, so one of tail × 1e-3 has less than the tail behind it.
    let least = tail * 1e-3
    var below: [Double] = []
    var term = highest
    var number = mode
    while number > 0 {
      term *= Double(number) / mean
      number -= 1
      guard term > least else { break }
      below.append(term)
    }
    var above: [Double] = []
    term = highest
    number = mode
    while true {
      number += 1
      term *= mean / Double(number)
      guard term > least else { break }
      above.append(term)
    }
    first = mode - below.count
    let terms = below.reversed() + [highest] + above
    // The mode's own probability is known to fewer digits than the terms' ratios.
    let total = terms.reduce(0, +)
    values = terms.map { $0 / total }
  }
}
