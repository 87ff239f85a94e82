import Foundation

/// How strongly each result of a queue answers to each input: elasticities by differentiation.
///
/// An elasticity of −12 to agents means that one per cent more agents lowers the result by twelve per cent.
public struct Sensitivity: Sendable, Equatable {
  /// The elasticities of one result.
  public struct Elasticities: Sendable, Equatable {
    /// To the arrival rate.
    public var arrivalRate: Double
    /// To the mean handle time.
    public var handleTime: Double
    /// To the mean patience; 0 where patience is endless.
    public var patience: Double
    /// To the number of agents, as a real number.
    public var agents: Double

    fileprivate init(_ measure: Dual, _ inputs: SIMD4<Double>) {
      let relative = measure.slope * inputs / measure.value
      arrivalRate = relative[0]
      handleTime = -relative[1]
      patience = inputs[2] > 0 ? -relative[2] : 0
      agents = relative[3]
    }
  }

  /// Of the share that waits.
  public let pWait: Elasticities
  /// Of the share that hangs up; not a number where patience is endless.
  public let pAbandon: Elasticities
  /// Of the mean wait of all.
  public let waitMeanAll: Elasticities
  /// Of the mean wait of the answered.
  public let speedOfAnswer: Elasticities
  /// Of the mean number waiting.
  public let queueLength: Elasticities
  /// Of the occupancy.
  public let occupancy: Elasticities
  /// Of the service level by the definition asked for.
  public let serviceLevel: Elasticities

  /// Differentiates Erlang A (Erlang C with endless patience) at one point.
  ///
  /// Every weight of the queue is an integral whose integrand is differentiated exactly, and the results follow by the
  /// rules for sums, products and quotients; nothing is re-run at a neighbouring point.
  ///
  /// - Parameters:
  ///   - load: The work, with `arrivalRate > 0`.
  ///   - agents: Agents, `> 0`, whole or not.
  ///   - within: Service-level threshold; finite, `>= 0`.
  ///   - definition: The service level to differentiate.
  /// - Throws: ``QueueingError`` as for Erlang A.
  /// - Complexity: Some thousand exponentials.
  public init(
    load: ContactLoad, agents: Double, within: Double,
    definition: ServiceLevelDefinition = .offered
  ) throws(QueueingError) {
    try load.validate()
    try requirePositive(load.arrivalRate, "arrivalRate")
    try requirePositive(agents, "agents")
    try requireNonNegative(within, "within")
    guard load.abandonmentRate > 0 || agents > load.offeredLoad else {
      throw .unstable(offeredLoad: load.offeredLoad, servers: agents)
    }
    let weights = DualWeights(load: load, agents: agents, within: within)
    let total = weights.idle + weights.waiting.all
    let served = weights.idle + weights.waiting.served
    let lost = weights.waiting.all - weights.waiting.served
    let inputs = SIMD4(load.arrivalRate, load.serviceRate, load.abandonmentRate, agents)
    let rate = Dual(load.arrivalRate, [1, 0, 0, 0])
    let capacity = Dual(agents * load.serviceRate, [0, agents, 0, load.serviceRate])
    let waitServed = weights.waiting.waitServed / served
    let waitAll: Dual
    if load.abandonmentRate > 0 {
      waitAll = lost / total / Dual(load.abandonmentRate, [0, 0, 1, 0])
    } else {
      waitAll = weights.waiting.waitServed / total
    }
    pWait = Elasticities(weights.waiting.all / total, inputs)
    pAbandon = Elasticities(lost / total, inputs)
    waitMeanAll = Elasticities(waitAll, inputs)
    speedOfAnswer = Elasticities(waitServed, inputs)
    queueLength = Elasticities(waitAll * rate, inputs)
    occupancy = Elasticities(served / total * rate / capacity, inputs)
    let servedLate = weights.late.served
    let reached = total - weights.late.all
    let inTime = served - servedLate
    // Nobody past the threshold and still holding has hung up within it.
    let alive = Dual(
      exp(-load.abandonmentRate * within),
      [0, 0, -within * exp(-load.abandonmentRate * within), 0])
    let settled = total - alive * weights.late.all
    let counted: (Dual, Dual) =
      switch definition {
      case .offered: (inTime, total)
      case .answered: (inTime, served)
      case .virtual: (reached, total)
      case .excludingShortAbandons: (inTime, total - (settled - inTime))
      case .withinThreshold: (settled, total)
      }
    serviceLevel = Elasticities(counted.0 / counted.1, inputs)
  }
}

/// The weights of the queue with derivatives, all scaled by one constant.
private struct DualWeights {
  struct Waiting {
    var all = Dual(0)
    var served = Dual(0)
    var waitServed = Dual(0)
  }

  /// States with a free agent.
  let idle: Dual
  /// Offered waits of any length, and those beyond the threshold.
  let waiting: Waiting
  let late: Waiting

