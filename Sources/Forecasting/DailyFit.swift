import Foundation
import Quantities

/// The log-linear model fitted at one speed of the level.
///
/// Counts have variance cμ + σ²μ², c being one for real counts, so that the same equations hold for three items a day and for
/// thirty thousand. Iteratively reweighted least squares with normal expectations of the effects;
/// the level is a random walk. Far days pull with bounded force (Huber).
struct DailyFit {
  /// Change of a logarithm below which a step is the last.
  static let tolerance = 1e-4
  /// Probability, relative to the likeliest, below which a fit is not kept.
  static let negligible = 0.02
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
  private(set) var factor: ArrowheadFactor
  /// Residuals over their standard deviation, one for each day.
  private(set) var residuals: [Double]
  /// Expected items, one for each day.
  private(set) var means: [Double]
  /// Logarithm of the approximate likelihood of the data with all effects integrated out.
  private(set) var evidence = 0.0
  /// Effects that the data determine, in number: the trace of the matrix that maps values to means.
  private(set) var freedom: Double
  /// Those of them that are levels.
  private(set) var levelFreedom = 0.0

  /// Fits the model.
  ///
  /// - Parameters:
  ///   - days: The days to learn from.
  ///   - layout: The columns.
  ///   - levelSpread: Standard deviation of a step of the level.
  ///   - persistence: Share of the level's distance from its mean that a step keeps.
  ///   - start: A fit to begin from; nothing for none.
  ///   - steps: Iterations at most.
  init?(
    days: DayTable, layout: EffectLayout, levelSpread: Double, persistence: Double,
    start: DailyFit? = nil, steps: Int = 30
  ) {
    (self.levelSpread, self.persistence) = (levelSpread, persistence)
    effects = start?.effects ?? Array(repeating: 0, count: layout.count)
    dayVariance = start?.dayVariance ?? 0.01
    let prior = Self.prior(layout, levelSpread: levelSpread, persistence: persistence)
    guard let first = prior.factored() else { return nil }
    factor = first
    freedom = min(Double(days.count) / 2, start?.freedom ?? 12)
    (residuals, means) = ([], [])
    var slopes = days.values
    var isCounted = false
    for step in 0..<steps {
      expect(days, slopes: &slopes)
      updateDayVariance(days)
      var matrix = prior
      let right = accumulate(days, slopes: slopes, into: &matrix)
      guard let solved = matrix.factored() else { return nil }
      factor = solved
      let next = solved.solved(right)
      var change = 0.0
      for column in effects.indices {
        let move = min(3, max(-3, next[column] - effects[column]))
        change = max(change, abs(move))
        effects[column] += move
      }
      // The variance needs the number of effects, which needs a fit: counted once it is near.
      if change < 0.02 && !isCounted {
        ((freedom, levelFreedom), isCounted) = (determined(prior, layout), true)
      } else if change < Self.tolerance && step > 1 {
        break
      }
    }
    expect(days, slopes: &slopes)
    evidence = logEvidence(days, layout, priorDeterminant: first.logDeterminant)
  }

  /// The matrix of the expectations alone: a chain of levels and independent effects.
  private static func prior(
    _ layout: EffectLayout, levelSpread: Double, persistence: Double
  ) -> ArrowheadMatrix {
    let dense = layout.precisions.count
    var matrix = ArrowheadMatrix(levels: layout.levels, dense: dense)
    let precision = 1 / (levelSpread * levelSpread)
    matrix.diagonal[0] = firstPrecision(levelSpread: levelSpread, persistence: persistence)
    for level in 1..<max(1, layout.levels) where layout.levels > 1 {
      matrix.diagonal[level] += precision
      matrix.diagonal[level - 1] += precision * persistence * persistence
      matrix.below[level] = -precision * persistence
    }
    for (place, expected) in layout.precisions.enumerated() {
      matrix.corner[place * dense + place] = expected
    }
    return matrix
  }

  /// Precision of the first level: that of the chain at rest, or nearly none.
  private static func firstPrecision(levelSpread: Double, persistence: Double) -> Double {
    max(1.0 / 100, (1 - persistence * persistence) / (levelSpread * levelSpread))
  }

  /// Adds what the days say to the matrix.
  ///
  /// - Returns: The right side of the equations.
  private func accumulate(
    _ days: DayTable, slopes: [Double], into matrix: inout ArrowheadMatrix
  ) -> [Double] {
    var right = Array(repeating: 0.0, count: effects.count)
    let (levels, dense) = (matrix.levels, matrix.dense)
    for day in 0..<days.count {
      let weight = 1 / (days.countVariance / means[day] + dayVariance + days.noise[day])
      let level = days.levels[day]
      let entries = days.entries(day)
      // The pull of a far day is bounded; its curvature stays, which keeps the step stable.
      let bent = min(Self.bend, max(-Self.bend, residuals[day]))
      var linear = effects[level]
      for entry in entries { linear += slopes[entry] * effects[levels + days.columns[entry]] }
      let pull = weight * linear + bent * weight.squareRoot()
      matrix.diagonal[level] += weight
      right[level] += pull
      for entry in entries {
        let (column, slope) = (days.columns[entry], slopes[entry])
        let scaled = weight * slope
        right[levels + column] += pull * slope
        matrix.border[level * dense + column] += scaled
        // Columns ascend within a day.
        for other in entries.lowerBound...entry {
          matrix.corner[column * dense + days.columns[other]] += scaled * slopes[other]
        }
      }
    }
    return right
  }

