import Foundation

/// Computes Erlang A when the arrival rate itself is uncertain: Gamma with a mean and a variation.
///
/// Every interval has its own rate, constant while it lasts. Shares and mean waits are weighted by arrivals (a busy
/// interval has more contacts to disappoint); queue length and occupancy are weighted by time. The integral over
/// the logarithm of the rate is taken by the trapezoidal rule, halved until it stands still.
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
/// - Complexity: Some hundred evaluations of Erlang A.
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
  func exponent(_ position: Double) -> Double { shape * (position - expm1(position)) }
  var left = (92 * arrivalRateVariation).squareRoot()
  while exponent(-left) > -46 { left *= 1.25 }
  var right = min(left, 1)
  while right < 700 && exponent(right) + right > -46 { right *= 1.25 }
  func sample(_ position: Double) -> GammaMixture {
    // Rates that small add nothing but their share of time.
    guard position > -300 else { return GammaMixture(weight: exp(exponent(position))) }
    return mixture(position)
  }
  func mixture(_ position: Double) -> GammaMixture {
    GammaMixture(
      weight: exp(exponent(position)), factor: exp(position),
      state: ErlangASteadyState(
        arrivalRate: arrivalRateMean * exp(position), serviceRate: serviceRate,
        abandonmentRate: abandonmentRate, agents: Double(agents)),
      within: within)
  }
  var points = 64
  var step = (left + right) / Double(points)
  var sum = GammaMixture()
  for index in 0...points { sum.add(sample(-left + Double(index) * step)) }
  for _ in 0..<6 {
    let before = sum
    var next = sum
    for index in 0..<points { next.add(sample(-left + (Double(index) + 0.5) * step)) }
    sum = next
    points *= 2
    step *= 0.5
    if before.agrees(with: sum) { break }
  }
  return sum.result(within: within)
}

/// Sums of weighted Erlang A results over arrival rates.
private struct GammaMixture {
  private var weight = 0.0
  private var arrivals = 0.0
  private var byArrival: SIMD8<Double> = .zero
  private var byTime: SIMD2<Double> = .zero

  init(weight: Double = 0) { self.weight = weight }

  init(weight: Double, factor: Double, state: ErlangASteadyState, within: Double) {
    let at = state.threshold(within)
    self.weight = weight
    arrivals = weight * factor
    byArrival =
      [
        state.pWait, state.pAbandon, state.waitMeanAll,
        state.pServed > 0 ? state.speedOfAnswer * state.pServed : 0,
        at.served, at.reached, at.abandoned, at.settled,
      ] * arrivals
    byTime = [state.queueLength, state.occupancy] * weight
  }

  mutating func add(_ other: GammaMixture) {
    weight += other.weight
    arrivals += other.arrivals
    byArrival += other.byArrival
    byTime += other.byTime
  }

  /// Whether the means of both sums agree to about 1e-14.
  func agrees(with other: GammaMixture) -> Bool {
    for index in 0..<8 {
      let mine = byArrival[index] / arrivals
      let theirs = other.byArrival[index] / other.arrivals
      if abs(mine - theirs) > 1e-14 * abs(theirs) { return false }
    }
    return true
  }

  func result(within: Double) -> ErlangAResult {
    let mean = byArrival / arrivals
    let served = 1 - mean[1]
    return ErlangAResult(
      pWait: mean[0], pAbandon: mean[1], waitMeanAll: mean[2],
      speedOfAnswer: served > 0 ? mean[3] / served : .infinity,
      queueLength: byTime[0] / weight, occupancy: byTime[1] / weight,
      serviceLevelOffered: mean[4], serviceLevelAnswered: served > 0 ? min(1, mean[4] / served) : 0,
      serviceLevelVirtual: mean[5],
      serviceLevelExcludingShortAbandons: mean[6] < 1 ? min(1, mean[4] / (1 - mean[6])) : 0,
      serviceLevelWithinThreshold: mean[7])
  }
}
