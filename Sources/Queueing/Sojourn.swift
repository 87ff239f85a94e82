import Foundation

/// Computes the share of items that are not finished (wait and handling) by a deadline, in an M/M/n queue.
///
/// First come first served, endless patience: the wait is 0 with probability 1 − C and otherwise
/// exponential with rate r = nμ − λ, and the handling is exponential with rate μ and independent of it.
///
///     let late = try shareLate(arrivalRate: 1, serviceRate: 0.5, agents: 3, deadline: 10)  // 0.0217
///
/// - Parameters:
///   - arrivalRate: Items per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time, in the same time unit; finite, `> 0`.
///   - agents: People at work, more than the offered load.
///   - deadline: Time allowed from arrival, finite, `>= 0`.
/// - Returns: P(wait + handling > deadline), `0...1`; relative error under 1e-12, also at r = μ.
/// - Throws: ``QueueingError`` as for Erlang C.
/// - Complexity: O(1).
public func shareLate(
  arrivalRate: Double, serviceRate: Double, agents: Double, deadline: Double
) throws(QueueingError) -> Double {
  try requireNonNegative(deadline, "deadline")
  let queue = try erlangC(
    arrivalRate: arrivalRate, serviceRate: serviceRate, agents: agents, within: 0)
  let spare = (-arrivalRate).addingProduct(agents, serviceRate)
  return sojournTail(
    pWait: queue.pWait, spare: spare, serviceRate: serviceRate, deadline: deadline)
}

/// (1 − C) e^(−μd) + C (r e^(−μd) − μ e^(−rd)) / (r − μ), written so that r = μ is no special point.
func sojournTail(pWait: Double, spare: Double, serviceRate: Double, deadline: Double) -> Double {
  let handling = exp(-serviceRate * deadline)
  // e^(−μd) − e^(−rd) over (r − μ) d, times μ d, with the smaller rate outside the difference.
  let gap = (spare - serviceRate) * deadline
  let slower = exp(-min(spare, serviceRate) * deadline)
  let distance = abs(gap)
  let ratio = distance < 1e-300 ? 1 : -expm1(-distance) / distance
  let extra = serviceRate * deadline * slower * ratio
  return min(1, handling + pWait * extra)
}
