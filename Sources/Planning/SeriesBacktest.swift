import Demand
import Forecasting
import Foundation
import Quantities

/// Forecasts the past of a file of series again, from what was known at rolling origins.
public enum SeriesBacktest {
  /// Judges a model.
  ///
  /// The last origin leaves one horizon to judge, the others lie one step before each other.
  ///
  /// - Parameters:
  ///   - request: What is asked; its horizon is 28 days or 12 steps when not given.
  ///   - origins: Origins at most, `>= 1`.
  ///   - step: The time between origins, as `1w`; one week or one step when nothing.
  /// - Returns: The measures; all but the processor time depend on the input alone.
  /// - Throws: ``PlanningError``, `IntervalExportError` and `ForecastingError`, each with the place and what to type.
  public static func run(
    _ request: SeriesRequest, origins: Int, step: String?
  ) throws -> BacktestAnswer {
    let began = clock()
    guard (1...1000).contains(origins) else {
      throw PlanningError("--origins \(origins): write a number from 1 to 1000.", kind: .usage)
    }
    let (table, times) = try SeriesForecasting.read(request)
    let isCalendar = times.isCalendar
    let horizon = request.horizon ?? (isCalendar ? "28d" : "12")
    let apart = step ?? (isCalendar ? "1w" : "1")
    for (name, text) in [("--horizon", horizon), ("--step", apart)]
    where times.end(of: text, from: 0) == nil {
      throw PlanningError(
        "\(name) \(text): not a time span of a series with steps of \(times.step.words). "
          + "Write \(name == "--step" && isCalendar ? "1w" : times.horizonExample).", kind: .usage)
    }
    var levelled = request
    levelled.levels = BacktestScores.levels
    levelled.paths = 0
    let judged = levelled
    var planned: [(series: Int, origin: Int)] = []
    var remarks =
      request.columns.regressors.isEmpty
      ? [] : ["The regressors of the days ahead are taken as known at each origin."]
    for (index, series) in table.series.enumerated() {
      let found = self.origins(series, times, horizon, apart, origins)
      planned += found.map { (index, $0) }
      if found.count < origins {
        remarks.append(
          "\(series.id.isEmpty ? "" : series.id + ": ")the history allows \(found.count) of \(origins) origins."
        )
      }
    }
    let jobs = planned
    guard !jobs.isEmpty else {
      throw PlanningError(
        "\(request.file): the history is too short to judge a horizon of \(horizon). Write a shorter "
          + "--horizon, or give more rows.")
    }
    let answers = try inParallel(count: jobs.count, threads: request.threads) { job in
      let (series, origin) = (table.series[jobs[job].series], jobs[job].origin)
      return isCalendar
        ? try calendar(series, times, origin, horizon, judged)
        : try stepped(series, times, origin, horizon, judged)
    }
    var scores = BacktestScores()
    for answer in answers {
      scores.entries += answer.scores.entries
      scores.sums += answer.scores.sums
    }
    let last = answers[answers.count - 1]
    let weekdays = Weekday.allCases.map(\.shortName)
    return BacktestAnswer(
      model: last.model, card: last.card,
      origins: Set(jobs.map(\.origin)).sorted().map(times.text), horizon: horizon,
      measures: BacktestScores.measures(scores.entries),
      naive: BacktestScores.measures(scores.entries, isNaive: true),
      byHorizon: scores.grouped(\.ahead),
      byWeekday: weekdays.flatMap { day in
        scores.grouped { $0.weekday.map { weekdays[$0] } == day ? day : nil }
      },
      dayCoverage80: scores.coverage("day"), weekCoverage80: scores.coverage("week"),
      remarks: remarks, cpuSeconds: Double(clock() - began) / Double(CLOCKS_PER_SEC))
  }

  /// What one origin gives.
  private struct One: Sendable {
    var model: String
    var card: String
    var scores = BacktestScores()
  }

  /// First times forecast, oldest first; each leaves enough history before it.
  private static func origins(
    _ series: SeriesTable.Series, _ times: SeriesClock, _ horizon: String, _ apart: String,
    _ count: Int
  ) -> [Int] {
    guard let first = series.rows.first?.time, let last = series.rows.last?.time,
      let span = times.end(of: horizon, from: 0), let step = times.end(of: apart, from: 0)
    else { return [] }
    let isCalendar = times.isCalendar
    let day = times.kind == .minute ? 1440 : 1
    let least =
      isCalendar ? first + 14 * day : first + max(4, min(2 * times.frequency, 24)) * times.stride
    var origin = last + times.stride - span
    // Origins of intervals are midnights, so that whole days are judged.
    if times.kind == .minute { origin -= ((origin % day) + day) % day }
    var found: [Int] = []
    while origin >= least, found.count < count {
      found.append(origin)
      origin -= step
    }
    return found.reversed()
  }

