/// A series taken apart into trend, one or more seasons and a remainder, by local regression.
///
/// - SeeAlso: R. B. Cleveland, W. S. Cleveland, J. E. McRae, I. Terpenning, *STL: A Seasonal-Trend
///   Decomposition Procedure Based on Loess*, Journal of Official Statistics 6 (1990); for several seasons
///   K. Bandara, R. J. Hyndman, C. Bergmeir, *MSTL* (2021).
public struct SeasonalDecomposition: Equatable, Sendable {
  /// The trend.
  public var trend: [Double]
  /// One series for each season, in the order of the periods.
  public var seasons: [[Double]]
  /// What is left.
  public var remainder: [Double]

  /// How one season is smoothed.
  public struct Settings: Equatable, Sendable {
    /// Neighbourhood of the season, in seasons; nothing for a season that never changes.
    public var seasonWindow: Int?
    /// Neighbourhood of the trend, in values; nothing for the usual one.
    public var trendWindow: Int?
    /// Whether outlying values lose their weight.
    public var isRobust: Bool
    /// Whether every place is evaluated, instead of joining every tenth of a neighbourhood by lines.
    public var isExact: Bool

    /// Makes settings; see the properties.
    public init(
      seasonWindow: Int?, trendWindow: Int? = nil, isRobust: Bool = false, isExact: Bool = false
    ) {
      (self.seasonWindow, self.trendWindow) = (seasonWindow, trendWindow)
      (self.isRobust, self.isExact) = (isRobust, isExact)
    }
  }

  /// Takes a series apart by one season.
  ///
  /// - Parameters:
  ///   - values: The series; at least two seasons.
  ///   - period: Values to a season, at least 2.
  ///   - settings: How it is smoothed.
  /// - Complexity: O(values × neighbourhood); with robustness sixteen times.
  public init(_ values: [Double], period: Int, settings: Settings) {
    precondition(period >= 2, "a season of \(period) values")
    precondition(values.count >= 2 * period, "\(values.count) values of season \(period)")
    let smoother = SeasonalSmoother(values, period: period, settings: settings)
    let (smoothed, trend) = smoother.run()
    var season = smoothed
    if settings.seasonWindow == nil {
      var sums = Array(repeating: 0.0, count: period)
      var counts = sums
      for (place, value) in season.enumerated() {
        sums[place % period] += value
        counts[place % period] += 1
      }
      season = season.indices.map { sums[$0 % period] / counts[$0 % period] }
    }
    remainder = values.indices.map { values[$0] - season[$0] - trend[$0] }
    seasons = [season]
    self.trend = trend
  }

  /// Takes a series apart by several seasons, twice over, each from what the others leave.
  ///
  /// - Parameters:
  ///   - values: The series; at least two of the longest season.
  ///   - periods: Values to each season, shortest first.
  ///   - windows: Neighbourhood of each season, in seasons; the usual 11, 15, 19… when empty.
  public init(_ values: [Double], periods: [Int], windows: [Int] = []) {
    precondition(!periods.isEmpty, "no seasons")
    var found = periods.map { _ in Array(repeating: 0.0, count: values.count) }
    var free = values
    var trend: [Double] = []
    for _ in 0..<(periods.count == 1 ? 1 : 2) {
      for (index, period) in periods.enumerated() {
        let own = zip(free, found[index]).map { $0 + $1 }
        let window = index < windows.count ? windows[index] : 11 + 4 * index
        let part = SeasonalDecomposition(
          own, period: period, settings: Settings(seasonWindow: window))
        found[index] = part.seasons[0]
        trend = part.trend
        free = zip(own, part.seasons[0]).map { $0 - $1 }
      }
    }
    (seasons, self.trend) = (found, trend)
    remainder = zip(free, trend).map { $0 - $1 }
  }
}

/// The inner and outer loops of the decomposition by one season.
private struct SeasonalSmoother {
  let values: [Double]
  let period: Int
  let season: Loess
  let trend: Loess
  let lowPass: Loess
  let inner: Int
  let outer: Int

