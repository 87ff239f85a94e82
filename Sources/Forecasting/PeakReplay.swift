import Quantities
import RandomStreams
import Results

/// Forecasts the last peak of a history again, with only what was known when it had to be planned for.
struct PeakReplay {
  /// Days of a peak.
  static let length = 28
  /// Days of history that a forecast needs at least.
  static let leastKnown = 56
  /// How far back the last peak may lie.
  static let reach = 366
  /// Sample paths behind the intervals.
  static let paths = 200

  let series: DailySeries
  let holidays: KnownHolidays
  /// Days from the decision to the first day of the peak.
  let leadDays: Int
  let seed: UInt64
  let stream: UInt32

  /// The replay; nothing when the history is too short for one, or empty.
  ///
  /// The peak is the four weeks from a Monday with the most items among those of the last year that leave
  /// ``leastKnown`` days before the decision. Members are those that came, since enrollment is known ahead.
  func replay() -> ForecastReplay? {
    guard let first = peak() else { return nil }
    let decision = first - leadDays
    let known = series.prefix(before: decision)
    let model = DailyForecaster(known, holidays: holidays)
    guard model.fit != nil else { return nil }
    let place = first - series.start
    var daily = model.forecast(
      from: first, days: Self.length,
      exposure: Array(series.exposure[place..<place + Self.length]))
    daily.calibrate(by: DailyBacktest(known, holidays: holidays, model: model))
    let judged = (0..<Self.length).map { day in
      series.values[place + day] != nil && !series.closed[place + day]
    }
    let counts = (0..<Self.paths).map { path in self.counts(daily, path) }
    func sum(_ days: Range<Int>) -> ForecastReplay.Sum {
      let own = days.filter { judged[$0] }
      let totals = counts.map { path in own.reduce(0) { $0 + path[$1] } }.sorted()
      return ForecastReplay.Sum(
        seen: own.reduce(0) { $0 + (series.values[place + $1] ?? 0) },
        forecast: Band(
          start: first + days.lowerBound, mean: own.reduce(0) { $0 + daily.mean[$1] },
          lower80: quantile(totals, 0.1), upper80: quantile(totals, 0.9),
          lower95: quantile(totals, 0.025), upper95: quantile(totals, 0.975)),
        naive: own.reduce(0) { $0 + DailyBacktest.naive(known, ofDay: place + $1) })
    }
    return ForecastReplay(
      knownThrough: decision - 1, leadDays: leadDays, peak: sum(0..<Self.length),
      weeks: (0..<(Self.length / 7)).map { sum((7 * $0)..<(7 * $0 + 7)) })
  }

  /// Items by day that one possible future brings, count noise included.
  private func counts(_ daily: DailyForecast, _ path: Int) -> [Double] {
    let factors = daily.factors(path: path, seed: seed, stream: stream)
    return daily.mean.indices.map { day in
      var draws = RandomStream(
        seed: seed, stream: stream ^ 0x9E37_79B9, replication: UInt32(truncatingIfNeeded: path),
        entity: UInt32(day))
      // Counts of causes, a Poisson number of them, each of which brings `countVariance` items.
      let each = daily.countVariance
      guard each > 0 else { return daily.mean[day] * factors[day] }
      return each
        * Double(draws.nextPoisson(mean: min(daily.mean[day] * factors[day] / each, 1e15)))
    }
  }

  /// The first day of the last peak; the latest of equal ones.
  private func peak() -> LocalDate? {
    let count = series.values.count
    let least = max(Self.leastKnown + leadDays, count - Self.reach)
    var best: (place: Int, sum: Double)?
    var place = count - Self.length
    while place >= least {
      if (series.start + place).weekday == .monday {
        let days = place..<place + Self.length
        let sum = days.reduce(0.0) { $0 + (series.closed[$1] ? 0 : series.values[$1] ?? 0) }
        let gaps = days.count { series.values[$0] == nil && !series.closed[$0] }
        if gaps <= Self.length / 2, sum > best?.sum ?? 0 { best = (place, sum) }
      }
      place -= 1
    }
    return best.map { series.start + $0.place }
  }
}