  private static func calendar(
    _ series: SeriesTable.Series, _ times: SeriesClock, _ origin: Int, _ horizon: String,
    _ request: SeriesRequest
  ) throws -> One {
    let end = times.end(of: horizon, from: origin) ?? origin
    let known = series.before(origin)
    let later = series.rows.filter {
      $0.time >= origin && $0.time < end && $0.isOpen && $0.value != nil
    }
    guard !later.isEmpty, !known.rows.isEmpty else { return One(model: "none", card: "") }
    let history = CalendarSeries(known, times)
    let forecast = try CalendarForecast(
      history,
      targets: later.map {
        CalendarForecast.Target(
          time: $0.time, text: $0.text, isOpen: true, regressors: $0.regressors)
      }, request)
    var one = One(model: forecast.model, card: forecast.card)
    let week = times.kind == .minute ? 7 * 1440 : 7
    let values = Dictionary(
      known.rows.filter(\.isOpen).compactMap { row in row.value.map { (row.time, $0) } }
    ) { first, _ in first }
    let scale = scale(values, lag: week)
    let first = history.date(origin)
    for (row, point) in zip(later, forecast.points) {
      var back = row.time - week
      while back >= known.rows[0].time, values[back] == nil { back -= week }
      let date = history.date(row.time)
      let ahead = date - first
      one.scores.entries.append(
        BacktestScores.Entry(
          seen: row.value ?? 0, point: point, naive: values[back],
          ahead: ahead == 0 ? "day 1" : ahead < 7 ? "days 2-7" : "week \(ahead / 7 + 1)",
          weekday: date.weekday.rawValue, scale: scale))
    }
    var days: [LocalDate: Double] = [:]
    var weeks: [LocalDate: Double] = [:]
    for row in later {
      let date = history.date(row.time)
      days[date, default: 0] += row.value ?? 0
      weeks[date.startOfWeek, default: 0] += row.value ?? 0
    }
    for total in forecast.totals() {
      guard let start = LocalDate(total.start),
        let seen = total.period == "day" ? days[start] : weeks[start]
      else { continue }
      one.scores.sums.append(
        BacktestScores.Sum(
          period: total.period, seen: seen, lower80: total.bands[1].lower,
          upper80: total.bands[1].upper))
    }
    return one
  }

  private static func stepped(
    _ series: SeriesTable.Series, _ times: SeriesClock, _ origin: Int, _ horizon: String,
    _ request: SeriesRequest
  ) throws -> One {
    let end = times.end(of: horizon, from: origin) ?? origin
    let known = SteppedSeries(series.before(origin), times)
    let next = known.start + known.values.count * times.stride
    let steps = (end - next) / times.stride
    guard steps >= 1 else { return One(model: "none", card: "") }
    let later = series.rows.filter { $0.time >= next }
    let forecast = try known.forecast(
      steps: steps, ahead: SeriesForecasting.ahead(steps, later, known, next), request)
    var one = One(
      model: forecast.model, card: forecast.card)
    let lag = known.values.count > times.frequency ? times.frequency : 1
    let grid = Dictionary(
      uniqueKeysWithValues: known.values.enumerated().map {
        (known.start + $0.offset * times.stride, $0.element)
      })
    let scale = scale(grid, lag: lag * times.stride)
    for row in series.rows where row.time >= origin && row.time < end && row.isOpen {
      let step = (row.time - next) / times.stride
      guard let seen = row.value, (0..<steps).contains(step) else { continue }
      let season = Array(known.values.suffix(lag))
      one.scores.entries.append(
        BacktestScores.Entry(
          seen: seen, point: forecast.points[step], naive: season[step % season.count],
          ahead: "step \((row.time - origin) / times.stride + 1)", weekday: nil, scale: scale))
    }
    return one
  }

  /// Mean absolute change between values a season apart; zero when there are none.
  private static func scale(_ values: [Int: Double], lag: Int) -> Double {
    var (sum, count) = (0.0, 0.0)
    for time in values.keys.sorted() {
      guard let value = values[time], let before = values[time - lag] else { continue }
      sum += abs(value - before)
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}
