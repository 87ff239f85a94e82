import Foundation

extension RandomStream {
  /// Draws an exponential duration by inversion: one draw, decreasing in the uniform number.
  ///
  /// - Parameter mean: Finite, `>= 0`, in the unit of the result.
  /// - Returns: A value `>= 0`.
  public mutating func nextExponential(mean: Double) -> Double {
    precondition(mean >= 0 && mean.isFinite, "An exponential mean is finite, >= 0; found \(mean)")
    return -mean * log(nextUniform())
  }

  /// Draws a standard normal value by inversion: exactly one draw, increasing in it.
  ///
  /// - Returns: A value with mean 0 and variance 1.
  public mutating func nextNormal() -> Double { normalQuantile(nextUniform()) }

  /// Draws a lognormal value given its own mean and coefficient of variation: one draw.
  ///
  /// - Parameters:
  ///   - mean: The mean of the result, not of its logarithm; finite, `> 0`.
  ///   - cv: Standard deviation ÷ mean of the result; finite, `>= 0`.
  /// - Returns: A value `> 0`.
  public mutating func nextLognormal(mean: Double, cv: Double) -> Double {
    precondition(mean > 0 && cv >= 0, "A lognormal needs mean > 0, cv >= 0; found \(mean), \(cv)")
    let variance = log1p(cv * cv)
    return mean * exp(variance.squareRoot() * nextNormal() - variance / 2)
  }

  /// Draws a gamma value given its mean and coefficient of variation.
  ///
  /// Rejection, so the number of draws varies. Marsaglia and Tsang, *A Simple Method for Generating
  /// Gamma Variables*, ACM TOMS 26 (2000).
  ///
  /// - Parameters:
  ///   - mean: Finite, `>= 0`.
  ///   - cv: Standard deviation ÷ mean; finite, `>= 0`; shape is 1 / cv². Zero gives the mean.
  /// - Returns: A value `>= 0`.
  /// - Complexity: O(1) expected.
  public mutating func nextGamma(mean: Double, cv: Double) -> Double {
    precondition(mean >= 0 && cv >= 0, "A gamma needs mean >= 0, cv >= 0; found \(mean), \(cv)")
    guard cv > 0, mean > 0 else { return mean }
    let shape = 1 / (cv * cv)
    return standardGamma(shape: shape) * mean / shape
  }

  /// Draws a Poisson count.
  ///
  /// Exact: sequential inversion (one draw) below a mean of 10; above it the transformed rejection
  /// of W. Hörmann, *Insurance: Mathematics and Economics* 12 (1993), algorithm PTRS, whose number
  /// of draws varies.
  ///
  /// - Parameter mean: Finite, `0...1e15`.
  /// - Returns: A count `>= 0`.
  /// - Complexity: O(1) expected.
  public mutating func nextPoisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e15, "A Poisson mean lies in 0...1e15; found \(mean)")
    guard mean > 0 else { return 0 }
    return mean < 10 ? poissonByInversion(mean) : poissonByRejection(mean)
  }

  /// Draws a count whose Poisson rate is itself gamma distributed (a negative binomial).
  ///
  /// - Parameters:
  ///   - mean: The mean count; finite, `0...1e15`.
  ///   - rateCV: Coefficient of variation of the rate; zero gives a Poisson count. The variance is
  ///     mean + (mean × rateCV)².
  /// - Returns: A count `>= 0`.
  /// - Complexity: O(1) expected.
  public mutating func nextGammaPoisson(mean: Double, rateCV: Double) -> Int {
    nextPoisson(mean: nextGamma(mean: mean, cv: rateCV))
  }

  private mutating func standardGamma(shape: Double) -> Double {
    if shape < 1 {
      let larger = standardGamma(shape: shape + 1)
      return larger * pow(nextUniform(), 1 / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let normal = nextNormal()
      let root = 1 + c * normal
      let uniform = nextUniform()
      guard root > 0 else { continue }
      let cube = root * root * root
      if log(uniform) < normal * normal / 2 + d - d * cube + d * log(cube) { return d * cube }
    }
  }

  private mutating func poissonByInversion(_ mean: Double) -> Int {
    var remaining = nextUniform()
    var term = exp(-mean)
    var count = 0
    while remaining > term {
      remaining -= term
      count += 1
      term *= mean / Double(count)
      // Beyond the last representable term the loop could not end by rounding alone.
      if term < 1e-300 { break }
    }
    return count
  }

  private mutating func poissonByRejection(_ mean: Double) -> Int {
    let logMean = log(mean)
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let acceptance = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = nextUniform() - 0.5
      let v = nextUniform()
      let us = 0.5 - abs(u)
      let count = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= acceptance { return Int(count) }
      if count < 0 || (us < 0.013 && v > us) { continue }
      let left = log(v) + log(inverseAlpha) - log(a / (us * us) + b)
      if left <= count * logMean - mean - logFactorial(count) { return Int(count) }
    }
  }
}

/// Computes ln(k!) without touching the C library's shared sign variable.
///
/// - Parameter k: A whole number `>= 0`.
/// - Returns: The logarithm; relative error under 1e-13.
func logFactorial(_ k: Double) -> Double {
  if k < 16 {
    var product = 1.0
    var factor = 2.0
    while factor <= k {
      product *= factor
      factor += 1
    }
    return log(product)
  }
  // Stirling's series for ln Γ(n), n = k + 1, with four corrections.
  let n = k + 1
  let inverse = 1 / n
  let square = inverse * inverse
  let series = 1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))
  return (n - 0.5) * log(n) - n + 0.918_938_533_204_672_741_8 + inverse * series
}
