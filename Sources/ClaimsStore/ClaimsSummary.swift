import ClaimsKernels
import Quantities

/// What a table of claims holds and what is missing in it, for the data-quality part of a report.
public struct ClaimsSummary: Sendable, Equatable {
  /// A count of people or claims that may be too small to show.
  public enum Count: Sendable, Equatable, CustomStringConvertible {
    /// The number itself: 0, or more than 10.
    case exact(Int)
    /// Hidden: from 1 to 10, or hidden so that another cannot be derived.
    case suppressed

    /// The number, or `1-10` for one that is hidden.
    public var description: String {
      switch self {
      case .exact(let value): String(value)
      case .suppressed: "1-10"
      }
    }
  }
  /// Rows of one reject code.
  public struct Reject: Sendable, Equatable {
    /// The code; `nil` for rejected claims without one.
    public var code: String?
    /// How many.
    public var count: Count
  }
  /// The share of nulls in one column.
  public struct NullShare: Sendable, Equatable {
    /// The column.
    public var column: String
    /// Nulls ÷ rows, 0...1.
    public var share: Double
  }

  /// The number of rows.
  public var rows: Int
  /// The first and the last service day; `nil` for an empty table.
  public var firstDay: LocalDate?
  /// The last service day.
  public var lastDay: LocalDate?
  /// How many different members.
  public var members: Count
  /// The columns that have nulls, in their order.
  public var nullShares: [NullShare]
  /// Rows without a status; drivers count them as paid.
  public var missingStatuses: Int
  /// Rows whose `claim_id` occurred before.
  public var duplicateClaimIDs: Int
  /// Rejected rows by code, sorted by code.
  public var rejects: [Reject]
  /// The share of rows whose `ts` is a day without a time, 0...1.
  public var dateOnlyShare: Double
  /// Sentences for the reader: what was assumed, what looks wrong.
  public var notes: [String]
}

extension ClaimsTable {
  /// Describes the claims; no value of a single claim or member is in the result.
  ///
  /// - Parameter zone: The zone whose days count as service days.
  /// - Returns: The summary, counts of 1 to 10 hidden.
  /// - Throws: ``ClaimsStoreError`` when a block read from disk is damaged.
  /// - Complexity: O(rows).
  public func summary(zone: ZoneRules) throws -> ClaimsSummary {
    try verify()
    let statuses = tally("status")
    let days = serviceDays(zone)
    let dateOnly = rowCount - (0..<rowCount).reduce(0) { $0 + Int(timeOfDay.values[$1]) }
    var summary = ClaimsSummary(
      rows: rowCount, firstDay: days?.first, lastDay: days?.last,
      members: hidden(distinct("member_id")),
      nullShares: columns.filter { $0.nullCount > 0 }.map {
        ClaimsSummary.NullShare(column: $0.name, share: Double($0.nullCount) / Double(rowCount))
      },
      missingStatuses: statuses[nil] ?? 0, duplicateClaimIDs: duplicates("claim_id"),
      rejects: try rejects(),
      dateOnlyShare: rowCount == 0 ? 0 : Double(dateOnly) / Double(rowCount), notes: [])
    summary.notes = notes(summary, statuses)
    return summary
  }

  private func notes(_ summary: ClaimsSummary, _ statuses: [String?: Int]) -> [String] {
    var notes: [String] = []
    if let synthetic = provenance.synthetic {
      notes.append("The claims are synthetic: \(synthetic).")
    }
    if rowCount == 0 { notes.append("There are no claims.") }
    if summary.missingStatuses > 0 {
      notes.append("\(hidden(summary.missingStatuses)) claims have no status and count as paid.")
    }
    let known: Set<String> = ["paid", "rejected", "reversed"]
    let others = statuses.keys.compactMap { $0 }.filter { !known.contains($0.lowercased()) }
      .sorted()
    if !others.isEmpty {
      notes.append(
        "Statuses other than paid, rejected and reversed occur (\(others.prefix(5).joined(separator: ", "))); "
          + "they count as neither fills nor reversals.")
    }
    if summary.dateOnlyShare > 0 {
      notes.append("Service days without a time take their hour from the profile of the queue.")
    }
    if summary.duplicateClaimIDs > 0 {
      notes.append(
        "\(hidden(summary.duplicateClaimIDs)) claims repeat an earlier claim_id; they join its episode."
      )
    }
    if let supply = column(named: "days_supply"), rowCount > 0 {
      let without = (0..<rowCount).reduce(0) { $0 + ((supply.integer($1) ?? 0) > 0 ? 0 : 1) }
      if without > 0 {
        notes.append("\(hidden(without)) claims have no days supply, so no run-out.")
      }
    }
    if !provenance.membersAreTokens, provenance.synthetic == nil, rowCount > 0 {
      notes.append("Member identifiers are kept as they came; --key turns them into tokens.")
    }
    return notes
  }

