/// A reason why a plan cannot be priced: what it is about, what is wrong, how to fix it.
public struct CostingError: Error, Equatable, Sendable {
  /// The kind of problem, stable across releases.
  public enum Code: String, Sendable, CaseIterable {
    /// A pool of the plan has no terms, or terms name no pool of the plan.
    case unknownPool
    /// A price leaves its domain.
    case outOfRange
    /// An array does not have one value for each month.
    case wrongLength
    /// Work is counted for a month that is not in the horizon.
    case unknownMonth
  }
  /// The kind of problem.
  public var code: Code
  /// The pool and the value's name.
  public var subject: String
  /// What was found.
  public var problem: String
  /// What to write instead.
  public var remedy: String
  /// Makes an error.
  public init(code: Code, subject: String, problem: String, remedy: String) {
    (self.code, self.subject) = (code, subject)
    (self.problem, self.remedy) = (problem, remedy)
  }
}

extension CostingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String { "\(subject): \(problem). \(remedy)" }
}
