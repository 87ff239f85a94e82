import Demand
import Forecasting
import Foundation
import Quantities

/// Forecasts files of series.
public enum SeriesForecasting {
  /// Forecasts every series of a file.
  ///
  /// - Parameter request: What is asked.
  /// - Returns: Points, totals and sample paths; they do not depend on the number of threads.
  /// - Throws: ``PlanningError``, `IntervalExportError` and `ForecastingError`, each with the place and what to type.
  public static func forecast(_ request: SeriesRequest) throws -> SeriesAnswer {
    let (table, clock) = try read(request)
    let future = try self.future(request, table, clock)
    let answers = try inParallel(count: table.series.count, threads: request.threads) { index in
      try one(table.series[index], clock, future, request)
    }
    guard let first = answers.first else { throw PlanningError("\(request.file): no series.") }
    let isNamed = request.columns.id != nil
    var answer = SeriesAnswer(
      model: first.model, models: [:], cards: [:], levels: request.levels,
      points: answers.flatMap(\.points), totals: answers.flatMap(\.totals),
      causes: answers.flatMap(\.causes),
      outliers: answers.flatMap(\.outliers), remarks: answers.flatMap(\.remarks), paths: "")
    for (series, one) in zip(table.series, answers) { answer.cards[series.id] = one.card }
    if isNamed {
      for (series, one) in zip(table.series, answers) { answer.models[series.id] = one.model }
    }
    if let future { answer.points = future.ordered(answer.points, table.series.map(\.id)) }
    if request.paths > 0 {
      answer.paths =
        (["path,id,time,value"] + answers.flatMap(\.rows)).joined(separator: "\n") + "\n"
    }
    return answer
  }

  /// Reads the file of a request and finds out what its times are.
  static func read(
    _ request: SeriesRequest
  ) throws -> (table: SeriesTable, clock: SeriesClock) {
    for level in request.levels where !(1...99).contains(level) {
      throw PlanningError(
        "--levels \(level): write whole percents from 1 to 99, such as 80,95.", kind: .usage)
    }
    if let frequency = request.frequency, !(1...366).contains(frequency) {
      throw PlanningError("--frequency \(frequency): write a number from 1 to 366.", kind: .usage)
    }
    if let name = request.holidays, !Holidays.names.contains(name) {
      throw PlanningError(
        "--holidays \(name): write \(Holidays.names.joined(separator: " or ")).", kind: .usage)
    }
    let zone = try request.timeZone.map { name -> ZoneRules in
      guard let zone = ZoneRules(name: name) else {
        throw PlanningError(
          "--time-zone \(name): write a zone such as America/Chicago.", kind: .usage)
      }
      return zone
    }
    let table = try SeriesTable.read(
      bytes: try bytes(request.file), file: request.file, columns: request.columns, zone: zone)
    guard let step = table.step else {
      throw PlanningError("\(request.file): the rows have no step in time.")
    }
    let clock = try SeriesClock(table, step: step, request, zone: zone)
    if !request.columns.regressors.isEmpty, let model = SeriesModel(rawValue: request.model),
      model != .auto, clock.isCalendar
    {
      throw PlanningError(
        "--regressors with --model \(request.model): the totals of days by a named model take no known causes. "
          + "Write --model auto.", kind: .usage)
    }
    return (table, clock)
  }

