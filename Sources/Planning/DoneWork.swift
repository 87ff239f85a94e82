import Costing
import Quantities
import Results
import Scenarios
import Simulation

/// Shares the work of each month out among the pools by the hours that each gives to it.
struct DoneWork {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let requirement: RequirementResult

  /// Work done in the proof, by month, pool and queue.
  func simulated(_ plan: StaffPlan, _ verdicts: [ProofStage.Verdict]) -> WorkVolumes {
    spread(plan) { queue, month in
      verdicts[queue].periods(.month)?
        .parts(.count(.served), queue: 0, period: month)?.numerator ?? 0
    }
  }

  /// The same for the mean forecast, when nothing was simulated.
  func expected(_ plan: StaffPlan) -> WorkVolumes {
    spread(plan) { queue, month in
      let range = calendar.intervals(ofDays: calendar.months[month])
      let unit = requirement.units.last { $0.queue == queues[queue].name }
      return (unit?.items[range].reduce(0, +) ?? 0) / requirement.planningFactor
    }
  }

  private func spread(
    _ plan: StaffPlan, items: (_ queue: Int, _ month: Int) -> Double
  ) -> WorkVolumes {
    var entries: [WorkVolumes.Entry] = []
    for month in calendar.months.indices {
      let weeks = Set(calendar.months[month].map { calendar.days[$0].week }).sorted()
      for (index, queue) in queues.enumerated() {
        let done = items(index, month)
        let shares = StepFlow(queue).shares
        for (place, unit) in requirement.units.enumerated() where unit.queue == queue.name {
          let given = plan.pools.map { pool in
            weeks.reduce(0) { $0 + pool.weeks[$1].assignedHours[place] }
          }
          let total = given.reduce(0, +)
          guard total > 0 else { continue }
          // An item counts where its last step is done; its hours count at every step.
          let last = unit.step == queue.steps[queue.steps.count - 1].name
          for (pool, hours) in given.enumerated() where hours > 0 {
            // Steps before the last one were taken by those as well who left in between.
            let step = queue.steps.firstIndex { $0.name == unit.step } ?? 0
            let all = shares[shares.count - 1]
            let part = done * hours / total
            let isCase = queue.kind.isCase
            entries.append(
              WorkVolumes.Entry(
                month: month, pool: plan.pools[pool].pool, queue: queue.name,
                contacts: last && !isCase ? part : 0, cases: last && isCase ? part : 0,
                handledHours: part * (all > 0 ? shares[step] / all : 1)
                  * unit.handleTimeSeconds / 3600))
          }
        }
      }
    }
    return WorkVolumes(entries)
  }
}
