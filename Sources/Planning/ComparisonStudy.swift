import Costing
import Quantities
import Results
import Scenarios

/// The alternatives side by side: cash, hours, break-even and how often each is the cheaper one.
struct ComparisonStudy {
  let calendar: IntervalCalendar
  let results: [AlternativeResult]
  let stages: [AlternativeStage]
  /// What each alternative costs in the demand paths; nothing for those without a plan.
  let pathCosts: [PathCosts?]
  let discountRatePerYear: Double

  /// Factors on the price of the two-way map: even steps that pass the factor at which both cost the same,
  /// where there is one.
  static func priceFactors(breakEven: Double?) -> [Double] {
    let far = max(2, 1.1 * min(breakEven ?? 2, 50))
    let steps = [0.2, 0.25, 0.5, 1, 1.5, 2, 2.5, 5, 10]
    let step = steps.first { 1 + 5 * $0 >= far } ?? steps[steps.count - 1]
    return [0.6, 0.8] + (0...5).map { 1 + Double($0) * step }
  }
  /// Shares of the planned speed of the map.
  static let productivities = [1.1, 1, 0.9, 0.8, 0.7, 0.6]

  func comparison() throws -> Comparison? {
    guard let base = results.first else { return nil }
    return Comparison(
      base: base.name, discountRatePerYear: discountRatePerYear,
      alternatives: results.indices.map { compared($0, with: base) },
      breakEvens: try breakEvens(), pairs: pairs, splits: try splits())
  }

  private func compared(_ index: Int, with base: AlternativeResult) -> ComparedAlternative {
    let result = results[index]
    let cash = CostComparison(base: base.cost, alternative: result.cost)
    func total(oneOff: Bool) -> Cents {
      result.cost.lines.filter { $0.oneOff == oneOff }.map(\.cents).total()
    }
    return ComparedAlternative(
      name: result.name, oneOffCents: total(oneOff: true),
      capitalCents: result.cost.lines.filter(\.isCapital).map(\.cents).total(),
      runningCents: total(oneOff: false),
      savingCents: cash.totalSaving,
      presentValueCents: cash.presentValue(discountRatePerYear: discountRatePerYear),
      paybackMonth: cash.paybackMonth,
      months: cash.months.map {
        ComparedMonth(
          month: $0.month, cents: $0.alternative, cumulativeSavingCents: $0.cumulativeSaving)
      },
      hours: hours(index),
      queues: queueCosts(
        result.plan, result.cost.lines,
        clients: Dictionary(
          stages[index].alternative.queues.map { ($0.name, $0.client) },
          uniquingKeysWith: { first, _ in first })))
  }

  private func hours(_ index: Int) -> [PoolHours] {
    let (plan, pools) = (results[index].plan, stages[index].alternative.pools)
    return zip(plan.pools, pools).map { pool, spec in
      func sum(_ value: (PoolWeek) -> Double) -> Double {
        pool.weeks.reduce(0) { $0 + value($1) }
      }
      let onPhone = sum(\.onPhoneHours)
      let busy = results[index].proof.occupancy.first { $0.pool == pool.pool }?.occupancy.mean
      let staffed = Double(pool.agents.reduce(0, +)) * calendar.intervalHours
      let isByWork = spec.pricing.map { !CostInputs.unit($0.unit).isByTime } ?? false
      return PoolHours(
        pool: pool.pool, paid: sum(\.paidHours), scheduled: sum(\.scheduledHours),
        loggedIn: sum { $0.productive > 0 ? $0.onPhoneHours * $0.headcount / $0.productive : 0 },
        onPhone: onPhone, handled: min(onPhone, (busy ?? 0) * staffed),
        idlePaidBy: isByWork ? "the vendor" : "you")
    }
  }

  // MARK: - Break-even

  /// The cheapest certified plan of employees alone.
  private var employeesOnly: AlternativeResult? {
    results.filter { result in
      result.planned && result.certified
        && !result.plan.pools.contains { pool in
          pool.isVA && result.cost.lines.contains { $0.pool == pool.pool && $0.cents != .zero }
        }
    }.min { $0.costCents < $1.costCents }
  }

  private func breakEvens() throws -> [BreakEvenPoint] {
    guard let target = employeesOnly else { return [] }
    var found: [BreakEvenPoint] = []
    for (index, result) in results.enumerated() where result.planned && result.name != target.name {
      for pool in result.plan.pools where pool.isVA {
        guard result.cost.lines.contains(where: { $0.pool == pool.pool && $0.kind == "pay" })
        else { continue }
        if let point = try breakEven(index, pool.pool, target) { found.append(point) }
      }
    }
    return found
  }

  private func breakEven(
    _ index: Int, _ pool: String, _ target: AlternativeResult
  ) throws -> BreakEvenPoint? {
    let (result, stage) = (results[index], stages[index])
    let terms = stage.terms(result.plan, goals: result.proof.goals)
    guard let price = terms.first(where: { $0.pool == pool })?.assistantPrice,
      let today = price.price.first, today > 0
    else { return nil }
    let volumes = stage.work.expected(result.plan)
    func total(_ factor: Double) throws -> Cents {
      try cost(
        of: result.plan, through: calendar.end, terms: terms.movingPrice(of: pool, by: factor),
        volumes: volumes
      ).totalCents
    }
    // Volumes here are expected ones; the simulated bill differs by a constant.
    let shift = result.costCents - (try total(1))
    let point = try Costing.breakEven(
      at: target.costCents - shift, movingPriceOf: pool, of: result.plan, through: calendar.end,
      terms: terms, volumes: volumes)
    let factors = ComparisonStudy.priceFactors(breakEven: point.map { $0.price / today })
    return BreakEvenPoint(
      alternative: result.name, against: target.name, pool: pool, priceToday: today,
      unit: price.unit.rawValue, price: point?.price, productivity: point?.productivity,
      priceFactors: factors,
      productivities: price.unit.isByTime ? ComparisonStudy.productivities : [1],
      savingCents: try (price.unit.isByTime ? ComparisonStudy.productivities : [1]).map { speed in
        try factors.map { factor in
          target.costCents - (try total(factor / speed)) - shift
        }
      })
  }

  // MARK: - Splitting

  /// What it would take to give each pool at a live queue contacts of its own, in the busiest week.
  private func splits() throws -> [SplitLoss] {
    try results.indices.filter { results[$0].planned }.flatMap { index in
      try SplitStudy(calendar: calendar, stage: stages[index], result: results[index]).losses()
    }
  }

  // MARK: - How often

  private var pairs: [ComparedPair] {
    var found: [ComparedPair] = []
    let planned = results.indices.filter { pathCosts[$0] != nil }
    for (place, first) in planned.enumerated() {
      for second in planned[(place + 1)...] {
        guard let left = pathCosts[first]?.dollars, let right = pathCosts[second]?.dollars,
          left.count == right.count, !left.isEmpty
        else { continue }
        let share = CheaperShare(of: left, over: right)
        found.append(
          ComparedPair(
            alternative: results[first].name, against: results[second].name,
            cheaperShare: Estimate(
              mean: share.share, halfWidth: (share.upper - share.lower) / 2)))
      }
    }
    return found
  }
}