  /// A file's content.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw PlanningError("\(path): there is no such file. Check the name.")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PlanningError("\(path): it cannot be read. Give a file of comma-separated text.")
    }
    return [UInt8](data)
  }

  private static func future(
    _ request: SeriesRequest, _ table: SeriesTable, _ clock: SeriesClock
  ) throws -> SeriesFuture? {
    guard let file = request.future else {
      guard request.columns.regressors.isEmpty else {
        throw PlanningError(
          "--regressors needs --future FILE.csv, with a row for each time to be forecast.",
          kind: .usage)
      }
      guard let horizon = request.horizon else {
        throw PlanningError(
          "How far? Write --horizon \(clock.horizonExample), or --future FILE.csv.", kind: .usage)
      }
      guard clock.end(of: horizon, from: 0) != nil else {
        throw PlanningError(
          "--horizon \(horizon): not a horizon of a series with steps of \(clock.step.words). "
            + "Write \(clock.horizonExample).", kind: .usage)
      }
      return nil
    }
    return try SeriesFuture(file, request, table, clock)
  }

  /// What one series gives.
  private struct One: Sendable {
    var model: String
    var card = ""
    var points: [SeriesAnswer.Point]
    var totals: [SeriesAnswer.Total] = []
    var causes: [SeriesAnswer.Cause] = []
    var outliers: [SeriesAnswer.Outlier] = []
    var remarks: [String] = []
    var rows: [String] = []
  }

  private static func one(
    _ series: SeriesTable.Series, _ clock: SeriesClock, _ future: SeriesFuture?,
    _ request: SeriesRequest
  ) throws -> One {
    let name = series.id.isEmpty ? "" : "\(series.id): "
    guard clock.isCalendar else {
      return try stepped(series, clock, future, request, name)
    }
    let history = CalendarSeries(series, clock)
    let span = history.days.count
    guard span >= 7 else {
      throw PlanningError(
        "\(request.file): \(name)\(span) day\(span == 1 ? "" : "s") of data. Give at least one week, "
          + "and better eight.")
    }
    guard history.openSlots.contains(where: { !$0.isEmpty }) else {
      throw PlanningError(
        "\(request.file): \(name)no value was recorded. Give the number of \(request.columns.value ?? "items") "
          + "in each row that is known.")
    }
    let targets =
      try future?.targets(series.id, after: history)
      ?? Self.targets(history, clock, request.horizon ?? "28d")
    guard !targets.isEmpty else {
      return One(model: "none", points: [], remarks: ["\(name)no open time in the horizon."])
    }
    let forecast = try CalendarForecast(history, targets: targets, request)
    var remarks: [String] = []
    if span < 21 {
      remarks.append(
        "\(name)\(span) days of data: weekdays are seen at most \((span + 6) / 7) times, intervals are rough."
      )
    }
    let missing = history.missing
    if missing > 0 {
      remarks.append(
        "\(name)\(missing) open interval\(missing == 1 ? " has" : "s have") no value; missing is not zero."
      )
    }
    remarks += forecast.remarks.map { name + $0 }
    if let seen = history.seenSlots, forecast.model == "intraday" {
      let time = history.time(history.date(history.next - clock.stride), slot: seen - 1)
      remarks.append(
        "\(name)the history ends within a day, at \(clock.text(time)); the rest of the day and the days after it "
          + "are moved by what came so far.")
    }
    return One(
      model: forecast.model, card: forecast.card, points: forecast.points,
      totals: forecast.totals(), causes: forecast.causes, outliers: forecast.outliers,
      remarks: remarks, rows: forecast.pathRows())
  }

  private static func stepped(
    _ series: SeriesTable.Series, _ clock: SeriesClock, _ future: SeriesFuture?,
    _ request: SeriesRequest, _ name: String
  ) throws -> One {
    let history = SteppedSeries(series, clock)
    let next = history.start + history.values.count * clock.stride
    let rows = future?.rows(series.id)
    if let rows, rows.isEmpty {
      return One(model: "none", points: [], remarks: ["\(name)no row in \(request.future ?? "")."])
    }
    if let early = rows?.first(where: { $0.time < next || ($0.time - next) % clock.stride != 0 }) {
      throw PlanningError(
        "\(request.future ?? ""):\(early.number + 2): \(early.text) is not a step after the history, whose next "
          + "time is \(clock.text(next)). Write later times.")
    }
    let last = rows?.map(\.time).max() ?? clock.end(of: request.horizon ?? "", from: next)
    guard let last else { throw PlanningError("\(name)no horizon.") }
    let steps = rows == nil ? (last - next) / clock.stride : (last - next) / clock.stride + 1
    guard (1...10_000).contains(steps) else {
      throw PlanningError("\(request.file): \(name)a horizon of \(steps) steps. Write 1 to 10000.")
    }
    let forecast = try history.forecast(
      steps: steps, ahead: ahead(steps, rows ?? [], history, next), request)
    var points = forecast.points
    var chosen = Array(0..<steps)
    if let rows {
      chosen = rows.map { ($0.time - next) / clock.stride }
      points = zip(chosen, rows).map { step, row in
        var point = points[step]
        point.time = row.text
        return point
      }
    }
    var remarks =
      history.filled > 0
      ? ["\(name)\(history.filled) missing values were filled from their neighbours."] : []
    remarks += forecast.remarks.map { name + $0 }
    let lines = forecast.paths.enumerated().flatMap { number, path in
      zip(chosen, points).map { step, point in
        "\(number + 1),\(quotedField(series.id)),\(point.time),\(path[step])"
      }
    }
    return One(
      model: forecast.model, card: forecast.card, points: points, causes: forecast.causes,
      outliers: forecast.outliers, remarks: remarks, rows: lines)
  }

  /// Each regressor by step of the future; a step without a row keeps the value before it.
  static func ahead(
    _ steps: Int, _ rows: [SeriesTable.Row], _ history: SteppedSeries, _ next: Int
  ) -> [[Double]] {
    history.regressors.enumerated().map { cause, past in
      var given: [Int: Double] = [:]
      for row in rows where cause < row.regressors.count {
        given[(row.time - next) / history.clock.stride] = row.regressors[cause]
      }
      var kept = past.last ?? 0
      return (0..<steps).map { step in
        kept = given[step] ?? kept
        return kept
      }
    }
  }

  /// The open times of a horizon.
  private static func targets(
    _ history: CalendarSeries, _ clock: SeriesClock, _ horizon: String
  ) -> [CalendarForecast.Target] {
    guard let end = clock.end(of: horizon, from: history.next) else { return [] }
    let open = history.openSlots
    var targets: [CalendarForecast.Target] = []
    var date = history.date(history.next)
    while date <= history.date(end) {
      for slot in open[date.weekday.rawValue] {
        let time = history.time(date, slot: slot)
        guard time >= history.next, time < end else { continue }
        targets.append(
          CalendarForecast.Target(
            time: time, text: clock.text(time), isOpen: true, regressors: []))
      }
      date = date + 1
    }
    return targets
  }
}
