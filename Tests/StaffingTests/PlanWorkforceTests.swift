import Foundation
import Quantities
import Results
import Testing

@testable import Staffing

@Suite("The cheapest people")
struct PlanWorkforceTests {
  @Test("A plan keeps every constraint by a check that shares no code", arguments: UInt64(1)...30)
  func keepsConstraints(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    #expect(problem.problems() == [])
    let plan = try planWorkforce(problem)
    let check = PlanCheck(problem, plan)
    #expect(check.violations == [])
    #expect(plan.checkInvariants(of: problem) == [])
    // A search that runs into its limit of nodes says so and states what is left open.
    let gap = try #require(plan.gap)
    #expect(gap >= 0 && (gap <= 0.01 + 1e-9 || plan.method.hasSuffix("stopped at its limit")))
  }

  @Test("A year of mail order is planned within 0.6 % of the least cost")
  func sampleYear() throws {
    let plan = try planWorkforce(SampleProblems.mailOrder())
    let gap = try #require(plan.gap)
    #expect(gap <= 0.006)
  }

  @Test("What rounded rows cut off is no plan of whole people", arguments: UInt64(1)...40)
  func cutsKeepPlans(seed: UInt64) throws {
    // A plan found without the rows keeps every one of them.
    let problem = SampleProblems.random(seed: seed)
    let search = PlanSearch(problem)
    let unavoidable = try search.unavoidableShort()
    let plan = PlanProgram(
      problem, limits: search.limits, mode: .choose(unavoidable: unavoidable, shortPrice: nil))
    let found = CbcModel.minimize(plan.program, limits: SearchLimits(gap: 0.05, nodes: 20))
    guard !found.values.isEmpty else { return }
    #expect(PlanCuts(plan, unavoidable: unavoidable).broken(by: found.values).isEmpty)
  }

  @Test("Current people alone keep every constraint too", arguments: UInt64(1)...12)
  func currentKeepsConstraints(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    let plan = try assignCurrent(problem)
    let check = PlanCheck(problem, plan)
    #expect(check.violations == [])
    #expect(plan.pools.allSatisfy { $0.hires.isEmpty })
    #expect(plan.gap == nil)
  }

  @Test("Hiring never leaves more hours short than hiring nobody", arguments: UInt64(1)...12)
  func hiringHelps(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    func short(_ plan: StaffPlan) -> Double { plan.coverage.joinedShort }
    let (planned, current) = (try planWorkforce(problem), try assignCurrent(problem))
    #expect(short(planned) <= short(current) + 1e-3)
  }

  @Test(
    "What the program minimises is the bill that separate code adds up", arguments: UInt64(13)...30)
  func objectiveIsTheBill(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    let search = PlanSearch(problem)
    let found = try search.cheapest(SearchLimits(gap: 0.02, nodes: 100))
    let plan = staffPlan(problem, search, found, method: "", gap: nil)
    let bill = PlanCheck(problem, plan).dollars
    #expect(abs(found.objective - bill) <= 1 + 1e-5 * bill)
  }

  @Test("Waiting two weeks to hire never covers more", arguments: UInt64(1)...6)
  func waiting(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    let late = problem.delayed(byDays: 14)
    let (now, later) = (try planWorkforce(problem), try planWorkforce(late))
    #expect(now.coverage.joinedShort <= later.coverage.joinedShort + 1e-3)
    #expect(PlanCheck(late, later).violations == [])
  }

  @Test("A requirement by interval becomes the hours and the peak of each week")
  func fromRequirement() throws {
    let calendar = try RosterTests.calendar()
    let agents = RosterTests.agents(calendar, units: 1, seed: 9)[0]
    let unit = WorkUnit(
      WorkUnitRequirement(
        queue: "voice", step: "voice", method: "", items: [], agents: agents, hours: 0,
        strictHours: nil, handleTimeSeconds: 0, example: nil), calendar: calendar)
    // 336 half hours a week from Monday on.
    #expect(unit.requiredHours[1] == Double(agents[336...].reduce(0, +)) / 2)
    #expect(unit.peakAgents[0] == Double(agents[..<336].max() ?? 0))
    #expect(WorkforceWeek.covering(calendar).map(\.days) == [7, 7])
  }

  /// Writes instances and answers for `Benchmarks/peers/staffing_milp.py`.
  @Test(
    "Instances are written for the independent solver",
    .enabled(if: ProcessInfo.processInfo.environment["STAFFING_INSTANCES"] != nil))
  func writesInstances() throws {
    let path = try #require(ProcessInfo.processInfo.environment["STAFFING_INSTANCES"])
    let file = try InstanceFile.make(seeds: 1...200)
    try file.write(to: URL(fileURLWithPath: path))
  }
}

extension [UnitCoverage] {
  /// Hours short over all units and weeks.
  var joinedShort: Double { reduce(0) { $0 + $1.shortHours.reduce(0, +) } }
}
