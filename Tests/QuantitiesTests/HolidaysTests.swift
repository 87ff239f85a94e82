import Quantities
import Testing

@Suite("Holidays")
struct HolidaysTests {
  @Test("Federal holidays of 2026 and 2027 fall on the days that OPM publishes")
  func opmList() throws {
    // opm.gov, Federal Holidays: the days on which most federal employees are off. The Friday
    // 2027-12-31 is listed with 2028, as New Year's Day 2028 is a Saturday.
    let published = [
      "2026-01-01 New Year's Day", "2026-01-19 Martin Luther King Jr. Day",
      "2026-02-16 Presidents' Day", "2026-05-25 Memorial Day", "2026-06-19 Juneteenth",
      "2026-07-03 Independence Day", "2026-09-07 Labor Day", "2026-10-12 Columbus Day",
      "2026-11-11 Veterans Day", "2026-11-26 Thanksgiving Day", "2026-12-25 Christmas Day",
      "2027-01-01 New Year's Day", "2027-01-18 Martin Luther King Jr. Day",
      "2027-02-15 Presidents' Day", "2027-05-31 Memorial Day", "2027-06-18 Juneteenth",
      "2027-07-05 Independence Day", "2027-09-06 Labor Day", "2027-10-11 Columbus Day",
      "2027-11-11 Veterans Day", "2027-11-25 Thanksgiving Day", "2027-12-24 Christmas Day",
      "2027-12-31 New Year's Day",
    ]
    let found = try holidays("2026-01-01", "2027-12-31")
    #expect(found.map { "\($0.key) \($0.value)" }.sorted() == published)
  }

  @Test("Only the days asked for come back")
  func window() throws {
    #expect(try holidays("2027-12-25", "2027-12-31").count == 1)
    #expect(try holidays("2027-07-04", "2027-07-04").isEmpty)
    #expect(try holidays("2027-07-05", "2027-07-05").count == 1)
  }

  @Test("A calendar that is not known gives nothing")
  func unknown() throws {
    let day = try localDate("2026-01-01")
    #expect(Holidays.dates(calendar: "bank", from: day, to: day) == nil)
    #expect(Holidays.names == ["us-federal"])
  }

  @Test("A horizon in the year 9999 or the year 1 has its holidays and does not trap")
  func edges() throws {
    #expect(try holidays("9999-12-01", "9999-12-31").count == 1)
    #expect(try holidays("0001-12-01", "0001-12-31").count == 1)
  }

  @Test("Juneteenth is no holiday before 2021")
  func juneteenth() throws {
    #expect(try holidays("2020-06-01", "2020-06-30").isEmpty)
    #expect(try holidays("2021-06-01", "2021-06-30").keys.map(\.description) == ["2021-06-18"])
  }

  private func holidays(_ start: String, _ end: String) throws -> [LocalDate: String] {
    try #require(
      Holidays.dates(
        calendar: "us-federal", from: try localDate(start),
        to: try localDate(end)))
  }
}
