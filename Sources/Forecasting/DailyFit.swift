import Foundation
import Quantities

/// The log-linear model fitted at one speed of the level.
///
/// Counts have variance μ + σ²μ², so that the same equations hold for three items a day and for
/// thirty thousand. Iteratively reweighted least squares with normal expectations of the effects;
/// the level is a random walk. Far days pull with bounded force (Huber).
struct DailyFit {
  /// A day that the fit may learn from.
  struct Day {
    var index: Int
    var value: Double
    var logExposure: Double
    var entries: [DayFeatures.Entry]
  }

  /// Standardised residual beyond which a day's pull no longer grows.
  static let bend = 2.5
  // E[min(Z², bend²)] of a standard normal Z.
  private static let bentVariance = 0.9776

  let levelSpread: Double
  /// Share of the level's distance from its mean that a step keeps; one for a random walk.
  let persistence: Double
  private(set) var effects: [Double]
  /// Variance of a day's factor around the model.
  private(set) var dayVariance: Double
  /// Factor of the matrix of the last step: effects are N(effects, (L Lᵀ)⁻¹).
  private(set) var factor: SkylineFactor
  /// Residuals over their standard deviation, one for each day.
  private(set) var residuals: [Double] = []
  /// Expected items, one for each day.
  private(set) var means: [Double] = []
  /// Logarithm of the approximate likelihood of the data with all effects integrated out.
  private(set) var evidence = 0.0

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - days: The days to learn from.
  ///   - features: The columns.
  ///   - levelSpread: Standard deviation of a step of the level.
  ///   - persistence: Share of the level's distance from its mean that a step keeps.
  ///   - start: Effects to begin from; empty for none.
  ///   - steps: Iterations at most.
  init?(
    days: [Day], features: DayFeatures, levelSpread: Double, persistence: Double,
    start: DailyFit? = nil,
    steps: Int = 25
  ) {
    (self.levelSpread, self.persistence) = (levelSpread, persistence)
    effects = start?.effects ?? Array(repeating: 0, count: features.count)
    dayVariance = start?.dayVariance ?? 0.01
    var prior = Self.prior(features, levelSpread: levelSpread, persistence: persistence)
    guard let first = prior.factored() else { return nil }
    factor = first
    let priorDeterminant = first.logDeterminant
    let base = prior
    for step in 0..<steps {
      prior = base
      expect(days)
      updateDayVariance(days)
      var right = Array(repeating: 0.0, count: features.count)
      for (place, day) in days.enumerated() {
        let mean = means[place]
        let weight = 1 / (1 / mean + dayVariance)
        let bent = min(Self.bend, max(-Self.bend, residuals[place]))
        // The pull of a far day is bounded; its curvature stays, which keeps the step stable.
        let slopes = day.entries.map { $0.slope(effects) }
        var linear = 0.0
        for (index, entry) in day.entries.enumerated() {
          linear += slopes[index] * effects[entry.column]
        }
        let target = linear + bent / weight.squareRoot()
        for (index, entry) in day.entries.enumerated() {
          let scaled = weight * slopes[index]
          right[entry.column] += scaled * target
          for (place, other) in day.entries[...index].enumerated() {
            let (row, column) =
              entry.column >= other.column
              ? (entry.column, other.column) : (other.column, entry.column)
            prior[row, column] += scaled * slopes[place]
          }
        }
      }
      guard let solved = prior.factored() else { return nil }
      factor = solved
      let next = solved.solved(right)
      var change = 0.0
      for column in effects.indices {
        let move = min(3, max(-3, next[column] - effects[column]))
        change = max(change, abs(move))
        effects[column] += move
      }
      if change < 1e-6 && step > 1 { break }
    }
    expect(days)
    evidence = logEvidence(days, features, priorDeterminant: priorDeterminant)
  }

  /// The matrix of the expectations alone: a random walk of levels and independent effects.
  private static func prior(
    _ features: DayFeatures, levelSpread: Double, persistence: Double
  ) -> SkylineMatrix {
    let first = (0..<features.count).map { $0 < features.levels ? max(0, $0 - 1) : 0 }
    var matrix = SkylineMatrix(first: first)
    let precision = 1 / (levelSpread * levelSpread)
    matrix[0, 0] += max(1.0 / 100, precision * (1 - persistence * persistence))
    for level in 1..<max(1, features.levels) where features.levels > 1 {
      matrix[level, level] += precision
      matrix[level - 1, level - 1] += precision * persistence * persistence
      matrix[level, level - 1] -= precision * persistence
    }
    for (place, expected) in features.precisions.enumerated() {
      matrix[features.levels + place, features.levels + place] += expected
    }
    return matrix
  }

  private mutating func expect(_ days: [Day]) {
    means = days.map { day in
      let linear = day.entries.reduce(day.logExposure) { $0 + $1.part(effects) }
      return max(1e-9, exp(min(40, linear)))
    }
    residuals = zip(days, means).map { day, mean in
      (day.value - mean) / (mean + dayVariance * mean * mean).squareRoot()
    }
  }

  /// Solves for the variance at which the bent residuals have the size that they should have.
  private mutating func updateDayVariance(_ days: [Day]) {
    // Ten days of a tenth's spread are assumed beside what was seen; effects cost degrees of freedom.
    let freedom = max(0.5 * Double(days.count), Double(days.count) - 12)
    func excess(_ variance: Double) -> Double {
      var sum = 0.0
      for (place, day) in days.enumerated() {
        let (mean, error) = (means[place], day.value - means[place])
        let square = error * error / (mean + variance * mean * mean)
        sum += min(square, Self.bend * Self.bend)
      }
      return sum / Self.bentVariance - freedom
    }
    var (low, high) = (1e-6, 4.0)
    if excess(low) > 0 {
      for _ in 0..<18 {
        let middle = (low * high).squareRoot()
        if excess(middle) > 0 { low = middle } else { high = middle }
      }
    }
    dayVariance = (low * Double(days.count) + 0.01 * 5) / (Double(days.count) + 5)
    residuals = zip(days, means).map { day, mean in
      (day.value - mean) / (mean + dayVariance * mean * mean).squareRoot()
    }
  }

  private func logEvidence(
    _ days: [Day], _ features: DayFeatures, priorDeterminant: Double
  ) -> Double {
    var value = 0.5 * (priorDeterminant - factor.logDeterminant)
    for (place, residual) in residuals.enumerated() {
      let mean = means[place]
      let bent = min(abs(residual), Self.bend)
      // Huber's function: quadratic, then linear.
      value -= bent * abs(residual) - bent * bent / 2
      value -= 0.5 * logarithm(1 / mean + dayVariance)
    }
    let precision = 1 / (levelSpread * levelSpread)
    value -=
      0.5 * effects[0] * effects[0] * max(1.0 / 100, precision * (1 - persistence * persistence))
    for level in 1..<max(1, features.levels) where features.levels > 1 {
      let step = effects[level] - persistence * effects[level - 1]
      value -= 0.5 * precision * step * step
    }
    for (place, expected) in features.precisions.enumerated() {
      let effect = effects[features.levels + place]
      value -= 0.5 * expected * effect * effect
    }
    return value
  }
}
