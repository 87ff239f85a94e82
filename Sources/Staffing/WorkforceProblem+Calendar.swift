import Quantities
import Results

extension WorkforceWeek {
  /// The weeks of a horizon, with the default share of a week's work in the short ones.
  ///
  /// - Parameter calendar: The horizon.
  /// - Returns: One for each of the calendar's weeks.
  public static func covering(_ calendar: IntervalCalendar) -> [WorkforceWeek] {
    calendar.weeks.map { days in
      WorkforceWeek(start: calendar.days[days.lowerBound].date, days: days.count)
    }
  }
}

extension WorkUnit {
  /// Sums a requirement by interval to hours and peaks by week.
  ///
  /// - Parameters:
  ///   - requirement: Agents at work by interval of the calendar.
  ///   - calendar: The horizon.
  public init(_ requirement: WorkUnitRequirement, calendar: IntervalCalendar) {
    precondition(
      requirement.agents.count == calendar.intervalCount,
      "\(requirement.agents.count) intervals of \(requirement.queue)")
    let weeks = calendar.weeks.map { requirement.agents[calendar.intervals(ofDays: $0)] }
    self.init(
      queue: requirement.queue, step: requirement.step,
      requiredHours: weeks.map { Double($0.reduce(0, +)) * calendar.intervalHours },
      peakAgents: weeks.map { Double($0.max() ?? 0) })
  }
}

extension WorkforceProblem {
  /// Dollars of an on-phone hour at the dearest pool's dearest week, hires and notice apart.
  public var dearestHour: Double {
    pools.flatMap { pool in
      weeks.indices.map { week in
        let prices = pool.prices
        let paid = prices.perPaidHour[week] + prices.perPersonWeek[week] / pool.hoursPerWeek
        return paid / (1 - pool.shrinkage) + prices.perAssignedHour[week]
      }
    }.max() ?? 0
  }

  /// The same problem when every decision to hire comes later: what waiting costs is the difference.
  ///
  /// - Parameter days: Calendar days of delay, `>= 0`.
  /// - Returns: The problem with longer lead times; assistants without terms of hiring get a lead.
  public func delayed(byDays days: Double) -> WorkforceProblem {
    precondition(days >= 0 && days.isFinite, "a delay of \(days) days")
    var problem = self
    for pool in problem.pools.indices {
      if problem.pools[pool].hiring != nil {
        problem.pools[pool].hiring?.leadDays += days
      } else if problem.pools[pool].isVA {
        problem.pools[pool].hiring = HiringTerms(
          leadDays: days, trainingDays: 0, classSize: 1_000_000, ramp: [])
      }
    }
    return problem
  }
}
