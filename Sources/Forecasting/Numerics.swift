import Foundation

/// The natural logarithm.
func logarithm(_ value: Double) -> Double { Foundation.log(value) }

/// e to the power of a value.
func exponential(_ value: Double) -> Double { Foundation.exp(value) }

/// The value below which a share of sorted values lies, linear between neighbours (type 7).
///
/// - Parameters:
///   - sorted: Values in ascending order; not empty.
///   - probability: 0...1.
/// - Returns: The quantile.
func quantile(_ sorted: [Double], _ probability: Double) -> Double {
  precondition(!sorted.isEmpty, "a quantile of no values")
  let place = probability * Double(sorted.count - 1)
  let below = min(sorted.count - 1, Int(place))
  let above = min(sorted.count - 1, below + 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}

/// A 32-bit FNV-1a digest of text, for stream numbers that do not depend on order.
func streamNumber(_ text: String) -> UInt32 {
  var hash: UInt32 = 2_166_136_261
  for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
  return hash
}
