import Foundation
import Quantities

/// How many items each cause brings, and after how many days, estimated from counts by day.
///
/// Expected items are a constant plus, for each cause, its events of today and the days before times a rate
/// that depends on the lag. Rates by lag are not below zero; each cause's whole rate and its interval come from
/// weighted least squares without that bound, because the bound would push rates up. Where it fits better,
/// weekdays multiply all of it.
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

  /// Lags that share a rate: first days of each group and the day after the last.
  static let lagGroups = [0, 1, 2, 3, 4, 6, 8, 11, 15]
  /// The longest lag that is looked for, in days.
  public static let longestLag = 14

  /// The effects, in the order of the causes.
  public let effects: [Effect]
  /// Items a day that no cause explains.
  public let constant: Double
  /// Relative items by weekday from Monday, averaging one; empty when weekdays do not matter.
  public let weekdays: [Double]
  /// Variance of items over their expectation; 1 for counts that only vary by chance.
  public let dispersion: Double
  /// Pairs of causes whose rates the data cannot tell apart.
  public let confused: [(first: String, second: String)]

  /// Estimates the rates.
  ///
  /// - Parameters:
  ///   - items: Items by day, `>= 0`; `nil` where nothing was recorded.
  ///   - start: The first day of the items.
  ///   - causes: Causes, each with ``longestLag`` more days than the items.
  ///   - location: The name by which an error tells this estimate from others.
  /// - Throws: ``ForecastingError`` for lists of other lengths and for too few days.
  public init(
    items: [Double?], start: LocalDate, causes: [Cause], location: String = "contacts"
  ) throws(ForecastingError) {
    for cause in causes where cause.events.count != items.count + Self.longestLag {
      throw ForecastingError(
        .lengthMismatch, at: "\(location), cause \(cause.name)",
        problem: "\(cause.events.count) days for \(items.count) of items",
        remedy: "Give \(Self.longestLag) days more")
    }
    let days = items.indices.filter { items[$0] != nil }
    let groups = Self.lagGroups.count - 1
    let size = 1 + causes.count * groups
    guard days.count >= 3 * size else {
      throw ForecastingError(
        .notEnoughData, at: location,
        problem: "\(days.count) days are too few for \(causes.count) causes",
        remedy: "Give at least \(3 * size) days on which claims and contacts overlap")
    }
    let seen = days.map { items[$0] ?? 0 }
    let rows = days.map { day -> [Double] in
      var row = [1.0]
      for cause in causes {
        for group in 0..<groups {
          let lags = Self.lagGroups[group]..<Self.lagGroups[group + 1]
          row.append(lags.reduce(0) { $0 + cause.events[day + Self.longestLag - $1] })
        }
      }
      return row
    }
    let places = days.map { (start + $0).weekday.rawValue }
    let plain = try Self.likeliest(rows, seen, places, hasWeekdays: false, location)
    let weekly = try Self.likeliest(rows, seen, places, hasWeekdays: true, location)
    // Quasi-likelihood: differences are judged in units of the dispersion.
    let spread = Self.dispersion(weekly.means, seen, size + 6)
    let isWeekly = 2 * (weekly.likelihood - plain.likelihood) / spread > 2 * 6
    let chosen = isWeekly ? weekly : plain
    weekdays = isWeekly ? weekly.weekdays : []
    dispersion = Self.dispersion(chosen.means, seen, size)
    let scaled = zip(rows, places).map { row, place in
      isWeekly ? row.map { $0 * weekly.weekdays[place] } : row
    }
    let weights = chosen.means.map { 1 / max($0, 1e-6) }
    let solution = try NormalEquations(scaled, seen, weights).solved(Array(0..<size), location)
    constant = max(0, solution.rates[0])
    var found: [Effect] = []
    var contrasts: [[Double]] = []
    for (place, cause) in causes.enumerated() {
      let first = 1 + place * groups
      var contrast = Array(repeating: 0.0, count: size)
      var rate = 0.0
      for group in 0..<groups {
        let width = Double(Self.lagGroups[group + 1] - Self.lagGroups[group])
        contrast[first + group] = width
        rate += width * solution.rates[first + group]
      }
      contrasts.append(contrast)
      let half = 1.96 * (dispersion * solution.covariance(contrast, contrast)).squareRoot()
      let shares = Self.shares(Array(chosen.rates[first..<(first + groups)]))
      found.append(
        Effect(
          name: cause.name, events: cause.events.reduce(0, +), perEvent: max(0, rate),
          lower95: max(0, rate - half), upper95: max(0, rate + half), lagShares: shares,
          meanLagDays: shares.isEmpty
            ? nil : shares.enumerated().reduce(0.0) { $0 + Double($1.offset) * $1.element }))
    }
    effects = found
    var confused: [(first: String, second: String)] = []
    for first in causes.indices {
      for second in causes.indices where second > first {
        let own = solution.covariance(contrasts[first], contrasts[first])
        let other = solution.covariance(contrasts[second], contrasts[second])
        let both = solution.covariance(contrasts[first], contrasts[second])
        if abs(both) > 0.8 * (own * other).squareRoot() {
          confused.append((causes[first].name, causes[second].name))
        }
      }
    }
    self.confused = confused
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

  /// Rates that are not below zero, with or without weekdays, and the likelihood that they reach.
  ///
  /// Rates and weekdays are found in turn, each by least squares weighted by the expectation of the other's
  /// last round; the rate furthest below zero leaves until none is.
  private static func likeliest(
    _ rows: [[Double]], _ seen: [Double], _ places: [Int], hasWeekdays: Bool, _ location: String
  ) throws(ForecastingError) -> (
    rates: [Double], weekdays: [Double], means: [Double], likelihood: Double
  ) {
    let size = rows[0].count
    let usual = max(1e-6, seen.reduce(0, +) / Double(seen.count))
    var weekdays = Array(repeating: 1.0, count: 7)
    var means = Array(repeating: usual, count: seen.count)
    var rates = Array(repeating: 0.0, count: size)
    for _ in 0..<(hasWeekdays ? 8 : 4) {
      let scaled = zip(rows, places).map { row, place in row.map { $0 * weekdays[place] } }
      let normal = NormalEquations(scaled, seen, means.map { 1 / $0 })
      var kept = Array(0..<size)
      while true {
        let solution = try normal.solved(kept, location).rates
        rates = Array(repeating: 0, count: size)
        for (place, column) in kept.enumerated() { rates[column] = solution[place] }
        guard let worst = kept.min(by: { rates[$0] < rates[$1] }), rates[worst] < 0,
          kept.count > 1
        else { break }
        kept.removeAll { $0 == worst }
      }
      var came = Array(repeating: 0.0, count: 7)
      var due = came
      for (day, row) in rows.enumerated() {
        let mean = zip(row, rates).reduce(0) { $0 + $1.0 * $1.1 }
        came[places[day]] += seen[day]
        due[places[day]] += mean
        means[day] = max(0.02 * usual, mean * weekdays[places[day]])
      }
      guard hasWeekdays else { continue }
      weekdays = (0..<7).map { due[$0] > 0 ? came[$0] / due[$0] : 1 }
      let average = weekdays.reduce(0, +) / 7
      if average > 0 { weekdays = weekdays.map { $0 / average } }
    }
    let likelihood = zip(seen, means).reduce(0) { $0 + $1.0 * log($1.1) - $1.1 }
    return (rates, weekdays, means, likelihood)
  }

  private static func dispersion(_ means: [Double], _ seen: [Double], _ size: Int) -> Double {
    let squares = zip(seen, means).reduce(0) { sum, pair in
      sum + (pair.0 - pair.1) * (pair.0 - pair.1) / max(pair.1, 1e-6)
    }
    return max(1, squares / Double(max(1, seen.count - size)))
  }
}

