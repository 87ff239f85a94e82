import Foundation
import Quantities
import RandomStreams
import Results

/// Forecasts one queue: its drivers by interval, their factors by path, and the queue's intervals.
struct QueueStage {
  /// One driver's part of the queue.
  struct Driver {
    var mean: [Double]
    var factors: [Double]
    var card: ModelCard
  }

  /// Paths that stand behind every interval, even when fewer are returned.
  static let fewestPaths = 200
  /// Draws of single counts, kept apart from those of days.
  private static let countStream: UInt32 = 0x9E37_79B9

  let queue: String
  let calendar: IntervalCalendar
  let mask: [Bool]?
  let isLive: Bool
  let paths: Int
  let seed: UInt64
  /// Days that a plan must be decided before its work; nothing for no replay of the last peak.
  let decisionLead: Int?

  /// Forecasts the drivers and sums them.
  func forecast(
    _ demands: [DriverDemand]
  ) throws(ForecastingError) -> (forecast: QueueForecast, drivers: [Driver]) {
    if let mask, mask.count != calendar.intervalCount {
      throw ForecastingError(
        .lengthMismatch, at: "queue \(queue)",
        problem: "the open mask has \(mask.count) intervals, the horizon \(calendar.intervalCount)",
        remedy: "Give one for each interval")
    }
    var drivers: [Driver] = []
    for demand in demands { drivers.append(try driver(demand)) }
    var mean = Array(repeating: 0.0, count: calendar.intervalCount)
    for driver in drivers {
      for interval in mean.indices { mean[interval] += driver.mean[interval] }
    }
    let counts = dailyCounts(drivers)
    let days = calendar.days.indices.map { $0..<($0 + 1) }
    let means = calendar.days.map { mean[$0.intervals].reduce(0, +) }
    let forecast = QueueForecast(
      queue: queue, mean: mean, days: bands(days, counts, means),
      weeks: bands(calendar.weeks, counts, means), months: bands(calendar.months, counts, means),
      models: drivers.map(\.card))
    return (forecast, drivers)
  }

  private func driver(_ demand: DriverDemand) throws(ForecastingError) -> Driver {
    let place = "queue \(queue), driver \(demand.name)"
    if let known = demand.known {
      guard known.count == calendar.intervalCount else {
        throw ForecastingError(
          .lengthMismatch, at: place,
          problem: "\(known.count) intervals are given, the horizon has \(calendar.intervalCount)",
          remedy: "Give one for each interval")
      }
      if let bad = known.first(where: { !($0 >= 0 && $0.isFinite) }) {
        throw ForecastingError(
          .invalidValue, at: place, problem: "\(bad) items", remedy: "Give numbers of at least 0")
      }
      return Driver(mean: known, factors: knownFactors(demand), card: Self.card(known: demand))
    }
    guard let history = demand.history else {
      throw ForecastingError(
        .notEnoughData, at: place, problem: "neither a history nor known items are given",
        remedy: "Give one of them")
    }
    return try forecastDriver(demand.name, history, place: place)
  }

