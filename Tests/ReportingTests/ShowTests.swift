import Quantities
import Testing

@testable import Reporting

@Suite("Numbers as a reader sees them")
struct ShowTests {
  @Test(
    "Digits are grouped and rounded half away from zero",
    arguments: [
      (1234567.0, 0, "1,234,567"), (-1234.5, 0, "−1,235"), (0.005, 2, "0.01"), (1.005, 2, "1.01"),
      (-0.001, 2, "0.00"), (999.995, 2, "1,000.00"), (0, 3, "0.000"), (.nan, 2, "n/a"),
      (.infinity, 0, "∞"), (-.infinity, 0, "−∞"), (1.5e20, 0, "1.50 × 10^20"),
    ])
  func decimals(value: Double, places: Int, text: String) {
    #expect(Show.decimal(value, places) == text)
  }

  @Test(
    "Money is exact to the cent",
    arguments: [
      (0, "$0.00"), (5, "$0.05"), (-5, "−$0.05"), (123_456_789, "$1,234,567.89"),
      (Int.max, "$92,233,720,368,547,758.07"), (Int.min, "−$92,233,720,368,547,758.08"),
    ])
  func money(cents: Int, text: String) { #expect(Show.money(Cents(cents)) == text) }

  @Test(
    "A range of money is rounded to its own width, to three digits at most",
    arguments: [
      (318_412_355, 379_804_410, "$3.2–3.8 M"), (100_000_000, 300_000_000, "$1–3 M"),
      (641_000_00, 655_000_00, "$641–655 K"), (500_000_000, 500_400_000, "$5.00 M"),
      (50_000, 90_000, "$500–900"), (700_000, 700_000, "$7,000"),
      (98_950_000, 100_999_999, "$0.99–1.01 M"),
      (628_290_600, 628_290_660, "$6.28 M"),
    ])
  func ranges(low: Int, high: Int, text: String) {
    #expect(Show.moneyRange(Cents(low), Cents(high)) == text)
  }

  @Test(
    "Headline money has three digits",
    arguments: [
      (642_213_355, "$6.42 M"), (-84_012_300, "−$840 K"), (51_234, "$512"), (0, "$0"),
      (123_456_789_012, "$1.23 B"), (995_000, "$9,950"),
    ])
  func rough(cents: Int, text: String) { #expect(Show.roughMoney(Cents(cents)) == text) }

  @Test(
    "People are rounded to a twentieth",
    arguments: [
      (137.2, "about 135"), (12, "12"), (12.4, "about 12"), (1_234, "about 1,250"),
      (99.6, "about 100"), (0, "0"),
    ])
  func people(number: Double, text: String) { #expect(Show.aboutPeople(number) == text) }

  @Test("Dates, months and periods are written out")
  func dates() {
    #expect(Show.weekdayDate(LocalDate(daysSince1970: 20_735)) == "Fri, Oct 9, 2026")
    #expect(Show.month("2027-01") == "Jan 2027" && Show.month("later") == "later")
    #expect(Show.period("2027-W05") == "week 5 of 2027" && Show.period("all") == "whole horizon")
    #expect(Show.period("week of 2027-01-04") == "week of Jan 4, 2027")
    #expect(Show.periodMark("week of 2027-01-04") == "Jan 4" && Show.periodMark("2027-01") == "Jan")
    #expect(Show.duration(390) == "6 min 30 s" && Show.duration(45) == "45 s")
    #expect(Show.duration(259_200) == "72 h")
  }

  @Test(
    "Equal days of opening hours are joined",
    arguments: [
      (
        "Mon 08:00-20:00, Tue 08:00-20:00, Wed 08:00-20:00, Sat 09:00-17:00",
        "Mon-Wed 08:00-20:00, Sat 09:00-17:00"
      ), ("24/7", "24/7"),
      ("Mon 08:00-20:00 (changes by date)", "Mon 08:00-20:00 (changes by date)"),
      ("daily 08:00-20:00", "Mon-Sun 08:00-20:00"), ("", ""),
    ])
  func hours(text: String, joined: String) { #expect(Show.hours(text) == joined) }

  @Test("Axis ticks are round, even and hold the values", arguments: UInt64(1)...40)
  func ticks(seed: UInt64) {
    // A multiplicative congruential sequence is enough to vary sizes from 1e-6 to 1e9.
    let spread = Double(seed &* 2_654_435_761 % 1_000_003) / 1_000_003
    var size = 1e-6
    for _ in 0..<(seed % 16) { size *= 10 }
    let values = [size * spread, size * (1 + 3 * spread)]
    let axis = ValueAxis(values)
    #expect(axis.low <= 0 && axis.high >= values[1])
    #expect((2...12).contains(axis.ticks.count))
    let steps = zip(axis.ticks.dropFirst(), axis.ticks).map { $0 - $1 }
    #expect(steps.allSatisfy { abs($0 - steps[0]) < 1e-9 * axis.high })
  }

  @Test("Numbers that are not finite leave a chart with an axis")
  func hostileAxis() {
    for values in [[], [Double.nan], [.infinity], [0], [-1e308, 1e308]] {
      let axis = ValueAxis(values)
      #expect(axis.low < axis.high && axis.ticks.allSatisfy(\.isFinite))
    }
  }
}