/// The equations of weighted least squares, for all columns or for some.
private struct NormalEquations {
  /// Rates with the factor of their information.
  struct Solution {
    var rates: [Double]
    var factor: SkylineFactor

    func covariance(_ left: [Double], _ right: [Double]) -> Double {
      zip(factor.solvedForward(left), factor.solvedForward(right)).reduce(0) { $0 + $1.0 * $1.1 }
    }
  }

  private let size: Int
  /// The lower half, row by row at full width.
  private var matrix: [Double]
  private var right: [Double]

  init(_ rows: [[Double]], _ seen: [Double], _ weights: [Double]) {
    size = rows[0].count
    matrix = Array(repeating: 0, count: size * size)
    right = Array(repeating: 0, count: size)
    for (day, row) in rows.enumerated() {
      for column in 0..<size where row[column] != 0 {
        let scaled = weights[day] * row[column]
        right[column] += scaled * seen[day]
        for other in 0...column { matrix[column * size + other] += scaled * row[other] }
      }
    }
  }

  /// Solves for the kept columns, in their order.
  func solved(_ kept: [Int], _ location: String) throws(ForecastingError) -> Solution {
    var part = SkylineMatrix(first: Array(repeating: 0, count: kept.count))
    for (row, column) in kept.enumerated() {
      for (place, other) in kept[...row].enumerated() {
        part[row, place] = matrix[column * size + other]
      }
      // A cause that never varies has no information of its own; a trace of it keeps the matrix regular.
      part[row, row] += 1e-9 * part[row, row] + 1e-12
    }
    guard let factor = part.factored() else {
      throw ForecastingError(
        .notEnoughData, at: location, problem: "the causes always come together",
        remedy: "Give more days, or fewer causes")
    }
    return Solution(rates: factor.solved(kept.map { right[$0] }), factor: factor)
  }
}
