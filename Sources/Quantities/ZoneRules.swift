import Foundation

/// The offsets of a time zone over a span of years, for conversion without a calendar library.
public struct ZoneRules: Hashable, Sendable {
  /// The zone's identifier, such as `America/Chicago`.
  public var name: String
  /// UTC seconds since 1970 from which each offset holds, ascending; the first is the distant past.
  public var starts: [Int64]
  /// Seconds east of Greenwich from the matching start.
  public var offsets: [Int]

  /// UTC itself.
  public static let utc = ZoneRules(name: "UTC", starts: [Int64.min], offsets: [0])

  private init(name: String, starts: [Int64], offsets: [Int]) {
    (self.name, self.starts, self.offsets) = (name, starts, offsets)
  }

  /// Reads a zone's rules for the years 1990 to 2060, or nothing when no such zone is known.
  ///
  /// - Parameter name: An identifier of the time zone database, such as `America/Chicago` or `UTC`.
  public init?(name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    guard name.contains("/"), let zone = TimeZone(identifier: name) else { return nil }
    var instant = Date(timeIntervalSince1970: 631_152_000)
    let end = Date(timeIntervalSince1970: 2_840_140_800)
    starts = [Int64.min]
    offsets = [zone.secondsFromGMT(for: instant)]
    while let next = zone.nextDaylightSavingTimeTransition(after: instant), next < end,
      next > instant
    {
      let offset = zone.secondsFromGMT(for: next.addingTimeInterval(1))
      if offset != offsets[offsets.count - 1] {
        starts.append(Int64(next.timeIntervalSince1970.rounded()))
        offsets.append(offset)
      }
      instant = next
    }
    self.name = name
  }

  /// Seconds east of Greenwich at an instant.
  ///
  /// - Parameter second: UTC seconds since 1970.
  /// - Returns: Seconds; negative west of Greenwich.
  /// - Complexity: O(log n) in the number of changes.
  public func offset(at second: Int64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= second { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The instant of a local wall-clock time.
  ///
  /// A time that occurs twice is taken as its first occurrence; a time that is skipped is read with
  /// the offset before the gap, which moves it forward by the length of the gap.
  ///
  /// - Parameter localSecond: Wall-clock seconds since 1970-01-01 00:00 local.
  /// - Returns: UTC seconds since 1970.
  public func instant(localSecond: Int64) -> Int64 {
    let before = localSecond - Int64(offset(at: localSecond - 86_400))
    if Int64(offset(at: before)) == localSecond - before { return before }
    let after = localSecond - Int64(offset(at: localSecond + 86_400))
    return Int64(offset(at: after)) == localSecond - after ? after : before
  }

  /// The instant at which a local date begins.
  public func startOfDay(_ date: LocalDate) -> Int64 {
    instant(localSecond: Int64(date.daysSince1970) * 86_400)
  }

  /// The local date and minute of the day at an instant.
  public func local(at second: Int64) -> (date: LocalDate, minute: Int) {
    let local = second + Int64(offset(at: second))
    let day = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    return (LocalDate(daysSince1970: day), Int(local - Int64(day) * 86_400) / 60)
  }
}
