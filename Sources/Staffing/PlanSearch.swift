/// A plan's decisions and how good they are.
struct PlanDecisions {
  /// Each pool's people by week.
  var timelines: [PoolTimeline]
  /// Assigned hours by pool, week and unit.
  var assigned: [[[Double]]]
  /// Paid hours of assistants by pool and week; empty for employees.
  var paid: [[Double]]
  /// Hours of overtime of employees by pool and week.
  var overtime: [[Double]]
  /// Objective of the program in dollars, without the pay of people who are there anyhow.
  var objective: Double
  /// No plan can cost less than this.
  var bound: Double
  /// How they were found, for the plan's method.
  var found: Found
  /// Ways in which a plan is found.
  enum Found: Equatable {
    /// People were given.
    case given
    /// The relaxation rounded up to whole people came close enough.
    case rounded
    /// Branch and cut with so many nodes.
    case searched(nodes: Int)
  }
}

/// Finds the people: the relaxation, rounding, and branch and cut from there.
struct PlanSearch {
  let problem: WorkforceProblem
  let limits: [PoolLimits]
  /// Cost of people who are there whatever is decided, in dollars.
  let sunk: Double

  init(_ problem: WorkforceProblem) {
    self.init(problem, limits: problem.pools.indices.map { PoolLimits(problem, pool: $0) })
  }

  init(_ problem: WorkforceProblem, limits: [PoolLimits]) {
    (self.problem, self.limits) = (problem, limits)
    var sunk = 0.0
    for (pool, limit) in zip(problem.pools, limits) where !pool.isVA {
      let starts = limit.classLimit > 0 ? limit.dynamics.startWeeks.first : nil
      let first = pool.releaseCost != nil ? 0 : starts
      for (week, span) in problem.weeks.enumerated() where first.map({ week < $0 }) ?? true {
        sunk +=
          limit.unchanged.payroll[week]
          * (pool.prices.perPersonWeek[week] * Double(span.days) / 7
            + pool.prices.perPaidHour[week] * pool.hoursPerWeek * span.workShare)
      }
    }
    self.sunk = sunk
  }

  /// Shares work out among given people.
  func assign(_ timelines: [PoolTimeline]) throws(StaffingError) -> PlanDecisions {
    let plan = PlanProgram(problem, limits: limits, mode: .fixed(timelines))
    let solution = CbcModel.minimize(plan.program)
    guard solution.status == .optimal else { throw Self.failure("sharing out the work") }
    return decisions(
      plan, solution.values, timelines, solution.objective, solution.objective, .given)
  }

  /// Hours by unit and week that stay short even when every class is full.
  func unavoidableShort() throws(StaffingError) -> [[Double]] {
    var assigned = try assign(limits.map(\.fullest)).assigned
    // With few places or seats, filling them as soon as can be is not always what covers most.
    if problem.pools.contains(where: {
      $0.hiring?.trainingPlaces != nil || (!$0.isVA && $0.maximumHeads != nil)
        || $0.crossTraining != nil
    }) {
      let plan = PlanProgram(problem, limits: limits, mode: .coverMost)
      let found = CbcModel.minimize(plan.program, limits: SearchLimits(gap: 1e-5, nodes: 500))
      if !found.values.isEmpty {
        let other = problem.pools.indices.map { pool in
          problem.weeks.indices.map { plan.assignedHours(pool: pool, week: $0, in: found.values) }
        }
        if PlanProgram.shortage(problem, other) < PlanProgram.shortage(problem, assigned) {
          assigned = other
        }
      }
    }
    return PlanProgram.shortHours(problem, assigned)
  }

  /// Finds the cheapest people that cover what can be covered.
  func cheapest(_ search: SearchLimits) throws(StaffingError) -> PlanDecisions {
    let unavoidable = try unavoidableShort()
    for price in [nil, shortPrice] as [Double?] {
      let plan = PlanProgram(
        problem, limits: limits, mode: .choose(unavoidable: unavoidable, shortPrice: price))
      let cuts = price == nil ? PlanCuts(plan, unavoidable: unavoidable) : nil
      if let found = try cheapest(plan, search, cuts: cuts) { return found }
    }
    throw Self.failure("choosing the people")
  }

