import Quantities
import Testing

@Suite("Zone rules")
struct ZoneRulesTests {
  @Test(
    "Clocks change at the instants that the time zone database gives",
    arguments: [
      // Instants from the IANA database as Python's zoneinfo reads it; 1 November 2026 07:00 UTC is
      // 02:00 in Chicago by the Energy Policy Act of 2005, 25 October 2026 01:00 UTC by 2000/84/EC.
      ("America/Chicago", Int64(1_793_516_400), -18_000, -21_600),
      ("America/Chicago", 1_805_011_200, -21_600, -18_000),
      ("Europe/London", 1_792_890_000, 3600, 0),
      ("Europe/London", 1_806_195_600, 0, 3600),
      ("Australia/Lord_Howe", 1_791_041_400, 37_800, 39_600),
      ("Australia/Lord_Howe", 1_806_764_400, 39_600, 37_800),
    ])
  func transitions(name: String, instant: Int64, before: Int, after: Int) throws {
    let zone = try zoneRules(name)
    #expect(zone.offset(at: instant - 1) == before)
    #expect(zone.offset(at: instant) == after)
  }

  @Test("Manila has kept one offset since 1991")
  func manila() throws {
    let zone = try zoneRules("Asia/Manila")
    for year in 1992...2060 {
      for month in 1...12 {
        let date = try #require(LocalDate(year: year, month: month, day: 15))
        #expect(zone.startOfDay(date) == Int64(date.daysSince1970) * 86_400 - 28_800)
      }
    }
  }

  @Test(
    "A change of the standard time without summer time is known",
    arguments: [
      // IANA: Moscow went to UTC+4 on 2011-03-27 and to UTC+3 on 2014-10-26; Pyongyang to UTC+8:30
      // on 2015-08-15 and back to UTC+9 on 2018-05-05.
      ("Europe/Moscow", "2013-01-15", 14_400), ("Europe/Moscow", "2015-07-15", 10_800),
      ("Asia/Pyongyang", "2016-06-01", 30_600), ("Asia/Pyongyang", "2019-06-01", 32_400),
    ])
  func standardTimeChanges(name: String, day: String, offset: Int) throws {
    let zone = try zoneRules(name)
    let date = try localDate(day)
    #expect(zone.offset(at: Int64(date.daysSince1970) * 86_400) == offset)
  }

  @Test(
    "Names that are no zones are refused",
    arguments: [
      "", "Chicago", "America/Nowhere", "CST", "../../etc/passwd", "/", "america", "UTC+1",
    ])
  func refusals(name: String) { #expect(ZoneRules(name: name) == nil) }

  @Test("A time that occurs twice is its first occurrence; a skipped one moves forward")
  func doubtfulTimes() throws {
    let zone = try zoneRules("America/Chicago")
    func local(_ day: String, _ hour: Int, _ minute: Int) throws -> Int64 {
      Int64(try localDate(day).daysSince1970) * 86_400 + Int64(hour * 60 + minute) * 60
    }
    // 01:30 CDT on 2026-11-01 is 06:30 UTC, half an hour before the change.
    #expect(zone.instant(localSecond: try local("2026-11-01", 1, 30)) == 1_793_516_400 - 1800)
    // 02:30 on 2027-03-14 does not exist: half an hour after the change, 03:30 CDT.
    #expect(zone.instant(localSecond: try local("2027-03-14", 2, 30)) == 1_805_011_200 + 1800)
    #expect(zone.local(at: 1_805_011_200 + 1800).minute == 210)
    // 02:00 on 2026-11-01 occurs once, an hour after the change.
    #expect(zone.instant(localSecond: try local("2026-11-01", 2, 0)) == 1_793_516_400 + 3600)
  }

  @Test(
    "Local time and instant are inverse away from clock changes",
    arguments: [
      "America/Chicago", "Asia/Kathmandu", "Australia/Lord_Howe", "America/St_Johns", "UTC",
    ])
  func inverse(name: String) throws {
    let zone = try zoneRules(name)
    let start = try localDate("2026-01-01")
    for day in 0..<730 {
      let noon = Int64((start + day).daysSince1970) * 86_400 + 43_200
      let instant = zone.instant(localSecond: noon)
      #expect(zone.local(at: instant).date == start + day)
      #expect(zone.local(at: instant).minute == 720)
    }
  }

  @Test("Days before 1970 have their dates")
  func beforeTheEpoch() throws {
    let local = ZoneRules.utc.local(at: -1)
    #expect(local.date.description == "1969-12-31")
    #expect(local.minute == 1439)
  }

  @Test("A day that begins in a gap begins at its first instant")
  func midnightGap() throws {
    // Havana springs from 00:00 to 01:00: 2026-03-08 begins at 05:00 UTC, which reads 01:00.
    let zone = try zoneRules("America/Havana")
    let date = try localDate("2026-03-08")
    let start = zone.startOfDay(date)
    #expect(start == Int64(date.daysSince1970) * 86_400 + 5 * 3600)
    #expect(zone.local(at: start).minute == 60)
    #expect(zone.local(at: start - 1).date == date - 1)
  }
}
