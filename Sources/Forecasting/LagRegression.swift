import Foundation
import Quantities

/// How many items each cause brings, and after how many days, estimated from counts by day.
///
/// Expected items are, for each cause, its events of today and the days before times a rate that depends on
/// the lag, plus members times a rate that depends on tenure, or a constant where members are not known.
/// Rates by lag are not below zero; each cause's whole rate and its interval come from weighted least squares
/// without that bound. Where it fits better, weekdays multiply all of it.
public struct LagRegression: Sendable {
  /// A cause with its events by day, beginning `longestLag` days before the items.
  public struct Cause: Sendable {
    /// The cause's name.
    public var name: String
    /// Events by day.
    public var events: [Double]
    /// Makes a cause.
    public init(name: String, events: [Double]) { (self.name, self.events) = (name, events) }
  }

  /// What a cause brings.
  public struct Effect: Sendable {
    /// The cause's name.
    public var name: String
    /// Events seen on the days that were used.
    public var events: Double
    /// Items for one event, over all lags; not below zero.
    public var perEvent: Double
    /// Ends of its 95 % interval, not below zero.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
    /// Share of the items by days after the event, from the same day on; empty when the cause brings none.
    public var lagShares: [Double]
    /// Mean days from event to item; nothing when the cause brings none.
    public var meanLagDays: Double?
  }

  /// What members bring at a tenure.
  public struct TenureEffect: Sendable {
    /// Days since the effective date.
    public var days: Double
    /// Member-days that count at this tenure.
    public var memberDays: Double
    /// Items a member and day; not below zero.
    public var perMemberDay: Double
    /// Multiple of the rate of long-standing members; 0 when they bring none.
    public var multiple: Double
    /// Ends of the multiple's 95 % interval, not below zero; for the last point, those of the rate.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
  }

  /// Lags that share a rate: first days of each group and the day after the last.
  static let lagGroups = [0, 1, 2, 3, 4, 6, 8, 11, 15]
  /// The longest lag that is looked for, in days.
  public static let longestLag = 14

  /// The effects, in the order of the causes.
  public let effects: [Effect]
  /// What members bring, by tenure; empty where members are not known.
  public let tenure: [TenureEffect]
  /// Items a day that no cause explains; 0 where members are known, whose rate then holds them.
  public let constant: Double
  /// Relative items by weekday from Monday, averaging one; empty when weekdays do not matter.
  public let weekdays: [Double]
  /// Variance of items over their expectation; 1 for counts that only vary by chance.
  public let dispersion: Double
  /// Whether the variance grows with the square of the expectation, as of a negative binomial count.
  public let isNegativeBinomial: Bool
  /// Pairs of causes whose rates the data cannot tell apart.
  public let confused: [(first: String, second: String)]

