/// A problem in a model: the field and what to change.
public struct SimulationError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of problem, for `catch` and for tests.
  public enum Code: String, Sendable {
    /// A number outside its domain.
    case outOfRange
    /// A list whose length does not fit the model.
    case wrongLength
    /// A reference to a queue, pool or step that does not exist.
    case unknownReference
    /// A name that is used twice or is empty.
    case badName
    /// A step that no pool may do.
    case noEligiblePool
    /// The caller ended the run.
    case interrupted
  }

  /// The kind of problem.
  public var code: Code
  /// The path of the field, such as `queues[0].handleTime.mean`.
  public var field: String
  /// What was found.
  public var problem: String
  /// What to give instead.
  public var remedy: String

  /// Makes an error from its parts.
  public init(code: Code, field: String, problem: String, remedy: String) {
    self.code = code
    self.field = field
    self.problem = problem
    self.remedy = remedy
  }

  /// The problem in one line.
  public var description: String { "\(field): \(problem). \(remedy)" }
}
