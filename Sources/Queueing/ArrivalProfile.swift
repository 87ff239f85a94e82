import Foundation

/// An arrival rate that changes with time.
public enum ArrivalProfile: Sendable, Equatable {
  /// mean + amplitude × sin(angularFrequency × t), for all time; amplitude at most the mean.
  case sinusoid(mean: Double, amplitude: Double, angularFrequency: Double)
  /// One rate per interval of this length, from time 0, repeated for ever.
  case steps(interval: Double, rates: [Double])

  /// The rate at a time.
  public func rate(at time: Double) -> Double {
    switch self {
    case .sinusoid(let mean, let amplitude, let frequency):
      return max(0, mean + amplitude * sin(frequency * time))
    case .steps(let interval, let rates):
      let position = (time / interval).rounded(.down)
      let count = Double(rates.count)
      let wrapped = position - (position / count).rounded(.down) * count
      return rates[min(Int(wrapped), rates.count - 1)]
    }
  }

  /// The mean rate between two times, `from < to`.
  public func meanRate(from: Double, to: Double) -> Double {
    switch self {
    case .sinusoid(let mean, let amplitude, let frequency):
      guard frequency != 0 else { return mean }
      return mean + amplitude * (cos(frequency * from) - cos(frequency * to))
        / (frequency * (to - from))
    case .steps(let interval, _):
      var total = 0.0
      var at = from
      while at < to {
        let next = min(to, ((at / interval + 1e-12).rounded(.down) + 1) * interval)
        guard next > at else { break }
        total += rate(at: 0.5 * (at + next)) * (next - at)
        at = next
      }
      return total / (to - from)
    }
  }

  /// The offered load of the queue with unlimited servers at a time: m' = λ − μm, in its periodic state.
  ///
  /// - Parameters:
  ///   - time: The time.
  ///   - serviceRate: 1 / mean handle time, `> 0`.
  /// - Returns: Expected contacts in service, exact.
  /// - Complexity: O(1) for a sinusoid, O(steps) otherwise.
  /// - SeeAlso: S. Eick, W. Massey, W. Whitt, "M_t/G/∞ queues with sinusoidal arrival rates" (1993).
  public func infiniteServerLoad(at time: Double, serviceRate: Double) -> Double {
    switch self {
    case .sinusoid(let mean, let amplitude, let frequency):
      // (μ sin ωt − ω cos ωt) / (μ² + ω²), without the squares.
      let size = hypot(serviceRate, frequency)
      return mean / serviceRate
        + amplitude / size
        * (serviceRate / size * sin(frequency * time) - frequency / size * cos(frequency * time))
    case .steps(let interval, let rates):
      let period = interval * Double(rates.count)
      let wrapped = time - (time / period).rounded(.down) * period
      // One period from 0 gives m(period) = decay × m(0) + gain, hence m(0).
      let decay = exp(-serviceRate * interval)
      var gain = 0.0
      for rate in rates { gain = gain * decay + rate / serviceRate * (1 - decay) }
      var load = gain / -expm1(-serviceRate * period)
      var at = 0.0
      for rate in rates {
        let length = min(interval, wrapped - at)
        guard length > 0 else { break }
        let factor = exp(-serviceRate * length)
        load = load * factor + rate / serviceRate * (1 - factor)
        at += interval
      }
      return load
    }
  }

  /// The largest rate.
  var highest: Double {
    switch self {
    case .sinusoid(let mean, let amplitude, _): mean + abs(amplitude)
    case .steps(_, let rates): rates.max() ?? 0
    }
  }

  func validate() throws(QueueingError) {
    switch self {
    case .sinusoid(let mean, let amplitude, let frequency):
      try requireNonNegative(mean, "arrival rate mean")
      try requireNonNegative(frequency, "angular frequency")
      guard abs(amplitude) <= mean else {
        throw .invalid(
          parameter: "amplitude", value: "\(amplitude)", expected: "at most the mean, \(mean)")
      }
    case .steps(let interval, let rates):
      try requirePositive(interval, "interval")
      guard !rates.isEmpty else {
        throw .invalid(parameter: "rates", value: "[]", expected: "one rate per interval")
      }
      for (index, rate) in rates.enumerated() { try requireNonNegative(rate, "rates[\(index)]") }
    }
  }
}
