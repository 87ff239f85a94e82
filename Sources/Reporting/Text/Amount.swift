import Quantities

/// How amounts are written where text stands outside of a report.
public enum Amount {
  /// Whole dollars: `$1,234,567`.
  public static func dollars(_ cents: Cents) -> String {
    let rounded = (abs(cents.dollars)).rounded()
    return (cents.value < 0 ? "-$" : "$") + Show.count(rounded)
  }

  /// Dollars and cents: `$1,234.50`.
  public static func exact(_ cents: Cents) -> String {
    let text = change(cents)
    return text.hasPrefix("+") ? String(text.dropFirst()) : text
  }

  /// Dollars and cents with a sign: `+$1,234.50`.
  public static func change(_ cents: Cents) -> String {
    let value = cents.value.magnitude
    let rest = value % 100
    return (cents.value < 0 ? "-$" : cents.value > 0 ? "+$" : "$") + Show.count(Int(value / 100))
      + ".\(rest < 10 ? "0" : "")\(rest)"
  }

  /// A number with commas between thousands and no decimals: `12,345`.
  public static func count(_ value: Double) -> String { Show.count(value) }
}
