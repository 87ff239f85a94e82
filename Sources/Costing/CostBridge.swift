import Quantities
import Results

/// Why one alternative costs more or less than another: its causes add up to the difference, to the cent.
///
/// Running cost is work × paid hours for an hour of work × what a paid hour costs, where work is items × handle
/// time and the cost of an hour follows from the mix of pools and the price of each. A cause's part is its
/// Shapley value: the mean of what it changes over all orders in which the causes may change, so that no order
/// is preferred and the bridge back is the same with the other sign.
public struct CostBridge: Codable, Equatable, Sendable {
  /// What a difference comes from.
  public enum Cause: String, Codable, Sendable, CaseIterable {
    /// More or fewer items.
    case volume
    /// Longer or shorter work on an item.
    case handleTime
    /// Paid hours for an hour of work: goals, idle time, shrinkage, training.
    case effort
    /// Who is paid for the hours.
    case mix
    /// What a pool's paid hour costs.
    case price
    /// What is paid once or for no hour of people.
    case other
  }
  /// One cause's part of the difference.
  public struct Part: Codable, Equatable, Sendable {
    /// The cause.
    public var cause: Cause
    /// Its part; negative when it makes the second cheaper.
    public var cents: Cents
  }
  /// Cost of the first.
  public var fromCents: Cents
  /// Cost of the second.
  public var toCents: Cents
  /// The causes, in the order of ``Cause``; together exactly the difference.
  public var parts: [Part]

  /// Explains a difference.
  ///
  /// Where one of the two has no work or no paid hours, nothing can be told apart and all of the difference is
  /// ``Cause/other``.
  ///
  /// - Parameters:
  ///   - first: What the bridge leads from.
  ///   - second: What it leads to.
  /// - Complexity: O(2⁵ × (steps + pools)).
  public init(from first: RunFacts.Alternative, to second: RunFacts.Alternative) {
    (fromCents, toCents) = (first.costCents, second.costCents)
    let sides = BridgeSides(first, second)
    let running =
      (second.costCents - second.otherCents).value - (first.costCents - first.otherCents).value
    guard sides.canTell else {
      parts = Cause.allCases.map {
        Part(cause: $0, cents: $0 == .other ? second.costCents - first.costCents : .zero)
      }
      return
    }
    let cents = CostBridge.rounded(sides.shapley(), to: running)
    let others = (second.otherCents - first.otherCents)
    parts = zip(Cause.allCases, cents + [others.value]).map { Part(cause: $0, cents: Cents($1)) }
  }

  /// Whole cents that add up to a total: each rounded down, the rest to the largest fractions.
  static func rounded(_ values: [Double], to total: Int) -> [Int] {
    var whole = values.map { Int($0.rounded(.down)) }
    let order = values.indices.sorted {
      (values[$1] - values[$1].rounded(.down), $0) < (values[$0] - values[$0].rounded(.down), $1)
    }
    var left = total - whole.reduce(0, +)
    var position = 0
    while left != 0 {
      whole[order[position % order.count]] += left.signum()
      left -= left.signum()
      position += 1
    }
    return whole
  }
}

/// The two sides of a bridge with every quantity of both, and the cost of any mixture of them.
private struct BridgeSides {
  /// Items by step, for both sides.
  private var items: [[Double]] = [[], []]
  /// Seconds of handle time by step; a step that one side lacks takes as long as on the other.
  private var seconds: [[Double]] = [[], []]
  /// Paid hours for an hour of work.
  private var effort = [0.0, 0.0]
  /// Share of the paid hours by pool.
  private var mix: [[Double]] = [[], []]
  /// Cents of a paid hour by pool; a pool that one side lacks costs as much as on the other.
  private var price: [[Double]] = [[], []]
  /// Whether both sides have work and people.
  private(set) var canTell = false

  init(_ first: RunFacts.Alternative, _ second: RunFacts.Alternative) {
    let both = [first, second]
    var steps: [(queue: String, step: String)] = []
    for work in both.flatMap(\.work)
    where !steps.contains(where: { $0 == (work.queue, work.step) }) {
      steps.append((work.queue, work.step))
    }
    for step in steps {
      let found = both.map { $0.work.first { ($0.queue, $0.step) == step } }
      let known = found.compactMap { $0?.handleTimeSeconds }
      for side in 0..<2 {
        items[side].append(found[side]?.items ?? 0)
        seconds[side].append(found[side]?.handleTimeSeconds ?? known[0])
      }
    }
    var pools: [String] = []
    for pool in both.flatMap(\.pools) where !pools.contains(pool.pool) { pools.append(pool.pool) }
    let hours = both.map { $0.pools.reduce(0) { $0 + $1.paidHours } }
    for pool in pools {
      let found = both.map { $0.pools.first { $0.pool == pool } }
      let known = found.compactMap { $0.map { Double($0.runningCents.value) / $0.paidHours } }
      for side in 0..<2 {
        mix[side].append(hours[side] > 0 ? (found[side]?.paidHours ?? 0) / hours[side] : 0)
        price[side].append(
          found[side].map { Double($0.runningCents.value) / $0.paidHours } ?? known[0])
      }
    }
    let work = (0..<2).map { side in
      zip(items[side], seconds[side]).reduce(0) { $0 + $1.0 * $1.1 } / 3600
    }
    canTell = work.allSatisfy { $0 > 0 } && hours.allSatisfy { $0 > 0 }
    if canTell { effort = (0..<2).map { hours[$0] / work[$0] } }
  }

  /// Cents when the causes whose bits are set are those of the second side.
  private func cost(_ bits: Int) -> Double {
    func side(_ cause: Int) -> Int { bits >> cause & 1 }
    let work = zip(items[side(0)], seconds[side(1)]).reduce(0) { $0 + $1.0 * $1.1 } / 3600
    let hour = zip(mix[side(3)], price[side(4)]).reduce(0) { $0 + $1.0 * $1.1 }
    return work * effort[side(2)] * hour
  }

  /// Each cause's mean change over all orders.
  func shapley() -> [Double] {
    let count = 5
    let costs = (0..<(1 << count)).map(cost)
    func factorial(_ number: Int) -> Double { (1...max(1, number)).reduce(1.0) { $0 * Double($1) } }
    return (0..<count).map { cause in
      (0..<(1 << count)).reduce(0) { sum, set in
        guard set >> cause & 1 == 0 else { return sum }
        let size = set.nonzeroBitCount
        let weight = factorial(size) * factorial(count - size - 1) / factorial(count)
        return sum + weight * (costs[set | 1 << cause] - costs[set])
      }
    }
  }
}
