/// Blanks, commas, colons and brackets: what stands between values.
extension Parser {
  /// Steps over the opening bracket.
  mutating func enterBracket() throws(Stop) -> Separator {
    cursor.index += 1
    tokenEnd = cursor
    try skipBlanks()
    return .bracket
  }

  /// Steps over the closing bracket if it is next, and tells whether it was.
  mutating func leaveBracket(
    _ closing: UInt8, opened: Position, separator: Separator
  ) throws(Stop) -> Bool {
    while current == UInt8(ascii: ",") {
      try report(extraCommaAfter: separator)
      cursor.index += 1
      try skipBlanks()
    }
    guard let byte = current else { throw try unclosed(closing, opened: opened) }
    if byte == closing {
      if case .comma(let place) = separator { try report(trailingComma: place, before: closing) }
      cursor.index += 1
      return true
    }
    if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
      throw try mismatched(closing, opened: opened)
    }
    return false
  }

  /// Steps over the comma behind a member or element; a closing bracket is left to be read.
  mutating func parseComma(closing: UInt8, opened: Position) throws(Stop) -> Separator {
    try skipBlanks()
    guard let byte = current else { throw try unclosed(closing, opened: opened) }
    switch byte {
    case UInt8(ascii: ","):
      let place = position
      cursor.index += 1
      tokenEnd = cursor
      try skipBlanks()
      return .comma(place)
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      return .absent
    case _ where startsItem(byte, inObject: closing == UInt8(ascii: "}")):
      try reportMissingComma()
      return .absent
    default:
      let kind = closing == UInt8(ascii: "}") ? "object" : "array"
      throw try unexpectedCharacter(wanted: "a comma or the end of the \(kind)")
    }
  }

  /// Steps over the colon behind a key.
  mutating func parseColon(opened: Position) throws(Stop) {
    try skipBlanks()
    guard let byte = current else { throw try unclosed(UInt8(ascii: "}"), opened: opened) }
    switch byte {
    case UInt8(ascii: ":"):
      cursor.index += 1
      tokenEnd = cursor
      try skipBlanks()
      if current == nil { throw try unclosed(UInt8(ascii: "}"), opened: opened) }
    case UInt8(ascii: ","), UInt8(ascii: "}"):
      return  // Reported as a missing value.
    case _ where startsItem(byte, inObject: false):
      try reportMissingColon()
    default:
      throw try unexpectedCharacter(wanted: "a colon")
    }
  }

  /// Steps over blanks and reports comments.
  mutating func skipBlanks() throws(Stop) {
    while let byte = current {
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "\t"): cursor.index += 1
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): skipLineBreak()
      case UInt8(ascii: "#"): try skipComment()
      case UInt8(ascii: "/")
      where following == UInt8(ascii: "/") || following == UInt8(ascii: "*"):
        try skipComment()
      default: return
      }
    }
  }

  private mutating func skipLineBreak() {
    let isPair = current == UInt8(ascii: "\r") && following == UInt8(ascii: "\n")
    cursor.index += isPair ? 2 : 1
    cursor.line += 1
    cursor.lineStart = cursor.index
    cursor.continuations = 0
  }

  private mutating func skipComment() throws(Stop) {
    try reportComment()
    let isBlock = current == UInt8(ascii: "/") && following == UInt8(ascii: "*")
    let opened = position
    cursor.index += isBlock ? 2 : 1
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
        if !isBlock { return }
        skipLineBreak()
      case UInt8(ascii: "*") where isBlock && following == UInt8(ascii: "/"):
        cursor.index += 2
        return
      default:
        if byte & 0xC0 == 0x80 { cursor.continuations += 1 }
        cursor.index += 1
      }
    }
    if isBlock { throw try unclosedComment(opened) }
  }

  /// Whether a byte can begin the next element, or the next member.
  private func startsItem(_ byte: UInt8, inObject: Bool) -> Bool {
    if byte == UInt8(ascii: "\"") { return true }
    if inObject { return false }
    return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") || Self.startsNumber(byte)
      || Self.startsWord(byte)
  }
}
