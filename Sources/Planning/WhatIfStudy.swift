import Quantities
import Results
import Scenarios
import Staffing

/// The leading plan made anew for other circumstances: more work in the busiest month, and waiting.
struct WhatIfStudy {
  let stage: AlternativeStage
  /// The plan as it is.
  let result: AlternativeResult
  /// Factors on the requirement that the proof asked for.
  let raises: [[Double]]?

  /// More work in the busiest month, as a share.
  static let surge = 0.2
  /// Days by which every decision to hire comes later.
  static let delays = [14, 28]

  func cases() throws -> [WhatIf] {
    let base = try stage.repriced(result)
    var found = [described("The plan as it is", base, base)]
    let month = busiestMonth
    let delays = base.plan.firstDecisions.isEmpty ? [] : WhatIfStudy.delays
    let plans = try inParallel(
      count: delays.count + (month == nil ? 0 : 1), threads: stage.proof.threads
    ) { place in
      if place < delays.count {
        return try stage.costOfPlan(raises: raises, delayedBy: delays[place])
      }
      var surged = stage
      surged.requirement.units = try stage.requirementStage.units(
        factor: stage.requirement.planningFactor, in: month, times: 1 + WhatIfStudy.surge)
      return try surged.costOfPlan(raises: raises)
    }
    if let month {
      let name = stage.calendar.days[stage.calendar.months[month].lowerBound].date.monthText
      found.append(
        described(
          "\(name) brings \(percent(WhatIfStudy.surge)) more work", plans[delays.count], base))
    }
    var shorter = Cents.zero
    for (delay, plan) in zip(delays, plans) {
      var late = described(
        "every decision to hire comes \(delay / 7) weeks later", plan, base, delay: delay)
      // What can be decided late can be decided sooner: a longer wait never costs less.
      late.costChangeCents = max(shorter, late.costChangeCents)
      shorter = late.costChangeCents
      found.append(late)
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

  private typealias Priced = (plan: StaffPlan, totalCents: Cents)

  /// Hours that nobody covers by week.
  private func shortHours(_ plan: StaffPlan) -> [Double] {
    plan.weeks.indices.map { week in plan.coverage.reduce(0) { $0 + $1.shortHours[week] } }
  }

  /// A plan beside the plan as it is; hours that it leaves uncovered have a price, so that failing is
  /// never a saving.
  ///
  /// A late plan's dates follow from longer lead times; the decision itself falls `delay` days later.
  private func described(
    _ change: String, _ tried: Priced, _ base: Priced, delay: Int = 0
  ) -> WhatIf {
    let plan = tried.plan
    let short = shortHours(plan)
    let more = max(0, short.reduce(0, +) - shortHours(base.plan).reduce(0, +))
    let price = stage.shortHourPrice
    let shortCost = Cents(roundingDollars: more * price)
    let cost = tried.totalCents - base.totalCents + shortCost
    let hours = Int(more.rounded())
    let missed =
      more >= 0.5
      ? ": goals are missed, \(hours) more \(hours == 1 ? "hour goes" : "hours go") uncovered, at "
        + "$\(Int(price.rounded())) each" : ""
    var found = WhatIf(
      change: change + missed, costChangeCents: cost, shortCostCents: shortCost,
      pools: zip(plan.pools, plan.summaries(through: stage.calendar.end)).map { pool, summary in
        WhatIfPool(
          pool: pool.pool, hires: summary.hires, peakPeople: summary.peakPeople,
          decideBy: pool.hires.map(\.decideBy).min().map { $0 + delay })
      }, shortHours: short.reduce(0, +),
      firstShortWeek: short.firstIndex { $0 > 0.5 }.map { plan.weeks[$0] })
    if delay > 0 { found.delayDays = delay }
    return found
  }
}
