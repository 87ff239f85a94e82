import Costing
import Quantities
import Scenarios

/// Turns pools into the cost stage's terms, month by month.
struct CostInputs {
  let calendar: IntervalCalendar

  /// The terms of each pool; a dated price holds in a month from the month's first day on.
  func terms(_ pools: [PoolSpec]) -> [PoolCostTerms] {
    let dates = calendar.months.map { calendar.days[$0.lowerBound].date }
    func monthly(_ value: Dated<Double>) -> [Double] { dates.map { value.value(on: $0) } }
    return pools.map { pool in
      let none = Dated(0.0)
      return PoolCostTerms(
        pool: pool.name, pay: pay(pool, monthly),
        recruitingPerHire: monthly(pool.hiring?.recruitingPerHire ?? none),
        trainingPerHire: monthly(pool.hiring?.trainingPerHire ?? none),
        technologyPerMonth: monthly(pool.technologyPerMonth),
        supervision: pool.supervision.map {
          SupervisionTerms(span: $0.span, loadedCostPerYear: monthly($0.loadedCostPerYear))
        })
    }
  }

  private func pay(_ pool: PoolSpec, _ monthly: (Dated<Double>) -> [Double]) -> PayTerms {
    switch (pool.pay, pool.pricing) {
    case (.loaded(let perYear), _): return .loadedCost(perYear: monthly(perYear))
    case (.salary(let perYear, let load), _):
      return .salary(perYear: monthly(perYear), loadShareOfSalary: load)
    case (nil, let pricing?):
      return .assistants(
        AssistantPrice(
          unit: unit(pricing.unit), price: monthly(pricing.price),
          minimumPerMonth: monthly(pricing.minimumPerMonth),
          setUp: pool.current.headcount > 0 ? 0 : pricing.setUp))
    case (nil, nil):
      preconditionFailure("pool \(pool.name) has neither pay nor pricing")
    }
  }

  private func unit(_ unit: PricingSpec.Unit) -> AssistantPrice.Unit {
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
