import ArgumentParser
import Quantities
import Queueing
import Staffing

/// Values that planners type: lengths of time, shares and goals.
enum StaffArguments {
  /// Reads `6m30s`.
  @Sendable
  static func seconds(_ text: String) throws -> Double {
    guard let length = Seconds(text: text) else {
      let isBare = number(text[...]) != nil
      throw ValidationError(
        isBare
          ? "\"\(text)\" has no unit. Write \(text)s or \(text)m."
          : "\"\(text)\" is not a length of time. Write 30m, 6m30s or 72h.")
    }
    return length.value
  }

  /// Reads `0.32` or `32%`.
  @Sendable
  static func share(_ text: String) throws -> Double {
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast() : text[...]
    guard let value = number(digits), value >= 0, value <= (isPercent ? 100 : 1) else {
      throw ValidationError("\"\(text)\" is not a share. Write 0.32 or 32%.")
    }
    return isPercent ? value / 100 : value
  }

  /// Reads a number of contacts.
  @Sendable
  static func volume(_ text: String) throws -> Double {
    guard let value = number(text[...]), value >= 0 else {
      throw ValidationError(
        "\"\(text)\" is not a number of contacts. Write 0 or more, such as 120.")
    }
    return value
  }

  /// A share that must be reached within a time.
  struct Level: Equatable {
    var share: Double
    var within: Double
  }

  /// Reads `80/30`: 80 per cent within 30 seconds; also `80/2m`.
  @Sendable
  static func level(_ text: String) throws -> Level {
    let problem = ValidationError(
      "\"\(text)\" is not a goal: 1 to 99.9999 per cent, a stroke and a time. Write 80/30 for 80 % within 30"
        + " seconds, or 95/4h.")
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { throw problem }
    let percent = parts[0].hasSuffix("%") ? parts[0].dropLast() : parts[0]
    guard let share = number(percent), share >= 1, share < 100,
      let within = number(parts[1]) ?? Seconds(text: String(parts[1]))?.value, within >= 0
    else { throw problem }
    return Level(share: share / 100, within: within)
  }

  /// Reads `8h+30m,4h`: paid lengths of shifts, each with an unpaid meal or without.
  @Sendable
  static func shifts(_ text: String) throws -> [ShiftRules.Contract] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let lengths = part.split(separator: "+", omittingEmptySubsequences: false)
        .map { Seconds(text: String($0))?.value }
      guard let paid = lengths.first ?? nil, lengths.count <= 2,
        let meal = lengths.count == 2 ? lengths[1] : 0, paid >= 60,
        meal.remainder(dividingBy: 60) == 0, paid.remainder(dividingBy: 60) == 0
      else {
        throw ValidationError(
          "\"\(part)\" is not a shift. Write its paid time, and its meal behind a plus: 8h+30m,4h.")
      }
      return ShiftRules.Contract(
        name: String(part), paidHoursPerDay: paid / 3600, daysPerWeek: 1,
        mealMinutes: Int(meal / 60))
    }
  }

  /// Decimal digits with at most one point and an exponent; no words, hexadecimal or blanks.
  private static func number(_ text: Substring) -> Double? {
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
      let value = Double(text), value.isFinite
    else { return nil }
    return value
  }
}
