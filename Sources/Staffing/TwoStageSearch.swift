/// Employees for many demand paths: the blocks of the paths share their first-stage columns.
struct TwoStageSearch {
  /// Decisions taken before demand is known.
  struct FirstStage {
    /// Whole starters of employees by pool and week.
    var starters: [[Int]]
    /// Heads of assistants by pool and week; nothing where they follow demand.
    var heads: [[Int]?]
    /// Locked hours of assistants by pool and week; nothing where there is no lock.
    var locks: [[Double?]]
    /// Mean dollars of the sample's relaxation.
    var bound: Double
  }

  /// The problem of each path.
  let problems: [WorkforceProblem]
  /// The mean path's problem.
  let mean: WorkforceProblem
  /// Limits that fit every path.
  let limits: [PoolLimits]
  let shortHourPrice: Double

  init(
    _ problem: WorkforceProblem, paths: [DemandPath], shortHourPrice: Double
  ) throws(StaffingError) {
    guard !paths.isEmpty, shortHourPrice > 0, shortHourPrice.isFinite else {
      throw StaffingError(
        code: .outOfRange, subject: "uncertainty",
        problem: "\(paths.count) paths and \(shortHourPrice) dollars for an hour short",
        remedy: "Give at least one path and a positive price.")
    }
    self.shortHourPrice = shortHourPrice
    var problems: [WorkforceProblem] = []
    for (index, path) in paths.enumerated() {
      guard
        path.requiredHours.count == problem.units.count
          && path.peakAgents.count == problem.units.count
      else {
        throw StaffingError(
          code: .wrongLength, subject: "path \(index + 1)",
          problem: "\(path.requiredHours.count) units of work",
          remedy: "Give all \(problem.units.count).")
      }
      let own = TwoStageSearch.problem(problem, path)
      if let first = own.problems().first { throw first }
      problems.append(own)
    }
    self.problems = problems
    func combined(_ join: ([Double]) -> Double) -> WorkforceProblem {
      var joined = problem
      for unit in problem.units.indices {
        for week in problem.weeks.indices {
          joined.units[unit].requiredHours[week] = join(
            paths.map { $0.requiredHours[unit][week] })
          joined.units[unit].peakAgents[week] = join(paths.map { $0.peakAgents[unit][week] })
        }
      }
      return joined
    }
    mean = combined { $0.reduce(0, +) / Double($0.count) }
    let envelope = combined { $0.max() ?? 0 }
    limits = problem.pools.indices.map { PoolLimits(envelope, pool: $0) }
  }

  private static func problem(
    _ problem: WorkforceProblem, _ path: DemandPath
  ) -> WorkforceProblem {
    var own = problem
    for unit in own.units.indices {
      own.units[unit].requiredHours = path.requiredHours[unit]
      own.units[unit].peakAgents = path.peakAgents[unit]
    }
    return own
  }

  /// Paths at evenly spaced ranks of required hours, ascending by index.
  func stratified(_ count: Int) -> [Int] {
    let hours = problems.map { $0.units.reduce(0) { $0 + $1.requiredHours.reduce(0, +) } }
    let ranked = hours.indices.sorted { (hours[$0], $0) < (hours[$1], $1) }
    let size = min(max(1, count), ranked.count)
    return (0..<size).map { ranked[(2 * $0 + 1) * ranked.count / (2 * size)] }.sorted()
  }

  /// The employees who suit the mean path best.
  func meanPathStage() throws(StaffingError) -> FirstStage {
    try solve([block(mean)], fixingAssistants: false)
  }

  /// The employees who suit a sample of paths best.
  func firstStage(
    _ sample: [Int], fixingAssistants: Bool
  ) throws(StaffingError) -> FirstStage {
    try solve(sample.map { block(problems[$0]) }, fixingAssistants: fixingAssistants)
  }

  private func block(_ problem: WorkforceProblem) -> PlanProgram {
    let none = problem.units.map { _ in [Double](repeating: 0, count: problem.weeks.count) }
    return PlanProgram(
      problem, limits: limits,
      mode: .choose(unavoidable: none, shortPrice: shortHourPrice))
  }

