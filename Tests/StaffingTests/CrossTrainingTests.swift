import Quantities
import Results
import Testing

@testable import Staffing

/// Eight whole weeks, two queues and two pools of employees who neither leave nor are hired, by hand.
@Suite("Teaching people other work")
struct CrossTrainingTests {
  /// Ten people of the first pool, 30 h of work each a week, and two of the second, whose work rises
  /// from 60 h to 120 h a week in the fifth week.
  private func problem(
    days: Double, cost: Double = 400, most: Int? = nil, first: Double = 180
  ) -> WorkforceProblem {
    let weeks = weeks(from: date("2026-10-05"), through: date("2026-11-29"))
    func pool(_ name: String, _ units: [Int], _ people: Double) -> WorkforcePool {
      WorkforcePool(
        name: name, isVA: false, eligibleUnits: units, hoursPerWeek: 40, shrinkage: 0.25,
        attritionPerYear: 0, currentHeadcount: people, currentInTraining: 0, hiring: nil,
        commitmentHoursPerWeek: 0, noticeDays: 0,
        prices: .employees(perYear: 52_000, weeks: weeks.count, perHire: 0))
    }
    var pools = [pool("calls", [0, 1], 10), pool("cases", [1], 2)]
    pools[0].crossTraining = CrossTrainingTerms(
      units: [1], trainingDays: days, costPerPerson: cost, maximumPeople: most)
    return WorkforceProblem(
      weeks: weeks,
      units: [
        WorkUnit(
          queue: "calls", step: "calls", requiredHours: Array(repeating: first, count: 8),
          peakAgents: Array(repeating: 0, count: 8)),
        WorkUnit(
          queue: "cases", step: "cases", requiredHours: [60, 60, 60, 60, 120, 120, 120, 120],
          peakAgents: Array(repeating: 0, count: 8)),
      ], pools: pools)
  }

  /// 60 h more are two people's; two weeks of teaching must begin by the third week.
  @Test("As many as the peak needs are taught, in time, and those only")
  func enough() throws {
    let plan = try planWorkforce(problem(days: 14), limits: PlanLimits(gap: 0))
    let taught = try #require(plan.pools[0].crossTraining)
    #expect(taught.reduce(0) { $0 + $1.people } == 2)
    #expect(taught.allSatisfy { $0.start <= date("2026-10-19") && $0.workFrom == $0.start + 14 })
    #expect(taught.allSatisfy { $0.work == ["cases"] })
    #expect(plan.shortHours < 1e-3)
    for week in 4..<8 { #expect(abs(plan.pools[0].weeks[week].assignedHours[1] - 60) < 0.01) }
    #expect(PlanCheck(problem(days: 14), plan).violations.isEmpty)
    // Two people away for two weeks: 160 paid hours are training.
    let training = plan.pools[0].weeks.reduce(0) { $0 + $1.paidHours - $1.scheduledHours }
    #expect(abs(training - 160) < 0.01)
  }

  @Test("A limit on the people, and teaching longer than there is time, leave work uncovered")
  func limits() throws {
    let few = try planWorkforce(problem(days: 14, most: 1), limits: PlanLimits(gap: 0))
    #expect(abs(few.shortHours - 4 * 30) < 0.05)
    let late = try planWorkforce(problem(days: 40), limits: PlanLimits(gap: 0))
    // Taught from the first day, they can help in the seventh and eighth week only.
    #expect(abs(late.shortHours - 2 * 60) < 0.05)
  }

  /// At 300 h of calls all ten people are busy, and 60 h a week of the peak stay short whatever is done.
  ///
  /// Half of the cases would; spread over both queues, the price of two courses is two weeks' calls of one
  /// person.
  @Test("Who is taught is missing at work of their own meanwhile")
  func busy() throws {
    let plan = try planWorkforce(problem(days: 7, first: 300), limits: PlanLimits(gap: 0))
    #expect(PlanCheck(problem(days: 7, first: 300), plan).violations.isEmpty)
    let taught = (plan.pools[0].crossTraining ?? []).reduce(0) { $0 + $1.people }
    #expect(taught == 2)
    #expect(abs(plan.shortHours - (4 * 60 + 30 * Double(taught))) < 0.05)
    #expect(plan.coverage[1].shortHours[4] < 60)
  }

  @Test("Nobody is taught when nothing changes")
  func unchanged() throws {
    let plan = try assignCurrent(problem(days: 14))
    #expect(plan.pools[0].crossTraining?.isEmpty == true)
    #expect(abs(plan.shortHours - 4 * 60) < 0.05)
  }
}
