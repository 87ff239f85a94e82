import Foundation

/// A number with its derivatives by arrival rate, handle rate, abandonment rate and agents.
struct Dual {
  var value: Double
  var slope: SIMD4<Double>

  init(_ value: Double, _ slope: SIMD4<Double> = .zero) {
    self.value = value
    self.slope = slope
  }

  static func + (left: Dual, right: Dual) -> Dual {
    Dual(left.value + right.value, left.slope + right.slope)
  }

  static func - (left: Dual, right: Dual) -> Dual {
    Dual(left.value - right.value, left.slope - right.slope)
  }

  static func * (left: Dual, right: Dual) -> Dual {
    Dual(left.value * right.value, left.slope * right.value + right.slope * left.value)
  }

  static func / (left: Dual, right: Dual) -> Dual {
    let quotient = left.value / right.value
    return Dual(quotient, (left.slope - right.slope * quotient) / right.value)
  }
}