  /// Fits with their probabilities, the likeliest first; negligible ones are left out.
  ///
  /// - Parameter scored: Fits with the logarithm of their probability, up to a constant.
  /// - Returns: Fits with probabilities that sum to one.
  static func weighted(
    _ scored: [(weight: Double, fit: DailyFit)]
  ) -> [(weight: Double, fit: DailyFit)] {
    let best = scored.map(\.weight).max() ?? 0
    var kept = scored.map { (exponential($0.weight - best), $0.fit) }.filter { $0.0 > negligible }
    kept.sort { $0.0 > $1.0 }
    let sum = kept.reduce(0) { $0 + $1.0 }
    return kept.map { ($0.0 / sum, $0.1) }
  }

  /// Variance of a linear combination of effects.
  func variance(_ row: [DayFeatures.Entry]) -> Double {
    var dense = Array(repeating: 0.0, count: effects.count)
    var level = factor.levels
    for entry in row {
      dense[entry.column] += entry.value
      level = min(level, entry.column)
    }
    return factor.solvedForward(dense, from: level).reduce(0) { $0 + $1 * $1 }
  }

  /// Effects that the data determine, and the levels among them: those that there are less those that
  /// the expectations hold.
  private func determined(
    _ prior: ArrowheadMatrix, _ layout: EffectLayout
  ) -> (all: Double, levels: Double) {
    let inverse = factor.inverseBand()
    var levels = Double(prior.levels)
    for level in 0..<prior.levels {
      levels -= prior.diagonal[level] * inverse.diagonal[level]
      levels -= 2 * prior.below[level] * inverse.below[level]
    }
    levels = max(0, levels)
    var all = levels + Double(prior.dense)
    for (place, expected) in layout.precisions.enumerated() {
      all -= expected * inverse.dense[place]
    }
    return (max(levels, all), levels)
  }

  private mutating func expect(_ days: DayTable, slopes: inout [Double]) {
    let levels = effects.count - days.dense
    means = (0..<days.count).map { day in
      var linear = days.logExposure[day] + effects[days.levels[day]]
      for entry in days.entries(day) {
        let (effect, value) = (effects[levels + days.columns[entry]], days.values[entry])
        if days.isShare[entry] {
          let whole = max(0.1, 1 + effect * value)
          linear += logarithm(whole)
          slopes[entry] = value / whole
        } else {
          linear += effect * value
        }
      }
      return max(1e-9, exp(min(40, linear)))
    }
    standardise(days)
  }

  private mutating func standardise(_ days: DayTable) {
    residuals = (0..<days.count).map { day in
      let mean = means[day]
      return (days.items[day] - mean)
        / (days.countVariance * mean + (dayVariance + days.noise[day]) * mean * mean).squareRoot()
    }
  }

  /// Solves for the variance at which the bent residuals have the size that they should have.
  private mutating func updateDayVariance(_ days: DayTable) {
    let count = Double(days.count)
    // Effects cost degrees of freedom.
    let free = max(count / 2, count - freedom)
    func excess(_ variance: Double) -> Double {
      var sum = 0.0
      for day in 0..<days.count {
        let (mean, error) = (means[day], days.items[day] - means[day])
        let spread = days.countVariance * mean + (variance + days.noise[day]) * mean * mean
        let square = error * error / spread
        sum += min(square, Self.bend * Self.bend)
      }
      return sum / Self.bentVariance - free
    }
    var (low, high) = (1e-6, 4.0)
    if excess(low) > 0 {
      for _ in 0..<18 {
        let middle = (low * high).squareRoot()
        if excess(middle) > 0 { low = middle } else { high = middle }
      }
    }
    // Five days of a tenth's spread are assumed beside what was seen.
    dayVariance = (low * count + 0.01 * 5) / (count + 5)
    standardise(days)
  }

  private func logEvidence(
    _ days: DayTable, _ layout: EffectLayout, priorDeterminant: Double
  ) -> Double {
    var value = 0.5 * (priorDeterminant - factor.logDeterminant)
    for (place, residual) in residuals.enumerated() {
      let mean = means[place]
      let bent = min(abs(residual), Self.bend)
      // Huber's function: quadratic, then linear.
      value -= bent * abs(residual) - bent * bent / 2
      value -= 0.5 * logarithm(days.countVariance / mean + dayVariance + days.noise[place])
    }
    let precision = 1 / (levelSpread * levelSpread)
    let first = Self.firstPrecision(levelSpread: levelSpread, persistence: persistence)
    value -= 0.5 * effects[0] * effects[0] * first
    for level in 1..<max(1, layout.levels) where layout.levels > 1 {
      let step = effects[level] - persistence * effects[level - 1]
      value -= 0.5 * precision * step * step
    }
    for (place, expected) in layout.precisions.enumerated() {
      let effect = effects[layout.levels + place]
      value -= 0.5 * expected * effect * effect
    }
    return value
  }
}
