/// A problem in SQL text: where it is, what was found, what to write instead.
public struct ClaimsQueryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of problem, for `catch` and for tests.
  public enum Code: String, Sendable {
    /// The text does not follow the grammar.
    case syntax
    /// No such column, table or function.
    case unknownName
    /// An operation on types that it does not take.
    case wrongType
    /// Valid in DuckDB, but outside of the subset.
    case unsupported
    /// A result that does not fit its type, or a text that is not a value of the type.
    case outOfRange
    /// A result at member level, without leave.
    case memberLevel
  }
  /// The kind of problem.
  public var code: Code
  /// The line, from 1.
  public var line: Int
  /// The character within the line, from 1.
  public var column: Int
  /// What was found.
  public var problem: String
  /// What to write instead.
  public var remedy: String

  /// Makes an error.
  public init(
    _ code: Code, at position: SourcePosition, _ problem: String, remedy: String
  ) {
    self.code = code
    line = position.line
    column = position.column
    self.problem = problem
    self.remedy = remedy
  }

  /// The message on one line.
  public var description: String { "line \(line), column \(column): \(problem). \(remedy)." }
}
