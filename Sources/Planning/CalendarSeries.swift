import Demand
import Forecasting
import Quantities

/// A series of days or of intervals within days, laid on the calendar.
struct CalendarSeries {
  let id: String
  let clock: SeriesClock
  /// The first local day.
  let start: LocalDate
  /// Minutes to a slot; 1440 for days.
  let slotMinutes: Int
  /// Minutes from midnight to the first slot.
  let offset: Int
  /// Values by day and slot; nothing where none was recorded.
  let days: [[Double?]]
  /// Whether each day is closed.
  let closed: [Bool]
  /// Mean of each regressor by day.
  let regressors: [[Double]]
  /// The first time after the last row, in the unit of the rows.
  let next: Int
  /// Slots of the last day that are known when it goes on after the last row; nothing when it is whole.
  let seenSlots: Int?

  /// Lays rows on the calendar.
  ///
  /// - Parameters:
  ///   - series: The rows; at least one.
  ///   - clock: Their times.
  init(_ series: SeriesTable.Series, _ clock: SeriesClock) {
    (id, self.clock) = (series.id, clock)
    let isDaily = clock.kind == .day
    slotMinutes = isDaily ? 1440 : clock.stride
    let minutes = slotMinutes
    func minute(_ time: Int) -> Int { isDaily ? time * 1440 : time }
    let rows = series.rows
    let first = rows.first.map { minute($0.time) } ?? 0
    let last = rows.last.map { minute($0.time) } ?? 0
    let offset = first % minutes
    self.offset = offset
    start = LocalDate(daysSince1970: first / 1440)
    let count = last / 1440 - first / 1440 + 1
    var days = [[Double?]](
      repeating: Array(repeating: nil, count: 1440 / minutes), count: count)
    var opened = Array(repeating: 0, count: count)
    var seen = opened
    let causes = rows.first?.regressors.count ?? 0
    var sums = Array(repeating: Array(repeating: 0.0, count: count), count: causes)
    for row in rows {
      let day = minute(row.time) / 1440 - first / 1440
      seen[day] += 1
      for cause in 0..<causes { sums[cause][day] += row.regressors[cause] }
      guard row.isOpen else { continue }
      opened[day] += 1
      days[day][(minute(row.time) % 1440 - offset) / minutes] = row.value
    }
    self.days = days
    closed = (0..<count).map { seen[$0] > 0 && opened[$0] == 0 }
    regressors = sums.map { sum in
      // A day without rows keeps the day before's value.
      var kept = 0.0
      return (0..<count).map { day in
        if seen[day] > 0 { kept = sum[day] / Double(seen[day]) }
        return kept
      }
    }
    next = (rows.last?.time ?? 0) + clock.stride
    let lastSlot = (last % 1440 - offset) / minutes
    // Whether the last day's weekday has ever gone on beyond the last row.
    let likeDays = stride(from: count - 8, through: 0, by: -7).map { days[$0] }
    let goesOn = likeDays.contains { $0.dropFirst(lastSlot + 1).contains { $0 != nil } }
    seenSlots = goesOn ? lastSlot + 1 : nil
  }

  /// The place of a time: day counted from a date, and slot; nothing off the grid.
  func place(_ time: Int, from first: LocalDate) -> (day: Int, slot: Int)? {
    if clock.kind == .day { return (time - first.daysSince1970, 0) }
    let inDay = time % 1440 - offset
    guard inDay >= 0, inDay % slotMinutes == 0 else { return nil }
    return (time / 1440 - first.daysSince1970, inDay / slotMinutes)
  }

  /// The day on which a time falls.
  func date(_ time: Int) -> LocalDate {
    LocalDate(daysSince1970: clock.kind == .day ? time : time / 1440)
  }

  /// The time at which a slot of a day begins.
  func time(_ date: LocalDate, slot: Int) -> Int {
    clock.kind == .day
      ? date.daysSince1970 : date.daysSince1970 * 1440 + offset + slot * slotMinutes
  }
}
