import ClaimsKernels
import Quantities

/// Reads what joins claims into episodes: member and drug, service day and time, status.
struct EpisodeReader: KeyedRows {
  /// The columns that episodes read.
  static let columnNames = [
    "member_id", "ndc", "ts", "fill_number", "claim_id", "status", "days_supply",
  ]
  /// Added to the microseconds since a local day's UTC midnight, which may be earlier by 14 hours.
  private static let earliest: Int64 = 16 * 3_600_000_000
  private static let dayMicros: Int64 = 86_400_000_000

  let table: ClaimsTable
  let zone: ZoneRules
  private let days: ZoneDays
  private let member: ClaimsColumn?
  private let ndc: ClaimsColumn?
  private let instants: ClaimsColumn?
  private let fillNumbers: ClaimsColumn?
  private let claimIDs: ClaimsColumn?
  private let statuses: ClaimsColumn?
  /// The rank of each status code: 0 rejected or other, 1 paid, 2 reversed.
  private let ranks: [UInt64]
  /// How many drugs a member's key leaves room for; `nil` when one number cannot hold both.
  private let drugs: UInt64?
  /// A day before all service days.
  private let firstDay: Int64

  init(_ table: ClaimsTable, zone: ZoneRules) {
    self.table = table
    self.zone = zone
    days = ZoneDays(zone)
    let member = table.column(named: "member_id")
    let ndc = table.column(named: "ndc")
    let statuses = table.column(named: "status").flatMap { $0.type == .text ? $0 : nil }
    (self.member, self.ndc, self.statuses) = (member, ndc, statuses)
    instants = table.column(named: "ts").flatMap { $0.type == .timestamp ? $0 : nil }
    fillNumbers = table.column(named: "fill_number")
    claimIDs = table.column(named: "claim_id")
    ranks = (0..<(statuses?.dictionary?.count ?? 0)).map { code in
      switch statuses?.dictionary?[code].lowercased() {
      case "paid": 1
      case "reversed": 2
      default: 0
      }
    }
    drugs = Self.roomForDrugs(member, ndc)
    firstDay = floorDivide(instants?.values.base ?? 0, Self.dayMicros) - 2
  }

  /// How many numbers the drugs take, when member and drug together fit one of 64 bits.
  private static func roomForDrugs(_ member: ClaimsColumn?, _ ndc: ClaimsColumn?) -> UInt64? {
    guard let member, let ndc else { return nil }
    let (people, drugs) = (span(member) &+ 1, span(ndc) &+ 1)
    guard people > 0, drugs > 0, !people.multipliedReportingOverflow(by: drugs).overflow else {
      return nil
    }
    return drugs
  }

  /// The distance from the smallest to the largest value of a column.
  private static func span(_ column: ClaimsColumn) -> UInt64 {
    let largest = column.blocks.map(\.maximum).max() ?? column.values.base
    return UInt64(bitPattern: max(largest, column.values.base) &- column.values.base)
  }

  var rowCount: Int { table.rowCount }

  /// Whether equal keys mean the same member and drug; else ``isSameDemand(_:_:)`` decides.
  var keysAreExact: Bool { drugs != nil }

  func keys(of rows: Range<Int>, into keys: inout [UInt64], isAlone: inout [UInt8]) {
    guard let member, let ndc else {
      for index in 0..<rows.count { isAlone[index] = 1 }
      return
    }
    var people = [Int64](repeating: 0, count: rows.count)
    var drugCodes = people
    member.values.decode(from: rows.lowerBound, count: rows.count, into: &people)
    ndc.values.decode(from: rows.lowerBound, count: rows.count, into: &drugCodes)
    let (firstMember, firstDrug) = (member.values.base, ndc.values.base)
    if let drugs {
      for index in 0..<rows.count {
        let person = UInt64(bitPattern: people[index] &- firstMember)
        let drug = UInt64(bitPattern: drugCodes[index] &- firstDrug)
        keys[index] = mixedKey(person &* drugs &+ drug)
      }
    } else {
      for index in 0..<rows.count {
        let person = mixedKey(UInt64(bitPattern: people[index]))
        keys[index] = mixedKey(person ^ (UInt64(bitPattern: drugCodes[index]) &* 0x9E37_79B1))
      }
    }
    let (noMember, noDrug) = (member.nullMarks(rows), ndc.nullMarks(rows))
    for index in 0..<rows.count {
      isAlone[index] = (noMember?[index] ?? 0) | (noDrug?[index] ?? 0)
    }
  }

