import Demand
import Forecasting
import Quantities

/// A forecast of a series on the calendar at given times.
struct CalendarForecast {
  /// A time that is asked for.
  struct Target {
    var time: Int
    var text: String
    var isOpen: Bool
    var regressors: [Double]
  }

  let series: CalendarSeries
  let request: SeriesRequest
  let targets: [Target]
  private let first: LocalDate
  private let places: [(day: Int, slot: Int)?]
  private let forecast: IntradayForecast
  /// The model's name.
  let model: String
  /// What was chosen and why.
  let card: String
  /// Estimated effects of known causes.
  private(set) var causes: [SeriesAnswer.Cause] = []
  /// Values that are hard to believe.
  private(set) var outliers: [SeriesAnswer.Outlier] = []
  /// What was read and assumed.
  private(set) var remarks: [String] = []

  /// Fits the model and forecasts.
  ///
  /// - Parameters:
  ///   - series: The history.
  ///   - targets: The times asked for, none before the end of the history; at least one.
  ///   - request: What was asked.
  /// - Throws: `ForecastingError` for values outside their domain, ``PlanningError`` for a model that is none.
  init(_ series: CalendarSeries, targets: [Target], _ request: SeriesRequest) throws {
    (self.series, self.targets, self.request) = (series, targets, request)
    let name = series.slotMinutes == 1440 ? "daily" : "intraday"
    let dates = targets.map { series.date($0.time) }
    let first = dates.min() ?? series.date(series.next)
    let last = dates.max() ?? first
    self.first = first
    places = targets.map { series.place($0.time, from: first) }
    let holidays = Self.holidays(request.holidays, from: series.start, to: last)
    let location = series.id.isEmpty ? request.file : "\(request.file), series \(series.id)"
    guard ["auto", name].contains(request.model) else {
      let totals = try Self.totals(series, holidays, request, name, location)
      forecast = totals.forecast(
        from: first, days: last - first + 1, seed: request.seed, stream: streamNumber(series.id))
      model = "\(request.model): \(totals.label)"
      card = "\(totals.label), times the shape of the day, fitted to \(series.days.count) days."
      if !request.columns.regressors.isEmpty {
        remarks.append("--model \(request.model) takes no known causes; auto does.")
      }
      return
    }
    let causes = CalendarCauses(series, targets, request, from: first, through: last)
    let fitted = try IntradayForecaster(
      start: series.start, intervals: series.days, closed: series.closed,
      exposure: causes.exposure, regressors: causes.regressors,
      options: IntradayForecaster.Options(
        hasOwnReset: causes.hasOwnReset, hasWeek: request.hasWeek,
        keepsOutliers: request.keepsOutliers ?? false, seenSlots: series.seenSlots),
      holidays: holidays, location: location)
    let backtest = fitted.backtest(holidays: holidays)
    forecast = fitted.forecast(
      from: first, days: last - first + 1, exposure: causes.futureExposure, backtest: backtest)
    model = name
    card = fitted.explanation(backtest: backtest)
    for name in causes.constant {
      remarks.append("\(name) never changes in the history, so nothing is known of it.")
    }
    self.causes =
      (causes.exposureName.map { [SeriesAnswer.Cause(exposure: $0, id: series.id)] } ?? [])
      + zip(fitted.daily.effects, zip(causes.regressors, causes.units)).map { effect, cause in
        SeriesAnswer.Cause(
          effect, cause.0, unit: cause.1, id: series.id, levels: request.levels)
      }
    outliers = fitted.flagged.map { flagged in
      SeriesAnswer.Outlier(
        id: series.id.isEmpty ? nil : series.id,
        time: flagged.slot.map { series.clock.text(series.time(flagged.date, slot: $0)) }
          ?? flagged.date.description,
        value: flagged.seen, expected: flagged.expected, reason: flagged.reason,
        excluded: !(request.keepsOutliers ?? false))
    }
  }

