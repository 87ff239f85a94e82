/// A reason why a queueing formula has no answer: an argument outside its domain, or a queue that
/// grows for ever.
public enum QueueingError: Error, Equatable, Sendable {
  /// An argument lies outside the domain of the model.
  case invalid(parameter: String, value: String, expected: String)
  /// The offered load is at least the number of servers and nobody gives up, so no steady state exists.
  case unstable(offeredLoad: Double, servers: Double)
  /// No number of people meets the goal.
  case unattainable(goal: String, reason: String)
}

extension QueueingError: CustomStringConvertible {
  /// The problem in one sentence: what was found and what to give instead.
  public var description: String {
    switch self {
    case .invalid(let parameter, let value, let expected):
      "\(parameter) is \(value); give a value that is \(expected)."
    case .unstable(let offeredLoad, let servers):
      "The offered load of \(offeredLoad) erlangs needs more than \(servers) servers: the queue"
        + " would grow for ever. Give more servers than erlangs, or a patience (abandonment rate)."
    case .unattainable(let goal, let reason):
      "No number of people meets \(goal): \(reason)."
    }
  }
}

/// Throws unless `value` is finite and at least 0.
@inline(__always)
func requireNonNegative(
  _ value: Double, _ parameter: @autoclosure () -> String
) throws(QueueingError) {
  guard value >= 0, value < .infinity else {
    throw .invalid(parameter: parameter(), value: "\(value)", expected: "finite and >= 0")
  }
}

/// Throws unless `value` is finite and more than 0.
@inline(__always)
func requirePositive(_ value: Double, _ parameter: String) throws(QueueingError) {
  guard value > 0, value < .infinity else {
    throw .invalid(parameter: parameter, value: "\(value)", expected: "finite and > 0")
  }
}

/// Throws unless the abandonment rate is 0 or large enough for nμ/θ and λ/θ to be numbers.
@inline(__always)
func requirePatience(_ rate: Double, against fastest: Double) throws(QueueingError) {
  try requireNonNegative(rate, "abandonmentRate")
  guard rate == 0 || fastest / rate < 1e18 else {
    throw .invalid(
      parameter: "abandonmentRate", value: "\(rate)",
      expected: "0 (endless patience), or a rate within reach of the others")
  }
}

/// Throws when a model that works state by state would have more than `most` of them.
func requireAtMost(_ value: Double, _ most: Double, _ parameter: String) throws(QueueingError) {
  guard value <= most else {
    throw .invalid(parameter: parameter, value: "\(value)", expected: "at most \(most)")
  }
}

/// Throws unless `value` lies strictly between 0 and 1, or at 0 where a share may be 0.
func requireShare(_ value: Double, _ parameter: String) throws(QueueingError) {
  guard value > 0, value < 1 else {
    throw .invalid(parameter: parameter, value: "\(value)", expected: "more than 0 and less than 1")
  }
}