  private func cheapest(
    _ given: PlanProgram, _ search: SearchLimits, cuts: PlanCuts?
  ) throws(StaffingError) -> PlanDecisions? {
    var plan = given
    guard let relaxation = relaxation(&plan, cuts) else { return nil }
    let rounded = round(plan, relaxation.values)
    let bound = relaxation.objective + sunk
    // Rounding must be twice as good as a search would have to be.
    if let rounded,
      rounded.objective + sunk - bound <= search.gap / 2 * (rounded.objective + sunk)
    {
      return decisions(
        plan, rounded.values, timelines(plan, rounded.values), rounded.objective + sunk, bound,
        .rounded)
    }
    // The gap is a share of the whole cost; the program leaves out what is paid anyhow.
    var own = search
    if let rounded, rounded.objective > 0 {
      own.gap = min(0.5, search.gap * (relaxation.objective + sunk) / rounded.objective)
    }
    let found = CbcModel.minimize(plan.program, limits: own, start: rounded?.values)
    guard !found.values.isEmpty else {
      guard let rounded else { return nil }
      return decisions(
        plan, rounded.values, timelines(plan, rounded.values), rounded.objective + sunk, bound,
        .searched(nodes: found.nodes))
    }
    let better = rounded.map { $0.objective < found.objective ? $0 : found } ?? found
    // A finished search proves the asked gap even where CBC reports a looser bound.
    let proven =
      found.status == .optimal ? found.objective - own.gap * abs(found.objective) : found.bound
    return decisions(
      plan, better.values, timelines(plan, better.values), better.objective + sunk,
      max(bound, proven + sunk), .searched(nodes: found.nodes))
  }

  /// Most times that rows are added to the relaxation.
  private static let cutRounds = 12

  /// Solves the relaxation, with the rows that whole people keep added to the program until it keeps them.
  private func relaxation(_ plan: inout PlanProgram, _ cuts: PlanCuts?) -> ProgramSolution? {
    var relaxed = plan.program
    for column in relaxed.columns.indices { relaxed.columns[column].isInteger = false }
    var solution = CbcModel.minimize(relaxed)
    guard solution.status == .optimal else { return nil }
    for _ in 0..<Self.cutRounds {
      guard let rows = cuts?.broken(by: solution.values), !rows.isEmpty else { break }
      relaxed.rows += rows
      plan.program.rows += rows
      let tightened = CbcModel.minimize(relaxed)
      guard tightened.status == .optimal else { return solution }
      solution = tightened
    }
    return solution
  }

  /// Rounds a relaxation up to whole people and shares the work out anew.
  func round(_ plan: PlanProgram, _ values: [Double]) -> ProgramSolution? {
    var fixed = plan.program
    for (index, pool) in problem.pools.enumerated() {
      roundTaught(index, plan, values, &fixed)
      var here = 0.0
      // Parts of people whom the relaxation has let go and who are still here: whole ones go later.
      var owed = 0.0
      for week in problem.weeks.indices {
        let stay = limits[index].dynamics.stay
        if !pool.isVA, week > 0 {
          here *= stay[week] / stay[week - 1]
          owed *= stay[week] / stay[week - 1]
        }
        if let column = plan.released[index][week] {
          owed += values[column]
          let whole = (owed + 1e-6).rounded(.down)
          owed -= whole
          here -= whole
          fixed.columns[column].lower = whole
          fixed.columns[column].upper = whole
        }
        guard let column = plan.people[index][week] else { continue }
        var whole = (values[column] - 1e-6).rounded(.up)
        if !pool.isVA, let payroll = plan.payroll[index][week] {
          whole = Double(
            starters(
              index, week, payroll: values[payroll], here: &here,
              atMost: Int(fixed.columns[column].upper)))
        }
        fixed.columns[column].lower = whole
        fixed.columns[column].upper = whole
      }
    }
    for column in fixed.columns.indices { fixed.columns[column].isInteger = false }
    for column in plan.program.columns.indices
    where plan.program.columns[column].isInteger && plan.program.columns[column].upper == 1
      && !plan.people.contains(where: { $0.contains(column) })
      && !plan.released.contains(where: { $0.contains(column) })
    {
      let used = values[column] > 1e-9 ? 1.0 : 0
      fixed.columns[column].lower = used
      fixed.columns[column].upper = used
    }
    let solution = CbcModel.minimize(fixed)
    guard solution.status == .optimal else { return nil }
    return solution
  }
}

