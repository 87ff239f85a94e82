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
  /// The rows, episode by episode.
  let order: [UInt32]
  /// Where each episode begins in `order`, and at the end the number of rows.
  let starts: [Int]
  /// The role of each place of `order`.
  let roles: [Role]

  /// The number of episodes.
  public var count: Int { starts.count - 1 }

  /// Joins the claims of a table.
  ///
  /// - Parameters:
  ///   - table: The claims, in any order.
  ///   - zone: The zone whose days count as service days, for claims with a time of day.
  /// - Throws: ``ClaimsStoreError`` when a block read from disk is damaged.
  /// - Complexity: O(rows).
  public init(_ table: ClaimsTable, zone: ZoneRules) throws {
    try table.verify(columns: EpisodeReader.columnNames)
    self.table = table
    self.zone = zone
    let reader = EpisodeReader(table, zone: zone)
    var order = reader.order()
    var starts: [Int] = []
    var roles = [Role](repeating: .rejected, count: order.count)
    var low = 0
    while low < order.count {
      var high = low + 1
      while high < order.count, reader.belongTogether(order[low], order[high]) { high += 1 }
      reader.join(low..<high, &order, &starts, &roles)
      low = high
    }
    starts.append(order.count)
    self.order = order
    self.starts = starts
    self.roles = roles
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
    let reader = EpisodeReader(table, zone: zone)
    let countsReversals = !order.indices.contains { place in
      roles[place] != .reversal && selected[Int(order[place])]
    }
    var events: [ClaimEvent] = []
    for episode in 0..<count {
      var reject: Int?
      var fill: Int?
      var reversal: Int?
      for place in starts[episode]..<starts[episode + 1] {
        let row = Int(order[place])
        guard selected[row] else { continue }
        switch roles[place] {
        case .rejected: reject = reject ?? row
        case .survivingFill: fill = row
        case .otherFill: break
        case .reversal: reversal = reversal ?? row
        }
      }
      if let row = reject ?? fill ?? (countsReversals ? reversal : nil) {
        events.append(reader.event(row))
      }
    }
    return events.sorted { ($0.second, $0.row) < ($1.second, $1.row) }
  }

  /// Finds when the surviving fills that a predicate selects run out: service day + days supply.
  ///
  /// A fill without days supply, or with 0 or less, has no run-out.
  ///
  /// - Parameters:
  ///   - predicate: Which fills.
  ///   - threads: The most threads to use; the answer does not depend on it.
  /// - Returns: The run-outs, earliest first, equal instants by row.
  /// - Throws: ``ClaimsQueryError`` when the predicate does not fit the table.
  public func runOuts(where predicate: ClaimsPredicate, threads: Int = 1) throws -> [ClaimEvent] {
    let selected = try table.selection(where: predicate, threads: threads)
    let reader = EpisodeReader(table, zone: zone)
    guard let supply = table.column(named: "days_supply") else { return [] }
    var events: [ClaimEvent] = []
    for place in order.indices where roles[place] == .survivingFill {
      let row = Int(order[place])
      guard selected[row], let days = supply.integer(row), days > 0 else { continue }
      var event = reader.event(row)
      event.localDay += Int(days)
      event.second =
        event.hasTimeOfDay
        ? event.second + days * 86_400
        : zone.startOfDay(LocalDate(daysSince1970: event.localDay))
      events.append(event)
    }
    return events.sorted { ($0.second, $0.row) < ($1.second, $1.row) }
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
