import ClaimsStore
import Foundation
import Quantities
import Results
import Testing

@testable import Demand

/// A date that the test knows to exist.
func localDate(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }

/// A horizon in Chicago.
func horizon(
  _ start: String, _ end: String, seconds: Int = 1800, holidays: [String] = []
) throws -> IntervalCalendar {
  var names: [LocalDate: String] = [:]
  for text in holidays { names[try localDate(text)] = "holiday" }
  return IntervalCalendar(
    start: try localDate(start), end: try localDate(end), intervalSeconds: seconds,
    zone: try chicago(), holidays: names)
}

/// The zone of most tests.
func chicago() throws -> ZoneRules { try #require(ZoneRules(name: "America/Chicago")) }

/// Opening hours that the test knows to be sound.
func weeklyHours(_ text: String) throws -> WeeklyHours { try #require(WeeklyHours(text: text)) }

/// The total of items on each day.
func byDay(_ items: [Double], _ calendar: IntervalCalendar) -> [Double] {
  calendar.days.map { items[$0.intervals].reduce(0, +) }
}

/// Whether two numbers agree to a relative 1e-9.
func agree(_ left: Double, _ right: Double) -> Bool {
  abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
}

/// A seeded generator for property tests by the SplitMix64 rule.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Claims from the lines of a file with the store's own headings.
func claims(_ lines: [String]) throws -> ClaimsTable {
  let heading = "claim_id,ts,member_id,ndc,days_supply,status,reject_code"
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("claims-\(UUID().uuidString).csv")
  defer { try? FileManager.default.removeItem(at: path) }
  try ([heading] + lines).joined(separator: "\n").appending("\n")
    .write(to: path, atomically: true, encoding: .utf8)
  return try ClaimsImport.csv(path.path).table
}

/// What the demand stage takes of claims between two days.
func basis(
  _ table: ClaimsTable, _ first: String, _ last: String, members: Double = 100, shiftWeeks: Int = 0
) throws -> ClaimsBasis {
  ClaimsBasis(
    episodes: try ClaimEpisodes(table, zone: try chicago()),
    quality: ClaimsQuality(
      source: "test", synthetic: false, rows: table.rowCount, firstDay: try localDate(first),
      lastDay: try localDate(last), membersSeen: "1-10", membersRepresented: members,
      shiftWeeks: shiftWeeks, missing: [], remarks: [], digest: ""),
    membersRepresented: members, shiftWeeks: shiftWeeks)
}

/// One queue with one driver.
func queue(
  _ cause: DemandDriver.Cause, lag: LagCurve = .none, profile: WeekProfile? = nil,
  hours: String = "Mon-Fri 08:00-18:00", isLive: Bool = true, _ calendar: IntervalCalendar
) throws -> DemandQueue {
  DemandQueue(
    name: "desk", isLive: isLive, openMask: calendar.openMask(try weeklyHours(hours)),
    drivers: [
      DemandDriver(
        name: "cause", cause: cause, lag: lag, profile: profile, levelSpread: 0.05, daySpread: 0.1)
    ])
}

/// The one driver's outcome.
func workOut(
  _ queue: DemandQueue, _ calendar: IntervalCalendar, membership: Membership? = nil,
  claims: ClaimsBasis? = nil
) throws -> DriverDemand {
  let result = try workOutDemand(
    queues: [queue], calendar: calendar, membership: membership, claims: claims)
  return try #require(result.queues.first?.drivers.first)
}
