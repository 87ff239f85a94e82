/// A date on the civil (Gregorian) calendar, without a time or a zone.
///
/// Stored as days since 1970-01-01, so that differences and order are integer arithmetic.
public struct LocalDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01; negative before.
  public var daysSince1970: Int

  /// Makes a date from a day count.
  public init(daysSince1970: Int) { self.daysSince1970 = daysSince1970 }

  /// Makes a date from its parts, or nothing when there is no such day.
  ///
  /// - Parameters:
  ///   - year: 1...9999.
  ///   - month: 1...12.
  ///   - day: 1 to the length of the month.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= LocalDate.daysIn(month: month, year: year)
    else { return nil }
    // Days from civil, counting years from March so that the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    daysSince1970 = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `2026-10-01`; nothing else is accepted.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) else {
      return nil
    }
    self.init(year: year, month: month, day: day)
  }

  /// The number of days in a month of the Gregorian calendar; `month` is 1...12.
  public static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    default: 31
    }
  }

  /// Year, month 1...12 and day 1...31.
  public var parts: (year: Int, month: Int, day: Int) {
    let shifted = daysSince1970 + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
  }

  /// The day of the week.
  public var weekday: Weekday {
    let index = (daysSince1970 + 3) % 7
    return Weekday.allCases[index < 0 ? index + 7 : index]
  }

  /// The Monday on or before this date: weeks start on Monday.
  public var startOfWeek: LocalDate { self - weekday.rawValue }

  /// The first day of this date's month.
  public var startOfMonth: LocalDate { self - (parts.day - 1) }

  /// The number of days in this date's month.
  public var daysInMonth: Int { LocalDate.daysIn(month: parts.month, year: parts.year) }

  /// The date `days` later.
  public static func + (date: LocalDate, days: Int) -> LocalDate {
    LocalDate(daysSince1970: date.daysSince1970 + days)
  }

  /// The date `days` earlier.
  public static func - (date: LocalDate, days: Int) -> LocalDate { date + -days }

  /// Whole days from the right date to the left one.
  public static func - (later: LocalDate, earlier: LocalDate) -> Int {
    later.daysSince1970 - earlier.daysSince1970
  }

  /// Earlier dates come first.
  public static func < (left: LocalDate, right: LocalDate) -> Bool {
    left.daysSince1970 < right.daysSince1970
  }
}

extension LocalDate: CustomStringConvertible {
  /// The date as `2026-10-01`.
  public var description: String {
    let (year, month, day) = parts
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// The month as `2026-10`.
  public var monthText: String { String(description.prefix(7)) }
}

extension LocalDate: Codable {
  /// Reads the date from `"2026-10-01"`.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let date = LocalDate(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "\"\(text)\" is not a date"))
    }
    self = date
  }

  /// Writes the date as `"2026-10-01"`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// A day of the week; Monday is 0, as weeks start on Monday.
public enum Weekday: Int, CaseIterable, Codable, Hashable, Sendable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// The three-letter name used in specs: `Mon`.
  public var shortName: String { ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][rawValue] }
}

func padded(_ value: Int, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
