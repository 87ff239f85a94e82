import Foundation

/// The standard normal distribution.
enum NormalDistribution {
  /// P(Z ≤ z).
  static func cumulative(_ z: Double) -> Double { 0.5 * erfc(-z * 0.5.squareRoot()) }

  /// The z with P(Z ≤ z) = `probability`, for a probability strictly between 0 and 1.
  ///
  /// Bisection on the tail to a rough value, then Newton steps on the logarithm of the tail; good to 1e-14.
  static func quantile(_ probability: Double) -> Double {
    precondition(probability > 0 && probability < 1, "probability in 0..<1: \(probability)")
    guard probability != 0.5 else { return 0 }
    guard probability > 0.5 else {
      return -upperQuantile(probability)
    }
    return upperQuantile(1 - probability)
  }

  /// The z > 0 with P(Z > z) = `tail`, `tail` in 0..<½.
  private static func upperQuantile(_ tail: Double) -> Double {
    var low = 0.0
    var high = 40.0
    for _ in 0..<20 {
      let middle = 0.5 * (low + high)
      if cumulative(-middle) > tail { low = middle } else { high = middle }
    }
    var z = 0.5 * (low + high)
    for _ in 0..<6 {
      let value = cumulative(-z)
      let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
      z += value * log(value / tail) / density
    }
    return z
  }
}
