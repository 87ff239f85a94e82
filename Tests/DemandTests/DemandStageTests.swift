import ClaimsStore
import Quantities
import Results
import Testing

@testable import Demand

@Suite("Working out demand")
struct DemandStageTests {
  private let rejects = "status = 'rejected' AND reject_code = '75'"

  /// One reject a day at 10:00 in Chicago's summer time, with another member each.
  private func dailyRejects(_ first: String, count: Int) throws -> ClaimsTable {
    let start = try localDate(first)
    return try claims(
      (0..<count).map { "\($0),\(start + $0) 15:00:00,\($0),00001,30,rejected,75" })
  }

  private func message(_ body: () throws -> DriverDemand) -> String {
    do {
      _ = try body()
      return "no error"
    } catch {
      return "\(error)"
    }
  }

  @Test("A rate of 120 in 30 minutes gives 120 in each open half hour and nothing else")
  func plainRate() throws {
    let calendar = try horizon("2026-10-26", "2026-11-08", holidays: ["2026-10-28"])
    let desk = try queue(.rate(perSecond: 120.0 / 1800), calendar)
    let known = try #require(try workOut(desk, calendar).known)
    for (items, isOpen) in zip(known, desk.openMask) { #expect(agree(items, isOpen ? 120 : 0)) }
  }

  @Test("With a profile the mean over open time is the rate", arguments: [true, false])
  func profileRate(isLive: Bool) throws {
    let calendar = try horizon("2026-12-07", "2026-12-20")
    let profile = WeekProfile(
      weekdays: [2, 1, 1, 1, 1.5, 0.5, 0.2],
      hours: (0..<24).map { (6..<22).contains($0) ? Double($0) : 0.1 })
    let desk = try queue(
      .rate(perSecond: 0.01), profile: profile, hours: "24/7", isLive: isLive, calendar)
    let known = try #require(try workOut(desk, calendar).known)
    #expect(agree(known.reduce(0, +) / Double(known.count), 18))
    #expect(known.allSatisfy { $0 >= 0 })
    let days = byDay(known, calendar)
    #expect(agree(days[0] / days[1], 2))
    #expect(agree(days[6] / days[1], 0.2))
  }

  @Test("Contacts per member-month become items of open days, growth entering once")
  func members() throws {
    let calendar = try horizon("2026-12-07", "2027-01-17")
    let jump = try localDate("2027-01-04")
    let membership = Membership(
      start: 30_437.5, events: [.init(date: jump, members: 30_437.5, name: "plan")])
    let desk = try queue(
      .members(perMemberMonth: 0.04, tenure: TenureCurve(days: [0, 7], multiples: [3, 1])), calendar
    )
    let outcome = try workOut(desk, calendar, membership: membership)
    let weeks = calendar.weeks.map { days in
      (outcome.known ?? [])[calendar.intervals(ofDays: days)].reduce(0, +)
    }
    // 40 contacts a day; joiners add 40 × (3, 2 + 5/7, …) in their first week, then 40.
    #expect(agree(weeks[0], 280))
    var first = 0.0
    for tenure in 0..<7 { first += 40 + 40 * (3 - 2 * Double(tenure) / 7) }
    #expect(agree(weeks[4], first))
    #expect(agree(weeks[5], 560))
    #expect(outcome.history == nil)
    #expect(agree(outcome.knownByMonth.map(\.value).reduce(0, +), weeks.reduce(0, +)))
    #expect(outcome.knownByMonth.map(\.month) == ["2026-12", "2027-01"])
  }

  @Test("A dated cause comes by its lag, on open days, in full")
  func event() throws {
    let calendar = try horizon("2026-12-07", "2026-12-20")
    let lag = LagCurve(after: [86_400, 6 * 86_400], shares: [0.5, 1])
    let desk = try queue(
      .event(date: try localDate("2026-12-10"), pieces: 1000, responseShare: 0.2), lag: lag,
      calendar)
    let days = byDay(try #require(try workOut(desk, calendar).known), calendar)
    // 200 answers from Thursday: 100, then 20 a day; the weekend's two days come on Monday.
    let expected: [Double] = [0, 0, 0, 100, 20, 0, 0, 60, 20, 0, 0, 0, 0, 0]
    for (found, wanted) in zip(days, expected) { #expect(agree(found, wanted)) }
  }

  @Test("Of a reset's items half come in each half-life, from the members of its day")
  func reset() throws {
    let calendar = try horizon("2026-12-28", "2027-01-31")
    let membership = Membership(
      start: 1000, events: [.init(date: try localDate("2027-01-04"), members: 3000, name: "plan")])
    let desk = try queue(
      .reset(
        dates: [try localDate("2027-01-04")], claimants: nil, shareOfMembers: 0.5, perClaimant: 0.2,
        halfLifeDays: 7), hours: "daily 00:00-24:00", calendar)
    let known = try #require(try workOut(desk, calendar, membership: membership).known)
    let weeks = calendar.weeks.map { known[calendar.intervals(ofDays: $0)].reduce(0, +) }
    // 4000 members × ½ × 0.2 are 400 items: 200 in the first week, then 100, 50, 25.
    for (found, wanted) in zip(weeks, [0.0, 200, 100, 50, 25]) { #expect(agree(found, wanted)) }
    let late = try queue(
      .reset(
        dates: [try localDate("2026-12-21")], claimants: 800, shareOfMembers: 0, perClaimant: 1,
        halfLifeDays: 7), hours: "daily 00:00-24:00", calendar)
    let rest = try #require(try workOut(late, calendar).known)
    // Half came before the horizon; five half-lives of it leave 800 ÷ 64.
    #expect(agree(rest.reduce(0, +), 400 - 12.5))
  }

  @Test("The part of a dated cause that came before the horizon is not in it")
  func eventBefore() throws {
    let calendar = try horizon("2026-12-07", "2026-12-20")
    let lag = LagCurve(after: [10 * 86_400], shares: [1])
    let desk = try queue(
      .event(date: try localDate("2026-12-02"), pieces: 100, responseShare: 1), lag: lag, calendar)
    let known = try #require(try workOut(desk, calendar).known)
    #expect(agree(known.reduce(0, +), 50))
  }

  @Test("Claims become a history per represented member, growth entering once")
  func claimsHistory() throws {
    let table = try dailyRejects("2026-07-01", count: 92)
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let membership = Membership(
      start: 5000, events: [.init(date: try localDate("2026-10-16"), members: 5000, name: "plan")])
    let desk = try queue(.claims(predicate: try ClaimsPredicate(rejects), perClaim: 0.62), calendar)
    let outcome = try workOut(
      desk, calendar, membership: membership,
      claims: try basis(table, "2026-07-01", "2026-09-30", members: 1000))
    let history = try #require(outcome.history)
    #expect(history.start.description == "2026-07-01")
    #expect(history.daily.count == 92)
    for value in history.daily { #expect(agree(value ?? -1, 0.62)) }
    #expect(history.exposure == Array(repeating: 1000, count: 92))
    #expect(
      history.futureExposure
        == Array(repeating: 5000, count: 15) + Array(repeating: 10_000, count: 16))
    #expect(agree(history.dayProfiles[0][20], 1))
    #expect(outcome.known == nil)
  }

  @Test(
    "Refills come due before their run-out, at the fill's clock time, and the start is left out")
  func refillsDue() throws {
    // One 30-day fill a day at 12:00 local; the lead is 5 days, so items begin 25 days later.
    let start = try localDate("2026-08-01")
    let table = try claims(
      (0..<120).map { offset in
        let day = start + offset
        let hour = day < LocalDate(daysSince1970: 20_758) ? 17 : 18  // 2026-11-01
        return "\(offset),\(day) \(hour):00:00,\(offset),00001,30,paid,"
      })
    let calendar = try horizon("2026-12-01", "2026-12-31")
    let desk = try queue(
      .refillsDue(predicate: nil, perRefill: 1, leadDays: 5), calendar)
    let history = try #require(
      try workOut(desk, calendar, claims: try basis(table, "2026-08-01", "2026-11-28")).history)
    #expect(history.start.description == "2026-08-26")
    // One a day from the first day that is kept to the last: no ramp at the start of the record.
    #expect(history.daily.count == 95)
    #expect(history.daily.allSatisfy { $0 == 1 })
    for profile in history.dayProfiles { #expect(agree(profile[24], 1)) }
  }

  @Test("Claims whose last day is 92 days before the start are used, 93 are refused")
  func reach() throws {
    let table = try dailyRejects("2026-05-01", count: 61)
    let desk = { (calendar: IntervalCalendar) in
      try queue(.claims(predicate: try ClaimsPredicate(self.rejects), perClaim: 1), calendar)
    }
    // From July to September there are 92 days.
    let near = try horizon("2026-10-01", "2026-10-31")
    let quarter = try basis(table, "2026-05-01", "2026-06-30")
    #expect(try workOut(try desk(near), near, claims: quarter).history != nil)
    let far = try horizon("2026-10-02", "2026-10-31")
    #expect(
      message { try workOut(try desk(far), far, claims: quarter) }
        == "queue desk, driver cause: the claims end on 2026-06-30, which leaves 93 days without data "
        + "before calendar.start 2026-10-02; a forecast may not begin more than 92 days after its "
        + "data. Set claims.shift to \"13w\".")
  }

  @Test(
    "Following the remedy for old claims works at the first try",
    arguments: [
      ("2010-12-31", 0), ("2026-06-29", 0), ("2026-06-23", 0), ("2024-02-29", 3), ("2026-01-01", 1),
    ])
  func shiftRemedy(last: String, already: Int) throws {
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let end = try localDate(last)
    let table = try dailyRejects("\(end - 59)", count: 60)
    let desk = try queue(.claims(predicate: try ClaimsPredicate(rejects), perClaim: 1), calendar)
    func shifted(_ weeks: Int) throws -> ClaimsBasis {
      try basis(
        table, "\(end - 59 + 7 * weeks)", "\(end + 7 * weeks)", shiftWeeks: weeks)
    }
    let found = message { try workOut(desk, calendar, claims: try shifted(already)) }
    let weeks = try #require(found.split(separator: "\"").dropFirst().first?.dropLast())
    #expect(found.contains("w\"."))
    let outcome = try workOut(desk, calendar, claims: try shifted(try #require(Int(weeks))))
    let history = try #require(outcome.history)
    #expect(history.daily.count == 60)
    #expect(history.daily.allSatisfy { $0 == 1 })
    let gap = calendar.start - (history.start + 60)
    #expect((0..<7).contains(gap))
  }

  @Test("Claims that begin after the start get a remedy that works, never a larger shift")
  func tooLate() throws {
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let table = try dailyRejects("2026-08-01", count: 40)
    let desk = try queue(.claims(predicate: try ClaimsPredicate(rejects), perClaim: 1), calendar)
    // 2026-08-01 to 2026-09-09 and 9 weeks: 2026-10-03 to 2026-11-11; 6 weeks fewer end in time.
    let late = try basis(table, "2026-10-03", "2026-11-11", shiftWeeks: 9)
    #expect(
      message { try workOut(desk, calendar, claims: late) }
        == "queue desk, driver cause: the claims begin on 2026-10-03, not before calendar.start "
        + "2026-10-01. Set claims.shift to \"3w\".")
    let right = try basis(table, "2026-08-22", "2026-09-30", shiftWeeks: 3)
    #expect(try workOut(desk, calendar, claims: right).history?.daily.count == 40)
    let unshifted = try basis(table, "2026-10-03", "2026-11-11")
    #expect(
      message { try workOut(desk, calendar, claims: unshifted) }
        .hasSuffix("Set calendar.start to 2026-11-12 or later."))
  }

  @Test("A driver without its claims or members says what to give")
  func lacking() throws {
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let desk = try queue(.claims(predicate: .all, perClaim: 1), calendar)
    #expect(
      message { try workOut(desk, calendar) }
        == "queue desk, driver cause: needs claims. Give \"claims\" in the spec.")
    let members = try queue(
      .members(perMemberMonth: 1, tenure: TenureCurve(days: [], multiples: [])), calendar)
    #expect(
      message { try workOut(members, calendar) }
        == "queue desk, driver cause: needs members. Give \"members\" in the spec.")
  }

  @Test("A lag or a lead of more than ten years is refused, not worked out for hours")
  func longLag() throws {
    let calendar = try horizon("2026-10-01", "2026-10-31")
    let lag = LagCurve(after: [1e15], shares: [1])
    let desk = try queue(
      .event(date: calendar.start, pieces: 1, responseShare: 1), lag: lag, calendar)
    #expect(message { try workOut(desk, calendar) }.hasSuffix("Write a shorter lag."))
    let table = try dailyRejects("2026-08-01", count: 40)
    let refills = try queue(.refillsDue(predicate: nil, perRefill: 1, leadDays: 1e300), calendar)
    #expect(
      message {
        try workOut(refills, calendar, claims: try basis(table, "2026-08-01", "2026-09-09"))
      }.hasSuffix("Write 0 to 3652 days."))
  }

