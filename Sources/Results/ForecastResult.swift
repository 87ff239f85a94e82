import Quantities

/// What the forecast stage hands on: expected items by interval, with honest intervals.
public struct ForecastResult: Codable, Equatable, Sendable {
  /// The queues, in the order of the spec.
  public var queues: [QueueForecast]
  /// The number of demand paths behind the intervals.
  public var paths: Int
  /// Makes the stage's value.
  public init(queues: [QueueForecast], paths: Int) { (self.queues, self.paths) = (queues, paths) }
}

/// One queue's future demand.
public struct QueueForecast: Codable, Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// Expected items by interval of the horizon.
  public var mean: [Double]
  /// Items by day with intervals.
  public var days: [Band]
  /// Items by week with intervals.
  public var weeks: [Band]
  /// Items by month with intervals.
  public var months: [Band]
  /// How each driver was forecast.
  public var models: [ModelCard]
  /// Makes a queue's forecast.
  public init(
    queue: String, mean: [Double], days: [Band], weeks: [Band], months: [Band],
    models: [ModelCard]
  ) {
    (self.queue, self.mean, self.days, self.weeks) = (queue, mean, days, weeks)
    (self.months, self.models) = (months, models)
  }
}

/// A mean with 80 % and 95 % prediction intervals.
public struct Band: Codable, Equatable, Sendable {
  /// First day of the period.
  public var start: LocalDate
  /// The mean.
  public var mean: Double
  /// 10th percentile.
  public var lower80: Double
  /// 90th percentile.
  public var upper80: Double
  /// 2.5th percentile.
  public var lower95: Double
  /// 97.5th percentile.
  public var upper95: Double
  /// Makes a band.
  public init(
    start: LocalDate, mean: Double, lower80: Double, upper80: Double, lower95: Double,
    upper95: Double
  ) {
    (self.start, self.mean, self.lower80, self.upper80) = (start, mean, lower80, upper80)
    (self.lower95, self.upper95) = (lower95, upper95)
  }
}

/// How a driver was forecast and how well the same model did on the past.
public struct ModelCard: Codable, Equatable, Sendable {
  /// The driver's name.
  public var driver: String
  /// The model's name.
  public var model: String
  /// What was chosen and why, in a sentence or two.
  public var explanation: String
  /// Weighted absolute percentage error of daily totals in the backtest, 0...; nothing when the
  /// history is too short or the driver is known outright.
  public var backtestWAPE: Double?
  /// The same error of the seasonal naive forecast.
  public var naiveWAPE: Double?
  /// Share of backtest days inside the 80 % interval.
  public var coverage80: Double?
  /// Days forecast in the backtest.
  public var backtestDays: Int
  /// Dated causes whose size was estimated from the history; nothing without any.
  public var effects: [EstimatedEffect]?
  /// The backtest in full; nothing when the history is too short or the driver is known outright.
  public var backtest: ForecastBacktest?
  /// The last peak as it would have been forecast when it had to be planned for; nothing without one.
  public var replay: ForecastReplay?
  /// Makes a card.
  public init(
    driver: String, model: String, explanation: String, backtestWAPE: Double?,
    naiveWAPE: Double?, coverage80: Double?, backtestDays: Int
  ) {
    (self.driver, self.model, self.explanation) = (driver, model, explanation)
    (self.backtestWAPE, self.naiveWAPE) = (backtestWAPE, naiveWAPE)
    (self.coverage80, self.backtestDays) = (coverage80, backtestDays)
  }
}
