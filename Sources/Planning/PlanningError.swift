/// Problems found while a scenario runs, each with its place and what to type instead.
public struct PlanningError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Whether the cause is wrong input or a part that does not exist yet.
  public enum Kind: String, Sendable {
    /// The input is wrong: exit code 1.
    case input
    /// An argument is wrong: exit code 2.
    case usage
    /// The spec asks for something that is not built: exit code 2.
    case notBuilt
  }
  /// The kind of problem.
  public var kind: Kind
  /// The problems, in order.
  public var problems: [String]

  /// Makes an error from its problems; at least one.
  public init(_ problems: [String], kind: Kind = .input) {
    precondition(!problems.isEmpty, "an error without a problem")
    (self.problems, self.kind) = (problems, kind)
  }

  /// Makes an error from one problem.
  public init(_ problem: String, kind: Kind = .input) { self.init([problem], kind: kind) }

  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}
