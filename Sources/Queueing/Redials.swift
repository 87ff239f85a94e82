/// What redialling does to a queue.
public struct RedialResult: Sendable, Equatable {
  /// Contacts per time unit including redials.
  public var arrivalRateTotal: Double
  /// Share of first contacts whose last attempt also fails.
  public var pLostFinally: Double
  /// The queue at the total rate.
  public var queue: ErlangAResult
}

/// Computes Erlang A where a contact that hangs up tries again with a given probability.
///
/// Redials are taken to join the Poisson stream, after a while long enough to have forgotten the first attempt:
/// the total rate L solves L = λ + r L P_ab(L). L(1 − r P_ab(L)) rises with L, so the root is found by bracketing.
///
///     let queue = try erlangRedial(
///       arrivalRate: 52, serviceRate: 1, abandonmentRate: 1, agents: 50, redialProbability: 0.3, within: 0)
///     // queue.arrivalRateTotal == 53.4859
///
/// - Parameters:
///   - arrivalRate: First contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience; finite, `> 0`.
///   - agents: Agents, `> 0`.
///   - redialProbability: Chance that a contact that hangs up tries again, in 0..<1.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: Total rate, final loss and the queue.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: About ten evaluations of Erlang A.
public func erlangRedial(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Int,
  redialProbability: Double, within: Double
) throws(QueueingError) -> RedialResult {
  guard redialProbability >= 0, redialProbability < 1 else {
    throw .invalid(
      parameter: "redialProbability", value: "\(redialProbability)",
      expected: "at least 0 and less than 1")
  }
  try requirePositive(abandonmentRate, "abandonmentRate")
  try requirePositive(Double(agents), "agents")
  let first = try erlangA(
    arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: agents, within: within)
  guard arrivalRate > 0, redialProbability > 0 else {
    return RedialResult(
      arrivalRateTotal: arrivalRate,
      pLostFinally: first.pAbandon * (1 - redialProbability), queue: first)
  }
  func excess(_ total: Double) -> Double {
    let state = ErlangASteadyState(
      arrivalRate: total, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
      agents: Double(agents))
    return (total - arrivalRate) - redialProbability * total * state.pAbandon
  }
  let total = RootFinding.risingRoot(
    from: arrivalRate, to: arrivalRate / (1 - redialProbability), excess)
  let queue = try erlangA(
    arrivalRate: total, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: agents, within: within)
  // Lost is what is not served; the product has no digits left where nearly all redial.
  let notServed = 1 - Double(agents) * serviceRate * queue.occupancy / arrivalRate
  let product = total * queue.pAbandon * (1 - redialProbability) / arrivalRate
  return RedialResult(
    arrivalRateTotal: total,
    pLostFinally: redialProbability > 0.5 && notServed > 0.1 ? notServed : product, queue: queue)
}
