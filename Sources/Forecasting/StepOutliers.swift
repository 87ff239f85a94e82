/// Evenly spaced values that are far from their neighbours for one step.
///
/// A robust decomposition into trend and season says what was expected; a value is listed when its
/// remainder is more than six robust standard deviations and a fifth of what was expected. Runs of such
/// values are a change, not outliers, and are not listed.
public struct StepOutliers: Sendable {
  /// One value.
  public struct Outlier: Equatable, Sendable {
    /// Its place in the series.
    public var step: Int
    /// What trend and season expect.
    public var expected: Double
    /// Why it is listed.
    public var reason: String
  }

  /// Robust standard deviations beyond which a value is listed.
  static let outlying = 6.0
  /// The outliers, oldest first.
  public let found: [Outlier]

  /// Looks for outliers.
  ///
  /// - Parameters:
  ///   - values: The series, finite, `>= 0`; fewer than three seasons, or twelve values, have none.
  ///   - period: Values to a season; 1 for none.
  /// - Complexity: That of a robust ``SeasonalDecomposition``.
  public init(_ values: [Double], period: Int) {
    guard values.count >= max(12, 3 * period) else {
      found = []
      return
    }
    let expected: [Double]
    if period >= 2 {
      let parts = SeasonalDecomposition(
        values, period: period, settings: .init(seasonWindow: nil, isRobust: true))
      expected = values.indices.map { max(0, parts.trend[$0] + parts.seasons[0][$0]) }
    } else {
      expected = values.indices.map { place in
        let near = values[max(0, place - 3)...min(values.count - 1, place + 3)]
        return quantile(near.sorted(), 0.5)
      }
    }
    let away = zip(values, expected).map { $0 - $1 }
    // 1.4826 makes the median of absolute values the standard deviation of a normal one.
    let spread = 1.4826 * quantile(away.map(abs).sorted(), 0.5)
    func isFar(_ place: Int) -> Bool {
      abs(away[place]) > Self.outlying * spread && abs(away[place]) > 0.2 * expected[place]
    }
    let far = spread > 0 ? values.indices.filter(isFar) : []
    // Both sides of a lasting shift are far from a smooth trend.
    found = far.filter { place in
      !far.contains { $0 != place && abs($0 - place) <= 2 }
    }.map { place in
      Outlier(
        step: place, expected: expected[place],
        reason: away[place] > 0
          ? "far above trend and season for one step" : "far below trend and season for one step")
    }
  }
}
