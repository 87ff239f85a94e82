import Foundation

/// What the first slots of a day say about its total and its shape.
///
/// Logarithms of slots are what was expected plus the day's shift plus departures of the shape, which vary together
/// as they did in the past, plus count noise. The shift and the departures of all slots, seen or not, are their
/// conditional expectations given the slots seen: the least squares of Shen and Huang's intraday updating,
/// penalised by how far days went in the past, with all directions of the shape in place of a few.
///
/// - SeeAlso: H. Shen and J. Z. Huang, *Interday forecasting and intraday updating of call center arrivals*,
///   Manufacturing & Service Operations Management 10 (2008), section 4.
struct PartialDay {
  /// Logarithm of the day's total over what was expected.
  private(set) var shift = 0.0
  /// Variance of that logarithm once the slots are known.
  private(set) var variance: Double
  /// Shares of the day's slots.
  private(set) var shares: [Double]
  /// What the slots alone say of the logarithm, and its variance; nothing when they say next to nothing.
  private(set) var alone: (shift: Double, variance: Double)?

  /// Moves the expectation of a day to its first slots.
  ///
  /// - Parameters:
  ///   - seen: Items of the first slots of the day; `nil` where nothing was recorded.
  ///   - total: Items expected of the day, above zero.
  ///   - totalVariance: Variance of the logarithm of the total.
  ///   - shares: Expected shares of all slots.
  ///   - covariance: Covariances of the logarithms of shares, of each slot with each of the first ones.
  /// - Complexity: O(seen³).
  init(
    seen: [Double?], total: Double, totalVariance: Double, shares: [Double],
    covariance: [[Double]]
  ) {
    (variance, self.shares) = (max(1e-8, totalVariance), shares)
    let known = seen.indices.filter { seen[$0] != nil && shares[$0] > 0 }
    guard !known.isEmpty else { return }
    let size = known.count
    var matrix = SkylineMatrix(first: Array(repeating: 0, count: size))
    var away = Array(repeating: 0.0, count: size)
    for (row, slot) in known.enumerated() {
      let expected = total * shares[slot]
      for (column, other) in known[...row].enumerated() {
        matrix[row, column] = variance + covariance[slot][other]
      }
      matrix[row, row] += 1 / expected + 1e-9
      // Half an item keeps the logarithm of an empty slot finite; far slots pull no more than near ones.
      let bound = 3 * matrix[row, row].squareRoot()
      let departure = logarithm(((seen[slot] ?? 0) + 0.5) / (expected + 0.5))
      away[row] = min(bound, max(-bound, departure))
    }
    guard let factor = matrix.factored() else { return }
    let weights = factor.solved(away)
    let ones = factor.solved(Array(repeating: 1, count: size))
    shift = min(3, max(-3, variance * weights.reduce(0, +)))
    let left = variance - variance * variance * ones.reduce(0, +)
    let own = max(1e-8, left)
    let information = 1 / own - 1 / variance
    if information > 0.05 / variance { alone = (shift / own / information, 1 / information) }
    variance = own
    let moved = shares.indices.map { slot in
      guard shares[slot] > 0 else { return 0.0 }
      let departure = zip(known, weights).reduce(0) { $0 + covariance[slot][$1.0] * $1.1 }
      return shares[slot] * exp(min(1, max(-1, departure)))
    }
    let sum = moved.reduce(0, +)
    self.shares = moved.map { $0 / sum }
  }
}
