import Quantities
import Testing

@Suite("Weekly hours")
struct WeeklyHoursTests {
  @Test("The hours of a line read as they are written")
  func reads() throws {
    let hours = try #require(WeeklyHours(text: "Mon-Fri 08:00-20:00, Sat 09:00-17:00"))
    #expect(hours.hoursPerWeek == 5 * 12 + 8)
    #expect(hours.isOpen(.monday, minute: 480))
    #expect(!hours.isOpen(.monday, minute: 479))
    #expect(hours.isOpen(.friday, minute: 1199))
    #expect(!hours.isOpen(.friday, minute: 1200))
    #expect(hours.isOpen(.saturday, minute: 540))
    #expect(!hours.isOpen(.sunday, minute: 720))
  }

  @Test(
    "Odd spaces and short hours do not change the meaning",
    arguments: [
      "  Mon-Fri   08:00-20:00 ,Sat 09:00-17:00  ", "Mon-Fri 8:00-20:00,Sat 9:00-17:00",
      "Sat 09:00-17:00, Mon-Fri 08:00-20:00",
      "Mon-Fri 08:00-12:00, Mon-Fri 12:00-20:00, Sat 09:00-17:00",
    ])
  func spaces(text: String) throws {
    let hours = try #require(WeeklyHours(text: text))
    let plain = try #require(WeeklyHours(text: "Mon-Fri 08:00-20:00, Sat 09:00-17:00"))
    for day in Weekday.allCases {
      for minute in 0..<1440 {
        #expect(hours.isOpen(day, minute: minute) == plain.isOpen(day, minute: minute))
      }
    }
  }

  @Test("A span over midnight on Sunday runs into Monday")
  func overnight() throws {
    let hours = try #require(WeeklyHours(text: "Sun 22:00-06:00"))
    #expect(hours.spans[6] == [1320..<1440])
    #expect(hours.spans[0] == [0..<360])
    #expect(hours.hoursPerWeek == 8)
    let midnight = try #require(WeeklyHours(text: "Fri 18:00-00:00"))
    #expect(midnight.spans[4] == [1080..<1440])
    #expect(midnight.spans[5].isEmpty)
  }

  @Test(
    "Round the clock is 168 hours", arguments: ["24/7", "always", " 24/7 ", "daily 00:00-24:00"])
  func always(text: String) throws {
    #expect(try #require(WeeklyHours(text: text)) == .always)
    #expect(WeeklyHours.always.hoursPerWeek == 168)
  }

  @Test("Days may wrap over the week's end")
  func wrap() throws {
    let hours = try #require(WeeklyHours(text: "Sat-Mon 10:00-11:00"))
    #expect(hours.spans.map(\.count) == [1, 0, 0, 0, 0, 1, 1])
  }

  @Test(
    "Hours that cannot be meant are refused",
    arguments: [
      "", ",", "Mon", "08:00-20:00", "Mon 08:00", "Mon 8-20", "Mon 08:00-08:00", "Mon 24:00-08:00",
      "Mon 08:60-09:00", "Mon 08:00-24:01", "Mon 25:00-26:00", "Mon-Fri 08:00-20:00,",
      "Mon - Fri 08:00-20:00", "Monday 08:00-20:00", "mon 08:00-20:00", "Mon- 08:00-20:00",
      "Mon-Wed-Fri 08:00-20:00", "Mon 08:00-20:00-22:00", "Mon 008:00-20:00", "Mon ٠٨:00-20:00",
      "Mon -8:00-20:00", "Mon 08:00-20:00; Tue 08:00-20:00",
    ])
  func refusals(text: String) { #expect(WeeklyHours(text: text) == nil) }

  @Test(
    "Spans that overlap are refused, also when one comes over midnight",
    arguments: [
      "Mon-Fri 08:00-20:00, Fri 19:00-21:00", "Mon 08:00-20:00, Mon 08:00-20:00",
      "Sun 22:00-06:00, Mon 05:00-09:00", "daily 20:00-21:00, Sat 20:30-22:00",
    ])
  func overlaps(text: String) { #expect(WeeklyHours(text: text) == nil) }

  @Test("A sign inside a clock time is refused", arguments: ["+8:00", "08:+5", "-0:30", "08:-0"])
  func signs(text: String) {
    #expect(WeeklyHours.minute(Substring(text)) == nil)
    #expect(WeeklyHours(text: "Mon \(text)-20:00") == nil)
  }

  @Test(
    "Hours read back from their own description",
    arguments: [
      "24/7", "Sun 22:00-06:00", "Mon-Fri 08:00-12:30, Mon-Fri 13:00-24:00, Sat 09:00-17:00",
    ])
  func roundTrip(text: String) throws {
    let hours = try #require(WeeklyHours(text: text))
    #expect(WeeklyHours(text: hours.description) == hours)
  }
}
