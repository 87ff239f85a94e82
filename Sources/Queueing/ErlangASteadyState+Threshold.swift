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
  }

  /// Splits the contacts by their state at the threshold.
  @inline(__always)
  func threshold(_ within: Double) -> Threshold {
    guard unit > 0 else {
      return Threshold(served: 1, abandoned: 0, beyond: 0, reached: 1, settled: 1)
    }
    guard within > 0 else {
      return Threshold(
        served: pIdle, abandoned: 0, beyond: pWait, reached: pIdle, settled: pIdle)
    }
    guard abandonmentRate > 0 else {
      let beyond = pWait * exp(drift * within)
      let reached = beyond < 0.5 ? 1 - beyond : pIdle - pWait * expm1(drift * within)
      return Threshold(
        served: reached, abandoned: 0, beyond: beyond, reached: reached, settled: reached)
    }
    let less = expm1(-abandonmentRate * within)
    let decay = 1 + less
    let argument = demand * decay
    let excess = (drift + arrivalRate * less) / abandonmentRate
    if excess <= 0 {
      let exponent =
        shift == 0
        ? logDensity(within) : -shape * ScaledGamma.halfSquare(max(excess / shape, -1))
      let tail = ScaledGamma.lower(shape, argument, excess)
      let weight = unit * exp(exponent)
      let beyond = min(weight * tail.all, 1)
      let served = pServed - weight * decay * tail.served
      let abandoned = pAbandon - weight * decay * tail.lost
      let reached = min(max(pIdle + (pWait - beyond), 0), 1)
      return Threshold(
        served: min(max(served, 0), 1), abandoned: max(abandoned, 0), beyond: beyond,
        reached: reached,
        settled: min(decay * reached - less, 1))
    }
    return thresholdInOverload(within, less: less, argument: argument, excess: excess)
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
      let density = agents * serviceRate * unit * scale
      reached = pIdle + density * integral(upTo: within) { _ in 1 }
      served = pIdle + density * integral(upTo: within) { exp(-abandonmentRate * $0) }
    } else {
      let exponent = logDensity(within)
      let growth =
        exponent < 500
        ? scale * exp(exponent) : exp(-shape * ScaledGamma.halfSquare(excess / shape))
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
      settled: settled)
  }

  /// ∫₀^t exp(g(v)) weight(v) dv for g rising up to t, by panels where the integrand is not negligible.
  private func integral(upTo within: Double, _ weight: (Double) -> Double) -> Double {
    let slope = drift + arrivalRate * expm1(-abandonmentRate * within)
    let width = min(within, slope > 0 ? 44 / slope : within)
    return GaussLegendre.integrate(from: within - width, to: within, panels: 8) {
      exp(logDensity($0)) * weight($0)
    }
  }

  /// Mean offered wait of those who are served; infinite when nobody is.
  var speedOfAnswer: Double {
    guard abandonmentRate > 0 else { return waitMeanAll }
    guard pServed > 0 else { return .infinity }
    guard unit > 0 else { return 0 }
    // The density of served waits is exp(f), f(v) = g(v) − θv: concave, highest at `peak`.
    let top = log(demand / (shape + 1)) / abandonmentRate
    let peak = max(0, top)
    let highest = exponentOfServed(peak)
    let slope =
      -(drift - abandonmentRate + arrivalRate * expm1(-abandonmentRate * peak))
    let curvature = arrivalRate * abandonmentRate * exp(-abandonmentRate * peak)
    var right = min(44 / max(slope, 0), (88 / curvature).squareRoot())
    while exponentOfServed(peak + right) > highest - 42 { right *= 1.5 }
    var total = GaussLegendre.integrate(from: peak, to: peak + right, panels: 8) {
      $0 * exp(exponentOfServed($0))
    }
    if peak > 0 {
      let left = min(peak, (88 / curvature).squareRoot())
      total += GaussLegendre.integrate(from: peak - left, to: peak, panels: 6) {
        $0 * exp(exponentOfServed($0))
      }
    }
    return total * unit * agents * serviceRate / pServed
  }

  /// f(v) − shift.
  @inline(__always)
  private func exponentOfServed(_ wait: Double) -> Double {
    guard shift > 500 else { return logDensity(wait) - abandonmentRate * wait - shift }
    let less = expm1(-abandonmentRate * wait)
    let delta = (drift + arrivalRate * less) / (agents * serviceRate)
    return -shape * ScaledGamma.halfSquare(max(delta, -1)) - abandonmentRate * wait
  }
}
