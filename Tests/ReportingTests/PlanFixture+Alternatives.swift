import Quantities
import Results

extension PlanFixture {
  /// One alternative; the first is run on what is there.
  func alternative(_ name: String, _ index: Int, _ calendar: IntervalCalendar) -> AlternativeResult
  {
    let isPlanned = index > 0
    let isCertified = isPlanned && certifies
    let plan = self.plan(index, calendar)
    let cost = self.cost(index, plan)
    return AlternativeResult(
      name: name, planned: isPlanned, certified: isCertified, costCents: cost.totalCents,
      costRange: isPlanned
        ? CostRange(
          p10: Cents(cost.totalCents.value / 100 * 93), p50: cost.totalCents,
          p90: Cents(cost.totalCents.value / 100 * 109),
          method: "The requirement of each path, at the plan's mean cost of an hour.") : nil,
      requirement: requirement(calendar), plan: plan, proof: proof(index, isCertified, calendar),
      cost: cost)
  }

  private func handleTime(_ queue: Int) -> Double { [390, 520, 660, 240, 900][queue % 5] }

  private func requirement(_ calendar: IntervalCalendar) -> RequirementResult {
    var units: [WorkUnitRequirement] = []
    for (queue, name) in queueNames.enumerated() {
      for step in queue == 2 ? ["intake", "decision"] : [name] {
        units.append(unit(queue, name, step, calendar))
      }
    }
    return RequirementResult(units: units, planningFactor: 1.064, pathsMet: 0.81)
  }

  private func unit(_ queue: Int, _ name: String, _ step: String, _ calendar: IntervalCalendar)
    -> WorkUnitRequirement
  {
    let seconds = step == "decision" ? 420 : handleTime(queue)
    var items: [Double] = []
    var agents: [Int] = []
    for interval in 0..<calendar.intervalCount {
      let day = calendar.days[calendar.dayOfInterval[interval]].date
      let minute = calendar.minutes[interval]
      let open = weekday(day, queue) > 0 && minute >= 480 && minute < 1200
      let rise = 1.4 - Double((minute - 690) * (minute - 690)) / 360_000
      let mean = open ? volume(queue) * season(day) * weekday(day, queue) / 24 * rise : 0
      let load = max(0, mean) * 1.064 * seconds / 1800
      items.append(max(0, mean) * 1.064)
      agents.append(load > 0 ? Int((load + load.squareRoot() * 0.5).rounded(.up)) : 0)
    }
    let isLive = queue < 2
    return WorkUnitRequirement(
      queue: name, step: step,
      method: isLive
        ? "Erlang A, month goal with interval floor" : "deadline staffing, earliest due first",
      items: items, agents: agents, hours: Double(agents.reduce(0, +)) / 2,
      strictHours: isLive ? Double(agents.reduce(0, +)) / 2 * 1.09 : nil,
      handleTimeSeconds: seconds,
      example: isLive
        ? WorkedInterval(
          start: "2027-01-04 10:30", offered: 142.3, intervalSeconds: 1800, handleTimeSeconds: 390,
          patienceSeconds: queue == 0 ? 180 : nil, offeredLoad: 142.3 * 390 / 1800, agents: 33,
          withinSeconds: 30, serviceLevel: 0.834801, serviceLevelWithOneFewer: 0.794771,
          abandonment: 0.053876) : nil)
  }

  private func plan(_ index: Int, _ calendar: IntervalCalendar) -> StaffPlan {
    let weeks = calendar.weeks.map { calendar.days[$0.lowerBound].date }
    let required = requirement(calendar)
    let coverage = required.units.map { unit in
      UnitCoverage(
        queue: unit.queue, step: unit.step,
        requiredHours: calendar.weeks.map { days in
          Double(unit.agents[calendar.intervals(ofDays: days)].reduce(0, +)) / 2
        },
        shortHours: calendar.weeks.enumerated().map { week, _ in
          index == 0 && week > 12 ? 40 : 0
        })
    }
    let pools = poolNames.enumerated().compactMap { pool, name -> PoolPlan? in
      index == 1 && pool == 2 ? nil : self.pool(pool, name, index, weeks, calendar, required)
    }
    return StaffPlan(
      pools: pools, weeks: weeks, coverage: coverage,
      method: index == 0
        ? "Nobody is hired; people leave at the pools' rates."
        : "The cheapest weekly hires and hours that cover the requirement, by an integer program.",
      gap: index == 0 ? nil : 0.0042)
  }

