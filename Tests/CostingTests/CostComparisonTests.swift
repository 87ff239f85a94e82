import Foundation
import Quantities
import Results
import Testing

@testable import Costing

@Suite("Two costs side by side")
struct CostComparisonTests {
  private func result(_ cents: [String: Int]) -> CostResult {
    let lines = cents.keys.sorted().map {
      CostLine(
        month: $0, pool: "p", queue: "", kind: "pay", oneOff: false, cents: Cents(cents[$0] ?? 0))
    }
    return CostResult(
      lines: lines, totalCents: lines.map(\.cents).total(), example: nil, unitCosts: [])
  }

  /// Savings of −$500, $200, $200, $200: behind until the fourth month.
  private var comparison: CostComparison {
    CostComparison(
      base: result(["2026-10": 100_000, "2026-11": 100_000, "2026-12": 100_000, "2027-01": 100_000]
      ),
      alternative: result([
        "2026-10": 150_000, "2026-11": 80_000, "2026-12": 80_000, "2027-01": 80_000,
      ]))
  }

  @Test("Savings add up by month and pay back in the month that makes good the first")
  func cashFlow() {
    #expect(comparison.months.map(\.saving.value) == [-50_000, 20_000, 20_000, 20_000])
    #expect(
      comparison.months.map(\.cumulativeSaving.value) == [-50_000, -30_000, -10_000, 10_000])
    #expect(comparison.totalSaving == Cents(10_000))
    #expect(comparison.paybackMonth == "2027-01")
  }

  @Test("What never costs more pays back at once, and what stays behind never does")
  func payback() {
    let cheap = result(["2026-10": 1, "2026-11": 1])
    let dear = result(["2026-10": 2, "2026-11": 2])
    #expect(CostComparison(base: dear, alternative: cheap).paybackMonth == "2026-10")
    #expect(CostComparison(base: cheap, alternative: dear).paybackMonth == nil)
  }

  @Test("A month in which only one plan costs anything counts")
  func missingMonth() {
    let both = CostComparison(
      base: result(["2026-11": 500]), alternative: result(["2026-10": 300]))
    #expect(both.months.map(\.saving.value) == [-300, 500])
  }

  /// At 12.6825 % a year a month discounts by 1.01: −500/1.01 + 200 (1/1.01² + 1/1.01³ + 1/1.01⁴) =
  /// −495.0495 + 196.0592 + 194.1180 + 192.1961 = 87.3238.
  @Test("Present value discounts each month's end at the yearly rate")
  func presentValue() {
    #expect(comparison.presentValue(discountRatePerYear: 0) == Cents(10_000))
    let rate: Double = pow(1.01, 12.0) - 1
    #expect(comparison.presentValue(discountRatePerYear: rate) == Cents(8732))
  }

  /// Wilson's interval of 8 of 10 at 95 %: 0.4902 to 0.9433 (Newcombe 1998, the same formula by hand).
  @Test("The share of paths in which one is cheaper has Wilson's interval")
  func cheaperShare() {
    let first = (0..<10).map(Double.init)
    let second = (0..<10).map { $0 < 8 ? Double($0) + 1 : Double($0) - 1 }
    let share = CheaperShare(of: first, over: second)
    #expect(share.share == 0.8)
    #expect(abs(share.lower - 0.4902) < 0.0001 && abs(share.upper - 0.9433) < 0.0001)
    #expect(CheaperShare(of: first, over: first).share == 0.5)
  }
}

@Suite("Break-even")
struct BreakEvenTests {
  @Test("The break-even price is the target less everything else ÷ paid hours")
  func price() throws {
    let terms = PlanCostSample.terms(minimum: 0)
    let today = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    // 260 hours at 12.50 are 3,250; $1,300 more makes them 17.50, a factor of 1.4.
    let target = today.totalCents + Cents(130_000)
    let found = try #require(
      try breakEven(
        at: target, movingPriceOf: "assistants", of: PlanCostSample.plan,
        through: PlanCostSample.end, terms: terms))
    #expect(abs(found.price - 17.5) < 0.001)
    #expect(abs(found.priceFactor - 1.4) < 0.0001)
    #expect(abs((found.productivity ?? 0) - 1 / 1.4) < 0.0001)
  }

  @Test("A target below everything else has no break-even")
  func tooLow() throws {
    let found = try breakEven(
      at: Cents(100), movingPriceOf: "assistants", of: PlanCostSample.plan,
      through: PlanCostSample.end, terms: PlanCostSample.terms())
    #expect(found == nil)
  }

  @Test("A monthly minimum is met first: the highest price under it is the break-even")
  func minimum() throws {
    // Minimums of 1,290.32 and 3,225.81 hold until the price passes 1,290.32 ÷ 57.142857 = 22.58 in
    // December and 3,225.81 ÷ 202.857143 = 15.90 in January.
    let terms = PlanCostSample.terms(minimum: 10000)
    let today = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    let found = try #require(
      try breakEven(
        at: today.totalCents, movingPriceOf: "assistants", of: PlanCostSample.plan,
        through: PlanCostSample.end, terms: terms))
    #expect(abs(found.price - 15.90) < 0.01)
  }

  @Test("Only assistants have a price to move")
  func employees() {
    #expect(throws: CostingError.self) {
      try breakEven(
        at: .zero, movingPriceOf: "coordinators", of: PlanCostSample.plan,
        through: PlanCostSample.end, terms: PlanCostSample.terms())
    }
  }
}
