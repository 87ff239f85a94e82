import Quantities

/// Casts of single values, by DuckDB's rules.
enum ValueCast {
  /// Whether a cast exists; its values may still not fit.
  static func isPossible(_ from: ClaimsType, _ to: ClaimsType) -> Bool {
    if from == .null || from == to || to == .text || from == .text { return true }
    switch (from, to) {
    case (.date, .timestamp), (.timestamp, .date): return true
    case (.date, _), (.timestamp, _), (_, .date), (_, .timestamp): return false
    default: return true
    }
  }

  /// The values that a type of whole numbers holds.
  static func range(_ type: ClaimsType) -> ClosedRange<Int128> {
    switch type {
    case .boolean: 0...1
    case .integer: Int128(Int32.min)...Int128(Int32.max)
    // Days whose microseconds fit in 64 bits.
    case .date: -106_751_990...106_751_990
    case .bigint, .timestamp: Int128(Int64.min)...Int128(Int64.max)
    case .decimal(let width, _): -(powerOfTen(width) - 1)...(powerOfTen(width) - 1)
    default: (Int128.min + 1)...Int128.max
    }
  }

  static func failure(
    _ value: SQLValue, _ to: ClaimsType, _ position: SourcePosition
  ) -> ClaimsQueryError {
    ClaimsQueryError(
      .outOfRange, at: position, "A value of \(value.text.prefix(60)) does not fit \(to.sqlName)",
      remedy: "CAST to a wider type first, or leave such rows out")
  }

  static func value(
    _ value: SQLValue, _ from: ClaimsType, to: ClaimsType, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> SQLValue {
    func fitted(_ number: Int128?) throws(ClaimsQueryError) -> SQLValue {
      guard let number, range(to).contains(number) else { throw failure(value, to, position) }
      return SQLVector.value(number, to)
    }
    switch (value, to) {
    case (.null, _): return .null
    case (_, .text): return .text(value.text)
    case (.text(let text), _): return try parsed(text, to, position)
    case (.boolean(let flag), .double): return .double(flag ? 1 : 0)
    case (.boolean(let flag), .decimal(_, let scale)):
      return try fitted(flag ? powerOfTen(scale) : 0)
    case (.boolean(let flag), _): return try fitted(flag ? 1 : 0)
    case (.integer(let number), .boolean): return .boolean(number != 0)
    case (.integer(let number), .double): return .double(Double(number))
    case (.integer(let number), .decimal(_, let scale)):
      let (scaled, overflow) = number.multipliedReportingOverflow(by: powerOfTen(scale))
      return try fitted(overflow ? nil : scaled)
    case (.integer(let number), _): return try fitted(number)
    case (.double(let real), .boolean): return .boolean(real != 0)
    case (.double(let real), .decimal(_, let scale)):
      return try fitted(
        Int128(exactly: (real * Double(powerOfTen(scale))).rounded(.toNearestOrAwayFromZero)))
    case (.double(let real), .double): return .double(real)
    case (.double(let real), _): return try fitted(Int128(exactly: real.rounded(.toNearestOrEven)))
    case (.decimal(let digits, let scale), .double):
      return .double(Double(digits) / Double(powerOfTen(scale)))
    case (.decimal(let digits, _), .boolean): return .boolean(digits != 0)
    case (.decimal(let digits, let scale), .decimal(_, let wanted)):
      if wanted >= scale {
        let (scaled, overflow) = digits.multipliedReportingOverflow(by: powerOfTen(wanted - scale))
        return try fitted(overflow ? nil : scaled)
      }
      return try fitted(roundedQuotient(digits, powerOfTen(scale - wanted)))
    case (.decimal(let digits, let scale), _):
      return try fitted(roundedQuotient(digits, powerOfTen(scale)))
    case (.date(let days), .timestamp): return .timestamp(Int64(days) * 86_400_000_000)
    case (.timestamp(let micros), .date): return .date(Int(floorDivide(micros, 86_400_000_000)))
    default: return value
    }
  }

  /// The quotient rounded to the nearest, halves away from zero.
  static func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder.magnitude * 2 >= divisor.magnitude { return quotient + (dividend < 0 ? -1 : 1) }
    return quotient
  }

  private static func parsed(
    _ text: String, _ to: ClaimsType, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> SQLValue {
    let trimmed = text.trimmingBlanks()
    func wrong() -> ClaimsQueryError {
      ClaimsQueryError(
        .outOfRange, at: position, "'\(text.prefix(60))' is no \(to.sqlName)",
        remedy: "Write a value of that type, or leave such rows out")
    }
    switch to {
    case .boolean:
      switch trimmed.lowercased() {
      case "true", "t", "1", "yes", "y": return .boolean(true)
      case "false", "f", "0", "no", "n": return .boolean(false)
      default: throw wrong()
      }
    case .double:
      guard let value = Double(trimmed) else { throw wrong() }
      return .double(value)
    case .date:
      guard let days = parseDateText(trimmed) else { throw wrong() }
      return .date(days)
    case .timestamp:
      guard let micros = parseTimestampText(trimmed) else { throw wrong() }
      return .timestamp(micros)
    default:
      guard let reading = decimalParts(trimmed) else { throw wrong() }
      return try value(
        .decimal(reading.digits, scale: reading.scale), .decimal(width: 38, scale: reading.scale),
        to: to,
        position)
    }
  }

  private static func decimalParts(_ text: String) -> (digits: Int128, scale: Int)? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let digits = Int128(parts.joined()),
      parts.count == 1 || parts[1].count <= 38
    else { return nil }
    return (digits, parts.count == 2 ? parts[1].count : 0)
  }
}
