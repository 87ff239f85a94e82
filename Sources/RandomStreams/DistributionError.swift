/// A parameter of a distribution that lies outside its domain.
public enum DistributionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The named parameter has a value that the distribution cannot take.
  case invalid(parameter: String, value: String, expected: String)

  /// The problem in one sentence: the parameter, what was found and what is expected.
  public var description: String {
    switch self {
    case .invalid(let parameter, let value, let expected):
      "\(parameter) is \(value); expected \(expected)"
    }
  }
}