extension PlanSearch {
  /// Rounds the people who are taught: each whole one as soon as the relaxation has taught a part of one.
  private func roundTaught(
    _ index: Int, _ plan: PlanProgram, _ values: [Double], _ fixed: inout IntegerProgram
  ) {
    let stay = limits[index].dynamics.stay
    var (wanted, whole) = (0.0, 0.0)
    for week in problem.weeks.indices {
      if week > 0 {
        wanted *= stay[week] / stay[week - 1]
        whole *= stay[week] / stay[week - 1]
      }
      guard let column = plan.taught[index][week] else { continue }
      wanted += values[column]
      let people = min(
        max(0, (wanted - whole - 1e-6).rounded(.up)), fixed.columns[column].upper)
      whole += people
      fixed.columns[column].lower = people
      fixed.columns[column].upper = people
    }
  }

  /// Whole starters of a week, as late as keeps the payroll at or above a relaxation's.
  ///
  /// - Parameters:
  ///   - pool: The employees' pool.
  ///   - week: The week.
  ///   - payroll: The relaxation's people on the payroll.
  ///   - here: Those of earlier starters who are still here, less those let go; this week's
  ///     starters are added.
  ///   - most: The largest class.
  /// - Returns: Whole people who start in the week.
  func starters(
    _ pool: Int, _ week: Int, payroll: Double, here: inout Double, atMost most: Int
  ) -> Int {
    let missing = payroll - limits[pool].unchanged.payroll[week] - here
    let whole = min(max(0, Int((missing - 1e-6).rounded(.up))), most)
    here += Double(whole)
    return whole
  }
}

// MARK: - Reading a solution

extension PlanSearch {
  /// Dollars for an hour short that no plan which can cover it would rather pay.
  private var shortPrice: Double {
    problem.pools.map { pool in
      pool.prices.perPersonWeek.reduce(0, +) + pool.prices.perHire + pool.prices.setUp
        + 168 * (pool.prices.perPaidHour.reduce(0, +) + pool.prices.perAssignedHour.reduce(0, +))
    }.reduce(1000, +)
  }

  static func failure(_ doing: String) -> StaffingError {
    StaffingError(
      code: .solver, subject: "plan", problem: "the solver gave up \(doing)",
      remedy: "Check for prices and hours that differ by more than a factor of a million.")
  }

  func timelines(_ plan: PlanProgram, _ values: [Double]) -> [PoolTimeline] {
    problem.pools.enumerated().map { index, pool in
      let limit = limits[index]
      func whole(_ columns: [Int?]) -> [Int] {
        columns.map { column in column.map { Int(values[$0].rounded()) } ?? 0 }
      }
      return pool.isVA
        ? PoolTimeline(assistants: pool, limit.dynamics, heads: whole(plan.people[index]))
        : PoolTimeline(
          employees: pool, limit.dynamics, starting: whole(plan.people[index]),
          released: whole(plan.released[index]),
          taught: pool.crossTraining == nil ? nil : whole(plan.taught[index]),
          weeks: problem.weeks)
    }
  }

  func decisions(
    _ plan: PlanProgram, _ values: [Double], _ timelines: [PoolTimeline], _ objective: Double,
    _ bound: Double, _ found: PlanDecisions.Found
  ) -> PlanDecisions {
    let weeks = problem.weeks.indices
    return PlanDecisions(
      timelines: timelines,
      assigned: problem.pools.indices.map { pool in
        weeks.map { plan.assignedHours(pool: pool, week: $0, in: values) }
      },
      paid: problem.pools.indices.map { pool in
        problem.pools[pool].isVA
          ? weeks.map { week in plan.paid[pool][week].map { max(0, values[$0]) } ?? 0 } : []
      },
      overtime: plan.overtime.map { columns in
        columns.map { column in column.map { max(0, values[$0]) } ?? 0 }
      },
      objective: objective, bound: min(bound, objective), found: found)
  }
}
