import Foundation

/// Finds the fewest agents that meet every goal at once.
///
/// Erlang A, or Erlang C where patience is endless. The search starts at the load plus half its square root,
/// follows the secant of the tightest goal and ends with n that meets and n − 1 that does not.
///
///     let agents = try agentsNeeded(
///       for: [.serviceLevel(.offered, within: 20.0 / 60, share: 0.8)],
///       load: ContactLoad(arrivalRate: 200.0 / 60, serviceRate: 1.0 / 3, abandonmentRate: 0.5))  // 12
///
/// - Parameters:
///   - goals: The goals; without any the answer is 0, or the fewest agents that keep the queue finite.
///   - load: The work in the interval. Without arrivals the answer is 0.
/// - Returns: The exact integer under the model.
/// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` for a rate or target outside its domain;
///   ``QueueingError/unattainable(goal:reason:)`` when handling alone takes longer than a deadline allows.
/// - Complexity: About five evaluations of Erlang A, each O(1).
public func agentsNeeded(for goals: [ServiceGoal], load: ContactLoad) throws(QueueingError) -> Int {
  try load.validate()
  for goal in goals { try goal.validate(for: load) }
  guard load.arrivalRate > 0 else { return 0 }
  for case .deadline(let within, let share) in goals
  where -expm1(-load.serviceRate * within) <= share {
    throw .unattainable(
      goal: "\(ServiceGoal.deadline(within: within, share: share))",
      reason: "handling alone leaves at most \(-expm1(-load.serviceRate * within)) of them in time")
  }
  let judge = GoalJudge(goals: goals)
  let offered = load.offeredLoad
  guard offered < 1e9 else {
    throw .invalid(parameter: "offeredLoad", value: "\(offered)", expected: "under 1e9 erlangs")
  }
  let fewest = load.abandonmentRate > 0 ? 0 : Int(offered.rounded(.down)) + 1
  let start = max(fewest, Int((offered + 0.5 * offered.squareRoot()).rounded()))
  let found = RequirementSearch.fewest(
    from: fewest, startingAt: start, slope: 2 / max(offered, 0.25).squareRoot()
  ) { judge.margin(load: load, agents: Double($0)) }
  guard let found else { throw unattainable(goals) }
  return found
}

/// The error for goals that not even the largest number of people looked for can meet.
func unattainable(_ goals: [ServiceGoal]) -> QueueingError {
  .unattainable(
    goal: goals.map(\.description).joined(separator: " and "),
    reason: "not even \(RequirementSearch.limit) people suffice")
}

/// Judges a number of agents against several goals.
struct GoalJudge {
  let goals: [ServiceGoal]

  /// How far the tightest goal is met: `>= 0` exactly when all are met; smooth and near linear in n.
  @inline(__always)
  func margin(load: ContactLoad, agents: Double) -> Double {
    guard agents > 0 else { return marginWithoutAgents(load) }
    let state = ErlangASteadyState(
      arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
      abandonmentRate: load.abandonmentRate, agents: agents)
    return margin(state: state, occupancy: state.occupancy)
  }

  /// The same for a queue whose steady state is known.
  @inline(__always)
  func margin(state: ErlangASteadyState, occupancy: Double) -> Double {
    var tightest = Double.infinity
    for goal in goals {
      let margin: Double
      switch goal {
      case .serviceLevel(let definition, let within, let share):
        margin = Self.margin(
          of: Self.level(definition, state, state.threshold(within)), atLeast: share)
      case .abandonment(let most): margin = Self.margin(of: state.pAbandon, atMost: most)
      case .occupancy(let most): margin = Self.margin(of: occupancy, atMost: most)
      case .speedOfAnswer(let most): margin = Self.margin(of: state.speedOfAnswer, atMost: most)
      case .deadline(let within, let share):
        let late = sojournTail(
          pWait: state.pWait, spare: -state.drift, serviceRate: state.serviceRate,
          deadline: within)
        margin = Self.margin(of: 1 - late, atLeast: share)
      }
      tightest = min(tightest, margin)
    }
    return tightest
  }

  func marginWithoutAgents(_ load: ContactLoad) -> Double {
    guard load.abandonmentRate > 0 else { return goals.isEmpty ? .infinity : -.infinity }
    var tightest = Double.infinity
    for goal in goals {
      switch goal {
      case .serviceLevel(.withinThreshold, let within, let share):
        let level = -expm1(-load.abandonmentRate * within)
        tightest = min(tightest, Self.margin(of: level, atLeast: share))
      case .occupancy: break
      default: return -.infinity
      }
    }
    return tightest
  }

  /// The service level by one definition.
  @inline(__always)
  static func level(
    _ definition: ServiceLevelDefinition, _ state: ErlangASteadyState,
    _ threshold: ErlangASteadyState.Threshold
  ) -> Double {
    switch definition {
    case .offered: threshold.served
    case .answered: state.pServed > 0 ? min(1, threshold.served / state.pServed) : 0
    case .virtual: threshold.reached
    case .excludingShortAbandons:
      threshold.kept > 0 ? min(1, threshold.served / threshold.kept) : 0
    case .withinThreshold: threshold.settled
    }
  }

  /// What rounding may do to a measure that meets its goal exactly, such as 5.1 erlangs on 6 agents at 85 %.
  private static let rounding = 1e-14

  /// Log odds of the level less those of the goal, with the sign of a comparison that forgives rounding.
  @inline(__always)
  private static func margin(of level: Double, atLeast share: Double) -> Double {
    guard level < 1 else { return .infinity }
    guard level > 0 else { return -.infinity }
    let distance = abs(log(level * (1 - share) / ((1 - level) * share)))
    return level >= share * (1 - rounding) ? distance : -max(distance, .leastNonzeroMagnitude)
  }

  /// Logarithm of the room left, with the sign of a comparison that forgives rounding.
  @inline(__always)
  private static func margin(of value: Double, atMost most: Double) -> Double {
    guard value > 0 else { return .infinity }
    let distance = abs(log(most / value))
    return value <= most * (1 + rounding) ? distance : -max(distance, .leastNonzeroMagnitude)
  }
}