  private func solve(
    _ blocks: [PlanProgram], fixingAssistants: Bool
  ) throws(StaffingError) -> FirstStage {
    let weight = 1 / Double(blocks.count)
    var joint = IntegerProgram()
    let first = blocks[0]
    for (index, block) in blocks.enumerated() {
      // First-stage columns stand in the same places of every block; the first block's are kept.
      var column = [Int](repeating: 0, count: block.program.columns.count)
      let shared = index == 0 ? [:] : sharing(first, block, fixingAssistants)
      for (own, entry) in block.program.columns.enumerated() {
        if let kept = shared[own] {
          column[own] = kept
          joint.columns[kept].cost += entry.cost * weight
        } else {
          column[own] = joint.addColumn(
            entry.name, lower: entry.lower, upper: entry.upper, cost: entry.cost * weight)
        }
      }
      for row in block.program.rows {
        joint.addRow(
          row.terms.map { (column[$0.column], $0.coefficient) }, atLeast: row.lower,
          atMost: row.upper)
      }
    }
    let solution = CbcModel.minimize(joint)
    guard solution.status == .optimal else { throw PlanSearch.failure("weighing the paths") }
    // Columns of the first block come first in the joint program, under the same indices.
    let search = PlanSearch(first.problem, limits: limits)
    return FirstStage(
      starters: starters(first, search, solution.values),
      heads: first.problem.pools.indices.map { pool in
        guard fixingAssistants, first.problem.pools[pool].isVA else { return nil }
        return first.people[pool].map { column in
          column.map { Int((solution.values[$0] - 1e-6).rounded(.up)) } ?? 0
        }
      },
      locks: first.locked.map { $0.map { column in column.map { max(0, solution.values[$0]) } } },
      bound: solution.objective + search.sunk)
  }

  private func starters(
    _ block: PlanProgram, _ search: PlanSearch, _ values: [Double]
  ) -> [[Int]] {
    block.problem.pools.enumerated().map { index, pool in
      var here = 0.0
      let stay = limits[index].dynamics.stay
      return block.problem.weeks.indices.map { week in
        if week > 0 { here *= stay[week] / stay[week - 1] }
        if let column = block.released[index][week] { here -= max(0, values[column]) }
        guard !pool.isVA, let payroll = block.payroll[index][week],
          block.people[index][week] != nil
        else { return 0 }
        return search.starters(
          index, week, payroll: values[payroll], here: &here, atMost: limits[index].classLimit)
      }
    }
  }

  /// Columns of a block that are the first block's: starters, locks, set-up, and heads when fixed.
  private func sharing(
    _ first: PlanProgram, _ block: PlanProgram, _ fixingAssistants: Bool
  ) -> [Int: Int] {
    var shared: [Int: Int] = [:]
    for (index, pool) in first.problem.pools.enumerated() where !pool.isVA || fixingAssistants {
      for (kept, own) in zip(first.people[index], block.people[index]) {
        if let kept, let own { shared[own] = kept }
      }
    }
    for (kept, own) in zip(first.locked.joined(), block.locked.joined()) {
      if let kept, let own { shared[own] = kept }
    }
    func setUps(_ block: PlanProgram) -> [Int] {
      block.program.columns.indices.filter { block.program.columns[$0].name == "u" }
    }
    for (kept, own) in zip(setUps(first), setUps(block)) { shared[own] = kept }
    return shared
  }

  /// What every path comes to with given employees, assistants in whole heads.
  func outcomes(_ stage: FirstStage) throws(StaffingError) -> [PathOutcome] {
    var found: [PathOutcome] = []
    for problem in problems {
      var plan = block(problem)
      for pool in problem.pools.indices {
        for week in problem.weeks.indices {
          if let column = plan.locked[pool][week], let hours = stage.locks[pool][week] {
            plan.program.columns[column].lower = hours
            plan.program.columns[column].upper = hours
          }
          guard let column = plan.people[pool][week] else { continue }
          let whole =
            problem.pools[pool].isVA ? stage.heads[pool]?[week] : stage.starters[pool][week]
          guard let whole else { continue }
          plan.program.columns[column].lower = Double(whole)
          plan.program.columns[column].upper = Double(whole)
        }
      }
      let search = PlanSearch(problem, limits: limits)
      var relaxed = plan.program
      for column in relaxed.columns.indices { relaxed.columns[column].isInteger = false }
      let relaxation = CbcModel.minimize(relaxed)
      let rounded =
        relaxation.status == .optimal ? search.round(plan, relaxation.values) : nil
      let whole = rounded ?? CbcModel.minimize(plan.program)
      guard !whole.values.isEmpty else { throw PlanSearch.failure("pricing a path") }
      let short = plan.short.joined().joined().reduce(0) { $0 + max(0, whole.values[$1]) }
      let paid = plan.paid.joined().reduce(0) { $0 + ($1.map { whole.values[$0] } ?? 0) }
      let people = search.timelines(plan, whole.values)
      found.append(
        PathOutcome(
          dollars: whole.objective + search.sunk, shortHours: short > 1e-6 ? short : 0,
          assistantHours: paid, hires: people.map { $0.starting.reduce(0, +) },
          peakPeople: people.map { $0.payroll.max() ?? 0 }))
    }
    return found
  }
}
