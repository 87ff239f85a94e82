import Demand
import Quantities

/// The rows of a file of times to be answered.
struct SeriesFuture: Sendable {
  private let table: SeriesTable
  private let file: String
  private let clock: SeriesClock

  /// Reads the rows.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - request: What was asked, with the columns.
  ///   - history: The series whose future it is.
  ///   - clock: Their times.
  /// - Throws: `IntervalExportError` for rows that cannot be read, ``PlanningError`` for other kinds of times.
  init(
    _ file: String, _ request: SeriesRequest, _ history: SeriesTable, _ clock: SeriesClock
  ) throws {
    let zone = request.timeZone.flatMap { ZoneRules(name: $0) }
    var columns = request.columns
    columns.value = nil
    let bytes = try SeriesForecasting.bytes(file)
    if let open = columns.open, !SeriesFuture.heading(bytes).contains(open) { columns.open = nil }
    var table = try SeriesTable.read(
      bytes: bytes, file: file, columns: columns, needsSteps: false, zone: zone)
    table = try SeriesFuture.converted(table, to: history.kind, file)
    let names = Set(history.series.map(\.id))
    for series in table.series where !names.contains(series.id) {
      throw PlanningError(
        "\(file):\((series.rows.first?.number ?? 0) + 2): there is no series \"\(series.id)\" in "
          + "\(request.file). Write one of its names.")
    }
    (self.table, self.file, self.clock) = (table, file, clock)
  }

  private static func heading(_ bytes: [UInt8]) -> [String] {
    let line = String(decoding: bytes.prefix { $0 != 0x0A && $0 != 0x0D }, as: UTF8.self)
    return line.split(whereSeparator: { ",;\t|".contains($0) }).map {
      $0.trimmingPrefix("\u{FEFF}").filter { $0 != "\"" && $0 != " " }
    }.map { String($0) }
  }

  /// Times in the unit of the history.
  private static func converted(
    _ table: SeriesTable, to kind: SeriesTable.Kind, _ file: String
  ) throws -> SeriesTable {
    guard table.kind != kind else { return table }
    var found = table
    found.kind = kind
    for place in table.series.indices {
      for (index, row) in table.series[place].rows.enumerated() {
        let time: Int? =
          switch (table.kind, kind) {
          case (.minute, .day): row.time % 1440 == 0 ? row.time / 1440 : nil
          case (.day, .minute): row.time * 1440
          case (.day, .month): month(row.time)
          case (.minute, .month): row.time % 1440 == 0 ? month(row.time / 1440) : nil
          default: nil
          }
        guard let time else {
          throw PlanningError(
            "\(file):\(row.number + 2): \(row.text) is not a time like those of the history. "
              + "Write times as the history has them.")
        }
        found.series[place].rows[index].time = time
      }
    }
    return found
  }

  private static func month(_ day: Int) -> Int {
    let parts = LocalDate(daysSince1970: day).parts
    return parts.year * 12 + parts.month - 1
  }

  /// The rows of a series, in the order of the file.
  func rows(_ id: String) -> [SeriesTable.Row] {
    table.series.first { $0.id == id }?.rows ?? []
  }

  /// The rows of a series on the calendar.
  func targets(_ id: String, after history: CalendarSeries) throws -> [CalendarForecast.Target] {
    let open = history.openSlots
    return try rows(id).map { row in
      guard row.time >= history.next else {
        throw PlanningError(
          "\(file):\(row.number + 2): \(row.text) is not after the history, whose next time is "
            + "\(clock.text(history.next)). Write later times.")
      }
      let date = history.date(row.time)
      let place = history.place(row.time, from: date)
      let isOpen = place.map { open[date.weekday.rawValue].contains($0.slot) } ?? false
      return CalendarForecast.Target(
        time: row.time, text: row.text, isOpen: row.isOpen && isOpen, regressors: row.regressors)
    }
  }

  /// Points by series put back into the order of the file's rows.
  ///
  /// - Parameters:
  ///   - points: The points, series after series.
  ///   - ids: The names of the series in that order.
  /// - Returns: The points, one for each row.
  func ordered(_ points: [SeriesAnswer.Point], _ ids: [String]) -> [SeriesAnswer.Point] {
    let numbers = ids.flatMap { rows($0).map(\.number) }
    guard numbers.count == points.count else { return points }
    return zip(numbers, points).sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension CalendarSeries {
  /// The slots that ever held a value, by weekday.
  var openSlots: [[Int]] {
    var open = Array(repeating: Set<Int>(), count: 7)
    for (day, values) in days.enumerated() where !closed[day] {
      for (slot, value) in values.enumerated() where value != nil {
        open[(start + day).weekday.rawValue].insert(slot)
      }
    }
    return open.map { $0.sorted() }
  }

  /// Open intervals without a value on days that are not closed.
  var missing: Int {
    let open = openSlots
    return days.indices.reduce(0) { sum, day in
      guard !closed[day] else { return sum }
      return sum + open[(start + day).weekday.rawValue].count { days[day][$0] == nil }
    }
  }
}
