/// Reads a path as people type it: `queues."prior-auth".steps[0].name`.
///
/// A point or a bracket separates keys. A key with other characters than letters, digits, `_`, `-`
/// and the like may stand in double quotes, after a point or in brackets. A leading `$` is the
/// root, as messages show it.
struct PathReader {
  let text: String
  let file: SourceFile
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var path = JSONPath.root

  init(_ text: String, file: SourceFile) {
    self.text = text
    self.file = file
    scalars = Array(text.unicodeScalars)
  }

  /// The steps with the place of each, and how many bytes of the text they take.
  struct Result {
    var path: JSONPath
    var positions: [Position]
    var length: Int
  }

  /// Reads up to `=` or the end.
  mutating func read() throws(LocatedProblem) -> Result {
    var positions: [Position] = []
    if current == "$", following.map(".[=".unicodeScalars.contains) ?? true { index += 1 }
    let start = index
    while let scalar = current, scalar != "=" {
      guard positions.count < ParseLimits.standard.depth else {
        throw invalid("the path has more than \(ParseLimits.standard.depth) steps")
      }
      positions.append(position)
      if scalar == "[" {
        try readBracket()
      } else {
        if scalar == "." {
          guard index > start || start == 1 else { throw invalid("the path begins with a point") }
          index += 1
          positions[positions.count - 1] = position
        } else if index > start || start == 1 {
          throw invalid("\(LocatedProblem.quoted(String(scalar))) follows without a point")
        }
        try readKey()
      }
    }
    guard !path.components.isEmpty else { throw invalid("there is no path") }
    return Result(path: path, positions: positions, length: position.offset)
  }

  private var current: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private var following: Unicode.Scalar? {
    index + 1 < scalars.count ? scalars[index + 1] : nil
  }

  private var position: Position {
    let offset = scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
    return Position(file: file, column: index + 1, offset: offset)
  }

  private mutating func readKey() throws(LocatedProblem) {
    if current == "\"" { return path.components.append(.key(try readQuoted())) }
    var key = String.UnicodeScalarView()
    while let scalar = current, !".[=".unicodeScalars.contains(scalar) {
      if "]\"'\\".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace
        || scalar.properties.generalCategory == .control
      {
        throw invalid(
          "\(LocatedProblem.quoted(String(scalar))) cannot stand in a key without quotes")
      }
      key.append(scalar)
      index += 1
    }
    guard !key.isEmpty else { throw invalid("there is no key behind the point") }
    path.components.append(.key(String(key)))
  }

  private mutating func readBracket() throws(LocatedProblem) {
    index += 1
    if current == "\"" {
      path.components.append(.key(try readQuoted()))
    } else {
      let start = index
      while let scalar = current, ("0"..."9").contains(scalar) { index += 1 }
      var digits = String.UnicodeScalarView()
      digits.append(contentsOf: scalars[start..<index])
      guard let element = Int(String(digits)) else {
        throw invalid("there is no element number behind \"[\"")
      }
      path.components.append(.index(element))
    }
    guard current == "]" else { throw invalid("there is no closing \"]\" here") }
    index += 1
  }

  /// Reads a key in quotes with JSON's own escapes.
  private mutating func readQuoted() throws(LocatedProblem) -> String {
    let start = index
    index += 1
    while let scalar = current, scalar != "\"" { index += scalar == "\\" ? 2 : 1 }
    guard current != nil else {
      index = start
      throw invalid("the quote that opens here is not closed")
    }
    index += 1
    var literal = String.UnicodeScalarView()
    literal.append(contentsOf: scalars[start..<index])
    let end = index
    index = start
    defer { index = end }
    do {
      let document = try LocatedDocument(parsing: String(literal), file: file.name)
      return document.root.string ?? ""
    } catch {
      let problem = error.problems[0]
      index += problem.column - 1
      throw invalid(problem.problem)
    }
  }

  private func invalid(_ problem: String) -> LocatedProblem {
    LocatedProblem(
      .invalidAssignment, at: position, path: path, problem: problem,
      remedy: "Write a path such as queues.voice.handleTime.mean, "
        + "goals[0].share or queues.\"name with spaces\".kind")
  }
}

extension JSONPath {
  /// Reads a path as people type it: `queues.voice.goals[0].share`, with or without a leading `$.`.
  ///
  /// A key with a point, a bracket, `=`, a quote or a blank stands in double quotes:
  /// `queues."a.b".kind` or `queues["a.b"].kind`; dashes need none.
  ///
  /// - Parameters:
  ///   - text: The path.
  ///   - file: The name to show in messages, for example `--vary`.
  /// - Throws: ``LocatedProblem`` with the place in the text.
  public init(parsing text: String, file: String) throws(LocatedProblem) {
    var reader = PathReader(text, file: SourceFile(file))
    let result = try reader.read()
    guard result.length == text.utf8.count else {
      throw LocatedProblem(
        .invalidAssignment,
        at: Position(file: SourceFile(file), column: result.length + 1, offset: result.length),
        path: result.path, problem: "there is a \"=\" in the path",
        remedy: "Write a key that has one in double quotes")
    }
    self = result.path
  }
}
