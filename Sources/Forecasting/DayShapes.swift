import Foundation
import Quantities

/// How a day's items fall over its slots, learnt from recorded intervals.
///
/// Square roots of the shares of each day are written as a mean day plus a few patterns (the leading
/// singular vectors). Each weekday has its usual amounts of the patterns, recent days counting more; the
/// last days' departure from them fades by a lag-one correlation. The shape is averaged with the plain
/// recent mean of the weekday, since their errors differ.
///
/// - SeeAlso: H. Shen and J. Z. Huang, *Interday forecasting and intraday updating of call center
///   arrivals*, Manufacturing & Service Operations Management 10 (2008).
public struct DayShapes: Sendable {
  /// Patterns kept.
  static let patterns = 4
  /// Weight that a day keeps for each day of age.
  static let fading = 0.985

  let slots: Int
  /// Usual share of each slot, by weekday; empty for a weekday never seen.
  private let usual: [[Double]]
  private let mean: [Double]
  private let vectors: [[Double]]
  /// Usual amount of each pattern by weekday.
  private let amounts: [[Double]]
  private let carried: [Double]
  private let correlation: [Double]
  private let last: LocalDate
  /// Days that the shapes were learnt from.
  public let learned: Int
  /// Relative variance of a slot's rate around shape × day, beyond that of counts; 0...1.
  public private(set) var slotVariance: Double

