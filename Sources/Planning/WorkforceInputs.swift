import Quantities
import Results
import Scenarios
import Staffing

/// Turns pools and requirements into the staffing stage's inputs.
struct WorkforceInputs {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let pools: [PoolSpec]

  /// The weeks, units of work and pools for which people are planned.
  func problem(_ requirement: RequirementResult) -> WorkforceProblem {
    let weeks = calendar.weeks.map {
      WorkforceWeek(start: calendar.days[$0.lowerBound].date, days: $0.count)
    }
    let units = requirement.units.map { unit in
      WorkUnit(
        queue: unit.queue, step: unit.step,
        requiredHours: calendar.weeks.map { week in
          let agents = unit.agents[calendar.intervals(ofDays: week)]
          return Double(agents.reduce(0, +)) * calendar.intervalHours
        },
        peakAgents: calendar.weeks.map { week in
          Double(unit.agents[calendar.intervals(ofDays: week)].max() ?? 0)
        })
    }
    return WorkforceProblem(
      weeks: weeks, units: units, pools: pools.map { pool($0, requirement) })
  }

  /// Indices of the units that a pool may work: it has the skill and all that the step requires.
  func eligibleUnits(_ pool: PoolSpec, _ requirement: RequirementResult) -> [Int] {
    units(pool.skills, pool.abilities, requirement)
  }

  /// Indices of the units that a pool may work once it was taught, and not before.
  private func taughtUnits(_ pool: PoolSpec, _ requirement: RequirementResult) -> [Int] {
    guard let training = pool.crossTraining else { return [] }
    let own = eligibleUnits(pool, requirement)
    return units(
      pool.skills + training.queues, pool.abilities + training.has, requirement
    ).filter { !own.contains($0) }
  }

  private func units(
    _ skills: [String], _ abilities: [String], _ requirement: RequirementResult
  ) -> [Int] {
    requirement.units.indices.filter { index in
      let unit = requirement.units[index]
      guard skills.contains(unit.queue),
        let queue = queues.first(where: { $0.name == unit.queue }),
        let step = queue.steps.first(where: { $0.name == unit.step })
      else { return false }
      return step.requires.allSatisfy(abilities.contains)
    }
  }

  private func pool(_ spec: PoolSpec, _ requirement: RequirementResult) -> WorkforcePool {
    let taught = taughtUnits(spec, requirement)
    let eligible = (eligibleUnits(spec, requirement) + taught).sorted()
    var pool = WorkforcePool(
      name: spec.name, isVA: spec.contract == .va, eligibleUnits: eligible,
      hoursPerWeek: spec.hoursPerWeek, shrinkage: spec.shrinkage,
      attritionPerYear: spec.attritionPerYear, currentHeadcount: spec.current.headcount,
      currentInTraining: spec.current.inTraining,
      hiring: spec.hiring.map {
        HiringTerms(
          leadDays: $0.leadDays, trainingDays: $0.trainingDays, classSize: $0.classSize,
          ramp: $0.ramp, trainingPlaces: $0.trainingPlaces)
      },
      maximumHeads: spec.maximumPeople, commitmentHoursPerWeek: spec.commitmentHoursPerWeek,
      noticeDays: spec.noticeDays, prices: prices(spec, eligible.map { requirement.units[$0] }))
    pool.rampLimits = RampLimits(
      upPerWeek: spec.rampLimits.upPerWeek, downPerWeek: spec.rampLimits.downPerWeek)
    pool.lockBand = spec.lockBand
    if let training = spec.crossTraining, !taught.isEmpty {
      pool.crossTraining = CrossTrainingTerms(
        units: taught, trainingDays: training.trainingDays,
        costPerPerson: training.costPerPerson.value(on: calendar.start),
        maximumPeople: training.maximumPeople)
    }
    pool.releaseCost = spec.releasePerPerson?.value(on: calendar.start)
    if let overtime = spec.overtime {
      pool.overtime = OvertimeTerms(
        hoursPerWeek: overtime.hoursPerWeek,
        pricePerHour: calendar.weeks.map {
          spec.overtimePerHour(on: calendar.days[$0.lowerBound].date)
        }, hoursPerYear: overtime.hoursPerYear)
    }
    return pool
  }

  private func prices(_ spec: PoolSpec, _ units: [WorkUnitRequirement]) -> WorkforcePrices {
    let dates = calendar.weeks.map { calendar.days[$0.lowerBound].date }
    let count = dates.count
    let none = Array(repeating: 0.0, count: count)
    let weeksPerYear = 365.25 / 7
    var perPersonWeek = dates.map { date in
      var yearly = spec.technologyPerMonth.value(on: date) * 12
      if let supervision = spec.supervision {
        yearly += supervision.loadedCostPerYear.value(on: date) / supervision.span
      }
      if let seats = spec.seats {
        yearly += seats.perMonth.value(on: date) * 12 / seats.peoplePerSeat
      }
      switch spec.pay {
      case .loaded(let perYear): yearly += perYear.value(on: date)
      case .salary(let perYear, let load): yearly += perYear.value(on: date) * (1 + load)
      case nil: break
      }
      return yearly / weeksPerYear
    }
    var perPaidHour = none
    var perAssignedHour = none
    let hours = units.reduce(0) { $0 + $1.hours }
    let items = units.reduce(0) { $0 + $1.items.reduce(0, +) }
    let handled = units.reduce(0) { $0 + $1.items.reduce(0, +) * $1.handleTimeSeconds / 3600 }
    if let pricing = spec.pricing {
      for (week, date) in dates.enumerated() {
        // Tiers, premiums and credits are left to the bill: the choice of people takes the first price.
        let price =
          pricing.price.value(on: date) * pricing.exchangeRate.value(on: date)
          * (1 + (spec.vendorManagement?.shareOfPay ?? 0))
        switch pricing.unit {
        case .perPaidHour, .perScheduledHour: perPaidHour[week] = price
        case .perLoggedInHour: perPaidHour[week] = price * (1 - spec.shrinkage)
        case .perHandledMinute: perAssignedHour[week] = hours > 0 ? price * 60 * handled / hours : 0
        case .perContact, .perCase: perAssignedHour[week] = hours > 0 ? price * items / hours : 0
        case .perFTEMonth: perPersonWeek[week] += price * 12 / weeksPerYear
        }
      }
    }
    let first = calendar.start
    let exchange = spec.pricing?.exchangeRate.value(on: first) ?? 1
    var perHire =
      spec.hiring.map {
        $0.recruitingPerHire.value(on: first) + $0.trainingPerHire.value(on: first)
      } ?? 0
    if let trainers = spec.trainers, let hiring = spec.hiring {
      perHire +=
        trainers.loadedCostPerYear.value(on: first) / 365.25 * hiring.trainingDays
        / trainers.trainees
    }
    return WorkforcePrices(
      perPersonWeek: perPersonWeek, perPaidHour: perPaidHour, perAssignedHour: perAssignedHour,
      minimumPerMonth: (spec.pricing?.minimumPerMonth.value(on: first) ?? 0) * exchange,
      setUp: (spec.pricing?.setUp ?? 0) * exchange, perHire: perHire)
  }
}
