import Quantities

extension Show {
  /// Money as a headline, rounded to three digits or fewer: `$6.42 M`, `$840 K`, `$512`.
  static func roughMoney(_ cents: Cents, digits: Int = 3) -> String {
    let dollars = cents.dollars
    let step = powerOfTen(below: abs(dollars) / (digits > 2 ? 100 : 10))
    let (unit, name) = scale(abs(rounded(dollars, to: step)))
    let text = decimal(abs(rounded(dollars, to: step)) / unit, places(step: step, unit: unit))
    return (dollars < 0 ? "−$" : "$") + text + name
  }

  /// A signed headline amount: `+$1.2 M`.
  static func signedRoughMoney(_ cents: Cents, digits: Int = 3) -> String {
    (cents.value > 0 ? "+" : "") + roughMoney(cents, digits: digits)
  }

  /// A range of money rounded to its own width: `$3.2–3.8 M`.
  ///
  /// The step is a power of ten of which the width holds at least two, and no finer than the third
  /// digit: a plan is not known more exactly, however little demand varies.
  static func moneyRange(_ low: Cents, _ high: Cents) -> String {
    guard low < high, low.value >= 0 else {
      return low == high ? roughMoney(low) : "\(roughMoney(low)) to \(roughMoney(high))"
    }
    let step = max(
      1, powerOfTen(below: (high.dollars - low.dollars) / 2), powerOfTen(below: high.dollars / 100))
    let (from, to) = (rounded(low.dollars, to: step), rounded(high.dollars, to: step))
    guard from < to else { return roughMoney(high) }
    let (unit, name) = scale(to)
    let places = places(step: step, unit: unit)
    return "$\(decimal(from / unit, places))–\(decimal(to / unit, places))\(name)"
  }

  /// People as a headline: whole below 100, else with `about` and rounded to a twentieth or less.
  static func aboutPeople(_ people: Double) -> String {
    guard people.isFinite, people >= 99.5 else {
      return people.rounded() == people ? count(people) : "about " + count(people)
    }
    return "about " + roughPeople(people)
  }

  /// People as a headline without `about`.
  static func roughPeople(_ people: Double) -> String {
    guard people.isFinite, people >= 99.5 else {
      return people > 0 && people < 0.95 ? decimal(people, 1) : count(people)
    }
    let power = powerOfTen(below: people / 20)
    return count(rounded(people, to: people / 20 >= 5 * power ? 5 * power : power))
  }

  static func powerOfTen(below value: Double) -> Double {
    guard value.isFinite, value > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value && power > 1e-9 { power /= 10 }
    return power
  }

  private static func rounded(_ value: Double, to step: Double) -> Double {
    (value / step).rounded(.toNearestOrAwayFromZero) * step
  }

  private static func scale(_ dollars: Double) -> (unit: Double, name: String) {
    switch dollars {
    case 999_500_000...: (1e9, " B")
    case 999_500...: (1e6, " M")
    case 9_995...: (1e3, " K")
    default: (1, "")
    }
  }

  private static func places(step: Double, unit: Double) -> Int {
    var (places, size) = (0, step)
    while size < unit * 0.9999 && places < 6 { (places, size) = (places + 1, size * 10) }
    return unit == 1 ? (step < 1 ? 2 : 0) : places
  }
}
