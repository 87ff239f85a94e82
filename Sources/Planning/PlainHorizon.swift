import Scenarios
import Simulation

/// How long and how often an operation that is always open is simulated.
struct PlainHorizon {
  var horizon: Double
  var interval: Double
  var warmUp: Double
  var replications: Int

  /// Replications when none are asked for.
  static let usualReplications = 20
  /// Contacts in all when none are asked for.
  static let usualCustomers = 1_000_000
  /// Contacts in all that a slow operation may take instead.
  static let mostUsualCustomers = 20_000_000
  /// The most contacts of one replication: they are counted in 32 bits.
  static let mostPerReplication = 400_000_000
  /// Intervals of the horizon; the first tenth is warm-up.
  static let intervals = 20

  /// Chooses the horizon from the total rate in contacts per second.
  ///
  /// `slowest` is the longest mean of what happens to a contact in seconds, and `busiest` the rate of
  /// the busiest queue. With `byDay` the horizon is cut into half hours of whole days.
  init(
    rate: Double, busiest: Double, slowest: Double, byDay: Bool, options: SimulationOptions
  ) throws {
    let wanted =
      options.halfWidth == nil
      ? options.replications ?? PlainHorizon.usualReplications : ProofStage.batch
    let customers = options.customers ?? PlainHorizon.usualCustomers
    guard customers >= wanted else {
      throw PlanningError(
        "--customers \(customers): fewer than the \(wanted) replications. Write at least \(wanted), "
          + "or fewer --replications.")
    }
    guard customers / wanted <= PlainHorizon.mostPerReplication else {
      let enough = customers / PlainHorizon.mostPerReplication + 1
      throw PlanningError(
        "--customers \(customers): more than \(PlainHorizon.mostPerReplication) in each of \(wanted) "
          + "replications. Write --replications \(enough) or more.")
    }
    var counted = Double(customers) / Double(wanted) / rate
    if options.customers == nil {
      // A slow operation needs time rather than contacts, up to a limit.
      let longest = Double(PlainHorizon.mostUsualCustomers) / Double(wanted) / rate
      counted = max(counted, min(100 * slowest, longest))
    }
    replications = wanted
    if byDay {
      let days = max((counted / 86_400).rounded(.up), 1)
      let warm = max((days / 9).rounded(.up), 1)
      (horizon, interval, warmUp) = ((days + warm) * 86_400, 1800, warm * 86_400)
    } else {
      let length = counted / 0.9
      // An interval holds at most five million arrivals of a queue.
      let tens = max(
        (length * busiest / 5e6 / 10).rounded(.up), Double(PlainHorizon.intervals) / 10)
      interval = length / (tens * 10)
      (horizon, warmUp) = (length, interval * tens)
    }
  }

  /// The longest mean of what happens to a contact, in seconds: once, or until it comes back no more.
  static func slowest(_ queues: [QueueSpec]) -> Double {
    var longest = 0.0
    // Lags of work that other work causes follow each other.
    var lags = 0.0
    for queue in queues {
      let crowd = queue.concurrencyFactors.last ?? 1
      var path = 0.0
      for step in queue.steps {
        longest = max(longest, step.handleTime.mean * crowd)
        path += step.handleTime.mean * crowd + (step.wait?.mean ?? 0)
      }
      longest = max(longest, path, queue.patience?.mean ?? 0)
      if let redials = queue.routing.redials {
        longest = max(longest, redials.after.mean / max(1 - redials.share, 1e-3))
      }
      if let repeats = queue.routing.repeats {
        longest = max(longest, repeats.after.mean / max(1 - repeats.share, 1e-3))
      }
      if queue.kind == .outbound, queue.maximumAttempts > 1 {
        let retries = min(
          Double(queue.maximumAttempts - 1), 1 / max(queue.connectRate, 1e-3))
        longest = max(longest, retries * (queue.routing.retryAfter?.mean ?? 86_400))
      }
      longest = max(longest, SimulationInputs.deadlines(queue).map(\.within).max() ?? 0)
      lags += queue.drivers.compactMap { $0.lag.last?.after }.max() ?? 0
    }
    return max(longest, lags)
  }
}
