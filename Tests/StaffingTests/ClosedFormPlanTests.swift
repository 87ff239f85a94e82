import Quantities
import Results
import Testing

@testable import Staffing

/// Plans small enough to be worked by hand.
@Suite("Plans worked by hand")
struct ClosedFormPlanTests {
  /// Ten full weeks from Monday 2026-10-05 with one unit of work.
  static func problem(
    hours: [Double], peak: Double = 0, pools: [WorkforcePool]
  ) -> WorkforceProblem {
    let start = date("2026-10-05")
    return WorkforceProblem(
      weeks: hours.indices.map { WorkforceWeek(start: start + 7 * $0, days: 7) },
      units: [
        WorkUnit(
          queue: "voice", step: "voice", requiredHours: hours,
          peakAgents: hours.map { _ in peak })
      ], pools: pools)
  }

  /// Employees who give 40 × 0.68 = 27.2 on-phone hours a week at $1,000.
  static func employees(
    now: Double, hiring: HiringTerms?, attrition: Double = 0, weeks: Int = 10
  ) -> WorkforcePool {
    WorkforcePool(
      name: "coordinators", isVA: false, eligibleUnits: [0], hoursPerWeek: 40, shrinkage: 0.32,
      attritionPerYear: attrition, currentHeadcount: now, currentInTraining: 0, hiring: hiring,
      commitmentHoursPerWeek: 0, noticeDays: 0,
      prices: .employees(perYear: 1000 * 365.25 / 7, weeks: weeks, perHire: 500))
  }

  /// Assistants who give 0.9 of each paid hour, at $20.
  static func assistants(
    commitment: Double = 0, notice: Double = 0, minimum: Double = 0, setUp: Double = 0,
    weeks: Int = 10
  ) -> WorkforcePool {
    WorkforcePool(
      name: "assistants", isVA: true, eligibleUnits: [0], hoursPerWeek: 40, shrinkage: 0.1,
      attritionPerYear: 0, currentHeadcount: 0, currentInTraining: 0, hiring: nil,
      commitmentHoursPerWeek: commitment, noticeDays: notice,
      prices: .assistants(
        perPaidHour: 20, weeks: weeks, minimumPerMonth: minimum, setUp: setUp))
  }

  static let exact = PlanLimits(gap: 0, maximumNodes: 1000)

  @Test("Hours that ten people give exactly need ten people")
  func exactlyTen() throws {
    let plan = try planWorkforce(
      Self.problem(
        hours: Array(repeating: 272, count: 10),
        pools: [
          Self.employees(
            now: 4, hiring: HiringTerms(leadDays: 0, trainingDays: 0, classSize: 20, ramp: []))
        ]), limits: Self.exact)
    #expect(plan.pools[0].weeks.map(\.starting) == [6, 0, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(plan.pools[0].weeks.allSatisfy { abs($0.headcount - 10) < 1e-9 })
    #expect(plan.pools[0].weeks.allSatisfy { abs($0.onPhoneHours - 272) < 1e-6 })
    #expect(plan.coverage[0].shortHours.allSatisfy { $0 == 0 })
    let hire = try #require(plan.pools[0].hires.first)
    #expect(hire.people == 6 && hire.decideBy == date("2026-10-05"))
  }

  @Test("A peak in week 8 is hired for before lead time, training and ramp, and no earlier")
  func hiresInTime() throws {
    // From week 8 (2026-11-23... index 7) 15 people's work; half speed for four weeks after two
    // weeks of training, so 5 full people need 10 on the ramp or 5 who started six weeks before.
    let hours = (0..<10).map { $0 < 7 ? 272.0 : 408 }
    let plan = try planWorkforce(
      Self.problem(
        hours: hours,
        pools: [
          Self.employees(
            now: 10,
            hiring: HiringTerms(leadDays: 7, trainingDays: 14, classSize: 20, ramp: [0.5]))
        ]), limits: Self.exact)
    #expect(plan.coverage[0].shortHours.allSatisfy { $0 == 0 })
    // Five people who start in week index 1 cost 9 × $1,000 and $500 each: $47,500. Ten who start in
    // week index 5 cost 5 weeks: $55,000.
    #expect(plan.pools[0].weeks.map(\.starting) == [0, 5, 0, 0, 0, 0, 0, 0, 0, 0])
    let hire = try #require(plan.pools[0].hires.first)
    #expect(hire.decideBy == date("2026-10-05"))
    #expect(hire.start == date("2026-10-12"))
    #expect(hire.workFrom == date("2026-10-26"))
  }

  @Test("Work above what current people and full classes give is short, and nothing else is")
  func unavoidableShortage() throws {
    // Ten people give 272 of 544 hours; two may start each week after two weeks of lead time.
    let plan = try planWorkforce(
      Self.problem(
        hours: Array(repeating: 544, count: 10),
        pools: [
          Self.employees(
            now: 10, hiring: HiringTerms(leadDays: 14, trainingDays: 7, classSize: 2, ramp: []))
        ]), limits: Self.exact)
    let expected = [272, 272, 272, 217.6, 163.2, 108.8, 54.4, 0, 0, 0]
    #expect(zip(plan.coverage[0].shortHours, expected).allSatisfy { abs($0 - $1) < 1e-3 })
    #expect(plan.pools[0].weeks.map(\.starting).reduce(0, +) == 10)
  }

