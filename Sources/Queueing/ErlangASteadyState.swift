import Foundation

/// The stationary M/M/n+M queue reduced to three weights: the core of Erlang A.
///
/// With x = nμ/θ, y = λ/θ, everything is a sum of ``ScaledGamma`` values: the states below n weigh G(n, a),
/// those at or above A(x, y), and the offered wait has the density nμ π_n exp(g(v)),
/// g(v) = λ(1 − e^(−θv))/θ − nμv, whose integrals from t on are A(x, y e^(−θt)) times exp(g(t)).
/// Under overload all weights are scaled down by exp(−½xη²), so that nothing overflows.
///
/// - SeeAlso: F. Baccelli, G. Hebuterne (1981); A. Mandelbaum, S. Zeltyn, "The Palm/Erlang-A queue" (2004).
struct ErlangASteadyState {
  let arrivalRate: Double
  let serviceRate: Double
  let abandonmentRate: Double
  let agents: Double
  /// λ − nμ, formed once from the inputs.
  let drift: Double
  /// G(n, a), not scaled.
  let idle: Double
  /// x = nμ/θ and y = λ/θ; 0 when patience is endless.
  let shape: Double
  let demand: Double
  /// ½xη² at y, the logarithm of the scale; 0 unless overloaded.
  let shift: Double
  /// exp(−shift) × π_n relative to the scaled total: multiply scaled weights by this.
  let unit: Double
  /// exp(−shift).
  let scale: Double
  let pWait: Double
  let pAbandon: Double
  let pServed: Double
  /// Share that is served at once.
  let pIdle: Double

  /// - Precondition: rates are finite, `arrivalRate > 0`, `serviceRate > 0`, `agents > 0`, and the queue is
  ///   stable when `abandonmentRate` is 0.
  @inline(__always)
  init(arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Double) {
    let load = arrivalRate / serviceRate
    self.init(
      arrivalRate: arrivalRate, serviceRate: serviceRate, abandonmentRate: abandonmentRate,
      agents: agents, drift: arrivalRate.addingProduct(-agents, serviceRate),
      idle: idleWeight(offeredLoad: load, servers: agents))
  }

  /// The same where the weight of the states with a free server relative to π_n is known already.
  init(
    arrivalRate: Double, serviceRate: Double, abandonmentRate: Double, agents: Double,
    drift: Double, idle: Double
  ) {
    self.arrivalRate = arrivalRate
    self.serviceRate = serviceRate
    self.abandonmentRate = abandonmentRate
    self.agents = agents
    self.drift = drift
    self.idle = idle
    var waiting: Double
    var served: Double
    var lost: Double
    var shift = 0.0
    var scale = 1.0
    if abandonmentRate == 0 {
      shape = 0
      demand = 0
      waiting = agents * serviceRate / -drift
      served = waiting
      lost = 0
    } else {
      let shape = agents * serviceRate / abandonmentRate
      let demand = arrivalRate / abandonmentRate
      let excess = drift / abandonmentRate
      self.shape = shape
      self.demand = demand
      if excess <= 0 || ScaledGamma.isUniform(shape, excess) {
        let weights = ScaledGamma.lower(shape, demand, excess)
        (waiting, served, lost) = (weights.all, weights.served, weights.lost)
      } else if shape < ScaledGamma.smallestUniformShape && demand < shape + 10 {
        waiting = ScaledGamma.lowerBySeries(shape, demand)
        served = shape * (waiting - 1) / demand
        lost = (waiting * excess + shape) / demand
      } else {
        shift = shape * ScaledGamma.halfSquare(excess / shape)
        scale = exp(-shift)
        waiting =
          ScaledGamma.peak(shape) - scale * ScaledGamma.upper(shape, demand, excess)
        served = shape * (waiting - scale) / demand
        lost = (waiting * excess + shape * scale) / demand
      }
    }
    self.shift = shift
    self.scale = scale
    let idleScaled = idle * scale
    if idleScaled == .infinity {
      unit = 0
      pIdle = 1
      pWait = 0
      pAbandon = 0
      pServed = 1
    } else {
      let unit = 1 / (idleScaled + waiting)
      self.unit = unit
      pIdle = min(idleScaled * unit, 1)
      pWait = min(waiting * unit, 1)
      pAbandon = min(lost * unit, 1)
      pServed = min((idleScaled + served) * unit, 1)
    }
  }

  /// Mean of min(wait, patience) over all contacts.
  var waitMeanAll: Double {
    abandonmentRate > 0 ? pAbandon / abandonmentRate : pWait / -drift
  }

  /// Mean number waiting.
  var queueLength: Double { arrivalRate * waitMeanAll }

  /// Busy time ÷ staffed time.
  var occupancy: Double { min(1, arrivalRate * pServed / (agents * serviceRate)) }

  /// g(v): the logarithm of the offered wait's density, relative to its value at 0.
  @inline(__always)
  func logDensity(_ wait: Double) -> Double {
    let scaled = abandonmentRate * wait
    if scaled < 1e-5 {
      return drift * wait - arrivalRate * wait * scaled * (0.5 - scaled / 6)
    }
    if scaled < 0.1 { return drift * wait - demand * Self.decayRemainder(scaled) }
    return -demand * expm1(-scaled) - agents * serviceRate * wait
  }

  /// g(v) − shift, also where both are large.
  @inline(__always)
  func scaledLogDensity(_ wait: Double) -> Double {
    guard shift > 30 else { return logDensity(wait) - shift }
    let decay = exp(-abandonmentRate * wait)
    let excess = (drift + arrivalRate * expm1(-abandonmentRate * wait)) / abandonmentRate
    return -shape * ScaledGamma.halfSquare(shape, demand * decay, excess)
  }

  /// e^(−s) − 1 + s, without cancellation.
  static func decayRemainder(_ scaled: Double) -> Double {
    guard abs(scaled) < 0.5 else { return expm1(-scaled) + scaled }
    var sum = 0.0
    var divisor = 18.0
    while divisor >= 3 {
      sum = (1 - sum) * scaled / divisor
      divisor -= 1
    }
    return 0.5 * scaled * scaled * (1 - sum)
  }
}
