/// Problems of a notebook: each says where, what and what to type instead.
public struct NotebookError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems, in the order of the file.
  public var problems: [String]

  /// Makes an error of several problems.
  public init(_ problems: [String]) { self.problems = problems }
  /// Makes an error of one problem.
  public init(_ problem: String) { problems = [problem] }

  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}
