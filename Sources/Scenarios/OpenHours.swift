import LocatedJSON
import Quantities

extension ReadingContext {
  /// Whether a queue opens on at least one day of the horizon; notes it when not.
  func isEverOpen(
    _ reader: ObjectReader, _ hours: Dated<WeeklyHours>, onHolidays: Bool
  ) -> Bool {
    guard let calendar else { return true }
    for offset in 0...(calendar.end - calendar.start) {
      let date = calendar.start + offset
      let isClosed = !onHolidays && calendar.holidays[date] != nil
      if !isClosed && !hours.value(on: date).spans[date.weekday.rawValue].isEmpty { return true }
    }
    reader.report(
      .contradiction, "hours",
      "the queue never opens between \(calendar.start) and \(calendar.end)",
      "Write hours on at least one day of the horizon that is no holiday")
    return false
  }

  /// Whether each profile has a weight above 0 while the queue is open; notes it when not.
  ///
  /// Deferred work may come at any hour, so only live queues are judged.
  func meetsOpenHours(
    _ reader: ObjectReader, _ drivers: [DriverSpec], _ hours: Dated<WeeklyHours>,
    kind: QueueSpec.Kind
  ) -> Bool {
    guard !kind.isCase, let elements = reader.item("drivers")?.elements else { return true }
    var isFine = true
    for (driver, element) in zip(drivers, elements) {
      guard let profile = driver.profile, let place = element.member("profile") else { continue }
      let meets = hours.steps.contains { step in
        Weekday.allCases.contains { day in
          profile.weekdays[day.rawValue] > 0
            && step.value.spans[day.rawValue].contains { span in
              (span.lowerBound / 60...(span.upperBound - 1) / 60)
                .contains { profile.hours[$0] > 0 }
            }
        }
      }
      if !meets {
        report(
          .contradiction, place, "the profile is 0 whenever the queue is open",
          "Give a weight above 0 to an hour and a day on which it is")
        isFine = false
      }
    }
    return isFine
  }
}
