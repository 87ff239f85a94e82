import Foundation

/// Computes Erlang A when the arrival rate itself is uncertain: Gamma with a mean and a variation.
///
/// Every interval has its own rate, constant while it lasts. Shares and mean waits are weighted by arrivals (a busy
/// interval has more contacts to disappoint); queue length and occupancy are weighted by time. The integral over
/// the logarithm of the rate is taken by Gauss-Legendre panels that are fine where the load passes the agents.
///
///     let queue = try erlangAGammaRate(
///       arrivalRateMean: 48, arrivalRateVariation: 0.01, serviceRate: 1, abandonmentRate: 0.5, agents: 50, within: 0)
///     // queue.pAbandon == 0.0445
///
/// - Parameters:
///   - arrivalRateMean: Mean arrival rate; finite, `> 0`.
///   - arrivalRateVariation: Squared coefficient of variation of the rate, `>= 0`, at most 100; 0 is Erlang A.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - abandonmentRate: 1 / mean patience; finite, `> 0` unless the variation is 0.
///   - agents: Agents, `> 0`.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: The mixed result; relative error about 1e-12.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: One to two thousand evaluations of Erlang A.
public func erlangAGammaRate(
  arrivalRateMean: Double, arrivalRateVariation: Double, serviceRate: Double,
  abandonmentRate: Double, agents: Int, within: Double
) throws(QueueingError) -> ErlangAResult {
  try requirePositive(arrivalRateMean, "arrivalRateMean")
  guard arrivalRateVariation >= 0, arrivalRateVariation <= 100 else {
    throw .invalid(
      parameter: "arrivalRateVariation", value: "\(arrivalRateVariation)",
      expected: "between 0 and 100")
  }
  guard arrivalRateVariation > 0 else {
    return try erlangA(
      arrivalRate: arrivalRateMean, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
      agents: agents, within: within)
  }
  try requirePositive(abandonmentRate, "abandonmentRate")
  try requirePositive(Double(agents), "agents")
  _ = try erlangA(
    arrivalRate: arrivalRateMean, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
    agents: agents, within: within)
  let shape = 1 / arrivalRateVariation
  // With g = e^s, the Gamma density in s is proportional to exp(k (s − e^s)): highest at s = 0.
  func exponent(_ position: Double) -> Double {
    -shape * ErlangASteadyState.decayRemainder(-position)
  }
  // All measures carry the arrivals, and so a factor e^s besides.
  func reach(_ direction: Double) -> Double {
    var distance = min((92 * arrivalRateVariation).squareRoot(), 1)
    while exponent(direction * distance) + direction * distance > -300 { distance *= 1.25 }
    return distance
  }
  let (left, right) = (-reach(-1), reach(1))
  // The queue changes fastest where the load passes the agents, over this part of the load.
  let people = Double(agents)
  let critical = log(people * serviceRate / arrivalRateMean)
  let finest =
    1 / (people * max(1, serviceRate / abandonmentRate)).squareRoot() + 1 / people
  let widest = min(arrivalRateVariation.squareRoot(), 0.5)
  var sum = GammaMixture()
  func add(from start: Double, to end: Double) {
    for index in 0..<16 {
      let (offset, weight) = GaussLegendre.point(index, width: end - start)
      let position = start + offset
      sum.add(
        GammaMixture(
          weight: exp(exponent(position)) * weight, factor: exp(position),
          state: ErlangASteadyState(
            arrivalRate: arrivalRateMean * exp(position), serviceRate: serviceRate,
            abandonmentRate: abandonmentRate, agents: people),
          within: within))
    }
  }
  // Panels grow with their distance from the critical load, from there to both ends.
  func walk(_ direction: Double) {
    let end = direction < 0 ? left : right
    var near = min(max(critical, left), right)
    while (end - near) * direction > 0 {
      let width = min((finest + abs(near - critical)) / 4, max(widest, abs(near) / 8))
      let far = (end - near) * direction > width ? near + direction * width : end
      add(from: min(near, far), to: max(near, far))
      near = far
    }
  }
  walk(-1)
  walk(1)
  return sum.result(total: ScaledGamma.peak(shape) / shape)
}

/// Sums of weighted Erlang A results over arrival rates.
private struct GammaMixture {
  private var byArrival: SIMD8<Double> = .zero
  private var byTime: SIMD2<Double> = .zero

  init() {}

  init(weight: Double, factor: Double, state: ErlangASteadyState, within: Double) {
    let at = state.threshold(within)
    let arrivals = weight * factor
    byArrival =
      [
        state.pWait, state.pAbandon, state.waitMeanAll,
        state.pServed > 0 ? state.speedOfAnswer * state.pServed : 0,
        at.served, at.reached, at.kept, at.settled,
      ] * arrivals
    byTime = [state.queueLength, state.occupancy] * weight
  }

  mutating func add(_ other: GammaMixture) {
    byArrival += other.byArrival
    byTime += other.byTime
  }

  /// The means, given the integral of the weights; that of weights × factors is the same, as the mean factor is 1.
  func result(total: Double) -> ErlangAResult {
    let mean = byArrival / total
    func share(_ index: Int) -> Double { min(1, mean[index]) }
    let served = 1 - mean[1]
    return ErlangAResult(
      pWait: share(0), pAbandon: share(1), waitMeanAll: mean[2],
      speedOfAnswer: served > 0 ? mean[3] / served : .infinity,
      queueLength: byTime[0] / total, occupancy: min(1, byTime[1] / total),
      serviceLevelOffered: share(4),
      serviceLevelAnswered: served > 0 ? min(1, mean[4] / served) : 0,
      serviceLevelVirtual: share(5),
      serviceLevelExcludingShortAbandons: mean[6] > 0 ? min(1, mean[4] / mean[6]) : 0,
      serviceLevelWithinThreshold: share(7))
  }
}