  @Test("An export that ends long before the start names the starts that work")
  func oldExport() throws {
    let start = try localDate("2003-03-03")
    let export = IntervalExport(
      source: "bank.csv, column Calls", start: start, intervalSeconds: 3600,
      days: Array(repeating: Array(repeating: 1, count: 24), count: 30), closedDays: [], remarks: []
    )
    func outcome(_ first: LocalDate) throws -> DriverDemand {
      let calendar = IntervalCalendar(
        start: first, end: first + 30, intervalSeconds: 1800, zone: try chicago())
      return try workOut(try queue(.history(export), calendar), calendar)
    }
    // The export ends on 2003-04-01; 92 days later is 2003-07-02, the last day without data.
    #expect(
      message { try outcome(try localDate("2027-01-01")) }
        .hasSuffix(
          "Set calendar.start to a day from 2003-04-02 to 2003-07-03, or export to a later day."))
    #expect(try outcome(try localDate("2003-04-02")).history?.daily.count == 30)
    #expect(try outcome(try localDate("2003-07-03")).history?.daily.count == 30)
    #expect(message { try outcome(try localDate("2003-07-04")) }.contains("93 days"))
    #expect(message { try outcome(start) }.contains("not before calendar.start"))
  }

  @Test("A driver on another queue stays open until that queue is forecast")
  func feed() throws {
    let calendar = try horizon("2026-10-01", "2026-10-02")
    let outcome = try workOut(try queue(.queue(name: "voice", share: 0.1), calendar), calendar)
    #expect(outcome.known == nil && outcome.history == nil)
    #expect(outcome.explanation == "0.1 of the items of voice")
  }

  @Test("Numbers in explanations are short and grouped")
  func numbers() {
    #expect(
      [0.62, 0.035, 12, 1000, 250_000, 0, 3.14159].map(short) == [
        "0.62", "0.035", "12", "1,000", "250,000", "0", "3.142",
      ])
    #expect(
      [0, 7, 999, 1000, 123_456, 1_234_567, -1_234_567_890].map(grouped) == [
        "0", "7", "999", "1,000", "123,456", "1,234,567", "-1,234,567,890",
      ])
  }
}
