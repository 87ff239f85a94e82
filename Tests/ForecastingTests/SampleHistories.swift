import Forecasting
import Foundation
import Quantities
import RandomStreams
import Results

/// Makes a date that is known to exist.
func day(_ text: String) -> LocalDate {
  guard let date = LocalDate(text) else { preconditionFailure("\(text) is not a date") }
  return date
}

/// Items that a rule gives for each day from a Monday on.
func counts(days: Int, from start: LocalDate, _ rule: (Int, LocalDate) -> Double) -> [Double?] {
  (0..<days).map { rule($0, start + $0) }
}

/// A history without closed days, spread evenly over office hours.
func history(
  start: LocalDate, daily: [Double?], closed: [Bool]? = nil, exposure: [Double] = [],
  futureExposure: [Double] = [], intervals: [[Double?]] = [], profile: [Double]? = nil
) -> VolumeHistory {
  let office = (0..<48).map { (16..<36).contains($0) ? 0.05 : 0.0 }
  return VolumeHistory(
    start: start, daily: daily, closed: closed ?? Array(repeating: false, count: daily.count),
    intervalSeconds: 1800, dayProfiles: Array(repeating: profile ?? office, count: 7),
    exposure: exposure, futureExposure: futureExposure, intervals: intervals)
}

/// A demand of one queue with one driver.
func demand(_ histories: [String: VolumeHistory]) -> DemandResult {
  DemandResult(
    membersByMonth: [], events: [],
    queues: histories.keys.sorted().map { name in
      QueueDemand(
        queue: name,
        drivers: [
          DriverDemand(
            name: "seen", explanation: "seen", history: histories[name], known: nil,
            knownByMonth: [], levelSpread: 0, daySpread: 0)
        ])
    }, claims: nil)
}

/// A queue of one driver that is known outright.
func knownDemand(_ items: [Double], levelSpread: Double, daySpread: Double) -> DemandResult {
  DemandResult(
    membersByMonth: [], events: [],
    queues: [
      QueueDemand(
        queue: "mail",
        drivers: [
          DriverDemand(
            name: "letters", explanation: "letters sent", history: nil, known: items,
            knownByMonth: [], levelSpread: levelSpread, daySpread: daySpread)
        ])
    ], claims: nil)
}

/// A horizon in Chicago without holidays.
func horizon(_ start: String, _ end: String, holidays: [LocalDate: String] = [:])
  -> IntervalCalendar
{
  IntervalCalendar(
    start: day(start), end: day(end), intervalSeconds: 1800,
    zone: ZoneRules(name: "America/Chicago") ?? .utc, holidays: holidays)
}

/// The folder of shared data, or nothing when it is not there.
func sharedFolder(_ file: String = #filePath) -> URL? {
  let root = URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  var places = [root.deletingLastPathComponent().appendingPathComponent("shared")]
  if let named = ProcessInfo.processInfo.environment["CASELOAD_SHARED"] {
    places.insert(URL(fileURLWithPath: named), at: 0)
  }
  return places.first {
    FileManager.default.fileExists(atPath: $0.appendingPathComponent("data/series").path)
  }
}

/// Whether the shared data are there; says so once when they are not.
let hasSharedData: Bool = {
  if sharedFolder() != nil { return true }
  print("skipped: the shared series are not here; set CASELOAD_SHARED to their folder")
  return false
}()