  /// Learns the shapes from recorded intervals; fails when no day is recorded as a whole.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - intervals: Items by day and slot of the local day; `nil` where nothing was recorded.
  ///   - closed: Whether each day is closed.
  /// - Complexity: O(days × slots² + slots³).
  public init?(start: LocalDate, intervals: [[Double?]], closed: [Bool]) {
    let slots = intervals.map(\.count).max() ?? 0
    var open = Array(repeating: Array(repeating: false, count: slots), count: 7)
    for (day, values) in intervals.enumerated() where !(day < closed.count && closed[day]) {
      for (slot, value) in values.enumerated() where value != nil {
        open[(start + day).weekday.rawValue][slot] = true
      }
    }
    var days: [(index: Int, weekday: Int, total: Double, roots: [Double], shares: [Double])] = []
    for (day, values) in intervals.enumerated()
    where values.count == slots && !(day < closed.count && closed[day]) {
      let weekday = (start + day).weekday.rawValue
      let whole = values.indices.allSatisfy { values[$0] != nil || !open[weekday][$0] }
      let total = values.reduce(0) { $0 + ($1 ?? 0) }
      guard whole, total > 0 else { continue }
      // An eighth of an item steadies the root of empty slots on quiet days.
      let shares = values.map { ($0 ?? 0) / total }
      let roots = values.map { $0 == nil ? 0 : (($0 ?? 0) / total + 0.125 / total).squareRoot() }
      days.append((day, weekday, total, roots, shares))
    }
    guard let newest = days.last else { return nil }
    (self.slots, last, learned) = (slots, start + newest.index, days.count)
    let weights = days.map { pow(Self.fading, Double(newest.index - $0.index)) }
    let weight = weights.reduce(0, +)
    var mean = Array(repeating: 0.0, count: slots)
    var pooled = mean
    for (place, day) in days.enumerated() {
      for slot in 0..<slots {
        mean[slot] += weights[place] * day.roots[slot] / weight
        pooled[slot] += weights[place] * day.shares[slot] / weight
      }
    }
    var covariance = Array(repeating: Array(repeating: 0.0, count: slots), count: slots)
    for (place, day) in days.enumerated() {
      let away = zip(day.roots, mean).map { $0 - $1 }
      for row in 0..<slots where away[row] != 0 {
        for column in 0..<slots {
          covariance[row][column] += weights[place] * away[row] * away[column]
        }
      }
    }
    let kept = min(Self.patterns, slots - 1, max(0, days.count / 8))
    let vectors = kept > 0 ? leadingEigenvectors(covariance, count: kept) : []
    let scores = days.map { day in
      vectors.map { vector in
        zip(vector, zip(day.roots, mean)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
      }
    }
    var usual = Array(repeating: [Double](), count: 7)
    var amounts = Array(repeating: Array(repeating: 0.0, count: vectors.count), count: 7)
    for weekday in 0..<7 {
      let own = days.indices.filter { days[$0].weekday == weekday }
      guard !own.isEmpty else { continue }
      let sum = own.reduce(0) { $0 + weights[$1] }
      for pattern in vectors.indices {
        amounts[weekday][pattern] =
          own.reduce(0) { $0 + weights[$1] * scores[$1][pattern] } / sum
      }
      // As if the weekday had also been seen once with the shape of all days, in its own hours.
      usual[weekday] = (0..<slots).map { slot in
        let seen = own.reduce(0) { $0 + weights[$1] * days[$1].shares[slot] }
        return seen > 0 ? (seen + pooled[slot]) / (sum + 1) : 0
      }
    }
    let departures = days.indices.map { place in
      vectors.indices.map { scores[place][$0] - amounts[days[place].weekday][$0] }
    }
    correlation = vectors.indices.map { pattern in
      let squares = departures.reduce(0) { $0 + $1[pattern] * $1[pattern] }
      let products = zip(departures, departures.dropFirst()).reduce(0) {
        $0 + $1.0[pattern] * $1.1[pattern]
      }
      return squares > 0 ? min(0.9, max(0, products / squares)) : 0
    }
    carried = departures.last ?? []
    (self.usual, self.mean, self.vectors, self.amounts) = (usual, mean, vectors, amounts)
    slotVariance = 0
    slotVariance = excessVariance(start: start, intervals: intervals, days: days.map(\.index))
  }

  /// Variance of slots around shape × day beyond that of counts, relative to the squared mean.
  private func excessVariance(
    start: LocalDate, intervals: [[Double?]], days: [Int]
  ) -> Double {
    var (squares, means) = (0.0, 0.0)
    for day in days {
      let shares = Self.scaled(usual[(start + day).weekday.rawValue])
      let total = intervals[day].reduce(0) { $0 + ($1 ?? 0) }
      for (slot, value) in intervals[day].enumerated() {
        guard let value, shares[slot] > 0 else { continue }
        let expected = total * shares[slot]
        let error = value - expected
        // Beyond four standard deviations a slot says little of the usual ones.
        let bound = 16 * (expected + 0.04 * expected * expected)
        squares += min(error * error, bound) - expected * (1 - shares[slot])
        means += expected * expected
      }
    }
    return means > 0 ? min(1, max(0, squares / means)) : 0
  }

  /// The shares of a day's items by slot.
  ///
  /// - Parameter date: The day.
  /// - Returns: Shares that sum to one; empty for a weekday never seen.
  public func shares(on date: LocalDate) -> [Double] {
    let weekday = date.weekday.rawValue
    guard !usual[weekday].isEmpty else { return [] }
    guard !vectors.isEmpty else { return Self.scaled(usual[weekday]) }
    var roots = mean
    let ahead = Double(max(1, date - last))
    for (pattern, vector) in vectors.enumerated() {
      let amount = amounts[weekday][pattern] + pow(correlation[pattern], ahead) * carried[pattern]
      for slot in roots.indices { roots[slot] += amount * vector[slot] }
    }
    let shape = Self.scaled(
      roots.indices.map { usual[weekday][$0] > 0 ? max(0, roots[$0]) * max(0, roots[$0]) : 0 })
    let plain = Self.scaled(usual[weekday])
    return zip(shape, plain).map { ($0 + $1) / 2 }
  }

  private static func scaled(_ shares: [Double]) -> [Double] {
    let total = shares.reduce(0, +)
    return total > 0 ? shares.map { $0 / total } : shares
  }
}
