import Quantities
import Results
import Testing

@testable import Staffing

/// Eight whole weeks and one pool of employees who neither leave nor are hired, worked out by hand.
@Suite("Overtime and letting people go")
struct OvertimeAndReleaseTests {
  private func problem(people: Double, hours: [Double]) -> WorkforceProblem {
    let weeks = weeks(from: date("2026-10-05"), through: date("2026-11-29"))
    return WorkforceProblem(
      weeks: weeks,
      units: [
        WorkUnit(
          queue: "voice", step: "voice", requiredHours: hours,
          peakAgents: Array(repeating: 0, count: weeks.count))
      ],
      pools: [
        WorkforcePool(
          name: "staff", isVA: false, eligibleUnits: [0], hoursPerWeek: 40, shrinkage: 0.25,
          attritionPerYear: 0, currentHeadcount: people, currentInTraining: 0, hiring: nil,
          commitmentHoursPerWeek: 0, noticeDays: 0,
          prices: WorkforcePrices(
            perPersonWeek: Array(repeating: 1000, count: weeks.count),
            perPaidHour: Array(repeating: 0, count: weeks.count),
            perAssignedHour: Array(repeating: 0, count: weeks.count)))
      ])
  }

  /// 10 people give 300 hours on the phones; 330 need 30 ÷ 0.75 = 40 hours of overtime, 4 each.
  @Test("Overtime covers a peak that nobody can be hired for, at its price and within its limit")
  func overtime() throws {
    var problem = problem(people: 10, hours: [300, 300, 330, 300, 300, 345, 300, 300])
    let without = try planWorkforce(problem)
    #expect(abs(without.coverage[0].shortHours[2] - 30) < 1e-3)
    problem.pools[0].overtime = OvertimeTerms(
      hoursPerWeek: 5, pricePerHour: Array(repeating: 30, count: 8))
    let plan = try planWorkforce(problem)
    let weeks = plan.pools[0].weeks
    #expect(abs(weeks[2].overtimeHours - 40) < 0.01 && abs(weeks[2].paidHours - 440) < 0.01)
    #expect(plan.coverage[0].shortHours[2] == 0)
    // 345 would need 60 hours; 50 are allowed, and 45 − 37.5 hours stay short.
    #expect(abs(weeks[5].overtimeHours - 50) < 0.01)
    #expect(abs(plan.coverage[0].shortHours[5] - 7.5) < 0.01)
    #expect(weeks[0].overtimeHours < 0.01)
    #expect(plan.checkInvariants(of: problem).isEmpty)
    // Nothing changes: nobody is asked for overtime.
    #expect(try assignCurrent(problem).pools[0].weeks.allSatisfy { $0.overtimeHours == 0 })
  }

  /// From the fourth week on 10 of 20 people are enough: each one let go then saves five weeks.
  @Test(
    "People are let go when what they would cost exceeds the severance, and kept idle when not",
    arguments: [(4900.0, 10.0), (5100, 0)])
  func release(severance: Double, people: Double) throws {
    var problem = problem(people: 20, hours: [600, 600, 600, 300, 300, 300, 300, 300])
    problem.pools[0].releaseCost = severance
    let plan = try planWorkforce(problem, limits: PlanLimits(gap: 0))
    let weeks = plan.pools[0].weeks
    #expect(weeks.map(\.released) == [0, 0, 0, people, 0, 0, 0, 0])
    #expect(weeks.map(\.headcount) == (0..<8).map { $0 < 3 ? 20 : 20 - people })
    #expect(plan.coverage[0].shortHours.allSatisfy { $0 == 0 })
    problem.pools[0].releaseCost = nil
    #expect(try planWorkforce(problem).pools[0].weeks.allSatisfy { $0.released == 0 })
  }

  @Test("Overtime that does not fit into a week is refused")
  func refusal() {
    var problem = problem(people: 10, hours: Array(repeating: 1, count: 8))
    problem.pools[0].overtime = OvertimeTerms(
      hoursPerWeek: 130, pricePerHour: Array(repeating: 30, count: 8))
    #expect(problem.problems().first?.code == .contradiction)
    problem.pools[0].overtime = OvertimeTerms(hoursPerWeek: 5, pricePerHour: [30])
    #expect(problem.problems().first?.code == .wrongLength)
  }
}
