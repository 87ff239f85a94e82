import Quantities
import Results
import Scenarios
import Staffing

/// What it is worth that assistants follow demand while employees are chosen before it is known.
///
/// A two-stage plan over demand paths evenly spread by workload. A path needs the planned hours times its
/// items over the planned ones, week by week; its assistants are planned with the whole path known.
struct FlexibilityStudy {
  let stage: AlternativeStage
  /// Factors on the requirement that the proof asked for.
  let raises: [[Double]]?

  /// Demand paths that are priced.
  static let paths = 20
  /// Of these, paths on which employees are chosen.
  static let sample = 5

  /// Two plans beside the two-stage one; none without assistants, without hires or with too few paths.
  func cases() throws -> [WhatIf] {
    let pools = stage.alternative.pools
    let ranked = stage.requirementStage.rankedPaths
    guard ranked.count >= FlexibilityStudy.paths, pools.contains(where: { $0.contract == .va }),
      pools.contains(where: { $0.contract == .fte && $0.hiring != nil })
    else { return [] }
    var problem = stage.problem
    for index in problem.pools.indices { problem.pools[index].forgoCrossTraining() }
    if let raises { problem = problem.raised(by: raises) }
    let chosen = (0..<FlexibilityStudy.paths).map { place in
      ranked[(2 * place + 1) * ranked.count / (2 * FlexibilityStudy.paths)].path
    }
    let plan = try planUnderUncertainty(
      problem, paths: chosen.map { demand(problem, path: $0) },
      shortHourPrice: stage.shortHourPrice, sampleSize: FlexibilityStudy.sample)
    let over = "on average of \(FlexibilityStudy.paths) demand paths"
    return [
      described(
        "assistants too are fixed before demand is known, \(over)", plan.fixedOutcomes, plan),
      described(
        "employees suit the mean demand instead of \(FlexibilityStudy.sample) sampled ones, \(over)",
        plan.meanPathOutcomes, plan),
    ]
  }

  /// What a path requires by unit and week.
  private func demand(_ problem: WorkforceProblem, path: Int) -> DemandPath {
    let (calendar, queues) = (stage.calendar, stage.alternative.queues)
    let ratios = queues.indices.map { queue -> [Double] in
      let items = stage.proof.paths.items(path: path, queue: queue)
      let mean = stage.requirementStage.mean[queue]
      return calendar.weeks.map { days in
        let range = calendar.intervals(ofDays: days)
        let planned = mean[range].reduce(0, +) * stage.requirement.planningFactor
        return planned > 0 ? items[range].reduce(0, +) / planned : 1
      }
    }
    let scaled = problem.raised(
      by: problem.units.map { unit in
        let queue = queues.firstIndex { $0.name == unit.queue }
        return queue.map { ratios[$0] } ?? problem.weeks.map { _ in 1 }
      })
    return DemandPath(
      requiredHours: scaled.units.map(\.requiredHours), peakAgents: scaled.units.map(\.peakAgents))
  }

  private func described(
    _ change: String, _ outcomes: [PathOutcome], _ plan: UncertainPlan
  ) -> WhatIf {
    func mean(_ outcomes: [PathOutcome], _ value: (PathOutcome) -> Double) -> Double {
      outcomes.reduce(0) { $0 + value($1) } / Double(outcomes.count)
    }
    let more = mean(outcomes, \.shortHours) - mean(plan.outcomes, \.shortHours)
    return WhatIf(
      change: change,
      costChangeCents: Cents(roundingDollars: mean(outcomes, \.dollars) - plan.meanDollars),
      shortCostCents: Cents(roundingDollars: more * stage.shortHourPrice),
      pools: stage.alternative.pools.indices.map { pool in
        WhatIfPool(
          pool: stage.alternative.pools[pool].name,
          hires: Int(mean(outcomes) { Double($0.hires[pool]) }.rounded()),
          peakPeople: mean(outcomes) { $0.peakPeople[pool] }, decideBy: nil)
      }, shortHours: mean(outcomes, \.shortHours), firstShortWeek: nil)
  }
}
