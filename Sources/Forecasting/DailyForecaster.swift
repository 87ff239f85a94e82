import Foundation
import Quantities

/// A model of items by day: rate per member × members × level × weekday × season × holiday.
///
/// Log-linear with a level that drifts (a random walk, or one that returns), weekdays, a smooth year with a reset
/// that begins on January 1st and fades, holidays and the first open day after one, and known causes.
/// Effects are shrunk, so that one January or one Thanksgiving is enough to learn something and not too
/// much. Growth enters once, through exposure.
///
///     let series = try DailySeries(start: monday, values: counts)
///     let model = DailyForecaster(series, holidays: KnownHolidays())
///     let january = model.forecast(from: first, days: 31)
///
/// A history of less than a year has no season; one without items forecasts none. Both are said in
/// `explanation`.
///
/// - Complexity: O(speeds × iterations × days); about 10 ms for two years.
public struct DailyForecaster: Sendable {
  /// A day that was left out of the fit.
  public struct FlaggedDay: Equatable, Sendable {
    /// The day.
    public var date: LocalDate
    /// Items seen.
    public var seen: Double
    /// Items that the model expects.
    public var expected: Double
    /// Why it was left out.
    public var reason: String
  }

  /// Standardised residual beyond which a single day is left out.
  static let outlying = 5.0
  /// Days of history that are kept.
  static let longestHistory = 1461
  /// Share of a level's drift that a step keeps, so that far horizons stay bounded.
  static let persistence = 0.99

  let series: DailySeries
  let features: DayFeatures
  /// Nothing when there are no items to learn from.
  let fit: DailyFit?
  let base: Double
  /// Days used in the fit.
  let learned: Int
  /// Correlation of the factors of neighbouring days.
  public let dayCorrelation: Double
  /// Logarithm of the last day's factor as far as it is known.
  let lastFactor: Double
  /// Days left out of the fit, with the reason.
  public let flagged: [FlaggedDay]

  /// Fits the model to a history.
  ///
  /// - Parameters:
  ///   - series: The history; its last 1,461 days count.
  ///   - holidays: Holidays of the past and of the future.
  public init(_ series: DailySeries, holidays: KnownHolidays = KnownHolidays()) {
    self.init(series, holidays: holidays, near: nil)
  }

  /// Fits the model, with the speed of the level of a fit to more of the same series.
  init(_ series: DailySeries, holidays: KnownHolidays, near: DailyFit?) {
    let series = Self.latest(series)
    let features = DayFeatures(series, holidays: holidays)
    (self.series, self.features) = (series, features)
    var days = Self.learningDays(series, features)
    let items = days.reduce(0) { $0 + $1.value }
    let exposed = days.reduce(0) { $0 + exponential($1.logExposure) }
    guard items > 0, exposed > 0 else {
      (fit, base, learned, dayCorrelation, lastFactor, flagged) = (nil, 0, days.count, 0, 0, [])
      return
    }
    let base = logarithm(items / exposed)
    self.base = base
    for place in days.indices { days[place].logExposure += base }
    var best = Self.bestFit(days, features, near: near)
    let outliers = best.map { Self.outliers(days, $0, features) } ?? []
    var flagged: [FlaggedDay] = []
    if let fit = best, !outliers.isEmpty {
      flagged = outliers.map { place in
        FlaggedDay(
          date: series.start + days[place].index, seen: days[place].value,
          expected: fit.means[place],
          reason: days[place].value > fit.means[place]
            ? "far above its neighbours for one day" : "far below its neighbours for one day")
      }
      let away = Set(outliers)
      days = days.indices.filter { !away.contains($0) }.map { days[$0] }
      best = Self.bestFit(days, features, near: fit) ?? fit
    }
    (self.flagged, learned, fit) = (flagged, days.count, best)
    (dayCorrelation, lastFactor) = best.map { Self.correlation(days, $0) } ?? (0, 0)
  }

  /// Expected items by day.
  ///
  /// - Parameters:
  ///   - first: The first day; usually after the history.
  ///   - days: The number of days.
  ///   - exposure: Members on each day; empty to hold the last of the history.
  /// - Returns: The forecast with its errors.
  public func forecast(
    from first: LocalDate, days: Int, exposure: [Double] = []
  ) -> DailyForecast {
    precondition(
      exposure.isEmpty || exposure.count == days, "\(exposure.count) exposures for \(days) days")
    return DailyForecast(model: self, first: first, days: days, exposure: exposure)
  }

  /// A known cause's effect as estimated.
  public struct Effect: Equatable, Sendable {
    /// The cause's name.
    public var name: String
    /// The effect, in the form of the cause.
    public var estimate: Double
    /// Its standard deviation.
    public var standardDeviation: Double
  }

