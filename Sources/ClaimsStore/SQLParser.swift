/// Reads SQL expressions by recursive descent, one function for each level of precedence.
struct SQLParser {
  let tokens: [SQLToken]
  var index = 0
  private var depth = 0

  init(_ sql: String) throws(ClaimsQueryError) { tokens = try sqlTokens(sql) }

  /// Words that end an expression or begin a clause; a column with such a name needs quotes.
  static let reserved: Set<String> = [
    "and", "as", "asc", "between", "by", "case", "cast", "cross", "desc", "distinct", "else", "end",
    "except", "exists", "false", "from", "full", "group", "having", "in", "inner", "intersect",
    "is", "join", "left", "like", "ilike", "limit", "not", "null", "offset", "on", "or", "order",
    "qualify", "right", "select", "then", "true", "union", "using", "when", "where", "window",
    "with",
  ]

  var token: SQLToken { tokens[index] }

  /// Goes one level deeper, within a bound that keeps the stack safe.
  mutating func enter() throws(ClaimsQueryError) {
    depth += 1
    guard depth <= 200 else {
      throw ClaimsQueryError(
        .syntax, at: token.position, "The query is nested more than 200 deep",
        remedy: "Split it with WITH, or use IN")
    }
  }

  /// Comes back from a level.
  mutating func leave() { depth -= 1 }

  func isWord(_ word: String, ahead: Int = 0) -> Bool {
    guard index + ahead < tokens.count, case .word(let found) = tokens[index + ahead].kind else {
      return false
    }
    return found.lowercased() == word
  }

  func isSign(_ sign: String, ahead: Int = 0) -> Bool {
    index + ahead < tokens.count && tokens[index + ahead].kind == .sign(sign)
  }

  mutating func take(word: String) -> Bool {
    guard isWord(word) else { return false }
    index += 1
    return true
  }

  mutating func take(sign: String) -> Bool {
    guard isSign(sign) else { return false }
    index += 1
    return true
  }

  func wanted(_ what: String) -> ClaimsQueryError {
    ClaimsQueryError(
      .syntax, at: token.position, "Found \(token.shown) where \(what) belongs",
      remedy: "Write \(what) here")
  }

  mutating func expect(word: String) throws(ClaimsQueryError) {
    guard take(word: word) else { throw wanted(word.uppercased()) }
  }

  mutating func expect(sign: String) throws(ClaimsQueryError) {
    guard take(sign: sign) else { throw wanted("\"\(sign)\"") }
  }

