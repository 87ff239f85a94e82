import Quantities

/// The offsets of a zone by UTC day, for converting millions of instants.
///
/// Most zones change at most twice a year, and no day changes twice; where one does, the zone itself
/// is asked.
struct ZoneDays {
  private struct Day {
    var before: Int64
    var change: Int64
    var after: Int64
  }

  let zone: ZoneRules
  private let firstDay: Int64
  private let days: [Day]
  private let crowded: Set<Int64>

  init(_ zone: ZoneRules) {
    self.zone = zone
    let changes = zone.starts.dropFirst()
    let first = floorDivide(changes.first ?? 0, 86_400)
    let last = floorDivide(changes.last ?? 0, 86_400)
    var crowded: Set<Int64> = []
    var place = 0
    firstDay = first - 1
    days = (first - 1...last + 1).map { day in
      let before = zone.offsets[place]
      var change = Int64.max
      let start = place
      while place + 1 < zone.starts.count, zone.starts[place + 1] < (day + 1) * 86_400 {
        place += 1
        if change == .max { change = zone.starts[place] }
      }
      if place > start + 1 { crowded.insert(day) }
      return Day(before: Int64(before), change: change, after: Int64(zone.offsets[place]))
    }
    self.crowded = crowded
  }

  /// Seconds east of Greenwich at an instant; the same as the zone says.
  @inline(__always)
  func offset(at second: Int64) -> Int64 {
    let day = floorDivide(second, 86_400)
    let index = min(max(day - firstDay, 0), Int64(days.count - 1))
    if !crowded.isEmpty, crowded.contains(day) { return Int64(zone.offset(at: second)) }
    let entry = days[Int(index)]
    return second < entry.change ? entry.before : entry.after
  }

  /// The local day of an instant in microseconds, or of a service day without a time.
  @inline(__always)
  func localDay(_ micros: Int64, timed: Bool) -> Int64 {
    guard timed else { return floorDivide(micros, 86_400_000_000) }
    let second = floorDivide(micros, 1_000_000)
    return floorDivide(second + offset(at: second), 86_400)
  }
}
