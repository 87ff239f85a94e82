import Costing
import Quantities
import Results
import Scenarios

/// A comparison at other prices: money anew, hours and the like as they were.
struct RepricedComparison {
  let calendar: IntervalCalendar
  let stages: [RepricedStage]
  let results: [AlternativeResult]
  let discountRatePerYear: Double

  /// The comparison with the money of the new prices; how often one is cheaper would need new plans.
  func comparison(_ earlier: Comparison) throws -> Comparison {
    var comparison = earlier
    comparison.discountRatePerYear = discountRatePerYear
    comparison.pairs = []
    for place in comparison.alternatives.indices {
      guard let index = index(of: comparison.alternatives[place].name) else { continue }
      reprice(&comparison.alternatives[place], index)
    }
    comparison.breakEvens = try earlier.breakEvens.compactMap(reprice)
    return comparison
  }

  private func index(of name: String) -> Int? { results.firstIndex { $0.name == name } }

  private func reprice(_ compared: inout ComparedAlternative, _ index: Int) {
    let (cost, base) = (results[index].cost, results[0].cost)
    let cash = CostComparison(base: base, alternative: cost)
    compared.oneOffCents = cost.lines.filter(\.oneOff).map(\.cents).total()
    compared.runningCents = cost.totalCents - compared.oneOffCents
    compared.savingCents = cash.totalSaving
    compared.presentValueCents = cash.presentValue(discountRatePerYear: discountRatePerYear)
    compared.paybackMonth = cash.paybackMonth
    compared.months = cash.months.map {
      ComparedMonth(
        month: $0.month, cents: $0.alternative, cumulativeSavingCents: $0.cumulativeSaving)
    }
    compared.queues = queueCosts(
      results[index].plan, cost.lines,
      clients: Dictionary(
        stages[index].alternative.queues.map { ($0.name, $0.client) },
        uniquingKeysWith: { first, _ in first }))
  }

  private func reprice(_ earlier: BreakEvenPoint) throws -> BreakEvenPoint? {
    guard let index = index(of: earlier.alternative), let other = self.index(of: earlier.against)
    else { return nil }
    let (result, target) = (results[index], results[other].costCents)
    let terms = stages[index].terms(result.plan, goals: result.proof.goals)
    guard let price = terms.first(where: { $0.pool == earlier.pool })?.assistantPrice,
      let today = price.price.first, today > 0
    else { return nil }
    let volumes = WorkVolumes(result.cost.volumes)
    func total(_ factor: Double) throws -> Cents {
      try cost(
        of: result.plan, through: calendar.end,
        terms: terms.movingPrice(of: earlier.pool, by: factor), volumes: volumes
      ).totalCents
    }
    // What takes work off people costs the same at any price of theirs.
    let shift = result.costCents - (try total(1))
    let point = try breakEven(
      at: target - shift, movingPriceOf: earlier.pool, of: result.plan, through: calendar.end,
      terms: terms, volumes: volumes)
    var repriced = earlier
    (repriced.priceToday, repriced.unit) = (today, price.unit.rawValue)
    (repriced.price, repriced.productivity) = (point?.price, point?.productivity)
    repriced.savingCents = try earlier.productivities.map { speed in
      try earlier.priceFactors.map { target - (try total($0 / speed)) - shift }
    }
    return repriced
  }
}
