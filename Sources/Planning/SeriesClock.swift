import Demand
import Quantities

/// The times of a file of series: how they are written and how far a horizon reaches.
struct SeriesClock {
  let kind: SeriesTable.Kind
  let step: SeriesTable.Step
  /// Values to a season.
  let frequency: Int
  private let sample: String
  /// Whether months are written by their last day.
  private let isMonthEnd: Bool
  private let zone: ZoneRules?

  /// Finds out what the times of a table are.
  ///
  /// - Parameters:
  ///   - table: The series.
  ///   - step: Their step.
  ///   - request: What was asked, with frequency and seasons.
  ///   - zone: The zone of the times; nothing when their clock never changes.
  /// - Throws: ``PlanningError`` for seasons that these times do not have.
  init(
    _ table: SeriesTable, step: SeriesTable.Step, _ request: SeriesRequest, zone: ZoneRules?
  ) throws {
    (kind, self.step, self.zone) = (table.kind, step, zone)
    sample = table.series.first?.rows.first?.text ?? ""
    isMonthEnd =
      sample.count >= 10 && kind == .month && !sample.dropFirst(8).hasPrefix("01")
    let perYear: Int? =
      switch step {
      case .minutes, .day: nil
      case .week: 52
      case .months(let count): max(1, 12 / count)
      case .number: nil
      }
    guard let perYear else {
      guard case .number = step else {
        frequency = 7
        try Self.checkCalendar(request, table)
        return
      }
      frequency = try Self.season(request, nil) ?? 1
      return
    }
    frequency = try Self.season(request, perYear) ?? perYear
  }

  /// Refuses seasons that days and intervals do not have, or that the history is too short to show.
  private static func checkCalendar(_ request: SeriesRequest, _ table: SeriesTable) throws {
    let days = table.kind == .minute ? 1440 : 1
    let spans = table.series.map { series in
      ((series.rows.last?.time ?? 0) - (series.rows.first?.time ?? 0)) / days
    }
    for (season, least) in [("1mo", 45), ("1y", 365)]
    where request.seasons.contains(season) && (spans.min() ?? 0) < least {
      throw PlanningError(
        "--season \(season): \(spans.min() ?? 0) days of history do not show it. Give at least \(least), or "
          + "leave it out.")
    }
    if let other = request.seasons.first(where: { !["1d", "1w", "1mo", "1y"].contains($0) }) {
      throw PlanningError(
        "--season \(other): days and intervals have the seasons 1d, 1w, 1mo and 1y. Write some of them, "
          + "separated by commas.", kind: .usage)
    }
  }

  /// The season of steps in values: as `--frequency` or `--season` says it.
  private static func season(_ request: SeriesRequest, _ perYear: Int?) throws -> Int? {
    guard let text = request.seasons.first else { return request.frequency }
    let found = text == "1y" ? perYear ?? request.frequency : Int(text)
    guard request.seasons.count == 1, let found, (1...366).contains(found),
      request.frequency == nil || request.frequency == found
    else {
      throw PlanningError(
        "--season \(request.seasons.joined(separator: ",")): write one season of 1 to 366 steps"
          + (perYear == nil ? "" : ", or 1y") + ", or --frequency alone.", kind: .usage)
    }
    return found
  }

  /// Whether the times are days or intervals, which have weekdays.
  var isCalendar: Bool { kind == .minute || step == .day }

  /// Units of time to a step.
  var stride: Int {
    switch step {
    case .minutes(let count), .months(let count), .number(let count): count
    case .day: 1
    case .week: 7
    }
  }

  /// A time as the file writes its own.
  func text(_ time: Int) -> String {
    switch kind {
    case .number: return "\(time)"
    case .month:
      guard let date = LocalDate(year: time / 12, month: time % 12 + 1, day: 1) else {
        return "\(time)"
      }
      if sample.count == 7 { return date.monthText }
      let day = isMonthEnd ? date + (date.daysInMonth - 1) : date
      return day.description + sample.dropFirst(10)
    case .day: return LocalDate(daysSince1970: time).description + sample.dropFirst(10)
    case .minute:
      let (day, minute) = (time / 1440, time % 1440)
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      let mark = sample.dropFirst(10).prefix(1)
      return LocalDate(daysSince1970: day).description + (mark.isEmpty ? " " : mark)
        + two(minute / 60) + ":" + two(minute % 60) + ending(time)
    }
  }

  /// Seconds and offset from UTC as the file writes them; the offset is that of the zone, if one is known.
  private func ending(_ time: Int) -> String {
    let tail = sample.dropFirst(16)
    guard let zone, let mark = tail.firstIndex(where: { "Z+-".contains($0) }) else {
      return String(tail)
    }
    let offset = zone.offset(at: zone.instant(localSecond: Int64(time) * 60)) / 60
    let size = abs(offset)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return tail[..<mark] + (offset < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60)
  }

  /// The time at which a horizon from a time ends; nothing for text that is no horizon of this series.
  ///
  /// - Parameters:
  ///   - horizon: `28d`, `4w`, `12h`, `30m`, `18mo`, or a number of steps.
  ///   - start: The first time.
  /// - Returns: The first time beyond.
  func end(of horizon: String, from start: Int) -> Int? {
    let digits = horizon.prefix { $0.isASCII && $0.isNumber }
    guard let count = Int(digits), count > 0, count <= 1_000_000 else { return nil }
    let unit = String(horizon.dropFirst(digits.count))
    if unit.isEmpty { return start + count * stride }
    switch kind {
    case .minute:
      switch unit {
      case "m", "min": return start + count
      case "h": return start + count * 60
      case "d": return start + count * 1440
      case "w", "week": return start + count * 7 * 1440
      case "mo":
        let date = LocalDate(daysSince1970: start / 1440)
        return Self.later(date, months: count).daysSince1970 * 1440 + start % 1440
      default: return nil
      }
    case .day:
      switch unit {
      case "d": return start + count
      case "w", "week": return start + count * 7
      case "mo": return Self.later(LocalDate(daysSince1970: start), months: count).daysSince1970
      default: return nil
      }
    case .month: return unit == "mo" ? start + count : nil
    case .number:
      let perYear: Int? =
        switch unit {
        case "mo": 12
        case "w", "week": 52
        case "d": frequency == 7 ? frequency : 365
        case "h": frequency == 24 ? frequency : nil
        default: nil
        }
      guard let perYear else { return nil }
      let steps = count * frequency
      return steps % perYear == 0 && steps > 0 ? start + steps / perYear * stride : nil
    }
  }

  private static func later(_ date: LocalDate, months: Int) -> LocalDate {
    let (year, month, day) = date.parts
    let number = year * 12 + month - 1 + months
    let (toYear, toMonth) = (number / 12, number % 12 + 1)
    let last = LocalDate.daysIn(month: toMonth, year: toYear)
    return LocalDate(year: toYear, month: toMonth, day: min(day, last)) ?? date
  }

  /// What to type for a horizon.
  var horizonExample: String {
    switch kind {
    case .minute, .day: "28d"
    case .month: "18mo"
    case .number: "18, a number of steps, or 18mo with --frequency 12"
    }
  }
}
