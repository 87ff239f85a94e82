import Foundation

/// What the Pollaczek-Khinchine formula says.
public struct SingleServerResult: Sendable, Equatable {
  /// Mean wait, in the time unit of the rate.
  public var waitMean: Double
  /// Mean number waiting.
  public var queueLength: Double
  /// Busy share of time.
  public var occupancy: Double
}

/// Computes the mean wait in an M/G/1 queue (Pollaczek-Khinchine).
///
///     let queue = try pollaczekKhinchine(arrivalRate: 0.8, meanHandleTime: 1, secondMoment: 2)  // waitMean 4
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - meanHandleTime: Mean handle time; finite, `> 0`.
///   - secondMoment: Mean of the squared handle time, at least the square of the mean.
/// - Returns: Mean wait, mean queue and occupancy.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` from a load of 1 on;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
public func pollaczekKhinchine(
  arrivalRate: Double, meanHandleTime: Double, secondMoment: Double
) throws(QueueingError) -> SingleServerResult {
  try requireNonNegative(arrivalRate, "arrivalRate")
  try requirePositive(meanHandleTime, "meanHandleTime")
  try requireSecondMoment(secondMoment, mean: meanHandleTime)
  let load = arrivalRate * meanHandleTime
  guard load < 1 else { throw .unstable(offeredLoad: load, servers: 1) }
  let free = (1.0).addingProduct(-arrivalRate, meanHandleTime)
  let wait = arrivalRate * secondMoment / (2 * free)
  return SingleServerResult(waitMean: wait, queueLength: arrivalRate * wait, occupancy: load)
}

/// Computes P(wait ≤ t) in an M/D/1 queue, where every contact takes the same time.
///
/// A sum of positive terms over the numbers in the system (G. J. Franx, 2001), which holds its digits where the
/// classical alternating sum breaks down after some twenty handle times. From 25 handle times on the wait is exponential
/// to more digits than a number has, with the positive root of λ(e^(ηd) − 1) = η for its rate.
///
///     let level = try deterministicServiceLevel(arrivalRate: 0.5, handleTime: 1, within: 2.5)  // 0.97136
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - handleTime: The handle time; finite, `> 0`.
///   - within: The threshold; finite, `>= 0`.
/// - Returns: The probability, `0...1`.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` from a load of 1 on;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(1).
public func deterministicServiceLevel(
  arrivalRate: Double, handleTime: Double, within: Double
) throws(QueueingError) -> Double {
  try requireNonNegative(arrivalRate, "arrivalRate")
  try requirePositive(handleTime, "handleTime")
  try requireNonNegative(within, "within")
  let load = arrivalRate * handleTime
  guard load < 1 else { throw .unstable(offeredLoad: load, servers: 1) }
  guard load > 0 else { return 1 }
  let ratio = within / handleTime
  guard ratio <= 25 else {
    let free = (1.0).addingProduct(-arrivalRate, handleTime)
    let rate = decayOfDeterministicWait(load: load, free: free)
    return -expm1(-rate * ratio + log(free / (rate - free)))
  }
  let steps = Int(ratio.rounded(.down)) + 1
  // more[k] = P(more than k arrivals in a handle time).
  var more = PoissonTails(mean: load, count: 64).moreThan
  while let last = more.last, last < 1e-300 { more.removeLast() }
  let none = exp(-load)
  // p[j], by level crossings: p[j+1] P(no arrival) = p[0] more[j] + Σ p[i] more[j − i + 1].
  var states = [1 - load]
  var cumulated = [1 - load]
  while states.count <= steps {
    let level = states.count - 1
    var flow = level < more.count ? states[0] * more[level] : 0
    var index = max(1, level + 2 - more.count)
    while index <= level {
      flow += states[index] * more[level - index + 1]
      index += 1
    }
    states.append(flow / none)
    cumulated.append(min(1, cumulated[cumulated.count - 1] + states[states.count - 1]))
  }
  // At most m waiting is at most m + 1 in the system.
  let rest = arrivalRate * (Double(steps) * handleTime - within)
  var term = exp(-rest)
  var level = 0.0
  for index in 0..<steps {
    level += cumulated[steps - index] * term
    term *= rest / Double(index + 1)
    if term < 1e-300 { break }
  }
  return min(1, level)
}

/// The positive root u of ρ(eᵘ − 1) = u, from ρ and 1 − ρ.
private func decayOfDeterministicWait(load: Double, free: Double) -> Double {
  // ρ((eᵘ − 1)/u − 1) = 1 − ρ: rising and convex in u, so Newton's steps from above never overshoot.
  var root = -2 * log1p(-free)
  for _ in 0..<200 {
    let growth: Double
    let slope: Double
    if root < 0.01 {
      growth = root * (0.5 + root * (1.0 / 6 + root * (1.0 / 24 + root * (1.0 / 120 + root / 720))))
      slope = 0.5 + root * (1.0 / 3 + root * (0.125 + root * (1.0 / 30 + root / 144)))
    } else {
      growth = expm1(root) / root - 1
      slope = (exp(root) - expm1(root) / root) / root
    }
    let step = (load * growth - free) / (load * slope)
    root -= step
    if abs(step) <= 1e-16 * root { break }
  }
  return root
}

/// Approximates the mean wait in a G/G/n queue by Allen and Cunneen.
///
/// Erlang C scaled by the mean of the squared coefficients of variation of interarrival and handle times; exact for
/// M/M/n and M/G/1.
///
///     let wait = try allenCunneen(
///       arrivalRate: 48, serviceRate: 1, agents: 50, arrivalVariation: 1, serviceVariation: 0.5)
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - agents: Agents, more than the offered load.
///   - arrivalVariation: Squared coefficient of variation of the times between arrivals, `>= 0`.
///   - serviceVariation: Squared coefficient of variation of the handle time, `>= 0`.
/// - Returns: Mean wait of all, in the time unit of the rates.
/// - Throws: ``QueueingError`` as for Erlang C.
/// - Complexity: O(1).
public func allenCunneen(
  arrivalRate: Double, serviceRate: Double, agents: Double, arrivalVariation: Double,
  serviceVariation: Double
) throws(QueueingError) -> Double {
  try requireNonNegative(arrivalVariation, "arrivalVariation")
  try requireNonNegative(serviceVariation, "serviceVariation")
  let queue = try erlangC(
    arrivalRate: arrivalRate, serviceRate: serviceRate, agents: agents, within: 0)
  return queue.waitMeanAll * (arrivalVariation + serviceVariation) / 2
}

/// Throws unless `moment` is finite and at least the square of the mean.
func requireSecondMoment(_ moment: Double, mean: Double) throws(QueueingError) {
  guard moment >= mean * mean * (1 - 1e-12), moment < .infinity else {
    throw .invalid(
      parameter: "secondMoment", value: "\(moment)",
      expected: "finite and at least the square of the mean, \(mean * mean)")
  }
}
