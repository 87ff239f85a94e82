import Foundation
import Quantities
import RandomStreams

/// Expected items by day with the errors that belong to them.
public struct DailyForecast: Sendable {
  /// The first day.
  public let first: LocalDate
  /// Expected items by day; zero on closed days.
  public private(set) var mean: [Double]
  /// Variance of the logarithm of the error that days share: level, effects and drift.
  public private(set) var sharedVariance: [Double]
  /// Variance of the logarithm of a single day's factor, beside the shared one.
  public private(set) var dayVariance: [Double]

  private var parts: [Part]
  /// Factors of possible futures that were drawn elsewhere; empty for a model of parts.
  private let drawn: [[Double]]
  private let stepsAhead: [Int]
  /// Variance of a day's items over their mean by chance alone.
  let countVariance: Double
  private let unknownSeason: [Double]
  private var correlation: Double
  /// Variance of the first day's memory, in units of a day's variance.
  private let freshVariance: Double
  /// Multiplies the shared error, as the backtest asks for.
  var sharedScale = 1.0

  /// What one speed of the level expects.
  private struct Part: Sendable {
    let weight: Double
    let levelSpread: Double
    let persistence: Double
    let factor: ArrowheadFactor
    /// How the logarithm of each day moves with the effects.
    var rows: [[DayFeatures.Entry]]
    var mean: [Double]
    var sharedVariance: [Double]
    /// The first level that a row touches.
    var level: Int
  }

  init(model: DailyForecaster, first: LocalDate, days: Int, exposure: [Double]) {
    self.first = first
    let features = model.features
    let offset = first - model.series.start
    let last = model.series.values.count - 1
    let ahead = (0..<days).map { offset + $0 - last }
    let seasons = ahead.map {
      features.hasSeason ? 0 : Self.unknownSeason * min(1, Double(max(0, $0)) / 90)
    }
    let held = model.series.exposure.last ?? 1
    countVariance = model.series.countVariance
    correlation = model.dayCorrelation
    // The day's factors that are still remembered on each day ahead.
    let memory = ahead.map { $0 > 0 ? pow(model.dayCorrelation, Double($0)) : 0 }
    freshVariance = 1 - (memory.first ?? 0) * (memory.first ?? 0) * model.lastFactor.known
    parts = model.fits.map { weight, fit in
      var part = Part(
        weight: weight, levelSpread: fit.levelSpread,
        persistence: min(DailyForecaster.persistence, fit.persistence), factor: fit.factor,
        rows: Array(repeating: [], count: days), mean: Array(repeating: 0, count: days),
        sharedVariance: Array(repeating: 0, count: days), level: max(0, features.levels - 1))
      for day in 0..<days where features.isOpen(first + day) {
        var row = features.entries(ofDay: offset + day)
        let steps = DayFeatures.levelSteps(ahead: ahead[day])
        // The level's entry comes first.
        row[0].value = pow(fit.persistence, Double(steps))
        part.level = min(part.level, row[0].column)
        let linear = row.reduce(model.base) { $0 + $1.part(fit.effects) }
        // From here on the row says how the logarithm moves with the effects.
        for place in row.indices { row[place].value = row[place].slope(fit.effects) }
        part.rows[day] = row
        let members = exposure.isEmpty ? held : exposure[day]
        part.mean[day] = members * exp(min(40, linear + memory[day] * model.lastFactor.value))
        part.sharedVariance[day] =
          fit.variance(row) + fit.levelSpread * fit.levelSpread
          * Self.drift(steps: steps, persistence: part.persistence) + seasons[day] * seasons[day]
      }
      return part
    }
    let parts = parts
    drawn = []
    let mean = (0..<days).map { day in parts.reduce(0) { $0 + $1.weight * $1.mean[day] } }
    self.mean = mean
    sharedVariance = (0..<days).map { day in
      guard mean[day] > 0 else { return 0 }
      return parts.reduce(0) { sum, part in
        let away = logarithm(part.mean[day] / mean[day])
        return sum + part.weight * (part.sharedVariance[day] + away * away)
      }
    }
    let usual = model.fits.reduce(0) { $0 + $1.weight * $1.fit.dayVariance }
    dayVariance = (0..<days).map { day in
      guard mean[day] > 0 else { return 0 }
      return log1p(usual * (1 - memory[day] * memory[day] * model.lastFactor.known))
    }
    stepsAhead = ahead.map(DayFeatures.levelSteps)
    unknownSeason = seasons
  }

  /// Takes the size of the shared error and the memory of days from how the past was forecast.
  mutating func calibrate(by backtest: DailyBacktest) {
    sharedScale = backtest.sharedScale
    // Levels that follow the days hide their memory from the fit, but not from forecasts.
    correlation = max(correlation, backtest.dayCorrelation ?? 0)
  }

  /// Takes possible futures as they were drawn elsewhere.
  ///
  /// - Parameters:
  ///   - first: The first day.
  ///   - mean: Expected items by day; zero on closed days.
  ///   - paths: Items by path and day, count noise included.
  init(first: LocalDate, mean: [Double], paths: [[Double]]) {
    self.first = first
    (parts, stepsAhead, correlation, freshVariance) = ([], [], 0, 1)
    countVariance = 1
    unknownSeason = []
    self.mean = mean.map { $0 > 0 ? $0 : 0 }
    dayVariance = mean.map { _ in 0 }
    var shared = dayVariance
    var factors = paths
    for day in mean.indices {
      let items = paths.map { max(0, $0[day]) }
      let typical = items.reduce(0, +) / Double(max(1, items.count))
      guard typical > 0, mean[day] > 0 else {
        for path in factors.indices { factors[path][day] = 1 }
        continue
      }
      let square = items.reduce(0) { $0 + ($1 - typical) * ($1 - typical) } / Double(items.count)
      // The paths hold the count noise that is drawn around them again.
      let rate = max(1e-6, square / (typical * typical) - 1 / typical)
      let shrink = (rate / max(rate, square / (typical * typical))).squareRoot()
      shared[day] = log1p(rate)
      for path in factors.indices {
        factors[path][day] = max(0, 1 + shrink * (items[path] / typical - 1))
      }
    }
    (sharedVariance, drawn) = (shared, factors)
  }

