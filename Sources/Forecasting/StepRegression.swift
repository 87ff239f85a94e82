import Foundation
import RandomStreams

/// Effects of known causes on evenly spaced values: months, weeks or numbered steps.
///
/// Log-linear, with a level that drifts from step to step and a shrunk season beside the causes, so that
/// neither a trend nor a season is taken for a cause. What is left once the causes are taken out is for
/// ``SeriesForecaster``.
///
/// - Complexity: O(speeds × iterations × values × (period + causes)²).
public struct StepRegression: Sendable {
  /// Speeds of the level that are tried, as standard deviations of a step.
  static let speeds = [0.005, 0.02, 0.05, 0.1, 0.2]
  /// Expected spread of a place in the season.
  static let seasonSpread = 0.3

  /// The causes, over the history and the steps to be forecast.
  public let regressors: [Regressor]
  /// The causes' effects as estimated, in their order.
  public let effects: [DailyForecaster.Effect]
  private let exposure: [Double]
  private let fits: [(weight: Double, fit: DailyFit)]
  private let firstCause: Int

  /// Estimates the effects.
  ///
  /// - Parameters:
  ///   - values: The history, oldest first: finite, `>= 0`, or `nil` where nothing was recorded.
  ///   - period: Values to a season; 1 for none.
  ///   - exposure: What the values are proportional to, over history and future; empty for nothing.
  ///   - regressors: Known causes, each over history and future.
  ///   - location: The name by which an error tells this series from others.
  /// - Throws: ``ForecastingError`` when there are too few values to tell the causes apart.
  public init(
    values: [Double?], period: Int, exposure: [Double], regressors: [Regressor],
    location: String = "series"
  ) throws(ForecastingError) {
    (self.regressors, self.exposure) = (regressors, exposure)
    let seen = values.compactMap { $0 }
    let least = 6 + 3 * regressors.count
    guard seen.count >= least, seen.contains(where: { $0 > 0 }) else {
      throw ForecastingError(
        .notEnoughData, at: location,
        problem: "\(seen.count) values are too few for \(regressors.count) known causes",
        remedy: "Give at least \(least) values above zero, or fewer columns in --regressors")
    }
    let places = period > 1 && values.count > period ? period : 0
    firstCause = values.count + places
    let spreads =
      Array(repeating: Self.seasonSpread, count: places) + regressors.map(\.expectedSpread)
    let layout = EffectLayout(
      levels: values.count, precisions: spreads.map { 1 / ($0 * $0) })
    let typical = values.indices.reduce((0.0, 0.0)) { sum, place in
      guard let value = values[place] else { return sum }
      return (sum.0 + value, sum.1 + (exposure.isEmpty ? 1 : exposure[place]))
    }
    let base = logarithm(typical.0 / typical.1)
    var table = DayTable(dense: spreads.count)
    for (place, value) in values.enumerated() {
      guard let value else { continue }
      var entries = [DayFeatures.Entry(column: place, value: 1)]
      if places > 0 {
        entries.append(DayFeatures.Entry(column: values.count + place % places, value: 1))
      }
      for (number, regressor) in regressors.enumerated() where regressor.values[place] != 0 {
        entries.append(
          DayFeatures.Entry(
            column: values.count + places + number, value: regressor.values[place],
            isShare: regressor.form == .share))
      }
      table.append(
        index: place, value: value,
        logExposure: base + (exposure.isEmpty ? 0 : logarithm(exposure[place])),
        entries: entries, levels: values.count)
    }
    var found: [(weight: Double, fit: DailyFit)] = []
    for speed in Self.speeds {
      guard
        let fit = DailyFit(
          days: table, layout: layout, levelSpread: speed, persistence: 1,
          start: found.last?.fit)
      else { continue }
      found.append((fit.evidence, fit))
    }
    fits = DailyFit.weighted(found)
    let kept = fits
    let first = firstCause
    effects = regressors.enumerated().map { number, regressor in
      DailyForecaster.Effect(regressor, column: first + number, kept)
    }
  }

  /// The factor by which causes and exposure multiply a step.
  ///
  /// - Parameter step: The step, counted from the start of the history.
  /// - Returns: The factor, above zero; exposure counts in its own unit.
  public func factor(_ step: Int) -> Double {
    factor(step) { effects[$0].estimate }
  }

  /// Factors of some steps with effects drawn from what the data leave open.
  ///
  /// - Parameters:
  ///   - steps: The steps, counted from the start of the history.
  ///   - path: The possible future.
  ///   - seed: The seed.
  ///   - stream: A number that belongs to this series alone.
  /// - Returns: One factor for each step.
  public func drawnFactors(
    _ steps: Range<Int>, path: Int, seed: UInt64, stream: UInt32
  ) -> [Double] {
    var draws = RandomStream(
      seed: seed, stream: stream ^ 0x51ED_270B, replication: UInt32(truncatingIfNeeded: path))
    var uniform = draws.nextUniform()
    let part = fits.first { entry in
      uniform -= entry.weight
      return uniform < 0
    }
    guard let fit = part?.fit ?? fits.last?.fit else { return steps.map(factor) }
    let normals = fit.effects.indices.map { $0 < fit.factor.levels ? 0 : draws.nextNormal() }
    let away = fit.factor.solvedBackward(normals, downTo: fit.factor.levels)
    return steps.map { step in
      factor(step) { fit.effects[firstCause + $0] + away[firstCause + $0] }
    }
  }

  private func factor(_ step: Int, effect: (Int) -> Double) -> Double {
    var product = exposure.isEmpty ? 1 : exposure[step]
    for (number, regressor) in regressors.enumerated() {
      let part = effect(number) * regressor.values[step]
      product *= regressor.form == .share ? max(0.1, 1 + part) : exp(min(10, max(-10, part)))
    }
    return product
  }
}
