import Quantities
import Results

/// Forecasts every queue's demand over a horizon, with sample paths.
///
/// A driver that is known outright passes through with its spreads. A driver with a history is forecast
/// by day (``DailyForecaster``) and spread over the day by its profile. A queue's forecast is the sum of
/// its drivers'.
///
/// - Parameters:
///   - demand: The queues with their drivers.
///   - calendar: The horizon.
///   - openMasks: Whether each interval is open, by queue; a queue without one is always open.
///   - liveQueues: Queues whose items arise in open intervals only; a day's items then fall on the open
///     intervals of that day, and a day without any has none. Others receive items at any time.
///   - paths: Sample paths to return; `>= 0`.
///   - seed: The seed of the run.
///   - decisionLead: Days that a plan must be decided before its work, for a replay of the last peak of each
///     history; nothing for none.
/// - Returns: The forecast with its intervals, and the paths. Queues keep the order of the demand.
/// - Throws: ``ForecastingError`` naming queue and driver when lists differ in length or a value is
///   negative or not finite.
/// - Complexity: O(drivers × (history × origins + paths × days) + intervals).
public func forecast(
  demand: DemandResult, calendar: IntervalCalendar, openMasks: [String: [Bool]],
  liveQueues: Set<String>, paths: Int, seed: UInt64, decisionLead: Int? = nil
) throws -> (ForecastResult, DemandPaths) {
  precondition(paths >= 0, "\(paths) paths")
  var queues: [QueueForecast] = []
  var drivers: [[DemandPaths.Driver]] = []
  for queue in demand.queues {
    let stage = QueueStage(
      queue: queue.queue, calendar: calendar, mask: openMasks[queue.queue],
      isLive: liveQueues.contains(queue.queue), paths: max(paths, QueueStage.fewestPaths),
      seed: seed, decisionLead: decisionLead)
    let found = try stage.forecast(queue.drivers)
    queues.append(found.forecast)
    drivers.append(
      found.drivers.map {
        DemandPaths.Driver(
          mean: $0.mean,
          factors: averagedToOne(
            Array($0.factors.prefix(paths * calendar.days.count)), days: calendar.days.count))
      })
  }
  let result = ForecastResult(queues: queues, paths: max(paths, QueueStage.fewestPaths))
  return (
    result,
    DemandPaths(
      count: paths, dayOfInterval: calendar.dayOfInterval, days: calendar.days.count,
      drivers: drivers)
  )
}

/// Scales factors by path and day so that they average one on each day.
private func averagedToOne(_ factors: [Double], days: Int) -> [Double] {
  let paths = days > 0 ? factors.count / days : 0
  guard paths > 0 else { return factors }
  var sums = Array(repeating: 0.0, count: days)
  for place in factors.indices { sums[place % days] += factors[place] }
  var scaled = factors
  for place in factors.indices { scaled[place] *= Double(paths) / sums[place % days] }
  return scaled
}
