/// Problems that leave the structure open: reading ends with them.
///
/// Each notes the problem and returns the error to throw, so that the place of the `throw` shows
/// that it ends.
extension Parser {
  private mutating func stop(
    _ code: LocatedProblem.Code, at place: Position, _ problem: String, _ remedy: String
  ) throws(Stop) -> Stop {
    try report(code, at: place, problem: problem, remedy: remedy)
    return Stop()
  }

  mutating func emptyFile() throws(Stop) -> Stop {
    try stop(.emptyFile, at: position, "there is no JSON value", "Write one, for example { }")
  }

  mutating func textAfterEnd() throws(Stop) -> Stop {
    try stop(
      .textAfterEnd, at: position, "there is text after the end of the document",
      "Remove it, or check the brackets before it")
  }

  mutating func tooDeep() throws(Stop) -> Stop {
    try stop(
      .tooDeep, at: position, "brackets are nested more than \(limits.depth) levels deep",
      "Use fewer levels")
  }

  mutating func unclosed(_ closing: UInt8, opened: Position) throws(Stop) -> Stop {
    let place = position(of: tokenEnd)
    let kind = closing == UInt8(ascii: "}") ? "object" : "array"
    return try stop(
      .unclosedBracket, at: place,
      "the file ends inside the \(kind) that opens at \(opened.described(from: place))",
      "Write \(LocatedProblem.shown(closing)), or restore what was cut off")
  }

  mutating func mismatched(_ closing: UInt8, opened: Position) throws(Stop) -> Stop {
    let found = LocatedProblem.shown(bytes[cursor.index])
    let kind = closing == UInt8(ascii: "}") ? "object" : "array"
    return try stop(
      .mismatchedBracket, at: position,
      "\(found) cannot close the \(kind) that opens at \(opened.described(from: position))",
      "Write \(LocatedProblem.shown(closing))")
  }

  mutating func unclosedString(_ opened: Position) throws(Stop) -> Stop {
    let end = current == nil ? "before the file ends" : "on its line"
    return try stop(
      .unclosedString, at: opened, "the string that opens here is not closed \(end)",
      "Write the closing \"\\\"\"; a line break inside the text is written \\n")
  }

  mutating func unclosedComment(_ opened: Position) throws(Stop) -> Stop {
    try stop(
      .comment, at: opened, "the comment that opens here is not closed", "Remove the comment")
  }

  /// A member that does not begin with a double quote.
  mutating func noKey() throws(Stop) -> Stop {
    guard let byte = current, Self.startsWord(byte) || Self.startsNumber(byte) else {
      return try unexpectedCharacter(wanted: "a key in double quotes")
    }
    let start = cursor
    let text = takeRun()
    return try stop(
      .unquotedKey, at: position(of: start),
      "the key \(LocatedProblem.excerpt(text)) has no quotes",
      "Write \(LocatedProblem.quoted(text))")
  }

  mutating func unexpectedCharacter(wanted: String) throws(Stop) -> Stop {
    guard let byte = current else {
      return try stop(
        .missingValue, at: position(of: tokenEnd), "the text ends where \(wanted) belongs",
        "Write \(wanted)")
    }
    if byte == UInt8(ascii: "'") {
      return try stop(
        .wrongQuote, at: position, "JSON has no single quotes", "Write double quotes")
    }
    guard byte >= 0x80 else {
      let shown = LocatedProblem.quoted(String(Unicode.Scalar(byte)))
      return try stop(
        .unexpectedCharacter, at: position, "\(shown) stands where \(wanted) belongs",
        "Write \(wanted), or remove \(shown)")
    }
    var decoder = UTF8()
    var iterator = bytes[cursor.index...].makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
      try reportInvalidUTF8(count: 1)
      return Stop()
    }
    if "“”„«»‘’‚".unicodeScalars.contains(scalar) {
      return try stop(
        .wrongQuote, at: position, "\(scalar) is a typographic quote",
        "Write straight double quotes: \"")
    }
    let shown = LocatedProblem.quoted(String(scalar))
    return try stop(
      .unexpectedCharacter, at: position, "\(shown) stands where \(wanted) belongs",
      "Write \(wanted), or remove \(shown)")
  }
}
