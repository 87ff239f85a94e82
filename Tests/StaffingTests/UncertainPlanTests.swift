import Testing

@testable import Staffing

@Suite("Employees before demand is known, assistants after")
struct UncertainPlanTests {
  /// Employees at $1,000 a week for 27.2 hours and $500 a hire, no lead time; assistants by the hour.
  static func problem(price: Double, commitment: Double = 0) -> WorkforceProblem {
    var assistants = ClosedFormPlanTests.assistants(commitment: commitment)
    assistants.prices.perPaidHour = Array(repeating: price, count: 10)
    return ClosedFormPlanTests.problem(
      hours: Array(repeating: 0, count: 10),
      pools: [
        ClosedFormPlanTests.employees(
          now: 0, hiring: HiringTerms(leadDays: 0, trainingDays: 0, classSize: 50, ramp: [])),
        assistants,
      ])
  }

  static func paths(_ hours: [Double]) -> [DemandPath] {
    hours.map {
      DemandPath(
        requiredHours: [Array(repeating: $0, count: 10)],
        peakAgents: [Array(repeating: 0, count: 10)])
    }
  }

  /// The newsvendor's rule, worked by hand.
  ///
  /// A further employee costs $10,500 over ten weeks and saves 272 on-phone hours of assistants in
  /// each path that needs them: 272 ÷ 0.9 × price × the chance of that path.
  @Test(
    "Employees are hired for work that is likely enough to pay for them",
    arguments: [
      // 272 ÷ 0.9 × 45 = 13,600; half of it is less than 10,500.
      (45.0, [272.0, 544], 10),
      // Three quarters of 272 ÷ 0.9 × 47 = 14,204 are 10,653: more than 10,500.
      (47, [272, 544, 544, 544], 20),
      // Three quarters of 13,600 are 10,200: less.
      (45, [272, 544, 544, 544], 10),
    ])
  func newsvendor(price: Double, hours: [Double], employees: Int) throws {
    let plan = try planUnderUncertainty(
      Self.problem(price: price), paths: Self.paths(hours), shortHourPrice: 1000, sampleSize: 9)
    #expect(plan.starters[0].reduce(0, +) == employees)
    #expect(plan.starters[1].allSatisfy { $0 == 0 })
    #expect(plan.outcomes.allSatisfy { $0.shortHours == 0 })
    #expect(plan.sample == Array(hours.indices))
  }

  /// The same arithmetic in dollars.
  ///
  /// Ten hires cost 105,000, and 136,000 of assistants in the high path: 173,000 on average. The mean
  /// path of 408 hours asks for 15 hires, 157,500 and 68,000 in the high path: 191,500.
  @Test("Planning for the mean path costs what the newsvendor's arithmetic says")
  func valueOfStochasticSolution() throws {
    let plan = try planUnderUncertainty(
      Self.problem(price: 45), paths: Self.paths([272, 544]), shortHourPrice: 1000)
    #expect(abs(plan.meanDollars - 173_000) < 5)
    #expect(abs(plan.stochasticValue - 18_500) < 10)
    #expect(plan.bound <= plan.sampleDollars + 1 && plan.sampleDollars - plan.bound < 10)
    // Heads without commitment cost nothing, so that fixing them beforehand does not either.
    #expect(abs(plan.flexibilityValue) < 10)
    #expect(plan.dollars(atShare: 0.1) == plan.outcomes[0].dollars)
    #expect(plan.dollars(atShare: 0.5) == plan.outcomes[0].dollars)
    #expect(plan.dollars(atShare: 0.9) == plan.outcomes[1].dollars)
  }

  @Test("Assistants who must be paid for full weeks are worth less when fixed beforehand")
  func valueOfFlexibility() throws {
    let plan = try planUnderUncertainty(
      Self.problem(price: 45, commitment: 40), paths: Self.paths([272, 544]),
      shortHourPrice: 1000)
    // Rigid: 544 hours need 20 employees, 210,000, as an assistant paid in both paths costs 18,000
    // for 360 hours and an employee 10,500 for 272.
    #expect(plan.flexibilityValue > 20_000)
  }

  @Test("A year of paths is priced in order of its demand, and the bound holds")
  func sampleYear() throws {
    var problem = SampleProblems.mailOrder()
    problem.weeks = Array(problem.weeks.prefix(26))
    for pool in problem.pools.indices {
      problem.pools[pool].prices.perPersonWeek.removeLast(27)
      problem.pools[pool].prices.perPaidHour.removeLast(27)
      problem.pools[pool].prices.perAssignedHour.removeLast(27)
    }
    for unit in problem.units.indices {
      problem.units[unit].requiredHours.removeLast(27)
      problem.units[unit].peakAgents.removeLast(27)
    }
    let paths = [0.85, 0.95, 1.0, 1.1, 1.25].map { factor in
      DemandPath(
        requiredHours: problem.units.map { $0.requiredHours.map { $0 * factor } },
        peakAgents: problem.units.map { $0.peakAgents.map { ($0 * factor).rounded(.up) } })
    }
    let plan = try planUnderUncertainty(
      problem, paths: paths, shortHourPrice: 200, sampleSize: 3)
    #expect(plan.sample.count == 3)
    #expect(zip(plan.outcomes, plan.outcomes.dropFirst()).allSatisfy { $0.dollars < $1.dollars })
    #expect(plan.bound <= plan.sampleDollars)
    // Rounding employees and heads up to whole people costs little at this size.
    #expect(plan.sampleDollars <= plan.bound * 1.02)
    #expect(plan.flexibilityValue > 0)
  }

  @Test("Paths that do not fit the problem are refused")
  func refusals() {
    let problem = Self.problem(price: 45)
    #expect(throws: StaffingError.self) {
      try planUnderUncertainty(problem, paths: [], shortHourPrice: 10)
    }
    #expect(throws: StaffingError.self) {
      try planUnderUncertainty(problem, paths: Self.paths([1]), shortHourPrice: 0)
    }
    #expect(throws: StaffingError.self) {
      try planUnderUncertainty(
        problem, paths: [DemandPath(requiredHours: [], peakAgents: [])], shortHourPrice: 10)
    }
  }
}
