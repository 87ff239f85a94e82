import Demand
import Quantities

/// Recorded contacts by local day.
struct ContactsHistory {
  /// The first day.
  let start: LocalDate
  /// Contacts by day; nothing where a day has gaps, zero where it was closed.
  let totals: [Double?]
  /// The zone of the times; UTC when none was given.
  let zone: ZoneRules

  /// The last day.
  var end: LocalDate { start + (totals.count - 1) }

  /// Reads a file of days or of intervals.
  ///
  /// - Parameter request: The file with its columns.
  /// - Throws: ``PlanningError`` for steps longer than a day, `IntervalExportError` for what cannot be read.
  init(_ request: SeriesRequest) throws {
    let (table, clock) = try SeriesForecasting.read(request)
    guard clock.kind == .minute || clock.step == .day, let series = table.series.first else {
      throw PlanningError(
        "\(request.file): steps of \(clock.step.words). Give contacts by day or by interval.")
    }
    let history = CalendarSeries(series, clock)
    let open = history.openSlots
    start = history.start
    totals = history.days.enumerated().map { day, values -> Double? in
      // A closed day brings no contact; a day with gaps says nothing.
      let wanted = open[(history.start + day).weekday.rawValue]
      if history.closed[day] || wanted.isEmpty { return 0 }
      guard wanted.allSatisfy({ values[$0] != nil }) else { return nil }
      return values.reduce(0) { $0 + ($1 ?? 0) }
    }
    zone = try Self.zone(request.timeZone) ?? .utc
  }

  private static func zone(_ name: String?) throws -> ZoneRules? {
    try name.map { name in
      guard let zone = ZoneRules(name: name) else {
        throw PlanningError(
          "--time-zone \(name): write a zone such as America/Chicago.", kind: .usage)
      }
      return zone
    }
  }
}