  private func pool(
    _ pool: Int, _ name: String, _ index: Int, _ weeks: [LocalDate], _ calendar: IntervalCalendar,
    _ required: RequirementResult
  ) -> PoolPlan {
    let base = [58.0, 6, 0][pool % 3]
    let share = [[0.98, 1, 0], [1.7, 1.2, 0], [1.25, 1.1, 1.4], [1.2, 1.15, 0.5]][index % 4][
      pool % 3]
    let rows = weeks.map { date -> PoolWeek in
      let rise = index == 0 ? 1 - Double(date - start) / 1100 : (season(date) + 1.2) / 2.3
      let people = pool == 2 ? 60 * share * rise : (base * share * rise)
      let training = index > 0 && date - start > 20 && date - start < 100 ? people * 0.12 : 0
      let days = (0..<7).count {
        $0 + (date - start) <= end - start && (date + $0).weekday.rawValue < 5
          && (date + $0).startOfWeek == date.startOfWeek
      }
      let part = Double(days) / 5
      let hours = (people + training) * (pool == 2 ? 30 : 40) * part
      return PoolWeek(
        headcount: people, inTraining: training, starting: 0, leavers: people * 0.0073,
        productive: people * 0.97, paidHours: hours, scheduledHours: people * 40 * part,
        onPhoneHours: people * (pool == 2 ? 56 : 58) * part, assignedHours: [])
    }
    let hires: [HireDecision] =
      index == 0 || (index == 2 && pool == 0)
      ? []
      : (0..<3).map { wave in
        let decide = start + 8 + 21 * wave + 3 * pool
        return HireDecision(
          decideBy: decide, start: decide + 45, workFrom: decide + 75,
          people: [20, 4, 12][pool % 3])
      }
    let agents = (0..<calendar.intervalCount).map { interval -> Int in
      let total = required.units.reduce(0) { $0 + $1.agents[interval] }
      let part = Double(total) * [0.6, 0.1, 0.36][pool % 3]
      return total == 0 ? 0 : max(1, Int(index == 0 ? part * 0.8 : part.rounded(.up)))
    }
    return PoolPlan(pool: name, isVA: pool == 2, weeks: rows, hires: hires, agents: agents)
  }

  private func proof(_ index: Int, _ certified: Bool, _ calendar: IntervalCalendar) -> ProofResult {
    let months = calendar.months.map { calendar.days[$0.lowerBound].date.monthText }
    let goals = queueNames.enumerated().map { queue, name -> GoalProof in
      let isDeadline = queue == 2 || queue == 4
      let isTime = queue == 3
      let target = isDeadline ? 1 : isTime ? 120 : 0.8
      let periods = months.enumerated().map { month, text -> PeriodProof in
        let dip = index == 0 && month > 2 ? 0.12 * Double(month - 2).squareRoot() : 0
        let lift = !certified && index > 0 && month == 3 && queue == 0 ? -0.06 : 0.02
        let mean = isDeadline ? 1 - dip / 4 : isTime ? 74 + 300 * dip : 0.81 + lift - dip
        let half = isDeadline ? 0.0 : isTime ? 4 : 0.006
        let met = isTime ? mean + half <= target : mean - half >= target
        return PeriodProof(
          period: text, formula: isDeadline ? nil : isTime ? 70 : mean - 0.004,
          simulated: Estimate(mean: mean, halfWidth: half), met: met,
          offered: volume(queue) * 26, failed: volume(queue) * 26 * (isDeadline ? dip / 4 : 0.05))
      }
      let miss = periods.firstIndex { !$0.met }
      return GoalProof(
        queue: name, goal: goalText(queue),
        measure: isDeadline ? "deadline" : isTime ? "speedOfAnswer" : "serviceLevel",
        target: target, greaterIsBetter: !isTime, required: queue != 3, periods: periods,
        met: miss == nil,
        firstFailure: miss.map { calendar.days[calendar.months[$0].lowerBound].date })
    }
    return ProofResult(
      goals: goals, certified: certified, replications: 24, pathRank: 0.8,
      pathShare: index == 0 ? nil : Estimate(mean: 0.83, halfWidth: 0.07),
      pathsSimulated: index == 0 ? 0 : 40,
      occupancy: poolNames.enumerated().map {
        PoolOccupancy(
          pool: $1, occupancy: Estimate(mean: 0.82 - 0.03 * Double($0), halfWidth: 0.004))
      })
  }

  private func cost(_ index: Int, _ plan: StaffPlan) -> CostResult {
    var lines: [CostLine] = []
    let months = Set(plan.weeks.map(\.monthText)).sorted()
    for pool in plan.pools {
      for month in months {
        let hours = zip(plan.weeks, pool.weeks).filter { $0.0.monthText == month }
          .reduce(0) { $0 + $1.1.paidHours }
        let rate = pool.isVA ? 12.5 : pool.pool == "pharmacists" ? 79.33 : 27.31
        let pay = Cents(roundingDollars: hours * rate)
        lines.append(
          CostLine(
            month: month, pool: pool.pool, queue: "", kind: "pay", oneOff: false, cents: pay))
        let trained = pool.hires.filter { $0.start.monthText == month }.reduce(0) { $0 + $1.people }
        if trained > 0 {
          lines.append(
            CostLine(
              month: month, pool: pool.pool, queue: "", kind: "recruiting", oneOff: true,
              cents: Cents(trained * 412_550)))
        }
        lines.append(
          CostLine(
            month: month, pool: pool.pool, queue: "", kind: "supervision", oneOff: false,
            cents: Cents(pay.value / 14)))
      }
    }
    let total = lines.map(\.cents).total()
    var result = CostResult(
      lines: lines, totalCents: total,
      example: lines.first.map { line in
        WorkedCost(
          month: line.month, pool: line.pool, kind: line.kind,
          factors: [
            .init(name: "paid hours", value: line.cents.dollars / 27.31),
            .init(name: "dollars a paid hour", value: 27.31),
          ], cents: line.cents)
      },
      unitCosts: [
        UnitCost(measure: "paid hour", count: 251_240, cents: Cents(2_718)),
        UnitCost(measure: "voice", count: 722_140, cents: Cents(411)),
      ])
    result.items = lines.map { line in
      CostItem(
        line: line, form: .product,
        factors: [
          CostFactor(name: "paid hours", value: line.cents.dollars),
          CostFactor(
            name: "dollars a paid hour",
            price: .init(key: "pricing.perPaidHour", value: 1, use: .whole)),
        ])
    }
    return result
  }
}
