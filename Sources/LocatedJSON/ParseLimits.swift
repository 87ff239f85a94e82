/// How much a JSON document may ask of its reader.
public struct ParseLimits: Sendable, Equatable {
  /// The most bytes of a document, byte-order mark included.
  public var bytes: Int
  /// The most levels of brackets.
  public var depth: Int
  /// The most problems that are reported before reading stops.
  public var problems: Int

  /// Ten million bytes, 200 levels, 1000 problems.
  public static let standard = ParseLimits()

  /// Makes limits.
  ///
  /// - Parameters:
  ///   - bytes: The most bytes of a document, `>= 0`.
  ///   - depth: The most levels of brackets, `1...1000`, so that no tree overflows the stack.
  ///   - problems: The most problems that are reported, `>= 1`.
  public init(bytes: Int = 10_000_000, depth: Int = 200, problems: Int = 1000) {
    precondition(bytes >= 0, "a document cannot have \(bytes) bytes")
    precondition((1...1000).contains(depth), "the depth limit \(depth) is outside 1...1000")
    precondition(problems >= 1, "the problem limit \(problems) is below 1")
    self.bytes = bytes
    self.depth = depth
    self.problems = problems
  }
}
