import Quantities
import Results
import Scenarios
import Staffing

/// Puts the pools that have rules for it on shifts, in weeks that stand for the horizon.
struct ShiftStage {
  let stage: AlternativeStage

  /// Horizons of at most so many weeks are put on shifts week by week; longer ones by two weeks of each month.
  static let everyWeek = 8

  private var calendar: IntervalCalendar { stage.calendar }
  private var pools: [PoolSpec] { stage.alternative.pools }
  private var hasRules: Bool { pools.contains { $0.shifts != nil } }

  /// Factors on the requirement by unit and week for hours that whole shifts pay and do not cover.
  ///
  /// Nothing when no pool has rules.
  func raises(_ plan: StaffPlan, agents: [[Int]], raises: [[Double]]?) throws -> [[Double]]? {
    guard hasRules else { return nil }
    let teams = needed(plan, agents: agents, raises: raises)
    let efficiency = try pools.indices.map { pool -> [Double]? in
      guard let found = try shifts(pool, teams[pool], headcount: nil) else { return nil }
      return found.standing.map { found.plan.weeks[$0].efficiency }
    }
    return shiftRaises(plan, efficiency: efficiency)
  }

  /// The shifts of the plan's people, with what they leave short.
  func cover(_ plan: StaffPlan, agents: [[Int]], raises: [[Double]]?) throws -> [PoolShifts]? {
    guard hasRules else { return nil }
    let teams = needed(plan, agents: agents, raises: raises)
    return try pools.indices.compactMap { pool in
      let available = plan.pools[pool].weeks.map(\.productive)
      guard let found = try shifts(pool, teams[pool], headcount: available) else { return nil }
      return PoolShifts(
        pool: pools[pool].name,
        weeks: try found.chosen.map { week, kind in
          try weekResult(
            found.plan.weeks[week], week: week, kind: kind,
            standsFor: found.standing.count { $0 == week }, available: available[week],
            pool: pool, teams: teams)
        })
    }
  }

  // MARK: - Weeks

  private struct Found {
    var plan: ShiftPlan
    /// The weeks that were solved, and what each stands for.
    var chosen: [(week: Int, kind: String)]
    /// For each week of the horizon, the solved week that stands for it.
    var standing: [Int]
  }

  private func shifts(
    _ pool: Int, _ units: [[Int]], headcount: [Double]?
  ) throws -> Found? {
    guard let rules = pools[pool].shifts.map(ShiftStage.rules) else { return nil }
    var agents = [Int](repeating: 0, count: calendar.intervalCount)
    for unit in units { for (interval, people) in unit.enumerated() { agents[interval] += people } }
    let (chosen, standing) = representatives(agents)
    let terms = stage.problem.pools[pool]
    let plan = try coverShifts(
      agents: agents, pool: terms, rules: rules, calendar: calendar, headcount: headcount,
      weeks: Set(chosen.map(\.week)))
    return Found(plan: plan, chosen: chosen, standing: standing)
  }

  /// In each month the whole week of middle and that of most agent-hours; every week of a short horizon.
  private func representatives(
    _ agents: [Int]
  ) -> (chosen: [(week: Int, kind: String)], standing: [Int]) {
    let weeks = calendar.weeks.indices
    guard weeks.count > ShiftStage.everyWeek else {
      return (weeks.map { ($0, "every") }, Array(weeks))
    }
    let hours = calendar.weeks.map { agents[calendar.intervals(ofDays: $0)].reduce(0, +) }
    func month(_ week: Int) -> String {
      calendar.days[calendar.weeks[week].lowerBound].date.monthText
    }
    var chosen: [(week: Int, kind: String)] = []
    var standing = Array(weeks)
    for own in Dictionary(grouping: weeks, by: month).values {
      let whole = own.filter { calendar.weeks[$0].count == 7 }
      let ranked = (whole.isEmpty ? own : whole).sorted { (hours[$0], $0) < (hours[$1], $1) }
      let (typical, peak) = (ranked[(ranked.count - 1) / 2], ranked[ranked.count - 1])
      chosen.append((typical, typical == peak ? "peak" : "typical"))
      if typical != peak { chosen.append((peak, "peak")) }
      for week in own {
        let nearer = abs(hours[week] - hours[peak]) < abs(hours[week] - hours[typical])
        standing[week] = nearer ? peak : typical
      }
      (standing[typical], standing[peak]) = (typical, peak)
    }
    return (chosen.sorted { $0.week < $1.week }, standing)
  }

