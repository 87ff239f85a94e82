import Quantities
import Results
import Scenarios
import Staffing

/// The leading plan made anew for other circumstances: more work in the busiest month, and waiting.
struct WhatIfStudy {
  let stage: AlternativeStage
  /// Factors on the requirement that the proof asked for.
  let raises: [[Double]]?

  /// More work in the busiest month, as a share.
  static let surge = 0.2
  /// Days by which every decision to hire comes later.
  static let delays = [14, 28]

  func cases() throws -> [WhatIf] {
    let base = try stage.costOfPlan(raises: raises)
    var found = [described("The plan as it is", base.plan, .zero)]
    if let month = busiestMonth {
      let name = stage.calendar.days[stage.calendar.months[month].lowerBound].date.monthText
      var surged = stage
      surged.requirement.units = try stage.requirementStage.units(
        factor: stage.requirement.planningFactor, in: month, times: 1 + WhatIfStudy.surge)
      let plan = try surged.costOfPlan(raises: raises)
      found.append(
        described(
          "\(name) brings \(percent(WhatIfStudy.surge)) more work", plan.plan,
          plan.totalCents - base.totalCents))
    }
    let first = base.plan.firstDecisions.first?.decision.decideBy
    for delay in WhatIfStudy.delays where first != nil {
      let plan = try stage.costOfPlan(raises: raises, delayedBy: delay)
      found.append(
        described(
          "every decision to hire comes \(delay / 7) weeks later", plan.plan,
          plan.totalCents - base.totalCents, delay: delay))
    }
    return found
  }

  /// The month with the most required hours.
  private var busiestMonth: Int? {
    let calendar = stage.calendar
    let hours = calendar.months.map { days in
      stage.requirement.units.reduce(0) {
        $0 + $1.agents[calendar.intervals(ofDays: days)].reduce(0, +)
      }
    }
    return hours.indices.max { (hours[$0], $1) < (hours[$1], $0) }
  }

  /// A late plan's dates follow from longer lead times; the decision itself falls `delay` days later.
  private func described(
    _ change: String, _ plan: StaffPlan, _ cost: Cents, delay: Int = 0
  ) -> WhatIf {
    let summaries = plan.summaries(through: stage.calendar.end)
    let short = plan.weeks.indices.map { week in
      plan.coverage.reduce(0) { $0 + $1.shortHours[week] }
    }
    var found = WhatIf(
      change: change, costChangeCents: cost,
      pools: zip(plan.pools, summaries).map { pool, summary in
        WhatIfPool(
          pool: pool.pool, hires: summary.hires, peakPeople: summary.peakPeople,
          decideBy: pool.hires.map(\.decideBy).min().map { $0 + delay })
      }, shortHours: short.reduce(0, +),
      firstShortWeek: short.firstIndex { $0 > 0.5 }.map { plan.weeks[$0] })
    if delay > 0 { found.delayDays = delay }
    return found
  }
}
