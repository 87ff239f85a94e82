/// Numbers and the literals `true`, `false` and `null`.
extension Parser {
  static func startsNumber(_ byte: UInt8) -> Bool {
    isDigit(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: ".")
  }

  static func startsWord(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Reads a number; one that is reported gives `null`.
  mutating func parseNumber() throws(Stop) -> LocatedValue.Kind {
    let start = cursor
    let text = takeRun()
    if Self.isGrammatical(text.utf8) {
      if let number = LocatedNumber(grammatical: text) { return .number(number) }
      try report(outOfRange: text, at: start)
    } else {
      try report(invalidNumber: text, at: start)
    }
    return .null
  }

  /// Reads a literal; another word that can only be meant as one is reported and gives `null`.
  mutating func parseWord() throws(Stop) -> LocatedValue.Kind {
    let start = cursor
    let text = takeRun()
    switch text {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      try report(unexpectedWord: text, at: start)
      return .null
    }
  }

  /// Takes all that someone might write as one word or number: `-1.5e3`, `180s`, `120/30m`, `NaN`.
  mutating func takeRun() -> String {
    let start = cursor.index
    while let byte = current {
      let isComment = following == UInt8(ascii: "/") || following == UInt8(ascii: "*")
      let belongs =
        Self.startsNumber(byte) || Self.startsWord(byte) || byte == UInt8(ascii: "%")
        || (byte == UInt8(ascii: "/") && !isComment)
      if !belongs { break }
      cursor.index += 1
    }
    return String(decoding: bytes[start..<cursor.index], as: UTF8.self)
  }

  /// Whether text is a number by RFC 8259 section 6.
  static func isGrammatical(_ text: String.UTF8View) -> Bool {
    var rest = text[...]
    func digits(_ rest: inout Substring.UTF8View) -> Int {
      let count = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits(&rest)
    if whole == 0 || (startsWithZero && whole > 1) { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      if digits(&rest) == 0 { return false }
    }
    if let byte = rest.first, byte | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      if digits(&rest) == 0 { return false }
    }
    return rest.isEmpty
  }
}
