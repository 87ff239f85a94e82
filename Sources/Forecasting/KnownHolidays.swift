import Quantities

/// The holidays that a model knows, in the past and in the future.
public struct KnownHolidays: Equatable, Sendable {
  /// Names by date.
  public var names: [LocalDate: String]

  /// Takes holidays as given.
  public init(names: [LocalDate: String] = [:]) { self.names = names }

  /// Carries the holidays of a horizon back over the history.
  ///
  /// When the horizon's holidays are those of a calendar known by name, that calendar's rules give
  /// the past ones. Any other holiday is taken to fall on the same day and month in earlier years.
  ///
  /// - Parameters:
  ///   - calendar: The horizon with its holidays.
  ///   - first: The first day of the history.
  public init(of calendar: IntervalCalendar, from first: LocalDate) {
    var given: [LocalDate: String] = [:]
    for day in calendar.days { if let holiday = day.holiday { given[day.date] = holiday } }
    names = given
    for name in Holidays.names {
      guard
        let ruled = Holidays.dates(calendar: name, from: calendar.start, to: calendar.end),
        ruled == given,
        let past = Holidays.dates(
          calendar: name, from: min(first, calendar.start), to: calendar.start)
      else { continue }
      names.merge(past) { kept, _ in kept }
      return
    }
    for day in calendar.days {
      guard let holiday = day.holiday else { continue }
      let (year, month, dayOfMonth) = day.date.parts
      for earlier in stride(from: year - 1, through: first.parts.year, by: -1) {
        if let date = LocalDate(year: earlier, month: month, day: dayOfMonth) {
          names[date] = holiday
        }
      }
    }
  }
}
