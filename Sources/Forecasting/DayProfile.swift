import Quantities
import Results

/// How a day's items fall over its hours, by weekday.
struct DayProfile {
  /// Share of the day's items up to each slot's beginning, by weekday; one more than the slots.
  private let cumulative: [[Double]]
  private let intervalSeconds: Int
  /// Shapes learnt from recorded intervals, which go before given profiles.
  private let shapes: DayShapes?

  /// Takes the profile of a history.
  ///
  /// Days with every interval recorded give the shapes (``DayShapes``); without them the given profiles
  /// are used. A weekday without a profile takes that of all weekdays, and a history without any
  /// spreads evenly.
  init(_ history: VolumeHistory) {
    intervalSeconds = history.intervalSeconds
    let slots = max(1, 86_400 / max(1, history.intervalSeconds))
    let shapes = DayShapes(
      start: history.start, intervals: history.intervals, closed: history.closed)
    self.shapes = shapes?.slots == slots ? shapes : nil
    var profiles = (0..<7).map { weekday in
      weekday < history.dayProfiles.count ? history.dayProfiles[weekday] : []
    }
    var pooled = Array(repeating: 0.0, count: slots)
    for profile in profiles where profile.count == slots {
      for slot in 0..<slots { pooled[slot] += max(0, profile[slot]) }
    }
    if pooled.reduce(0, +) <= 0 { pooled = Array(repeating: 1, count: slots) }
    for weekday in 0..<7
    where profiles[weekday].count != slots
      || profiles[weekday].reduce(0, +) <= 0
    { profiles[weekday] = pooled }
    cumulative = profiles.map(DayProfile.summed)
  }

  private static func summed(_ profile: [Double]) -> [Double] {
    let total = profile.reduce(0) { $0 + max(0, $1) }
    var sum = 0.0
    return [0]
      + profile.map {
        sum += max(0, $0) / total
        return sum
      }
  }

  /// The shares of a date's items up to each slot's beginning.
  private func curve(on date: LocalDate) -> [Double] {
    if let shares = shapes?.shares(on: date), shares.contains(where: { $0 > 0 }) {
      return DayProfile.summed(shares)
    }
    return cumulative[date.weekday.rawValue]
  }

  /// The share of items of a curve between two minutes of the local day.
  private func share(_ curve: [Double], fromMinute: Int, seconds: Int) -> Double {
    func upTo(_ second: Int) -> Double {
      let slot = min(curve.count - 1, second / intervalSeconds)
      guard slot < curve.count - 1 else { return curve[curve.count - 1] }
      let part = Double(second - slot * intervalSeconds) / Double(intervalSeconds)
      return curve[slot] + part * (curve[slot + 1] - curve[slot])
    }
    return upTo(fromMinute * 60 + seconds) - upTo(fromMinute * 60)
  }

  /// Spreads items by day over the intervals of a horizon.
  ///
  /// - Parameters:
  ///   - daily: Items on each day of the horizon.
  ///   - calendar: The horizon.
  ///   - mask: Whether each interval is open; nothing for always.
  ///   - isLive: Whether items arise in open intervals only.
  /// - Returns: Items by interval, and the share of all items that fell on days without an open
  ///   interval and is left out. A day's intervals sum to its items otherwise, whatever their number.
  func spread(
    _ daily: [Double], over calendar: IntervalCalendar, mask: [Bool]?, isLive: Bool
  ) -> (items: [Double], leftOut: Double) {
    var items = Array(repeating: 0.0, count: calendar.intervalCount)
    var (all, lost) = (0.0, 0.0)
    for (index, day) in calendar.days.enumerated() where daily[index] > 0 {
      all += daily[index]
      let open = day.intervals.filter { !isLive || mask?[$0] ?? true }
      guard !open.isEmpty else {
        lost += daily[index]
        continue
      }
      let curve = curve(on: day.date)
      var shares = open.map {
        share(curve, fromMinute: calendar.minutes[$0], seconds: calendar.intervalSeconds)
      }
      var total = shares.reduce(0, +)
      if total <= 0 {
        shares = open.map { _ in 1 }
        total = Double(open.count)
      }
      for (place, interval) in open.enumerated() {
        items[interval] = daily[index] * shares[place] / total
      }
    }
    return (items, all > 0 ? lost / all : 0)
  }
}
