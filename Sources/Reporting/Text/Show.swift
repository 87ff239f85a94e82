import Quantities

/// Numbers, money and dates as a reader sees them.
///
/// Without a locale, so that the same value gives the same bytes everywhere.
enum Show {
  /// Groups digits by three: `1,234,567`; rounds half away from zero.
  static func count(_ value: Double) -> String { decimal(value, 0) }

  /// Groups digits by three.
  static func count(_ value: Int) -> String {
    (value < 0 ? "−" : "") + grouped(String(value.magnitude))
  }

  /// A number with a fixed number of places, rounded half away from zero.
  ///
  /// - Parameters:
  ///   - value: Any number; one that is not finite is named.
  ///   - places: 0...9.
  /// - Returns: Digits grouped by three.
  static func decimal(_ value: Double, _ places: Int) -> String {
    guard value.isFinite else { return value.isNaN ? "n/a" : value < 0 ? "−∞" : "∞" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = (abs(value) * scale * (1 + 1e-15)).rounded(.toNearestOrAwayFromZero)
    guard scaled < 9e15 else { return large(value) }
    let digits = String(UInt64(scaled))
    let sign = value < 0 && scaled > 0 ? "−" : ""
    guard places > 0 else { return sign + grouped(digits) }
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + grouped(String(padded.dropLast(places))) + "." + padded.suffix(places)
  }

  /// A number with as many places as its size calls for: three digits or so.
  static func short(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case ..<0.001: trimmed(decimal(value, 6))
    case ..<1: trimmed(decimal(value, 3))
    case ..<10: trimmed(decimal(value, 2))
    case ..<100: trimmed(decimal(value, 1))
    default: decimal(value, 0)
    }
  }

  /// A number without zeros at the end of its places.
  static func trimmed(_ text: String) -> String {
    guard text.contains("."), !text.contains("×") else { return text }
    var short = Substring(text)
    while short.last == "0" { short.removeLast() }
    if short.last == "." { short.removeLast() }
    return String(short)
  }

  /// A share as percent: `0.8123` with one place is `81.2 %`.
  static func percent(_ share: Double, _ places: Int = 1) -> String {
    decimal(share * 100, places) + " %"
  }

  /// A share as whole percent, with a place only where rounding would make it 0 or 100.
  static func roughPercent(_ share: Double) -> String {
    let rounded = (share * 100).rounded()
    let exact = abs(share * 100 - rounded) < 1e-9
    return percent(share, exact || (rounded > 0 && rounded < 100) ? 0 : 1)
  }

