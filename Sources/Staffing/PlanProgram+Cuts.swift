/// Rows that every whole-numbered plan keeps and that the relaxation breaks.
///
/// Work that only some pools may do needs their people: Σ coefficient × people ≥ work, week by week.
/// Rounded to whole people (mixed-integer rounding, Nemhauser and Wolsey 1990) such a row cuts off the
/// parts of people that the relaxation would hire, so that its bound comes close to a plan's cost.
struct PlanCuts {
  /// Whole people who give at least so much of something: `Σ coefficient × column >= least`.
  private struct Need {
    var terms: [(column: Int, coefficient: Double)]
    var least: Double
    /// What one person at full speed gives, a divisor for each pool.
    var divisors: [Double]
  }

  private var needs: [Need] = []

  init(_ plan: PlanProgram, unavoidable: [[Double]]) {
    for group in PlanCuts.groups(plan.problem) {
      for week in plan.problem.weeks.indices {
        needs += PlanCuts.needs(plan, unavoidable, group, week)
      }
    }
  }

  /// Rounded rows that given values break by more than a hair, the same for the same values.
  func broken(by values: [Double]) -> [IntegerProgram.Row] {
    needs.flatMap { need in
      need.divisors.compactMap { divisor in
        let row = PlanCuts.rounded(need, divisor)
        guard let row else { return nil }
        let activity = row.terms.reduce(0) { $0 + $1.coefficient * values[$1.column] }
        return activity < row.lower - 1e-4 * max(1, abs(row.lower)) ? row : nil
      }
    }
  }

  /// Mixed-integer rounding of a row divided by `divisor`.
  private static func rounded(_ need: Need, _ divisor: Double) -> IntegerProgram.Row? {
    let least = need.least / divisor
    let part = least - least.rounded(.down)
    // Just above a whole number the cut would rest on the last digits.
    guard part > 1e-3 else { return nil }
    let terms = need.terms.map { term -> (column: Int, coefficient: Double) in
      let ratio = term.coefficient / divisor
      let whole = ratio.rounded(.down)
      return (term.column, whole + min(1, (ratio - whole) / part))
    }
    return IntegerProgram.Row(terms: terms, lower: least.rounded(.up), upper: .infinity)
  }

  /// Sets of pools with the work that nobody else may do.
  private static func groups(_ problem: WorkforceProblem) -> [(pools: [Int], units: [Int])] {
    let may = problem.units.indices.map { unit in
      problem.pools.indices.filter { problem.pools[$0].eligibleUnits.contains(unit) }
    }
    var sets: [[Int]] = []
    for pools in may + [Array(problem.pools.indices)] where !sets.contains(pools) {
      sets.append(pools)
    }
    return sets.map { pools in
      (pools, problem.units.indices.filter { Set(may[$0]).isSubset(of: pools) })
    }
  }

  /// What a group's work needs of its people in a week: hours, and people at once.
  private static func needs(
    _ plan: PlanProgram, _ unavoidable: [[Double]], _ group: (pools: [Int], units: [Int]),
    _ week: Int
  ) -> [Need] {
    let problem = plan.problem
    var (hours, atOnce) = (0.0, 0.0)
    for unit in group.units where problem.units[unit].requiredHours[week] > 0 {
      let work = problem.units[unit]
      let needed = max(0, work.requiredHours[week] - unavoidable[unit][week]) * (1 - 1e-7)
      hours += needed
      atOnce += needed * work.peakAgents[week] / work.requiredHours[week]
    }
    var byHours = Need(terms: [], least: hours, divisors: [])
    var byPeak = Need(terms: [], least: atOnce, divisors: [])
    for index in group.pools {
      let pool = problem.pools[index]
      let logged = 1 - pool.shrinkage
      let each =
        logged * (pool.hoursPerWeek + (pool.isVA ? 0 : pool.overtime?.hoursPerWeek ?? 0))
        * problem.weeks[week].workShare
      let people = plan.speeds(pool: index, week: week)
      byHours.least -= people.constant * each
      byPeak.least -= people.constant * logged
      byHours.terms += people.scaled(each)
      byPeak.terms += people.scaled(logged)
      guard !people.terms.isEmpty, each > 0 else { continue }
      let most = people.terms.map(\.coefficient).max() ?? 0
      for part in most > 0 && most < 1 ? [1, most] : [1] {
        byHours.divisors.append(each * part)
        byPeak.divisors.append(logged * part)
      }
    }
    return [byHours, byPeak]
  }
}

extension PlanProgram {
  /// At most so many people at full speed, in whole starters and releases of employees or heads of
  /// assistants.
  ///
  /// What learners lose among assistants is left out, so it is never too few.
  fileprivate func speeds(pool index: Int, week: Int) -> LinearTerms {
    let (pool, limit) = (problem.pools[index], limits[index])
    let dynamics = limit.dynamics
    if pool.isVA {
      guard let heads = people[index][week] else { return LinearTerms() }
      return LinearTerms(terms: [(heads, 1 - dynamics.replacementLoss[week])])
    }
    var found = LinearTerms(constant: limit.unchanged.productive[week])
    for start in 0...week {
      guard let starter = people[index][start] else { continue }
      let since = week - start
      let lost = since < dynamics.loss[start].count ? dynamics.loss[start][since] : 0
      let coefficient = (1 - lost) * dynamics.stay[week] / dynamics.stay[start]
      if coefficient > 0 { found.terms.append((starter, coefficient)) }
    }
    for start in 0...week {
      guard let gone = released[index][start] else { continue }
      found.terms.append((gone, -dynamics.stay[week] / dynamics.stay[start]))
    }
    return found
  }
}
