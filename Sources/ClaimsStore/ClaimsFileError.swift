/// The problems of a claims file, all together: where each is, what was found, what to do.
public struct ClaimsFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// One problem.
  public struct Problem: Equatable, Sendable, CustomStringConvertible {
    /// The kind of problem, for `catch` and for tests.
    public enum Code: String, Sendable {
      /// No such file, or no right to read it.
      case unreadable
      /// There is not even a header.
      case empty
      /// The header lacks a required column, or has a column twice or without a name.
      case header
      /// The column map does not fit the file.
      case map
      /// A record has more or fewer fields than the header.
      case fieldCount
      /// Quotes do not follow RFC 4180.
      case quoting
      /// A byte that is not UTF-8, or NUL.
      case encoding
      /// A value is not of its column's type.
      case wrongValue
      /// A number is too large for its column.
      case tooLarge
      /// A required value is blank.
      case missingValue
      /// The file has been imported before.
      case repeated
      /// A database has another table than was asked for, or several.
      case table
      /// A compressed file cannot be unpacked.
      case compression
      /// The file does not go together with what the store has.
      case disagreement
    }
    /// The kind of problem.
    public var code: Code
    /// The file as the user named it.
    public var file: String
    /// The line, from 1, or the row of a database; 0 for the file as a whole.
    public var line: Int
    /// The character within the line, from 1; 0 for the file as a whole and for a database.
    public var column: Int
    /// What was found; never a member identifier.
    public var problem: String
    /// What to do.
    public var remedy: String

    /// The message on one line.
    public var description: String {
      let place =
        line == 0 ? file : column == 0 ? "\(file): row \(line)" : "\(file):\(line):\(column)"
      return "\(place): \(problem). \(remedy)."
    }
  }
  /// The most problems that are kept.
  public static let shown = 20
  /// The first problems, in the order of the file.
  public var problems: [Problem]
  /// How many there are in all.
  public var total: Int

  /// Joins problems.
  ///
  /// - Parameters:
  ///   - problems: In the order of the file; the first ``shown`` are kept.
  ///   - total: How many there are in all; the number of `problems` when `nil`.
  public init(_ problems: [Problem], total: Int? = nil) {
    self.problems = Array(problems.prefix(Self.shown))
    self.total = total ?? problems.count
  }

  /// One message to a line, and how many more there are.
  public var description: String {
    var lines = problems.map(\.description)
    if total > problems.count {
      lines.append(
        "… and \(total - problems.count) more problem\(total - problems.count == 1 ? "" : "s")")
    }
    return lines.joined(separator: "\n")
  }
}
