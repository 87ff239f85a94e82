import LocatedJSON
import Quantities
import Scenarios
import Testing

@Suite("Costs, shifts and places in a spec")
struct CostSpecTests {
  private func read(_ sets: String...) throws -> Scenario {
    try SpecFixture.outcome(BadSpec.good, sets: sets).get().scenario
  }

  @Test("Prices rise from their dates on, rise on rise, whatever is dated itself")
  func rises() throws {
    let scenario = try read(
      #"pools.staff.salaryPerYear=[{"from": "2026-10-01", "value": 40000}, {"from": "2027-03-01", "value": 50000}]"#,
      #"pools.staff.priceRises=[{"from": "2027-01-01", "share": 0.1}, {"from": "2027-04-01", "share": 0.2}]"#,
      "pools.staff.technologyPerMonth=100")
    let pool = try #require(scenario.alternatives[0].pools.first { $0.name == "staff" })
    guard case .salary(let yearly, _) = pool.pay else {
      Issue.record("no salary")
      return
    }
    // 40,000; × 1.1; 50,000 × 1.1; × 1.2.
    for (date, salary, seat) in [
      ("2026-12-31", 40_000.0, 100.0), ("2027-01-01", 44_000, 110), ("2027-03-01", 55_000, 110),
      ("2027-04-01", 66_000, 132),
    ] {
      let day = try #require(LocalDate(date))
      #expect(abs(yearly.value(on: day) - salary) < 1e-6, "\(date)")
      #expect(abs(pool.technologyPerMonth.value(on: day) - seat) < 1e-6, "\(date)")
    }
  }

  @Test("What outages and leaving the plan take comes off what shrinkage leaves")
  func lost() throws {
    let scenario = try read(
      "pools.staff.shrinkage=0.3", "pools.staff.adherence=0.9", "pools.staff.outageShare=0.02")
    let pool = try #require(scenario.alternatives[0].pools.first { $0.name == "staff" })
    #expect(abs(pool.shrinkage - (1 - 0.7 * 0.9 * 0.98)) < 1e-12)
  }

  @Test("A step may require a country or a contract, and then binds in every alternative")
  func places() throws {
    let required = #"queues.cases.steps[0].requires=["US", "fte"]"#
    #expect(
      SpecFixture.messages(BadSpec.good, sets: [required])
        .contains { $0.contains("no pool with the skill \"cases\" has \"US\"") })
    let scenario = try read(required, "pools.staff.country=US")
    #expect(
      scenario.alternatives.allSatisfy { alternative in
        alternative.pools.allSatisfy { $0.name != "staff" || $0.abilities.contains("US") }
      })
  }

  @Test("Shift rules are read with their defaults")
  func shifts() throws {
    let scenario = try read(
      #"pools.staff.shiftRules={"contracts": [{"name": "day", "paidHours": 8, "meal": "30m", "breaks": ["15m", "15m"], "within": "Mon-Sat 07:00-20:00"}], "limits": [{"hours": "Sat 00:00-24:00", "share": 0.5}], "holidays": ["2026-12-25"]}"#
    )
    let rules = try #require(scenario.alternatives[0].pools.first { $0.name == "staff" }?.shifts)
    #expect(rules.startEveryMinutes == 30 && rules.consecutiveDaysOff)
    #expect(rules.contracts[0].days == 5 && rules.contracts[0].breakMinutes == [15, 15])
    #expect(rules.contracts[0].mealMinutes == 30 && !rules.contracts[0].isBlock)
    #expect(rules.limits.map(\.share) == [0.5])
    #expect(rules.daysAway.map(\.description) == ["2026-12-25"])
  }
}
