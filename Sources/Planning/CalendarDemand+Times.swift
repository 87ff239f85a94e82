import Demand
import Foundation
import Quantities
import Scenarios

/// Work that comes at given times: real contacts, and what is scheduled.
extension CalendarDemand {
  /// The times of a queue's items in ascending seconds of the horizon; nothing without such drivers.
  static func times(
    _ queue: QueueSpec, _ calendar: IntervalCalendar, _ mask: [Bool], _ data: DataAccess,
    _ notes: inout [String]
  ) throws -> [Double]? {
    var times: [Double]?
    for driver in queue.drivers {
      switch driver.cause {
      case .contacts(let file, let column):
        let subject = "queues.\(queue.name), \(driver.name)"
        times = try (times ?? []) + replay(subject, file, column, calendar, data, &notes)
      case .schedule(let schedule):
        times =
          (times ?? [])
          + starts(schedule, calendar, mask).flatMap {
            [Double](
              repeating: Double($0.interval * calendar.intervalSeconds), count: $0.items)
          }
      default: continue
      }
    }
    return times?.sorted()
  }

  /// The times of a file's contacts that fall into the horizon.
  private static func replay(
    _ subject: String, _ file: String, _ column: String, _ calendar: IntervalCalendar,
    _ data: DataAccess, _ notes: inout [String]
  ) throws -> [Double] {
    let path = try data.resolve(file, named: subject)
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw PlanningError("\(subject): cannot read \"\(file)\". Check its permissions.")
    }
    let start = Double(calendar.startSecond)
    let horizon = Double(calendar.intervalCount * calendar.intervalSeconds)
    do throws(IntervalExportError) {
      let log = try ContactLog.read(
        bytes: bytes, file: file, timeColumn: column, zone: calendar.zone)
      let times = log.instants.map { $0 - start }.filter { $0 >= 0 && $0 < horizon }
      let outside = log.instants.count - times.count
      if outside > 0 {
        notes.append(
          "\(subject): \(outside) of \(log.instants.count) contacts of \"\(file)\" came outside of"
            + " \(calendar.start) to \(calendar.end) and are left out.")
      }
      guard !times.isEmpty else {
        throw IntervalExportError(problems: [
          "\(subject): no contact of \"\(file)\" came from \(calendar.start) to \(calendar.end). "
            + "Write a calendar over its days."
        ])
      }
      return times
    } catch {
      throw PlanningError(error.problems)
    }
  }

  /// Where a schedule's items come: the first open interval of its open days of each period.
  ///
  /// A period with fewer open days takes its last one; one without any has no such work. Days of the first
  /// period before the horizon count by the weekdays on which the queue ever opens; what falls on them, or
  /// behind the horizon's end, does not come.
  static func starts(
    _ schedule: ScheduleSpec, _ calendar: IntervalCalendar, _ mask: [Bool]
  ) -> [(interval: Int, items: Int)] {
    let openings = calendar.days.map { day in day.intervals.first { mask[$0] } }
    var opensOn = [Bool](repeating: false, count: 7)
    for (day, opening) in zip(calendar.days, openings) where opening != nil {
      opensOn[day.date.weekday.rawValue] = true
    }
    func openDays(_ from: LocalDate, _ count: Int) -> Int {
      (0..<max(0, count)).count { opensOn[(from + $0).weekday.rawValue] }
    }
    var found: [(interval: Int, items: Int)] = []
    for days in periods(schedule.every, calendar) {
      let open = days.compactMap { openings[$0] }
      guard !open.isEmpty else { continue }
      let span = Self.span(schedule.every, around: calendar.days[days.lowerBound].date)
      let before = openDays(span.first, calendar.start - span.first)
      let isCut = span.last > calendar.end
      for (offset, items) in schedule.itemsByDay.enumerated() where items > 0 {
        let index = schedule.businessDay + offset - before - 1
        if index < 0 || (isCut && index >= open.count) { continue }
        found.append((open[min(index, open.count - 1)], items))
      }
    }
    return found
  }

  private static func periods(
    _ every: DriverSpec.Recurrence, _ calendar: IntervalCalendar
  ) -> [Range<Int>] {
    switch every {
    case .day: return calendar.days.indices.map { $0..<($0 + 1) }
    case .week: return calendar.weeks
    case .month: return calendar.months
    case .quarter, .year:
      var joined: [Range<Int>] = []
      for month in calendar.months {
        let date = calendar.days[month.lowerBound].date
        if let last = joined.last,
          span(every, around: calendar.days[last.lowerBound].date).last >= date
        {
          joined[joined.count - 1] = last.lowerBound..<month.upperBound
        } else {
          joined.append(month)
        }
      }
      return joined
    }
  }

  /// The whole period around a date.
  private static func span(
    _ every: DriverSpec.Recurrence, around date: LocalDate
  ) -> (first: LocalDate, last: LocalDate) {
    let months: Int
    switch every {
    case .day: return (date, date)
    case .week: return (date.startOfWeek, date.startOfWeek + 6)
    case .month: months = 1
    case .quarter: months = 3
    case .year: months = 12
    }
    let (year, month, _) = date.parts
    let begin = (month - 1) / months * months + 1
    let end = begin + months - 1
    guard let first = LocalDate(year: year, month: begin, day: 1),
      let last = LocalDate(year: year, month: end, day: LocalDate.daysIn(month: end, year: year))
    else { preconditionFailure("\(date) lies in no period") }
    return (first, last)
  }
}
