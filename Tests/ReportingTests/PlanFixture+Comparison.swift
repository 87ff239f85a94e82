import Quantities
import Results

extension PlanFixture {
  /// The fixture over a hundred days with its alternatives side by side and a break-even map.
  static var compared: PlanResult {
    var result = season.result()
    result.comparison = comparison(of: result)
    return result
  }

  /// A comparison of a result's alternatives: round numbers in every part.
  static func comparison(of result: PlanResult) -> Comparison {
    let names = result.alternatives.map(\.name)
    let pools = result.alternatives[0].plan.pools.map(\.pool)
    let queues = result.queues.map(\.name)
    let alternatives = names.map { name in
      ComparedAlternative(
        name: name, oneOffCents: Cents(100_000), runningCents: Cents(90_000_000),
        savingCents: Cents(-5_000_000), presentValueCents: Cents(-4_900_000), paybackMonth: nil,
        months: [
          ComparedMonth(
            month: "2026-10", cents: Cents(90_100_000), cumulativeSavingCents: Cents(-5_000_000))
        ],
        hours: pools.map {
          PoolHours(
            pool: $0, paid: 100, scheduled: 90, loggedIn: 70, onPhone: 60, handled: 40,
            idlePaidBy: "you")
        },
        queues: queues.map {
          QueueCost(queue: $0, client: $0, ownCents: Cents(100), sharedCents: Cents(200))
        })
    }
    let point = BreakEvenPoint(
      alternative: names[names.count - 1], against: names[0], pool: pools[pools.count - 1],
      priceToday: 12.5, unit: "perPaidHour", price: 30, productivity: 0.4,
      priceFactors: [0.6, 1, 2, 3], productivities: [1.1, 1, 0.6],
      savingCents: [[3, 2, 1, -1], [2, 1, 1, -2], [1, 1, -1, -3]].map { row in
        row.map { Cents($0 * 10_000_000) }
      })
    return Comparison(
      base: names[0], discountRatePerYear: 0.08, alternatives: alternatives, breakEvens: [point],
      pairs: [
        ComparedPair(
          alternative: names[names.count - 1], against: names[0],
          cheaperShare: Estimate(mean: 0.9, halfWidth: 0.05))
      ],
      splits: [
        SplitLoss(
          alternative: names[0], queue: queues[0], week: result.horizon.start,
          pools: [SplitShare(pool: pools[0], share: 1)], pooledHours: 100, splitHours: 110)
      ])
  }
}
