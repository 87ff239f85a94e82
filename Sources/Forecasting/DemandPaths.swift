import Quantities

/// Sample paths of demand: one possible future each, by queue and interval.
///
/// Holds a factor for each path, driver and day and the mean of each driver by interval, so that
/// hundreds of paths of a year cost a few megabytes; a path's intervals are worked out when asked for.
/// Values depend on seed, path and names alone, never on threads or on the order of calls.
public struct DemandPaths: Sendable {
  struct Driver: Sendable {
    /// Expected items by interval.
    var mean: [Double]
    /// Factors by path and day, averaging one over the paths on each day.
    ///
    /// That of a path and day stands at path × days + day.
    var factors: [Double]
  }

  /// The number of paths.
  public let count: Int
  let dayOfInterval: [Int]
  let days: Int
  let drivers: [[Driver]]

  /// Joins the paths of queues that were forecast one by one.
  ///
  /// - Parameter parts: At least one; as many paths over the same horizon in each.
  public init(joining parts: [DemandPaths]) {
    precondition(
      !parts.isEmpty && parts.allSatisfy { $0.count == parts[0].count && $0.days == parts[0].days },
      "paths of different horizons")
    (count, dayOfInterval, days) = (parts[0].count, parts[0].dayOfInterval, parts[0].days)
    drivers = parts.flatMap(\.drivers)
  }

  init(count: Int, dayOfInterval: [Int], days: Int, drivers: [[Driver]]) {
    (self.count, self.dayOfInterval) = (count, dayOfInterval)
    (self.days, self.drivers) = (days, drivers)
  }

  /// The number of queues, in the order of the demand.
  public var queueCount: Int { drivers.count }

  /// The expected items of a queue on one path: a rate, without the noise of single counts.
  ///
  /// - Parameters:
  ///   - path: `0..<count`.
  ///   - queue: The queue's place in the demand.
  /// - Returns: Items by interval of the horizon, `>= 0`.
  /// - Complexity: O(drivers × intervals).
  public func items(path: Int, queue: Int) -> [Double] {
    precondition(path >= 0 && path < count, "path \(path) of \(count)")
    var items = Array(repeating: 0.0, count: dayOfInterval.count)
    for driver in drivers[queue] {
      let row = path * days
      for interval in items.indices {
        items[interval] += driver.mean[interval] * driver.factors[row + dayOfInterval[interval]]
      }
    }
    return items
  }

  /// The largest expected items of a queue in any interval of any path.
  ///
  /// - Parameter queue: The queue's place in the demand.
  /// - Returns: Items in one interval; zero without paths.
  /// - Complexity: O(drivers × (intervals + paths × days)), and for several drivers an upper bound:
  ///   each driver's largest of a day is added to the others'.
  public func largestItems(queue: Int) -> Double {
    var largest = 0.0
    var dayPeaks: [[Double]] = []
    for driver in drivers[queue] {
      var peaks = Array(repeating: 0.0, count: days)
      for (interval, value) in driver.mean.enumerated() {
        peaks[dayOfInterval[interval]] = max(peaks[dayOfInterval[interval]], value)
      }
      dayPeaks.append(peaks)
    }
    for path in 0..<count {
      for day in 0..<days {
        var sum = 0.0
        for (place, driver) in drivers[queue].enumerated() {
          sum += dayPeaks[place][day] * driver.factors[path * days + day]
        }
        largest = max(largest, sum)
      }
    }
    return largest
  }
}