  /// Puts what is known of the first day in the place of its forecast.
  mutating func know(total: Double, variance: Double) {
    guard !mean.isEmpty, mean[0] > 0 else { return }
    (mean[0], sharedVariance[0], dayVariance[0]) = (total, 0, variance)
    for place in parts.indices {
      (parts[place].mean[0], parts[place].sharedVariance[0]) = (total, 0)
      parts[place].rows[0] = []
    }
  }

  /// Standard deviation of a season that a history of less than a year cannot show.
  static let unknownSeason = 0.10

  /// Variance of a level's drift after some steps, in units of one step's.
  static func drift(steps: Int, persistence: Double) -> Double {
    let square = persistence * persistence
    return (1 - pow(square, Double(steps))) / (1 - square)
  }

  /// Draws factors by which the mean of each day is multiplied; their expectation is one.
  ///
  /// - Parameters:
  ///   - path: The possible future.
  ///   - seed: The seed of the run.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: One factor for each day, above zero.
  public func factors(path: Int, seed: UInt64, stream: UInt32) -> [Double] {
    guard drawn.isEmpty else { return drawn[path % drawn.count] }
    guard !parts.isEmpty else { return Array(repeating: 1, count: mean.count) }
    let replication = UInt32(truncatingIfNeeded: path)
    var whole = RandomStream(
      seed: seed, stream: stream, replication: replication, entity: UInt32.max)
    let part = drawnPart(
      RandomStream(seed: seed, stream: stream, replication: replication, entity: UInt32.max - 1)
        .uniform(draw: 0))
    let width = part.factor.levels + part.factor.dense
    var normals = Array(repeating: 0.0, count: width)
    for place in part.level..<width { normals[place] = whole.nextNormal() }
    let effects = part.factor.solvedBackward(normals, downTo: part.level)
    let season = whole.nextNormal()
    var drift = [0.0]
    for _ in 0..<(stepsAhead.last ?? 0) {
      drift.append(
        part.persistence * drift[drift.count - 1] + part.levelSpread * whole.nextNormal())
    }
    let fresh = (1 - correlation * correlation).squareRoot()
    // Whole days have the variance of one day at rest; the first ones know part of theirs.
    var (state, variance) = (0.0, 0.0)
    return mean.indices.map { day in
      let draws = RandomStream(
        seed: seed, stream: stream, replication: replication, entity: UInt32(day))
      let normal = normalQuantile(draws.uniform(draw: 0))
      if day == 0 {
        (state, variance) = (normal * freshVariance.squareRoot(), freshVariance)
      } else {
        state = correlation * state + fresh * normal
        variance = correlation * correlation * variance + fresh * fresh
      }
      guard mean[day] > 0 else { return 1 }
      var shared = drift[stepsAhead[day]] + unknownSeason[day] * season
      for entry in part.rows[day] { shared += entry.value * effects[entry.column] }
      shared *= sharedScale
      let sharedVariance = sharedScale * sharedScale * part.sharedVariance[day]
      let away = state * (dayVariance[day] / variance).squareRoot()
      return part.mean[day] / mean[day]
        * exp(shared - sharedVariance / 2 + away - dayVariance[day] / 2)
    }
  }

  /// The part that a uniform draw falls on.
  private func drawnPart(_ uniform: Double) -> Part {
    var sum = 0.0
    for part in parts {
      sum += part.weight
      if uniform < sum { return part }
    }
    return parts[parts.count - 1]
  }

  /// The items below which a day stays with a given probability, the noise of the history's counts included.
  ///
  /// - Parameters:
  ///   - day: The day, counted from the first.
  ///   - probability: Strictly between 0 and 1.
  /// - Returns: A whole number of items where the mean is small.
  public func quantile(ofDay day: Int, _ probability: Double) -> Double {
    countQuantile(
      mean: mean[day],
      rateVariance: expm1(sharedScale * sharedScale * sharedVariance[day] + dayVariance[day]),
      countVariance: countVariance, probability: probability)
  }
}

/// The quantile of a count whose Poisson rate varies around its mean.
///
/// Negative binomial, summed exactly, for small means of real counts; log-normal otherwise.
///
/// - Parameters:
///   - mean: Expected count, `>= 0`.
///   - rateVariance: Squared coefficient of variation of the rate.
///   - countVariance: Variance over mean by chance alone; one for real counts.
///   - probability: Strictly between 0 and 1.
/// - Returns: A whole count where it is summed exactly, otherwise a number.
func countQuantile(
  mean: Double, rateVariance: Double, countVariance: Double = 1, probability: Double
) -> Double {
  guard mean > 0 else { return 0 }
  guard mean < 60, countVariance == 1 else {
    let variance = log1p(rateVariance + countVariance / mean)
    return mean * exp(variance.squareRoot() * normalQuantile(probability) - variance / 2)
  }
  let spread = max(1e-9, rateVariance)
  let shape = 1 / spread
  // P(0) of a negative binomial, then the ratio of neighbouring terms.
  var term = exp(-shape * log1p(mean * spread))
  var sum = term
  var count = 0.0
  while sum < probability && count < 100_000 {
    count += 1
    term *= (count - 1 + shape) / count * (mean * spread / (1 + mean * spread))
    sum += term
  }
  return count
}
