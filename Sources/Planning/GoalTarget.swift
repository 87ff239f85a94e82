import Quantities
import Results
import Scenarios

/// A goal's number and how to read it.
struct GoalTarget {
  var name: String
  var value: Double
  var greaterIsBetter: Bool
  var isShare: Bool

  init(_ goal: GoalSpec) {
    switch goal.measure {
    case .serviceLevel(_, let share, _):
      (name, value, greaterIsBetter, isShare) = ("serviceLevel", share, true, true)
    case .speedOfAnswer(let seconds):
      (name, value, greaterIsBetter, isShare) = ("speedOfAnswer", seconds, false, false)
    case .abandonment(let share):
      (name, value, greaterIsBetter, isShare) = ("abandonment", share, false, true)
    case .deadline(_, _, _, let probability):
      (name, value, greaterIsBetter, isShare) = ("deadline", probability, true, true)
    }
  }

  /// The value of a period in which nothing happened.
  var perfect: Double { greaterIsBetter ? 1 : 0 }

  /// The values that keep the promise.
  var acceptable: ClosedRange<Double> {
    greaterIsBetter ? value...(.infinity) : -.infinity...value
  }

  /// Whether a value keeps the promise.
  func isMet(_ value: Double) -> Bool {
    greaterIsBetter ? value >= self.value : value <= self.value
  }

  /// By how much to raise people after a miss: more for a wider gap, at least 1 %, at most 10 %.
  func raise(from estimate: Results.Estimate) -> Double {
    let gap =
      greaterIsBetter
      ? value - (estimate.mean - estimate.halfWidth)
      : (estimate.mean + estimate.halfWidth - value) / (isShare ? 1 : max(value, 1))
    return min(0.1, max(0.01, gap * (name == "abandonment" ? 2 : 0.6)))
  }

  /// The promise in words, with the days on which it holds.
  func words(_ goal: GoalSpec, kind: QueueSpec.Kind) -> String {
    let from = goal.from.map { ", from \($0) on" } ?? ""
    let until = goal.until.map { ", until \($0)" } ?? ""
    return promise(goal, kind: kind) + from + until
  }

  private func promise(_ goal: GoalSpec, kind: QueueSpec.Kind) -> String {
    let over = goal.over == .interval ? "in every interval" : "over the \(goal.over.rawValue)"
    let contacts = kind == .voice ? "calls" : kind == .chat ? "chats" : "items"
    switch goal.measure {
    case .serviceLevel(let within, let share, let definition):
      let floor = goal.floor.map {
        ", at least \(percent($0.share)) in every \($0.over.rawValue)"
      }
      return "\(percent(share)) of \(contacts) answered within \(Seconds(within)) "
        + "(\(definition.rawValue)), \(over)" + (floor ?? "")
    case .speedOfAnswer(let seconds):
      return "mean wait of answered \(contacts) at most \(Seconds(seconds)), \(over)"
    case .abandonment(let share):
      return "at most \(percent(share)) of \(contacts) abandoned, \(over)"
    case .deadline(let classes, let clock, _, let probability):
      let parts = classes.map { "\(percent($0.share)) within \(Seconds($0.within))" }
      let time = clock == .calendar ? "day and night" : "open hours"
      return "\(percent(probability)) of items in time (\(parts.joined(separator: ", ")); "
        + "clock: \(time)), \(over)"
    }
  }
}

/// A share as a percentage with at most one decimal.
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded() / 10
  return tenths == tenths.rounded() ? "\(Int(tenths)) %" : "\(tenths) %"
}
