import Quantities
import Testing

@Suite("Money")
struct MoneyTests {
  static let amounts: [(Double, Int)] = [
    (1.005, 101), (-1.005, -101), (2.675, 268), (-2.675, -268), (0.005, 1), (-0.005, -1),
    (0.0049999, 0), (1.015, 102), (1.025, 103), (8.345, 835), (1.004999, 100), (0.615, 62),
    (10.235, 1024), (1_000_000.005, 100_000_001), (0.0, 0), (-0.0, 0), (0.285, 29),
    (65_432_198.765, 6_543_219_877), (0.1 + 0.2, 30), (1.1 * 1.15, 127),
  ]

  @Test(
    "Dollars round to cents half away from zero as decimals do, whatever their binary form",
    arguments: amounts)
  func likeRound(dollars: Double, cents: Int) {
    // Expected: the decimal as written, by hand; 1.1 × 1.15 = 1.265.
    #expect(Cents(roundingDollars: dollars).value == cents)
  }

  @Test("Every half cent up to 2000 dollars rounds away from zero")
  func allHalves() {
    for half in 0..<200_000 {
      // half + ½ cents, written as a decimal and read by the standard library.
      let thousandths = half * 10 + 5
      let digits = String(thousandths % 1000)
      let text = "\(thousandths / 1000)." + String(repeating: "0", count: 3 - digits.count) + digits
      guard let dollars = Double(text) else { continue }
      if Cents(roundingDollars: dollars).value != half + 1
        || Cents(roundingDollars: -dollars).value != -(half + 1)
      {
        Issue.record("\(text)")
      }
    }
  }

  @Test(
    "A whole number of dollars in the quadrillions keeps every cent",
    arguments: [
      1_000_000_000_000.0, 9_007_199_254_740, 70_368_744_177_664, 562_949_953_421_312,
      1_125_899_906_842_624, 9_007_199_254_740_992, 72_057_594_037_927_936,
    ])
  func largeWholeAmounts(dollars: Double) throws {
    // Dollars × 100 by exact integers; the product as a Double is exact while it has 53 bits.
    let exact = Int(dollars) * 100
    let nearest = Int(Double(exact))
    #expect(Cents(roundingDollars: dollars).value == nearest)
    #expect(Cents(roundingDollars: -dollars).value == -nearest)
  }

  @Test("Cents that come from a whole number of cents come back")
  func roundTrip() {
    var value = 1
    while value < 1_000_000_000_000_000 {
      for near in [value - 1, value, value + 1] {
        #expect(Cents(roundingDollars: Cents(near).dollars) == Cents(near))
        #expect(Cents(roundingDollars: Cents(-near).dollars) == Cents(-near))
      }
      value = value * 7 + 3
    }
  }

  @Test("An amount that is not a number traps")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = Cents(roundingDollars: .nan) }
    await #expect(processExitsWith: .failure) { _ = Cents(roundingDollars: 1e18) }
  }

  @Test("Amounts add up exactly")
  func sums() {
    #expect([Cents(10), Cents(-3), Cents(5)].total() == Cents(12))
    #expect(Cents(5) - Cents(7) == Cents(-2))
    #expect(Cents(-1) < .zero)
  }
}
