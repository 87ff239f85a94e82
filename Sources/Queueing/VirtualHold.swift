/// What a virtual hold (call-back in turn) does to a queue.
public struct VirtualHoldResult: Sendable, Equatable {
  /// The queue over all contacts; abandonment counts those who hang up and call-backs that are not answered.
  public var queue: ErlangAResult
  /// Share of all contacts that are called back.
  public var pCallBack: Double
  /// Share of all contacts that hang up while they hold.
  public var pAbandonHolding: Double
}

/// Computes a queue in which contacts that must wait may keep their place without holding.
///
/// A contact that finds no free agent takes the offer with probability `acceptance`; from then on it has endless
/// patience, keeps its place and is called when it is its turn. The others hold with exponential patience. The offered
/// wait then has the density of Erlang A with the calls of those who hold and the agents that the others leave;
/// exact for call-backs that always reach the contact.
///
///     let queue = try virtualHold(
///       arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, agents: 50, acceptance: 0.4, within: 20.0 / 60)
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `> 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience of those who hold; finite, `> 0`.
///   - agents: Agents, `>= 1`.
///   - acceptance: Share of the offered that accept, in 0...1.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: The queue and what becomes of the contacts.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when call-backs alone are more than the agents can do;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
public func virtualHold(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Int,
  acceptance: Double, within: Double
) throws(QueueingError) -> VirtualHoldResult {
  try requirePositive(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requirePositive(abandonmentRate, "abandonmentRate")
  try requirePositive(Double(agents), "agents")
  try requirePatience(abandonmentRate, against: max(arrivalRate, Double(agents) * serviceRate))
  try requireNonNegative(within, "within")
  guard acceptance >= 0, acceptance <= 1 else {
    throw .invalid(parameter: "acceptance", value: "\(acceptance)", expected: "between 0 and 1")
  }
  let people = Double(agents)
  let capacity = people * serviceRate
  // Those who accept take their share of the agents for good: the others see what is left of them.
  let drift = arrivalRate.addingProduct(-people, serviceRate)
  let left = arrivalRate * (1 - acceptance) - drift
  guard left > 0 else {
    throw .unstable(offeredLoad: acceptance * arrivalRate / serviceRate, servers: people)
  }
  let idle = idleWeight(offeredLoad: arrivalRate / serviceRate, servers: people)
  let isHolding = acceptance < 1
  let state = ErlangASteadyState(
    arrivalRate: isHolding ? arrivalRate * (1 - acceptance) : arrivalRate,
    serviceRate: isHolding ? left / people : serviceRate,
    abandonmentRate: isHolding ? abandonmentRate : 0, agents: people,
    drift: drift,
    idle: isHolding ? idle * left / capacity : idle)
  let hold = 1 - acceptance
  let at = state.threshold(within)
  let pAbandon = hold * state.pAbandon
  let called = max(0, at.reached - state.pIdle)
  let served = at.served * hold + (state.pIdle + called) * acceptance
  let pServed = state.pIdle + acceptance * state.pWait + hold * max(0, state.pServed - state.pIdle)
  let waitOfCalled = state.offeredWait(ofServed: false)
  let waitMean =
    acceptance * waitOfCalled + (isHolding ? hold * state.pAbandon / abandonmentRate : 0)
  let kept = hold * at.kept + acceptance
  let waitServed =
    acceptance * waitOfCalled + (isHolding ? hold * state.offeredWait(ofServed: true) : 0)
  let queue = ErlangAResult(
    pWait: state.pWait, pAbandon: pAbandon, waitMeanAll: waitMean,
    speedOfAnswer: pServed > 0 ? waitServed / pServed : .infinity,
    queueLength: arrivalRate * waitMean, occupancy: min(1, arrivalRate * pServed / capacity),
    serviceLevelOffered: served, serviceLevelAnswered: pServed > 0 ? min(1, served / pServed) : 0,
    serviceLevelVirtual: at.reached,
    serviceLevelExcludingShortAbandons: kept > 0 ? min(1, served / kept) : 0,
    serviceLevelWithinThreshold: hold * at.settled + acceptance * at.reached)
  return VirtualHoldResult(
    queue: queue, pCallBack: state.pWait * acceptance, pAbandonHolding: pAbandon)
}
