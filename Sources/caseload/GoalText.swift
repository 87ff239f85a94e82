import Quantities
import Queueing

/// A goal in words, with times in seconds, and as JSON.
struct GoalText: Encodable {
  var goal: String
  var measure: String
  var definition: String?
  var withinSeconds: Double?
  var atLeast: Double?
  var atMost: Double?

  init(_ goal: ServiceGoal) {
    self.goal = Self.sentence(goal)
    switch goal {
    case .serviceLevel(let definition, let within, let share):
      measure = "serviceLevel"
      self.definition = definition.rawValue
      withinSeconds = within
      atLeast = share
    case .speedOfAnswer(let most): (measure, atMost) = ("speedOfAnswer", most)
    case .abandonment(let most): (measure, atMost) = ("abandonment", most)
    case .occupancy(let most): (measure, atMost) = ("occupancy", most)
    case .deadline(let within, let share):
      (measure, withinSeconds, atLeast) = ("deadline", within, share)
    }
  }

  /// The goal as a clause of a sentence.
  static func sentence(_ goal: ServiceGoal) -> String {
    switch goal {
    case .serviceLevel(let definition, let within, let share):
      let what =
        switch definition {
        case .offered: "of all served within"
        case .answered: "of the served within"
        case .virtual: "with an offered wait of at most"
        case .excludingShortAbandons: "served, short abandons left out, within"
        case .withinThreshold: "served or gone within"
        }
      return "\(exact(share)) \(what) \(Seconds(within))"
    case .speedOfAnswer(let most): return "mean answer time at most \(Seconds(most))"
    case .abandonment(let most): return "at most \(exact(most)) hang up"
    case .occupancy(let most): return "occupancy at most \(exact(most))"
    case .deadline(let within, let share):
      return "\(exact(share)) finished within \(Seconds(within))"
    }
  }

  /// What the column of a service level or a deadline is called.
  static func heading(_ goal: ServiceGoal) -> String {
    switch goal {
    case .serviceLevel(.offered, let within, _): "within \(Seconds(within))"
    case .serviceLevel(let definition, let within, _):
      "within \(Seconds(within)) (\(definition.rawValue))"
    case .deadline(let within, _): "done in \(Seconds(within))"
    case .speedOfAnswer: "answer time"
    case .abandonment: "hang up"
    case .occupancy: "occupancy"
    }
  }

  /// A measured value, with one decimal more than its goal has.
  static func value(_ value: Double, for goal: ServiceGoal) -> String {
    switch goal {
    case .speedOfAnswer: return value.isFinite ? fixed(value) + " s" : "no end"
    case .serviceLevel(_, _, let target), .abandonment(let target), .occupancy(let target),
      .deadline(_, let target):
      return fixed(value * 100, decimals(target) + 1) + " %"
    }
  }

  /// A share with the decimals that it was written with.
  private static func exact(_ share: Double) -> String {
    fixed(share * 100, decimals(share)) + " %"
  }

  /// The decimals that a percentage needs, six at most.
  private static func decimals(_ share: Double) -> Int {
    var scale = 100.0
    for count in 0..<6 {
      if abs(share * scale - (share * scale).rounded()) < 1e-7 * scale / 100 { return count }
      scale *= 10
    }
    return 6
  }
}
