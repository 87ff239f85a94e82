import Quantities

/// The integer program of a staffing plan: who starts when, and who works on what in each week.
///
/// Columns by pool and week: payroll, productive equivalents and starters (whole) of employees;
/// heads (whole), starters, releases and paid hours of assistants; and hours assigned to each unit.
/// With fixed timelines only hours are decided and work may stay short, at a price that rises with
/// the share that is short, so that a shortage spreads evenly over the units of a week.
struct PlanProgram {
  /// What is given and what is chosen.
  enum Mode {
    /// People are given; work that they cannot cover stays short.
    case fixed([PoolTimeline])
    /// People are chosen; all but the given hours by unit and week must be covered. A price makes
    /// further shortage possible, for numbers that do not come out even.
    case choose(unavoidable: [[Double]], shortPrice: Double?)
    /// People are chosen so that as little as possible stays short, whatever they cost.
    case coverMost
  }

  let problem: WorkforceProblem
  let limits: [PoolLimits]
  var program = IntegerProgram()
  /// Column of the hours that a pool gives to a unit in a week, by pool, week and eligible unit.
  var assigned: [[[Int?]]] = []
  /// Columns of whole starters (employees) or heads (assistants), by pool and week.
  var people: [[Int?]] = []
  /// Column of an assistants' pool's paid hours, by pool and week.
  var paid: [[Int?]] = []
  /// Payroll columns of employees' pools, by pool and week.
  var payroll: [[Int?]] = []
  /// Columns of an assistants' pool's hours locked before demand is known, by pool and week.
  var locked: [[Int?]] = []
  /// Columns of whole employees let go, by pool and week.
  var released: [[Int?]] = []
  /// Columns of hours of overtime, by pool and week.
  var overtime: [[Int?]] = []
  /// Columns of whole employees whose teaching of other work begins, by pool and week.
  var taught: [[Int?]] = []
  /// Columns of hours that stay short, by unit and week.
  var short: [[[Int]]] = []

  init(_ problem: WorkforceProblem, limits: [PoolLimits], mode: Mode) {
    (self.problem, self.limits) = (problem, limits)
    let empty = [Int?](repeating: nil, count: problem.weeks.count)
    people = Array(repeating: empty, count: problem.pools.count)
    (paid, payroll, released, overtime, locked) = (people, people, people, people, people)
    taught = people
    addAssignments(mode)
    for (index, pool) in problem.pools.enumerated() {
      let timeline: PoolTimeline?
      if case .fixed(let timelines) = mode { timeline = timelines[index] } else { timeline = nil }
      if pool.isVA {
        addAssistants(index, timeline)
      } else {
        addEmployees(index, timeline)
      }
    }
    guard case .coverMost = mode else { return }
    let shortage = Set(short.joined().joined())
    for column in program.columns.indices where !shortage.contains(column) {
      program.columns[column].cost = 0
    }
  }

  /// Hours assigned to each unit by week that a solution gives a pool.
  func assignedHours(pool: Int, week: Int, in values: [Double]) -> [Double] {
    assigned[pool][week].map { column in column.map { max(0, values[$0]) } ?? 0 }
  }
}

/// A number that a decision adds to: a constant and columns.
struct LinearTerms {
  var constant = 0.0
  var terms: [(column: Int, coefficient: Double)] = []

  func scaled(_ factor: Double) -> [(column: Int, coefficient: Double)] {
    terms.map { ($0.column, $0.coefficient * factor) }
  }
}

// MARK: - Work

