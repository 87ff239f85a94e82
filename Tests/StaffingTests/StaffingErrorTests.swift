import Testing

@testable import Staffing

@Suite("Problems that cannot be planned")
struct StaffingErrorTests {
  /// The first problem after a change to a sound one.
  private func refusal(_ change: (inout WorkforceProblem) -> Void) -> StaffingError? {
    var problem = SampleProblems.mailOrder()
    change(&problem)
    do {
      _ = try planWorkforce(problem)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "Absurd values are refused with the pool, what was found and what to write",
    arguments: [
      (
        "attrition",
        "pool \"coordinators\": attritionPerYear is 60.0. Write leavers ÷ average "
          + "headcount a year, such as 0.38; 52 would turn everyone over each week."
      ),
      (
        "hours",
        "pool \"coordinators\": hoursPerWeek is 0.0. Write more than 0 and at most 168 "
          + "hours; 40 is usual."
      ),
      (
        "wage",
        "pool \"coordinators\": cost of a person-week of week 3 is -5.0. Write a finite "
          + "number, 0 or more."
      ),
      (
        "training",
        "pool \"coordinators\": training is 400.0 d. Write less than the horizon of "
          + "365 days, or nobody hired could ever work."
      ),
      (
        "commitment",
        "pool \"assistants\": commitment is 45.0 h/week. Write between 0 and "
          + "hoursPerWeek (40.0)."
      ),
      (
        "nobody",
        "work \"appeals/review\": no pool may do it. Give a pool the skill \"appeals\" "
          + "and all that the step requires."
      ),
      ("shrinkage", "pool \"coordinators\": shrinkage is 1.0. Write a share below 1."),
      (
        "length", "work \"voice\": requiredHours is 1 values. Write one for each of the 53 weeks."
      ),
    ])
  func absurd(change: String, message: String) {
    let error = refusal { problem in
      switch change {
      case "attrition": problem.pools[0].attritionPerYear = 60
      case "hours": problem.pools[0].hoursPerWeek = 0
      case "wage": problem.pools[0].prices.perPersonWeek[2] = -5
      case "training": problem.pools[0].hiring?.trainingDays = 400
      case "commitment": problem.pools[3].commitmentHoursPerWeek = 45
      case "nobody": problem.pools[1].eligibleUnits = [2, 3]
      case "shrinkage": problem.pools[0].shrinkage = 1
      default: problem.units[0].requiredHours = [1]
      }
    }
    #expect(error?.description == message)
  }

  @Test("Every problem is found, not only the first")
  func allProblems() {
    var problem = SampleProblems.mailOrder()
    problem.pools[0].hoursPerWeek = -1
    problem.pools[1].shrinkage = 2
    problem.pools[3].maximumHeads = -3
    problem.weeks[3].days = 9
    let found = problem.problems()
    #expect(
      found.map(\.subject) == [
        "weeks", "weeks", "pool \"coordinators\"", "pool \"pharmacists\"", "pool \"assistants\"",
      ])
  }

  @Test("Nothing to plan is an error, not an empty plan")
  func empty() {
    #expect(refusal { $0.weeks = [] }?.code == .empty)
    #expect(refusal { $0.units = [] }?.code == .empty)
    #expect(refusal { $0.pools = [] }?.code == .empty)
  }

  @Test("Assistants who leave faster than replacements learn are refused")
  func turnover() {
    let error = refusal { problem in
      problem.pools[3].attritionPerYear = 20
      problem.pools[3].hiring = HiringTerms(
        leadDays: 0, trainingDays: 28, classSize: 5, ramp: [0.5, 0.5])
    }
    #expect(error?.code == .contradiction)
    #expect(error?.remedy.contains("never come up to speed") == true)
  }

  @Test("A week without work in it is planned at no hours")
  func idleWeek() throws {
    var problem = SampleProblems.mailOrder()
    for unit in problem.units.indices {
      problem.units[unit].requiredHours[5] = 0
      problem.units[unit].peakAgents[5] = 0
    }
    let plan = try planWorkforce(problem)
    #expect(plan.pools.allSatisfy { $0.weeks[5].assignedHours.allSatisfy { $0 == 0 } })
    #expect(plan.pools[0].weeks[5].paidHours > 0)
  }
}