  /// Estimates the rates.
  ///
  /// - Parameters:
  ///   - items: Items by day, `>= 0`; `nil` where nothing was recorded.
  ///   - start: The first day of the items.
  ///   - causes: Causes, each with ``longestLag`` more days than the items.
  ///   - tenure: Members by day and tenure, as long as the items; nothing where members are not known.
  ///   - location: The name by which an error tells this estimate from others.
  /// - Throws: ``ForecastingError`` for lists of other lengths and for too few days.
  public init(
    items: [Double?], start: LocalDate, causes: [Cause], tenure: TenureColumns? = nil,
    location: String = "contacts"
  ) throws(ForecastingError) {
    for cause in causes where cause.events.count != items.count + Self.longestLag {
      throw ForecastingError(
        .lengthMismatch, at: "\(location), cause \(cause.name)",
        problem: "\(cause.events.count) days for \(items.count) of items",
        remedy: "Give \(Self.longestLag) days more")
    }
    let columns = tenure?.members ?? [Array(repeating: 1, count: items.count)]
    if let short = columns.first(where: { $0.count != items.count }) {
      throw ForecastingError(
        .lengthMismatch, at: "\(location), members",
        problem: "\(short.count) days for \(items.count) of items", remedy: "Give one for each day")
    }
    let days = items.indices.filter { items[$0] != nil }
    let groups = Self.lagGroups.count - 1
    let size = columns.count + causes.count * groups
    guard days.count >= 3 * size else {
      throw ForecastingError(
        .notEnoughData, at: location,
        problem: "\(days.count) days are too few for \(causes.count) causes"
          + (tenure == nil ? "" : " and \(columns.count) points of tenure"),
        remedy: "Give at least \(3 * size) days on which claims and contacts overlap")
    }
    let rows = days.map { day -> [Double] in
      var row = columns.map { $0[day] }
      for cause in causes {
        for group in 0..<groups {
          let lags = Self.lagGroups[group]..<Self.lagGroups[group + 1]
          row.append(lags.reduce(0) { $0 + cause.events[day + Self.longestLag - $1] })
        }
      }
      return row
    }
    let fit = try AdditiveRegression(
      rows: rows, seen: days.map { items[$0] ?? 0 }, dates: days.map { start + $0 },
      location: location)
    weekdays = fit.weekdays
    dispersion = fit.dispersion
    isNegativeBinomial = fit.extraVariance > 0
    func unit(_ column: Int) -> [Double] {
      var weights = Array(repeating: 0.0, count: size)
      weights[column] = 1
      return weights
    }
    constant = tenure == nil ? max(0, fit.estimate(unit(0)).value) : 0
    var sums: [(name: String, sum: AdditiveRegression.Sum)] = []
    var found: [Effect] = []
    for (place, cause) in causes.enumerated() {
      let first = columns.count + place * groups
      var weights = Array(repeating: 0.0, count: size)
      for group in 0..<groups {
        weights[first + group] = Double(Self.lagGroups[group + 1] - Self.lagGroups[group])
      }
      let rate = fit.estimate(weights)
      sums.append((cause.name, rate))
      let half = 1.96 * rate.variance.squareRoot()
      let shares = Self.shares(Array(fit.rates[first..<(first + groups)]))
      found.append(
        Effect(
          name: cause.name, events: cause.events.reduce(0, +), perEvent: max(0, rate.value),
          lower95: max(0, rate.value - half), upper95: max(0, rate.value + half), lagShares: shares,
          meanLagDays: shares.isEmpty
            ? nil : shares.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element }))
    }
    effects = found
    var curve: [TenureEffect] = []
    if let tenure {
      let rates = columns.indices.map { fit.estimate(unit($0)) }
      let standing = rates[rates.count - 1]
      for (place, rate) in rates.enumerated() {
        let isLast = place == rates.count - 1
        let multiple = standing.value > 0 ? max(0, rate.value) / standing.value : 0
        // The error of a ratio, to first order.
        let square =
          isLast
          ? rate.variance
          : (rate.variance + multiple * multiple * standing.variance
            - 2 * multiple * fit.covariance(rate, standing)) / (standing.value * standing.value)
        let half = standing.value > 0 || isLast ? 1.96 * max(0, square).squareRoot() : .infinity
        let middle = isLast ? rate.value : rate.value / standing.value
        curve.append(
          TenureEffect(
            days: tenure.points[place], memberDays: days.reduce(0) { $0 + columns[place][$1] },
            perMemberDay: max(0, rate.value), multiple: isLast ? 1 : multiple,
            lower95: max(0, middle - half), upper95: max(0, middle + half)))
        sums.append(
          (isLast ? "long-standing members" : "members \(Int(tenure.points[place])) days in", rate))
      }
    }
    self.tenure = curve
    confused = Self.confused(sums, fit)
  }

  private static func confused(
    _ sums: [(name: String, sum: AdditiveRegression.Sum)], _ fit: AdditiveRegression
  ) -> [(first: String, second: String)] {
    var confused: [(first: String, second: String)] = []
    for first in sums.indices {
      let own = fit.covariance(sums[first].sum, sums[first].sum)
      for second in sums.indices where second > first {
        let other = fit.covariance(sums[second].sum, sums[second].sum)
        let both = fit.covariance(sums[first].sum, sums[second].sum)
        if abs(both) > 0.8 * (own * other).squareRoot() {
          confused.append((sums[first].name, sums[second].name))
        }
      }
    }
    return confused
  }

  /// Share of the items by lag.
  private static func shares(_ rates: [Double]) -> [Double] {
    var shares: [Double] = []
    for (group, rate) in rates.enumerated() {
      shares += Array(repeating: rate, count: lagGroups[group + 1] - lagGroups[group])
    }
    let sum = shares.reduce(0, +)
    return sum > 1e-9 ? shares.map { $0 / sum } : []
  }
}
