import Quantities

/// An axis of days with ticks where the calendar has them.
struct DateAxis: Sendable {
  /// A labelled day.
  struct Tick: Sendable {
    var date: LocalDate
    var label: String
  }
  /// The first day.
  var start: LocalDate
  /// The day after the last.
  var stop: LocalDate
  /// The ticks, in order.
  var ticks: [Tick]

  /// Makes an axis over days, with as many labels as fit.
  ///
  /// Months over more than ten weeks, Mondays over more than two, days otherwise.
  ///
  /// - Parameters:
  ///   - start: The first day.
  ///   - end: The last day, not before `start`.
  ///   - room: Labels that fit beside each other, 1 or more.
  init(start: LocalDate, end: LocalDate, room: Int) {
    (self.start, stop) = (start, max(start, end) + 1)
    let days = stop - start
    var found: [Tick] = []
    if days > 70 {
      let dates = (0..<min(days, 40_000)).map { start + $0 }.filter { $0.parts.day == 1 }
      let every = DateAxis.roundMonths((dates.count + room - 1) / max(1, room))
      for date in dates where (date.parts.month - 1) % every == 0 {
        let isFirst = found.isEmpty || date.parts.month == 1
        let name = every >= 12 ? "" : Show.monthName(date.parts.month)
        let year = isFirst || every >= 12 ? "\(date.parts.year)" : ""
        found.append(
          Tick(date: date, label: [name, year].filter { !$0.isEmpty }.joined(separator: "\n")))
      }
    } else {
      let step = days > 14 ? 7 : 1
      let first = days > 14 ? (7 - start.weekday.rawValue) % 7 : 0
      let all = stride(from: first, to: days, by: step).map { start + $0 }
      let every = max(1, (all.count + room - 1) / max(1, room))
      for (index, date) in all.enumerated() where index % every == 0 {
        let (_, month, day) = date.parts
        found.append(Tick(date: date, label: "\(Show.monthName(month)) \(day)"))
      }
    }
    ticks = found
  }

  /// The share of the axis at which a day begins.
  func share(_ date: LocalDate) -> Double {
    min(1, max(0, Double(date - start) / Double(max(1, stop - start))))
  }

  private static func roundMonths(_ count: Int) -> Int {
    [1, 2, 3, 4, 6, 12].first { $0 >= count } ?? (count + 11) / 12 * 12
  }
}
