import Foundation
import Quantities
import RandomStreams

/// Expected items by day with the errors that belong to them.
public struct DailyForecast: Sendable {
  /// The first day.
  public let first: LocalDate
  /// Expected items by day; zero on closed days.
  public let mean: [Double]
  /// Variance of the logarithm of the error that days share: level, effects and drift.
  public let sharedVariance: [Double]
  /// Variance of the logarithm of a single day's factor, beside the shared one.
  public let dayVariance: [Double]

  private let rows: [[DayFeatures.Entry]]
  private let stepsAhead: [Int]
  private let unknownSeason: [Double]
  private let correlation: Double
  private let levelSpread: Double
  private let persistence: Double
  private let factor: SkylineFactor?
  /// Multiplies the shared error, as the backtest asks for.
  var sharedScale = 1.0

  init(model: DailyForecaster, first: LocalDate, days: Int, exposure: [Double]) {
    self.first = first
    let features = model.features
    let offset = first - model.series.start
    let last = model.series.values.count - 1
    (correlation, factor) = (model.dayCorrelation, model.fit?.factor)
    levelSpread = model.fit?.levelSpread ?? 0
    persistence = min(DailyForecaster.persistence, model.fit?.persistence ?? 0)
    var mean = Array(repeating: 0.0, count: days)
    var shared = mean
    var single = mean
    var seasons = mean
    var rows: [[DayFeatures.Entry]] = Array(repeating: [], count: days)
    var steps = Array(repeating: 0, count: days)
    let held = model.series.exposure.last ?? 1
    for day in 0..<days {
      let ahead = offset + day - last
      steps[day] = DayFeatures.levelSteps(ahead: ahead)
      guard let fit = model.fit, features.isOpen(first + day) else { continue }
      rows[day] = features.entries(ofDay: offset + day)
      // The level's entry comes first.
      rows[day][0].value = pow(fit.persistence, Double(steps[day]))
      let linear = rows[day].reduce(model.base) { $0 + $1.part(fit.effects) }
      // From here on the row says how the logarithm moves with the effects.
      for place in rows[day].indices {
        rows[day][place].value = rows[day][place].slope(fit.effects)
      }
      let fading = ahead > 0 ? pow(model.dayCorrelation, Double(ahead)) : 0
      let members = exposure.isEmpty ? held : exposure[day]
      mean[day] = members * exp(min(40, linear + fading * model.lastFactor))
      if !features.hasSeason {
        seasons[day] = Self.unknownSeason * min(1, Double(max(0, ahead)) / 90)
      }
      shared[day] =
        Self.parameterVariance(rows[day], fit.factor)
        + fit.levelSpread * fit.levelSpread
        * Self.drift(steps: steps[day], persistence: persistence)
        + seasons[day] * seasons[day]
      single[day] = log1p(fit.dayVariance)
    }
    (self.mean, sharedVariance, dayVariance) = (mean, shared, single)
    (self.rows, stepsAhead, unknownSeason) = (rows, steps, seasons)
  }

  /// Standard deviation of a season that a history of less than a year cannot show.
  static let unknownSeason = 0.10

  /// Variance of a level's drift after some steps, in units of one step's.
  static func drift(steps: Int, persistence: Double) -> Double {
    let square = persistence * persistence
    return (1 - pow(square, Double(steps))) / (1 - square)
  }

  private static func parameterVariance(
    _ row: [DayFeatures.Entry], _ factor: SkylineFactor
  ) -> Double {
    var dense = Array(repeating: 0.0, count: factor.first.count)
    for entry in row { dense[entry.column] += entry.value }
    return factor.solvedForward(dense).reduce(0) { $0 + $1 * $1 }
  }

  /// Draws factors by which the mean of each day is multiplied; their expectation is one.
  ///
  /// - Parameters:
  ///   - path: The possible future.
  ///   - seed: The seed of the run.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: One factor for each day, above zero.
  public func factors(path: Int, seed: UInt64, stream: UInt32) -> [Double] {
    guard let factor else { return Array(repeating: 1, count: mean.count) }
    let replication = UInt32(truncatingIfNeeded: path)
    var whole = RandomStream(
      seed: seed, stream: stream, replication: replication, entity: UInt32.max)
    let effects = factor.solvedBackward(factor.first.map { _ in whole.nextNormal() })
    let season = whole.nextNormal()
    var drift = [0.0]
    for _ in 0..<(stepsAhead.last ?? 0) {
      drift.append(
        persistence * drift[drift.count - 1] + levelSpread * whole.nextNormal())
    }
    let fresh = (1 - correlation * correlation).squareRoot()
    var state = 0.0
    return mean.indices.map { day in
      let draws = RandomStream(
        seed: seed, stream: stream, replication: replication, entity: UInt32(day))
      let normal = normalQuantile(draws.uniform(draw: 0))
      state = day == 0 ? normal : correlation * state + fresh * normal
      guard mean[day] > 0 else { return 1 }
      var shared = drift[stepsAhead[day]] + unknownSeason[day] * season
      for entry in rows[day] { shared += entry.value * effects[entry.column] }
      shared *= sharedScale
      let variance = sharedScale * sharedScale * sharedVariance[day]
      return exp(
        shared - variance / 2 + dayVariance[day].squareRoot() * state - dayVariance[day] / 2)
    }
  }

  /// The items below which a day's count stays with a given probability, count noise included.
  ///
  /// - Parameters:
  ///   - day: The day, counted from the first.
  ///   - probability: Strictly between 0 and 1.
  /// - Returns: A whole number of items where the mean is small.
  public func quantile(ofDay day: Int, _ probability: Double) -> Double {
    countQuantile(
      mean: mean[day],
      rateVariance: expm1(sharedScale * sharedScale * sharedVariance[day] + dayVariance[day]),
      probability: probability)
  }
}

/// The quantile of a count whose Poisson rate varies around its mean.
///
/// Negative binomial, summed exactly, for small means; log-normal above.
///
/// - Parameters:
///   - mean: Expected count, `>= 0`.
///   - rateVariance: Squared coefficient of variation of the rate.
///   - probability: Strictly between 0 and 1.
/// - Returns: A whole count where it is summed exactly, otherwise a number.
func countQuantile(mean: Double, rateVariance: Double, probability: Double) -> Double {
  guard mean > 0 else { return 0 }
  guard mean < 60 else {
    let variance = log1p(rateVariance + 1 / mean)
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
