import Foundation
import RandomStreams
import Scenarios

/// Items that reach each step of a queue: fewer by those who leave before it, later by the waits outside.
///
/// Time in line and in work moves items little beside waits of days, and is left to the simulation.
struct StepFlow {
  /// Share of a queue's items that reach each step.
  let shares: [Double]
  /// The waits outside until each step, as equally likely lengths in seconds, ascending; empty without any.
  let waits: [[Double]]

  /// Lengths that stand for a random wait.
  private static let points = 32

  init(_ queue: QueueSpec) {
    var shares: [Double] = []
    var waits: [[Double]] = []
    var share = 1.0
    var wait: [Double] = []
    for step in queue.steps {
      share *= 1 - step.dropOut
      if let own = step.wait { wait = StepFlow.sum(wait, StepFlow.lengths(own)) }
      shares.append(share)
      waits.append(wait)
    }
    (self.shares, self.waits) = (shares, waits)
  }

  /// The items that reach a step by interval, of items that come to the queue by interval.
  ///
  /// Items come evenly within an interval, so that a wait of a part of one splits them over two.
  func arrivals(_ items: [Double], step: Int, intervalSeconds: Int) -> [Double] {
    guard !waits[step].isEmpty else {
      return shares[step] == 1 ? items : items.map { $0 * shares[step] }
    }
    let each = shares[step] / Double(waits[step].count)
    var weights: [Int: Double] = [:]
    for wait in waits[step] {
      let length = wait / Double(intervalSeconds)
      let whole = Int(min(length, Double(items.count)).rounded(.down))
      weights[whole, default: 0] += each * (1 - (length - Double(whole)))
      weights[whole + 1, default: 0] += each * (length - Double(whole))
    }
    var arrivals = Array(repeating: 0.0, count: items.count)
    for (shift, weight) in weights.sorted(by: { $0.key < $1.key }) where shift < items.count {
      for interval in 0..<(items.count - shift) {
        arrivals[interval + shift] += items[interval] * weight
      }
    }
    return arrivals
  }

  /// The time that all waits outside together do not exceed with a probability; 0 without any.
  func wholeWait(_ probability: Double) -> Double {
    guard let all = waits.last, !all.isEmpty else { return 0 }
    return all[min(all.count - 1, Int(probability * Double(all.count)))]
  }

  /// Equally likely lengths with the right mean; a gamma wait by Wilson and Hilferty's approximation.
  private static func lengths(_ wait: DurationSpec) -> [Double] {
    guard wait.shape != .deterministic, wait.mean > 0 else { return [wait.mean] }
    let found = (0..<points).map { place -> Double in
      let share = (Double(place) + 0.5) / Double(points)
      switch wait.shape {
      case .exponential: return -log1p(-share)
      case .lognormal:
        let variance = log1p(wait.cv * wait.cv)
        return exp(variance.squareRoot() * normalQuantile(share) - variance / 2)
      case .gamma:
        let spread = wait.cv * wait.cv / 9
        let root = 1 - spread + normalQuantile(share) * spread.squareRoot()
        return pow(max(0, root), 3)
      case .deterministic: return 1
      case .empirical: return wait.values[Int(share * Double(wait.values.count))]
      }
    }
    return scaled(found, mean: wait.mean)
  }

  /// Equally likely lengths of the sum of two waits.
  private static func sum(_ one: [Double], _ other: [Double]) -> [Double] {
    guard !one.isEmpty else { return other }
    let all = one.flatMap { first in other.map { first + $0 } }.sorted()
    let count = min(points, all.count)
    let found = (0..<count).map { all[(2 * $0 + 1) * all.count / (2 * count)] }
    return scaled(found, mean: all.reduce(0, +) / Double(all.count))
  }

  private static func scaled(_ lengths: [Double], mean: Double) -> [Double] {
    let own = lengths.reduce(0, +) / Double(lengths.count)
    return own > 0 ? lengths.map { $0 * mean / own } : lengths
  }
}
