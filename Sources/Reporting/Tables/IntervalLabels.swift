import Quantities
import Results

/// The start of each interval of a horizon, on the local clock and in UTC.
struct IntervalLabels {
  private var labels: [(utc: String, local: String)] = []

  /// Makes the labels; without the zone's rules the horizon's own days are taken as UTC.
  init(_ horizon: Horizon) {
    let zone = ZoneRules(name: horizon.timeZone) ?? .utc
    let seconds = horizon.intervalSeconds
    guard horizon.start <= horizon.end, seconds > 0, 3600 % seconds == 0 else { return }
    let calendar = IntervalCalendar(
      start: horizon.start, end: horizon.end, intervalSeconds: seconds, zone: zone)
    labels = (0..<calendar.intervalCount).map { interval in
      let utc = ZoneRules.utc.local(at: calendar.second(of: interval))
      return ("\(utc.date)T\(Show.clock(utc.minute))Z", calendar.label(of: interval))
    }
  }

  /// The start of an interval; empty outside the horizon.
  func label(_ interval: Int) -> (utc: String, local: String) {
    labels.indices.contains(interval) ? labels[interval] : ("", "")
  }
}
