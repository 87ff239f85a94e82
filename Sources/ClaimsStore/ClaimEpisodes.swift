import ClaimsKernels
import Quantities

/// The claims of a table joined into episodes of demand.
///
/// Claims of one member and one NDC belong to one episode from its first service day to seven days
/// later; the next claim begins another. A claim without member or NDC is its own episode. Within a
/// day claims follow their time, then rejected, paid, reversed, then `claim_id`, so that the order
/// of rows in a file does not matter.
///
/// A reversal cancels the latest fill of the same member and NDC that is not cancelled yet, at most
/// 30 days before it and with the same `fill_number` when both have one. The surviving fill of an
/// episode is its last paid claim that no reversal cancels. A missing status counts as paid; a
/// status other than paid, rejected and reversed is neither fill nor reversal and counts as a
/// rejected one does.
public struct ClaimEpisodes: Sendable {
  /// What a claim is within its episode.
  enum Role: UInt8, Sendable {
    case rejected
    case survivingFill
    case otherFill
    case reversal
  }

  /// The table.
  public let table: ClaimsTable
  /// The zone whose days count as service days.
  public let zone: ZoneRules
  /// Set in the mark of the first claim of each episode, beside its role.
  static let firstMark: UInt8 = 0x80

  /// How many partitions one task joins, in the same memory.
  private static let taskPartitions = 64

  /// The rows, episode by episode.
  let order: [UInt32]
  /// The role of each place of `order`, with ``firstMark`` where an episode begins.
  let marks: [UInt8]
  /// The number of episodes.
  public let count: Int

  /// Joins the claims of a table.
  ///
  /// Claims are parted by member and drug, so that each part is sorted within the cache.
  ///
  /// - Parameters:
  ///   - table: The claims, in any order.
  ///   - zone: The zone whose days count as service days, for claims with a time of day.
  ///   - threads: The most threads to use; the result does not depend on it.
  /// - Throws: ``ClaimsStoreError`` when a block read from disk is damaged.
  /// - Complexity: O(rows) time, and 24 bytes a row while it runs.
  public init(_ table: ClaimsTable, zone: ZoneRules, threads: Int = 1) throws {
    try table.verify(columns: EpisodeReader.columnNames, threads: threads)
    self.table = table
    self.zone = zone
    let reader = EpisodeReader(table, zone: zone)
    let partitions = try PartitionedRecords(reader, threads: threads)
    let tasks = (partitions.count + Self.taskPartitions - 1) / Self.taskPartitions
    let joined = try parallelMap(count: tasks, threads: threads) { task in
      let first = task * Self.taskPartitions
      let mine = first..<min(first + Self.taskPartitions, partitions.count)
      var join = EpisodeJoin(reader, capacity: partitions.recordCount(of: mine))
      var records: [KeyedRecord] = []
      for partition in mine {
        partitions.sort(partition, into: &records)
        join.join(&records)
      }
      return (order: join.order, marks: join.marks)
    }
    var order: [UInt32] = []
    var marks: [UInt8] = []
    order.reserveCapacity(table.rowCount)
    marks.reserveCapacity(table.rowCount)
    for part in joined {
      order += part.order
      marks += part.marks
    }
    var alone = EpisodeJoin(reader, capacity: partitions.alone.count)
    for row in partitions.alone { alone.append(row, rank: reader.rank(ofRow: Int(row))) }
    order += alone.order
    marks += alone.marks
    var count = 0
    for mark in marks { count += Int(mark >> 7) }
    self.order = order
    self.marks = marks
    self.count = count
  }

