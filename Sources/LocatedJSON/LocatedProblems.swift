/// All problems of one or more documents, ordered by file and place.
public struct LocatedProblems: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems, ordered by file name, line, column, path and code; never empty.
  public let problems: [LocatedProblem]

  /// Makes a report of problems; equal ones are kept once.
  ///
  /// - Parameter problems: At least one problem, in any order.
  public init(_ problems: [LocatedProblem]) {
    precondition(!problems.isEmpty, "a report of problems needs one")
    var ordered: [LocatedProblem] = []
    for problem in problems.sorted(by: Self.precedes) where problem != ordered.last {
      ordered.append(problem)
    }
    self.problems = ordered
  }

  /// Makes a report of one problem.
  public init(_ problem: LocatedProblem) { self.init([problem]) }

  /// The problems, one per line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  private static func precedes(_ left: LocatedProblem, _ right: LocatedProblem) -> Bool {
    if left.file != right.file { return scalarsPrecede(left.file, right.file) }
    if left.line != right.line { return left.line < right.line }
    if left.column != right.column { return left.column < right.column }
    if left.path != right.path { return scalarsPrecede(left.path, right.path) }
    if left.code != right.code { return left.code.rawValue < right.code.rawValue }
    return left.description < right.description
  }
}

/// Orders text by Unicode scalars, the same on every platform and for every locale.
func scalarsPrecede(_ left: String, _ right: String) -> Bool {
  left.utf8.lexicographicallyPrecedes(right.utf8)
}
