import Quantities
import Testing

@testable import ClaimsStore

@Suite("Synthetic claims")
struct SyntheticClaimsTests {
  @Test(
    "There are exactly as many rows as asked for, sorted and numbered",
    arguments: [0, 1, 7_770])
  func rows(count: Int) throws {
    let table = try Synthetic.make(.mailOrder, rows: count).get()
    #expect(table.rowCount == count)
    let instants = table.integers("ts").compactMap { $0 }
    #expect(zip(instants, instants.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(table.integers("claim_id") == (0..<count).map { Int64($0) + 1 })
  }

  @Test("The same seed gives the same bytes on one thread and two; another seed gives others")
  func reproducible() throws {
    let specification = SyntheticClaims(
      profile: .pbm, rows: 4_000, seed: 1, before: LocalDate(daysSince1970: 20_000), zone: .utc)
    let digest = try specification.table(threads: 1).dataDigest()
    #expect(try specification.table(threads: 2).dataDigest() == digest)
    var other = specification
    other.seed = 2
    #expect(try other.table().dataDigest() != digest)
  }

  @Test("Claims lie in the 24 months before the start", arguments: SyntheticProfile.allCases)
  func window(profile: SyntheticProfile) throws {
    let zone = try #require(ZoneRules(name: "America/Chicago"))
    let summary = try Synthetic.make(profile, rows: 4_000).get().summary(zone: zone)
    let first = try #require(summary.firstDay?.description)
    let last = try #require(summary.lastDay?.description)
    #expect(("2024-10-01"..."2024-10-05").contains(first))
    #expect(("2026-09-25"..."2026-09-30").contains(last))
    #expect(summary.missingStatuses == 0)
    #expect(summary.duplicateClaimIDs == 0)
  }

  @Test("Refills follow days supply: the median gap is within three days of it")
  func refills() throws {
    let table = try Synthetic.large.get()
    let supply = table.integers("days_supply")
    let instants = table.integers("ts")
    var last: [String: Int] = [:]
    var apart: [Int] = []
    let keys = zip(table.integers("member_id"), table.texts("ndc")).map { "\($0 ?? 0)/\($1 ?? "")" }
    let statuses = table.texts("status")
    for row in 0..<table.rowCount where statuses[row] == "paid" {
      if let before = last[keys[row]], supply[before] == supply[row] {
        let gap = Int(((instants[row] ?? 0) - (instants[before] ?? 0)) / 86_400_000_000)
        apart.append(gap - Int(supply[before] ?? 0))
      }
      last[keys[row]] = row
    }
    apart.sort()
    #expect(apart.count > 5_000)
    #expect(abs(apart[apart.count / 2]) <= 3)
  }

  @Test("Rejects carry a code and no money; others have none and their parts add up")
  func money() throws {
    let table = try Synthetic.large.get()
    let (cost, fee) = (table.integers("ingredient_cost"), table.integers("dispensing_fee"))
    let (copay, paid) = (table.integers("copay"), table.integers("plan_paid"))
    let codes = table.texts("reject_code")
    for (row, status) in table.texts("status").enumerated() {
      #expect((status == "rejected") == (codes[row] != nil))
      if status == "rejected" {
        #expect(copay[row] == 0 && paid[row] == 0)
      } else {
        #expect((cost[row] ?? 0) + (fee[row] ?? 0) == (copay[row] ?? 0) + (paid[row] ?? 0))
      }
      if status == "reversed" { #expect((cost[row] ?? 0) < 0) }
    }
  }

  @Test("Each reversal follows a fill of the same member, drug and fill number")
  func reversals() throws {
    let table = try Synthetic.large.get()
    var filled: Set<String> = []
    let statuses = table.texts("status")
    let members = table.integers("member_id")
    let drugs = table.texts("ndc")
    let fills = table.integers("fill_number")
    var reversals = 0
    for row in 0..<table.rowCount {
      let key = "\(members[row] ?? 0)/\(drugs[row] ?? "")/\(fills[row] ?? 0)"
      if statuses[row] == "paid" { filled.insert(key) }
      guard statuses[row] == "reversed" else { continue }
      reversals += 1
      #expect(filled.contains(key))
    }
    #expect(reversals > 300)
  }

  @Test("January has more rejects, and half of code 75 ends in a fill within two weeks")
  func rejects() throws {
    let table = try Synthetic.large.get()
    let zone = try #require(ZoneRules(name: "America/Chicago"))
    let statuses = table.texts("status")
    let codes = table.texts("reject_code")
    let instants = table.integers("ts").map { ($0 ?? 0) / 1_000_000 }
    var (january, januaryRejects, other, otherRejects) = (0, 0, 0, 0)
    var fills: [String: [Int64]] = [:]
    let keys = zip(table.integers("member_id"), table.texts("ndc")).map { "\($0 ?? 0)/\($1 ?? "")" }
    for row in 0..<table.rowCount {
      let isJanuary = zone.local(at: instants[row]).date.parts.month == 1
      let rejected = statuses[row] == "rejected"
      if isJanuary {
        january += 1
        januaryRejects += rejected ? 1 : 0
      } else {
        other += 1
        otherRejects += rejected ? 1 : 0
      }
      if statuses[row] == "paid" { fills[keys[row], default: []].append(instants[row]) }
    }
    #expect(Double(januaryRejects) / Double(january) > 1.5 * Double(otherRejects) / Double(other))
    let pending = codes.indices.filter { codes[$0] == "75" }
    let resolved = pending.filter { row in
      fills[keys[row], default: []].contains {
        $0 > instants[row] && $0 - instants[row] < 14 * 86_400
      }
    }
    #expect(Double(resolved.count) > 0.45 * Double(pending.count))
    #expect(Double(resolved.count) < 0.9 * Double(pending.count))
  }
}
