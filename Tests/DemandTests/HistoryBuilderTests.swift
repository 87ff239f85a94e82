import ClaimsStore
import Quantities
import Results
import Testing

@testable import Demand

@Suite("Histories of items")
struct HistoryBuilderTests {
  private func builder(_ profile: WeekProfile = .even) throws -> HistoryBuilder {
    HistoryBuilder(zone: try chicago(), intervalSeconds: 1800, dateOnlyProfile: profile)
  }

  /// An event at a local time, which must not be one that the clock skips.
  private func event(_ day: LocalDate, _ minute: Int) throws -> ClaimEvent {
    let second = try chicago().instant(
      localSecond: Int64(day.daysSince1970) * 86_400 + Int64(minute) * 60)
    return ClaimEvent(
      second: second, localDay: day.daysSince1970, hasTimeOfDay: true, row: 0)
  }

  private func history(
    _ events: [ClaimEvent], _ first: String, _ last: String, shift: Int = 0, each: Double = 1,
    lag: LagCurve = .none, warmUp: Int = 0
  ) throws -> VolumeHistory {
    try builder().history(
      events: events, shiftDays: shift, itemsEach: each, lag: lag, first: try localDate(first),
      last: try localDate(last), warmUpDays: warmUp)
  }

  /// The slot of the local day that holds everything of a weekday.
  private func fullSlot(_ history: VolumeHistory, _ weekday: Weekday) -> Int? {
    history.dayProfiles[weekday.rawValue].firstIndex { agree($0, 1) }
  }

  @Test("Items without a lag count on their own local day and half hour")
  func plain() throws {
    let day = try localDate("2026-07-01")
    let found = try history(
      [try event(day, 0), try event(day, 610), try event(day + 2, 1439)], "2026-07-01",
      "2026-07-03", each: 0.5)
    #expect(found.daily == [1, 0, 0.5])
    #expect(found.dayProfiles[day.weekday.rawValue][0] == 0.5)
    #expect(found.dayProfiles[day.weekday.rawValue][20] == 0.5)
    #expect(found.dayProfiles[(day + 2).weekday.rawValue][47] == 1)
    #expect(found.closed == [false, false, false])
  }

  @Test("A shift by whole weeks across a clock change keeps the weekday and the clock time")
  func shiftAcrossClockChange() throws {
    // Tuesday 2026-10-27, 10:00 summer time; a week later it is winter time.
    let day = try localDate("2026-10-27")
    let found = try history([try event(day, 600)], "2026-10-27", "2026-11-10", shift: 7)
    #expect(found.daily[7] == 1)
    #expect(fullSlot(found, .tuesday) == 20)
  }

  @Test(
    "A cause on the day of a clock change keeps its day and clock time",
    arguments: [("2026-11-01", 0), ("2026-11-01", 1380), ("2027-03-14", 600), ("2027-03-14", 1410)])
  func clockChangeDay(text: String, minute: Int) throws {
    let day = try localDate(text)
    let events = [try event(day, minute)]
    let found = try builder().history(
      events: events, shiftDays: 0, itemsEach: 1, lag: .none, first: day - 1, last: day + 1)
    #expect(found.daily == [0, 1, 0])
    #expect(fullSlot(found, .sunday) == minute / 30)
    // The same by a shift of a year's 52 weeks, where the clock changes on neither day.
    let moved = try builder().history(
      events: [try event(day - 364, minute)], shiftDays: 364, itemsEach: 1, lag: .none,
      first: day - 1, last: day + 1)
    #expect(moved.daily == [0, 1, 0])
    #expect(fullSlot(moved, .sunday) == minute / 30)
  }

