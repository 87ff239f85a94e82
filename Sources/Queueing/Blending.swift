/// What one group of agents achieves that takes calls and fills the gaps with outbound work.
public struct BlendingResult: Sendable, Equatable {
  /// The inbound queue; its occupancy counts outbound work too.
  public var inbound: ErlangAResult
  /// Outbound contacts finished per time unit.
  public var outboundRate: Double
}

/// Computes inbound and outbound work in one group by a threshold: outbound starts while more than `reserve` agents
/// are free.
///
/// There is always outbound work to start; it has the same mean handle time as inbound and is never interrupted. With
/// exponential handling the number of busy agents never falls below n − reserve, and above it is Erlang A.
///
///     let blend = try blending(
///       arrivalRate: 20, serviceRate: 1, abandonmentRate: 0.5, agents: 28, reserve: 4, within: 20.0 / 60)
///
/// - Parameters:
///   - arrivalRate: Inbound contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time of both kinds; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience; finite, `>= 0`; 0 is endless patience.
///   - agents: Agents, `>= 1`.
///   - reserve: Agents kept free for inbound, in 0...agents; at `agents` there is no outbound work.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: Inbound service and outbound throughput.
/// - Throws: ``QueueingError`` as for Erlang A.
/// - Complexity: O(`reserve`).
/// - SeeAlso: S. Bhulai, G. Koole, "A queueing model for call blending in call centers" (2003).
public func blending(
  arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Int, reserve: Int,
  within: Double
) throws(QueueingError) -> BlendingResult {
  guard agents >= 1 else {
    throw .invalid(parameter: "agents", value: "\(agents)", expected: "1 or more")
  }
  guard (0...agents).contains(reserve) else {
    throw .invalid(
      parameter: "reserve", value: "\(reserve)", expected: "between 0 and \(agents) agents")
  }
  try requireAtMost(Double(reserve), 1e7, "reserve")
  let people = Double(agents)
  // Checks every argument, and is the answer when nobody calls in or nothing goes out.
  let plain = try erlangA(
    arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: agents, within: within)
  guard arrivalRate > 0 else {
    let busy = Double(agents - reserve)
    var inbound = plain
    inbound.occupancy = busy / people
    if reserve == 0 { inbound.pWait = 1 }
    return BlendingResult(inbound: inbound, outboundRate: busy * serviceRate)
  }
  // Weights of n − reserve ... n − 1 beside that of n, `top`, from n downwards.
  let lowest = agents - reserve
  var top = 1.0
  var weight = 1.0
  var idle = 0.0
  var busy = 0.0
  for state in stride(from: agents, to: lowest, by: -1) {
    weight *= Double(state) * serviceRate / arrivalRate
    idle += weight
    busy += weight * Double(state - 1)
    if idle > 1e200 {
      weight *= 1e-200
      idle *= 1e-200
      busy *= 1e-200
      top *= 1e-200
    }
  }
  let queue = ErlangASteadyState(
    arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: people, drift: arrivalRate.addingProduct(-people, serviceRate), idle: idle / top)
  // Outbound starts whenever a contact ends in the lowest state.
  let inLowest = reserve == 0 ? queue.unit * queue.scale : queue.pIdle * weight / idle
  let meanBusy = queue.pWait * people + (reserve == 0 ? 0 : queue.pIdle * busy / idle)
  return BlendingResult(
    inbound: ErlangAResult(
      queue, speedOfAnswer: queue.speedOfAnswer, at: queue.threshold(within),
      occupancy: min(1, meanBusy / people)),
    outboundRate: inLowest * Double(lowest) * serviceRate)
}
