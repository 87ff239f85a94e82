import Foundation
import Quantities
import Testing

@testable import ClaimsStore

/// The fast join against the rule read off its text, on tables that are as awkward as may be.
@Suite("Episodes, fast and slow")
struct EpisodeAgreementTests {
  /// A claim as the file gives it.
  private struct Claim {
    var id: Int?
    var day: Int
    /// Seconds of the UTC day; `nil` for a day without a time.
    var second: Int?
    var member: String
    var ndc: String
    var status: String
    var fill: Int?
    var supply: Int

    var line: String {
      let date = LocalDate(daysSince1970: day).description
      let clock = second.map { second in
        let parts = [second / 3_600, second / 60 % 60, second % 60]
        return " " + parts.map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
      }
      let optional = [id, fill].map { $0.map { "\($0)" } ?? "" }
      let first = [optional[0], date + (clock ?? ""), member, ndc]
      return (first + [status, optional[1], "\(supply)"]).joined(separator: ",")
    }

    func localDay(_ zone: ZoneRules) -> Int {
      guard let second else { return day }
      let instant = day * 86_400 + second
      return Int((Double(instant + zone.offset(at: Int64(instant))) / 86_400).rounded(.down))
    }

    var rank: Int {
      switch status {
      case "paid", "": 1
      case "reversed": 2
      default: 0
      }
    }
  }

  private enum Members: String, CaseIterable {
    case few, wide, text
  }

