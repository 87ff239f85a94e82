/// Problems that leave one meaning only: reading goes on behind them.
extension Parser {
  /// Notes a problem with the value being read; stops when there are too many.
  mutating func report(
    _ code: LocatedProblem.Code, at place: Position, problem: String, remedy: String
  ) throws(Stop) {
    problems.append(
      LocatedProblem(code, at: place, path: path, problem: problem, remedy: remedy))
    if problems.count >= limits.problems {
      problems.append(
        LocatedProblem(
          .tooManyProblems, at: position(of: cursor), path: path,
          problem: "reading stopped here after \(limits.problems) problems",
          remedy: "Mend those above first"))
      throw Stop()
    }
  }

  mutating func report(
    duplicate key: String, at place: Position, of first: LocatedMember
  ) throws(Stop) {
    let isSameText = key.unicodeScalars.elementsEqual(first.key.unicodeScalars)
    let spelling = isSameText ? "" : ", with its accents encoded in another way"
    try report(
      .duplicateKey, at: place,
      problem: "the key \(LocatedProblem.quoted(key)) stands already at "
        + first.keyPosition.described(from: place) + spelling,
      remedy: "Keep one of the two")
  }

  mutating func report(trailingComma place: Position, before closing: UInt8) throws(Stop) {
    try report(
      .trailingComma, at: place,
      problem: "there is a comma before the closing \(LocatedProblem.shown(closing))",
      remedy: "Remove the comma")
  }

  mutating func report(extraCommaAfter separator: Separator) throws(Stop) {
    let before =
      if case .bracket = separator { "the opening bracket" } else { "another comma" }
    try report(
      .extraComma, at: position, problem: "there is a comma behind \(before)",
      remedy: "Remove the comma")
  }

  mutating func reportMissingComma() throws(Stop) {
    try report(
      .missingComma, at: position(of: tokenEnd),
      problem: "there is no comma between this value and the next", remedy: "Write a comma here")
  }

  mutating func reportMissingColon() throws(Stop) {
    try report(
      .missingColon, at: position(of: tokenEnd),
      problem: "there is no colon between the key and its value", remedy: "Write a colon here")
  }

  /// Tells whether the value of a key is absent, and reports it.
  mutating func isValueMissing() throws(Stop) -> Bool {
    guard current == UInt8(ascii: ",") || current == UInt8(ascii: "}") else { return false }
    try report(
      .missingValue, at: position(of: tokenEnd), problem: "the key has no value",
      remedy: "Write a colon and a value, or remove the key")
    return true
  }

  mutating func reportComment() throws(Stop) {
    try report(
      .comment, at: position, problem: "JSON has no comments",
      remedy: "Remove the comment, or keep the text under a key such as \"description\"")
  }

  mutating func report(outOfRange text: String, at start: Cursor) throws(Stop) {
    let isHuge = Double(text).map { !$0.isFinite } ?? true
    try report(
      .numberOutOfRange, at: position(of: start),
      problem: "\(LocatedProblem.excerpt(text)) is "
        + (isHuge ? "too large to calculate with" : "so small that it would become 0"),
      remedy: isHuge
        ? "Write a number between -1.7e308 and 1.7e308" : "Write 0, or a number of 5e-324 or more")
  }

  mutating func report(invalidNumber text: String, at start: Cursor) throws(Stop) {
    let shown = LocatedProblem.excerpt(text)
    let place = position(of: start)
    if try reportNonFinite(text, at: start) { return }
    let sign = text.hasPrefix("-") ? "-" : ""
    let unsigned = text.drop { $0 == "-" || $0 == "+" }
    let trimmed = unsigned.drop { $0 == "0" }
    let zeroless = sign + (trimmed.first?.isNumber == true ? "" : "0") + trimmed
    if unsigned.hasPrefix("0"), Self.isGrammatical(zeroless.utf8), !text.hasPrefix("+") {
      try report(
        .leadingZero, at: place, problem: "\(shown) begins with a zero too many",
        remedy:
          "Write \(LocatedProblem.excerpt(zeroless)), "
          + "or \(LocatedProblem.quoted(text)) if it is text"
      )
      return
    }
    var remedy = "Write it in quotes if it is text or has a unit: \(LocatedProblem.quoted(text))"
    let whole = sign + (unsigned.first == "." ? "0" : "") + unsigned
    let complete = whole.hasSuffix(".") ? whole + "0" : whole
    if Self.isGrammatical(complete.utf8) {
      remedy = "Write \(LocatedProblem.excerpt(complete))"
    }
    try report(.invalidNumber, at: place, problem: "\(shown) is not a number", remedy: remedy)
  }

