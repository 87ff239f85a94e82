import Foundation

extension ErlangASteadyState {
  /// What has happened to a contact by the threshold.
  struct Threshold {
    /// P(served within t).
    var served: Double
    /// P(abandoned within t).
    var abandoned: Double
    /// P(offered wait > t).
    var beyond: Double
    /// P(offered wait ≤ t).
    var reached: Double
    /// P(min(wait, patience) ≤ t).
    var settled: Double
    /// 1 − P(abandoned within t), with its own digits.
    var kept: Double
  }

  /// Splits the contacts by their state at the threshold.
  @inline(__always)
  func threshold(_ within: Double) -> Threshold {
    guard unit > 0 else {
      return Threshold(served: 1, abandoned: 0, beyond: 0, reached: 1, settled: 1, kept: 1)
    }
    guard within > 0 else {
      return Threshold(
        served: pIdle, abandoned: 0, beyond: pWait, reached: pIdle, settled: pIdle, kept: 1)
    }
    guard abandonmentRate > 0 else {
      let beyond = pWait * exp(drift * within)
      let reached = beyond < 0.5 ? 1 - beyond : pIdle - pWait * expm1(drift * within)
      return Threshold(
        served: reached, abandoned: 0, beyond: beyond, reached: reached, settled: reached,
        kept: 1)
    }
    let less = expm1(-abandonmentRate * within)
    let decay = 1 + less
    let argument = demand * decay
    let excess = (drift + arrivalRate * less) / abandonmentRate
    if excess <= 0 {
      let exponent =
        shift == 0 ? logDensity(within) : -shape * ScaledGamma.halfSquare(shape, argument, excess)
      let tail = ScaledGamma.lower(shape, argument, excess)
      let weight = unit * exp(exponent)
      let beyond = min(weight * tail.all, 1)
      // Where nearly all wait longer, the few who do not would drown in the difference.
      if pIdle < 0.01, pWait - beyond < 0.01 * pWait,
        (abandonmentRate + abs(drift)) * within < 20
      {
        return thresholdOfFew(within, less: less, beyond: beyond)
      }
      let served = pServed - weight * decay * tail.served
      let abandoned = pAbandon - weight * decay * tail.lost
      let reached = min(max(pIdle + (pWait - beyond), 0), 1)
      let inTime = min(max(served, 0), 1)
      return Threshold(
        served: inTime, abandoned: max(abandoned, 0), beyond: beyond, reached: reached,
        settled: min(decay * reached - less, 1), kept: min(inTime + decay * beyond, 1))
    }
    return thresholdInOverload(within, less: less, argument: argument, excess: excess)
  }

  /// The case of a short threshold in a queue that always waits, falling or flat: the wait before t by itself.
  @inline(never)
  private func thresholdOfFew(_ within: Double, less: Double, beyond: Double) -> Threshold {
    let density = agents * serviceRate * unit
    func integral(_ tilt: Double) -> Double {
      GaussLegendre.integrate(from: 0, to: within, panels: 8) {
        exp(scaledLogDensity($0) - tilt * $0)
      }
    }
    let reached = min(pIdle + density * integral(0), 1)
    let served = min(pIdle + density * integral(abandonmentRate), reached)
    let settled = min((1 + less) * reached - less, 1)
    return Threshold(
      served: served, abandoned: max(settled - served, 0), beyond: beyond, reached: reached,
      settled: settled, kept: min(served + (1 + less) * beyond, 1))
  }

