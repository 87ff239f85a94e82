import Quantities

extension WorkforceProblem {
  /// Everything that is wrong with the problem, in the order of its parts; empty when it can be planned.
  ///
  /// - Complexity: O(weeks × (units + pools)).
  public func problems() -> [StaffingError] {
    var found: [StaffingError] = []
    if weeks.isEmpty || units.isEmpty || pools.isEmpty {
      found.append(
        StaffingError(
          code: .empty, subject: "problem",
          problem: "\(weeks.count) weeks, \(units.count) units of work and \(pools.count) pools",
          remedy: "Give at least one of each."))
    }
    found += weekProblems()
    for unit in units { found += problems(of: unit) }
    for pool in pools { found += problems(of: pool) }
    for (index, unit) in units.enumerated() where unit.requiredHours.contains(where: { $0 > 0 }) {
      if !pools.contains(where: { $0.eligibleUnits.contains(index) }) {
        found.append(
          StaffingError(
            code: .nobodyMayDo, subject: "work \"\(unit.title)\"",
            problem: "no pool may do it",
            remedy: "Give a pool the skill \"\(unit.queue)\" and all that the step requires."))
      }
    }
    return found
  }

  private func weekProblems() -> [StaffingError] {
    var check = DomainCheck(subject: "weeks")
    for (index, week) in weeks.enumerated() {
      check.require(
        (1...7).contains(week.days), "days", "\(week.days)", "1 to 7 days in week \(index + 1)")
      check.require(
        (0...1).contains(week.workShare), "workShare", "\(week.workShare)", "a share of 0 to 1")
      if index > 0 {
        let expected: LocalDate = weeks[index - 1].start + weeks[index - 1].days
        check.require(
          week.start == expected, "start", "\(week.start)", "\(expected), the next day")
      }
    }
    return check.found
  }

  private func problems(of unit: WorkUnit) -> [StaffingError] {
    var check = DomainCheck(subject: "work \"\(unit.title)\"")
    check.series(unit.requiredHours, "requiredHours", weeks.count)
    check.series(unit.peakAgents, "peakAgents", weeks.count)
    return check.found
  }

  private func problems(of pool: WorkforcePool) -> [StaffingError] {
    var check = DomainCheck(subject: "pool \"\(pool.name)\"")
    check.require(
      pool.eligibleUnits.allSatisfy { units.indices.contains($0) }
        && zip(pool.eligibleUnits, pool.eligibleUnits.dropFirst()).allSatisfy { $0 < $1 },
      "eligibleUnits", "\(pool.eligibleUnits)", "ascending indices below \(units.count)")
    check.require(
      pool.hoursPerWeek > 0 && pool.hoursPerWeek <= 168, "hoursPerWeek", "\(pool.hoursPerWeek)",
      "more than 0 and at most 168 hours; 40 is usual")
    check.require(
      (0..<1).contains(pool.shrinkage), "shrinkage", "\(pool.shrinkage)", "a share below 1")
    check.require(
      (0..<52).contains(pool.attritionPerYear), "attritionPerYear", "\(pool.attritionPerYear)",
      "leavers ÷ average headcount a year, such as 0.38; 52 would turn everyone over each week")
    check.amount(pool.currentHeadcount, "current headcount")
    check.amount(pool.currentInTraining, "current in training")
    check.amount(pool.noticeDays, "notice in days")
    check.require(
      pool.commitmentHoursPerWeek >= 0
        && pool.commitmentHoursPerWeek <= max(0, pool.hoursPerWeek),
      "commitment", "\(pool.commitmentHoursPerWeek) h/week",
      "between 0 and hoursPerWeek (\(pool.hoursPerWeek))", code: .contradiction)
    if let heads = pool.maximumHeads {
      check.require(
        Double(heads) >= pool.currentHeadcount + pool.currentInTraining, "maximumHeads", "\(heads)",
        "at least the current people", code: .contradiction)
    }
    if let hiring = pool.hiring { problems(of: hiring, pool, &check) }
    for (name, series) in [
      ("cost of a person-week", pool.prices.perPersonWeek),
      ("price of a paid hour", pool.prices.perPaidHour),
      ("price of an assigned hour", pool.prices.perAssignedHour),
    ] {
      check.series(series, name, weeks.count)
    }
    check.amount(pool.prices.minimumPerMonth, "minimumPerMonth")
    check.amount(pool.prices.setUp, "setUp")
    check.amount(pool.prices.perHire, "cost of a hire")
    if let cost = pool.releaseCost { check.amount(cost, "cost of letting someone go") }
    if let limits = pool.rampLimits {
      for (name, most) in [("up", limits.upPerWeek), ("down", limits.downPerWeek)] {
        check.require(
          most.map { $0 >= 0 } ?? true, "ramp limit \(name)", "\(most ?? 0)",
          "0 or more heads a week")
      }
    }
    check.require(
      pool.lockBand.map { (0...1).contains($0) } ?? true, "lock band", "\(pool.lockBand ?? 0)",
      "a share of 0 to 1")
    if let teaching = pool.crossTraining {
      check.require(
        !pool.isVA && Set(teaching.units).isSubset(of: pool.eligibleUnits), "cross-training",
        "for units \(teaching.units)", "units among the eligible ones of employees",
        code: .contradiction)
      check.amount(teaching.trainingDays, "cross-training in days")
      check.amount(teaching.costPerPerson, "cost of cross-training")
      check.require(
        teaching.maximumPeople.map { $0 >= 0 } ?? true, "people to be taught",
        "\(teaching.maximumPeople ?? 0)", "0 or more people")
    }
    if let overtime = pool.overtime {
      check.require(
        overtime.hoursPerWeek >= 0 && overtime.hoursPerWeek + pool.hoursPerWeek <= 168,
        "overtime", "\(overtime.hoursPerWeek) h/week",
        "hours that fit into the 168 of a week beside hoursPerWeek (\(pool.hoursPerWeek))",
        code: .contradiction)
      check.amount(overtime.hoursPerYear ?? 0, "overtime in hours a year")
      check.series(overtime.pricePerHour, "price of an hour of overtime", weeks.count)
    }
    return check.found
  }