  @Test("A shortage spreads over the units of a week by the same share")
  func evenShortage() throws {
    var problem = Self.problem(
      hours: Array(repeating: 200, count: 10), pools: [Self.employees(now: 10, hiring: nil)])
    problem.units.append(
      WorkUnit(
        queue: "chat", step: "chat", requiredHours: Array(repeating: 120, count: 10),
        peakAgents: Array(repeating: 0, count: 10)))
    problem.pools[0].eligibleUnits = [0, 1]
    let plan = try assignCurrent(problem)
    // 272 of 320 hours: 15 % short, the first step's 5 % and the second's 10 % of each unit.
    for week in 0..<10 {
      #expect(abs(plan.coverage[0].shortHours[week] - 30) < 1e-6)
      #expect(abs(plan.coverage[1].shortHours[week] - 18) < 1e-6)
    }
  }

  @Test("Leavers go at the weekly chance of 1 − exp(−a/52), trainees too")
  func attrition() throws {
    var pool = Self.employees(now: 100, hiring: nil, attrition: 0.52)
    pool.currentInTraining = 10
    let plan = try assignCurrent(
      Self.problem(hours: Array(repeating: 10, count: 10), pools: [pool]))
    // exp(−0.01) a week: 110 → 108.905… → after nine weeks 110 × exp(−0.09) = 100.5324.
    #expect(abs(plan.pools[0].weeks[1].headcount - 108.905482) < 1e-6)
    #expect(abs(plan.pools[0].weeks[9].headcount - 100.532430) < 1e-6)
    #expect(abs(plan.pools[0].weeks[0].leavers - 1.094518) < 1e-6)
  }

  @Test("Assistants are paid for commitment even where work is less")
  func commitment() throws {
    let problem = Self.problem(
      hours: [360, 36, 36, 36, 360, 360, 360, 360, 360, 360],
      pools: [Self.assistants(commitment: 20, notice: 28)])
    let plan = try planWorkforce(problem, limits: Self.exact)
    let heads = plan.pools[0].weeks.map { $0.headcount }
    // Ten heads cover 360 hours; notice of four weeks keeps all ten through the quiet three.
    #expect(heads == Array(repeating: 10, count: 10))
    #expect(
      zip(plan.pools[0].weeks.map(\.paidHours), [400, 200, 200, 200, 400, 400, 400, 400, 400, 400])
        .allSatisfy { abs($0 - $1) < 1e-3 })
  }

  @Test("Without notice, heads follow the work")
  func noNotice() throws {
    let problem = Self.problem(
      hours: [360, 36, 36, 36, 360, 360, 360, 360, 360, 360],
      pools: [Self.assistants(commitment: 20)])
    let plan = try planWorkforce(problem, limits: Self.exact)
    #expect(plan.pools[0].weeks[2].paidHours < 40.001)
    #expect(plan.pools[0].weeks[2].headcount <= 2)
  }

  @Test("Assistants whose set-up costs more than they save are not used")
  func setUp() throws {
    // Ten weeks of 27.2 hours: one more employee costs 10 × $1,000 + $500, assistants 302.2 paid
    // hours × $20 = $6,044.
    for (setUp, used) in [(4000.0, true), (5000, false)] {
      let plan = try planWorkforce(
        Self.problem(
          hours: Array(repeating: 299.2, count: 10),
          pools: [
            Self.employees(
              now: 10, hiring: HiringTerms(leadDays: 0, trainingDays: 0, classSize: 9, ramp: [])),
            Self.assistants(setUp: setUp),
          ]), limits: Self.exact)
      #expect((plan.pools[1].weeks.map(\.paidHours).reduce(0, +) > 0) == used)
    }
  }

  @Test("A monthly minimum above the pay is paid, and decides")
  func monthlyMinimum() throws {
    // The weeks cover 27 days of October, 30 of November and 13 of December: 27/31 + 1 + 13/31 =
    // 2.2903 minimums. At 4,000 they cost $9,161 instead of $6,044; at 5,000 $11,452, more than the
    // employee's $10,500.
    for (minimum, used) in [(4000.0, true), (5000, false)] {
      let plan = try planWorkforce(
        Self.problem(
          hours: Array(repeating: 299.2, count: 10),
          pools: [
            Self.employees(
              now: 10, hiring: HiringTerms(leadDays: 0, trainingDays: 0, classSize: 9, ramp: [])),
            Self.assistants(minimum: minimum),
          ]), limits: Self.exact)
      #expect((plan.pools[1].weeks.map(\.paidHours).reduce(0, +) > 0) == used)
    }
  }

  @Test("A peak that needs more people at once than the hours do sets the headcount")
  func simultaneity() throws {
    // 272 hours are ten people's; 13.6 at once are 20 people's logged-in share.
    let plan = try planWorkforce(
      Self.problem(
        hours: Array(repeating: 272, count: 10), peak: 13.6,
        pools: [
          Self.employees(
            now: 0, hiring: HiringTerms(leadDays: 0, trainingDays: 0, classSize: 40, ramp: []))
        ]), limits: Self.exact)
    #expect(plan.pools[0].weeks.allSatisfy { abs($0.headcount - 20) < 1e-6 })
  }
}
