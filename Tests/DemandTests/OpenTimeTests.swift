import Quantities
import Testing

@testable import Demand

@Suite("Open time")
struct OpenTimeTests {
  private func openTime(
    _ calendar: IntervalCalendar, _ hours: String, profile: WeekProfile? = nil,
    anyTime: Bool = false
  ) throws -> OpenTime {
    OpenTime(
      calendar: calendar, mask: calendar.openMask(try weeklyHours(hours)), profile: profile,
      anyTime: anyTime)
  }

  @Test("What arises in a week arrives in it, and a holiday's items come on the other days")
  func holidayWeek() throws {
    // Monday 2026-12-07 to Sunday 2026-12-20; Wednesday 2026-12-09 is closed.
    let calendar = try horizon("2026-12-07", "2026-12-20", holidays: ["2026-12-09"])
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let days = byDay(open.spreadByWeek(Array(repeating: 10, count: 14)), calendar)
    let expected = [17.5, 17.5, 0, 17.5, 17.5, 0, 0, 14, 14, 14, 14, 14, 0, 0]
    for (found, wanted) in zip(days, expected) { #expect(agree(found, wanted)) }
  }

  @Test("A day counts by its open hours, and each open half hour of a day gets the same")
  func hoursCount() throws {
    let calendar = try horizon("2026-12-07", "2026-12-13")
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00, Sat 09:00-14:00")
    let items = open.spreadByWeek(Array(repeating: 11, count: 7))
    // 77 items over 55 open hours: 0.7 in each of 110 half hours.
    let mask = calendar.openMask(try weeklyHours("Mon-Fri 08:00-18:00, Sat 09:00-14:00"))
    for interval in items.indices { #expect(agree(items[interval], mask[interval] ? 0.7 : 0)) }
  }

  @Test("A short first and last week keep the pace of whole weeks")
  func partialWeeks() throws {
    // Thursday 2026-10-01 to Tuesday 2026-10-20; 7 × 10 items a week over five days.
    let calendar = try horizon("2026-10-01", "2026-10-20")
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let days = byDay(open.spreadByWeek(Array(repeating: 10, count: 20)), calendar)
    for (day, found) in zip(calendar.days, days) {
      #expect(agree(found, day.date.weekday.rawValue < 5 ? 14 : 0))
    }
  }

  @Test("A horizon of one day gets what arises on it, not the whole week's items")
  func oneDay() throws {
    let calendar = try horizon("2026-10-07", "2026-10-07")
    let open = try openTime(calendar, "daily 08:00-18:00")
    let items = open.spreadByWeek([10])
    #expect(agree(items.reduce(0, +), 10))
    let profile = WeekProfile(
      weekdays: [1, 1, 2, 1, 1, 1, 1], hours: Array(repeating: 1, count: 24))
    let shaped = try openTime(calendar, "daily 08:00-18:00", profile: profile)
    // Wednesday has 2 of the week's 8 shares of 70 items.
    #expect(agree(shaped.spreadByWeek([10]).reduce(0, +), 17.5))
  }

  @Test("A jump in mid-week keeps the week's total and lands after the jump")
  func jump() throws {
    let calendar = try horizon("2026-12-07", "2026-12-13")
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let days = byDay(open.spreadByWeek([10, 10, 30, 30, 30, 30, 30]), calendar)
    #expect(agree(days.reduce(0, +), 170))
    // In proportion to the rate: 170 × 10 ÷ 110 and 170 × 30 ÷ 110.
    for (found, wanted) in zip(days, [10, 10, 30, 30, 30, 0, 0]) {
      #expect(agree(found, 170 * Double(wanted) / 110))
    }
  }

  @Test("A week that is closed altogether hands its items to the next one")
  func closedWeek() throws {
    let calendar = try horizon(
      "2026-12-21", "2027-01-03",
      holidays: ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-25"])
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let days = byDay(open.spreadByWeek(Array(repeating: 10, count: 14)), calendar)
    #expect(days[0..<7].allSatisfy { $0 == 0 })
    for day in 7..<12 { #expect(agree(days[day], 28)) }
  }

  @Test("Items that wait from a closed week come also when nothing new arises")
  func closedWeekThenNothing() throws {
    let calendar = try horizon(
      "2026-12-21", "2027-01-03",
      holidays: ["2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24", "2026-12-25"])
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let daily = Array(repeating: 10.0, count: 7) + Array(repeating: 0, count: 7)
    let days = byDay(open.spreadByWeek(daily), calendar)
    for day in 7..<12 { #expect(agree(days[day], 14)) }
  }

  @Test("Zero items stay zero")
  func zero() throws {
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    let none = Array(repeating: 0.0, count: 31)
    #expect(open.spreadByWeek(none).allSatisfy { $0 == 0 })
    #expect(open.spreadForward(none).allSatisfy { $0 == 0 })
  }

  @Test("A queue that is never open receives nothing")
  func neverOpen() throws {
    let calendar = try horizon("2026-10-03", "2026-10-04")
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    #expect(open.spreadByWeek([5, 5]).allSatisfy { $0 == 0 })
    #expect(open.spreadForward([5, 5]).allSatisfy { $0 == 0 })
  }

  @Test("Items of a dated cause wait for the next open day and none are lost on the way")
  func forward() throws {
    // Friday to Tuesday; Monday 2026-10-12 is a holiday.
    let calendar = try horizon("2026-10-09", "2026-10-13", holidays: ["2026-10-12"])
    let open = try openTime(calendar, "Mon-Fri 08:00-18:00")
    #expect(
      byDay(open.spreadForward([1, 2, 3, 4, 5]), calendar).map { ($0 * 1e6).rounded() / 1e6 }
        == [1, 0, 0, 0, 14])
  }

  @Test("A profile gives the shape of week and day inside open time")
  func profile() throws {
    let calendar = try horizon("2026-12-07", "2026-12-13")
    let hours = (0..<24).map { $0 == 8 ? 3.0 : 1.0 }
    let profile = WeekProfile(weekdays: [2, 1, 1, 1, 1, 1, 0], hours: hours)
    let open = try openTime(calendar, "Mon-Fri 08:00-10:00", profile: profile)
    let items = open.spreadByWeek(Array(repeating: 6, count: 7))
    // 42 items: Monday 2 of 6 shares; within a day 3 : 1 between the two open hours.
    #expect(byDay(items, calendar).map { ($0 * 1e6).rounded() / 1e6 } == [14, 7, 7, 7, 7, 0, 0])
    let tuesday = calendar.days[1].intervals.lowerBound
    #expect(agree(items[tuesday + 16], 7 * 3 / 8.0))
    #expect(agree(items[tuesday + 19], 7 * 1 / 8.0))
  }

  @Test("Deferred work with a shape arrives also while the queue is closed")
  func anyTime() throws {
    let calendar = try horizon("2026-12-07", "2026-12-13")
    let open = try openTime(calendar, "Mon-Fri 08:00-10:00", profile: .even, anyTime: true)
    let days = byDay(open.spreadByWeek(Array(repeating: 6, count: 7)), calendar)
    for found in days { #expect(agree(found, 6)) }
  }

  /// The rule of weekly spreading, day by day and without tables: for each interval, its part of its
  /// own week's items.
  private func slowSpread(
    _ daily: [Double], _ calendar: IntervalCalendar, _ mask: [Bool]
  ) -> [Double] {
    func openCount(_ day: Int) -> Double { Double(calendar.days[day].intervals.count { mask[$0] }) }
    func monday(_ day: Int) -> LocalDate { calendar.days[day].date.startOfWeek }
    return (0..<calendar.intervalCount).map { interval in
      let mine = calendar.dayOfInterval[interval]
      guard mask[interval] else { return 0 }
      let week = calendar.days.indices.filter { monday($0) == monday(mine) }
      // Closed weeks straight before this one.
      var arising = week.map { daily[$0] }.reduce(0, +)
      var before = monday(mine) - 7
      while true {
        let earlier = calendar.days.indices.filter { monday($0) == before }
        if earlier.isEmpty || earlier.contains(where: { openCount($0) > 0 }) { break }
        arising += earlier.map { daily[$0] }.reduce(0, +)
        before = before - 7
      }
      let weight = week.map { daily[$0] * openCount($0) }.reduce(0, +)
      return arising * daily[mine] / weight
    }
  }

  @Test(
    "Weekly spreading agrees with a slow version on random whole weeks", arguments: UInt64(1)...25)
  func agreesWithSlow(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let start = try localDate("2026-10-05") + 7 * Int.random(in: 0..<30, using: &random)
    let weeks = Int.random(in: 1...6, using: &random)
    var holidays: [LocalDate: String] = [:]
    for day in 0..<7 * weeks where Double.random(in: 0..<1, using: &random) < 0.15 {
      holidays[start + day] = "off"
    }
    if seed % 4 == 0 && weeks > 2 { for day in 7..<14 { holidays[start + day] = "off" } }
    let calendar = IntervalCalendar(
      start: start, end: start + 7 * weeks - 1, intervalSeconds: 1800, zone: try chicago(),
      holidays: holidays)
    let texts = ["Mon-Fri 08:00-20:00, Sat 09:00-17:00", "24/7", "Mon-Sat 22:00-06:00"]
    let mask = calendar.openMask(try weeklyHours(texts[Int(seed) % 3]))
    let daily = (0..<7 * weeks).map { _ in Double.random(in: 0.1..<50, using: &random) }
    let open = OpenTime(calendar: calendar, mask: mask, profile: nil, anyTime: false)
    let found = open.spreadByWeek(daily)
    let slow = slowSpread(daily, calendar, mask)
    #expect(zip(found, slow).allSatisfy { agree($0, $1) })
    #expect(found.allSatisfy { $0 >= 0 })
    let lastIsOpen = calendar.weeks.last.map { week in
      mask[calendar.intervals(ofDays: week)].contains(true)
    }
    if lastIsOpen == true { #expect(agree(found.reduce(0, +), daily.reduce(0, +))) }
  }
}
