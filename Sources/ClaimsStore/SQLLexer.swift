/// A word, number, text or sign of SQL, with its place.
struct SQLToken: Equatable {
  enum Kind: Equatable {
    case word(String)
    case quotedName(String)
    case text(String)
    case number(String)
    case sign(String)
    case end
  }
  var kind: Kind
  var position: SourcePosition

  /// What was found, for messages.
  var shown: String {
    switch kind {
    case .word(let text), .number(let text), .sign(let text): "\"\(text)\""
    case .quotedName(let text): "\"\(text)\""
    case .text(let text): "'\(text)'"
    case .end: "the end"
    }
  }
}

/// Cuts SQL text into tokens.
///
/// - Parameter sql: The text.
/// - Returns: The tokens, the last of them `.end`.
/// - Throws: The first thing that is no token.
func sqlTokens(_ sql: String) throws(ClaimsQueryError) -> [SQLToken] {
  var lexer = SQLLexer(characters: Array(sql.unicodeScalars))
  var tokens: [SQLToken] = []
  while true {
    let token = try lexer.next()
    tokens.append(token)
    if token.kind == .end { return tokens }
  }
}

private struct SQLLexer {
  let characters: [Unicode.Scalar]
  var index = 0
  var line = 1
  var column = 1

  init(characters: [Unicode.Scalar]) { self.characters = characters }

  private func peek(_ offset: Int = 0) -> Unicode.Scalar? {
    index + offset < characters.count ? characters[index + offset] : nil
  }

  private mutating func advance() {
    if characters[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private mutating func skipBlanks() throws(ClaimsQueryError) {
    while let character = peek() {
      if character.properties.isWhitespace {
        advance()
      } else if character == "-", peek(1) == "-" {
        while let next = peek(), next != "\n" { advance() }
      } else if character == "/", peek(1) == "*" {
        let start = SourcePosition(line: line, column: column)
        advance()
        advance()
        while peek() != nil, !(peek() == "*" && peek(1) == "/") { advance() }
        guard peek() != nil else {
          throw ClaimsQueryError(
            .syntax, at: start, "A comment is not closed", remedy: "Close it with */")
        }
        advance()
        advance()
      } else {
        return
      }
    }
  }

  mutating func next() throws(ClaimsQueryError) -> SQLToken {
    try skipBlanks()
    let position = SourcePosition(line: line, column: column)
    guard let character = peek() else { return SQLToken(kind: .end, position: position) }
    if character == "'" {
      return SQLToken(kind: .text(try quoted("'", position)), position: position)
    }
    if character == "\"" {
      return SQLToken(kind: .quotedName(try quoted("\"", position)), position: position)
    }
    if isDigit(character) || (character == "." && peek(1).map(isDigit) == true) {
      return SQLToken(kind: .number(try number(position)), position: position)
    }
    if isWordStart(character) {
      var word = String.UnicodeScalarView()
      while let next = peek(), isWordStart(next) || isDigit(next) || next == "$" {
        word.append(next)
        advance()
      }
      return SQLToken(kind: .word(String(word)), position: position)
    }
    for sign in ["<>", "!=", "<=", ">=", "||", "//", "::", "=="] {
      let two = Array(sign.unicodeScalars)
      if character == two[0], peek(1) == two[1] {
        advance()
        advance()
        return SQLToken(
          kind: .sign(sign == "!=" ? "<>" : sign == "==" ? "=" : sign), position: position)
      }
    }
    if "=<>+-*/%(),.;".unicodeScalars.contains(character) {
      advance()
      return SQLToken(kind: .sign(String(character)), position: position)
    }
    throw ClaimsQueryError(
      .syntax, at: position, "\"\(character)\" has no meaning here",
      remedy: "Remove it, or put text between single quotes")
  }

  private mutating func quoted(
    _ quote: Unicode.Scalar, _ start: SourcePosition
  ) throws(ClaimsQueryError) -> String {
    advance()
    var text = String.UnicodeScalarView()
    while let character = peek() {
      advance()
      if character == quote {
        guard peek() == quote else { return String(text) }
        advance()
      }
      text.append(character)
    }
    throw ClaimsQueryError(
      .syntax, at: start, "A quoted text is not closed", remedy: "Close it with \(quote)")
  }

  private mutating func number(_ start: SourcePosition) throws(ClaimsQueryError) -> String {
    var text = digits()
    if peek() == "." {
      text += "."
      advance()
      text += digits()
    }
    if let mark = peek(), mark == "e" || mark == "E" {
      let signed = peek(1) == "+" || peek(1) == "-"
      if peek(signed ? 2 : 1).map(isDigit) == true {
        text += "e"
        advance()
        if signed, let sign = peek() {
          text.unicodeScalars.append(sign)
          advance()
        }
        text += digits()
      }
    }
    if let next = peek(), isWordStart(next) {
      throw ClaimsQueryError(
        .syntax, at: start, "\"\(text)\(next)\" is neither a number nor a name",
        remedy: "Put a blank between them, or text between single quotes")
    }
    return text
  }

  private mutating func digits() -> String {
    var text = ""
    while let next = peek(), isDigit(next) || (next == "_" && peek(1).map(isDigit) == true) {
      if next != "_" { text.unicodeScalars.append(next) }
      advance()
    }
    return text
  }

  private func isDigit(_ character: Unicode.Scalar) -> Bool { ("0"..."9").contains(character) }

  private func isWordStart(_ character: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(character) || ("A"..."Z").contains(character) || character == "_"
      || character.value > 127
  }
}
