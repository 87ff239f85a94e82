/// A reason why people cannot be planned: what it is about, what is wrong, how to fix it.
public struct StaffingError: Error, Equatable, Sendable {
  /// The kind of problem, stable across releases.
  public enum Code: String, Sendable, CaseIterable {
    /// A value leaves its domain.
    case outOfRange
    /// Two values contradict each other.
    case contradiction
    /// An array does not have one value for each week.
    case wrongLength
    /// Work that no pool may do.
    case nobodyMayDo
    /// Nothing to plan: no weeks, units or pools.
    case empty
    /// The solver gave up on its numbers.
    case solver
  }
  /// The kind of problem.
  public var code: Code
  /// The pool, unit or week, and the value's name: `pool "assistants": hoursPerWeek`.
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

extension StaffingError: CustomStringConvertible {
  /// The error in one line.
  public var description: String { "\(subject): \(problem). \(remedy)" }
}