  /// Reads an expression of any kind.
  mutating func expression() throws(ClaimsQueryError) -> ClaimsExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 200 else {
      throw ClaimsQueryError(
        .syntax, at: token.position, "The expression is nested more than 200 deep",
        remedy: "Split it with WITH, or use IN")
    }
    var left = try conjunction()
    while isWord("or") {
      let position = token.position
      index += 1
      left = .binary(.or, left, try conjunction(), at: position)
    }
    return left
  }

  private mutating func conjunction() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try negation()
    while isWord("and") {
      let position = token.position
      index += 1
      left = .binary(.and, left, try negation(), at: position)
    }
    return left
  }

  private mutating func negation() throws(ClaimsQueryError) -> ClaimsExpression {
    guard isWord("not") else { return try test() }
    depth += 1
    defer { depth -= 1 }
    guard depth <= 200 else {
      throw ClaimsQueryError(
        .syntax, at: token.position, "The expression is nested more than 200 deep",
        remedy: "Remove pairs of NOT")
    }
    let position = token.position
    index += 1
    return .not(try negation(), at: position)
  }

  private mutating func test() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try comparison()
    while isWord("is") {
      let position = token.position
      index += 1
      let negated = take(word: "not")
      if take(word: "distinct") {
        try expect(word: "from")
        let symbol: ClaimsOperator = negated ? .isNotDistinct : .isDistinct
        left = .binary(symbol, left, try comparison(), at: position)
        continue
      }
      if isWord("true") || isWord("false") {
        let constant = ClaimsExpression.literal(.boolean(isWord("true")), at: token.position)
        index += 1
        left = .binary(negated ? .isDistinct : .isNotDistinct, left, constant, at: position)
        continue
      }
      guard take(word: "null") else {
        throw ClaimsQueryError(
          .unsupported, at: token.position,
          "IS \(negated ? "NOT " : "")takes NULL, TRUE, FALSE or DISTINCT FROM, found \(token.shown)",
          remedy: "Write IS NULL or IS NOT NULL, or compare with =")
      }
      left = .isNull(left, negated: negated, at: position)
    }
    return left
  }

  private mutating func comparison() throws(ClaimsQueryError) -> ClaimsExpression {
    let left = try membership()
    guard case .sign(let sign) = token.kind, let symbol = ClaimsOperator(rawValue: sign),
      symbol.isComparison
    else { return left }
    let position = token.position
    index += 1
    let result = ClaimsExpression.binary(symbol, left, try membership(), at: position)
    if case .sign(let next) = token.kind, ClaimsOperator(rawValue: next)?.isComparison == true {
      throw ClaimsQueryError(
        .syntax, at: token.position, "Comparisons cannot be chained",
        remedy: "Join two comparisons with AND, or use BETWEEN")
    }
    return result
  }

  private mutating func membership() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try sum()
    while true {
      let position = token.position
      let negated =
        isWord("not") && ["in", "between", "like", "ilike"].contains { isWord($0, ahead: 1) }
      if negated { index += 1 }
      if take(word: "in") {
        try expect(sign: "(")
        if isWord("select") || isWord("with") {
          throw ClaimsQueryError(
            .unsupported, at: token.position, "A subquery inside IN is outside of this subset",
            remedy: "Use a JOIN with a subquery in FROM")
        }
        var items = [try expression()]
        while take(sign: ",") { items.append(try expression()) }
        try expect(sign: ")")
        left = .inList(left, items, negated: negated, at: position)
      } else if take(word: "between") {
        let low = try sum()
        try expect(word: "and")
        left = .between(left, low: low, high: try sum(), negated: negated, at: position)
      } else if take(word: "like") {
        left = .like(left, pattern: try sum(), negated: negated, at: position)
      } else if take(word: "ilike") {
        // The same as both sides in small letters.
        left = .like(
          lowered(left, position), pattern: lowered(try sum(), position), negated: negated,
          at: position)
      } else {
        return left
      }
    }
  }

  private func lowered(
    _ expression: ClaimsExpression, _ position: SourcePosition
  ) -> ClaimsExpression {
    .call(ClaimsCall(name: "lower", arguments: [expression]), at: position)
  }

  private mutating func sum() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try plusMinus()
    while isSign("||") {
      let position = token.position
      index += 1
      left = .binary(.concatenate, left, try plusMinus(), at: position)
    }
    return left
  }

  private mutating func plusMinus() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try product()
    while isSign("+") || isSign("-") {
      let symbol: ClaimsOperator = isSign("+") ? .add : .subtract
      let position = token.position
      index += 1
      left = .binary(symbol, left, try product(), at: position)
    }
    return left
  }

  private mutating func product() throws(ClaimsQueryError) -> ClaimsExpression {
    var left = try signed()
    while true {
      let symbol: ClaimsOperator
      if isSign("*") {
        symbol = .multiply
      } else if isSign("/") {
        symbol = .divide
      } else if isSign("//") {
        symbol = .integerDivide
      } else if isSign("%") {
        symbol = .remainder
      } else {
        return left
      }
      let position = token.position
      index += 1
      left = .binary(symbol, left, try signed(), at: position)
    }
  }

  private mutating func signed() throws(ClaimsQueryError) -> ClaimsExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= 200 else {
      throw ClaimsQueryError(
        .syntax, at: token.position, "The expression is nested more than 200 deep",
        remedy: "Remove signs")
    }
    let position = token.position
    if take(sign: "-") { return .negated(try signed(), at: position) }
    if take(sign: "+") { return try signed() }
    var operand = try primary()
    while isSign("::") {
      let place = token.position
      index += 1
      operand = .cast(operand, try typeName(), at: place)
    }
    return operand
  }
}