  /// Counts episodes in which a predicate selects a claim: at most one event for each.
  ///
  /// The event is the first selected claim that is rejected; without one, the surviving fill if it
  /// is selected. Reversals count, the first of each episode, only for a predicate that selects
  /// nothing else in the whole table. So a predicate on rejects counts the first reject of an
  /// episode, one on paid claims the surviving fill, one on reversed claims the first reversal.
  ///
  /// - Parameters:
  ///   - predicate: Which claims cause demand.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: The events, earliest first, equal instants by row.
  /// - Throws: ``ClaimsQueryError`` when the predicate does not fit the table.
  public func demandEvents(
    where predicate: ClaimsPredicate, threads: Int = 1
  ) throws -> [ClaimEvent] {
    let selected = try table.selection(where: predicate, threads: threads)
    var chosen = Bitmap(repeating: false, count: table.rowCount)
    var firstReversals = chosen
    var countsReversals = true
    // Rows of the present episode; -1 while there is none.
    var (reject, fill, reversal) = (-1, -1, -1)
    func close() {
      if reject >= 0 || fill >= 0 {
        chosen[reject >= 0 ? reject : fill] = true
      } else if reversal >= 0 {
        firstReversals[reversal] = true
      }
      (reject, fill, reversal) = (-1, -1, -1)
    }
    for place in order.indices {
      let mark = marks[place]
      if mark & Self.firstMark != 0 { close() }
      let row = Int(order[place])
      guard selected[row] else { continue }
      switch Role(rawValue: mark & ~Self.firstMark) {
      case .rejected: reject = reject < 0 ? row : reject
      case .survivingFill: fill = row
      case .reversal: reversal = reversal < 0 ? row : reversal
      case .otherFill, nil: break
      }
      if mark & ~Self.firstMark != Role.reversal.rawValue { countsReversals = false }
    }
    close()
    let reader = EpisodeReader(table, zone: zone)
    var starts = DayStarts()
    // Without any other claim selected, no episode had a reject or a fill.
    let rows = countsReversals ? firstReversals.rows : chosen.rows
    return inTimeOrder(rows.map { reader.event($0, &starts) })
  }

  /// Finds when the surviving fills that a predicate selects run out: service day + days supply.
  ///
  /// A fill without days supply, with 0 or less, or with more than a hundred years has no run-out.
  ///
  /// - Parameters:
  ///   - predicate: Which fills.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: The run-outs, earliest first, equal instants by row.
  /// - Throws: ``ClaimsQueryError`` when the predicate does not fit the table.
  public func runOuts(where predicate: ClaimsPredicate, threads: Int = 1) throws -> [ClaimEvent] {
    let selected = try table.selection(where: predicate, threads: threads)
    guard let supply = table.column(named: "days_supply"), supply.type != .text else { return [] }
    var chosen = Bitmap(repeating: false, count: table.rowCount)
    for place in order.indices
    where marks[place] & ~Self.firstMark == Role.survivingFill.rawValue {
      chosen[Int(order[place])] = true
    }
    let reader = EpisodeReader(table, zone: zone)
    var starts = DayStarts()
    let rows = chosen.intersection(selected).rows
    var events: [ClaimEvent] = []
    events.reserveCapacity(rows.count)
    for row in rows {
      guard let days = supply.integer(row), (1...Self.longestSupply).contains(days) else {
        continue
      }
      var event = reader.event(row, &starts)
      event.localDay += Int(days)
      event.second =
        event.hasTimeOfDay
        ? event.second + days * 86_400 : starts.second(event.localDay, zone)
      events.append(event)
    }
    return inTimeOrder(events)
  }

  /// The most days of supply that are believed, a hundred years.
  private static let longestSupply: Int64 = 36_525

  /// Sorts events that are in the order of their rows by time.
  private func inTimeOrder(_ events: [ClaimEvent]) -> [ClaimEvent] {
    let least = events.reduce(Int64.max) { min($0, $1.second) }
    let keys = events.map { UInt64(bitPattern: $0.second &- least) }
    return sortedOrder(keys).map { events[Int($0)] }
  }
}

extension ClaimsTable {
  /// Counts episodes in which a predicate selects a claim; see ``ClaimEpisodes``.
  ///
  /// Join the episodes once with ``ClaimEpisodes`` when several predicates follow.
  ///
  /// - Parameters:
  ///   - predicate: Which claims cause demand.
  ///   - zone: The zone whose days count as service days.
  /// - Returns: The events, earliest first.
  /// - Throws: ``ClaimsQueryError`` when the predicate does not fit the table.
  public func demandEvents(
    where predicate: ClaimsPredicate, zone: ZoneRules
  ) throws -> [ClaimEvent] {
    try ClaimEpisodes(self, zone: zone).demandEvents(where: predicate)
  }

  /// Finds when the surviving fills that a predicate selects run out; see ``ClaimEpisodes``.
  ///
  /// - Parameters:
  ///   - predicate: Which fills.
  ///   - zone: The zone whose days count as service days.
  /// - Returns: The run-outs, earliest first.
  /// - Throws: ``ClaimsQueryError`` when the predicate does not fit the table.
  public func runOuts(where predicate: ClaimsPredicate, zone: ZoneRules) throws -> [ClaimEvent] {
    try ClaimEpisodes(self, zone: zone).runOuts(where: predicate)
  }
}
