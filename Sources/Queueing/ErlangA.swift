import Foundation

/// Computes the whole of Erlang A: the M/M/n+M queue with impatient contacts.
///
/// Poisson arrivals, exponential handle times, exponential patience with mean 1/θ, first come first
/// served, unbounded queue. With an abandonment rate of 0 it is Erlang C.
///
///     let queue = try erlangA(
///       arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, agents: 50, within: 20.0 / 60)
///     // per minute: queue.pAbandon == 0.0309, queue.serviceLevelOffered == 0.9430
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time, in the same time unit; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience, in the same time unit; finite, `>= 0`; 0 is endless patience.
///   - agents: Agents on the phones, `>= 0`.
///   - within: Service-level threshold in the same time unit; finite, `>= 0`.
/// - Returns: The result; relative error at most 1e-12 as far as the inputs determine it. Without arrivals
///   nobody waits; without agents everybody hangs up.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and the load is at least
///   the number of agents; ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1), under a microsecond without the mean wait of the served, which costs a few.
/// - SeeAlso: C. Palm (1946); F. Baccelli, G. Hebuterne (1981).
public func erlangA(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Int, within: Double
) throws(QueueingError) -> ErlangAResult {
  try erlangA(
    arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: Double(agents), within: within)
}

/// Computes Erlang A for a real number of agents.
///
/// The analytic extension of the integer formula in n, as ``erlangB(offeredLoad:servers:)-(_,Double)`` is
/// for Erlang B; use it for staffing averages and low volumes.
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time, in the same time unit; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience, in the same time unit; finite, `>= 0`; 0 is endless patience.
///   - agents: Agents on the phones, whole or not, finite, `>= 0`.
///   - within: Service-level threshold in the same time unit; finite, `>= 0`.
/// - Returns: The result, as for a whole number of agents.
/// - Throws: As for a whole number of agents.
/// - Complexity: O(1).
public func erlangA(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Double,
  within: Double
) throws(QueueingError) -> ErlangAResult {
  try requireNonNegative(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requireNonNegative(agents, "agents")
  try requirePatience(abandonmentRate, against: max(arrivalRate, agents * serviceRate))
  try requireNonNegative(within, "within")
  guard abandonmentRate > 0 || agents * serviceRate > arrivalRate || arrivalRate == 0 else {
    throw .unstable(offeredLoad: arrivalRate / serviceRate, servers: agents)
  }
  guard arrivalRate > 0 else { return .withoutArrivals(agents: agents) }
  guard agents > 0 else {
    return .withoutAgents(
      arrivalRate: arrivalRate, abandonmentRate: abandonmentRate, within: within)
  }
  let state = ErlangASteadyState(
    arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: agents)
  return ErlangAResult(
    state, speedOfAnswer: state.speedOfAnswer, at: state.threshold(within),
    occupancy: state.occupancy)
}

extension ErlangAResult {
  init(
    _ state: ErlangASteadyState, speedOfAnswer: Double, at threshold: ErlangASteadyState.Threshold,
    occupancy: Double
  ) {
    self.init(
      pWait: state.pWait, pAbandon: state.pAbandon, waitMeanAll: state.waitMeanAll,
      speedOfAnswer: speedOfAnswer, queueLength: state.queueLength, occupancy: occupancy,
      serviceLevelOffered: threshold.served,
      serviceLevelAnswered: state.pServed > 0 ? min(1, threshold.served / state.pServed) : 0,
      serviceLevelVirtual: threshold.reached,
      serviceLevelExcludingShortAbandons: threshold.kept > 0
        ? min(1, threshold.served / threshold.kept) : 0,
      serviceLevelWithinThreshold: threshold.settled)
  }

  /// Nobody comes, so nobody waits; with no agents an arrival would still find none.
  static func withoutArrivals(agents: Double) -> ErlangAResult {
    let level: Double = agents > 0 ? 1 : 0
    return ErlangAResult(
      pWait: 1 - level, pAbandon: 0, waitMeanAll: 0, speedOfAnswer: 0, queueLength: 0,
      occupancy: 0, serviceLevelOffered: level, serviceLevelAnswered: level,
      serviceLevelVirtual: level, serviceLevelExcludingShortAbandons: level,
      serviceLevelWithinThreshold: level)
  }

  /// Nobody answers: everybody waits out their patience.
  static func withoutAgents(
    arrivalRate: Double, abandonmentRate: Double, within: Double
  ) -> ErlangAResult {
    ErlangAResult(
      pWait: 1, pAbandon: 1, waitMeanAll: 1 / abandonmentRate, speedOfAnswer: .infinity,
      queueLength: arrivalRate / abandonmentRate, occupancy: 0, serviceLevelOffered: 0,
      serviceLevelAnswered: 0, serviceLevelVirtual: 0, serviceLevelExcludingShortAbandons: 0,
      serviceLevelWithinThreshold: -expm1(-abandonmentRate * within))
  }
}