  /// The case where even at the threshold more contacts remain than can be served: the wait before t is
  /// the small part, and it is summed by itself.
  @inline(never)
  private func thresholdInOverload(
    _ within: Double, less: Double, argument: Double, excess: Double
  ) -> Threshold {
    var reached: Double
    var served: Double
    if shape < ScaledGamma.smallestUniformShape && argument < shape + 10 {
      let density = agents * serviceRate * unit
      reached = pIdle + density * integral(upTo: within) { _ in 1 }
      served = pIdle + density * integral(upTo: within) { exp(-abandonmentRate * $0) }
    } else {
      let growth = exp(scaledLogDensity(within))
      let below = ScaledGamma.upper(shape, argument, excess)
      let all = ScaledGamma.upper(shape, demand, drift / abandonmentRate)
      let reachedWeight = growth * below - scale * all
      let servedWeight = (shape / demand) * (growth * (1 + below) - scale * (1 + all))
      reached = unit * (idle * scale + reachedWeight)
      served = unit * (idle * scale + servedWeight)
    }
    reached = min(max(reached, 0), 1)
    served = min(max(served, 0), reached)
    let settled = min((1 + less) * reached - less, 1)
    return Threshold(
      served: served, abandoned: max(settled - served, 0), beyond: 1 - reached, reached: reached,
      settled: settled, kept: min(served + (1 + less) * (1 - reached), 1))
  }

  /// ∫₀^t exp(g(v)) weight(v) dv for g rising up to t, by panels where the integrand is not negligible.
  private func integral(upTo within: Double, _ weight: (Double) -> Double) -> Double {
    let slope = drift + arrivalRate * expm1(-abandonmentRate * within)
    let width = min(within, slope > 0 ? 44 / slope : within)
    return GaussLegendre.integrate(from: within - width, to: within, panels: 8) {
      exp(scaledLogDensity($0)) * weight($0)
    }
  }

  /// Mean offered wait of those who are served; infinite when nobody is.
  var speedOfAnswer: Double {
    guard abandonmentRate > 0 else { return waitMeanAll }
    guard pServed > 0 else { return .infinity }
    guard unit > 0 else { return 0 }
    return offeredWait(ofServed: true) / pServed
  }

  /// E[offered wait], or with `ofServed` E[offered wait; served].
  ///
  /// The density is exp(g), that of served waits exp(f) with f(v) = g(v) − θv: concave, highest at `peak`.
  func offeredWait(ofServed: Bool) -> Double {
    guard unit > 0 else { return 0 }
    guard abandonmentRate > 0 else { return waitMeanAll }
    let theta = abandonmentRate
    let tilt = ofServed ? theta : 0
    let peak = max(0, log(demand / (shape + (ofServed ? 1 : 0))) / theta)
    // Around an inner peak f falls by a function of θ(v − peak) alone, which no large numbers disturb.
    let top =
      shift > 0 && ofServed
      ? -shape * ScaledGamma.halfSquare(1 / shape) - theta * peak
      : scaledLogDensity(peak) - tilt * peak
    let steepness = shape + (ofServed ? 1 : 0)
    func density(_ wait: Double) -> Double {
      guard peak > 0 else { return exp(scaledLogDensity(wait) - tilt * wait) }
      let distance = theta * (wait - peak)
      return exp(top - steepness * Self.decayRemainder(distance))
    }
    let slope = -(drift - tilt + arrivalRate * expm1(-theta * peak))
    let width =
      88.squareRoot() / (arrivalRate.squareRoot() * (theta * exp(-theta * peak)).squareRoot())
    var right = min(44 / max(slope, 0), width)
    guard right > 0, right < .infinity else { return peak * (ofServed ? pServed : 1) }
    let floor = density(peak) * 0x1p-60
    while density(peak + right) > floor { right *= 1.5 }
    var total = 0.0
    if ofServed {
      total = GaussLegendre.integrate(from: peak, to: peak + right, panels: 8) { $0 * density($0) }
    } else {
      // Beyond a few patiences the density falls as slowly as the agents that are left allow: growing panels.
      var start = peak
      var panel = min(right / 8, 0.5 / theta)
      while start < peak + right {
        let end = min(start + panel, peak + right)
        total += GaussLegendre.integrate(from: start, to: end, panels: 1) { $0 * density($0) }
        start = end
        panel = min(1.5 * panel, right / 8)
      }
    }
    if peak > 0 {
      let left = min(peak, width)
      total += GaussLegendre.integrate(from: peak - left, to: peak, panels: 6) {
        $0 * density($0)
      }
    }
    return total * unit * agents * serviceRate
  }
}
