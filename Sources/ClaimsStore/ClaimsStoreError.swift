/// A store that cannot be read or written: which, why, what to do.
public struct ClaimsStoreError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of problem, for `catch` and for tests.
  public enum Code: String, Sendable {
    /// No such file, or no right to read it.
    case unreadable
    /// The file is not a claims store.
    case foreign
    /// The file was written by an older version, whose format is not read any more.
    case older
    /// The file was written by a newer version.
    case newer
    /// The file is shorter or longer than its header says.
    case truncated
    /// A checksum does not match.
    case damaged
    /// The file cannot be written.
    case unwritable
    /// Another process is writing the same store.
    case busy
  }
  /// The kind of problem.
  public var code: Code
  /// The file.
  public var path: String
  /// What was found.
  public var problem: String
  /// What to do.
  public var remedy: String

  /// Makes an error.
  public init(_ code: Code, path: String, problem: String, remedy: String) {
    self.code = code
    self.path = path
    self.problem = problem
    self.remedy = remedy
  }

  /// The message on one line.
  public var description: String { "\(path): \(problem). \(remedy)." }
}
