/// What a set of replications showed: each number a mean with its 95 % interval.
///
/// Shares and means are ratios of totals over all replications, so that a busy replication weighs
/// more; their intervals follow from the spread between replications by Student's t.
public struct SimulationResults: Sendable {
  /// The number of replications.
  public var replications: Int
  /// Results by queue, in the order of the model.
  public var queues: [QueueResult]
  /// Results by pool, in the order of the model.
  public var pools: [PoolResult]
  /// Results by period, one for each of the model's maps, in order.
  public var periods: [PeriodResults]
  /// Reasons to doubt the model, such as a queue that only grows.
  public var warnings: [SimulationWarning]
  /// Events of the simulation in all replications.
  public var events: Int
  /// Contacts that entered in all replications, redials and repeats included.
  public var contacts: Int

  let sums: ResultSums

  /// Returns one measure of a queue over the whole horizon.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue.
  /// - Returns: The estimate; `nil` when the queue has no such threshold or deadline class.
  public func estimate(_ measure: QueueMeasure, queue: Int) -> Estimate? {
    precondition(queues.indices.contains(queue), "There is no queue \(queue)")
    guard let index = sums.layouts[queue].index(of: measure) else { return nil }
    return sums.queueEstimate(table: 0, period: 0, queue: queue, measure: index)
  }
}

/// What was observed of one queue; counts are means per replication.
public struct QueueResult: Equatable, Sendable {
  /// The name of the queue.
  public var name: String
  /// Arrived while the queue was open, redials included.
  public var offered: Estimate
  /// Live contacts that were answered; deferred work that was finished.
  public var served: Estimate
  /// Finished the last step.
  public var completed: Estimate
  /// Hung up while waiting.
  public var abandoned: Estimate
  /// Turned away because no waiting place was free.
  public var blocked: Estimate
  /// Arrived while the queue was closed; not part of `offered`.
  public var closed: Estimate
  /// Hung up and tried again later.
  public var redials: Estimate
  /// Abandoned ÷ offered.
  public var abandonment: Estimate
  /// Service level by every definition, one entry per threshold.
  public var serviceLevels: [ServiceLevelResult]
  /// Mean wait of all who were served or hung up, in seconds.
  public var waitMean: Estimate
  /// Mean wait of those whose first step began, in seconds.
  public var speedOfAnswer: Estimate
  /// Median wait of those whose first step began, in seconds; the mean over replications.
  ///
  /// The four quantiles come from bins at most 1.6 % wide, interpolated within.
  public var waitP50: Estimate
  /// Wait that 90 % of them did not exceed, in seconds.
  public var waitP90: Estimate
  /// Wait that 95 % of them did not exceed, in seconds.
  public var waitP95: Estimate
  /// Wait that 99 % of them did not exceed, in seconds.
  public var waitP99: Estimate
  /// Mean time from arrival to the end of the last step of finished contacts, in seconds.
  public var turnaroundMean: Estimate
  /// Share finished in time over all classes; `nil` without deadlines.
  public var deadlinesMet: Estimate?
  /// Share finished in time, one per class.
  public var deadlinesMetByClass: [Estimate]
  /// Contacts that wait for their first step at the horizon.
  public var waitingAtEnd: Estimate
  /// Contacts that have begun but not finished at the horizon.
  public var inServiceAtEnd: Estimate
}

/// The five service levels at one threshold.
public struct ServiceLevelResult: Equatable, Sendable {
  /// The threshold, in seconds.
  public var within: Double
  /// Served within ÷ all offered.
  public var offered: Estimate
  /// Served within ÷ served.
  public var answered: Estimate
  /// Share whose offered wait is at most the threshold.
  public var virtual: Estimate
  /// Served within ÷ (offered − short abandons).
  public var excludingShortAbandons: Estimate
  /// Served or hung up within ÷ offered.
  public var withinThreshold: Estimate
}

