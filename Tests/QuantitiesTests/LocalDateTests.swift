import Quantities
import Testing

@Suite("Local dates")
struct LocalDateTests {
  @Test("Every day from 1600 to 2400 agrees with counting days one by one")
  func agreesWithSlowCount() throws {
    // 1600-01-01 was a Saturday; 1970-01-01 is reached by counting, not by a formula.
    var day = 1
    var month = 1
    var year = 1600
    var weekday = 5
    var listed: [(year: Int, month: Int, day: Int, weekday: Int)] = []
    var zero = 0
    while year <= 2400 {
      if (year, month, day) == (1970, 1, 1) { zero = listed.count }
      listed.append((year, month, day, weekday))
      weekday = weekday == 6 ? 0 : weekday + 1
      day += 1
      if day > slowMonthLength(month, year) {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
    }
    var wrong: [String] = []
    for (index, expected) in listed.enumerated() {
      let date = LocalDate(daysSince1970: index - zero)
      let parts = date.parts
      let made = LocalDate(year: expected.year, month: expected.month, day: expected.day)
      if parts != (expected.year, expected.month, expected.day) || made != date
        || date.weekday.rawValue != expected.weekday
      {
        wrong.append("\(expected)")
      }
    }
    #expect(listed.count == 801 * 365 + 195)  // 195 leap years from 1600 to 2400, both included
    #expect(wrong.isEmpty, "\(wrong.prefix(5))")
  }

  private func slowMonthLength(_ month: Int, _ year: Int) -> Int {
    if month == 2 {
      if year % 400 == 0 { return 29 }
      if year % 100 == 0 { return 28 }
      return year % 4 == 0 ? 29 : 28
    }
    return [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }

  @Test(
    "Weekdays of known days are right",
    arguments: [
      ("1969-07-20", Weekday.sunday),  // the first landing on the Moon
      ("1970-01-01", .thursday),
      ("2000-01-01", .saturday),
      ("2026-11-24", .tuesday),
      ("2027-01-01", .friday),
    ])
  func knownWeekdays(text: String, weekday: Weekday) throws {
    #expect(try localDate(text).weekday == weekday)
  }

  @Test(
    "A text that is not a day is refused",
    arguments: [
      "", "2026-1-01", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-01-00",
      "2026-04-31", "0000-01-01", "+026-01-01", "2026/01/01", "2026-01-01 ", "２026-01-01",
      "2026-01-1a",
    ])
  func refusals(text: String) { #expect(LocalDate(text) == nil) }

  @Test("A date reads back from its own text")
  func roundTrip() throws {
    for text in ["0001-01-01", "1969-12-31", "2024-02-29", "9999-12-31"] {
      #expect(try localDate(text).description == text)
    }
  }

  @Test("Weeks start on the Monday, months on the first")
  func starts() throws {
    let newYear = try localDate("2027-01-01")
    #expect(newYear.startOfWeek.description == "2026-12-28")
    #expect(newYear.startOfWeek.startOfWeek == newYear.startOfWeek)
    #expect((newYear + 30).startOfMonth == newYear)
    #expect((newYear + 31).daysInMonth == 28)
    #expect(newYear.monthText == "2027-01")
    #expect((newYear + 365) - newYear == 365)
  }
}