  mutating func report(unexpectedWord text: String, at start: Cursor) throws(Stop) {
    if try reportNonFinite(text, at: start) { return }
    let literal =
      switch text.lowercased() {
      case "true", "yes", "on": "true"
      case "false", "no", "off": "false"
      case "null", "none", "nil", "undefined": "null"
      default: LocatedProblem.quoted(text)
      }
    try report(
      .unexpectedWord, at: position(of: start),
      problem: "\(LocatedProblem.excerpt(text)) is no JSON value", remedy: "Write \(literal)")
  }

  private mutating func reportNonFinite(_ text: String, at start: Cursor) throws(Stop) -> Bool {
    let name = text.drop { $0 == "-" || $0 == "+" }.lowercased()
    guard ["nan", "inf", "infinity"].contains(name) else { return false }
    try report(
      .nonFiniteNumber, at: position(of: start), problem: "JSON has no number \(text)",
      remedy: "Write a finite number, or remove the key")
    return true
  }

  mutating func reportControlCharacter(_ byte: UInt8) throws(Stop) {
    let name = byte == UInt8(ascii: "\t") ? "a tab" : "the control character " + Self.hex(byte)
    let escape =
      byte == UInt8(ascii: "\t") ? "\\t" : "\\u" + LocatedProblem.hexadecimal(UInt16(byte))
    try report(
      .controlCharacter, at: position, problem: "\(name) stands inside a string",
      remedy: "Write \(escape) instead, or remove it")
  }

  mutating func reportInvalidUTF8(count: Int) throws(Stop) {
    let found = bytes[cursor.index..<cursor.index + count].map(Self.hex).joined(separator: " ")
    let isCut = cursor.index + count == bytes.count && bytes[cursor.index] >= 0xC2
    try report(
      .invalidUTF8, at: position,
      problem: isCut
        ? "the file ends inside a character: \(found) is not complete UTF-8"
        : "\(found) is not UTF-8",
      remedy: isCut
        ? "Fetch the file again; it has been cut off"
        : "Save the file as UTF-8, and check the text here")
  }

  mutating func reportInvalidEscape(at start: Cursor) throws(Stop) {
    // The escape is shown as far as it is ASCII; at most \u and four characters.
    let length = following == UInt8(ascii: "u") ? 6 : 2
    let run = bytes[start.index...].prefix(length).prefix { 0x20..<0x7F ~= $0 && $0 != 0x22 }
    let shown = String(decoding: run, as: UTF8.self)
    try report(
      .invalidEscape, at: position(of: start), problem: "JSON has no escape \(shown)",
      remedy: following == UInt8(ascii: "u")
        ? "Write \\u and four hexadecimal digits: \\u00E9"
        : "Write \\\\ for a backslash, or one of \\\" \\/ \\b \\f \\n \\r \\t \\uXXXX")
  }

  mutating func report(loneSurrogate unit: UInt16, at start: Cursor) throws(Stop) {
    let half = UTF16.isLeadSurrogate(unit) ? "first" : "second"
    try report(
      .loneSurrogate, at: position(of: start),
      problem: "\\u\(LocatedProblem.hexadecimal(unit)) is only the \(half) half of a character",
      remedy: "Write both halves, as in \\uD83D\\uDE00, or the character itself")
  }

  /// A byte as `0x1B`.
  static func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

extension LocatedProblem {
  /// An ASCII character in quotes for a message.
  static func shown(_ byte: UInt8) -> String { "\"\(Character(Unicode.Scalar(byte)))\"" }
}
