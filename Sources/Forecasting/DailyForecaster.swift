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
/// - Complexity: O(speeds × iterations × days).
public struct DailyForecaster: Sendable {
  /// A day, or a slot of one, that is hard to believe.
  public struct FlaggedDay: Equatable, Sendable {
    /// The day.
    public var date: LocalDate
    /// The slot of the day; nothing for the whole day.
    public var slot: Int?
    /// Items seen.
    public var seen: Double
    /// Items that the model expects.
    public var expected: Double
    /// Why it is hard to believe.
    public var reason: String
  }

  /// Standardised residual beyond which a single day is hard to believe.
  static let outlying = 5.0
  /// Days of history that are kept.
  static let longestHistory = 1461
  /// Share of a level's drift that a step keeps, so that far horizons stay bounded.
  static let persistence = 0.99

  let series: DailySeries
  let features: DayFeatures
  /// The likeliest fit; nothing when there are no items to learn from.
  let fit: DailyFit?
  /// Fits at several speeds of the level with the probability of each, the likeliest first.
  let fits: [(weight: Double, fit: DailyFit)]
  let base: Double
  /// Days used in the fit.
  let learned: Int
  /// Correlation of the factors of neighbouring days.
  public let dayCorrelation: Double
  /// Logarithm of the last day's factor as far as it is known, and the share of its variance that is.
  let lastFactor: (value: Double, known: Double)
  /// Days that are hard to believe, with the reason; left out of the fit unless the series keeps them.
  public let flagged: [FlaggedDay]

  /// Fits the model to a history.
  ///
  /// - Parameters:
  ///   - series: The history; its last 1,461 days count.
  ///   - holidays: Holidays of the past and of the future.
  public init(_ series: DailySeries, holidays: KnownHolidays = KnownHolidays()) {
    self.init(series, holidays: holidays, near: nil)
  }

