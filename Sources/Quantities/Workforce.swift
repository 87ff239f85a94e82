/// Offered load: arrival rate × handle time; dimensionless, in erlangs.
public struct Erlangs: Hashable, Comparable, Codable, Sendable {
  /// The load; finite and not negative.
  public var value: Double
  /// Makes a load.
  public init(_ value: Double) { self.value = value }
  /// Encodes as a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
  /// Decodes a plain number.
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }
  /// Smaller loads come first.
  public static func < (left: Erlangs, right: Erlangs) -> Bool { left.value < right.value }
}

/// Full-time equivalents: paid hours ÷ full-time hours.
public struct FTE: Hashable, Comparable, Codable, Sendable {
  /// The number of equivalents; not negative.
  public var value: Double
  /// Makes a number of equivalents.
  public init(_ value: Double) { self.value = value }
  /// Encodes as a plain number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }
  /// Decodes a plain number.
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Double.self)
  }
  /// Fewer come first.
  public static func < (left: FTE, right: FTE) -> Bool { left.value < right.value }
}
