/// A linear axis with round ticks.
struct ValueAxis: Sendable {
  /// The value at the axis' start.
  var low: Double
  /// The value at its end.
  var high: Double
  /// Round values from `low` to `high`.
  var ticks: [Double]
  /// Places that tick labels need.
  var places: Int

  /// Makes an axis that holds values, with round ends.
  ///
  /// - Parameters:
  ///   - values: What must fit; numbers that are not finite are ignored.
  ///   - fromZero: Whether zero belongs on the axis.
  ///   - count: About how many ticks, 2 or more.
  init(_ values: some Sequence<Double>, fromZero: Bool = true, count: Int = 5) {
    var (least, most) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && abs(value) < 1e300 {
      (least, most) = (min(least, value), max(most, value))
    }
    if least > most { (least, most) = (0, 1) }
    if fromZero { (least, most) = (min(0, least), max(0, most)) }
    if most - least <= abs(most) * 1e-9 {
      let room = most == 0 ? 1 : abs(most) * 0.1
      (least, most) = fromZero ? (min(0, least), max(1e-9, most)) : (least - room, most + room)
      if most - least < 1e-8 { most = least + 1 }
    }
    let step = ValueAxis.roundStep((most - least) / Double(max(2, count)))
    let (from, to) = ((least / step - 1e-9).rounded(.up), (most / step - 1e-9).rounded(.up))
    let first = from * step > least + step * 1e-9 ? from - 1 : from
    let steps = min(50, max(1, Int(to - first)))
    ticks = (0...steps).map { (first + Double($0)) * step }
    (low, high) = (ticks[0], ticks[ticks.count - 1])
    var (places, size) = (0, step)
    while size - size.rounded(.down) > 1e-6 * size && places < 6 {
      (places, size) = (places + 1, size * 10)
    }
    self.places = places
  }

  /// The share of the axis at which a value lies, kept within 0...1.
  func share(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return min(1, max(0, (value - low) / (high - low)))
  }

  /// A step of 1, 2, 2.5 or 5 times a power of ten, not below a size.
  static func roundStep(_ size: Double) -> Double {
    let power = Show.powerOfTen(below: size)
    for factor in [1.0, 2, 2.5, 5] where factor * power >= size * (1 - 1e-9) {
      return factor * power
    }
    return 10 * power
  }

  /// A tick as a number, in thousands or millions where that is shorter.
  func label(_ value: Double, prefix: String = "") -> String {
    let most = max(abs(low), abs(high))
    let sign = value < 0 ? "−" : ""
    let size = abs(value)
    if value == 0 { return prefix + "0" }
    if most >= 1e9 { return sign + prefix + trimmed(size / 1e9) + " B" }
    if most >= 1e6 { return sign + prefix + trimmed(size / 1e6) + " M" }
    if most >= 1e4 { return sign + prefix + trimmed(size / 1e3) + " K" }
    return sign + prefix + Show.decimal(size, places)
  }

  /// A tick as percent.
  func percentLabel(_ value: Double) -> String {
    Show.decimal(value * 100, max(0, places - 2)) + " %"
  }

  private func trimmed(_ value: Double) -> String {
    Show.trimmed(Show.decimal(value, 2))
  }
}
