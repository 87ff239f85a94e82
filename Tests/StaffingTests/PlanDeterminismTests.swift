import Results
import Testing

@testable import Staffing

@Suite("Plans do not depend on when or beside what they are made")
struct PlanDeterminismTests {
  @Test("Plans made at the same time are the same as one made alone")
  func sameBesideOthers() async throws {
    let problem = SampleProblems.random(seed: 28)
    let alone = try planWorkforce(problem)
    let together = try await withThrowingTaskGroup(of: StaffPlan.self) { group in
      for _ in 0..<3 { group.addTask { try planWorkforce(problem) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(together == [alone, alone, alone])
  }

  @Test("The sample year is planned within one percent")
  func sampleYear() throws {
    let problem = SampleProblems.mailOrder()
    let plan = try planWorkforce(problem)
    #expect(PlanCheck(problem, plan).violations == [])
    #expect(try #require(plan.gap) <= 0.01)
    #expect(try planWorkforce(problem) == plan)
  }
}