extension PlanProgram {
  private mutating func addAssignments(_ mode: Mode) {
    let (weeks, units, pools) = (problem.weeks, problem.units, problem.pools)
    assigned = pools.map { _ in
      Array(repeating: Array(repeating: nil, count: units.count), count: weeks.count)
    }
    short = units.map { _ in Array(repeating: [], count: weeks.count) }
    let dearest = pools.flatMap { $0.prices.perPaidHour + $0.prices.perAssignedHour }.max() ?? 0
    for week in weeks.indices {
      for (unitIndex, unit) in units.enumerated() where unit.requiredHours[week] > 0 {
        let hours = unit.requiredHours[week]
        var cover: [(column: Int, coefficient: Double)] = []
        for (index, pool) in pools.enumerated() where pool.eligibleUnits.contains(unitIndex) {
          // A hair for each pool and unit makes the choice among equals the same everywhere.
          let preference = 1e-6 * Double(pool.eligibleUnits.count)
          let column = program.addColumn(
            "a", upper: hours, cost: pool.prices.perAssignedHour[week] + preference)
          assigned[index][week][unitIndex] = column
          cover.append((column, 1))
        }
        switch mode {
        case .fixed, .coverMost:
          let scale = 100 * (1 + dearest)
          for step in Self.shortSteps {
            let column = program.addColumn(
              "s", upper: hours * step.share, cost: scale * step.price)
            short[unitIndex][week].append(column)
            cover.append((column, 1))
          }
          program.addRow(cover, atLeast: hours, atMost: hours)
        case .choose(let unavoidable, let price):
          if let price {
            let column = program.addColumn("s", upper: hours, cost: price)
            short[unitIndex][week] = [column]
            cover.append((column, 1))
          }
          let needed = max(0, hours - unavoidable[unitIndex][week]) * (1 - 1e-7)
          program.addRow(cover, atLeast: needed, atMost: hours)
        }
      }
    }
  }

  /// Adds the limits that a pool's people set on its hours in a week.
  ///
  /// - Parameters:
  ///   - index: The pool.
  ///   - week: The week.
  ///   - onPhone: On-phone hours that the people can give.
  ///   - atOnce: People at work at once, at full speed.
  mutating func addCapacity(
    _ index: Int, _ week: Int, onPhone: LinearTerms, atOnce: LinearTerms
  ) {
    let columns = assigned[index][week].enumerated().compactMap { unit, column in
      column.map { (unit: unit, column: $0) }
    }
    guard !columns.isEmpty else { return }
    program.addRow(
      columns.map { ($0.column, 1) } + onPhone.scaled(-1), atMost: onPhone.constant)
    let pool = problem.pools[index]
    let hoursEach =
      (pool.hoursPerWeek + (pool.isVA ? 0 : pool.overtime?.hoursPerWeek ?? 0))
      * problem.weeks[week].workShare
    let peaks = columns.map { entry -> (column: Int, coefficient: Double) in
      let unit = problem.units[entry.unit]
      return (entry.column, unit.peakAgents[week] / unit.requiredHours[week])
    }
    // One person gives `hoursEach` hours and is one person at once: where every hour needs fewer
    // than 1 ÷ hoursEach people, the hours bind first.
    guard peaks.contains(where: { $0.coefficient * hoursEach > 1 }) else { return }
    program.addRow(peaks + atOnce.scaled(-1), atMost: atOnce.constant)
  }
}

// MARK: - Employees

