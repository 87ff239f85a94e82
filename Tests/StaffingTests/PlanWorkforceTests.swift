import Foundation
import Quantities
import Results
import Testing

@testable import Staffing

@Suite("The cheapest people")
struct PlanWorkforceTests {
  @Test("A plan keeps every constraint by a check that shares no code", arguments: UInt64(1)...40)
  func keepsConstraints(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    #expect(problem.problems() == [])
    let plan = try planWorkforce(problem)
    let check = PlanCheck(problem, plan)
    #expect(check.violations == [])
    #expect(plan.checkInvariants(of: problem) == [])
    let gap = try #require(plan.gap)
    #expect(gap >= 0 && gap <= 0.01)
  }

  @Test("Current people alone keep every constraint too", arguments: UInt64(1)...20)
  func currentKeepsConstraints(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    let plan = try assignCurrent(problem)
    let check = PlanCheck(problem, plan)
    #expect(check.violations == [])
    #expect(plan.pools.allSatisfy { $0.hires.isEmpty })
    #expect(plan.gap == nil)
  }

  @Test("Hiring never leaves more hours short than hiring nobody", arguments: UInt64(1)...20)
  func hiringHelps(seed: UInt64) throws {
    let problem = SampleProblems.random(seed: seed)
    func short(_ plan: StaffPlan) -> Double { plan.coverage.joinedShort }
    let (planned, current) = (try planWorkforce(problem), try assignCurrent(problem))
    #expect(short(planned) <= short(current) + 1e-3)
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
