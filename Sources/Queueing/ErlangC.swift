import Foundation

/// What Erlang C says about one queue.
public struct ErlangCResult: Sendable, Equatable {
  /// Share of contacts that must wait, `0...1`.
  public var pWait: Double
  /// Mean wait of all contacts, in the time unit of the rates.
  public var waitMeanAll: Double
  /// Mean wait of those who wait, in the time unit of the rates.
  public var waitIfDelayed: Double
  /// Mean number waiting.
  public var queueLength: Double
  /// Busy time ÷ staffed time, `0..<1`.
  public var occupancy: Double
  /// P(wait ≤ threshold).
  public var serviceLevel: Double
  /// P(wait > threshold), with its own digits where the service level is near 1.
  public var waitBeyondThreshold: Double
}

/// Computes the share of contacts that must wait in an M/M/n queue with endless patience.
///
/// Erlang's C formula. With real patience it overstates waiting near saturation; use Erlang A there.
///
///     let waiting = try erlangC(offeredLoad: 20, servers: 24)  // 0.2981
///
/// - Parameters:
///   - offeredLoad: Arrival rate × mean handle time, in erlangs; finite, `>= 0`.
///   - servers: Agents on the phones, whole or not; more than `offeredLoad`.
/// - Returns: Probability of waiting, `0...1`; relative error under 1e-12 as far as the inputs determine it.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when the queue would grow for ever;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
/// - SeeAlso: A. K. Erlang (1917).
public func erlangC(offeredLoad: Double, servers: Double) throws(QueueingError) -> Double {
  try requireNonNegative(offeredLoad, "offeredLoad")
  try requireNonNegative(servers, "servers")
  guard servers > offeredLoad else {
    throw .unstable(offeredLoad: offeredLoad, servers: servers)
  }
  guard offeredLoad > 0 else { return 0 }
  let idle = idleWeight(offeredLoad: offeredLoad, servers: servers)
  return 1 / (1 + (servers - offeredLoad) / servers * idle)
}

/// Computes the whole of Erlang C for an M/M/n queue, first come first served, endless patience.
///
///     let queue = try erlangC(arrivalRate: 200.0 / 60, serviceRate: 1.0 / 3, agents: 14, within: 20.0 / 60)
///     // queue.serviceLevel == 0.8883500, per minute
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time, in the same time unit; finite, `> 0`.
///   - agents: Agents on the phones, whole or not; more than the offered load.
///   - within: Service-level threshold in the same time unit; finite, `>= 0`.
/// - Returns: The result; relative error under 1e-12 as far as the inputs determine it.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when the queue would grow for ever;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
public func erlangC(
  arrivalRate: Double, serviceRate: Double, agents: Double, within: Double
) throws(QueueingError) -> ErlangCResult {
  try requireNonNegative(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requireNonNegative(agents, "agents")
  try requireNonNegative(within, "within")
  let load = arrivalRate / serviceRate
  let spare = (-arrivalRate).addingProduct(agents, serviceRate)
  guard spare > 0 else { throw .unstable(offeredLoad: load, servers: agents) }
  guard load > 0 else {
    return ErlangCResult(
      pWait: 0, waitMeanAll: 0, waitIfDelayed: 1 / spare, queueLength: 0, occupancy: 0,
      serviceLevel: 1, waitBeyondThreshold: 0)
  }
  let idle = idleWeight(offeredLoad: load, servers: agents)
  let idleShare = spare / (agents * serviceRate) * idle
  let waiting = 1 / (1 + idleShare)
  let served = idleShare < .infinity ? idleShare / (1 + idleShare) : 1
  let beyond = waiting * exp(-spare * within)
  let level =
    beyond < 0.5 ? 1 - beyond : waiting * -expm1(-spare * within) + served
  return ErlangCResult(
    pWait: waiting, waitMeanAll: waiting / spare, waitIfDelayed: 1 / spare,
    queueLength: waiting * arrivalRate / spare, occupancy: load / agents,
    serviceLevel: level, waitBeyondThreshold: beyond)
}
