import Quantities

extension PlanProgram {
  /// Adds an assistants' pool: heads on contract, notice, paid hours, set-up and monthly minimum.
  mutating func addAssistants(_ index: Int, _ timeline: PoolTimeline?) {
    let pool = problem.pools[index]
    var heads: [LinearTerms] = []
    var productive: [LinearTerms] = []
    if let timeline {
      heads = timeline.payroll.map { LinearTerms(constant: $0) }
      productive = timeline.productive.map { LinearTerms(constant: $0) }
    } else {
      (heads, productive) = addHeads(index)
    }
    for (week, span) in problem.weeks.enumerated() {
      let full = pool.hoursPerWeek * span.workShare
      let hours = program.addColumn("y", cost: pool.prices.perPaidHour[week])
      paid[index][week] = hours
      let least = pool.commitmentHoursPerWeek * span.workShare
      program.addRow(
        [(hours, 1)] + heads[week].scaled(-least), atLeast: heads[week].constant * least)
      program.addRow(
        [(hours, 1)] + heads[week].scaled(-full), atMost: heads[week].constant * full)
      if timeline == nil, let band = pool.lockBand {
        let lock = program.addColumn("k")
        locked[index][week] = lock
        program.addRow([(hours, 1), (lock, band - 1)], atLeast: 0)
        program.addRow([(hours, 1), (lock, -1 - band)], atMost: 0)
      }
      // Learners work full weeks: their lost hours are paid and not productive.
      let logged = 1 - pool.shrinkage
      let lost = heads[week].constant - productive[week].constant
      let onPhone = LinearTerms(
        constant: -lost * full * logged,
        terms: [(hours, logged)] + heads[week].scaled(-full * logged)
          + productive[week].scaled(full * logged))
      addCapacity(
        index, week, onPhone: onPhone,
        atOnce: LinearTerms(
          constant: productive[week].constant * logged, terms: productive[week].scaled(logged)))
    }
    if timeline == nil { addOnceAndMonthly(index, heads) }
  }

  /// Adds whole heads by week with starters and releases, and their equivalents at full speed.
  private mutating func addHeads(
    _ index: Int
  ) -> (heads: [LinearTerms], productive: [LinearTerms]) {
    let pool = problem.pools[index]
    let limit = limits[index]
    let dynamics = limit.dynamics
    var (heads, productive): ([LinearTerms], [LinearTerms]) = ([], [])
    var starters: [Int?] = []
    for (week, span) in problem.weeks.enumerated() {
      let here = program.addColumn(
        "v", upper: Double(limit.headLimit),
        cost: pool.prices.perPersonWeek[week] * Double(span.days) / 7, isInteger: true)
      people[index][week] = here
      var balance: [(column: Int, coefficient: Double)] = [(here, 1)]
      starters.append(nil)
      if limit.classLimit > 0, dynamics.startWeeks.contains(week) {
        let starting = program.addColumn(
          "n", upper: Double(limit.classLimit), cost: pool.prices.perHire)
        starters[week] = starting
        balance.append((starting, -1))
      }
      if week >= dynamics.noticeWeeks {
        let most = pool.rampLimits?.downPerWeek.map(Double.init) ?? .infinity
        balance.append((program.addColumn("r", upper: most, cost: pool.releaseCost ?? 0), 1))
      }
      var before = 0.0
      if week > 0, let last = people[index][week - 1] {
        balance.append((last, -1))
      } else {
        before = limit.unchanged.payroll[0]
      }
      program.addRow(balance, atLeast: before, atMost: before)
      addStay(index, week, starters)
      heads.append(LinearTerms(terms: [(here, 1)]))
      let able = program.addColumn("p")
      var ability: [(column: Int, coefficient: Double)] = [
        (able, 1), (here, dynamics.replacementLoss[week] - 1),
      ]
      let kept = 1 - dynamics.replacementLoss[week]
      for (start, starting) in starters.enumerated() {
        guard let starting, week - start < dynamics.loss[start].count else { continue }
        ability.append((starting, dynamics.loss[start][week - start] * kept))
      }
      let lost = pool.currentInTraining * dynamics.traineeLoss[week] * kept
      program.addRow(ability, atLeast: -lost, atMost: -lost)
      productive.append(LinearTerms(terms: [(able, 1)]))
    }
    addTrainingPlaces(index, starters: starters)
    return (heads, productive)
  }

  /// Keeps those who started within the notice period.
  private mutating func addStay(_ index: Int, _ week: Int, _ starters: [Int?]) {
    let today = problem.weeks[week].start
    let recent = starters.indices.filter { start in
      start < week && Double(today - problem.weeks[start].start) < problem.pools[index].noticeDays
    }
    let columns = (recent + [week]).compactMap { starters[$0] }
    guard !recent.isEmpty, let here = people[index][week] else { return }
    program.addRow([(here, 1)] + columns.map { ($0, -1) }, atLeast: 0)
  }

  /// Adds what is due once and what is due in each month on contract.
  private mutating func addOnceAndMonthly(_ index: Int, _ heads: [LinearTerms]) {
    let pool = problem.pools[index]
    let most = Double(limits[index].headLimit)
    guard most > 0 else { return }
    var used: Int?
    if pool.prices.setUp > 0, limits[index].unchanged.payroll[0] == 0 {
      let column = program.addColumn("u", upper: 1, cost: pool.prices.setUp, isInteger: true)
      used = column
      for head in heads { program.addRow(head.terms + [(column, -most)], atMost: 0) }
    }
    guard pool.prices.minimumPerMonth > 0 else { return }
    for month in problem.monthShares() {
      let inForce = program.addColumn("m", upper: 1, isInteger: true)
      if let used { program.addRow([(inForce, 1), (used, -1)], atMost: 0) }
      let topUp = program.addColumn("t", cost: 1)
      var pay: [(column: Int, coefficient: Double)] = [
        (topUp, 1), (inForce, -pool.prices.minimumPerMonth * month.share),
      ]
      for (week, share) in month.weeks {
        program.addRow(heads[week].terms + [(inForce, -most)], atMost: 0)
        if let hours = paid[index][week] {
          pay.append((hours, pool.prices.perPaidHour[week] * share))
        }
        for column in assigned[index][week] {
          if let column { pay.append((column, pool.prices.perAssignedHour[week] * share)) }
        }
      }
      program.addRow(pay, atLeast: 0)
    }
  }
}

extension WorkforceProblem {
  /// A calendar month of the horizon.
  struct MonthShare {
    /// Share of the month's days inside the horizon.
    var share: Double
    /// The month's weeks, each with the share of its days that lie in the month.
    var weeks: [(week: Int, share: Double)]
  }

  /// The calendar months that the weeks touch, in order.
  func monthShares() -> [MonthShare] {
    var found: [(first: LocalDate, days: Int, weeks: [(week: Int, share: Double)])] = []
    for (index, week) in weeks.enumerated() {
      for day in 0..<week.days {
        let first = (week.start + day).startOfMonth
        if found.last?.first != first { found.append((first, 0, [])) }
        let last = found.count - 1
        found[last].days += 1
        if found[last].weeks.last?.week != index { found[last].weeks.append((index, 0)) }
        found[last].weeks[found[last].weeks.count - 1].share += 1 / Double(week.days)
      }
    }
    return found.map {
      MonthShare(share: Double($0.days) / Double($0.first.daysInMonth), weeks: $0.weeks)
    }
  }
}