/// What was observed of one pool; amounts are means per replication.
public struct PoolResult: Equatable, Sendable {
  /// The name of the pool.
  public var name: String
  /// Busy ÷ (staffed + overtime) time, 0…1.
  public var occupancy: Estimate
  /// Agent-seconds with work in hand.
  public var busySeconds: Estimate
  /// Agent-seconds on the phones as planned.
  public var staffedSeconds: Estimate
  /// Agent-seconds spent finishing contacts after leaving time.
  public var overtimeSeconds: Estimate
  /// Steps that the pool finished: its throughput.
  public var handled: Estimate
}

/// Results for each period of one grouping of intervals.
///
/// Contacts belong to the period in which they arrived, agents' time to the one in which it passed.
public struct PeriodResults: Sendable {
  /// The name of the grouping.
  public var name: String
  /// The number of periods.
  public var count: Int
  let table: Int
  let sums: ResultSums

  /// Returns a measure of a queue in one period.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue.
  ///   - period: The index of the period.
  /// - Returns: The estimate; `nil` when the queue has no such threshold or deadline class.
  public func estimate(_ measure: QueueMeasure, queue: Int, period: Int) -> Estimate? {
    guard let place = place(measure, queue, period) else { return nil }
    return sums.queueEstimate(table: table, period: period, queue: queue, measure: place)
  }

  /// Returns the mean numerator and denominator of a measure per replication.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue.
  ///   - period: The index of the period.
  /// - Returns: Contacts (or seconds) above and contacts below the line; the denominator of a
  ///   count is 1. `nil` when the queue has no such threshold or deadline class.
  public func parts(
    _ measure: QueueMeasure, queue: Int, period: Int
  ) -> (numerator: Double, denominator: Double)? {
    guard let place = place(measure, queue, period) else { return nil }
    let entry = sums.tables[table].queueSums[
      period * sums.rowLength + sums.layoutStart[queue] + place]
    let count = Double(max(sums.replications, 1))
    return (entry.numerator / count, entry.denominator / count)
  }

  /// Returns the occupancy of a pool in one period: busy ÷ (staffed + overtime) time.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - period: The index of the period.
  /// - Returns: The estimate; not defined when nobody was there.
  public func occupancy(pool: Int, period: Int) -> Estimate {
    poolEstimate(pool, period, 0)
  }

  /// Returns the time of a pool on the phones as planned in one period, in agent-seconds per replication.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - period: The index of the period.
  /// - Returns: The estimate.
  public func staffedSeconds(pool: Int, period: Int) -> Estimate { poolEstimate(pool, period, 2) }

  /// Returns the overtime of a pool in one period, in agent-seconds per replication.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - period: The index of the period.
  /// - Returns: The estimate.
  public func overtimeSeconds(pool: Int, period: Int) -> Estimate {
    poolEstimate(pool, period, 3)
  }

  /// Returns the steps that a pool finished in one period, per replication.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - period: The index of the period.
  /// - Returns: The estimate.
  public func handled(pool: Int, period: Int) -> Estimate { poolEstimate(pool, period, 4) }

  private func poolEstimate(_ pool: Int, _ period: Int, _ measure: Int) -> Estimate {
    precondition((0..<count).contains(period), "There is no period \(period) in \(name)")
    precondition((0..<sums.model.poolCount).contains(pool), "There is no pool \(pool)")
    return sums.poolEstimate(table: table, period: period, pool: pool, measure: measure)
  }

  private func place(_ measure: QueueMeasure, _ queue: Int, _ period: Int) -> Int? {
    precondition((0..<count).contains(period), "There is no period \(period) in \(name)")
    precondition((0..<sums.model.queueCount).contains(queue), "There is no queue \(queue)")
    return sums.layouts[queue].index(of: measure)
  }
}

/// A reason to doubt what a model says.
public struct SimulationWarning: Equatable, Sendable, CustomStringConvertible {
  /// The kind of doubt.
  public enum Code: String, Sendable {
    /// The work offered exceeds what its pools can do in the whole horizon.
    case queueGrows
    /// Nobody who may do a step is ever there.
    case neverStaffed
  }

  /// The kind of doubt.
  public var code: Code
  /// The name of the queue.
  public var queue: String
  /// The reason, in one sentence.
  public var message: String

  /// The queue and the reason.
  public var description: String { "\(queue): \(message)" }
}
