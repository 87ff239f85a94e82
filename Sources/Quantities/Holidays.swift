/// Public holidays by rule.
public enum Holidays {
  /// The calendars known by name.
  public static let names = ["us-federal"]

  /// The holidays of a named calendar between two dates, inclusive, by the day on which offices close.
  ///
  /// A federal holiday on a Saturday is observed on the Friday before, on a Sunday on the Monday
  /// after (5 U.S.C. 6103). Juneteenth is one since 2021.
  ///
  /// - Returns: Names by date; nothing when the calendar is not known.
  public static func dates(
    calendar: String, from start: LocalDate, to end: LocalDate
  ) -> [LocalDate: String]? {
    guard calendar == "us-federal" else { return nil }
    var found: [LocalDate: String] = [:]
    guard start <= end else { return found }
    // The neighbours count as well: New Year's Day on a Saturday is observed in the old year.
    let years = max(1, start.parts.year - 1)...min(9999, max(1, end.parts.year + 1))
    for year in years {
      for (date, name) in usFederal(year: year) where date >= start && date <= end {
        found[date] = name
      }
    }
    return found
  }

  private static func usFederal(year: Int) -> [(LocalDate, String)] {
    func fixed(_ month: Int, _ day: Int) -> LocalDate {
      guard let date = LocalDate(year: year, month: month, day: day) else {
        preconditionFailure("no day \(year)-\(month)-\(day)")
      }
      switch date.weekday {
      case .saturday: return date - 1
      case .sunday: return date + 1
      default: return date
      }
    }
    func nth(_ count: Int, _ weekday: Weekday, _ month: Int) -> LocalDate {
      guard let first = LocalDate(year: year, month: month, day: 1) else {
        preconditionFailure("no month \(year)-\(month)")
      }
      let lead = (weekday.rawValue - first.weekday.rawValue + 7) % 7
      return first + lead + 7 * (count - 1)
    }
    let lateMay = nth(4, .monday, 5)
    let memorial = lateMay.parts.day + 7 <= 31 ? lateMay + 7 : lateMay
    let all = [
      (fixed(1, 1), "New Year's Day"), (nth(3, .monday, 1), "Martin Luther King Jr. Day"),
      (nth(3, .monday, 2), "Presidents' Day"), (memorial, "Memorial Day"),
      (fixed(6, 19), "Juneteenth"), (fixed(7, 4), "Independence Day"),
      (nth(1, .monday, 9), "Labor Day"), (nth(2, .monday, 10), "Columbus Day"),
      (fixed(11, 11), "Veterans Day"), (nth(4, .thursday, 11), "Thanksgiving Day"),
      (fixed(12, 25), "Christmas Day"),
    ]
    return all.filter { year >= 2021 || $0.1 != "Juneteenth" }
  }
}
