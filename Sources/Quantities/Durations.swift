/// A length of time in seconds.
public struct Seconds: Hashable, Comparable, Codable, Sendable {
  /// The length in seconds; may be fractional.
  public var value: Double

  /// Makes a length from a number of seconds.
  public init(_ value: Double) { self.value = value }

  /// Reads `"6m30s"`, `"72h"`, `"30 min"`, `"45d"` or `"2w"`.
  ///
  /// Units are s, m or min, h, d, w (7 d) and mo (30.4375 d), each at most once, largest first.
  public init?(text: String) {
    guard let value = Seconds.parse(text) else { return nil }
    self.value = value
  }

  /// Encodes as a plain number of seconds.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// Decodes a plain number of seconds.
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }

  /// Shorter lengths come first.
  public static func < (left: Seconds, right: Seconds) -> Bool { left.value < right.value }

  /// The length in hours.
  public var hours: Double { value / 3600 }
  /// The length in days of 24 hours.
  public var days: Double { value / 86_400 }

  static let units: [(name: String, seconds: Double)] = [
    ("mo", 2_629_800), ("w", 604_800), ("d", 86_400), ("h", 3600), ("min", 60), ("m", 60), ("s", 1),
  ]

  private static func parse(_ text: String) -> Double? {
    var rest = Substring(text)
    var total = 0.0
    var largest = Double.infinity
    while true {
      rest = rest.drop { $0 == " " }
      if rest.isEmpty { break }
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard let amount = plainNumber(digits) else { return nil }
      rest = rest.dropFirst(digits.count).drop { $0 == " " }
      let letters = rest.prefix { $0.isLetter }
      guard let unit = units.first(where: { $0.name == letters }), unit.seconds < largest else {
        return nil
      }
      largest = unit.seconds
      total += amount * unit.seconds
      rest = rest.dropFirst(letters.count)
    }
    return largest == .infinity || !total.isFinite ? nil : total
  }

  static func plainNumber(_ digits: Substring) -> Double? {
    guard let first = digits.first, first != ".", digits.last != "." else { return nil }
    guard digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }) else { return nil }
    guard let value = Double(digits), value.isFinite else { return nil }
    return value
  }
}

extension Seconds: CustomStringConvertible {
  /// The length in the form that specs use, to the second: `6m30s`.
  public var description: String {
    if value == 0 { return "0s" }
    if value < 1 || value != value.rounded() || value > 1e12 { return "\(value)s" }
    var left = Int(value)
    var text = ""
    for (name, size) in [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
      if name == "d" && left % 86_400 != 0 { continue }
      if left >= size { text += "\(left / size)\(name)" }
      left %= size
    }
    return text
  }
}

/// A rate of events in time, such as `120/30m`.
public struct EventRate: Hashable, Codable, Sendable {
  /// Events per second.
  public var perSecond: Double

  /// Makes a rate from events per second.
  public init(perSecond: Double) { self.perSecond = perSecond }

  /// Reads `"10/s"`, `"120/30m"` or `"2.5/h"`.
  ///
  /// What stands after the stroke is one unit or a length of time that begins with a digit.
  public init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let amount = parts[0].drop { $0 == " " }
    guard
      let count = Seconds.plainNumber(Substring(amount.reversed().drop { $0 == " " }.reversed()))
    else { return nil }
    let unit = parts[1].drop { $0 == " " }
    let isBareUnit = Seconds.units.contains { $0.name == unit }
    guard let span = Seconds(text: isBareUnit ? "1" + unit : String(unit)), span.value > 0 else {
      return nil
    }
    let rate = count / span.value
    guard rate.isFinite else { return nil }
    perSecond = rate
  }
}
