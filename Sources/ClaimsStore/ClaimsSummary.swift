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
  /// - Parameters:
  ///   - zone: The zone whose days count as service days.
  ///   - threads: The most threads to use; the result does not depend on it.
  /// - Returns: The summary, counts of 1 to 10 hidden.
  /// - Throws: ``ClaimsStoreError`` when a block read from disk is damaged.
  /// - Complexity: O(rows).
  public func summary(zone: ZoneRules, threads: Int = 1) throws -> ClaimsSummary {
    try verify(threads: threads)
    let statuses = try tally("status", threads)
    let days = try serviceDays(zone, threads)
    let dateOnly = try rowCount - timeOfDay.positiveCount(threads: threads)
    let numbers = column(named: "claim_id")?.valueCounts() ?? (filled: 0, distinct: 0)
    var summary = ClaimsSummary(
      rows: rowCount, firstDay: days?.first, lastDay: days?.last,
      members: hidden(distinctMembers),
      nullShares: columns.filter { $0.nullCount > 0 }.map {
        ClaimsSummary.NullShare(column: $0.name, share: Double($0.nullCount) / Double(rowCount))
      },
      missingStatuses: statuses[nil] ?? 0, duplicateClaimIDs: numbers.filled - numbers.distinct,
      rejects: try rejects(threads),
      dateOnlyShare: rowCount == 0 ? 0 : Double(dateOnly) / Double(rowCount), notes: [])
    summary.notes = try notes(summary, statuses, threads)
    return summary
  }

  private func notes(
    _ summary: ClaimsSummary, _ statuses: [String?: Int], _ threads: Int
  ) throws -> [String] {
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
    if let supply = column(named: "days_supply"), supply.type != .text, rowCount > 0 {
      let without = try rowCount - supply.positiveCount(threads: threads)
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
  private func tally(_ name: String, _ threads: Int) throws -> [String?: Int] {
    guard let column = column(named: name), let dictionary = column.dictionary else { return [:] }
    let (counts, nulls) = try column.textCounts(threads: threads)
    var result: [String?: Int] = [:]
    for code in counts.indices { result[dictionary[code]] = counts[code] }
    if nulls > 0 { result[nil] = nulls }
    return result
  }

  private func rejects(_ threads: Int) throws -> [ClaimsSummary.Reject] {
    guard let status = column(named: "status"), let dictionary = status.dictionary,
      let codes = column(named: "reject_code"), codes.type == .text
    else { return [] }
    let rejected = (0..<dictionary.count).map { code -> UInt8 in
      dictionary[code].lowercased() == "rejected" ? 1 : 0
    }
    let (counts, without) = try codes.textCounts(
      where: { rows in
        var values = [Int64](repeating: 0, count: rows.count)
        status.values.decode(from: rows.lowerBound, count: rows.count, into: &values)
        let nulls = status.nullMarks(rows)
        return values.indices.map { nulls?[$0] == 1 ? 0 : rejected[Int(values[$0])] }
      }, threads: threads)
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

  /// The number of different members, for scaling only: a report shows ``ClaimsSummary/members``.
  ///
  /// - Complexity: O(rows).
  public var distinctMembers: Int { column(named: "member_id")?.valueCounts().distinct ?? 0 }

  private func serviceDays(
    _ zone: ZoneRules, _ threads: Int
  ) throws -> (first: LocalDate, last: LocalDate)? {
    guard let column = column(named: "ts"), column.type == .timestamp, rowCount > 0 else {
      return nil
    }
    let days = ZoneDays(zone)
    // The blocks that hold the earliest and the latest instants, give or take a day.
    let day: Int64 = 86_400_000_000
    let filled = column.blocks.indices.filter { block in
      column.blocks[block].nullCount < column.rows(ofBlock: block).count
    }
    guard let least = filled.map({ column.blocks[$0].minimum }).min(),
      let largest = filled.map({ column.blocks[$0].maximum }).max()
    else { return nil }
    let near = filled.filter { block in
      column.blocks[block].minimum - 2 * day <= least
        || column.blocks[block].maximum + 2 * day >= largest
    }
    let ranges = try parallelMap(count: near.count, threads: threads) { index in
      var (first, last) = (Int64.max, Int64.min)
      column.forEachRun(ofBlock: near[index]) { rows, values, nulls in
        var timed = [Int64](repeating: 0, count: rows.count)
        timeOfDay.values.decode(from: rows.lowerBound, count: rows.count, into: &timed)
        for index in 0..<rows.count where (nulls?[index] ?? 0) == 0 {
          let day = days.localDay(values[index], timed: timed[index] == 1)
          (first, last) = (min(first, day), max(last, day))
        }
      }
      return (first: first, last: last)
    }
    guard let first = ranges.map(\.first).min(), let last = ranges.map(\.last).max() else {
      return nil
    }
    return (LocalDate(daysSince1970: Int(first)), LocalDate(daysSince1970: Int(last)))
  }
}
