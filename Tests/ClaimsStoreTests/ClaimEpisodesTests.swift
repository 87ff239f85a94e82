import Foundation
import Quantities
import Testing

@testable import ClaimsStore

@Suite("Episodes")
struct ClaimEpisodesTests {
  private let header = "claim_id,ts,member_id,ndc,status,reject_code,fill_number,days_supply\n"

  private func claimIDs(_ rows: String, _ sql: String, zone: ZoneRules = .utc) throws -> [Int64] {
    let workspace = try Workspace()
    let table = try workspace.claims(header + rows).table
    let events = try table.demandEvents(where: ClaimsPredicate(sql), zone: zone)
    return events.map { table.integers("claim_id")[$0.row] ?? -1 }
  }

  @Test("A driver on rejects counts the first reject of an episode")
  func firstReject() throws {
    let rows = """
      1,2026-03-01,7,A,rejected,75,,30
      2,2026-03-02,7,A,rejected,75,,30
      3,2026-03-08,7,A,rejected,75,,30
      4,2026-03-09,7,A,rejected,75,,30
      5,2026-03-01,7,B,rejected,75,,30
      6,2026-03-01,8,A,rejected,70,,30
      """
    #expect(try claimIDs(rows, "status = 'rejected' AND reject_code = '75'") == [1, 5, 4])
    #expect(try claimIDs(rows, "reject_code = '70'") == [6])
  }

  @Test("A driver on paid claims counts the surviving fill; a reversal cancels a fill")
  func survivingFill() throws {
    let rows = """
      1,2026-03-01,7,A,paid,,1,30
      2,2026-03-02,7,A,reversed,,1,30
      3,2026-03-03,7,A,paid,,1,30
      4,2026-03-01,8,A,paid,,1,30
      5,2026-03-12,8,A,reversed,,1,30
      6,2026-03-01,9,A,rejected,75,1,30
      7,2026-03-04,9,A,paid,,1,30
      """
    #expect(try claimIDs(rows, "status = 'paid'") == [3, 7])
    #expect(try claimIDs(rows, "status = 'reversed'") == [2, 5])
    #expect(try claimIDs(rows, "TRUE") == [6, 3])
  }

  @Test("A reversal of another fill number, or after 30 days, cancels nothing")
  func otherFill() throws {
    let rows = """
      1,2026-03-01,7,A,paid,,1,30
      2,2026-03-03,7,A,reversed,,2,30
      3,2026-03-01,8,A,paid,,1,30
      4,2026-04-01,8,A,reversed,,1,30
      5,2026-03-01,9,A,paid,,1,30
      6,2026-03-31,9,A,reversed,,,30
      """
    #expect(try claimIDs(rows, "status = 'paid'") == [1, 3])
  }

  @Test("A missing status counts as paid; without an NDC each claim is an episode")
  func missing() throws {
    let rows = """
      1,2026-03-01,7,A,,,1,30
      2,2026-03-01,7,,rejected,75,1,30
      3,2026-03-02,7,,rejected,75,1,30
      """
    #expect(try claimIDs(rows, "status IS NULL") == [1])
    #expect(try claimIDs(rows, "reject_code = '75'") == [2, 3])
  }

  @Test("The order of rows in the file does not matter", arguments: UInt64(1)...10)
  func order(seed: UInt64) throws {
    let lines = [
      "1,2026-03-01,7,A,rejected,75,1,30", "2,2026-03-01,7,A,paid,,1,30",
      "3,2026-03-01,7,A,reversed,,1,30", "4,2026-03-20,7,A,paid,,1,30",
      "5,2026-03-02 10:00:00,8,A,paid,,1,30", "6,2026-03-02 09:00:00,8,A,rejected,75,1,30",
    ]
    var random = SplitMix(state: seed)
    let shuffled = lines.shuffled(using: &random).joined(separator: "\n")
    #expect(try claimIDs(shuffled, "status = 'paid'") == [5, 4])
    #expect(try claimIDs(shuffled, "reject_code = '75'") == [1, 6])
  }

  // Chicago is six hours behind UTC in January: 2026-01-09 05:30 UTC is still the 8th there, seven
  // days after the 1st; in UTC it is the eighth day.
  @Test("Service days are days of the given zone")
  func zones() throws {
    let rows = """
      1,2026-01-01 12:00:00,7,A,rejected,75,1,30
      2,2026-01-09 05:30:00,7,A,rejected,75,1,30
      """
    let chicago = try #require(ZoneRules(name: "America/Chicago"))
    #expect(try claimIDs(rows, "reject_code = '75'", zone: chicago) == [1])
    #expect(try claimIDs(rows, "reject_code = '75'", zone: .utc) == [1, 2])
  }

