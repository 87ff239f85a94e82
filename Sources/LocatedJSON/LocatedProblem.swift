/// A problem in a JSON document: where it is, what was found, what to write instead.
///
///     let problem = LocatedProblem(
///       .unexpectedCharacter, file: "peak.json", line: 14, column: 32, path: "$.seed",
///       problem: "\"3\" has no unit", remedy: "Write \"3m\"")
///     print(problem)  // peak.json:14:32 $.seed: "3" has no unit. Write "3m".
public struct LocatedProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The kind of problem, for `catch` and for tests; stable across releases.
  ///
  /// Targets that read typed documents add codes of their own in extensions.
  public struct Code: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name of the code.
    public let rawValue: String

    /// Makes a code from its name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The name of the code.
    public var description: String { rawValue }
  }

  /// The kind of problem.
  public let code: Code
  /// The source of the text: a path as the user typed it, or `--set #1`.
  public let file: String
  /// The line, from 1; 0 when the problem belongs to the source as a whole.
  public let line: Int
  /// The column in Unicode scalars, from 1; 0 when the problem belongs to the source as a whole.
  public let column: Int
  /// The JSON path of the value concerned, `$` for the root.
  public let path: String
  /// What was found, as one or more sentences that end in a full stop.
  public let problem: String
  /// What to write instead, as one or more sentences that end in a full stop; may be empty.
  public let remedy: String

  /// Makes a problem; a full stop is added to either text when it has none.
  ///
  /// - Parameters:
  ///   - code: The kind of problem.
  ///   - file: The source of the text.
  ///   - line: The line, `>= 1`, or 0 for the source as a whole.
  ///   - column: The column, `>= 1`, or 0 for the source as a whole.
  ///   - path: The JSON path of the value concerned.
  ///   - problem: What was found.
  ///   - remedy: What to write instead.
  public init(
    _ code: Code, file: String, line: Int, column: Int, path: String, problem: String,
    remedy: String
  ) {
    precondition(line >= 0 && column >= 0, "no place \(line):\(column)")
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.path = path
    self.problem = Self.sentence(problem)
    self.remedy = Self.sentence(remedy)
  }

  /// Makes a problem at a place; a full stop is added to either text when it has none.
  ///
  /// - Parameters:
  ///   - code: The kind of problem.
  ///   - position: The place.
  ///   - path: The JSON path of the value concerned.
  ///   - problem: What was found.
  ///   - remedy: What to write instead.
  public init(
    _ code: Code, at position: Position, path: JSONPath, problem: String, remedy: String
  ) {
    self.init(
      code, file: position.file.name, line: position.line, column: position.column,
      path: path.description, problem: problem, remedy: remedy)
  }

  /// The problem on one line, as in `peak.json:14:32 $.seed: "3" has no unit. Write "3m".`.
  public var description: String {
    let place = line > 0 ? "\(file):\(line):\(column)" : file
    return "\(place) \(path): \(problem)" + (remedy.isEmpty ? "" : " " + remedy)
  }

  private static func sentence(_ text: String) -> String {
    guard let last = text.unicodeScalars.last else { return text }
    return ".?!".unicodeScalars.contains(last) ? text : text + "."
  }
}

extension LocatedProblem {
  /// Quotes text for a message: in double quotes, cut short, with everything that does not print
  /// escaped.
  ///
  /// - Parameters:
  ///   - text: The text as the user wrote it.
  ///   - limit: The most Unicode scalars to show, `>= 1`; the rest becomes `…`.
  /// - Returns: Text that is safe to print on a terminal.
  public static func quoted(_ text: String, limit: Int = 60) -> String {
    "\"" + escaped(text, limit: limit, quotes: true) + "\""
  }

  /// Shows text in a message as it is, cut short, with everything that does not print escaped.
  ///
  /// - Parameters:
  ///   - text: The text as the user wrote it.
  ///   - limit: The most Unicode scalars to show, `>= 1`; the rest becomes `…`.
  /// - Returns: Text that is safe to print on a terminal.
  public static func excerpt(_ text: String, limit: Int = 60) -> String {
    escaped(text, limit: limit, quotes: false)
  }

  private static func escaped(_ text: String, limit: Int, quotes: Bool) -> String {
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == limit { return result + "…" }
      switch scalar {
      case "\"" where quotes: result += "\\\""
      case "\\" where quotes: result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isPrinted(scalar): result.unicodeScalars.append(scalar)
      default:
        for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
          result += "\\u" + hexadecimal(unit)
        }
      }
    }
    return result
  }

  private static func isPrinted(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate,
      .unassigned:
      false
    default: true
    }
  }

  /// Four upper-case hexadecimal digits.
  static func hexadecimal(_ unit: UInt16) -> String {
    let digits = String(unit, radix: 16, uppercase: true)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