  private func claims(_ seed: UInt64, _ members: Members, count: Int) -> [Claim] {
    var random = SplitMix(state: seed)
    let people: [String] = (0..<12).map { person in
      switch members {
      case .few: "\(person - 3)"
      case .wide:
        "\(Int64.min &+ Int64(person) &* 1_500_000_000_000_000_000 &+ Int64(seed))"
      case .text: "M-\(person)x"
      }
    }
    return (0..<count).map { _ in
      func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
      }
      // Around a clock change of Chicago.
      let day = 19_780 + Int.random(in: 0..<60, using: &random)
      return Claim(
        id: pick([nil, 1, 2, 3, 3]), day: day,
        second: pick([nil, 0, 18_000, 21_599, 21_600, 86_399]), member: pick(people),
        ndc: pick(["A", "B", "C", "", "D"]),
        status: pick(["paid", "paid", "", "rejected", "reversed", "pending"]),
        fill: pick([nil, 1, 2]), supply: pick([0, 30, 90]))
    }
  }

  /// Episodes, each a list of rows in order, and the fills that survive.
  private func slowly(
    _ claims: [Claim], _ zone: ZoneRules
  ) -> (episodes: Set<[Int]>, fills: Set<Int>) {
    var groups: [String: [Int]] = [:]
    var episodes: Set<[Int]> = []
    var fills: Set<Int> = []
    for (row, claim) in claims.enumerated() {
      if claim.ndc.isEmpty {
        episodes.insert([row])
        if claim.rank == 1 { fills.insert(row) }
      } else {
        groups["\(claim.member)/\(claim.ndc)", default: []].append(row)
      }
    }
    let days = claims.map { $0.localDay(zone) }
    func precedes(_ left: Int, _ right: Int) -> Bool {
      let (one, other) = (claims[left], claims[right])
      let key = { (row: Int, claim: Claim) in
        (days[row], claim.second.map { claim.day * 86_400 + $0 } ?? Int.min, claim.rank)
      }
      if key(left, one) != key(right, other) { return key(left, one) < key(right, other) }
      return (one.id ?? 0, left) < (other.id ?? 0, right)
    }
    for rows in groups.values {
      let sorted = rows.sorted(by: precedes)
      var live: [Int] = []
      var cancelled: Set<Int> = []
      for row in sorted {
        if claims[row].rank == 1 { live.append(row) }
        guard claims[row].rank == 2 else { continue }
        let hit = live.last {
          let (one, other) = (claims[row].fill, claims[$0].fill)
          return days[row] - days[$0] <= 30 && (one == nil || other == nil || one == other)
        }
        live.removeAll { $0 == hit }
        if let hit { cancelled.insert(hit) }
      }
      var rest = sorted[...]
      while let first = rest.first {
        let episode = rest.prefix { days[$0] - days[first] <= 7 }
        rest = rest.dropFirst(episode.count)
        episodes.insert(Array(episode))
        if let fill = episode.last(where: { claims[$0].rank == 1 && !cancelled.contains($0) }) {
          fills.insert(fill)
        }
      }
    }
    return (episodes, fills)
  }

  private func table(_ claims: [Claim], _ members: Members) throws -> ClaimsTable {
    let workspace = try Workspace()
    let names = ["claim_id", "ts", "member_id", "ndc", "status", "fill_number", "days_supply"]
    let type: String =
      switch members {
      case .few: ""
      case .wide: #", "type": "bigint""#
      case .text: #", "type": "text""#
      }
    let columns = names.map { name in
      #""\#(name)": {"from": "\#(name)"\#(name == "member_id" ? type : "")}"#
    }
    return try workspace.claims(
      ([names.joined(separator: ",")] + claims.map(\.line)).joined(separator: "\n") + "\n",
      map: "{\"columns\": {\(columns.joined(separator: ", "))}}"
    ).table
  }

  @Test(
    "Episodes and surviving fills are those of the rule, on one thread and on three",
    arguments: UInt64(1)...8, Members.allCases.map(\.rawValue))
  func agrees(seed: UInt64, kind: String) throws {
    let members = try #require(Members(rawValue: kind))
    let claims = claims(seed, members, count: 400)
    let table = try table(claims, members)
    for zone in [ZoneRules.utc, try #require(ZoneRules(name: "America/Chicago"))] {
      let expected = slowly(claims, zone)
      let single = try ClaimEpisodes(table, zone: zone)
      #expect(single.count == expected.episodes.count)
      var episodes: Set<[Int]> = []
      var current: [Int] = []
      for (place, row) in single.order.enumerated() {
        if single.marks[place] & ClaimEpisodes.firstMark != 0, !current.isEmpty {
          episodes.insert(current)
          current = []
        }
        current.append(Int(row))
      }
      episodes.insert(current)
      #expect(episodes == expected.episodes)
      let isFill = try ClaimsPredicate("status = 'paid' OR status IS NULL")
      let fills = try single.demandEvents(where: isFill)
      #expect(Set(fills.map(\.row)) == expected.fills)
      let places = fills.map { [Int($0.second), $0.row] }
      #expect(zip(places, places.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
      let threaded = try ClaimEpisodes(table, zone: zone, threads: 3)
      #expect(threaded.order == single.order)
      #expect(threaded.marks == single.marks)
      let runOuts = try single.runOuts(where: .all)
      #expect(Set(runOuts.map(\.row)) == expected.fills.filter { claims[$0].supply > 0 })
    }
  }

  @Test("A supply of more days than a century has no run-out, and does not crash")
  func endlessSupply() throws {
    let workspace = try Workspace()
    let table = try workspace.claims(
      "ts,member_id,ndc,days_supply\n2026-03-01,7,A,9000000000000000000\n2026-03-01,8,A,30\n",
      map: """
        {"columns": {"ts": {"from": "ts"}, "member_id": {"from": "member_id"},
          "ndc": {"from": "ndc"}, "days_supply": {"from": "days_supply", "type": "bigint"}}}
        """
    ).table
    #expect(try table.runOuts(where: .all, zone: .utc).map(\.row) == [1])
  }

  @Test("Offsets by day are those of the zone", arguments: ["America/Chicago", "Asia/Kathmandu"])
  func zoneDays(name: String) throws {
    let zone = try #require(ZoneRules(name: name))
    let days = ZoneDays(zone)
    for start in zone.starts.dropFirst() {
      for second in [start - 86_400, start - 1, start, start + 1, start + 86_400] {
        #expect(days.offset(at: second) == Int64(zone.offset(at: second)))
      }
    }
    for step in -128...128 {
      let second = Int64(step) * 7_777_777_777
      #expect(days.offset(at: second) == Int64(zone.offset(at: second)))
    }
    #expect(ZoneDays(.utc).offset(at: 5) == 0)
  }
}
