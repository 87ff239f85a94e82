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
/// patience, keeps its place and is called when it is its turn. The others hold with exponential patience. So it
/// is M/M/n+G with patience that is endless for a share; exact for call-backs that always reach the contact.
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
/// - Complexity: As M/M/n+G.
public func virtualHold(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Int,
  acceptance: Double, within: Double
) throws(QueueingError) -> VirtualHoldResult {
  try requirePositive(abandonmentRate, "abandonmentRate")
  let queue = try erlangA(
    arrivalRate: arrivalRate, serviceRate: serviceRate,
    patience: .hyperexponential(
      share: 1 - acceptance, mean: 1 / abandonmentRate, otherMean: .infinity),
    agents: agents, within: within)
  return VirtualHoldResult(
    queue: queue, pCallBack: queue.pWait * acceptance, pAbandonHolding: queue.pAbandon)
}
