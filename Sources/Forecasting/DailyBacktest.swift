import Quantities

/// How well a model forecast the past from what was known at the time.
public struct DailyBacktest: Equatable, Sendable {
  /// One origin: the forecast made on the evening before `first`.
  public struct Origin: Equatable, Sendable {
    /// The first day that was forecast.
    public var first: LocalDate
    /// Items seen on the days that were judged.
    public var seen: Double
    /// Items forecast for those days.
    public var expected: Double
    /// Standard deviation of the forecast's shared error of the logarithm.
    public var sharedSpread: Double
    /// Standard deviation of the logarithm of the total by all other causes.
    public var otherSpread: Double
  }
  /// The origins, oldest first.
  public var origins: [Origin]
  /// Days forecast from each origin.
  public var horizon: Int
  /// Correlation of neighbouring days around the mean error of their origin; nothing when hardly judged.
  public var dayCorrelation: Double?
  /// Weighted absolute percentage error of days; nothing when no items were seen.
  public var wape: Double?
  /// The same error of the seasonal naive forecast: the last like weekday before the origin.
  public var naiveWAPE: Double?
  /// Share of days inside the 80 % interval.
  public var coverage80: Double?
  /// Days judged.
  public var days: Int
  /// The days judged, by origin.
  public private(set) var entries: [Entry] = []

  /// Forecasts the past again from rolling origins.
  ///
  /// With at least twelve weeks of history each origin forecasts 28 days after at least eight weeks, and
  /// origins are four weeks apart, thirteen at most. With at least three weeks it forecasts 7 days after
  /// at least two weeks. A shorter history is not judged.
  ///
  /// - Parameters:
  ///   - series: The history.
  ///   - holidays: Holidays of the past.
  ///   - model: The model fitted to the whole history; only its speed of the level is used.
  /// - Complexity: O(origins) fits.
  public init(_ series: DailySeries, holidays: KnownHolidays, model: DailyForecaster) {
    self.init(series, holidays: holidays, near: model.fit)
  }

  init(_ series: DailySeries, holidays: KnownHolidays, near: DailyFit?) {
    let count = series.values.count
    let long = count >= 84
    horizon = long ? 28 : 7
    let least = long ? 56 : 14
    (origins, days) = ([], 0)
    guard near != nil, count >= least + horizon else { return }
    var errors = (model: 0.0, naive: 0.0, seen: 0.0)
    var inside = 0
    var memory = DayMemory()
    var start = count - horizon
    var starts: [Int] = []
    while start >= least && starts.count < 13 {
      starts.append(start)
      start -= horizon
    }
    for start in starts.reversed() {
      let known = series.prefix(before: series.start + start)
      let model = DailyForecaster(known, holidays: holidays, near: near.map { [$0] })
      let change = Self.weeklyChange(known)
      let forecast = model.forecast(
        from: series.start + start, days: horizon,
        exposure: Array(series.exposure[start..<start + horizon]))
      var origin = Origin(
        first: series.start + start, seen: 0, expected: 0, sharedSpread: 0, otherSpread: 0)
      var (shared, single) = (0.0, 0.0)
      for day in 0..<horizon {
        guard let seen = series.values[start + day], !series.closed[start + day] else { continue }
        let expected = forecast.mean[day]
        errors.model += abs(seen - expected)
        let chance = series.countVariance * expected
        let square = chance + expected * expected * forecast.dayVariance[day]
        if square > 0 { memory.add((seen - expected) / square.squareRoot()) }
        let naive = Self.naive(known, ofDay: start + day)
        errors.naive += abs(seen - naive)
        errors.seen += seen
        days += 1
        let quantiles = Self.levels.map { forecast.quantile(ofDay: day, $0) }
        if seen >= quantiles[1], seen <= quantiles[5] { inside += 1 }
        entries.append(
          Entry(
            ahead: day + 1, date: series.start + (start + day), seen: seen, mean: expected,
            naive: naive, quantiles: quantiles, scale: change))
        origin.seen += seen
        origin.expected += expected
        shared += expected * forecast.sharedVariance[day].squareRoot()
        single += square
      }
      memory.close()
      if origin.expected > 0 {
        origin.sharedSpread = shared / origin.expected
        let lag = max(model.dayCorrelation, memory.correlation ?? 0)
        origin.otherSpread =
          (single * (1 + lag) / (1 - lag)).squareRoot() / origin.expected
        origins.append(origin)
      }
    }
    if errors.seen > 0 {
      (wape, naiveWAPE) = (errors.model / errors.seen, errors.naive / errors.seen)
    }
    dayCorrelation = memory.correlation
    if days > 0 { coverage80 = Double(inside) / Double(days) }
  }

  /// Factor by which the shared error should be multiplied so that it explains the origins' totals.
  ///
  /// One when nothing was judged; four origins of the expected size are assumed beside those seen.
  public var sharedScale: Double {
    var (square, expected) = (0.0, 0.0)
    for origin in origins where origin.seen > 0 && origin.expected > 0 {
      let error = logarithm(origin.seen / origin.expected)
      let own = origin.sharedSpread * origin.sharedSpread
      guard own > 0 else { continue }
      square += max(0, error * error - origin.otherSpread * origin.otherSpread) / own
      expected += 1
    }
    let scale = ((square + 4) / (expected + 4)).squareRoot()
    return min(3, max(0.7, scale))
  }

  /// The last value of the same weekday before the origin.
  static func naive(_ known: DailySeries, ofDay day: Int) -> Double {
    var back = day - 7
    while back >= 0 {
      if back < known.values.count, let value = known.values[back], !known.closed[back] {
        return value
      }
      back -= 7
    }
    return 0
  }
}

/// How much of a day's error the next day repeats, from runs of days forecast at one time.
private struct DayMemory {
  private var run: [Double] = []
  private var (cross, square, pairs, runs) = (0.0, 0.0, 0.0, 0.0)

  /// Adds the standardised error of the next day; far ones are bent.
  mutating func add(_ error: Double) {
    run.append(min(DailyFit.bend, max(-DailyFit.bend, error)))
  }

  /// Ends a run.
  mutating func close() {
    defer { run = [] }
    guard run.count >= 5 else { return }
    let mean = run.reduce(0, +) / Double(run.count)
    let away = run.map { $0 - mean }
    cross += zip(away, away.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    square += away.reduce(0) { $0 + $1 * $1 } * Double(run.count - 1) / Double(run.count)
    pairs += Double(run.count - 1)
    runs += 1
  }

  /// The correlation, shrunk as if twenty uncorrelated pairs had been seen as well.
  var correlation: Double? {
    guard pairs >= 12, square > 0 else { return nil }
    // Taking a run's mean away lowers the correlation by about (1 + 3ρ) ÷ its length (Kendall 1954).
    let length = pairs / runs + 1
    let raw = length > 6 ? (cross / square * length + 1) / (length - 3) : cross / square
    return min(0.9, max(0, raw * pairs / (pairs + 20)))
  }
}
