/// Computes the mean wait by class under non-preemptive priorities with several servers (Cobham).
///
/// All classes share one exponential handle time; class 1 comes first. The classes need not all be stable: a class
/// behind which more work arrives than can be done waits for ever.
///
///     let waits = try priorityWaits(arrivalRates: [1.5, 2], serviceRate: 1, agents: 5)  // [0.108, 0.360]
///
/// - Parameters:
///   - arrivalRates: Contacts per time unit by class, first class first; finite, `>= 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - agents: Servers, `>= 1`, more than the offered load of all classes.
/// - Returns: Mean wait by class, in the time unit of the rates.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when all classes together are too much;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(classes).
/// - SeeAlso: A. Cobham, "Priority assignment in waiting line problems" (1954).
public func priorityWaits(
  arrivalRates: [Double], serviceRate: Double, agents: Int
) throws(QueueingError) -> [Double] {
  try requirePositive(serviceRate, "serviceRate")
  guard agents >= 1 else {
    throw .invalid(parameter: "agents", value: "\(agents)", expected: "1 or more")
  }
  try requireClasses(arrivalRates)
  let total = arrivalRates.reduce(0, +)
  let people = Double(agents)
  let waiting = try erlangC(
    arrivalRate: total, serviceRate: serviceRate, agents: people, within: 0
  ).pWait
  // residual / ((1 − σ_{k−1})(1 − σ_k)), each factor formed from the capacity that is left.
  var ahead = 0.0
  var before = people * serviceRate
  return arrivalRates.map { rate in
    ahead += rate
    let left = (-ahead).addingProduct(people, serviceRate)
    defer { before = left }
    return waiting * (people * serviceRate) / (before * left)
  }
}

/// Computes the mean wait by class under non-preemptive priorities with one server and any handle times.
///
///     let waits = try priorityWaits(
///       arrivalRates: [1, 9], meanHandleTimes: [1.0 / 12, 1.0 / 12], secondMoments: [2.0 / 144, 2.0 / 144])
///
/// - Parameters:
///   - arrivalRates: Contacts per time unit by class, first class first; finite, `>= 0`.
///   - meanHandleTimes: Mean handle time by class; finite, `> 0`.
///   - secondMoments: Mean squared handle time by class.
/// - Returns: Mean wait by class.
/// - Throws: ``QueueingError`` as for several servers.
/// - Complexity: O(classes).
/// - SeeAlso: A. Cobham (1954).
public func priorityWaits(
  arrivalRates: [Double], meanHandleTimes: [Double], secondMoments: [Double]
) throws(QueueingError) -> [Double] {
  guard meanHandleTimes.count == arrivalRates.count, secondMoments.count == arrivalRates.count
  else {
    throw .invalid(
      parameter: "meanHandleTimes and secondMoments",
      value: "\(meanHandleTimes.count) and \(secondMoments.count) classes",
      expected: "one per class, \(arrivalRates.count)")
  }
  try requireClasses(arrivalRates)
  var residual = 0.0
  var load = 0.0
  var free = [1.0]
  for index in arrivalRates.indices {
    try requirePositive(meanHandleTimes[index], "meanHandleTimes[\(index)]")
    try requireSecondMoment(secondMoments[index], mean: meanHandleTimes[index])
    residual += arrivalRates[index] * secondMoments[index] / 2
    load += arrivalRates[index] * meanHandleTimes[index]
    free.append(free[index].addingProduct(-arrivalRates[index], meanHandleTimes[index]))
  }
  guard load < 1 else { throw .unstable(offeredLoad: load, servers: 1) }
  return arrivalRates.indices.map { residual / (free[$0] * free[$0 + 1]) }
}

/// Throws unless there is a class and each has a rate.
private func requireClasses(_ arrivalRates: [Double]) throws(QueueingError) {
  guard !arrivalRates.isEmpty else {
    throw .invalid(parameter: "arrivalRates", value: "[]", expected: "one rate per class")
  }
  for (index, rate) in arrivalRates.enumerated() {
    try requireNonNegative(rate, "arrivalRates[\(index)]")
  }
}
