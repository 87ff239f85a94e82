/// One promise about service that a number of people either keeps or does not.
///
/// Times are in the time unit of the load's rates.
public enum ServiceGoal: Sendable, Equatable {
  /// At least `share` of contacts within `within`, counted by `definition`; share in 0..<1.
  case serviceLevel(ServiceLevelDefinition, within: Double, share: Double)
  /// Mean wait of the answered at most this, `> 0`.
  case speedOfAnswer(atMost: Double)
  /// Share of all contacts that hang up at most this, in 0..<1.
  case abandonment(atMost: Double)
  /// Busy time ÷ staffed time at most this, in 0...1.
  case occupancy(atMost: Double)
  /// At least `share` of items finished (wait and handling) within `within`; needs endless patience.
  case deadline(within: Double, share: Double)

  /// Throws ``QueueingError/invalid(parameter:value:expected:)`` for a target that cannot be asked for.
  func validate(for load: ContactLoad) throws(QueueingError) {
    switch self {
    case .serviceLevel(_, let within, let share):
      try requireNonNegative(within, "within")
      try requireShare(share, "share")
    case .speedOfAnswer(let most): try requirePositive(most, "speedOfAnswer")
    case .abandonment(let most): try requireShare(most, "abandonment")
    case .occupancy(let most):
      guard most > 0, most <= 1 else {
        throw .invalid(
          parameter: "occupancy", value: "\(most)", expected: "more than 0 and at most 1")
      }
    case .deadline(let within, let share):
      try requirePositive(within, "within")
      try requireShare(share, "share")
      guard load.abandonmentRate == 0 else {
        throw .invalid(
          parameter: "abandonmentRate", value: "\(load.abandonmentRate)",
          expected: "0, because a deadline goal is about work that waits until it is done")
      }
    }
  }
}

extension ServiceGoal: CustomStringConvertible {
  /// The goal as a planner would say it, with times in the unit of the rates.
  public var description: String {
    switch self {
    case .serviceLevel(let definition, let within, let share):
      "service level (\(definition.rawValue)) of \(share) within \(within)"
    case .speedOfAnswer(let most): "a mean speed of answer of at most \(most)"
    case .abandonment(let most): "an abandonment of at most \(most)"
    case .occupancy(let most): "an occupancy of at most \(most)"
    case .deadline(let within, let share): "a share of \(share) finished within \(within)"
    }
  }
}