  init(load: ContactLoad, agents: Double, within: Double) {
    let arrival = load.arrivalRate
    let service = load.serviceRate
    let theta = load.abandonmentRate
    let capacity = agents * service
    // g(v) and its derivatives; φ terms by series where θv is small.
    func exponent(_ wait: Double) -> Dual {
      let scaled = theta * wait
      // part = (1 − e^(−θv))/θ and its derivative by θ.
      let part: Double
      let partByTheta: Double
      if scaled < 1e-4 {
        part = wait * (1 - scaled / 2 + scaled * scaled / 6 - scaled * scaled * scaled / 24)
        partByTheta = wait * wait * (-0.5 + scaled / 3 - scaled * scaled / 8)
      } else {
        part = -expm1(-scaled) / theta
        partByTheta = (wait * exp(-scaled) - part) / theta
      }
      return Dual(
        arrival * part - capacity * wait,
        [part, -agents * wait, arrival * partByTheta, -service * wait])
    }
    // Highest point and support of exp(g).
    let peak =
      theta > 0 && arrival > capacity ? log(arrival / capacity) / theta : 0
    let highest = exponent(peak).value
    func reach(from point: Double) -> Double {
      let slope = capacity - arrival * exp(-theta * point)
      let curvature = arrival * theta * exp(-theta * point)
      var width = min(
        slope > 0 ? 46 / slope : .infinity,
        curvature > 0 ? (92 / curvature).squareRoot() : .infinity)
      let here = exponent(point).value
      while exponent(point + width).value > here - 44 { width *= 1.5 }
      return width
    }
    func integrate(_ from: Double, _ to: Double, panels: Int, _ sum: inout Waiting) {
      guard to > from else { return }
      let width = (to - from) / Double(panels)
      for panel in 0..<panels {
        for index in 0..<16 {
          let (offset, weight) = GaussLegendre.point(index, width: width)
          let wait = from + Double(panel) * width + offset
          let power = exponent(wait)
          let density = exp(power.value - highest) * weight
          let value = Dual(
            capacity * density,
            (power.slope * capacity + SIMD4(0, agents, 0, service)) * density)
          let alive = exp(-theta * wait)
          let served = value * Dual(alive, [0, 0, -wait * alive, 0])
          sum.all = sum.all + value
          sum.served = sum.served + served
          sum.waitServed = sum.waitServed + served * Dual(wait)
        }
      }
    }
    var before = Waiting()
    var after = Waiting()
    let left = peak > 0 ? min(peak, (92 / (arrival * theta * exp(-theta * peak))).squareRoot()) : 0
    let right = peak + reach(from: peak)
    // Cut at the threshold, so that each side is integrated by itself.
    let cut = min(max(within, peak - left), right)
    integrate(peak - left, min(cut, peak), panels: 8, &before)
    integrate(peak, cut, panels: 10, &before)
    if cut < right {
      integrate(max(cut, peak - left), peak, panels: 8, &after)
      let start = max(cut, peak)
      integrate(start, start + reach(from: start), panels: 10, &after)
    } else if within >= right {
      integrate(within, within + reach(from: within), panels: 10, &after)
    }
    late = after
    waiting = Waiting(
      all: before.all + after.all, served: before.served + after.served,
      waitServed: before.waitServed + after.waitServed)
    idle = Self.idle(load: load, agents: agents, shift: highest)
  }

  /// 1/B − 1 with its derivatives: ∫ e^(−u) (1 + u/a)ⁿ du less 1, scaled down by the shift.
  private static func idle(load: ContactLoad, agents: Double, shift: Double) -> Dual {
    let offered = load.offeredLoad
    // Highest at u = n − a; the logarithm of the integrand is concave.
    func exponent(_ u: Double) -> Double { agents * log1p(u / offered) - u }
    let peak = max(0, agents - offered)
    let highest = exponent(peak)
    let curvature = agents / ((offered + peak) * (offered + peak))
    var width = min(
      (92 / curvature).squareRoot(),
      peak > 0 ? .infinity : 46 / max(1 - agents / offered, 1e-300))
    while exponent(peak + width) > highest - 44 { width *= 1.5 }
    var value = 0.0
    var byLoad = 0.0
    var byAgents = 0.0
    func add(_ from: Double, _ to: Double) {
      let panels = 10
      let step = (to - from) / Double(panels)
      guard step > 0 else { return }
      for panel in 0..<panels {
        for index in 0..<16 {
          let (offset, weight) = GaussLegendre.point(index, width: step)
          let u = from + Double(panel) * step + offset
          let density = exp(exponent(u) - highest) * weight
          value += density
          byLoad -= density * agents * u / (offered * (offered + u))
          byAgents += density * log1p(u / offered)
        }
      }
    }
    var left = peak
    if peak > 0 {
      left = min(peak, (92 / curvature).squareRoot())
      while left < peak, exponent(peak - left) > highest - 44 { left = min(peak, left * 1.5) }
      add(peak - left, peak)
    }
    add(peak, peak + width)
    // Beyond e^600 the waiting states no longer count in the total, and only relative slopes matter.
    let scale = exp(min(highest - shift, 600))
    let one = exp(-shift)
    // a = λ/μ.
    let load1 = 1 / load.serviceRate
    let load2 = -offered / load.serviceRate
    return Dual(
      value * scale - one,
      SIMD4(byLoad * load1, byLoad * load2, 0, byAgents) * scale)
  }
}
