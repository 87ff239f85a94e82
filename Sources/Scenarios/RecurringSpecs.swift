import Quantities

/// Work that comes again and again: a number of items for each client, on open days of each period.
public struct ScheduleSpec: Equatable, Sendable {
  /// Items of one client each time; positive.
  public var items: Int
  /// How often they come.
  public var every: DriverSpec.Recurrence
  /// The first open day of the period on which some client's items come; from 1.
  public var businessDay: Int
  /// The last such day: the clients are spread evenly from the first to it.
  public var through: Int
  /// How many clients have such work; positive.
  public var clients: Int
  /// Makes recurring work of one day.
  ///
  /// - Parameters:
  ///   - items: Items of one client each time.
  ///   - every: How often they come.
  ///   - businessDay: The open day of the period.
  ///   - through: The last open day over which clients are spread; the same day when not given.
  ///   - clients: How many clients have such work.
  public init(
    items: Int, every: DriverSpec.Recurrence, businessDay: Int, through: Int? = nil,
    clients: Int = 1
  ) {
    (self.items, self.every, self.businessDay) = (items, every, businessDay)
    (self.through, self.clients) = (through ?? businessDay, clients)
  }

  /// Items of each open day from ``businessDay`` to ``through``; a client's items stay together.
  ///
  ///     ScheduleSpec(items: 2, every: .month, businessDay: 3, through: 5, clients: 4).itemsByDay
  ///     // [4, 2, 2]: two clients on the third day, one on the fourth, one on the fifth
  public var itemsByDay: [Int] {
    let days = through - businessDay + 1
    return (0..<days).map { day in
      // Clients with ⌊client × days ÷ clients⌋ = day.
      let first = (day * clients + days - 1) / days
      let next = ((day + 1) * clients + days - 1) / days
      return (next - first) * items
    }
  }
}

/// Approvals that run out: each asks for a renewal some time before its end.
public struct ExpiriesSpec: Equatable, Sendable {
  /// Approvals that were granted over some days, evenly.
  public struct Batch: Equatable, Sendable {
    /// The first day.
    public var from: LocalDate
    /// The last day, inclusive.
    public var to: LocalDate
    /// How many approvals.
    public var approvals: Double
    /// Makes a batch.
    public init(from: LocalDate, to: LocalDate, approvals: Double) {
      (self.from, self.to, self.approvals) = (from, to, approvals)
    }
  }
  /// The end of an approval.
  public enum End: Equatable, Sendable {
    /// So many days after it was granted.
    case afterDays(Int)
    /// All on one day, such as the end of a plan year.
    case on(LocalDate)
  }
  /// What was granted.
  public var batches: [Batch]
  /// When it runs out.
  public var end: End
  /// Share of the approvals that are asked for again, 0...1.
  public var renewedShare: Double
  /// Days before its end at which the renewal is asked for.
  public var leadDays: Int
  /// Makes expiring approvals.
  public init(batches: [Batch], end: End, renewedShare: Double, leadDays: Int) {
    (self.batches, self.end) = (batches, end)
    (self.renewedShare, self.leadDays) = (renewedShare, leadDays)
  }

  /// The expected renewals by day, ascending; only days with any.
  ///
  /// Approvals × share that is renewed, `leadDays` before each approval's end.
  /// - Complexity: O(days over which approvals were granted).
  public var renewals: [(date: LocalDate, items: Double)] {
    var byDay: [LocalDate: Double] = [:]
    for batch in batches {
      switch end {
      case .on(let date): byDay[date - leadDays, default: 0] += batch.approvals * renewedShare
      case .afterDays(let term):
        let days = batch.to - batch.from + 1
        let each = batch.approvals * renewedShare / Double(days)
        for day in 0..<days { byDay[batch.from + day + term - leadDays, default: 0] += each }
      }
    }
    return byDay.map { ($0.key, $0.value) }.sorted { $0.date < $1.date }
  }
}

/// Deductibles or accumulators that begin anew: claimants ask, and fewer each day.
public struct ResetSpec: Equatable, Sendable {
  /// Who is affected.
  public enum Claimants: Equatable, Sendable {
    /// So many people.
    case count(Double)
    /// A share of the members on the day of the reset.
    case shareOfMembers(Double)
  }
  /// The days on which it happens, ascending.
  public var dates: [LocalDate]
  /// Who is affected.
  public var claimants: Claimants
  /// Items of each claimant in all.
  public var perClaimant: Double
  /// Days in which half of what is still to come has come; at least 1.
  public var halfLifeDays: Double
  /// Makes a reset.
  public init(
    dates: [LocalDate], claimants: Claimants, perClaimant: Double, halfLifeDays: Double
  ) {
    (self.dates, self.claimants) = (dates, claimants)
    (self.perClaimant, self.halfLifeDays) = (perClaimant, halfLifeDays)
  }
}
