/// An amount of money in integer cents.
public struct Cents: Hashable, Comparable, Codable, Sendable {
  /// The number of cents; negative for credits.
  public var value: Int

  /// Makes an amount from a number of cents.
  public init(_ value: Int) { self.value = value }

  /// Rounds dollars to cents once, half away from zero, as a spreadsheet's ROUND does.
  ///
  /// - Parameter dollars: Finite and within ±9e16 dollars; more is a programmer's error.
  public init(roundingDollars dollars: Double) {
    precondition(dollars.isFinite && abs(dollars) < 9e16, "no cents for \(dollars) dollars")
    // A product such as 1.005 × 100 falls a hair short of the half; ROUND works on 15 digits. The
    // hair is at most a hundredth of a cent, so that large whole amounts stay what they are.
    let scaled = abs(dollars * 100)
    let whole = scaled.rounded(.down)
    let hair = min(scaled * 1e-15, 0.01)
    let cents = Int(whole) + (scaled - whole >= 0.5 - hair ? 1 : 0)
    value = dollars < 0 ? -cents : cents
  }

  /// Encodes as a plain integer of cents.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(value)
  }

  /// Decodes a plain integer of cents.
  public init(from decoder: any Decoder) throws {
    value = try decoder.singleValueContainer().decode(Int.self)
  }

  /// Nothing.
  public static let zero = Cents(0)
  /// The amount in dollars.
  public var dollars: Double { Double(value) / 100 }
  /// Smaller amounts come first.
  public static func < (left: Cents, right: Cents) -> Bool { left.value < right.value }
  /// The sum of two amounts.
  public static func + (left: Cents, right: Cents) -> Cents { Cents(left.value + right.value) }
  /// The difference of two amounts.
  public static func - (left: Cents, right: Cents) -> Cents { Cents(left.value - right.value) }
  /// Adds an amount.
  public static func += (left: inout Cents, right: Cents) { left.value += right.value }
}

extension Sequence where Element == Cents {
  /// The sum of the amounts.
  public func total() -> Cents { reduce(.zero, +) }
}