  init(_ values: [Double], period: Int, settings: SeasonalDecomposition.Settings) {
    (self.values, self.period) = (values, period)
    let window = settings.seasonWindow ?? 10 * values.count + 1
    let usual = Self.odd((1.5 * Double(period) / (1 - 1.5 / Double(window))).rounded(.up))
    let trendWindow = settings.trendWindow ?? usual
    let low = Self.odd(Double(period))
    func jump(_ window: Int) -> Int { settings.isExact ? 1 : (window + 9) / 10 }
    season = Loess(window: max(3, window | 1), degree: 0, jump: jump(window))
    trend = Loess(window: max(3, trendWindow | 1), degree: 1, jump: jump(trendWindow))
    lowPass = Loess(window: max(3, low), degree: 1, jump: jump(low))
    (inner, outer) = settings.isRobust ? (1, 15) : (2, 0)
  }

  /// The least odd number that is not below a value.
  private static func odd(_ value: Double) -> Int { Int(value.rounded()) | 1 }

  func run() -> (season: [Double], trend: [Double]) {
    var trendValues = Array(repeating: 0.0, count: values.count)
    var seasonValues = trendValues
    var weights: [Double]?
    for pass in 0...outer {
      for _ in 0..<inner {
        let free = zip(values, trendValues).map { $0 - $1 }
        let cycles = smoothedCycles(free, weights)
        let low = lowPass.smooth(
          Self.averaged(Self.averaged(Self.averaged(cycles, period), period), 3))
        seasonValues = values.indices.map { cycles[period + $0] - low[$0] }
        trendValues = trend.smooth(
          zip(values, seasonValues).map { $0 - $1 }, weights: weights)
      }
      if pass < outer { weights = robustness(seasonValues, trendValues) }
    }
    return (seasonValues, trendValues)
  }

  /// Each place of the season smoothed over the seasons, carried on by one season at both ends.
  private func smoothedCycles(_ free: [Double], _ weights: [Double]?) -> [Double] {
    var cycles = Array(repeating: 0.0, count: free.count + 2 * period)
    for place in 0..<period {
      let indices = Array(stride(from: place, to: free.count, by: period))
      let own = indices.map { free[$0] }
      let ownWeights = weights.map { weights in indices.map { weights[$0] } }
      let smoothed = season.smooth(own, weights: ownWeights)
      let count = own.count
      cycles[place] =
        season.estimate(
          own, at: 0, left: 1, right: min(season.window, count), ownWeights) ?? smoothed[0]
      for (index, value) in smoothed.enumerated() { cycles[(index + 1) * period + place] = value }
      cycles[(count + 1) * period + place] =
        season.estimate(
          own, at: count + 1, left: max(1, count - season.window + 1), right: count, ownWeights)
        ?? smoothed[count - 1]
    }
    return cycles
  }

  private static func averaged(_ values: [Double], _ length: Int) -> [Double] {
    var sum = values[0..<length].reduce(0, +)
    var means = [sum / Double(length)]
    means.reserveCapacity(values.count - length + 1)
    for place in length..<values.count {
      sum += values[place] - values[place - length]
      means.append(sum / Double(length))
    }
    return means
  }

  /// Weights that fall to zero at six times the median size of the remainder.
  private func robustness(_ season: [Double], _ trend: [Double]) -> [Double] {
    let sizes = values.indices.map { abs(values[$0] - season[$0] - trend[$0]) }
    let upper = sizes.count / 2 + 1
    let ordered = PartialOrder.arranged(sizes, ranks: [upper, sizes.count - upper + 1])
    let bound = 3 * (ordered[upper - 1] + ordered[sizes.count - upper])
    return sizes.map { size in
      if size <= 0.001 * bound { return 1 }
      guard size <= 0.999 * bound else { return 0 }
      let share = size / bound
      return (1 - share * share) * (1 - share * share)
    }
  }
}
