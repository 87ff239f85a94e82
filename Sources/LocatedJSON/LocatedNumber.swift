/// A JSON number: its text as written, its nearest `Double`, and its `Int` when that is exact.
public struct LocatedNumber: Sendable, Equatable {
  /// The literal as the user wrote it, valid by the grammar of RFC 8259 section 6.
  public let text: String
  /// The nearest `Double`; finite, and zero only when the literal is zero.
  public let double: Double
  /// The value as an integer when the literal stands for exactly one: `7`, `7.0` and `70e-1` all
  /// give 7.
  public let integer: Int?

  /// Makes a number from an integer.
  public init(_ value: Int) {
    text = String(value)
    double = Double(value)
    integer = value
  }

  /// Makes a number from a finite `Double`; its text is the shortest that reads back the same.
  public init(_ value: Double) {
    precondition(value.isFinite, "JSON has no number for \(value)")
    let whole = Int(exactly: value)
    text = whole.map(String.init) ?? "\(value)"
    double = value
    integer = whole
  }

  /// Makes a number from literal text that follows the grammar.
  ///
  /// Returns `nil` when the value overflows `Double` or is nonzero and rounds to zero.
  init?(grammatical text: String) {
    guard let double = Double(text), double.isFinite else { return nil }
    let parts = DecimalParts(text.utf8)
    guard double != 0 || parts.digits.isEmpty else { return nil }
    self.text = text
    self.double = double
    integer = parts.integer
  }

  /// The shortest text that stands for this value, the same for every spelling of it.
  ///
  /// `1.50`, `15e-1` and `1.5` all give `1.5`; an exact integer has no point or exponent; minus
  /// zero is `0`.
  public var canonicalText: String { integer.map(String.init) ?? "\(double)" }
}

/// The significant decimal digits of a literal and the power of ten that they are multiplied by.
private struct DecimalParts {
  var isNegative = false
  /// Digits without leading or trailing zeros; empty for zero.
  var digits: [UInt8] = []
  /// The power of ten; `nil` when the literal's exponent does not fit an `Int`.
  var exponent: Int? = 0

  init(_ text: String.UTF8View) {
    var fraction = 0
    var isFraction = false
    var exponentText: [UInt8]?
    for byte in text {
      if exponentText != nil {
        exponentText?.append(byte)
        continue
      }
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): exponentText = []
      default:
        if !digits.isEmpty || byte != UInt8(ascii: "0") { digits.append(byte) }
        if isFraction { fraction += 1 }
      }
    }
    var power: Int? = 0
    if let exponentText { power = Int(String(decoding: exponentText, as: UTF8.self)) }
    var dropped = 0
    while digits.last == UInt8(ascii: "0") {
      digits.removeLast()
      dropped += 1
    }
    exponent = power.flatMap { power in
      let (sum, overflow) = power.addingReportingOverflow(dropped - fraction)
      return overflow ? nil : sum
    }
  }

  /// The exact integer, when there is one and it fits.
  var integer: Int? {
    if digits.isEmpty { return 0 }
    guard let exponent, (0...18).contains(exponent), digits.count + exponent <= 19 else {
      return nil
    }
    let sign = isNegative ? "-" : ""
    let zeros = String(repeating: "0", count: exponent)
    return Int(sign + String(decoding: digits, as: UTF8.self) + zeros)
  }
}
