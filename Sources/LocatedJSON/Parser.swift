/// Thrown once reading cannot go on; the reasons are in ``Parser/problems``.
struct Stop: Error {}

/// A place in the bytes together with what its column is counted from.
struct Cursor {
  var index = 0
  var line = 1
  /// The first byte of the line.
  var lineStart = 0
  /// How many bytes of the line so far begin no scalar.
  var continuations = 0
}

/// Reads one JSON text; the structure is here, the kinds of tokens in extensions.
struct Parser {
  let bytes: [UInt8]
  let file: SourceFile
  let limits: ParseLimits
  /// The next byte to read.
  var cursor = Cursor()
  /// Behind the last token.
  var tokenEnd = Cursor()
  /// The value being read.
  var path = JSONPath.root
  var problems: [LocatedProblem] = []

  init(bytes: [UInt8], file: SourceFile, limits: ParseLimits) {
    self.bytes = bytes
    self.file = file
    self.limits = limits
  }

  /// The next byte, or `nil` at the end.
  var current: UInt8? { cursor.index < bytes.count ? bytes[cursor.index] : nil }

  /// The byte behind the next.
  var following: UInt8? { cursor.index + 1 < bytes.count ? bytes[cursor.index + 1] : nil }

  var position: Position { position(of: cursor) }

  func position(of cursor: Cursor) -> Position {
    Position(
      file: file, line: cursor.line,
      column: cursor.index - cursor.lineStart - cursor.continuations + 1, offset: cursor.index)
  }

  /// Reads a whole file.
  mutating func parseDocument() throws(LocatedProblems) -> LocatedValue {
    do {
      try checkEncoding()
    } catch {
      throw LocatedProblems(problems)
    }
    return try parseText()
  }

  /// Reads from the cursor to the end.
  mutating func parseText() throws(LocatedProblems) -> LocatedValue {
    do {
      try skipBlanks()
      guard current != nil else { throw try emptyFile() }
      let root = try parseValue(depth: 0)
      try skipBlanks()
      if current != nil { throw try textAfterEnd() }
      guard problems.isEmpty else { throw LocatedProblems(problems) }
      return root
    } catch let found as LocatedProblems {
      throw found
    } catch {
      throw LocatedProblems(problems)
    }
  }

  /// Reads a value that begins at the cursor.
  private mutating func parseValue(depth: Int) throws(Stop) -> LocatedValue {
    let start = position
    let kind: LocatedValue.Kind
    switch current {
    case UInt8(ascii: "{"):
      if depth == limits.depth { throw try tooDeep() }
      kind = .object(try parseMembers(depth: depth + 1))
    case UInt8(ascii: "["):
      if depth == limits.depth { throw try tooDeep() }
      kind = .array(try parseElements(depth: depth + 1))
    case UInt8(ascii: "\""): kind = .string(try parseString())
    case .some(let byte) where Self.startsNumber(byte): kind = try parseNumber()
    case .some(let byte) where Self.startsWord(byte): kind = try parseWord()
    default: throw try unexpectedCharacter(wanted: "a value")
    }
    tokenEnd = cursor
    return LocatedValue(kind, at: start)
  }

  /// Reads an array from its opening bracket to its closing one.
  private mutating func parseElements(depth: Int) throws(Stop) -> [LocatedValue] {
    let opened = position
    var elements: [LocatedValue] = []
    var separator = try enterBracket()
    while try !leaveBracket(UInt8(ascii: "]"), opened: opened, separator: separator) {
      path.components.append(.index(elements.count))
      elements.append(try parseValue(depth: depth))
      path.components.removeLast()
      separator = try parseComma(closing: UInt8(ascii: "]"), opened: opened)
    }
    return elements
  }

  /// Reads an object from its opening bracket to its closing one.
  private mutating func parseMembers(depth: Int) throws(Stop) -> [LocatedMember] {
    let opened = position
    var members: [LocatedMember] = []
    var keys = KeyIndex()
    var separator = try enterBracket()
    while try !leaveBracket(UInt8(ascii: "}"), opened: opened, separator: separator) {
      let keyPosition = position
      let key = try parseKey()
      path.components.append(.key(key))
      if let first = keys.insert(key, among: members) {
        try report(duplicate: key, at: keyPosition, of: members[first])
      }
      try parseColon(opened: opened)
      let value =
        try isValueMissing() ? LocatedValue(.null, at: position) : try parseValue(depth: depth)
      path.components.removeLast()
      members.append(LocatedMember(key: key, keyPosition: keyPosition, value: value))
      separator = try parseComma(closing: UInt8(ascii: "}"), opened: opened)
    }
    return members
  }

  private mutating func parseKey() throws(Stop) -> String {
    guard current == UInt8(ascii: "\"") else { throw try noKey() }
    let key = try parseString()
    tokenEnd = cursor
    return key
  }
}

/// What stands before an element: the opening bracket, or a comma, which must not be the last.
enum Separator {
  case bracket
  case comma(Position)
  /// A comma that was forgotten and reported.
  case absent
}

/// Finds a key that an object already has, by a table once the object is wide.
private struct KeyIndex {
  private var firstIndex: [String: Int] = [:]

  /// Notes the key of the next member and returns the index of the first with that key.
  mutating func insert(_ key: String, among members: [LocatedMember]) -> Int? {
    if firstIndex.isEmpty {
      if members.count < 8 { return members.firstIndex { $0.key == key } }
      for (index, member) in members.enumerated() where firstIndex[member.key] == nil {
        firstIndex[member.key] = index
      }
    }
    if let first = firstIndex[key] { return first }
    firstIndex[key] = members.count
    return nil
  }
}
