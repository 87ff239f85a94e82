import Quantities
import Results

/// Where two plans cost the same.
public struct BreakEven: Equatable, Sendable {
  /// Price of the assistants' unit at which the plan costs the target.
  public var price: Double
  /// The same as a multiple of today's price; over 1 while the assistants are cheaper.
  public var priceFactor: Double
  /// Share of the planned speed at which assistants, at today's price, cost the target.
  ///
  /// For prices by time, where slower work is paid longer: 1 ÷ ``priceFactor``. Nothing for prices by
  /// the minute handled, contact or case, and where no slowness could cost so much.
  public var productivity: Double?
}

/// Finds the price of an assistants' pool at which a plan costs a target, all else unchanged.
///
/// The plan stays as it is, so this is the price at which the *same* people cost as much as the
/// target; a plan made anew for that price may cost less. Monthly minimums are kept: below them the
/// price does not matter, and the highest price that still meets the target is returned.
///
/// - Parameters:
///   - target: What the plan may cost: another plan's total.
///   - pool: The assistants' pool whose price moves, by the same factor in every month.
///   - plan: The plan; its weeks begin the horizon.
///   - end: Last day of the horizon, inclusive.
///   - terms: What each pool costs today.
///   - volumes: The work done, for prices that count it.
/// - Returns: The break-even, to a millionth of today's price; nothing when the plan costs more than
///   the target even for nothing, or no more at a thousand times today's price.
/// - Throws: ``CostingError`` when the terms do not fit the plan, or the pool is not assistants with a
///   price over 0 in the first month.
/// - Complexity: About 40 times the cost of pricing the plan.
public func breakEven(
  at target: Cents, movingPriceOf pool: String, of plan: StaffPlan, through end: LocalDate,
  terms: [PoolCostTerms], volumes: WorkVolumes = WorkVolumes([])
) throws(CostingError) -> BreakEven? {
  guard let price = terms.first(where: { $0.pool == pool })?.assistantPrice,
    let today = price.price.first, today > 0
  else {
    throw CostingError(
      code: .unknownPool, subject: "pool \"\(pool)\"",
      problem: "it has no assistants' price above 0 to move",
      remedy: "Name a pool that is paid by hour, minute, contact, case or month.")
  }
  func total(_ factor: Double) throws(CostingError) -> Cents {
    try cost(
      of: plan, through: end, terms: terms.movingPrice(of: pool, by: factor), volumes: volumes
    ).totalCents
  }
  guard try total(0) <= target, try total(1000) > target else { return nil }
  var (low, high) = (0.0, 1000.0)
  while high - low > 1e-6 {
    let middle = (low + high) / 2
    if try total(middle) <= target { low = middle } else { high = middle }
  }
  return BreakEven(
    price: today * low, priceFactor: low,
    productivity: price.unit.isByTime && low > 0 ? 1 / low : nil)
}

extension PoolCostTerms {
  /// The assistants' price; nothing for employees.
  public var assistantPrice: AssistantPrice? {
    if case .assistants(let price) = pay { price } else { nil }
  }
}

extension [PoolCostTerms] {
  /// The same terms with one assistants' pool's prices, tiers and training rate multiplied.
  ///
  /// - Parameters:
  ///   - pool: The pool; without one of that name, or for employees, nothing changes.
  ///   - factor: `>= 0`. Slower work that is paid by the hour is a factor of 1 ÷ speed.
  /// - Returns: The terms in the same order.
  public func movingPrice(of pool: String, by factor: Double) -> [PoolCostTerms] {
    map { terms in
      guard terms.pool == pool, var price = terms.assistantPrice else { return terms }
      var moved = terms
      price.price = price.price.map { $0 * factor }
      price.trainingRate = price.trainingRate?.map { $0 * factor }
      for tier in price.tiers.indices { price.tiers[tier].price *= factor }
      moved.pay = .assistants(price)
      return moved
    }
  }
}