  private func problems(
    of hiring: HiringTerms, _ pool: WorkforcePool, _ check: inout DomainCheck
  ) {
    let horizon = weeks.reduce(0) { $0 + $1.days }
    check.amount(hiring.leadDays, "lead time in days")
    check.amount(hiring.trainingDays, "training in days")
    check.require(
      hiring.trainingDays < Double(horizon), "training", "\(hiring.trainingDays) d",
      "less than the horizon of \(horizon) days, or nobody hired could ever work",
      code: .contradiction)
    check.require(
      hiring.classSize >= 0, "classSize", "\(hiring.classSize)", "0 or more people a week")
    check.require(
      hiring.trainingPlaces.map { $0 >= 0 } ?? true, "training places",
      "\(hiring.trainingPlaces ?? 0)", "0 or more people")
    check.require(
      hiring.ramp.allSatisfy { (0...1).contains($0) }, "ramp", "\(hiring.ramp)",
      "shares of full speed from 0 to 1, one for each four weeks")
    guard pool.isVA, check.found.isEmpty, !weeks.isEmpty else { return }
    let lost = PoolDynamics(pool: pool, weeks: weeks).replacementLoss.max() ?? 0
    check.require(
      lost < 1, "attritionPerYear", "\(pool.attritionPerYear)",
      "less: with this training and ramp, replacements would never come up to speed",
      code: .contradiction)
  }
}

/// Collects the values of one subject that leave their domain.
struct DomainCheck {
  var subject: String
  var found: [StaffingError] = []

  init(subject: String) { self.subject = subject }

  mutating func require(
    _ holds: Bool, _ name: String, _ value: String, _ remedy: String,
    code: StaffingError.Code = .outOfRange
  ) {
    guard !holds else { return }
    found.append(
      StaffingError(
        code: code, subject: subject, problem: "\(name) is \(value)", remedy: "Write \(remedy)."))
  }

  mutating func amount(_ value: Double, _ name: String) {
    require(value.isFinite && value >= 0, name, "\(value)", "a finite number, 0 or more")
  }

  mutating func series(_ values: [Double], _ name: String, _ count: Int) {
    require(
      values.count == count, name, "\(values.count) values", "one for each of the \(count) weeks",
      code: .wrongLength)
    if let bad = values.firstIndex(where: { !$0.isFinite || $0 < 0 }) {
      require(
        false, "\(name) of week \(bad + 1)", "\(values[bad])", "a finite number, 0 or more")
    }
  }
}
