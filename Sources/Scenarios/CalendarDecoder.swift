import LocatedJSON
import Quantities

private let intervalLength = ValueForm.duration(.above(0, to: 86_400), example: "30m")

/// Keys of a holiday with its name.
private let holidayKeys = KeyTable(
  "a holiday",
  [
    .required("date", .date, "The day."), .required("name", .text, "The name of the holiday."),
  ])

/// Holidays by name of a calendar, or day by day.
let holidaysForm = ValueForm.either([
  .choice(["us-federal", "none"]), .series(.either([.date, .object(holidayKeys)])),
])

/// Keys of the horizon.
let calendarKeys = KeyTable(
  "the calendar",
  [
    .required("start", .date, "The first day."),
    .required("end", .date, "The last day, inclusive."),
    .optional(
      "interval", intervalLength,
      "Length of an interval: \"5m\", \"10m\", \"15m\", \"20m\", \"30m\" or \"60m\"."),
    .required(
      "timeZone", .text,
      "The zone of local days by its name in the time zone database, such as \"America/Chicago\"."
    ),
    .optional("holidays", holidaysForm, "Holidays by name of a calendar, or day by day."),
  ])

extension ReadingContext {
  /// Reads the horizon.
  func calendarSpec(_ item: Item) -> CalendarSpec? {
    guard let reader = ObjectReader(item, calendarKeys, self) else { return nil }
    let start = reader.date("start")
    let end = reader.date("end")
    let seconds = intervalSeconds(reader)
    let zone = zoneRules(reader)
    guard let start, let end, let range = horizon(reader, start, end) else {
      _ = holidays(reader, nil)
      return nil
    }
    let days = holidays(reader, range)
    guard let seconds, let zone, let days else { return nil }
    return CalendarSpec(
      start: start, end: end, intervalSeconds: seconds, zone: zone, holidays: days)
  }

  private func intervalSeconds(_ reader: ObjectReader) -> Int? {
    reader.note("interval", "30m", "half hours, as workforce systems export them")
    guard let item = reader.item("interval") else { return 1800 }
    guard let seconds = duration(item, intervalLength) else { return nil }
    guard [300, 600, 900, 1200, 1800, 3600].contains(seconds) else {
      report(
        .outOfRange, item, "\(item.words) is no interval length",
        "Write \"5m\", \"10m\", \"15m\", \"20m\", \"30m\" or \"60m\"")
      return nil
    }
    return Int(seconds)
  }

  private func zoneRules(_ reader: ObjectReader) -> ZoneRules? {
    guard let item = reader.item("timeZone"), let name = text(item) else { return nil }
    if let zone = ZoneRules(name: name) { return zone }
    let known = [
      "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
      "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "America/Puerto_Rico",
      "Asia/Manila", "Asia/Kolkata", "America/Bogota", "America/Mexico_City", "Europe/London",
      "UTC",
    ]
    let near = nearest(to: name, among: known).prefix(3)
    report(
      .unknownName, item, "\(item.words) is no known time zone",
      "Write a name of the time zone database, such as \(quotedList(Array(near)))")
    return nil
  }

  private func horizon(
    _ reader: ObjectReader, _ start: LocalDate, _ end: LocalDate
  ) -> ClosedRange<LocalDate>? {
    guard start <= end else {
      reader.report(
        .contradiction, "end", "the last day \(end) is before the first, \(start)",
        "Write a day from \(start) on")
      return nil
    }
    guard start.parts.year >= 1990, end.parts.year < 2060 else {
      let key = start.parts.year >= 1990 ? "end" : "start"
      reader.report(
        .outOfRange, key, "\(key == "end" ? end : start) is out of range",
        "Write days from 1990-01-01 to 2059-12-31")
      return nil
    }
    // A plan of people beyond five years is a guess, and takes minutes to make.
    guard end - start < 1827 else {
      reader.report(
        .outOfRange, "end", "the horizon has \(end - start + 1) days",
        "Write an end at most five years after the start, \(start + 1826) or before")
      return nil
    }
    return start...end
  }

  /// Reads holidays; those outside of a range are warned about.
  func holidays(
    _ reader: ObjectReader, _ range: ClosedRange<LocalDate>?
  ) -> [LocalDate: String]? {
    reader.note("holidays", "none", "no holidays are given")
    guard let item = reader.item("holidays") else { return [:] }
    if let name = item.value.string {
      if name == "none" { return [:] }
      if name == "us-federal" {
        guard let range else { return [:] }
        return Holidays.dates(calendar: name, from: range.lowerBound, to: range.upperBound)
      }
      let words = Holidays.names + ["none"]
      report(
        .unknownWord, item, "\(item.words) is no known calendar of holidays",
        "Write one of these, nearest first: \(quotedList(nearest(to: name, among: words))); "
          + "or list the days")
      return nil
    }
    guard item.elements != nil else {
      reportKind(item, reader.form("holidays"))
      return nil
    }
    let elements = list(item, reader.form("holidays"))
    var found: [LocalDate: String] = [:]
    var isComplete = true
    for element in elements {
      guard let day = holiday(element) else {
        isComplete = false
        continue
      }
      if found[day.date] != nil {
        report(.duplicateName, element, "\(day.date) is here twice", "Write each day once")
        isComplete = false
      }
      found[day.date] = day.name
      if let range, !range.contains(day.date) {
        warn(
          element, "\(day.date) is outside the horizon and changes nothing",
          "Check its year")
      }
    }
    return isComplete ? found : nil
  }

  private func holiday(_ element: Item) -> (date: LocalDate, name: String)? {
    guard element.members != nil else { return date(element).map { ($0, "Holiday") } }
    guard let reader = ObjectReader(element, holidayKeys, self) else { return nil }
    let day = reader.date("date")
    let name = reader.text("name")
    guard let day, let name else { return nil }
    return (day, name)
  }
}
