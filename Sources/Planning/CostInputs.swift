import Costing
import Quantities
import Results
import Scenarios

/// Turns pools into the cost stage's terms, month by month.
struct CostInputs {
  let calendar: IntervalCalendar

  /// The terms of each pool; a dated price holds in a month from the month's first day on.
  ///
  /// - Parameters:
  ///   - pools: The pools, in the order of the plan.
  ///   - plan: The plan with its roster, which says how much of the work falls on holidays.
  ///   - goals: What the proof says of the goals; nothing when none was made, and no credit is due.
  /// - Returns: One for each pool, in their order.
  func terms(_ pools: [PoolSpec], plan: StaffPlan, goals: [GoalProof] = []) -> [PoolCostTerms] {
    pools.enumerated().map { index, pool in
      let none = Dated(0.0)
      var pay: PayTerms
      switch (pool.pay, pool.pricing) {
      case (.loaded(let perYear), _): pay = .loadedCost(perYear: monthly(perYear))
      case (.salary(let perYear, let load), _):
        pay = .salary(perYear: monthly(perYear), loadShareOfSalary: load)
      case (nil, let pricing?):
        var price = price(pricing, hasBegun: pool.current.headcount > 0)
        if pricing.holidayPremium > 0 {
          price.holidayShare = holidayShare(plan.pools[index].agents)
        }
        price.creditShare = months.map { month in
          missed(month, pool, goals) ? pricing.creditShare : 0
        }
        pay = .assistants(price)
      case (nil, nil): preconditionFailure("pool \(pool.name) has neither pay nor pricing")
      }
      var terms = PoolCostTerms(
        pool: pool.name, pay: pay,
        recruitingPerHire: monthly(pool.hiring?.recruitingPerHire ?? none),
        trainingPerHire: monthly(pool.hiring?.trainingPerHire ?? none),
        technologyPerMonth: monthly(pool.technologyPerMonth),
        supervision: pool.supervision.map {
          SupervisionTerms(span: $0.span, loadedCostPerYear: monthly($0.loadedCostPerYear))
        })
      if pool.isPaidByHour { terms.wageHoursPerYear = pool.hoursPerWeek * 52 }
      terms.extras = extras(pool)
      terms.releasePerPerson = pool.releasePerPerson.map(monthly)
      if pool.overtime != nil {
        terms.overtimePerHour = months.map { pool.overtimePerHour(on: $0) }
      }
      return terms
    }
  }

  /// What a pool's people cost beside their pay.
  private func extras(_ pool: PoolSpec) -> [ExtraTerms] {
    var found: [ExtraTerms] = []
    func add(
      _ kind: String, _ driver: ExtraTerms.Driver, _ each: Double, _ name: String,
      _ price: [Double], isCapital: Bool = false, key: String, use: CostFactor.Use = .whole
    ) {
      found.append(
        ExtraTerms(
          kind: kind, driver: driver, each: each, eachName: name, price: price,
          isCapital: isCapital, key: key, use: use))
    }
    if let trainers = pool.trainers {
      add(
        "trainers", .trainees, 1 / trainers.trainees, "trainers a trainee",
        monthly(trainers.loadedCostPerYear), key: "trainers.loadedCostPerYear", use: .monthly)
    }
    if let training = pool.crossTraining {
      add(
        "crossTraining", .taught, 1, "courses a person", monthly(training.costPerPerson),
        key: "crossTraining.costPerPerson")
    }
    if let quality = pool.quality {
      add(
        "quality", .items, quality.share * quality.hours, "hours of review an item",
        monthly(quality.perHour), key: "quality.perHour")
    }
    if let seats = pool.seats {
      let share = 1 / seats.peoplePerSeat
      add(
        "seats", .people, share, "seats a person", monthly(seats.perMonth), key: "seats.perMonth")
      add(
        "newSeats", .newPeople(beyond: seats.now * seats.peoplePerSeat), share, "seats a person",
        monthly(seats.each), isCapital: true, key: "seats.each")
    }
    if let manager = pool.vendorManagement {
      add(
        "vendorManagement", .months, 1, "months", monthly(manager.perMonth),
        key: "vendorManagement.perMonth")
      add(
        "vendorShare", .invoice, manager.shareOfPay, "share of the invoice",
        months.map { _ in 1 }, key: "vendorManagement.shareOfPay")
    }
    return found
  }

  /// First day of each month inside the horizon.
  private var months: [LocalDate] {
    calendar.months.map { calendar.days[$0.lowerBound].date }
  }

  private func monthly(_ value: Dated<Double>) -> [Double] {
    months.map { value.value(on: $0) }
  }

  /// The price in dollars: what is written in another currency is exchanged at each month's rate.
  private func price(_ pricing: PricingSpec, hasBegun: Bool) -> AssistantPrice {
    let rates = monthly(pricing.exchangeRate)
    func dollars(_ value: Dated<Double>) -> [Double] {
      zip(monthly(value), rates).map { $0 * $1 }
    }
    let first = rates.first ?? 1
    return AssistantPrice(
      unit: CostInputs.unit(pricing.unit), price: dollars(pricing.price),
      minimumPerMonth: dollars(pricing.minimumPerMonth),
      setUp: hasBegun ? 0 : pricing.setUp * first,
      tiers: pricing.tiers.map { PriceTier(above: $0.above, price: $0.price * first) },
      trainingRate: pricing.trainingRate.map(dollars), holidayPremium: pricing.holidayPremium)
  }

  /// Share of the people at work by month who work on a holiday.
  private func holidayShare(_ agents: [Int]) -> [Double] {
    calendar.months.map { days in
      var (all, holiday) = (0, 0)
      for day in days {
        let people = agents[calendar.days[day].intervals].reduce(0, +)
        all += people
        if calendar.days[day].holiday != nil { holiday += people }
      }
      return all > 0 ? Double(holiday) / Double(all) : 0
    }
  }

  /// Whether the simulated month misses a required goal of a queue that the pool works.
  private func missed(_ month: LocalDate, _ pool: PoolSpec, _ goals: [GoalProof]) -> Bool {
    goals.contains { goal in
      goal.required && pool.skills.contains(goal.queue)
        && goal.periods.contains { period in
          let value = period.simulated.mean
          return period.period == month.monthText
            && (goal.greaterIsBetter ? value < goal.target : value > goal.target)
        }
    }
  }

  /// What is counted, in the cost stage's terms.
  static func unit(_ unit: PricingSpec.Unit) -> AssistantPrice.Unit {
    switch unit {
    case .perPaidHour: .perPaidHour
    case .perScheduledHour: .perScheduledHour
    case .perLoggedInHour: .perLoggedInHour
    case .perHandledMinute: .perHandledMinute
    case .perContact: .perContact
    case .perCase: .perCase
    case .perFTEMonth: .perFTEMonth
    }
  }
}
