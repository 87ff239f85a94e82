/// Measures of how far forecasts were from what came.
///
/// Each takes lists of equal length, one entry for each forecast.
public enum ForecastMetrics {
  /// Weighted absolute percentage error: summed absolute errors ÷ summed items.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - forecast: What was forecast.
  /// - Returns: 0...; nothing when no items came.
  public static func wape(seen: [Double], forecast: [Double]) -> Double? {
    check(seen, forecast)
    let total = seen.reduce(0) { $0 + abs($1) }
    guard total > 0 else { return nil }
    return zip(seen, forecast).reduce(0) { $0 + abs($1.0 - $1.1) } / total
  }

  /// Symmetric mean absolute percentage error as a share, as the M competitions define it.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - forecast: What was forecast.
  /// - Returns: The mean of 2 |error| ÷ (|seen| + |forecast|), 0...2; both zero count as no error.
  public static func smape(seen: [Double], forecast: [Double]) -> Double? {
    check(seen, forecast)
    guard !seen.isEmpty else { return nil }
    return zip(seen, forecast).reduce(0) { sum, pair in
      let size = abs(pair.0) + abs(pair.1)
      return size > 0 ? sum + 2 * abs(pair.0 - pair.1) / size : sum
    } / Double(seen.count)
  }

  /// Mean absolute error ÷ that of the seasonal naive forecast within the history.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - forecast: What was forecast.
  ///   - history: What came before, oldest first.
  ///   - period: Values to a season; 1 for none.
  /// - Returns: 0...; nothing when the history is no longer than a season or never changes.
  public static func mase(
    seen: [Double], forecast: [Double], history: [Double], period: Int
  ) -> Double? {
    check(seen, forecast)
    precondition(period >= 1, "a season of \(period) values")
    guard history.count > period, !seen.isEmpty else { return nil }
    let steps = zip(history.dropFirst(period), history)
    let usual = steps.reduce(0) { $0 + abs($1.0 - $1.1) } / Double(history.count - period)
    guard usual > 0 else { return nil }
    let error = zip(seen, forecast).reduce(0) { $0 + abs($1.0 - $1.1) } / Double(seen.count)
    return error / usual
  }

  /// Pinball loss of one quantile: its expectation is least at the true quantile.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - quantile: The forecast quantile.
  ///   - level: The quantile's probability, 0...1.
  /// - Returns: The mean loss, in the unit of the values; nothing without values.
  public static func pinball(seen: [Double], quantile: [Double], level: Double) -> Double? {
    check(seen, quantile)
    guard !seen.isEmpty else { return nil }
    return zip(seen, quantile).reduce(0) { sum, pair in
      let error = pair.0 - pair.1
      return sum + max(level * error, (level - 1) * error)
    } / Double(seen.count)
  }

  /// Weighted quantile loss: twice the summed pinball losses ÷ summed items, averaged over levels.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - quantiles: For each level, the forecast quantile of each value.
  ///   - levels: The quantiles' probabilities.
  /// - Returns: 0...; nothing when no items came.
  public static func weightedQuantileLoss(
    seen: [Double], quantiles: [[Double]], levels: [Double]
  ) -> Double? {
    precondition(
      quantiles.count == levels.count, "\(quantiles.count) quantiles, \(levels.count) levels")
    let total = seen.reduce(0) { $0 + abs($1) }
    guard total > 0, !levels.isEmpty else { return nil }
    let losses = zip(quantiles, levels).reduce(0.0) { sum, entry in
      sum + (pinball(seen: seen, quantile: entry.0, level: entry.1) ?? 0) * Double(seen.count)
    }
    return 2 * losses / total / Double(levels.count)
  }

  /// Continuous ranked probability score of sample paths: the integral of the squared distance
  /// between the samples' distribution and the value.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - samples: Possible values; not empty.
  /// - Returns: The mean distance of samples to the value less half their mean distance from each other.
  /// - Complexity: O(samples × log samples).
  public static func rankedProbabilityScore(seen: Double, samples: [Double]) -> Double {
    precondition(!samples.isEmpty, "a score of no samples")
    let count = Double(samples.count)
    var (away, apart) = (0.0, 0.0)
    for (place, sample) in samples.sorted().enumerated() {
      away += abs(sample - seen)
      // In ascending order each sample is added once for those below and taken off for those above.
      apart += sample * (2 * Double(place) + 1 - count)
    }
    return away / count - apart / (count * count)
  }

  /// Share of values inside an interval, ends included.
  ///
  /// - Parameters:
  ///   - seen: What came.
  ///   - lower: The lower ends.
  ///   - upper: The upper ends.
  /// - Returns: 0...1; nothing without values.
  public static func coverage(seen: [Double], lower: [Double], upper: [Double]) -> Double? {
    check(seen, lower)
    check(seen, upper)
    guard !seen.isEmpty else { return nil }
    let inside = seen.indices.filter { seen[$0] >= lower[$0] && seen[$0] <= upper[$0] }.count
    return Double(inside) / Double(seen.count)
  }

  private static func check(_ seen: [Double], _ other: [Double]) {
    precondition(seen.count == other.count, "\(other.count) forecasts of \(seen.count) values")
  }
}
