import Foundation
import Quantities
import Results

/// Two plans' costs side by side: cash flow by month, payback and present value.
public struct CostComparison: Equatable, Sendable {
  /// One month of both plans.
  public struct Month: Equatable, Sendable {
    /// The month as `2026-10`.
    public var month: String
    /// What the base costs in the month.
    public var base: Cents
    /// What the alternative costs in the month.
    public var alternative: Cents
    /// Base less alternative since the first month.
    public var cumulativeSaving: Cents
    /// Base less alternative.
    public var saving: Cents { base - alternative }
  }
  /// The months that either plan has lines in, in order.
  public var months: [Month]

  /// Puts two costs side by side.
  ///
  /// - Parameters:
  ///   - base: The cost of what one would do otherwise.
  ///   - alternative: The cost of what is considered.
  public init(base: CostResult, alternative: CostResult) {
    let labels = Set(base.lines.map(\.month)).union(alternative.lines.map(\.month)).sorted()
    func total(_ result: CostResult, _ month: String) -> Cents {
      result.lines.filter { $0.month == month }.map(\.cents).total()
    }
    var saved = Cents.zero
    months = labels.map { label in
      let (left, right) = (total(base, label), total(alternative, label))
      saved += left - right
      return Month(month: label, base: left, alternative: right, cumulativeSaving: saved)
    }
  }

  /// Base less alternative over all months.
  public var totalSaving: Cents { months.last?.cumulativeSaving ?? .zero }

  /// The first month from which the alternative has cost no more than the base, and stays so.
  ///
  /// Nothing when it never pays back within the months; the first month when it never costs more.
  public var paybackMonth: String? {
    guard let last = months.last, last.cumulativeSaving >= .zero else { return nil }
    let behind = months.lastIndex { $0.cumulativeSaving < .zero }
    return months[(behind ?? -1) + 1].month
  }

  /// The savings' present value at the beginning of the first month, each paid at its month's end.
  ///
  /// - Parameter rate: Discount rate a year, over -1: 0.08 discounts a year's end by 1/1.08.
  /// - Returns: Σ saving ÷ (1 + rate)^(months ÷ 12), rounded to cents once.
  public func presentValue(discountRatePerYear rate: Double) -> Cents {
    precondition(rate.isFinite && rate > -1, "a discount rate of \(rate)")
    let dollars = months.enumerated().reduce(0.0) { sum, entry in
      sum + entry.element.saving.dollars / pow(1 + rate, Double(entry.offset + 1) / 12)
    }
    return Cents(roundingDollars: dollars)
  }
}

/// How often one plan costs less than another over the same demand paths.
public struct CheaperShare: Equatable, Sendable {
  /// Share of the paths in which the first plan costs less; ties count half.
  public var share: Double
  /// Lower end of the 95 % interval (Wilson's).
  public var lower: Double
  /// Upper end of the 95 % interval (Wilson's).
  public var upper: Double

  /// Compares paths one by one: the same path, the same random numbers.
  ///
  /// - Parameters:
  ///   - first: Dollars of the first plan by path; not empty.
  ///   - second: Dollars of the second plan in the same paths.
  /// - SeeAlso: E. B. Wilson (1927), the score interval.
  public init(of first: [Double], over second: [Double]) {
    precondition(
      first.count == second.count && !first.isEmpty,
      "\(first.count) paths against \(second.count)")
    let paths = Double(first.count)
    let wins = zip(first, second).reduce(0.0) { sum, pair in
      sum + (pair.0 < pair.1 ? 1 : pair.0 == pair.1 ? 0.5 : 0)
    }
    share = wins / paths
    let z = 1.959963984540054
    let center = (share + z * z / (2 * paths)) / (1 + z * z / paths)
    let half =
      z * (share * (1 - share) / paths + z * z / (4 * paths * paths)).squareRoot()
      / (1 + z * z / paths)
    lower = max(0, center - half)
    upper = min(1, center + half)
  }
}
