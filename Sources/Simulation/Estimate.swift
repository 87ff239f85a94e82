import Foundation
import RandomStreams

/// A mean over replications with its 95 % confidence interval.
public struct Estimate: Equatable, Sendable {
  /// The mean; 0 when nothing was observed.
  public var mean: Double
  /// Half the width of the 95 % interval; infinite from a single replication.
  public var halfWidth: Double
  /// Whether anything was observed, such as a contact for a share.
  public var isDefined: Bool

  /// Makes an estimate.
  ///
  /// - Parameters:
  ///   - mean: The mean.
  ///   - halfWidth: Half the width of the 95 % interval.
  ///   - isDefined: Whether anything was observed.
  public init(mean: Double, halfWidth: Double, isDefined: Bool = true) {
    self.mean = mean
    self.halfWidth = halfWidth
    self.isDefined = isDefined
  }

  /// The lower end of the interval.
  public var low: Double { mean - halfWidth }
  /// The upper end of the interval.
  public var high: Double { mean + halfWidth }
}

/// Sums over replications from which a mean or a ratio of means follows.
struct RatioSums: Equatable {
  var numerator = 0.0
  var denominator = 0.0
  var numeratorSquares = 0.0
  var denominatorSquares = 0.0
  var products = 0.0

  mutating func add(_ top: Double, _ bottom: Double) {
    numerator += top
    denominator += bottom
    numeratorSquares += top * top
    denominatorSquares += bottom * bottom
    products += top * bottom
  }

  /// The ratio of the two means, with the spread of its residuals (the delta method).
  func estimate(replications: Int) -> Estimate {
    guard denominator > 0 else {
      return Estimate(mean: 0, halfWidth: .infinity, isDefined: false)
    }
    let ratio = numerator / denominator
    guard replications > 1 else { return Estimate(mean: ratio, halfWidth: .infinity) }
    let count = Double(replications)
    let squares =
      numeratorSquares - 2 * ratio * products + ratio * ratio * denominatorSquares
    let error = (max(squares, 0) / (count - 1) / count).squareRoot() * count / denominator
    return Estimate(mean: ratio, halfWidth: studentT95(degreesOfFreedom: replications - 1) * error)
  }
}

/// Computes the 97.5 % quantile of Student's t, the factor of a two-sided 95 % interval.
///
///     studentT95(degreesOfFreedom: 10)  // 2.228138851964939
///
/// Up to 200 degrees of freedom it inverts the exact distribution function, a finite sum
/// (Abramowitz and Stegun 26.7.3-4); above, an expansion in their inverse (26.7.5).
///
/// - Parameter degreesOfFreedom: `>= 1`.
/// - Returns: The quantile; relative error under 1e-9.
/// - Complexity: O(`degreesOfFreedom`) up to 200, O(1) above.
public func studentT95(degreesOfFreedom: Int) -> Double {
  precondition(
    degreesOfFreedom >= 1, "Student's t needs a degree of freedom, found \(degreesOfFreedom)")
  let normal = 1.959_963_984_540_054
  if degreesOfFreedom > 200 {
    let n = Double(degreesOfFreedom)
    let z2 = normal * normal
    let g1 = normal * (z2 + 1) / 4
    let g2 = normal * ((5 * z2 + 16) * z2 + 3) / 96
    let g3 = normal * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384
    return normal + (g1 + (g2 + g3 / n) / n) / n
  }
  var low = normal
  var high = 13.0
  for _ in 0..<60 {
    let middle = (low + high) / 2
    if centralShare(middle, degreesOfFreedom) < 0.95 { low = middle } else { high = middle }
  }
  return (low + high) / 2
}

/// The probability that |T| does not exceed t.
private func centralShare(_ t: Double, _ degrees: Int) -> Double {
  let angle = atan(t / Double(degrees).squareRoot())
  let cosine = cos(angle)
  var term = degrees % 2 == 0 ? 1.0 : cosine
  var sum = degrees == 1 ? 0 : term
  var k = degrees % 2 == 0 ? 2 : 3
  while k < degrees {
    term *= cosine * cosine * Double(k - 1) / Double(k)
    sum += term
    k += 2
  }
  return degrees % 2 == 0 ? sin(angle) * sum : 2 / Double.pi * (angle + sin(angle) * sum)
}
