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
      case .schedule(let items, let every, let businessDay):
        times =
          (times ?? [])
          + starts(every, businessDay: businessDay, calendar, mask).flatMap {
            [Double](repeating: $0, count: items)
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

  /// When the queue opens on the wanted open day of each period, in seconds of the horizon.
  ///
  /// A period with fewer open days takes its last one; one without any has no such work.
  static func starts(
    _ every: DriverSpec.Recurrence, businessDay: Int, _ calendar: IntervalCalendar, _ mask: [Bool]
  ) -> [Double] {
    let periods: [Range<Int>]
    switch every {
    case .day: periods = calendar.days.indices.map { $0..<($0 + 1) }
    case .week: periods = calendar.weeks
    case .month: periods = calendar.months
    }
    return periods.compactMap { days in
      let openings = days.compactMap { day in
        calendar.days[day].intervals.first { mask[$0] }
      }
      guard !openings.isEmpty else { return nil }
      let opening = openings[min(businessDay, openings.count) - 1]
      return Double(opening * calendar.intervalSeconds)
    }
  }
}
