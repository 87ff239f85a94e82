import Demand
import Forecasting
import Quantities
import Results
import Scenarios

/// Forecasts every queue, and works out those that other queues feed.
struct Outlook {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let masks: [[Bool]]
  let paths: Int
  let seed: UInt64
  /// The most threads; queues are forecast by themselves.
  let threads: Int
  /// Days that a plan must be decided before its work; nothing for no replay of the last peaks.
  var decisionLead: Int?

  /// The demand with fed queues filled in, the forecast and its sample paths.
  func forecast(
    _ demand: DemandResult
  ) throws -> (demand: DemandResult, forecast: ForecastResult, paths: DemandPaths) {
    var demand = demand
    // A chain of feeds is at most as long as there are queues.
    for _ in queues where hasOpenFeeds(demand) {
      let known = try run(closed(demand), paths: 0, decisionLead: nil).forecast
      fill(&demand, from: known)
    }
    let found = try run(demand, paths: paths, decisionLead: decisionLead)
    return (demand, found.forecast, found.paths)
  }

  private func run(
    _ demand: DemandResult, paths: Int, decisionLead: Int?
  ) throws -> (forecast: ForecastResult, paths: DemandPaths) {
    var openMasks: [String: [Bool]] = [:]
    for (queue, mask) in zip(queues, masks) { openMasks[queue.name] = mask }
    let masks = openMasks
    let live = Set(queues.filter { !$0.kind.isCase }.map(\.name))
    let parts = try inParallel(count: demand.queues.count, threads: threads) { index in
      var own = demand
      own.queues = [demand.queues[index]]
      return try Forecasting.forecast(
        demand: own, calendar: calendar, openMasks: masks, liveQueues: live, paths: paths,
        seed: seed, decisionLead: decisionLead)
    }
    var forecast = parts[0].0
    forecast.queues = parts.flatMap(\.0.queues)
    return (forecast, DemandPaths(joining: parts.map(\.1)))
  }

  private func hasOpenFeeds(_ demand: DemandResult) -> Bool {
    demand.queues.contains { $0.drivers.contains { $0.known == nil && $0.history == nil } }
  }

  /// The demand without the feeds that are not known yet.
  private func closed(_ demand: DemandResult) -> DemandResult {
    var closed = demand
    for index in closed.queues.indices {
      closed.queues[index].drivers.removeAll { $0.known == nil && $0.history == nil }
    }
    return closed
  }

  /// Fills in each feed whose source queue has no open feed itself.
  private func fill(_ demand: inout DemandResult, from forecast: ForecastResult) {
    let open = Set(
      demand.queues.filter { $0.drivers.contains { $0.known == nil && $0.history == nil } }
        .map(\.queue))
    for (index, queue) in queues.enumerated() {
      for (place, driver) in queue.drivers.enumerated() {
        guard case .queue(let source, let share) = driver.cause, !open.contains(source),
          demand.queues[index].drivers[place].known == nil,
          let from = queues.firstIndex(where: { $0.name == source })
        else { continue }
        let lag = LagCurve(after: driver.lag.map(\.after), shares: driver.lag.map(\.share))
        // An item that leaves before its last step causes nothing.
        let done = StepFlow(queues[from]).arrivals(
          forecast.queues[from].mean, step: queues[from].steps.count - 1,
          intervalSeconds: calendar.intervalSeconds)
        let items = fed(done, share: share, lag: lag, into: index)
        demand.queues[index].drivers[place].known = items
        demand.queues[index].drivers[place].knownByMonth = calendar.months.map { days in
          MonthValue(
            month: calendar.days[days.lowerBound].date.monthText,
            value: items[calendar.intervals(ofDays: days)].reduce(0, +))
        }
      }
    }
  }

  /// A share of another queue's items, later by the lag; live work waits for the next open interval.
  private func fed(
    _ source: [Double], share: Double, lag: LagCurve, into queue: Int
  ) -> [Double] {
    let steps = lag.steps(of: Double(calendar.intervalSeconds))
    var items = Array(repeating: 0.0, count: source.count)
    for (interval, value) in source.enumerated() where value > 0 {
      for (offset, part) in steps.enumerated() where interval + offset < items.count {
        items[interval + offset] += value * share * part
      }
    }
    guard !queues[queue].kind.isCase else { return items }
    var waiting = 0.0
    for interval in items.indices {
      waiting += items[interval]
      items[interval] = masks[queue][interval] ? waiting : 0
      if masks[queue][interval] { waiting = 0 }
    }
    return items
  }
}
