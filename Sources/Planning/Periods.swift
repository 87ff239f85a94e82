import Quantities
import Scenarios

/// The horizon cut into the periods over which goals are judged.
struct Periods {
  /// One period: its name and its intervals.
  struct Period {
    var name: String
    var start: LocalDate
    var intervals: Range<Int>
  }

  /// The half hours (or other intervals) of the week in each month: single ones hold too few contacts
  /// to be judged alone in a year that is simulated a few times.
  ///
  /// A slot's `intervals` are those of its month; `slot` gives the slot of each interval.
  static func slots(in calendar: IntervalCalendar) -> (periods: [Period], slot: [Int]) {
    let perDay = 86_400 / calendar.intervalSeconds
    var periods: [Period] = []
    for days in calendar.months {
      let first = calendar.days[days.lowerBound].date
      let range = calendar.intervals(ofDays: days)
      for position in 0..<7 * perDay {
        let minute = position % perDay * calendar.intervalSeconds / 60
        let clock =
          (minute < 600 ? "0" : "") + "\(minute / 60):" + (minute % 60 < 10 ? "0" : "")
          + "\(minute % 60)"
        periods.append(
          Period(
            name: "\(first.monthText) \(Weekday.allCases[position / perDay].shortName) \(clock)",
            start: first, intervals: range))
      }
    }
    let slot = (0..<calendar.intervalCount).map { interval in
      let day = calendar.days[calendar.dayOfInterval[interval]]
      return (day.month * 7 + day.date.weekday.rawValue) * perDay
        + calendar.minutes[interval] * 60 / calendar.intervalSeconds
    }
    return (periods, slot)
  }

  /// The periods of a kind, in order; the first and the last may be short.
  ///
  /// Intervals are judged by their slots.
  static func of(_ kind: GoalSpec.Period, in calendar: IntervalCalendar) -> [Period] {
    func period(_ name: String, _ days: Range<Int>) -> Period {
      Period(
        name: name, start: calendar.days[days.lowerBound].date,
        intervals: calendar.intervals(ofDays: days))
    }
    switch kind {
    case .interval: return slots(in: calendar).periods
    case .day:
      return calendar.days.indices.map {
        period(calendar.days[$0].date.description, $0..<($0 + 1))
      }
    case .week:
      return calendar.weeks.map {
        period("week of \(calendar.days[$0.lowerBound].date)", $0)
      }
    case .month:
      return calendar.months.map { period(calendar.days[$0.lowerBound].date.monthText, $0) }
    case .quarter:
      var quarters: [Period] = []
      for month in calendar.months {
        let (year, number, _) = calendar.days[month.lowerBound].date.parts
        let name = "\(year)-Q\((number - 1) / 3 + 1)"
        if quarters.last?.name == name {
          let from = quarters[quarters.count - 1].intervals.lowerBound
          quarters[quarters.count - 1].intervals =
            from..<calendar.intervals(ofDays: month).upperBound
        } else {
          quarters.append(period(name, month))
        }
      }
      return quarters
    }
  }
}
