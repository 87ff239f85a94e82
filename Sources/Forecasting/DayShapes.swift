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
  /// Relative distance of each day's shares from the usual ones, by day and slot.
  private let departures: [[Double]]
  private let last: LocalDate
  /// Days that the shapes were learnt from.
  public let learned: Int
  /// Relative variance of a slot's rate around shape × day, beyond that of counts; 0...1.
  public private(set) var slotVariance: Double
  /// The same by slot, shrunk towards that of all.
  private(set) var slotVariances: [Double]

  /// Learns the shapes from recorded intervals; fails when no day is recorded as a whole.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - intervals: Items by day and slot of the local day; `nil` where nothing was recorded.
  ///   - closed: Whether each day is closed.
  ///   - hasWeek: Whether weekdays differ.
  /// - Complexity: O(days × slots² + slots³).
  public init?(
    start: LocalDate, intervals: [[Double?]], closed: [Bool], hasWeek: Bool = true
  ) {
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
      var own = days.indices.filter { days[$0].weekday == weekday }
      guard !own.isEmpty else { continue }
      if !hasWeek { own = Array(days.indices) }
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
    self.departures = days.map { day in
      let shares = Self.scaled(usual[day.weekday])
      return day.shares.indices.map { slot in
        shares[slot] > 0 ? min(0.5, max(-0.5, day.shares[slot] / shares[slot] - 1)) : 0
      }
    }
    (slotVariance, slotVariances) = (0, [])
    measureSlots(start: start, intervals: intervals, days: days.map(\.index))
  }

  /// Measures how slots vary around shape × day beyond counts, relative to the squared mean.
  private mutating func measureSlots(start: LocalDate, intervals: [[Double?]], days: [Int]) {
    let scaled = usual.map(Self.scaled)
    var squares = Array(repeating: 0.0, count: slots)
    var means = squares
    for day in days {
      let shares = scaled[(start + day).weekday.rawValue]
      let total = intervals[day].reduce(0) { $0 + ($1 ?? 0) }
      for (slot, value) in intervals[day].enumerated() {
        guard let value, shares[slot] > 0 else { continue }
        let expected = total * shares[slot]
        // Beyond four standard deviations a slot says little of the usual ones.
        let spread = (expected + 0.04 * expected * expected).squareRoot()
        let error = min(4 * spread, max(-4 * spread, value - expected))
        squares[slot] += error * error - expected * (1 - shares[slot])
        means[slot] += expected * expected
      }
    }
    let whole = means.reduce(0, +)
    slotVariance = whole > 0 ? min(1, max(0, squares.reduce(0, +) / whole)) : 0
    let pooled = slotVariance
    // As if each slot had also been seen on ten days with the variance of all.
    slotVariances = (0..<slots).map { slot in
      let more = 10 * means[slot] / Double(max(1, days.count))
      guard more > 0 else { return pooled }
      return min(1, max(0.2 * pooled, (squares[slot] + more * pooled) / (means[slot] + more)))
    }
  }

  /// The shares of a day's items by slot.
  ///
  /// - Parameter date: The day.
  /// - Returns: Shares that sum to one; empty for a weekday never seen.
  public func shares(on date: LocalDate) -> [Double] {
    let weekday = date.weekday.rawValue
    guard !usual[weekday].isEmpty else { return [] }
    guard !vectors.isEmpty else { return Self.scaled(usual[weekday]) }
    let shape = Self.scaled(roots(on: date).map { $0 * $0 })
    let plain = Self.scaled(usual[weekday])
    return zip(shape, plain).map { ($0 + $1) / 2 }
  }

  /// Square roots of the shares by the patterns alone, zero where the weekday is closed.
  private func roots(on date: LocalDate) -> [Double] {
    let weekday = date.weekday.rawValue
    var roots = mean
    let ahead = Double(max(1, date - last))
    for (pattern, vector) in vectors.enumerated() {
      let amount = amounts[weekday][pattern] + pow(correlation[pattern], ahead) * carried[pattern]
      for slot in roots.indices { roots[slot] += amount * vector[slot] }
    }
    return roots.indices.map { usual[weekday][$0] > 0 ? max(0, roots[$0]) : 0 }
  }

  /// How the logarithms of a day's shares vary together around those that are usual.
  ///
  /// Measured, and shrunk as if ten days with slots that hardly share anything had been seen as well.
  ///
  /// - Parameter count: The first slots wanted, against all.
  /// - Returns: Covariances by slot and slot, count noise left out.
  /// - Complexity: O(days × slots × count).
  func covariance(first count: Int) -> [[Double]] {
    let days = Double(departures.count)
    return (0..<slots).map { row in
      (0..<count).map { column in
        var sum = 0.0
        for day in departures { sum += day[row] * day[column] }
        guard row == column else { return sum / (days + 10) }
        return max(0.2 * slotVariance, slotVariances[row])
      }
    }
  }

  /// Slots that are hard to believe beside the rest of their day.
  ///
  /// A slot counts when it is more than six standard deviations and half of what the day's middle
  /// total expects away from it. Days with several such slots, slots that were as far a week before or after, and
  /// histories in which they are common show another shape, not outliers.
  ///
  /// - Parameters:
  ///   - start: The first local day.
  ///   - intervals: Items by day and slot.
  ///   - closed: Whether each day is closed.
  /// - Returns: Day, slot and what was expected.
  func unlikely(
    start: LocalDate, intervals: [[Double?]], closed: [Bool]
  ) -> [(day: Int, slot: Int, expected: Double)] {
    var found: [Int: [Int: (error: Double, expected: Double)]] = [:]
    var (count, known) = (0, 0)
    for (day, values) in intervals.enumerated() where !closed[day] {
      let shares = Self.scaled(usual[(start + day).weekday.rawValue])
      guard !shares.isEmpty else { continue }
      let recorded = values.indices.reduce(0) { $0 + (values[$1] == nil ? 0 : shares[$1]) }
      // A part of a day does not say what the whole was.
      guard recorded > 0.8 else { continue }
      let total = Self.middleTotal(values, shares)
      for (slot, value) in values.enumerated() where shares[slot] > 0 && shares[slot] < 0.5 {
        guard let value else { continue }
        known += 1
        let expected = total * shares[slot]
        let error = value - expected
        let spread = (expected + slotVariance * expected * expected).squareRoot()
        guard expected >= 5, abs(error) > 6 * spread, abs(error) > 0.5 * expected else { continue }
        found[day, default: [:]][slot] = (error, expected)
        count += 1
      }
    }
    guard count * 50 <= known else { return [] }
    var unlikely: [(day: Int, slot: Int, expected: Double)] = []
    for day in found.keys.sorted() {
      guard let slots = found[day], slots.count <= max(2, self.slots / 8) else { continue }
      for slot in slots.keys.sorted() {
        guard let own = slots[slot] else { continue }
        let isChange = [day - 7, day + 7].contains { other in
          found[other]?[slot].map { ($0.error > 0) == (own.error > 0) } ?? false
        }
        if !isChange { unlikely.append((day, slot, own.expected)) }
      }
    }
    return unlikely
  }

  /// The total that half of a day's shares lie above and half below: no single slot moves it.
  private static func middleTotal(_ values: [Double?], _ shares: [Double]) -> Double {
    var totals: [(total: Double, share: Double)] = []
    for (slot, value) in values.enumerated() where shares[slot] > 0 {
      if let value { totals.append((value / shares[slot], shares[slot])) }
    }
    totals.sort { $0.total < $1.total }
    let half = totals.reduce(0) { $0 + $1.share } / 2
    var sum = 0.0
    for entry in totals {
      sum += entry.share
      if sum >= half { return entry.total }
    }
    return 0
  }

  private static func scaled(_ shares: [Double]) -> [Double] {
    let total = shares.reduce(0, +)
    return total > 0 ? shares.map { $0 / total } : shares
  }
}
