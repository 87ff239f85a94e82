import Costing
import Quantities
import Results
import Scenarios

/// An alternative of which only prices matter.
struct RepricedStage {
  let calendar: IntervalCalendar
  let alternative: AlternativeSpec

  func terms(_ plan: StaffPlan, goals: [GoalProof]) -> [PoolCostTerms] {
    CostInputs(calendar: calendar).terms(alternative.pools, plan: plan, goals: goals)
  }

  /// The same plan and proof at the spec's prices.
  func repriced(_ earlier: AlternativeResult) throws -> AlternativeResult {
    var result = earlier
    let pools = Set(earlier.plan.pools.map(\.pool))
    // What takes work off people is no price of a pool and stays.
    let others = earlier.cost.lines.filter { !pools.contains($0.pool) }
    result.cost = try cost(
      of: earlier.plan, through: calendar.end,
      terms: terms(earlier.plan, goals: earlier.proof.goals),
      volumes: WorkVolumes(earlier.cost.volumes)
    ).adding(others)
    result.costCents = result.cost.totalCents
    result.costRange = nil
    return result
  }
}

extension WorkVolumes {
  /// The volumes that a cost was made from.
  init(_ volumes: [CostVolume]) {
    self.init(
      volumes.map {
        Entry(
          month: $0.month, pool: $0.pool, queue: $0.queue, contacts: $0.contacts, cases: $0.cases,
          handledHours: $0.handledHours)
      })
  }
}
