import Foundation

/// How long contacts are willing to wait, as a distribution.
public enum Patience: Sendable, Equatable {
  /// Exponential with this mean.
  case exponential(mean: Double)
  /// Everybody hangs up after exactly this long.
  case deterministic(Double)
  /// A sum of `phases` exponentials with this mean altogether.
  case erlang(phases: Int, mean: Double)
  /// A share with one mean and the others with another; a mean may be infinite.
  case hyperexponential(share: Double, mean: Double, otherMean: Double)
  /// Lognormal with this mean and coefficient of variation.
  case lognormal(mean: Double, variation: Double)

  /// P(patience > wait).
  public func survival(_ wait: Double) -> Double {
    switch self {
    case .exponential(let mean): return exp(-wait / mean)
    case .deterministic(let limit): return wait < limit ? 1 : 0
    case .erlang(let phases, let mean):
      let scaled = Double(phases) * wait / mean
      var term = exp(-scaled)
      var sum = 0.0
      for phase in 0..<phases {
        sum += term
        term *= scaled / Double(phase + 1)
      }
      return min(1, sum)
    case .hyperexponential(let share, let mean, let other):
      return share * exp(-wait / mean) + (1 - share) * exp(-wait / other)
    case .lognormal(let mean, let variation):
      guard wait > 0 else { return 1 }
      let (location, scale) = Self.logMoments(mean, variation)
      return NormalDistribution.cumulative((location - log(wait)) / scale)
    }
  }

  /// Chance per time unit that someone who has waited so long hangs up now.
  ///
  /// For ``deterministic(_:)`` it is not a function; 0 before the limit and infinite after it.
  public func hazard(_ wait: Double) -> Double {
    switch self {
    case .exponential(let mean): return 1 / mean
    case .deterministic(let limit): return wait < limit ? 0 : .infinity
    case .erlang(let phases, let mean):
      let rate = Double(phases) / mean
      var term = 1.0
      var sum = 0.0
      for phase in 0..<phases {
        sum += term
        if phase + 1 < phases { term *= rate * wait / Double(phase + 1) }
      }
      return rate * term / sum
    case .hyperexponential(let share, let mean, let other):
      let first = share * exp(-wait / mean)
      let second = (1 - share) * exp(-wait / other)
      guard first + second > 0 else { return 1 / max(mean, other) }
      return (first / mean + second / other) / (first + second)
    case .lognormal(let mean, let variation):
      guard wait > 0 else { return 0 }
      let (location, scale) = Self.logMoments(mean, variation)
      let z = (log(wait) - location) / scale
      let density = exp(-0.5 * z * z) / ((2 * Double.pi).squareRoot() * scale * wait)
      let alive = NormalDistribution.cumulative(-z)
      return alive > 1e-300 ? density / alive : z / (scale * wait)
    }
  }

  /// Waits at which the survival function is not smooth.
  var corners: [Double] {
    if case .deterministic(let limit) = self { return [limit] }
    return []
  }

  /// What remains of the survival function after any wait: the share that never hangs up.
  var endless: Double {
    guard case .hyperexponential(let share, let mean, let other) = self else { return 0 }
    return (mean == .infinity ? share : 0) + (other == .infinity ? 1 - share : 0)
  }

  /// A typical patience, for choosing steps.
  var scale: Double {
    switch self {
    case .exponential(let mean), .erlang(_, let mean), .lognormal(let mean, _): mean
    case .deterministic(let limit): limit
    case .hyperexponential(_, let mean, let other): min(mean, other)
    }
  }

  private static func logMoments(_ mean: Double, _ variation: Double) -> (Double, Double) {
    let square = log1p(variation * variation)
    return (log(mean) - 0.5 * square, square.squareRoot())
  }

  func validate() throws(QueueingError) {
    switch self {
    case .exponential(let mean): try requirePositive(mean, "patience mean")
    case .deterministic(let limit): try requirePositive(limit, "patience")
    case .erlang(let phases, let mean):
      try requirePositive(mean, "patience mean")
      guard (1...100).contains(phases) else {
        throw .invalid(
          parameter: "patience phases", value: "\(phases)", expected: "between 1 and 100")
      }
    case .hyperexponential(let share, let mean, let other):
      guard share >= 0, share <= 1 else {
        throw .invalid(
          parameter: "patience share", value: "\(share)", expected: "between 0 and 1")
      }
      guard mean > 0, other > 0, mean < .infinity || other < .infinity else {
        throw .invalid(
          parameter: "patience means", value: "\(mean) and \(other)",
          expected: "> 0, at least one of them finite")
      }
    case .lognormal(let mean, let variation):
      try requirePositive(mean, "patience mean")
      try requirePositive(variation, "patience variation")
    }
  }
}
