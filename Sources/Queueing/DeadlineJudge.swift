/// Judges many streams of deferred work under the same people, oldest deadline first.
///
/// The same shares in time as ``DeadlineSchedule``, without the details of what was late.
///
///     let judge = try DeadlineJudge(work: work, people: people)
///     let shares = judge.shareInTime(arrivals: path)  // one for each class
public struct DeadlineJudge: Sendable {
  private let work: DeadlineWork
  /// Person-seconds by interval.
  private let capacity: [Double]
  /// By class and interval of arrival, the interval before which it is due.
  private let due: [[Int]]

  /// Prepares the judgement.
  ///
  /// - Parameters:
  ///   - work: Classes, clock and handle times; its arrivals are not used.
  ///   - people: People at work, one per interval, `>= 0`; they count only in open intervals.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
  public init(work: DeadlineWork, people: [Double]) throws(QueueingError) {
    try work.validate()
    guard people.count == work.arrivals.count else {
      throw .invalid(
        parameter: "people", value: "\(people.count) intervals",
        expected: "one per interval, \(work.arrivals.count)")
    }
    for (index, count) in people.enumerated() { try requireNonNegative(count, "people[\(index)]") }
    self.work = work
    capacity = zip(people, work.open).map { $1 ? $0 * work.interval : 0 }
    due = work.classes.map(work.dueIntervals(of:))
  }

  /// Works off a stream and says how much of each class is in time.
  ///
  /// - Parameter arrivals: Items by interval, finite and `>= 0`; as many as the work has.
  /// - Returns: Share of each class in time, as ``DeadlineSchedule/shareInTime``.
  /// - Complexity: O(intervals × classes).
  public func shareInTime(arrivals: [Double]) -> [Double] {
    precondition(arrivals.count == capacity.count, "\(arrivals.count) intervals of arrivals")
    let count = arrivals.count
    let each = work.classes.map { $0.share * work.handleTime }
    var heads = Array(repeating: 0, count: each.count)
    // What is left of the oldest unfinished interval of each class; younger ones are whole.
    var left = each.map { count > 0 ? $0 * arrivals[0] : 0 }
    var late = Array(repeating: 0.0, count: each.count)
    for now in 0..<count {
      var room = capacity[now]
      while room > 0 {
        var best = -1
        for item in each.indices {
          // What is left of rounding counts as done.
          while heads[item] <= now, left[item] <= 1e-9 * each[item] * arrivals[heads[item]] {
            heads[item] += 1
            left[item] = heads[item] < count ? each[item] * arrivals[heads[item]] : 0
            if heads[item] == count { break }
          }
          guard heads[item] <= now else { continue }
          if best < 0 || due[item][heads[item]] < due[best][heads[best]] { best = item }
        }
        guard best >= 0 else { break }
        let amount = min(room, left[best])
        room -= amount
        left[best] -= amount
        if now >= due[best][heads[best]] { late[best] += amount }
      }
    }
    let all = arrivals.reduce(0, +)
    return each.indices.map { item in
      // What is due inside the horizon and never done is late too.
      if heads[item] < count, due[item][heads[item]] <= count { late[item] += left[item] }
      for arrived in (heads[item] + 1)..<max(count, heads[item] + 1)
      where due[item][arrived] <= count {
        late[item] += each[item] * arrivals[arrived]
      }
      let total = all * each[item]
      return total > 0 ? max(0, 1 - late[item] / total) : 1
    }
  }
}
