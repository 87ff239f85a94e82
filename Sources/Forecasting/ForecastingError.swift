/// A reason for which a series cannot be forecast, with the place and what to give instead.
public struct ForecastingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of problem, for `catch` and for tests; stable across releases.
  public enum Code: String, Sendable {
    /// Two lists that belong together differ in length.
    case lengthMismatch
    /// A value is negative, infinite or not a number.
    case invalidValue
    /// A file of series cannot be read.
    case invalidFile
    /// The data do not allow what was asked for.
    case notEnoughData
  }
  /// The kind of problem.
  public var code: Code
  /// Where it is: queue and driver, or file, line and column.
  public var location: String
  /// What was found.
  public var problem: String
  /// What to give instead.
  public var remedy: String

  /// Makes an error.
  public init(_ code: Code, at location: String, problem: String, remedy: String) {
    (self.code, self.location) = (code, location)
    (self.problem, self.remedy) = (problem, remedy)
  }

  /// Place, problem and remedy in one line.
  public var description: String { "\(location): \(problem). \(remedy)." }
}
