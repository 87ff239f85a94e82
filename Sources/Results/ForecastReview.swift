import Quantities

/// How well a driver's model forecast its own past from rolling origins, day by day.
public struct ForecastBacktest: Codable, Equatable, Sendable {
  /// Measures of error.
  public struct Measures: Codable, Equatable, Sendable {
    /// Days judged.
    public var count: Int
    /// Summed absolute errors over summed items; nothing when nothing came.
    public var wape: Double?
    /// Mean symmetric absolute percentage error, as a share.
    public var smape: Double?
    /// Mean absolute error over that of the seasonal naive forecast within the history.
    public var mase: Double?
    /// Weighted quantile loss at .05, .1, .25, .5, .75, .9 and .95; nothing for the naive forecast.
    public var weightedQuantileLoss: Double?
    /// Share inside the 80 % interval; nothing for the naive forecast.
    public var coverage80: Double?
    /// Share inside the 95 % interval; nothing for the naive forecast.
    public var coverage95: Double?
    /// Makes measures.
    public init(
      count: Int, wape: Double?, smape: Double?, mase: Double?,
      weightedQuantileLoss: Double? = nil, coverage80: Double? = nil, coverage95: Double? = nil
    ) {
      (self.count, self.wape, self.smape, self.mase) = (count, wape, smape, mase)
      self.weightedQuantileLoss = weightedQuantileLoss
      (self.coverage80, self.coverage95) = (coverage80, coverage95)
    }
  }

  /// Measures of a part of the days.
  public struct Group: Codable, Equatable, Sendable {
    /// The part: `week 1`, `Mon`.
    public var name: String
    /// The model's measures.
    public var model: Measures
    /// Those of the seasonal naive forecast: the last like weekday before the origin.
    public var naive: Measures
    /// Makes a group.
    public init(name: String, model: Measures, naive: Measures) {
      (self.name, self.model, self.naive) = (name, model, naive)
    }
  }

  /// The first day forecast from each origin, oldest first.
  public var origins: [LocalDate]
  /// Days forecast from each origin.
  public var horizonDays: Int
  /// Measures of all days.
  public var all: Group
  /// Measures by week ahead.
  public var byHorizon: [Group]
  /// Measures by day of the week.
  public var byWeekday: [Group]
  /// Makes a backtest.
  public init(
    origins: [LocalDate], horizonDays: Int, all: Group, byHorizon: [Group], byWeekday: [Group]
  ) {
    (self.origins, self.horizonDays, self.all) = (origins, horizonDays, all)
    (self.byHorizon, self.byWeekday) = (byHorizon, byWeekday)
  }
}

/// The last peak, forecast with only what was known when a plan for it had to be decided, beside what came.
public struct ForecastReplay: Codable, Equatable, Sendable {
  /// A sum of items that came, beside its forecast.
  public struct Sum: Codable, Equatable, Sendable {
    /// Items that came on recorded days.
    public var seen: Double
    /// The forecast of the same days with its intervals.
    public var forecast: Band
    /// The seasonal naive forecast of the same days: the last like weekday before the decision.
    public var naive: Double
    /// Makes a sum.
    public init(seen: Double, forecast: Band, naive: Double) {
      (self.seen, self.forecast, self.naive) = (seen, forecast, naive)
    }
  }

  /// The last day that was known: the one before the decision.
  public var knownThrough: LocalDate
  /// Days from there to the first day of the peak.
  public var leadDays: Int
  /// The peak of four weeks as a whole.
  public var peak: Sum
  /// Its weeks.
  public var weeks: [Sum]
  /// Makes a replay.
  public init(knownThrough: LocalDate, leadDays: Int, peak: Sum, weeks: [Sum]) {
    (self.knownThrough, self.leadDays, self.peak, self.weeks) = (
      knownThrough, leadDays, peak, weeks
    )
  }
}
