import Foundation

/// The distribution of a duration: a handle time, a patience, a delay.
///
/// Parameters and results share one unit, in this package always seconds.
public enum DurationDistribution: Equatable, Sendable {
  /// Exponential with a mean.
  case exponential(mean: Double)
  /// Lognormal with its own mean and coefficient of variation.
  case lognormal(mean: Double, cv: Double)
  /// Gamma with its mean and coefficient of variation.
  case gamma(mean: Double, cv: Double)
  /// Always the same value.
  case deterministic(Double)
  /// One of the observed values, all equally likely; ascending.
  case empirical([Double])

  /// Checks every parameter.
  ///
  /// Means and values are finite and `>= 0`, coefficients of variation finite and `0...100`; a
  /// lognormal mean is `> 0`; empirical values are at least one and ascending.
  ///
  /// - Throws: ``DistributionError/invalid(parameter:value:expected:)`` naming the parameter.
  public func validate() throws(DistributionError) {
    switch self {
    case .exponential(let mean): try Self.check("mean", mean, atLeast: 0)
    case .deterministic(let value): try Self.check("value", value, atLeast: 0)
    case .gamma(let mean, let cv):
      try Self.check("mean", mean, atLeast: 0)
      try Self.check("cv", cv, atLeast: 0, atMost: 100)
    case .lognormal(let mean, let cv):
      try Self.check("mean", mean, atLeast: Double.leastNonzeroMagnitude)
      try Self.check("cv", cv, atLeast: 0, atMost: 100)
    case .empirical(let values):
      guard !values.isEmpty else {
        throw .invalid(parameter: "values", value: "empty", expected: "at least one value")
      }
      for (index, value) in values.enumerated() {
        try Self.check("values[\(index)]", value, atLeast: 0)
        guard index == 0 || values[index - 1] <= value else {
          throw .invalid(
            parameter: "values[\(index)]", value: "\(value)",
            expected: "ascending values, at least \(values[index - 1])")
        }
      }
    }
  }

  /// The mean.
  public var mean: Double {
    switch self {
    case .exponential(let mean), .lognormal(let mean, _), .gamma(let mean, _): mean
    case .deterministic(let value): value
    case .empirical(let values): values.reduce(0, +) / Double(max(values.count, 1))
    }
  }

  /// The mean of the square, which the wait of a queue depends on.
  public var secondMoment: Double {
    switch self {
    case .exponential(let mean): 2 * mean * mean
    case .lognormal(let mean, let cv), .gamma(let mean, let cv): mean * mean * (1 + cv * cv)
    case .deterministic(let value): value * value
    case .empirical(let values):
      values.reduce(0) { $0 + $1 * $1 } / Double(max(values.count, 1))
    }
  }

  /// Draws a duration.
  ///
  /// One draw for every case but the gamma (a varying number) and the deterministic (none).
  ///
  /// - Parameter stream: The stream to draw from.
  /// - Returns: A value `>= 0`.
  public func sample(_ stream: inout RandomStream) -> Double {
    switch self {
    case .exponential(let mean): return stream.nextExponential(mean: mean)
    case .lognormal(let mean, let cv): return stream.nextLognormal(mean: mean, cv: cv)
    case .gamma(let mean, let cv): return stream.nextGamma(mean: mean, cv: cv)
    case .deterministic(let value): return value
    case .empirical(let values):
      precondition(!values.isEmpty, "An empirical distribution has no values")
      return values[Int(stream.nextUniform() * Double(values.count))]
    }
  }

  /// Returns the same shape with every duration multiplied by a factor.
  ///
  /// - Parameter factor: Finite, `>= 0`.
  /// - Returns: A distribution with the mean times `factor` and the same coefficient of variation.
  public func scaled(by factor: Double) -> DurationDistribution {
    precondition(factor >= 0 && factor.isFinite, "A scale is finite and >= 0; found \(factor)")
    return switch self {
    case .exponential(let mean): .exponential(mean: mean * factor)
    case .lognormal(let mean, let cv): .lognormal(mean: mean * factor, cv: cv)
    case .gamma(let mean, let cv): .gamma(mean: mean * factor, cv: cv)
    case .deterministic(let value): .deterministic(value * factor)
    case .empirical(let values): .empirical(values.map { $0 * factor })
    }
  }

  private static func check(
    _ parameter: String, _ value: Double, atLeast low: Double, atMost high: Double = .infinity
  ) throws(DistributionError) {
    guard value.isFinite, value >= low, value <= high else {
      let range = high.isFinite ? "finite, \(low)...\(high)" : "finite and at least \(low)"
      throw .invalid(parameter: parameter, value: "\(value)", expected: range)
    }
  }
}
