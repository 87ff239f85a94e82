import Quantities

/// A function of single values; each is null where an argument is, unless it says otherwise.
enum ScalarFunction: Sendable, Equatable {
  /// The largest that is not null.
  case greatest
  /// The smallest that is not null.
  case least
  /// To so many digits after the point, halves away from zero.
  case round(digits: Int)
  case floor
  case ceil
  case lower
  case upper
  case length
  /// From a character, from 1, at most so many.
  case substring
  /// A date or a timestamp by a pattern such as `%Y-%m`.
  case format([FormatPart])

  /// A piece of a date's pattern.
  enum FormatPart: Sendable, Equatable {
    case text(String)
    case field(Character)
  }

  /// The value for a row.
  func value(_ arguments: [SQLValue]) -> SQLValue {
    if self == .greatest || self == .least { return extreme(arguments) }
    guard let first = arguments.first, !arguments.contains(.null) else { return .null }
    switch (self, first) {
    case (.round(let digits), .double(let value)):
      guard digits > 0 else { return .double(value.rounded(.toNearestOrAwayFromZero)) }
      var factor = 1.0
      for _ in 0..<digits { factor *= 10 }
      let rounded = (value * factor).rounded(.toNearestOrAwayFromZero) / factor
      return .double(rounded.isFinite ? rounded : value)
    case (.floor, .double(let value)): return .double(value.rounded(.down))
    case (.ceil, .double(let value)): return .double(value.rounded(.up))
    case (.round(let digits), .decimal(let value, let scale)):
      guard digits < scale else { return first }
      return .decimal(
        ValueCast.roundedQuotient(value, powerOfTen(scale - digits)), scale: digits)
    case (.floor, .decimal(let value, let scale)):
      return .decimal(Self.towards(value, powerOfTen(scale), isUp: false), scale: 0)
    case (.ceil, .decimal(let value, let scale)):
      return .decimal(Self.towards(value, powerOfTen(scale), isUp: true), scale: 0)
    case (.lower, .text(let text)): return .text(Self.mapped(text, isUpper: false))
    case (.upper, .text(let text)): return .text(Self.mapped(text, isUpper: true))
    case (.length, .text(let text)): return .integer(Int128(text.unicodeScalars.count))
    case (.substring, .text(let text)): return .text(Self.part(text, arguments))
    case (.format(let parts), .date(let days)):
      return .text(Self.formatted(parts, Int64(days) * 86_400_000_000))
    case (.format(let parts), .timestamp(let micros)): return .text(Self.formatted(parts, micros))
    default: return first
    }
  }

  private func extreme(_ arguments: [SQLValue]) -> SQLValue {
    var best = SQLValue.null
    for value in arguments where value != .null {
      let order = best == .null ? 1 : Self.order(value, best)
      if best == .null || (self == .greatest ? order > 0 : order < 0) { best = value }
    }
    return best
  }

  /// How two values of one type compare.
  private static func order(_ left: SQLValue, _ right: SQLValue) -> Int {
    func compared<Number: Comparable>(_ one: Number, _ other: Number) -> Int {
      one < other ? -1 : one > other ? 1 : 0
    }
    return switch (left, right) {
    case (.boolean(let one), .boolean(let other)): compared(one ? 1 : 0, other ? 1 : 0)
    case (.integer(let one), .integer(let other)): compared(one, other)
    case (.decimal(let one, _), .decimal(let other, _)): compared(one, other)
    case (.double(let one), .double(let other)): totalOrder(one, other)
    case (.text(let one), .text(let other)): textOrder(one, other)
    case (.date(let one), .date(let other)): compared(one, other)
    case (.timestamp(let one), .timestamp(let other)): compared(one, other)
    default: 0
    }
  }

  private static func towards(_ value: Int128, _ divisor: Int128, isUp: Bool) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    return isUp ? (value > 0 ? quotient + 1 : quotient) : (value < 0 ? quotient - 1 : quotient)
  }

  /// Changes the case character by character, so that the number of characters stays.
  private static func mapped(_ text: String, isUpper: Bool) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let mapping =
        isUpper ? scalar.properties.uppercaseMapping : scalar.properties.lowercaseMapping
      let scalars = mapping.unicodeScalars
      if scalars.count == 1 || !isUpper, let first = scalars.first {
        result.append(first)
      } else {
        result.append(scalar == "ß" ? "ẞ" : scalar)
      }
    }
    return String(result)
  }

  private static func part(_ text: String, _ arguments: [SQLValue]) -> String {
    guard case .integer(let start) = arguments[1] else { return text }
    let rest = text.unicodeScalars.dropFirst(Int(clamping: start - 1))
    guard arguments.count > 2, case .integer(let count) = arguments[2] else { return String(rest) }
    return String(rest.prefix(Int(clamping: count)))
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  private static func formatted(_ parts: [FormatPart], _ micros: Int64) -> String {
    func padded(_ value: Int64, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return parts.map { part -> String in
      switch part {
      case .text(let text): return text
      case .field(let field):
        switch field {
        case "Y": return padded(DatePart.year.value(micros), 4)
        case "y": return padded(DatePart.year.value(micros) % 100, 2)
        case "m": return padded(DatePart.month.value(micros), 2)
        case "d": return padded(DatePart.day.value(micros), 2)
        case "H": return padded(DatePart.hour.value(micros), 2)
        case "M": return padded(DatePart.minute.value(micros), 2)
        case "S": return padded(DatePart.second.value(micros), 2)
        case "j":
          let first = DatePart.year.truncated(micros)
          return padded(DatePart.day.index(micros) - DatePart.day.index(first) + 1, 3)
        case "B": return months[Int(DatePart.month.value(micros)) - 1]
        case "b": return String(months[Int(DatePart.month.value(micros)) - 1].prefix(3))
        case "A": return weekdays[Int(DatePart.isodow.value(micros)) - 1]
        default: return String(weekdays[Int(DatePart.isodow.value(micros)) - 1].prefix(3))
        }
      }
    }.joined()
  }

  /// Reads a pattern; `nil` for a letter that is not of this subset.
  static func pattern(_ text: String) -> [FormatPart]? {
    var parts: [FormatPart] = []
    var isField = false
    for character in text {
      if isField {
        if character == "%" {
          parts.append(.text("%"))
        } else if "YymdHMSjBbAa".contains(character) {
          parts.append(.field(character))
        } else {
          return nil
        }
        isField = false
      } else if character == "%" {
        isField = true
      } else {
        parts.append(.text(String(character)))
      }
    }
    return isField ? nil : parts
  }
}