  /// Rows of each text of a column, nulls under `nil`.
  private func tally(_ name: String) -> [String?: Int] {
    guard let column = column(named: name), let dictionary = column.dictionary else { return [:] }
    var counts = [Int](repeating: 0, count: dictionary.count)
    var nulls = 0
    for row in 0..<rowCount {
      if let code = column.integer(row) { counts[Int(code)] += 1 } else { nulls += 1 }
    }
    var result: [String?: Int] = [:]
    for code in counts.indices { result[dictionary[code]] = counts[code] }
    if nulls > 0 { result[nil] = nulls }
    return result
  }

  private func rejects() throws -> [ClaimsSummary.Reject] {
    guard let status = column(named: "status"), let dictionary = status.dictionary,
      let codes = column(named: "reject_code")
    else { return [] }
    let rejected = (0..<dictionary.count).map { dictionary[$0].lowercased() == "rejected" }
    var counts = [Int](repeating: 0, count: codes.dictionary?.count ?? 0)
    var without = 0
    for row in 0..<rowCount {
      guard let value = status.integer(row), rejected[Int(value)] else { continue }
      if let code = codes.integer(row) { counts[Int(code)] += 1 } else { without += 1 }
    }
    var found: [(code: String?, count: Int)] = []
    if without > 0 { found.append((nil, without)) }
    for code in counts.indices where counts[code] > 0 {
      found.append((codes.dictionary?[code], counts[code]))
    }
    // The number of rejected claims can be known from elsewhere, so that the list is hidden with a total.
    let isHidden = SmallCellSuppression().hidden(list: found.map(\.count)).cells
    return zip(found, isHidden).map { entry, isHidden in
      ClaimsSummary.Reject(
        code: entry.code, count: isHidden ? .suppressed : .exact(entry.count))
    }
  }

  /// A count by itself.
  private func hidden(_ count: Int) -> ClaimsSummary.Count {
    (1...10).contains(count) ? .suppressed : .exact(count)
  }

  private func sortedValues(_ name: String) -> [UInt64] {
    guard let column = column(named: name) else { return [] }
    let keys = (0..<rowCount).compactMap { column.isNull($0) ? nil : column.values.code($0) }
    return sortedOrder(keys).map { keys[Int($0)] }
  }

  /// The number of different members, for scaling only: a report shows ``ClaimsSummary/members``.
  ///
  /// - Complexity: O(rows).
  public var distinctMembers: Int { distinct("member_id") }

  private func distinct(_ name: String) -> Int {
    let sorted = sortedValues(name)
    return sorted.indices.reduce(0) { $0 + ($1 == 0 || sorted[$1] != sorted[$1 - 1] ? 1 : 0) }
  }

  private func duplicates(_ name: String) -> Int {
    let sorted = sortedValues(name)
    return sorted.indices.reduce(0) { $0 + ($1 > 0 && sorted[$1] == sorted[$1 - 1] ? 1 : 0) }
  }

  private func serviceDays(_ zone: ZoneRules) -> (first: LocalDate, last: LocalDate)? {
    guard let column = column(named: "ts"), rowCount > 0 else { return nil }
    var (first, last) = (Int64.max, Int64.min)
    for row in 0..<rowCount where !column.isNull(row) {
      let second = floorDivide(column.values[row], 1_000_000)
      let local = timeOfDay.values[row] == 1 ? second + Int64(zone.offset(at: second)) : second
      let day = floorDivide(local, 86_400)
      (first, last) = (min(first, day), max(last, day))
    }
    guard first <= last else { return nil }
    return (LocalDate(daysSince1970: Int(first)), LocalDate(daysSince1970: Int(last)))
  }
}