  /// Seconds in words: `6 min 30 s`.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, abs(seconds) < 1e9 else { return decimal(seconds, 0) + " s" }
    if seconds < 60 { return short(seconds) + " s" }
    let whole = Int(seconds.rounded())
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    var parts: [String] = []
    if hours > 0 { parts.append("\(count(hours)) h") }
    if minutes > 0 { parts.append("\(minutes) min") }
    if rest > 0 { parts.append("\(rest) s") }
    return parts.joined(separator: " ")
  }

  /// Money to the cent: `$1,234.50`.
  static func money(_ cents: Cents) -> String {
    let magnitude = cents.value.magnitude
    let rest = String(magnitude % 100)
    return (cents.value < 0 ? "−$" : "$") + grouped(String(magnitude / 100)) + "."
      + (rest.count < 2 ? "0" + rest : rest)
  }

  /// Money with a sign, for differences.
  static func signedMoney(_ cents: Cents) -> String { (cents.value > 0 ? "+" : "") + money(cents) }

  /// A day as `Oct 9, 2026`.
  static func date(_ date: LocalDate) -> String {
    let (year, month, day) = date.parts
    return "\(monthName(month)) \(day), \(year)"
  }

  /// A day with its weekday: `Fri, Oct 9, 2026`.
  static func weekdayDate(_ day: LocalDate) -> String { "\(day.weekday.shortName), \(date(day))" }

  /// A month written `2026-10` as `Oct 2026`; any other text stays as it is.
  static func month(_ text: String) -> String {
    guard text.count == 7, let first = LocalDate(text + "-01") else { return text }
    return "\(monthName(first.parts.month)) \(first.parts.year)"
  }

  /// A period of a goal: `2027-01` as `Jan 2027`, `week of 2027-01-04` and days with their date written out,
  /// `2027-W05` as `week 5 of 2027`.
  static func period(_ text: String) -> String {
    if text == "all" { return "whole horizon" }
    if let day = LocalDate(text) { return date(day) }
    if text.hasPrefix("week of "), let day = LocalDate(String(text.dropFirst(8))) {
      return "week of \(date(day))"
    }
    let parts = text.split(separator: "-")
    if parts.count == 2, parts[1].first == "W", let week = Int(parts[1].dropFirst()) {
      return "week \(week) of \(parts[0])"
    }
    return month(text)
  }

  /// A period on the axis of a chart: a month by its name, a week or a day as `Jan 4`.
  static func periodMark(_ text: String) -> String {
    if let first = LocalDate(text + "-01") { return monthName(first.parts.month) }
    let day = LocalDate(text.hasPrefix("week of ") ? String(text.dropFirst(8)) : text)
    return day.map { "\(monthName($0.parts.month)) \($0.parts.day)" } ?? period(text)
  }

  /// The short name of a month 1...12.
  static func monthName(_ month: Int) -> String {
    let names = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    return names.indices.contains(month - 1) ? names[month - 1] : "\(month)"
  }

  /// Opening hours with equal days joined: `Mon-Fri 08:00-20:00`; other text stays as it is.
  static func hours(_ text: String) -> String {
    guard let hours = WeeklyHours(text: text), hours != .always else { return text }
    var parts: [String] = []
    var first = 0
    for day in 1...7 where day == 7 || hours.spans[day] != hours.spans[first] {
      let (from, to) = (Weekday.allCases[first].shortName, Weekday.allCases[day - 1].shortName)
      for span in hours.spans[first] {
        let name = first == day - 1 ? from : "\(from)-\(to)"
        parts.append("\(name) \(clock(span.lowerBound))-\(clock(span.upperBound))")
      }
      first = day
    }
    return parts.joined(separator: ", ")
  }

  /// A minute of the day as `08:30`.
  static func clock(_ minute: Int) -> String {
    let (hours, minutes) = (minute / 60, minute % 60)
    return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
  }

  /// A kind of cost in words.
  static func kind(_ name: String) -> String {
    let names = [
      "pay": "Pay", "training": "Training", "recruiting": "Recruiting",
      "supervision": "Supervision", "technology": "Technology", "setUp": "Set-up",
      "minimum": "To the minimum", "overtime": "Overtime", "severance": "Letting go",
      "trainingTime": "Training time", "holidayPremium": "Holiday premium",
      "serviceCredit": "Service credits", "deflectedItems": "Items taken off people",
      "licence": "Licence", "trainers": "Trainers", "quality": "Quality sampling",
      "vendorManagement": "Managing the vendor", "vendorShare": "Managing, share of invoices",
      "crossTraining": "Cross-training", "seats": "Seats", "newSeats": "New seats",
      "penalty": "Penalties",
    ]
    return names[name] ?? name
  }

  /// A change with a true minus sign: `-10 %` as `−10 %`.
  static func signs(_ text: String) -> String {
    guard text.first == "-", text.dropFirst().first?.isNumber == true else { return text }
    return "−" + text.dropFirst()
  }

  /// A case of what if as a sentence begins: a month in words, a capital first letter.
  static func change(_ text: String) -> String {
    let start = month(String(text.prefix(7)))
    let whole = start + text.dropFirst(7)
    return whole.prefix(1).uppercased() + whole.dropFirst()
  }

  /// A list in words: `a, b and c`.
  static func list(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " and " + last
  }

  /// A number and its noun: `1 person`, `3 people`.
  static func plural(_ number: Int, _ one: String, _ many: String) -> String {
    "\(count(number)) \(number == 1 ? one : many)"
  }

  static func grouped(_ digits: String) -> String {
    guard digits.count > 3 else { return digits }
    var text = ""
    for (position, digit) in digits.enumerated() {
      if position > 0 && (digits.count - position) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  private static func large(_ value: Double) -> String {
    var (mantissa, exponent) = (abs(value), 0)
    while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
    return (value < 0 ? "−" : "") + decimal(mantissa, 2) + " × 10^\(exponent)"
  }
}