  @Test("Causes with only a date take their hours from the profile, on every kind of day")
  func dateOnly() throws {
    let hours = (0..<24).map { $0 == 9 ? 3.0 : $0 == 17 ? 1.0 : 0 }
    let profile = WeekProfile(weekdays: Array(repeating: 1, count: 7), hours: hours)
    let first = try localDate("2026-10-26")
    let events = (0..<14).map { offset in
      ClaimEvent(
        second: 0, localDay: (first + offset).daysSince1970, hasTimeOfDay: false, row: offset)
    }
    let found = try builder(profile).history(
      events: events, shiftDays: 0, itemsEach: 2, lag: .none, first: first, last: first + 13)
    for value in found.daily { #expect(agree(value ?? -1, 2)) }
    for day in found.dayProfiles {
      let expected: [Int: Double] = [18: 0.375, 19: 0.375, 34: 0.125, 35: 0.125]
      for slot in 0..<48 { #expect(agree(day[slot], expected[slot] ?? 0)) }
    }
  }

  @Test("Days that still miss items of causes before the record are left out, if four weeks remain")
  func warmUp() throws {
    let lag = LagCurve(after: [5.5 * 86_400], shares: [1])
    #expect(try history([], "2026-06-01", "2026-07-31", lag: lag).start.description == "2026-06-07")
    let long = try history([], "2026-06-01", "2026-07-31", lag: lag, warmUp: 20)
    #expect(long.start.description == "2026-06-27")
    #expect(long.daily.count == 35)
    #expect(long.closed.count == 35)
    #expect(try history([], "2026-06-01", "2026-06-30", lag: lag).start.description == "2026-06-01")
  }

  @Test("Items that come after the record's end are not in it")
  func end() throws {
    let day = try localDate("2026-06-10")
    let lag = LagCurve(after: [2 * 86_400], shares: [1])
    let found = try history([try event(day, 720)], "2026-06-01", "2026-06-10", lag: lag)
    // Of two days evenly, the half day to midnight is a quarter.
    #expect(agree(found.daily.compactMap { $0 }.reduce(0, +), 0.25))
  }

  @Test(
    "Chance varies items expected from causes by their number from each, times the lag's squared shares"
  )
  func countVariance() throws {
    let day = try localDate("2026-06-10")
    let plain = try history([try event(day, 720)], "2026-06-01", "2026-06-20", each: 0.03)
    #expect(plain.countVariance == 0.03)
    // Half on the first day and half on the second: var = 0.03² × (1/4 + 1/4) λ, mean = 0.03 λ.
    let even = LagCurve(after: [2 * 86_400], shares: [1])
    let spread = try history(
      [try event(day, 720)], "2026-06-01", "2026-06-20", each: 0.03, lag: even)
    #expect(agree(spread.countVariance ?? 0, 0.015))
  }

  @Test("Lags agree with placing every cause's share by itself", arguments: UInt64(1)...15)
  func agreesWithSlow(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let first = try localDate(seed % 2 == 0 ? "2026-10-20" : "2026-05-05")
    let zone = try chicago()
    let days = 20
    let events = try (0..<200).map { _ in
      // Away from 01:00-03:00, which a clock change repeats or skips.
      try event(
        first + Int.random(in: -2..<days + 2, using: &random),
        Int.random(in: 180..<1440, using: &random))
    }
    let points = [
      Double.random(in: 0..<90_000, using: &random),
      Double.random(in: 90_000..<300_000, using: &random),
    ]
    let share = Double.random(in: 0..<1, using: &random)
    let found = try builder().history(
      events: events, shiftDays: 0, itemsEach: 0.7,
      lag: LagCurve(after: points, shares: [share, 1]),
      first: first, last: first + days - 1)
    // Slow: the share that has come by each midnight, from the start of the cause's half hour.
    func come(_ seconds: Double) -> Double {
      if seconds <= 0 { return 0 }
      // Whole half hours have passed at a midnight, and the last one takes what is left.
      if seconds >= (points[1] / 1800).rounded(.up) * 1800 { return 1 }
      if seconds < points[0] { return share * seconds / points[0] }
      if seconds >= points[1] { return 1 }
      return share + (1 - share) * (seconds - points[0]) / (points[1] - points[0])
    }
    for day in 0..<days {
      let midnight = zone.startOfDay(first + day)
      let next = zone.startOfDay(first + day + 1)
      var expected = 0.0
      for event in events where event.localDay >= first.daysSince1970 {
        let begin = event.second - (((event.second % 1800) + 1800) % 1800)
        expected += 0.7 * (come(Double(next - begin)) - come(Double(midnight - begin)))
      }
      #expect(agree(found.daily[day] ?? -1, expected), "\(first + day)")
    }
  }

  @Test("In an export an absent interval makes its day missing, one that the clock skips does not")
  func exportDays() throws {
    let zone = try chicago()
    // Four Sundays round the clock; 2027-03-14 has no 02:00, 2027-03-21 lacks 05:00.
    var days: [[Double?]] = []
    for day in 0..<22 {
      var values: [Double?] = Array(repeating: nil, count: 24)
      if day % 7 == 0 { values = Array(repeating: 1, count: 24) }
      if day == 7 { values[2] = nil }
      if day == 14 { values[5] = nil }
      days.append(values)
    }
    let export = IntervalExport(
      source: "x", start: try localDate("2027-03-07"), intervalSeconds: 3600, days: days,
      closedDays: [21], remarks: [])
    let found = try #require(
      HistoryBuilder.history(of: export, before: try localDate("2027-04-01"), zone: zone))
    #expect(found.daily[0] == 24)
    #expect(found.daily[7] == 23)
    #expect(found.daily[14] == .some(nil))
    #expect(found.closed == (0..<22).map { $0 % 7 != 0 || $0 == 21 })
    #expect(found.intervals.count == 22)
    let cut = try #require(
      HistoryBuilder.history(of: export, before: try localDate("2027-03-09"), zone: zone))
    #expect(cut.daily.count == 2)
    #expect(HistoryBuilder.history(of: export, before: export.start, zone: zone) == nil)
  }
}