extension PlanProgram {
  private mutating func addEmployees(_ index: Int, _ timeline: PoolTimeline?) {
    let pool = problem.pools[index]
    let limit = limits[index]
    let dynamics = limit.dynamics
    let starts = timeline == nil && limit.classLimit > 0 ? dynamics.startWeeks : []
    // Who may be let go in any week is on the payroll by decision from the first week on.
    let chosenFrom = timeline == nil && pool.releaseCost != nil ? 0 : starts.first
    for week in starts {
      people[index][week] = program.addColumn(
        "x", upper: Double(limit.classLimit), cost: pool.prices.perHire, isInteger: true)
    }
    if timeline == nil { addTrainingPlaces(index, starters: people[index]) }
    let learners = addCrossTraining(index, timeline)
    var overtimeYear = LinearTerms()
    for (week, span) in problem.weeks.enumerated() {
      var productive = LinearTerms()
      if let timeline {
        productive.constant = timeline.productive[week]
      } else if let first = chosenFrom, week >= first {
        let cost =
          pool.prices.perPersonWeek[week] * Double(span.days) / 7
          + pool.prices.perPaidHour[week] * pool.hoursPerWeek * span.workShare
        let seats = pool.maximumHeads.map { max(Double($0), limit.unchanged.payroll[week]) }
        let here = program.addColumn("h", upper: seats ?? .infinity, cost: cost)
        payroll[index][week] = here
        var balance: [(column: Int, coefficient: Double)] = [(here, 1)]
        if let starter = people[index][week] { balance.append((starter, -1)) }
        if let cost = pool.releaseCost {
          let gone = program.addColumn(
            "z", upper: Double(limit.peopleLimit), cost: cost, isInteger: true)
          released[index][week] = gone
          balance.append((gone, 1))
        }
        var carried = 0.0
        if week > 0, let before = payroll[index][week - 1] {
          balance.append((before, -dynamics.stay[week] / dynamics.stay[week - 1]))
        } else {
          carried = (pool.currentHeadcount + pool.currentInTraining) * dynamics.stay[week]
        }
        program.addRow(balance, atLeast: carried, atMost: carried)
        let able = program.addColumn("p")
        var ability: [(column: Int, coefficient: Double)] = [(able, 1), (here, -1)]
        for start in starts where start <= week {
          let since = week - start
          guard since < dynamics.loss[start].count, let starter = people[index][start] else {
            continue
          }
          ability.append(
            (starter, dynamics.loss[start][since] * dynamics.stay[week] / dynamics.stay[start]))
        }
        let lost = pool.currentInTraining * dynamics.stay[week] * dynamics.traineeLoss[week]
        program.addRow(ability, atLeast: -lost, atMost: -lost)
        productive.terms = [(able, 1)]
      } else {
        productive.constant = limit.unchanged.productive[week]
      }
      // A timeline's people at full speed are without those in teaching already.
      productive.terms += learners[week].scaled(-1)
      let logged = 1 - pool.shrinkage
      let each = logged * pool.hoursPerWeek * span.workShare
      var onPhone = productive.scaled(each)
      if let terms = pool.overtime, terms.hoursPerWeek > 0 {
        let extra = program.addColumn("e", cost: terms.pricePerHour[week])
        overtime[index][week] = extra
        let most = terms.hoursPerWeek * span.workShare
        program.addRow(
          [(extra, 1)] + productive.scaled(-most), atMost: productive.constant * most)
        onPhone.append((extra, logged))
        if let yearly = terms.hoursPerYear {
          let share = yearly * Double(span.days) / 365.25
          overtimeYear.constant += productive.constant * share
          overtimeYear.terms += [(extra, 1)] + productive.scaled(-share)
        }
      }
      addCapacity(
        index, week,
        onPhone: LinearTerms(constant: productive.constant * each, terms: onPhone),
        atOnce: LinearTerms(
          constant: productive.constant * logged, terms: productive.scaled(logged)))
    }
    if !overtimeYear.terms.isEmpty {
      program.addRow(overtimeYear.terms, atMost: overtimeYear.constant)
    }
  }

  /// Keeps the people in training within the places that there are for them.
  mutating func addTrainingPlaces(_ index: Int, starters: [Int?]) {
    let pool = problem.pools[index]
    guard let places = pool.hiring?.trainingPlaces else { return }
    let dynamics = limits[index].dynamics
    for week in problem.weeks.indices {
      // An employee who leaves in training frees a place; a vendor replaces an assistant.
      let stay = pool.isVA ? 1 : dynamics.stay[week]
      let terms = (0...week).compactMap { start -> (column: Int, coefficient: Double)? in
        guard let starter = starters[start], week - start < dynamics.training[start].count else {
          return nil
        }
        let here = pool.isVA ? 1 : stay / dynamics.stay[start]
        return (starter, dynamics.training[start][week - start] * here)
      }
      let there = pool.currentInTraining * stay * dynamics.traineeTraining[week]
      if !terms.isEmpty { program.addRow(terms, atMost: max(0, Double(places) - there)) }
    }
  }
}