  /// The model of day totals that was asked for by name.
  private static func totals(
    _ series: CalendarSeries, _ holidays: KnownHolidays, _ request: SeriesRequest, _ name: String,
    _ location: String
  ) throws -> TotalsForecaster {
    guard let model = SeriesModel(rawValue: request.model) else {
      throw PlanningError(
        "--model \(request.model): write \(name) or one of \(SeriesModel.names).", kind: .usage)
    }
    // A day that goes on has no total yet.
    let whole = series.days.count - (series.seenSlots == nil ? 0 : 1)
    return try TotalsForecaster(
      start: series.start, intervals: Array(series.days.prefix(whole)),
      closed: Array(series.closed.prefix(whole)), holidays: holidays, model: model,
      location: location)
  }

  static func holidays(
    _ name: String?, from start: LocalDate, to end: LocalDate
  ) -> KnownHolidays {
    guard let name, let dates = Holidays.dates(calendar: name, from: start, to: end) else {
      return KnownHolidays()
    }
    return KnownHolidays(names: dates)
  }

  /// Expected value and intervals at each target.
  var points: [SeriesAnswer.Point] {
    targets.indices.map { index in
      let target = targets[index]
      var point = SeriesAnswer.Point(
        id: series.id.isEmpty ? nil : series.id, time: target.text, mean: 0,
        bands: request.levels.map { _ in (0, 0) })
      guard let place = opened(index) else { return point }
      let isLevel = series.slotMinutes == 1440
      point.mean = forecast.days.mean[place.day] * forecast.shares[place.day][place.slot]
      point.bands = request.levels.map { level in
        let tail = (1 - Double(level) / 100) / 2
        func end(_ probability: Double) -> Double {
          isLevel
            ? forecast.days.quantile(ofDay: place.day, probability)
            : forecast.quantile(ofDay: place.day, slot: place.slot, probability)
        }
        return (end(tail), end(1 - tail))
      }
      return point
    }
  }

  /// The place of a target that is open; nothing where closed.
  private func opened(_ index: Int) -> (day: Int, slot: Int)? {
    guard targets[index].isOpen, let place = places[index],
      place.slot < forecast.shares[place.day].count
    else { return nil }
    return place
  }

  /// Sums by day and week over the targets, with intervals of the same paths.
  func totals() -> [SeriesAnswer.Total] {
    let counts = max(500, min(2000, request.paths))
    var weights: [Int: Double] = [:]
    for index in targets.indices {
      guard let place = opened(index) else { continue }
      weights[place.day, default: 0] += forecast.shares[place.day][place.slot]
    }
    let days = Set(targets.map { series.date($0.time) - first }).sorted()
    let stream = streamNumber(series.id)
    let paths = (0..<counts).map {
      forecast.dayCounts(
        path: $0, seed: request.seed, stream: stream, shares: days.map { weights[$0] ?? 0 },
        days: days)
    }
    var groups: [(period: String, start: LocalDate, places: [Int])] = days.indices.map {
      ("day", first + days[$0], [$0])
    }
    for place in days.indices {
      let week = (first + days[place]).startOfWeek
      if let last = groups.last, last.period == "week", last.start == week {
        groups[groups.count - 1].places.append(place)
      } else {
        groups.append(("week", week, [place]))
      }
    }
    return groups.map { group in
      let sums = paths.map { path in group.places.reduce(0) { $0 + path[$1] } }.sorted()
      let mean = group.places.reduce(0.0) {
        $0 + forecast.days.mean[days[$1]] * (weights[days[$1]] ?? 0)
      }
      return SeriesAnswer.Total(
        id: series.id.isEmpty ? nil : series.id, period: group.period,
        start: group.start.description, mean: mean, bands: bands(sums, request.levels))
    }
  }

  /// Rows of sample paths: path, series, time and a whole number of items.
  func pathRows() -> [String] {
    let stream = streamNumber(series.id)
    return (0..<request.paths).flatMap { path -> [String] in
      let counts = forecast.counts(path: path, seed: request.seed, stream: stream)
      return targets.indices.map { index in
        let count = opened(index).map { counts[$0.day][$0.slot] } ?? 0
        return "\(path + 1),\(quotedField(series.id)),\(targets[index].text),\(Int(count))"
      }
    }
  }
}

/// A field of comma-separated text, in quotes when it needs them.
func quotedField(_ text: String) -> String {
  guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
  return "\""
    + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    + "\""
}