  /// People asked of each pool by unit and interval, surplus apart.
  private func needed(_ plan: StaffPlan, agents: [[Int]], raises: [[Double]]?) -> [[[Int]]] {
    var asked = plan
    for pool in asked.pools.indices {
      for week in asked.pools[pool].weeks.indices {
        asked.pools[pool].weeks[week].onPhoneHours =
          asked.pools[pool].weeks[week].assignedHours.reduce(0, +)
      }
    }
    return roster(
      asked, problem: stage.problem, calendar: calendar, agents: agents, raises: raises
    ).teams
  }

  private static func rules(_ spec: ShiftSpec) -> ShiftRules {
    ShiftRules(
      contracts: spec.contracts.map {
        ShiftRules.Contract(
          name: $0.name, paidHoursPerDay: $0.paidHours, daysPerWeek: $0.days,
          mealMinutes: $0.mealMinutes, breakMinutes: $0.breakMinutes, within: $0.within,
          mostShare: $0.mostShare, isBlock: $0.isBlock)
      }, startEveryMinutes: spec.startEveryMinutes, consecutiveDaysOff: spec.consecutiveDaysOff,
      limits: spec.limits.map { ShiftRules.Limit(hours: $0.hours, share: $0.share) },
      daysAway: Set(spec.daysAway))
  }

  // MARK: - Results

  private func weekResult(
    _ found: ShiftWeek, week: Int, kind: String, standsFor: Int, available: Double, pool: Int,
    teams: [[[Int]]]
  ) throws -> PoolShiftWeek {
    try PoolShiftWeek(
      week: calendar.days[calendar.weeks[week].lowerBound].date, kind: kind, standsFor: standsFor,
      people: found.people, available: available, scheduledHours: found.scheduledHours,
      requiredHours: found.requiredHours,
      shortHours: found.short.reduce(0, +) * calendar.intervalHours,
      efficiency: found.efficiency, gap: found.gap, shifts: found.shifts.map(shift),
      shortages: shortages(found, week: week, pool: pool, teams: teams))
  }

  private func shift(_ found: ShiftCount) -> PoolShift {
    func clock(_ minute: Int) -> String {
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return two(minute / 60 % 24) + ":" + two(minute % 60)
    }
    return PoolShift(
      contract: found.contract, start: clock(found.startMinute), end: clock(found.endMinute),
      meal: found.mealMinute.map(clock),
      days: found.days.map(\.shortName).joined(separator: " "), people: found.people)
  }

  /// What the missing people of one pool mean for each queue that it works, the other pools as asked.
  private func shortages(
    _ found: ShiftWeek, week: Int, pool: Int, teams: [[[Int]]]
  ) throws -> [ShiftShortage] {
    var list: [ShiftShortage] = []
    for (place, interval) in calendar.intervals(ofDays: calendar.weeks[week]).enumerated()
    where found.short[place] >= 0.5 {
      let own = teams[pool].reduce(0) { $0 + $1[interval] }
      guard own > 0 else { continue }
      let missing = found.short[place] / Double(own)
      for queue in stage.alternative.queues {
        let units = stage.requirement.units.indices.filter {
          stage.requirement.units[$0].queue == queue.name
        }
        let away = units.reduce(0.0) { $0 + Double(teams[pool][$1][interval]) * missing }
        guard away > 0 else { continue }
        let required = units.reduce(0.0) { sum, unit in
          sum + teams.reduce(0.0) { $0 + Double($1[unit][interval]) }
        }
        var shortage = ShiftShortage(
          time: calendar.label(of: interval), queue: queue.name, required: required,
          present: required - away, measure: nil, planned: nil, value: nil)
        try judge(&shortage, queue, units, interval)
        list.append(shortage)
      }
    }
    return list
  }

  private func judge(
    _ shortage: inout ShiftShortage, _ queue: QueueSpec, _ units: [Int], _ interval: Int
  ) throws {
    guard queue.kind == .voice || queue.kind == .chat, let unit = units.first,
      let goal = queue.goals.first(where: { goal in
        let day = stage.calendar.days[stage.calendar.dayOfInterval[interval]]
        return LiveRequirement.serviceGoal(goal) != nil && goal.holds(on: day.date)
      })
    else { return }
    let items = stage.requirement.units[unit].items[interval...interval]
    let formula = LiveFormula(calendar: calendar, queue: queue)
    func value(_ people: Double) throws -> Double? {
      try formula.value(goal, items: items, agents: [people][...])
    }
    shortage.measure = GoalTarget(goal).name
    shortage.planned = try value(shortage.required)
    shortage.value = try value(shortage.present)
  }
}
