import ClaimsStore
import Quantities
import Results

/// Turns recorded instants into a daily history with a profile of the day.
struct HistoryBuilder {
  let zone: ZoneRules
  let intervalSeconds: Int
  /// Where a cause with only a date is put within its day.
  let dateOnlyProfile: WeekProfile

  /// Counts items by local day and interval, lag included.
  ///
  /// - Parameters:
  ///   - events: Causes, sorted.
  ///   - shiftDays: Whole days by which the causes are moved later; negative for earlier.
  ///   - itemsEach: Items for one cause.
  ///   - lag: Time from cause to item.
  ///   - first: First local day covered by the record.
  ///   - last: Last local day to keep.
  ///   - warmUpDays: Days by which a cause follows what the record shows of it, such as the days
  ///     supply of a fill that runs out.
  /// - Returns: The history; its first days, which miss items of causes before the record, are left
  ///   out when at least four weeks remain.
  /// - Complexity: O(events + intervals × lag steps).
  func history(
    events: [ClaimEvent], shiftDays: Int, itemsEach: Double, lag: LagCurve, first: LocalDate,
    last: LocalDate, warmUpDays: Int = 0
  ) -> VolumeHistory {
    let dayCount = last - first + 1
    precondition(dayCount > 0, "a record from \(first) to \(last)")
    let step = Int64(intervalSeconds)
    let midnights = (0...dayCount).map { zone.startOfDay(first + $0) }
    let start = midnights[0]
    let count = Int((midnights[dayCount] - start + step - 1) / step)
    var causes = Array(repeating: 0.0, count: count)
    let dayShare = dayShares()
    for event in events {
      // Days and clock times move, not instants, so that a clock change in between moves nothing.
      let day = event.localDay + shiftDays - first.daysSince1970
      guard day >= 0, day < dayCount else { continue }
      func interval(_ slot: Int) -> Int {
        var instant = midnights[day] + Int64(slot) * step
        if midnights[day + 1] - midnights[day] != 86_400 {
          // The clock changes on this day: a slot is where its wall-clock time is.
          let wall = Int64(first.daysSince1970 + day) * 86_400 + Int64(slot) * step
          instant = min(zone.instant(localSecond: wall), midnights[day + 1] - 1)
        }
        return min(max(0, Int((instant - start) / step)), count - 1)
      }
      if event.hasTimeOfDay {
        let slot = zone.local(at: event.second).minute * 60 / intervalSeconds
        causes[interval(slot)] += itemsEach
      } else {
        for (slot, share) in dayShare.enumerated() where share > 0 {
          causes[interval(slot)] += itemsEach * share
        }
      }
    }
    let items = lagged(causes, lag.steps(of: Double(intervalSeconds)))
    let lagDays = Int(((lag.after.last ?? 0) / 86_400).rounded(.up))
    var history = collect(
      items, start: start, first: first, dayCount: dayCount, warmUp: lagDays + warmUpDays)
    // Each cause brings itemsEach × share to each day of its lag: a Poisson number of causes gives this.
    history.countVariance =
      itemsEach * lag.steps(of: 86_400).reduce(0) { $0 + $1 * $1 }
    return history
  }

  private func dayShares() -> [Double] {
    let slots = 86_400 / intervalSeconds
    let total = dateOnlyProfile.hours.reduce(0, +) * Double(3600 / intervalSeconds)
    return (0..<slots).map { dateOnlyProfile.hours[$0 * intervalSeconds / 3600] / total }
  }

  private func lagged(_ causes: [Double], _ steps: [Double]) -> [Double] {
    guard steps.count > 1 else { return causes }
    var items = Array(repeating: 0.0, count: causes.count)
    for (index, cause) in causes.enumerated() where cause > 0 {
      for offset in 0..<min(steps.count, causes.count - index) {
        items[index + offset] += cause * steps[offset]
      }
    }
    return items
  }

  private func collect(
    _ items: [Double], start: Int64, first: LocalDate, dayCount: Int, warmUp: Int
  ) -> VolumeHistory {
    let slots = 86_400 / intervalSeconds
    var daily = Array(repeating: 0.0, count: dayCount)
    var profiles = Array(repeating: Array(repeating: 0.0, count: slots), count: 7)
    for (index, value) in items.enumerated() where value > 0 {
      let local = zone.local(at: start + Int64(index) * Int64(intervalSeconds))
      let day = min(dayCount - 1, max(0, local.date - first))
      daily[day] += value
      profiles[local.date.weekday.rawValue][local.minute * 60 / intervalSeconds] += value
    }
    let dropped = dayCount - warmUp >= 28 ? warmUp : 0
    return VolumeHistory(
      start: first + dropped, daily: daily.dropFirst(dropped).map { $0 },
      closed: Array(repeating: false, count: dayCount - dropped),
      intervalSeconds: intervalSeconds, dayProfiles: normalised(profiles), exposure: [],
      futureExposure: [], intervals: [])
  }

  /// Turns an export into a history, up to the day before `limit`.
  ///
  /// A day is missing when an open interval of its weekday is, save those that the clock of `zone`
  /// skips.
  static func history(
    of export: IntervalExport, before limit: LocalDate, zone: ZoneRules
  ) -> VolumeHistory? {
    let count = min(export.days.count, limit - export.start)
    guard count > 0 else { return nil }
    let days = Array(export.days.prefix(count))
    let slots = 86_400 / export.intervalSeconds
    // A slot of a weekday that never held a value is closed; elsewhere an absent value is missing.
    var open = Array(repeating: Array(repeating: false, count: slots), count: 7)
    var profiles = Array(repeating: Array(repeating: 0.0, count: slots), count: 7)
    func weekday(_ day: Int) -> Int { (export.start + day).weekday.rawValue }
    for (day, values) in days.enumerated() {
      for (slot, value) in values.enumerated() {
        guard let value else { continue }
        open[weekday(day)][slot] = true
        profiles[weekday(day)][slot] += value
      }
    }
    var closed = Array(repeating: false, count: count)
    var daily: [Double?] = Array(repeating: nil, count: count)
    for (day, values) in days.enumerated() {
      let slotsOpen = open[weekday(day)]
      closed[day] = export.closedDays.contains(day) || !slotsOpen.contains(true)
      let gaps = values.indices.filter { values[$0] == nil && slotsOpen[$0] }
      let whole = gaps.allSatisfy { slot in
        let second =
          Int64(export.start.daysSince1970 + day) * 86_400 + Int64(slot * export.intervalSeconds)
        let instant = zone.instant(localSecond: second)
        return instant + Int64(zone.offset(at: instant)) != second
      }
      if whole && !closed[day] { daily[day] = values.reduce(0) { $0 + ($1 ?? 0) } }
    }
    return VolumeHistory(
      start: export.start, daily: daily, closed: closed, intervalSeconds: export.intervalSeconds,
      dayProfiles: normalised(profiles), exposure: [], futureExposure: [], intervals: days)
  }
}

private func normalised(_ profiles: [[Double]]) -> [[Double]] {
  profiles.map { profile in
    let total = profile.reduce(0, +)
    return total > 0 ? profile.map { $0 / total } : profile
  }
}