  @Test("A service day without a time is a local day, not UTC midnight")
  func dateOnly() throws {
    let workspace = try Workspace()
    let table = try workspace.claims(header + "1,2026-01-31,7,A,paid,,1,30\n").table
    let chicago = try #require(ZoneRules(name: "America/Chicago"))
    let event = try #require(try table.demandEvents(where: .all, zone: chicago).first)
    #expect(
      event
        == ClaimEvent(
          second: 20_484 * 86_400 + 21_600, localDay: 20_484, hasTimeOfDay: false, row: 0))
    let runOut = try #require(try table.runOuts(where: .all, zone: chicago).first)
    #expect(runOut.localDay == 20_514)
    // 2026-03-02 is still winter time in Chicago.
    #expect(runOut.second == 20_514 * 86_400 + 21_600)
  }

  @Test("Run-outs are of surviving fills with days supply")
  func runOuts() throws {
    let workspace = try Workspace()
    let rows = """
      1,2026-03-01,7,A,paid,,1,30
      2,2026-03-02,7,A,reversed,,1,30
      3,2026-03-03,7,A,paid,,1,90
      4,2026-03-01,8,A,paid,,1,0
      5,2026-03-01,9,A,paid,,1,
      6,2026-03-01,10,A,rejected,75,1,30
      """
    let table = try workspace.claims(header + rows).table
    let events = try table.runOuts(where: .all, zone: .utc)
    #expect(events.map(\.row) == [2])
    #expect(events.first?.localDay == table.integers("ts")[2].map { Int($0 / 86_400_000_000) + 90 })
  }

  /// The rule read off its text, one member and drug at a time, with nothing shared with the store.
  private func slowEvents(_ table: ClaimsTable, rejects: Bool) -> Set<Int> {
    var groups: [String: [Int]] = [:]
    let members = table.integers("member_id")
    let drugs = table.texts("ndc")
    let statuses = table.texts("status")
    let instants = table.integers("ts")
    let fills = table.integers("fill_number")
    let days = instants.map { Int(($0 ?? 0) / 86_400_000_000) }
    for row in 0..<table.rowCount {
      groups["\(members[row] ?? 0)/\(drugs[row] ?? "")", default: []].append(row)
    }
    var chosen: Set<Int> = []
    let rank = ["rejected": 0, "paid": 1, "reversed": 2]
    for rows in groups.values {
      let sorted = rows.sorted {
        let (left, right) = (statuses[$0] ?? "", statuses[$1] ?? "")
        return (days[$0], instants[$0] ?? 0, rank[left] ?? 0, $0) < (
          days[$1], instants[$1] ?? 0, rank[right] ?? 0, $1
        )
      }
      var live: [Int] = []
      var cancelled: Set<Int> = []
      for row in sorted {
        if statuses[row] == "paid" { live.append(row) }
        if statuses[row] == "reversed",
          let hit = live.last(where: { days[row] - days[$0] <= 30 && fills[row] == fills[$0] })
        {
          live.removeAll { $0 == hit }
          cancelled.insert(hit)
        }
      }
      var rest = sorted[...]
      while let first = rest.first {
        let episode = rest.prefix { days[$0] - days[first] <= 7 }
        rest = rest.dropFirst(episode.count)
        let hit =
          rejects
          ? episode.first { statuses[$0] == "rejected" }
          : episode.last { statuses[$0] == "paid" && !cancelled.contains($0) }
        if let hit { chosen.insert(hit) }
      }
    }
    return chosen
  }

  @Test(
    "Agrees with the rule applied member by member on synthetic claims", arguments: UInt64(1)...3)
  func agrees(seed: UInt64) throws {
    let table = try SyntheticClaims(
      profile: .mailOrder, rows: 4_000, seed: seed, before: LocalDate(daysSince1970: 20_000),
      zone: .utc
    ).table()
    let episodes = try ClaimEpisodes(table, zone: .utc)
    let rejects = try episodes.demandEvents(
      where: ClaimsPredicate("status = 'rejected'"), threads: 2)
    #expect(Set(rejects.map(\.row)) == slowEvents(table, rejects: true))
    let fills = try episodes.demandEvents(where: ClaimsPredicate("status = 'paid'"))
    #expect(Set(fills.map(\.row)) == slowEvents(table, rejects: false))
    #expect(fills.count == Set(fills.map(\.row)).count)
    #expect(zip(fills, fills.dropFirst()).allSatisfy { $0.second <= $1.second })
  }
}

/// A small generator for shuffles in tests.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