  /// Fits the model, with the speeds of the level of fits to more or less of the same series.
  init(_ series: DailySeries, holidays: KnownHolidays, near: [DailyFit]?) {
    let series = Self.latest(series)
    let features = DayFeatures(series, holidays: holidays)
    (self.series, self.features) = (series, features)
    var days = Self.learningDays(series, features)
    let items = days.items.reduce(0, +)
    let exposed = days.logExposure.reduce(0) { $0 + exponential($1) }
    guard items > 0, exposed > 0 else {
      (fit, fits, base, learned, dayCorrelation, lastFactor, flagged) =
        (nil, [], 0, days.count, 0, (0, 0), [])
      return
    }
    let base = logarithm(items / exposed)
    self.base = base
    for place in days.logExposure.indices { days.logExposure[place] += base }
    var fits = Self.fits(days, features, near: near)
    let outliers = fits.first.map { Self.outliers(days, $0.fit, features) } ?? []
    var flagged: [FlaggedDay] = []
    if let fit = fits.first?.fit, !outliers.isEmpty {
      flagged = outliers.map { place in
        let (seen, expected) = (days.items[place], fit.means[place])
        return FlaggedDay(
          date: series.start + days.indices[place], seen: seen, expected: expected,
          reason: seen > expected
            ? "far above its neighbours for one day" : "far below its neighbours for one day")
      }
      if !series.keepsOutliers {
        days = days.without(Set(outliers))
        let again = Self.fits(days, features, near: fits.map(\.fit))
        if !again.isEmpty { fits = again }
      }
    }
    (self.flagged, learned, self.fits, fit) = (flagged, days.count, fits, fits.first?.fit)
    guard let best = fits.first?.fit else {
      (dayCorrelation, lastFactor) = (0, (0, 0))
      return
    }
    (dayCorrelation, lastFactor) = Self.correlation(days, best)
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
    guard fit != nil else { return [] }
    return series.regressors.enumerated().map { place, regressor in
      Effect(regressor, column: features.column(ofRegressor: place), fits)
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

  private static func learningDays(_ series: DailySeries, _ features: DayFeatures) -> DayTable {
    var days = DayTable(
      dense: features.precisions.count, countVariance: series.countVariance)
    for day in series.values.indices {
      guard let value = series.values[day], !series.closed[day],
        features.isOpen(series.start + day)
      else { continue }
      days.append(
        index: day, value: value, logExposure: logarithm(series.exposure[day]),
        entries: features.entries(ofDay: day), levels: features.levels,
        noise: day == series.values.count - 1 ? series.lastVariance : 0)
    }
    return days
  }

  /// Persistences of the level that are tried: a random walk, and a return to the mean.
  static let persistences = [1.0, 0.9]

  /// Speeds of the level that are tried, as standard deviations of a step.
  static let speeds = [0.002, 0.005, 0.01, 0.02, 0.04, 0.08]

  /// Fits at each speed and persistence, or at those of given fits, with their probabilities.
  private static func fits(
    _ days: DayTable, _ features: DayFeatures, near: [DailyFit]?
  ) -> [(weight: Double, fit: DailyFit)] {
    var tried: [(persistence: Double, speed: Double, start: DailyFit?)] = []
    if let near {
      tried = near.map { ($0.persistence, $0.levelSpread, nil) }
      // Levels count back from the end, so that a fit to other days is no start.
      for (place, fit) in near.enumerated() where fit.effects.count == features.count {
        tried[place].start = fit
      }
    } else {
      let speeds = days.count < 21 ? [0.02] : Self.speeds
      tried = persistences.flatMap { persistence in speeds.map { (persistence, $0, nil) } }
    }
    var found: [(weight: Double, fit: DailyFit)] = []
    for (persistence, speed, start) in tried {
      guard
        let fit = DailyFit(
          days: days, layout: features.layout, levelSpread: speed, persistence: persistence,
          start: start ?? found.last?.fit)
      else { continue }
      // Levels of contact volumes seldom drift by more than a few percent in a week.
      let doubt = logarithm(speed / 0.01)
      found.append((fit.evidence - 0.5 * doubt * doubt, fit))
    }
    return DailyFit.weighted(found)
  }

  /// Places of single days that are far from the model while their neighbours are not.
  private static func outliers(
    _ days: DayTable, _ fit: DailyFit, _ features: DayFeatures
  ) -> [Int] {
    let places = 0..<days.count
    return places.filter { place in
      let residual = fit.residuals[place]
      let date = features.start + days.indices[place]
      guard abs(residual) > outlying, features.holidays.names[date] == nil else { return false }
      // A run of like days is a change, not an outlier.
      let around = [place - 2, place - 1, place + 1, place + 2].filter { places ~= $0 }
      let alike = around.filter {
        abs(fit.residuals[$0]) > 2 && (fit.residuals[$0] > 0) == (residual > 0)
      }
      return alike.count < 2
    }
  }

  /// Correlation of neighbouring days' factors and the last day's factor, both freed of count noise.
  private static func correlation(
    _ days: DayTable, _ fit: DailyFit
  ) -> (Double, (value: Double, known: Double)) {
    guard days.count >= 28 else { return (0, (0, 0)) }
    var (cross, pairs) = (0.0, 0.0)
    func factor(_ place: Int) -> Double {
      let mean = fit.means[place]
      let bent = min(DailyFit.bend, max(-DailyFit.bend, fit.residuals[place]))
      return bent * (days.countVariance / mean + fit.dayVariance).squareRoot()
    }
    for place in 1..<days.count where days.indices[place] - days.indices[place - 1] <= 3 {
      cross += factor(place) * factor(place - 1)
      pairs += 1
    }
    guard pairs > 0 else { return (0, (0, 0)) }
    // Levels follow what neighbours share, which takes it out of the residuals.
    cross += pairs * fit.dayVariance * fit.levelFreedom / Double(days.count)
    // Shrunk as if twenty uncorrelated pairs had been seen as well.
    let raw = cross / (pairs + 20) / fit.dayVariance
    let correlation = min(0.9, max(0, raw))
    let last = days.count - 1
    let chance = days.countVariance / fit.means[last] + days.noise[last]
    let known = fit.dayVariance / (fit.dayVariance + chance)
    return (correlation, (factor(last) * known, known))
  }
}

extension DailyForecaster.Effect {
  /// The effect of a cause over several fits.
  init(_ regressor: Regressor, column: Int, _ fits: [(weight: Double, fit: DailyFit)]) {
    let mean = fits.reduce(0) { $0 + $1.weight * $1.fit.effects[column] }
    let variance = fits.reduce(0) { sum, part in
      let away = part.fit.effects[column] - mean
      let own = part.fit.variance([DayFeatures.Entry(column: column, value: 1)])
      return sum + part.weight * (own + away * away)
    }
    self.init(name: regressor.name, estimate: mean, standardDeviation: variance.squareRoot())
  }
}
