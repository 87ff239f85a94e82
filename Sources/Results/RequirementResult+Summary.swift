import Quantities

extension RequirementResult {
  /// Agents required by interval over all units.
  public var agentsByInterval: [Int] { sumByInterval(units.map(\.agents)) }

  /// The first of the weeks (as ranges of days) that needs most agents, or nothing without one.
  public func busiestWeek(of horizon: Horizon) -> Range<Int>? {
    let agents = agentsByInterval
    return horizon.weeks.max { left, right in
      let (a, b) = (horizon.sum(agents, days: left), horizon.sum(agents, days: right))
      return a == b ? left.lowerBound > right.lowerBound : a < b
    }
  }
}

extension StaffPlan {
  /// Agents at work by interval over all pools.
  public var agentsByInterval: [Int] { sumByInterval(pools.map(\.agents)) }
}

extension Horizon {
  /// The number of days.
  public var dayCount: Int { end - start + 1 }

  /// Day indices of each week from Monday to Sunday, in order; the first and last may be short.
  public var weeks: [Range<Int>] {
    var found: [Range<Int>] = []
    var first = 0
    for day in 0..<max(0, dayCount)
    where (start + day + 1).weekday == .monday || day + 1 == dayCount {
      found.append(first..<(day + 1))
      first = day + 1
    }
    return found
  }

  /// The intervals of a day, by its index; empty where the horizon does not list them.
  public func intervals(ofDay day: Int) -> Range<Int> {
    guard dayStarts.indices.contains(day), dayStarts.indices.contains(day + 1),
      dayStarts[day] <= dayStarts[day + 1]
    else { return 0..<0 }
    return dayStarts[day]..<dayStarts[day + 1]
  }

  /// The sum of a series by interval over days; intervals that the series lacks count nothing.
  public func sum(_ series: [Int], days: Range<Int>) -> Int {
    guard let last = days.last else { return 0 }
    let from = intervals(ofDay: days.lowerBound).lowerBound
    let to = min(series.count, intervals(ofDay: last).upperBound)
    return from < to ? series[from..<to].reduce(0, +) : 0
  }
}

private func sumByInterval(_ series: [[Int]]) -> [Int] {
  var total = [Int](repeating: 0, count: series.map(\.count).max() ?? 0)
  for values in series {
    for (interval, value) in values.enumerated() { total[interval] += value }
  }
  return total
}