  private func forecastDriver(
    _ name: String, _ history: VolumeHistory, place: String
  ) throws(ForecastingError) -> Driver {
    guard history.futureExposure.isEmpty || history.futureExposure.count == calendar.days.count
    else {
      throw ForecastingError(
        .lengthMismatch, at: place,
        problem: "\(history.futureExposure.count) future exposures are given, the horizon has "
          + "\(calendar.days.count) days", remedy: "Give one for each day")
    }
    guard history.futureExposure.isEmpty || !history.exposure.isEmpty || history.daily.isEmpty
    else {
      throw ForecastingError(
        .lengthMismatch, at: place, problem: "future members are given without past ones",
        remedy: "Give the members behind each day of the history as well")
    }
    guard history.intervalSeconds > 0, 86_400 % history.intervalSeconds == 0 else {
      throw ForecastingError(
        .invalidValue, at: place, problem: "an interval of \(history.intervalSeconds) s",
        remedy: "Give a number of seconds that divides a day")
    }
    if let bad = history.futureExposure.first(where: { !($0 >= 0 && $0.isFinite) }) {
      throw ForecastingError(
        .invalidValue, at: place, problem: "\(bad) future members",
        remedy: "Give numbers of at least 0")
    }
    let causes = HistoryEffects(history, calendar)
    var whole = try DailySeries(
      start: history.start, values: history.daily, closed: history.closed,
      exposure: causes.exposure, regressors: causes.regressors, location: place)
    whole.hasOwnReset = causes.hasOwnReset
    whole.countVariance = history.countVariance ?? 1
    let series = whole.prefix(before: calendar.start)
    let holidays = KnownHolidays(of: calendar, from: history.start)
    let model = DailyForecaster(series, holidays: holidays)
    let backtest = DailyBacktest(series, holidays: holidays, model: model)
    var daily = model.forecast(
      from: calendar.start, days: calendar.days.count, exposure: causes.futureExposure)
    daily.calibrate(by: backtest)
    let spread = DayProfile(history).spread(
      daily.mean, over: calendar, mask: mask, isLive: isLive)
    let stream = streamNumber("\(queue)\u{0}\(name)")
    var factors: [Double] = []
    factors.reserveCapacity(paths * calendar.days.count)
    for path in 0..<paths {
      factors += daily.factors(path: path, seed: seed, stream: stream)
    }
    var card = ModelCard(
      driver: name, model: model.modelName,
      explanation: model.explanation(
        backtest: backtest, perMember: !history.futureExposure.isEmpty, leftOut: spread.leftOut,
        gap: calendar.start - (series.start + series.values.count),
        namesCounts: history.causes == nil),
      backtestWAPE: backtest.wape, naiveWAPE: backtest.naiveWAPE, coverage80: backtest.coverage80,
      backtestDays: backtest.days)
    let sizes = causes.sizes(model)
    if !sizes.isEmpty { card.effects = sizes }
    card.explanation += sizes.map(HistoryEffects.words).joined()
    card.backtest = backtest.measures
    card.replay = decisionLead.flatMap { lead in
      PeakReplay(
        series: series, holidays: holidays, leadDays: lead, seed: seed, stream: stream
      ).replay()
    }
    // Weeks of a handful of people's claims are not shown.
    if let causes = history.causes, let replay = card.replay,
      (replay.weeks + [replay.peak]).contains(where: {
        $0.seen > 0 && $0.seen < 11 * causes.itemsEach
      })
    {
      card.replay = nil
    }
    return Driver(mean: spread.items, factors: factors, card: card)
  }

  /// A level for the whole path and a factor for each day, both log-normal with mean one.
  private func knownFactors(_ demand: DriverDemand) -> [Double] {
    let days = calendar.days.count
    guard demand.levelSpread > 0 || demand.daySpread > 0 else {
      return Array(repeating: 1, count: paths * days)
    }
    let stream = streamNumber("\(queue)\u{0}\(demand.name)")
    var factors: [Double] = []
    factors.reserveCapacity(paths * days)
    for path in 0..<paths {
      let replication = UInt32(truncatingIfNeeded: path)
      var whole = RandomStream(
        seed: seed, stream: stream, replication: replication, entity: UInt32.max)
      let level = whole.nextLognormal(mean: 1, cv: max(0, demand.levelSpread))
      for day in 0..<days {
        var draws = RandomStream(
          seed: seed, stream: stream, replication: replication, entity: UInt32(day))
        factors.append(level * draws.nextLognormal(mean: 1, cv: max(0, demand.daySpread)))
      }
    }
    return factors
  }

  private static func card(known demand: DriverDemand) -> ModelCard {
    ModelCard(
      driver: demand.name, model: "known",
      explanation: "Known outright: \(demand.explanation). Its level is taken to be uncertain by "
        + "\(percent(demand.levelSpread)) and single days by \(percent(demand.daySpread)).",
      backtestWAPE: nil, naiveWAPE: nil, coverage80: nil, backtestDays: 0)
  }

  /// Counts by path and day, count noise included.
  private func dailyCounts(_ drivers: [Driver]) -> [Double] {
    let days = calendar.days.count
    let dayMeans = drivers.map { driver in
      calendar.days.map { driver.mean[$0.intervals].reduce(0, +) }
    }
    let stream = streamNumber(queue) ^ Self.countStream
    var counts = Array(repeating: 0.0, count: paths * days)
    for path in 0..<paths {
      for day in 0..<days {
        var mean = 0.0
        for (place, driver) in drivers.enumerated() {
          mean += dayMeans[place][day] * driver.factors[path * days + day]
        }
        var draws = RandomStream(
          seed: seed, stream: stream, replication: UInt32(truncatingIfNeeded: path),
          entity: UInt32(day))
        counts[path * days + day] = Double(draws.nextPoisson(mean: min(mean, 1e15)))
      }
    }
    return counts
  }

  /// Intervals of sums over groups of days.
  private func bands(_ groups: [Range<Int>], _ counts: [Double], _ means: [Double]) -> [Band] {
    let days = calendar.days.count
    return groups.map { group in
      var totals = (0..<paths).map { path in
        counts[(path * days + group.lowerBound)..<(path * days + group.upperBound)].reduce(0, +)
      }
      totals.sort()
      return Band(
        start: calendar.days[group.lowerBound].date, mean: means[group].reduce(0, +),
        lower80: quantile(totals, 0.1), upper80: quantile(totals, 0.9),
        lower95: quantile(totals, 0.025), upper95: quantile(totals, 0.975))
    }
  }
}
