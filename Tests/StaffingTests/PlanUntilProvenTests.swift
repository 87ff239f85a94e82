import Results
import Testing

@testable import Staffing

/// Asks for more until the given hours of unit 0 reach a floor in every week.
private struct FloorProof: ProofFeedback {
  var floor: [Double]
  var seen = 0

  mutating func shortfalls(
    of plan: StaffPlan, raises: [[Double]], round: Int
  ) throws -> [ProofShortfall] {
    seen += 1
    return floor.indices.compactMap { week in
      plan.coverage[0].requiredHours[week] < floor[week]
        ? ProofShortfall(unit: 0, weeks: week..<(week + 1), raise: 0.05) : nil
    }
  }
}

@Suite("The loop between plan and proof")
struct PlanUntilProvenTests {
  @Test("Requirements rise until the proof asks for nothing more")
  func settles() throws {
    let problem = SampleProblems.mailOrder()
    let hours = problem.units[0].requiredHours
    var proof = FloorProof(floor: hours.enumerated().map { $0.offset < 20 ? $0.element * 1.08 : 0 })
    let proven = try planUntilProven(problem, maximumRounds: 6, feedback: &proof)
    #expect(proven.settled)
    // 1.05 is under 1.08, 1.05² is over: two raises, three plans.
    #expect(proven.rounds == 3 && proof.seen == 3)
    #expect(abs(proven.raises[0][0] - 1.1025) < 1e-12 && proven.raises[0][30] == 1)
    #expect(PlanCheck(problem.raised(by: proven.raises), proven.plan).violations == [])
  }

  @Test("The loop ends after its rounds and says that it did not settle")
  func endsUnsettled() throws {
    let problem = SampleProblems.mailOrder()
    var proof = FloorProof(floor: problem.units[0].requiredHours.map { $0 * 9 })
    let proven = try planUntilProven(problem, maximumRounds: 2, feedback: &proof)
    #expect(!proven.settled && proven.rounds == 2)
    // The last plan is the one that the raises are for.
    #expect(proven.raises[0][0] == 1.05)
  }
}
