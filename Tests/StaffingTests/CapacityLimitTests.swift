import Quantities
import Results
import Testing

@testable import Staffing

/// Limits on how fast people can join and leave, worked by hand on ten whole weeks.
@Suite("Places, seats and ramp limits")
struct CapacityLimitTests {
  private static let exact = PlanLimits(gap: 0, maximumNodes: 1000)

  /// Ten people give 272 hours; 408 need five more from week index 6 on.
  private static func peak(_ hiring: HiringTerms) -> WorkforceProblem {
    ClosedFormPlanTests.problem(
      hours: (0..<10).map { $0 < 6 ? 272 : 408 },
      pools: [ClosedFormPlanTests.employees(now: 10, hiring: hiring)])
  }

  /// Two weeks of training and three places: five people cannot train together in weeks 4 and 5, so two
  /// of them train before, in weeks 2 and 3, and wait for two weeks.
  @Test("Two classes train one after the other when the places do not hold both")
  func trainingPlaces() throws {
    var terms = HiringTerms(leadDays: 0, trainingDays: 14, classSize: 20, ramp: [])
    let free = try planWorkforce(Self.peak(terms), limits: Self.exact)
    #expect(free.pools[0].weeks.map(\.starting) == [0, 0, 0, 0, 5, 0, 0, 0, 0, 0])
    terms.trainingPlaces = 3
    let problem = Self.peak(terms)
    let plan = try planWorkforce(problem, limits: Self.exact)
    #expect(plan.pools[0].weeks.map(\.starting) == [0, 0, 2, 0, 3, 0, 0, 0, 0, 0])
    #expect(plan.coverage[0].shortHours.allSatisfy { $0 == 0 })
    #expect(PlanCheck(problem, plan).violations == [])
    // With one place four people can be ready by week 6 and a fifth in week 8: 27.2 hours short twice.
    terms.trainingPlaces = 1
    let slow = try planWorkforce(Self.peak(terms), limits: Self.exact)
    #expect(slow.pools[0].weeks.map(\.inTraining).allSatisfy { $0 <= 1 + 1e-9 })
    let short = slow.coverage[0].shortHours.map { ($0 / 13.6).rounded() * 13.6 }
    #expect(short == [0, 0, 0, 0, 0, 0, 54.4, 54.4, 27.2, 27.2])
  }

  @Test("Seats limit the payroll, and the rest of the work is short")
  func seats() throws {
    var problem = Self.peak(HiringTerms(leadDays: 0, trainingDays: 14, classSize: 20, ramp: []))
    problem.pools[0].maximumHeads = 13
    let plan = try planWorkforce(problem, limits: Self.exact)
    #expect(plan.pools[0].weeks.map { $0.headcount + $0.inTraining }.max() == 13)
    // Two people's 54.4 hours are missing.
    #expect(plan.coverage[0].shortHours[6...].allSatisfy { abs($0 - 54.4) < 1e-3 })
  }

  /// 36 hours a head, nobody before week 4, eight heads' work after; at most three more a week.
  @Test(
    "A vendor that adds three heads a week starts weeks before the peak, and takes two back a week")
  func rampLimits() throws {
    var pool = ClosedFormPlanTests.assistants(commitment: 40)
    pool.rampLimits = RampLimits(upPerWeek: 3, downPerWeek: 2)
    let problem = ClosedFormPlanTests.problem(
      hours: [0, 0, 0, 0, 288, 288, 0, 0, 0, 0], pools: [pool])
    let plan = try planWorkforce(problem, limits: Self.exact)
    let heads = plan.pools[0].weeks.map { $0.headcount + $0.inTraining }
    #expect(heads == [0, 0, 2, 5, 8, 8, 6, 4, 2, 0])
    #expect(PlanCheck(problem, plan).violations == [])
  }

  /// Four hours a week for everybody would be 160 hours of overtime in the four busy weeks; a year's 52
  /// hours a head let ten people work 70 ÷ 365.25 × 520 in ten weeks.
  @Test("A year's overtime is spread over the weeks that need it most")
  func yearlyOvertime() throws {
    var problem = ClosedFormPlanTests.problem(
      hours: (0..<10).map { $0 < 4 ? 299.2 : 272 },
      pools: [ClosedFormPlanTests.employees(now: 10, hiring: nil)])
    problem.pools[0].overtime = OvertimeTerms(
      hoursPerWeek: 4, pricePerHour: Array(repeating: 40, count: 10))
    let free = try planWorkforce(problem, limits: Self.exact)
    #expect(abs(free.pools[0].weeks.reduce(0) { $0 + $1.overtimeHours } - 160) < 0.01)
    problem.pools[0].overtime?.hoursPerYear = 52
    let plan = try planWorkforce(problem, limits: Self.exact)
    let hours = plan.pools[0].weeks.reduce(0) { $0 + $1.overtimeHours }
    #expect(abs(hours - 70 / 365.25 * 520) < 0.01)
    let short = plan.coverage[0].shortHours.reduce(0, +)
    #expect(abs(short - 0.68 * (160 - hours)) < 0.01)
  }

  /// Letting go costs $100 and saves $1,000 a week; coming back costs $500 and two weeks of training.
  @Test("Who comes back after a release trains again in full")
  func rehire() throws {
    var pool = ClosedFormPlanTests.employees(
      now: 10, hiring: HiringTerms(leadDays: 0, trainingDays: 14, classSize: 20, ramp: []))
    pool.releaseCost = 100
    let problem = ClosedFormPlanTests.problem(
      hours: [272, 136, 136, 136, 136, 136, 136, 136, 136, 272], pools: [pool])
    let plan = try planWorkforce(problem, limits: Self.exact)
    let weeks = plan.pools[0].weeks
    // Away for weeks 1 to 6 and back on the payroll in week 7, to work in week 9.
    #expect(weeks.map(\.released) == [0, 5, 0, 0, 0, 0, 0, 0, 0, 0])
    #expect(weeks.map(\.starting) == [0, 0, 0, 0, 0, 0, 0, 5, 0, 0])
    #expect(weeks.map(\.productive).last == 10 && weeks[8].inTraining == 5)
    #expect(PlanCheck(problem, plan).violations == [])
  }

  /// The newsvendor's problem of ``UncertainPlanTests`` with 272 or 544 hours, and only assistants.
  ///
  /// Hours locked within ±20 % of L meet 302.2 and 604.4 paid hours only if 0.8 L ≤ 302.2 and
  /// 1.2 L ≥ 604.4; the cheapest pays 0.8 × 503.7 = 403 hours in the low path.
  @Test("A forecast lock makes assistants cost in the path that needs few of them")
  func forecastLock() throws {
    var problem = ClosedFormPlanTests.problem(
      hours: Array(repeating: 0, count: 10), pools: [ClosedFormPlanTests.assistants()])
    let paths = UncertainPlanTests.paths([272, 544])
    let free = try planUnderUncertainty(problem, paths: paths, shortHourPrice: 1000)
    #expect(abs(free.outcomes[0].assistantHours - 10 * 272 / 0.9) < 0.1)
    problem.pools[0].lockBand = 0.2
    let locked = try planUnderUncertainty(problem, paths: paths, shortHourPrice: 1000)
    #expect(abs(locked.outcomes[1].assistantHours - 10 * 544 / 0.9) < 0.1)
    #expect(abs(locked.outcomes[0].assistantHours - 10 * 544 / 0.9 / 1.2 * 0.8) < 0.1)
  }
}
