import ClaimsKernels
import Quantities

/// Reads what joins claims into episodes: keys, days, and roles within a run of equal keys.
struct EpisodeReader {
  /// The columns that episodes read.
  static let columnNames = [
    "member_id", "ndc", "ts", "fill_number", "claim_id", "status", "days_supply",
  ]

  let table: ClaimsTable
  let zone: ZoneRules
  private let member: ClaimsColumn?
  private let ndc: ClaimsColumn?
  private let instants: ClaimsColumn?
  private let fillNumbers: ClaimsColumn?
  private let claimIDs: ClaimsColumn?
  private let statuses: ClaimsColumn?
  /// The rank of each status code: 0 rejected or other, 1 paid, 2 reversed.
  private let ranks: [Int]

  init(_ table: ClaimsTable, zone: ZoneRules) {
    self.table = table
    self.zone = zone
    member = table.column(named: "member_id")
    ndc = table.column(named: "ndc")
    instants = table.column(named: "ts")
    fillNumbers = table.column(named: "fill_number")
    claimIDs = table.column(named: "claim_id")
    statuses = table.column(named: "status")
    ranks = (0..<(statuses?.dictionary?.count ?? 0)).map { [statuses] code in
      switch statuses?.dictionary?[code].lowercased() {
      case "paid": 1
      case "reversed": 2
      default: 0
      }
    }
  }

  /// The rows sorted by member and NDC.
  func order() -> [UInt32] {
    guard let member, let ndc, table.rowCount > 0 else { return [] }
    let drugs = UInt64(ndc.dictionary?.count ?? 0) + 1
    let members =
      distance(member.values.base, member.blocks.map(\.maximum).max() ?? member.values.base)
      / member.values.step + 2
    var keys = [UInt64](repeating: 0, count: table.rowCount)
    if members.multipliedReportingOverflow(by: drugs).overflow {
      // Two stable sorts where one key cannot hold both.
      for row in keys.indices { keys[row] = ndc.isNull(row) ? 0 : UInt64(ndc.values[row]) + 1 }
      let byDrug = sortedOrder(keys)
      var second = [UInt64](repeating: 0, count: keys.count)
      for (place, row) in byDrug.enumerated() {
        second[place] = member.isNull(Int(row)) ? 0 : member.values.code(Int(row)) &+ 1
      }
      return sortedOrder(second).map { byDrug[Int($0)] }
    }
    for row in keys.indices {
      let person = member.isNull(row) ? 0 : member.values.code(row) + 1
      let drug = ndc.isNull(row) ? 0 : UInt64(bitPattern: ndc.values[row]) + 1
      keys[row] = person * drugs + drug
    }
    return sortedOrder(keys)
  }

  private func distance(_ low: Int64, _ high: Int64) -> UInt64 {
    UInt64(bitPattern: high &- low)
  }

  /// Whether two rows are of one member and one NDC, both given.
  func belongTogether(_ left: UInt32, _ right: UInt32) -> Bool {
    guard let member, let ndc, let one = member.integer(Int(left)),
      let other = member.integer(Int(right)), let drug = ndc.integer(Int(left)),
      let second = ndc.integer(Int(right))
    else { return false }
    return one == other && drug == second
  }

  private struct Entry {
    var row: UInt32
    var day: Int
    var micros: Int64
    var rank: Int
    var id: Int64

    func precedes(_ other: Entry) -> Bool {
      (day, micros, rank, id, row) < (other.day, other.micros, other.rank, other.id, other.row)
    }
  }

  /// Splits a run of equal keys into episodes and gives each claim its role.
  func join(
    _ run: Range<Int>, _ order: inout [UInt32], _ starts: inout [Int],
    _ roles: inout [ClaimEpisodes.Role]
  ) {
    var entries = run.map { entry(order[$0]) }
    if entries.count > 1 { entries.sort { $0.precedes($1) } }
    var isCancelled = [Bool](repeating: false, count: entries.count)
    var fills: [Int] = []
    for (index, entry) in entries.enumerated() {
      if entry.rank == 1 { fills.append(index) }
      guard entry.rank == 2 else { continue }
      let fill = fills.lastIndex { candidate in
        entry.day - entries[candidate].day <= 30 && isSameFill(entry.row, entries[candidate].row)
      }
      if let fill { isCancelled[fills.remove(at: fill)] = true }
    }
    var first = 0
    while first < entries.count {
      var last = first
      while last + 1 < entries.count, entries[last + 1].day - entries[first].day <= 7 { last += 1 }
      starts.append(run.lowerBound + first)
      let survivor = (first...last).last { entries[$0].rank == 1 && !isCancelled[$0] }
      for index in first...last {
        order[run.lowerBound + index] = entries[index].row
        roles[run.lowerBound + index] =
          switch entries[index].rank {
          case 0: .rejected
          case 2: .reversal
          default: index == survivor ? .survivingFill : .otherFill
          }
      }
      first = last + 1
    }
  }

  private func entry(_ row: UInt32) -> Entry {
    let index = Int(row)
    let micros = instants?.values[index] ?? 0
    let timed = table.timeOfDay.values[index] == 1
    let rank: Int =
      if let code = statuses?.integer(index) { ranks[Int(code)] } else { 1 }
    return Entry(
      row: row, day: localDay(micros, timed: timed), micros: timed ? micros : .min, rank: rank,
      id: claimIDs?.integer(index) ?? 0)
  }

  private func isSameFill(_ left: UInt32, _ right: UInt32) -> Bool {
    guard let one = fillNumbers?.integer(Int(left)), let other = fillNumbers?.integer(Int(right))
    else { return true }
    return one == other
  }

  private func localDay(_ micros: Int64, timed: Bool) -> Int {
    let second = floorDivide(micros, 1_000_000)
    let local = timed ? second + Int64(zone.offset(at: second)) : second
    return Int(floorDivide(local, 86_400))
  }

  /// The event of one claim.
  func event(_ row: Int) -> ClaimEvent {
    let micros = instants?.values[row] ?? 0
    let timed = table.timeOfDay.values[row] == 1
    let day = localDay(micros, timed: timed)
    let second =
      timed
      ? floorDivide(micros, 1_000_000) : zone.startOfDay(LocalDate(daysSince1970: day))
    return ClaimEvent(second: second, localDay: day, hasTimeOfDay: timed, row: row)
  }
}

/// The quotient rounded down.
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}
