import Quantities
import Results
import Testing

@testable import Costing

/// The invoice for the assistants of `PlanCostSample`: 57.142857 paid hours in December (51.428571
/// scheduled) and 202.857143 in January (198.571429 scheduled), 5.714286 and 4.285714 of training.
@Suite("A vendor's invoice")
struct InvoiceTests {
  private func lines(_ change: (inout AssistantPrice) -> Void) throws -> [String: [Int]] {
    var terms = PlanCostSample.terms(minimum: 0)
    var price = AssistantPrice(
      unit: .perPaidHour, price: [12.5, 12.5], minimumPerMonth: [0, 0], setUp: 0)
    change(&price)
    terms[1].pay = .assistants(price)
    let result = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    var found: [String: [Int]] = [:]
    for line in result.lines where line.pool == "assistants" {
      let month = line.month == "2026-12" ? 0 : 1
      found[line.kind, default: [0, 0]][month] += line.cents.value
    }
    return found
  }

  /// December: 57.142857 h × 12.50 = 714.29.
  ///
  /// January: 150 × 12.50 + 52.857143 × 10 = 2,403.57.
  @Test("Hours beyond a tier cost the tier's price, the first ones the first price")
  func tiers() throws {
    let found = try lines { $0.tiers = [PriceTier(above: 150, price: 10)] }
    let pay = try #require(found["pay"])
    #expect(abs(pay[0] - 71_429) <= 1 && abs(pay[1] - 240_357) <= 2, "\(pay)")
    let both = try lines {
      $0.tiers = [PriceTier(above: 50, price: 11), PriceTier(above: 150, price: 10)]
    }
    // 50 × 12.50 + 7.142857 × 11 = 703.57; 50 × 12.50 + 100 × 11 + 52.857143 × 10 = 2,253.57.
    let steps = try #require(both["pay"])
    #expect(abs(steps[0] - 70_357) <= 2 && abs(steps[1] - 225_357) <= 3, "\(steps)")
  }

  /// 51.428571 × 12.50 = 642.86 and 5.714286 × 8 = 45.71; 198.571429 × 12.50 = 2,482.14, 4.285714 × 8 = 34.29.
  @Test("With a training rate, training hours cost it and are no paid hours")
  func training() throws {
    let found = try lines { $0.trainingRate = [8, 8] }
    let pay = try #require(found["pay"])
    #expect(abs(pay[0] - 64_286) <= 1 && abs(pay[1] - 248_214) <= 1, "\(pay)")
    #expect(found["trainingTime"] == [4571, 3429])
  }

  /// Half as much again on 20 % of December's 714.29: 71.43.
  @Test("A holiday premium is paid on the share of the work that falls on holidays")
  func premium() throws {
    let found = try lines {
      ($0.holidayPremium, $0.holidayShare) = (0.5, [0.2, 0])
    }
    #expect(found["holidayPremium"] == [7143, 0])
  }

  /// 5 % of January's 2,535.71 is 126.79.
  @Test("A month with missed goals brings a credit on its pay")
  func credit() throws {
    let found = try lines { $0.creditShare = [0, 0.05] }
    let credit = try #require(found["serviceCredit"])
    #expect(credit[0] == 0 && abs(credit[1] + 12_679) <= 1, "\(credit)")
  }

  /// December: 1,290.32 less 714.29 and 71.43.
  ///
  /// The credit stays on the pay.
  @Test("Premiums count toward the minimum, credits do not")
  func minimum() throws {
    let found = try lines {
      ($0.holidayPremium, $0.holidayShare) = (0.5, [0.2, 0])
      $0.minimumPerMonth = [10_000, 0]
      $0.creditShare = [0.1, 0]
    }
    let topUp = try #require(found["minimum"])
    #expect(abs(topUp[0] - (129_032 - 71_429 - 7_143)) <= 2, "\(topUp)")
    #expect(abs(try #require(found["serviceCredit"])[0] + 7_143) <= 1)
  }

  @Test("Moving the price moves tiers and the training rate with it")
  func moved() throws {
    var price = AssistantPrice(
      unit: .perPaidHour, price: [12.5], minimumPerMonth: [100], setUp: 5,
      tiers: [PriceTier(above: 10, price: 10)], trainingRate: [8])
    let terms = [
      PoolCostTerms(
        pool: "helpers", pay: .assistants(price), recruitingPerHire: [0], trainingPerHire: [0],
        technologyPerMonth: [0], supervision: nil)
    ]
    (price.price, price.trainingRate) = ([25], [16])
    price.tiers[0].price = 20
    #expect(terms.movingPrice(of: "helpers", by: 2)[0].assistantPrice == price)
    #expect(terms.movingPrice(of: "others", by: 2) == terms)
  }

  @Test("Tiers that do not rise and premiums below nothing are refused")
  func refusals() {
    for change: (inout AssistantPrice) -> Void in [
      { $0.tiers = [PriceTier(above: 10, price: 1), PriceTier(above: 10, price: 1)] },
      { $0.tiers = [PriceTier(above: -1, price: 1)] }, { $0.holidayPremium = -0.1 },
      { $0.trainingRate = [1] }, { $0.creditShare = [-1, 0] },
    ] {
      #expect(throws: CostingError.self) { try lines(change) }
    }
  }

  /// 30 hours at 33.17 in the first week, of which 4/7 lie in December: 568.63 and 426.47; two people let go
  /// in the second week at 4,000.
  @Test("Overtime and severance are lines of their own")
  func overtimeAndSeverance() throws {
    var plan = PlanCostSample.plan
    plan.pools[0].weeks[0].overtimeHours = 30
    plan.pools[0].weeks[1].released = 2
    var terms = PlanCostSample.terms()
    terms[0].overtimePerHour = [33.17, 33.17]
    terms[0].releasePerPerson = [4000, 4000]
    let result = try cost(of: plan, through: PlanCostSample.end, terms: terms)
    let found = PlanCostSample.lines(result)
    #expect(found.contains("2026-12 coordinators - overtime 56863"))
    #expect(found.contains("2027-01 coordinators - overtime 42647"))
    #expect(found.contains("2027-01 coordinators - severance 800000 once"))
    #expect(result.totalCents == Cents(6_007_998 + 56_863 + 42_647 + 800_000))
  }
}
