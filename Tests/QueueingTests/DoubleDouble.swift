/// A number of about 31 digits as the sum of two doubles, for slow and obvious versions of the models.
struct DoubleDouble {
  var high: Double
  var low: Double

  init(_ value: Double) {
    high = value
    low = 0
  }

  init(_ value: Int) { self.init(Double(value)) }

  private init(_ high: Double, _ low: Double) {
    self.high = high + low
    self.low = low - (self.high - high)
  }

  var value: Double { high + low }

  static func + (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let sum = left.high + right.high
    let part = sum - left.high
    let error = (left.high - (sum - part)) + (right.high - part)
    return DoubleDouble(sum, error + left.low + right.low)
  }

  static prefix func - (number: DoubleDouble) -> DoubleDouble {
    var result = number
    result.high = -number.high
    result.low = -number.low
    return result
  }

  static func - (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble { left + -right }

  static func * (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let product = left.high * right.high
    let error = (-product).addingProduct(left.high, right.high)
    return DoubleDouble(product, error + (left.high * right.low + left.low * right.high))
  }

  static func / (left: DoubleDouble, right: DoubleDouble) -> DoubleDouble {
    let first = left.high / right.high
    let rest = left - right * DoubleDouble(first)
    let second = rest.high / right.high
    let more = rest - right * DoubleDouble(second)
    return DoubleDouble(first) + DoubleDouble(second) + DoubleDouble(more.high / right.high)
  }
}

/// e^(−x) for 0 <= x <= 700: the Taylor series of a small part, squared up.
func exponentialOfMinus(_ argument: DoubleDouble) -> DoubleDouble {
  var scaled = argument
  var doublings = 0
  while scaled.high > 0.01 {
    scaled = scaled * DoubleDouble(0.5)
    doublings += 1
  }
  var term = DoubleDouble(1)
  var sum = DoubleDouble(1)
  for power in 1...14 {
    term = -(term * scaled / DoubleDouble(power))
    sum = sum + term
  }
  for _ in 0..<doublings { sum = sum * sum }
  return sum
}
