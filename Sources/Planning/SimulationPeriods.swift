import Quantities
import Scenarios
import Simulation

/// How the results of a simulation over a calendar are cut into periods.
struct SimulationPeriods {
  let kind: GoalSpec.Period
  private let starts: [String]
  let map: PeriodMap

  /// Intervals stand by themselves; the other kinds follow the calendar's days.
  init(_ kind: GoalSpec.Period, in calendar: IntervalCalendar) {
    self.kind = kind
    if kind == .interval {
      starts = (0..<calendar.intervalCount).map(calendar.localTime)
      map = .eachInterval(calendar.intervalCount)
      return
    }
    let periods = Periods.of(kind, in: calendar)
    starts = periods.map(\.start.description)
    var numbers = Array(repeating: -1, count: calendar.intervalCount)
    for (number, period) in periods.enumerated() {
      for interval in period.intervals { numbers[interval] = number }
    }
    map = PeriodMap(name: kind.rawValue, count: periods.count, periodOfInterval: numbers)
  }

  /// The rows of a result; periods in which nothing came, waited or was staffed are left out.
  func rows(_ scenario: Scenario, _ results: PeriodResults) -> [SimulationAnswer.Row] {
    (0..<results.count).compactMap { period in
      let queues = scenario.queues.indices.map { index in
        SimulationAnswer.Entry(
          name: scenario.queues[index].name, kind: scenario.queues[index].kind.rawValue,
          measures: SimulationMeasures.periodMeasures(scenario.queues[index]) {
            results.estimate($0, queue: index, period: period)
          })
      }
      let pools = scenario.pools.indices.map { index in
        SimulationAnswer.Entry(
          name: scenario.pools[index].name, kind: "people",
          measures: SimulationMeasures.pool(
            occupancy: results.occupancy(pool: index, period: period),
            handled: results.handled(pool: index, period: period),
            staffed: results.staffedSeconds(pool: index, period: period),
            overtime: results.overtimeSeconds(pool: index, period: period)))
      }
      let isIdle = (queues + pools).allSatisfy { entry in
        entry.measures.allSatisfy { $0.unit == .share || $0.unit == .seconds || $0.mean == 0 }
      }
      return isIdle
        ? nil : SimulationAnswer.Row(start: starts[period], queues: queues, pools: pools)
    }
  }
}

extension IntervalCalendar {
  /// The local start of an interval with its distance from UTC, as `2027-01-04T10:30-06:00`.
  func localTime(of interval: Int) -> String { localTime(at: second(of: interval), seconds: false) }

  /// A local time with its distance from UTC, so that the hour that comes twice is told apart.
  func localTime(at second: Int64, seconds: Bool = true) -> String {
    let (date, minute) = zone.local(at: second)
    let offset = zone.offset(at: second) / 60
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    var text = "\(date)T\(two(minute / 60)):\(two(minute % 60))"
    if seconds { text += ":" + two(Int((second % 60 + 60) % 60)) }
    return text + (offset < 0 ? "-" : "+") + two(abs(offset) / 60) + ":" + two(abs(offset) % 60)
  }
}
