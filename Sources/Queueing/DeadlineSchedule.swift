/// What happens to a given stream of deferred work under given people: an exact schedule.
///
/// Work is divisible and people are interchangeable, so an interval finishes as many seconds of work as there are
/// person-seconds. Under earliest deadline first this is the maximum flow from work to intervals, so work that is
/// late here is late under every order.
public struct DeadlineSchedule: Sendable {
  /// The order in which waiting work is taken.
  public enum Discipline: String, Sendable, CaseIterable {
    /// In order of arrival, over all classes.
    case firstInFirstOut
    /// The first class first, in order of arrival within a class.
    case priority
    /// In order of deadline.
    case earliestDeadlineFirst
  }

  /// Work that missed its deadline.
  public struct Late: Sendable, Equatable {
    /// The class, by its index.
    public var classIndex: Int
    /// The interval in which it arrived.
    public var arrived: Int
    /// The interval before which it was due.
    public var due: Int
    /// Items that were late.
    public var items: Double
    /// The interval in which the last of them was finished; nil when the horizon ended first.
    public var finished: Int?
  }

  /// A span in which even all people cannot do all work that arrives and falls due inside it.
  public struct Bottleneck: Sendable, Equatable {
    /// The intervals from the first arrival to the due time.
    public var intervals: Range<Int>
    /// Person-seconds of work that arrives and is due inside.
    public var work: Double
    /// Person-seconds of people inside.
    public var capacity: Double
  }

  /// Late work, by time of arrival, then class.
  public let late: [Late]
  /// Items by class.
  public let items: [Double]
  /// Items of each class that were late or would be.
  public let lateItems: [Double]
  /// Items of each class neither finished nor due when the horizon ended.
  public let unfinishedItems: [Double]
  /// Person-seconds worked ÷ person-seconds there.
  public let occupancy: Double
  /// Where people are missing most, under earliest deadline first; nil when everything is in time.
  public let bottleneck: Bottleneck?

  /// Whether all work that falls due inside the horizon is in time.
  public var isFeasible: Bool { late.isEmpty }

  /// Share of each class that is in time; 1 for a class without items.
  public var shareInTime: [Double] {
    zip(items, lateItems).map { $0 > 0 ? max(0, 1 - $1 / $0) : 1 }
  }

  /// Runs the work through the people.
  ///
  /// - Parameters:
  ///   - work: The stream; its arrivals are taken as they are, each worth the mean handle time.
  ///   - people: People at work, one per interval, `>= 0`; they count only in open intervals.
  ///   - discipline: The order of work.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain.
  /// - Complexity: O(intervals × classes).
  public init(
    work: DeadlineWork, people: [Double], discipline: Discipline = .earliestDeadlineFirst
  ) throws(QueueingError) {
    try work.validate()
    guard people.count == work.arrivals.count else {
      throw .invalid(
        parameter: "people", value: "\(people.count) intervals",
        expected: "one per interval, \(work.arrivals.count)")
    }
    for (index, count) in people.enumerated() { try requireNonNegative(count, "people[\(index)]") }
    let parcels = work.classes.map { item in work.arrivals.map { $0 * item.share * work.handleTime }
    }
    self.init(work: work, parcels: parcels, people: people, discipline: discipline)
  }

  /// The same for given seconds of work by class and interval, with inputs that are valid already.
  init(work: DeadlineWork, parcels: [[Double]], people: [Double], discipline: Discipline) {
    let count = work.arrivals.count
    let due = work.classes.map(work.dueIntervals(of:))
    var heads = Array(repeating: 0, count: work.classes.count)
    var remaining = parcels
    var lateWork: [[Double]] = parcels.map { Array(repeating: 0, count: $0.count) }
    var finished: [[Int]] = parcels.map { Array(repeating: -1, count: $0.count) }
    var worked = 0.0
    var there = 0.0
    for now in 0..<count {
      var capacity = work.open[now] ? people[now] * work.interval : 0
      there += capacity
      while capacity > 0 {
        var best = -1
        for item in work.classes.indices {
          while heads[item] <= now, remaining[item][heads[item]] <= 0 {
            heads[item] += 1
            if heads[item] == count { break }
          }
          guard heads[item] <= now else { continue }
          guard best >= 0 else {
            best = item
            continue
          }
          let isEarlier =
            switch discipline {
            case .firstInFirstOut: heads[item] < heads[best]
            case .priority: false
            case .earliestDeadlineFirst: due[item][heads[item]] < due[best][heads[best]]
            }
          if isEarlier { best = item }
        }
        guard best >= 0 else { break }
        let arrived = heads[best]
        let amount = min(capacity, remaining[best][arrived])
        capacity -= amount
        worked += amount
        remaining[best][arrived] -= amount
        if remaining[best][arrived] <= 1e-9 * parcels[best][arrived] {
          remaining[best][arrived] = 0
        }
        if now >= due[best][arrived] { lateWork[best][arrived] += amount }
        finished[best][arrived] = now
      }
    }
    var late: [Late] = []
    var lateItems = Array(repeating: 0.0, count: work.classes.count)
    var unfinished = lateItems
    for arrived in 0..<count {
      for item in work.classes.indices {
        let left = remaining[item][arrived]
        let isDue = due[item][arrived] <= count
        if !isDue { unfinished[item] += left / work.handleTime }
        let amount = (lateWork[item][arrived] + (isDue ? left : 0)) / work.handleTime
        guard amount > 1e-9 else { continue }
        lateItems[item] += amount
        late.append(
          Late(
            classIndex: item, arrived: arrived, due: due[item][arrived], items: amount,
            finished: left > 0 ? nil : finished[item][arrived]))
      }
    }
    self.late = late
    self.lateItems = lateItems
    unfinishedItems = unfinished
    items = parcels.map { $0.reduce(0, +) / work.handleTime }
    occupancy = there > 0 ? worked / there : 0
    bottleneck =
      late.isEmpty || discipline != .earliestDeadlineFirst
      ? nil : Self.bottleneck(work: work, parcels: parcels, due: due, people: people, late: late)
  }

  /// The span ending at some late due time with the largest shortage; at most 400 due times are tried.
  private static func bottleneck(
    work: DeadlineWork, parcels: [[Double]], due: [[Int]], people: [Double], late: [Late]
  ) -> Bottleneck? {
    let ends = Array(Set(late.map { min($0.due, work.arrivals.count) })).sorted()
    let step = max(1, ends.count / 400)
    var worst: Bottleneck?
    for end in stride(from: 0, to: ends.count, by: step).map({ ends[$0] }) {
      var demand = 0.0
      var capacity = 0.0
      for start in stride(from: end - 1, through: 0, by: -1) {
        if work.open[start] { capacity += people[start] * work.interval }
        for item in work.classes.indices where due[item][start] <= end {
          demand += parcels[item][start]
        }
        if demand - capacity > (worst.map { $0.work - $0.capacity } ?? 0) {
          worst = Bottleneck(intervals: start..<end, work: demand, capacity: capacity)
        }
      }
    }
    return worst
  }
}