  /// Day, time and rank in one number: 22, 38 and 2 bits of it.
  func times(of rows: Range<Int>, into times: inout [UInt64]) {
    var micros = [Int64](repeating: 0, count: rows.count)
    var timed = micros
    instants?.values.decode(from: rows.lowerBound, count: rows.count, into: &micros)
    table.timeOfDay.values.decode(from: rows.lowerBound, count: rows.count, into: &timed)
    for index in 0..<rows.count {
      let day = days.localDay(micros[index], timed: timed[index] == 1)
      let within =
        timed[index] == 1 ? micros[index] &- day &* Self.dayMicros &+ Self.earliest : 0
      times[index] = UInt64(bitPattern: (day &- firstDay) << 40 | within << 2)
    }
    guard let statuses else {
      for index in 0..<rows.count { times[index] |= 1 }
      return
    }
    statuses.values.decode(from: rows.lowerBound, count: rows.count, into: &micros)
    if let missing = statuses.nullMarks(rows) {
      for index in 0..<rows.count {
        times[index] |= missing[index] == 1 ? 1 : ranks[Int(micros[index])]
      }
    } else {
      for index in 0..<rows.count { times[index] |= ranks[Int(micros[index])] }
    }
  }

  /// The day of a time, counted from a day before all.
  static func day(_ time: UInt64) -> Int { Int(truncatingIfNeeded: time >> 40) }

  /// The rank of a time: 0 rejected or other, 1 paid, 2 reversed.
  static func rank(_ time: UInt64) -> Int { Int(truncatingIfNeeded: time & 3) }

  /// The rank of a row.
  func rank(ofRow row: Int) -> Int {
    guard let statuses, let code = statuses.integer(row) else { return 1 }
    return Int(ranks[Int(code)])
  }

  /// Whether two rows with a member and a drug agree in both.
  func isSameDemand(_ left: UInt32, _ right: UInt32) -> Bool {
    member?.values[Int(left)] == member?.values[Int(right)]
      && ndc?.values[Int(left)] == ndc?.values[Int(right)]
  }

  /// Member and drug of a row as numbers.
  func demand(_ row: UInt32) -> (Int64, Int64) {
    (member?.values[Int(row)] ?? 0, ndc?.values[Int(row)] ?? 0)
  }

  /// The claim's number; 0 without one.
  func claimID(_ row: UInt32) -> Int64 { claimIDs?.integer(Int(row)) ?? 0 }

  /// Whether a reversal and a fill have the same number, when both have one.
  func isSameFill(_ left: UInt32, _ right: UInt32) -> Bool {
    guard let one = fillNumbers?.integer(Int(left)), let other = fillNumbers?.integer(Int(right))
    else { return true }
    return one == other
  }

  /// The event of one claim.
  func event(_ row: Int, _ starts: inout DayStarts) -> ClaimEvent {
    let micros = instants?.values[row] ?? 0
    let timed = table.timeOfDay.values[row] == 1
    let day = Int(days.localDay(micros, timed: timed))
    return ClaimEvent(
      second: timed ? floorDivide(micros, 1_000_000) : starts.second(day, zone), localDay: day,
      hasTimeOfDay: timed, row: row)
  }
}

/// The instants at which days begin, remembered.
struct DayStarts {
  private var known: [Int: Int64] = [:]
  private var last: (day: Int, second: Int64)?

  mutating func second(_ day: Int, _ zone: ZoneRules) -> Int64 {
    if let last, last.day == day { return last.second }
    let second = known[day] ?? zone.startOfDay(LocalDate(daysSince1970: day))
    known[day] = second
    last = (day, second)
    return second
  }
}

/// The quotient rounded down.
@inline(__always)
func floorDivide(_ dividend: Int64, _ divisor: Int64) -> Int64 {
  let quotient = dividend / divisor
  return dividend % divisor < 0 ? quotient - 1 : quotient
}