  /// The estimated effects of the known causes, in their order; empty when nothing could be fitted.
  public var effects: [Effect] {
    guard let fit else { return [] }
    return series.regressors.enumerated().map { place, regressor in
      let column = features.column(ofRegressor: place)
      var unit = Array(repeating: 0.0, count: features.count)
      unit[column] = 1
      let variance = fit.factor.solvedForward(unit).reduce(0) { $0 + $1 * $1 }
      return Effect(
        name: regressor.name, estimate: fit.effects[column],
        standardDeviation: variance.squareRoot())
    }
  }

  private static func latest(_ series: DailySeries) -> DailySeries {
    let cut = series.values.count - longestHistory
    guard cut > 0 else { return series }
    var shorter = series
    shorter.start = series.start + cut
    shorter.values.removeFirst(cut)
    shorter.closed.removeFirst(cut)
    shorter.exposure.removeFirst(cut)
    shorter.regressors = series.regressors.map {
      Regressor(
        name: $0.name, values: Array($0.values.dropFirst(cut)), expectedSpread: $0.expectedSpread,
        form: $0.form)
    }
    return shorter
  }

  private static func learningDays(
    _ series: DailySeries, _ features: DayFeatures
  ) -> [DailyFit.Day] {
    series.values.indices.compactMap { day in
      guard let value = series.values[day], !series.closed[day],
        features.isOpen(series.start + day)
      else { return nil }
      return DailyFit.Day(
        index: day, value: value, logExposure: logarithm(series.exposure[day]),
        entries: features.entries(ofDay: day))
    }
  }

  /// Persistences of the level that are tried: a random walk, and a return to the mean.
  static let persistences = [1.0, 0.9]

  /// Speeds of the level that are tried, as standard deviations of a step.
  static let speeds = [0.002, 0.005, 0.01, 0.02, 0.04, 0.08]

  private static func bestFit(
    _ days: [DailyFit.Day], _ features: DayFeatures, near: DailyFit?
  ) -> DailyFit? {
    var tried = speeds
    if days.count < 21 { tried = [0.02] }
    if let near { tried = [near.levelSpread] }
    var best: DailyFit?
    var bestScore = -Double.infinity
    var previous: DailyFit?
    for (persistence, speed) in Self.persistences.flatMap({ p in tried.map { (p, $0) } }) {
      if let near, near.persistence != persistence { continue }
      guard
        let fit = DailyFit(
          days: days, features: features, levelSpread: speed, persistence: persistence,
          start: previous)
      else { continue }
      previous = fit
      // Levels of contact volumes seldom drift by more than a few percent in a week.
      let doubt = logarithm(speed / 0.01)
      let score = fit.evidence - 0.5 * doubt * doubt
      if score > bestScore { (best, bestScore) = (fit, score) }
    }
    return best
  }

  /// Places of single days that are far from the model while their neighbours are not.
  private static func outliers(
    _ days: [DailyFit.Day], _ fit: DailyFit, _ features: DayFeatures
  ) -> [Int] {
    days.indices.filter { place in
      let residual = fit.residuals[place]
      let date = features.start + days[place].index
      guard abs(residual) > outlying, features.holidays.names[date] == nil else { return false }
      // A run of like days is a change, not an outlier.
      let around = [place - 2, place - 1, place + 1, place + 2].filter { days.indices ~= $0 }
      let alike = around.filter {
        abs(fit.residuals[$0]) > 2 && (fit.residuals[$0] > 0) == (residual > 0)
      }
      return alike.count < 2
    }
  }

  /// Correlation of neighbouring days' factors and the last day's factor, both freed of count noise.
  private static func correlation(
    _ days: [DailyFit.Day], _ fit: DailyFit
  ) -> (Double, Double) {
    guard days.count >= 28 else { return (0, 0) }
    var (cross, pairs) = (0.0, 0.0)
    func factor(_ place: Int) -> Double {
      let mean = fit.means[place]
      let bent = min(DailyFit.bend, max(-DailyFit.bend, fit.residuals[place]))
      return bent * (1 / mean + fit.dayVariance).squareRoot()
    }
    for place in 1..<days.count where days[place].index - days[place - 1].index <= 3 {
      cross += factor(place) * factor(place - 1)
      pairs += 1
    }
    guard pairs > 0 else { return (0, 0) }
    // Shrunk as if twenty uncorrelated pairs had been seen as well.
    let raw = cross / (pairs + 20) / fit.dayVariance
    let correlation = min(0.9, max(0, raw))
    guard let last = days.indices.last else { return (correlation, 0) }
    let known = fit.dayVariance / (fit.dayVariance + 1 / fit.means[last])
    return (correlation, factor(last) * known)
  }
}
