import Foundation

/// Computes the M/M/n+G queue, where patience has any distribution, exactly.
///
/// The offered wait has the density nμ π_n exp(λ ∫₀^v P(patience > u) du − nμ v) (Baccelli and Hebuterne, 1981;
/// Zeltyn and Mandelbaum, 2005); all measures are integrals of it, taken by Gauss-Legendre panels.
///
///     let queue = try erlangA(
///       arrivalRate: 48, serviceRate: 1, patience: .deterministic(2), agents: 50, within: 20.0 / 60)
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `> 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - patience: Distribution of the wait after which a contact hangs up.
///   - agents: Agents, `>= 1`.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: The result, relative error about 1e-9 (exponential patience agrees with Erlang A to 1e-10).
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when those who never hang up are too many;
///   ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: Some hundred thousand evaluations of the survival function, milliseconds.
public func erlangA(
  arrivalRate: Double, serviceRate: Double, patience: Patience, agents: Int, within: Double
) throws(QueueingError) -> ErlangAResult {
  try requirePositive(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requirePositive(Double(agents), "agents")
  try requireNonNegative(within, "within")
  try patience.validate()
  try requireAtMost(arrivalRate * patience.scale, 1e7, "arrivals in a mean patience")
  let capacity = Double(agents) * serviceRate
  guard arrivalRate * patience.endless < capacity else {
    throw .unstable(
      offeredLoad: arrivalRate * patience.endless / serviceRate, servers: Double(agents))
  }
  let load = arrivalRate / serviceRate
  let wait = OfferedWait(
    arrivalRate: arrivalRate, capacity: capacity, patience: patience, within: within)
  let idle = idleWeight(offeredLoad: load, servers: Double(agents)) * wait.scale
  guard idle < .infinity else { return .withoutArrivals(agents: Double(agents)) }
  let total = idle + wait.all
  let served = (idle + wait.served) / total
  let lost = wait.lost / total
  let servedInTime = (idle + wait.servedInTime) / total
  let reached = (idle + wait.allInTime) / total
  let alive = patience.survival(within)
  let settled = min(1, (1 - alive) + alive * reached)
  let lostInTime = max(0, settled - servedInTime)
  let queueLength = arrivalRate * wait.waitAll / total
  return ErlangAResult(
    pWait: wait.all / total, pAbandon: lost, waitMeanAll: wait.waitAll / total,
    speedOfAnswer: wait.waitServed / total / served, queueLength: queueLength,
    occupancy: min(1, arrivalRate * served / capacity), serviceLevelOffered: servedInTime,
    serviceLevelAnswered: min(1, servedInTime / served), serviceLevelVirtual: min(1, reached),
    serviceLevelExcludingShortAbandons: lostInTime < 1
      ? min(1, servedInTime / (1 - lostInTime)) : 0,
    serviceLevelWithinThreshold: settled)
}

/// Integrals of the offered wait's density over all waits and over those within the threshold, relative to π_n and
/// scaled down by the density's peak.
private struct OfferedWait {
  var scale = 1.0
  var all = 0.0
  var served = 0.0
  var lost = 0.0
  var waitServed = 0.0
  /// ∫ density × E[min(v, patience)].
  var waitAll = 0.0
  var allInTime = 0.0
  var servedInTime = 0.0

  init(arrivalRate: Double, capacity: Double, patience: Patience, within: Double) {
    // First walk: how high the exponent λH(v) − nμv climbs, with H(v) = ∫₀^v survival.
    let step = min(
      patience.scale / 16, 3 / max(abs(arrivalRate - capacity), 1e-3 * capacity),
      1 / (arrivalRate / patience.scale).squareRoot())
    let corners = (patience.corners + (within > 0 ? [within] : [])).sorted()
    var highest = 0.0
    Self.walk(arrivalRate, capacity, patience, step: step, corners: corners, floor: 46) { panel in
      highest = max(highest, panel.exponent(panel.width))
    }
    scale = exp(-highest)
    Self.walk(arrivalRate, capacity, patience, step: step, corners: corners, floor: 46) { panel in
      let inTime = panel.start + 0.5 * panel.width < within
      for index in 0..<16 {
        let (offset, weight) = GaussLegendre.point(index, width: panel.width)
        let density = capacity * exp(panel.exponent(offset) - highest) * weight
        let alive = panel.survival(offset)
        all += density
        served += density * alive
        lost += density * (1 - alive)
        waitServed += density * alive * (panel.start + offset)
        waitAll += density * panel.patienceUpTo(offset)
        if inTime {
          allInTime += density
          servedInTime += density * alive
        }
      }
    }
  }

  /// One panel of the walk, with the integral of the survival function up to its points.
  struct Panel {
    let arrivalRate: Double
    let capacity: Double
    let patience: Patience
    let start: Double
    let width: Double
    /// H at the start.
    let before: Double

    func survival(_ offset: Double) -> Double { patience.survival(start + offset) }

    /// H at start + offset: E[min(patience, v)].
    func patienceUpTo(_ offset: Double) -> Double {
      before
        + GaussLegendre.integrate(from: start, to: start + offset, panels: 1) {
          patience.survival($0)
        }
    }

    func exponent(_ offset: Double) -> Double {
      arrivalRate * patienceUpTo(offset) - capacity * (start + offset)
    }
  }

  /// Visits panels from 0 until the exponent has fallen `floor` below its highest and keeps falling.
  static func walk(
    _ arrivalRate: Double, _ capacity: Double, _ patience: Patience, step: Double,
    corners: [Double], floor: Double, _ visit: (Panel) -> Void
  ) {
    var start = 0.0
    var before = 0.0
    var highest = 0.0
    var width = step
    var next = 0
    while true {
      // A first short panel: some survival functions start steeply.
      var end = start + (start == 0 ? width / 16 : width)
      if next < corners.count, end >= corners[next] {
        end = corners[next]
        next += 1
      }
      guard end > start else { continue }
      let panel = Panel(
        arrivalRate: arrivalRate, capacity: capacity, patience: patience, start: start,
        width: end - start, before: before)
      visit(panel)
      let exponent = panel.exponent(end - start)
      before = panel.patienceUpTo(end - start)
      start = end
      highest = max(highest, exponent)
      let falling = arrivalRate * patience.survival(start) < capacity
      if falling, exponent < highest - floor { return }
      // Far out, where little happens within a step, longer ones will do.
      if start > 64 * width { width *= 1.5 }
    }
  }
}

/// Computes the M/M/n+G queue by Whitt's approximation with state-dependent hang-ups.
///
/// The k-th contact from the end of the queue is taken to have waited k/λ, so the k contacts in the queue hang up at
/// the rate Σ h(j/λ), j = 1…k, with h the hazard of the patience: a birth-death chain.
///
///     let queue = try erlangAStateDependent(
///       arrivalRate: 102, serviceRate: 1, patience: .erlang(phases: 2, mean: 1), agents: 100)
///
/// - Parameters:
///   - arrivalRate: Contacts per time unit; finite, `> 0`.
///   - serviceRate: 1 / mean handle time; finite, `> 0`.
///   - patience: Distribution of patience; a deterministic one empties the queue beyond λ × patience at once.
///   - agents: Agents, `>= 1`.
/// - Returns: Waiting, abandonment, mean wait, queue and occupancy.
/// - Throws: As the exact solution.
/// - Complexity: O(longest queue that matters).
/// - SeeAlso: W. Whitt, "Engineering solution of a basic call-center model" (2005).
public func erlangAStateDependent(
  arrivalRate: Double, serviceRate: Double, patience: Patience, agents: Int
) throws(QueueingError) -> StateDependentResult {
  try requirePositive(arrivalRate, "arrivalRate")
  try requirePositive(serviceRate, "serviceRate")
  try requirePositive(Double(agents), "agents")
  try patience.validate()
  let capacity = Double(agents) * serviceRate
  guard arrivalRate * patience.endless < capacity else {
    throw .unstable(
      offeredLoad: arrivalRate * patience.endless / serviceRate, servers: Double(agents))
  }
  var idle = idleWeight(offeredLoad: arrivalRate / serviceRate, servers: Double(agents))
  guard idle < .infinity else {
    return StateDependentResult(
      pWait: 0, pAbandon: 0, waitMeanAll: 0, queueLength: 0,
      occupancy: arrivalRate / capacity)
  }
  var weight = 1.0
  var waiting = 1.0
  var length = 0.0
  var lost = 0.0
  var hangUps = 0.0
  var queue = 0
  while queue < 50_000_000 {
    queue += 1
    hangUps += patience.hazard(Double(queue) / arrivalRate)
    let ratio = arrivalRate / (capacity + hangUps)
    weight *= ratio
    guard weight > 0 else { break }
    waiting += weight
    length += weight * Double(queue)
    lost += weight * hangUps
    if ratio < 1, weight < 1e-18 * waiting * (1 - ratio) { break }
    if waiting > 1e200 {
      (idle, weight, waiting, length, lost) = (
        idle * 1e-200, weight * 1e-200, waiting * 1e-200, length * 1e-200, lost * 1e-200
      )
    }
  }
  let total = idle + waiting
  let abandonment = lost / total / arrivalRate
  return StateDependentResult(
    pWait: waiting / total, pAbandon: abandonment, waitMeanAll: length / total / arrivalRate,
    queueLength: length / total,
    occupancy: min(1, arrivalRate * (1 - abandonment) / capacity))
}

/// What the state-dependent approximation says.
public struct StateDependentResult: Sendable, Equatable {
  /// Share that find no free agent.
  public var pWait: Double
  /// Share that hang up.
  public var pAbandon: Double
  /// Mean of min(wait, patience) over all.
  public var waitMeanAll: Double
  /// Mean number waiting.
  public var queueLength: Double
  /// Busy time ÷ staffed time.
  public var occupancy: Double
}
