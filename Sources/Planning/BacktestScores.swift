import Forecasting

/// Forecasts beside what came, and how far they were off.
struct BacktestScores: Sendable {
  /// Probabilities of the quantiles that are judged.
  static let probabilities = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
  /// Widths in percent whose ends are these quantiles, and the 95 % interval.
  static let levels = [90, 80, 50, 0, 95]

  /// One forecast beside what came.
  struct Entry: Sendable {
    var seen: Double
    var mean: Double
    /// The last value a season before the origin; nothing when there is none.
    var naive: Double?
    var quantiles: [Double]
    var lower80: Double
    var upper80: Double
    var lower95: Double
    var upper95: Double
    /// How far ahead, in words.
    var ahead: String
    /// The day of the week, from Monday; nothing for months and numbers.
    var weekday: Int?
    /// Mean absolute change over a season in the history known at the origin.
    var scale: Double

    init(
      seen: Double, point: SeriesAnswer.Point, naive: Double?, ahead: String, weekday: Int?,
      scale: Double
    ) {
      (self.seen, mean, self.naive) = (seen, point.mean, naive)
      (self.ahead, self.weekday, self.scale) = (ahead, weekday, scale)
      let bands = point.bands
      quantiles = [
        bands[0].lower, bands[1].lower, bands[2].lower, bands[3].lower, bands[2].upper,
        bands[1].upper, bands[0].upper,
      ]
      (lower80, upper80) = bands[1]
      (lower95, upper95) = bands[4]
    }
  }

  /// A sum beside what came.
  struct Sum: Sendable {
    var period: String
    var seen: Double
    var lower80: Double
    var upper80: Double
  }

  var entries: [Entry] = []
  var sums: [Sum] = []

  /// The measures of some entries.
  ///
  /// - Parameters:
  ///   - entries: The entries.
  ///   - isNaive: Whether the seasonal naive forecast is judged, on the entries that have one.
  /// - Returns: The measures.
  static func measures(_ entries: [Entry], isNaive: Bool = false) -> BacktestAnswer.Measures {
    let judged = isNaive ? entries.filter { $0.naive != nil } : entries
    let seen = judged.map(\.seen)
    let forecast = judged.map { isNaive ? $0.naive ?? 0 : $0.mean }
    let scaled = zip(judged, forecast).compactMap { entry, value in
      entry.scale > 0 ? abs(entry.seen - value) / entry.scale : nil
    }
    var found = BacktestAnswer.Measures(
      count: judged.count, wape: ForecastMetrics.wape(seen: seen, forecast: forecast),
      smape: ForecastMetrics.smape(seen: seen, forecast: forecast),
      mase: scaled.isEmpty ? nil : scaled.reduce(0, +) / Double(scaled.count))
    guard !isNaive else { return found }
    found.weightedQuantileLoss = ForecastMetrics.weightedQuantileLoss(
      seen: seen,
      quantiles: probabilities.indices.map { place in judged.map { $0.quantiles[place] } },
      levels: probabilities)
    found.coverage80 = ForecastMetrics.coverage(
      seen: seen, lower: judged.map(\.lower80), upper: judged.map(\.upper80))
    found.coverage95 = ForecastMetrics.coverage(
      seen: seen, lower: judged.map(\.lower95), upper: judged.map(\.upper95))
    return found
  }

  /// The measures by a label, in the order in which labels first come.
  func grouped(_ label: (Entry) -> String?) -> [BacktestAnswer.Group] {
    var names: [String] = []
    var groups: [String: [Entry]] = [:]
    for entry in entries {
      guard let name = label(entry) else { continue }
      if groups[name] == nil { names.append(name) }
      groups[name, default: []].append(entry)
    }
    return names.map { name in
      let own = groups[name] ?? []
      return BacktestAnswer.Group(
        name: name, measures: Self.measures(own), naive: Self.measures(own, isNaive: true))
    }
  }

  /// Share of sums of a period inside their 80 % interval; nothing without sums.
  func coverage(_ period: String) -> Double? {
    let own = sums.filter { $0.period == period }
    return ForecastMetrics.coverage(
      seen: own.map(\.seen), lower: own.map(\.lower80), upper: own.map(\.upper80))
  }
}

/// How well a forecast would have done.
public struct BacktestAnswer: Encodable, Sendable {
  /// Measures of error.
  public struct Measures: Encodable, Sendable {
    /// Forecasts judged.
    public var count: Int
    /// Summed absolute errors over summed values; nothing when nothing came.
    public var wape: Double?
    /// Mean symmetric absolute percentage error, as a share.
    public var smape: Double?
    /// Mean absolute error over that of the seasonal naive forecast within the history.
    public var mase: Double?
    /// Weighted quantile loss at .05, .1, .25, .5, .75, .9 and .95.
    public var weightedQuantileLoss: Double?
    /// Share inside the 80 % interval.
    public var coverage80: Double?
    /// Share inside the 95 % interval.
    public var coverage95: Double?
  }

  /// Measures of a part of the forecasts.
  public struct Group: Encodable, Sendable {
    /// The part.
    public var name: String
    /// The model's measures.
    public var measures: Measures
    /// Those of the seasonal naive forecast.
    public var naive: Measures
  }

  /// The model's name at the last origin.
  public var model: String
  /// What was chosen and why, at the last origin.
  public var card: String
  /// The first time forecast from each origin, oldest first.
  public var origins: [String]
  /// How far each forecast reached.
  public var horizon: String
  /// The model's measures.
  public var measures: Measures
  /// Those of the seasonal naive forecast.
  public var naive: Measures
  /// Measures by how far ahead.
  public var byHorizon: [Group]
  /// Measures by day of the week; empty for months and numbers.
  public var byWeekday: [Group]
  /// Share of day totals inside their 80 % interval; nothing for months and numbers.
  public var dayCoverage80: Double?
  /// Share of week totals inside their 80 % interval; nothing for months and numbers.
  public var weekCoverage80: Double?
  /// What was read and assumed.
  public var remarks: [String]
  /// Processor time of all fits and forecasts.
  public var cpuSeconds: Double
}
