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
  /// For prices by the hour, where slower work is paid longer: 1 ÷ ``priceFactor``. Nothing for prices
  /// by the minute handled, contact, case or month, and where no slowness could cost so much.
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
  guard let index = terms.firstIndex(where: { $0.pool == pool }),
    case .assistants(let price) = terms[index].pay, let today = price.price.first, today > 0
  else {
    throw CostingError(
      code: .unknownPool, subject: "pool \"\(pool)\"",
      problem: "it has no assistants' price above 0 to move",
      remedy: "Name a pool that is paid by hour, minute, contact, case or month.")
  }
  func total(_ factor: Double) throws(CostingError) -> Cents {
    var moved = terms
    var other = price
    other.price = price.price.map { $0 * factor }
    moved[index].pay = .assistants(other)
    return try cost(of: plan, through: end, terms: moved, volumes: volumes).totalCents
  }
  guard try total(0) <= target, try total(1000) > target else { return nil }
  var (low, high) = (0.0, 1000.0)
  while high - low > 1e-6 {
    let middle = (low + high) / 2
    if try total(middle) <= target { low = middle } else { high = middle }
  }
  let hourly: [AssistantPrice.Unit] = [.perPaidHour, .perScheduledHour, .perLoggedInHour]
  return BreakEven(
    price: today * low, priceFactor: low,
    productivity: hourly.contains(price.unit) && low > 0 ? 1 / low : nil)
}
