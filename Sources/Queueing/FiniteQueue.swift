import Foundation

/// What an M/M/n/K queue does: n servers and K places in all.
public struct FiniteQueueResult: Sendable, Equatable {
  /// Share of contacts that find all places taken.
  public var pBlock: Double
  /// Share of the accepted that wait.
  public var pWaitAccepted: Double
  /// Mean wait of the accepted, in the time unit of the rates.
  public var waitMeanAccepted: Double
  /// Mean number waiting.
  public var queueLength: Double
  /// P(wait ≤ threshold) among the accepted.
  public var serviceLevelAccepted: Double
  /// Busy time ÷ staffed time.
  public var occupancy: Double
}

/// Computes the M/M/n/K queue: lines for K contacts, of which n are served.
///
///     let queue = try finiteQueue(arrivalRate: 8, serviceRate: 4, agents: 5, places: 12, within: 0.1)
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `> 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - agents: Servers, `>= 1`.
///   - places: Places for contacts in service and waiting, at least `agents`.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: The result; relative error under 1e-12 as far as the inputs determine it. Stable also in overload.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(`places` − `agents` + the mean number of departures within the threshold).
public func finiteQueue(
  arrivalRate: Double, serviceRate: Double, agents: Int, places: Int, within: Double
) throws(QueueingError) -> FiniteQueueResult {
  try requirePositive(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requireNonNegative(within, "within")
  guard agents >= 1 else {
    throw .invalid(parameter: "agents", value: "\(agents)", expected: "1 or more")
  }
  guard places >= agents else {
    throw .invalid(parameter: "places", value: "\(places)", expected: "at least \(agents) agents")
  }
  try requireAtMost(Double(places - agents), 1e7, "places − agents")
  let load = arrivalRate / serviceRate
  let ratio = load / Double(agents)
  let waiting = places - agents
  // Weights of the states n...K, relative to the heaviest end, and of the states below n.
  let lowest = ratio <= 1 ? 1 : pow(ratio, -Double(waiting))
  let full = ratio <= 1 ? pow(ratio, Double(waiting)) : 1
  let idle = idleWeight(offeredLoad: load, servers: Double(agents)) * lowest
  guard idle < .infinity else {
    return FiniteQueueResult(
      pBlock: 0, pWaitAccepted: 0, waitMeanAccepted: 0, queueLength: 0, serviceLevelAccepted: 1,
      occupancy: ratio)
  }
  let late = PoissonTails(mean: Double(agents) * serviceRate * within, count: waiting)
  var found = 0.0
  var inTime = 0.0
  var length = 0.0
  // From the heavy end towards the light one.
  var weight = ratio <= 1 ? lowest : full / ratio
  for step in 0..<waiting {
    let queue = ratio <= 1 ? step : waiting - 1 - step
    found += weight
    inTime += weight * late.moreThan[queue]
    length += weight * Double(queue)
    weight = ratio <= 1 ? weight * ratio : weight / ratio
  }
  length += full * Double(waiting)
  let total = idle + found + full
  let accepted = idle + found
  let carried = accepted / total
  return FiniteQueueResult(
    pBlock: full / total, pWaitAccepted: found / accepted,
    waitMeanAccepted: length / (arrivalRate * accepted), queueLength: length / total,
    serviceLevelAccepted: min(1, (idle + inTime) / accepted),
    occupancy: min(1, ratio * carried))
}

/// P(N > j) for a Poisson number N, j = 0..<count, each as a sum of positive terms.
struct PoissonTails {
  private(set) var moreThan: [Double]

  init(mean: Double, count: Int) {
    moreThan = Array(repeating: 0, count: count)
    guard count > 0, mean > 0 else { return }
    func probability(_ number: Int) -> Double {
      let count = Double(number)
      guard count >= ScaledGamma.smallestUniformShape else {
        return exp(count * log(mean) - mean - lgammaOf(count + 1))
      }
      return exp(-count * ScaledGamma.halfSquare(count, mean, mean - count))
        / ScaledGamma.peak(count)
    }
    var tail = 0.0
    if Double(count) > mean {
      var number = count
      var term = probability(number)
      while term > 0, term > tail * 1e-18 {
        tail += term
        number += 1
        term *= mean / Double(number)
      }
    } else {
      var below = 0.0
      var number = count - 1
      var term = probability(number)
      while number >= 0, term > below * 1e-18 {
        below += term
        term *= Double(number) / mean
        number -= 1
      }
      tail = 1 - below
    }
    // `tail` is P(N >= count) = P(N > count − 1).
    var number = count - 1
    var term = probability(number)
    while number >= 0 {
      moreThan[number] = min(tail, 1)
      tail += term
      if number > 0 {
        term = term > 1e-290 ? term * Double(number) / mean : probability(number - 1)
      }
      number -= 1
    }
  }
}

/// ln Γ(x) for x > 0, without the global sign of the C function.
func lgammaOf(_ value: Double) -> Double {
  if value < 15 {
    // tgamma holds its digits here, and its logarithm loses none that matter.
    return log(tgamma(value))
  }
  let inverse = 1 / value
  let square = inverse * inverse
  let series =
    inverse
    * (1.0 / 12
      - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188))))
  return (value - 0.5) * log(value) - value + 0.5 * log(2 * Double.pi) + series
}
