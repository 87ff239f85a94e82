import Foundation
import Quantities
import Testing

@testable import ClaimsStore

@Suite("Tally of a column")
struct ColumnTallyTests {
  private struct Rows {
    var ids: [Int64?]
    var statuses: [String?]
    var codes: [String?]
    var supplies: [Int?]
  }

  /// More rows than a run of the tally, with nulls in some runs only.
  private func rows(_ seed: UInt64, wide: Bool) -> Rows {
    var random = SplitMix(state: seed)
    let count = 9_000
    func some<Value>(_ row: Int, _ value: Value) -> Value? {
      row > 5_000 && row % 3 == 0 ? nil : value
    }
    let ids = (0..<count).map { row -> Int64? in
      let small = Int64.random(in: -4_000...4_000, using: &random)
      return some(row, wide ? small &* 2_000_000_000_000_003 : small)
    }
    let texts = ["paid", "rejected", "Rejected", "reversed"]
    let statuses = (0..<count).map { some($0, texts[Int.random(in: 0..<4, using: &random)]) }
    let codes = (0..<count).map { row in
      row % 5 == 0 ? nil : String(Int.random(in: 60..<80, using: &random))
    }
    let supplies = (0..<count).map { some($0, Int.random(in: -1...2, using: &random)) }
    return Rows(ids: ids, statuses: statuses, codes: codes, supplies: supplies)
  }

  @Test(
    "The summary counts what a loop over the rows counts, on one thread and on three",
    arguments: UInt64(1)...3, [false, true])
  func agrees(seed: UInt64, wide: Bool) throws {
    let rows = rows(seed, wide: wide)
    var text = "claim_id,ts,member_id,status,reject_code,days_supply\n"
    for row in rows.ids.indices {
      let fields = [
        rows.ids[row].map { "\($0)" }, "2026-01-31", "\(row % 700)", rows.statuses[row],
        rows.codes[row], rows.supplies[row].map { "\($0)" },
      ]
      text += fields.map { $0 ?? "" }.joined(separator: ",") + "\n"
    }
    let table = try Workspace().claims(text).table
    let summary = try table.summary(zone: .utc)
    #expect(try table.summary(zone: .utc, threads: 3) == summary)
    let given = rows.ids.compactMap { $0 }
    #expect(summary.duplicateClaimIDs == given.count - Set(given).count)
    #expect(summary.members == .exact(700))
    #expect(summary.missingStatuses == rows.statuses.filter { $0 == nil }.count)
    var rejects: [String?: Int] = [:]
    for row in rows.ids.indices where rows.statuses[row]?.lowercased() == "rejected" {
      rejects[rows.codes[row], default: 0] += 1
    }
    #expect(summary.rejects.count == rejects.count)
    for reject in summary.rejects {
      #expect(reject.count == .exact(rejects[reject.code] ?? -1))
    }
    let without = rows.supplies.filter { ($0 ?? 0) <= 0 }.count
    #expect(summary.notes.contains("\(without) claims have no days supply, so no run-out."))
  }
}
