import Quantities

extension SQLParser {
  /// Reads a constant, column, call, `CASE`, `CAST` or parenthesis.
  mutating func primary() throws(ClaimsQueryError) -> ClaimsExpression {
    let position = token.position
    switch token.kind {
    case .number(let text):
      index += 1
      return .literal(try numberLiteral(text, position), at: position)
    case .text(let text):
      index += 1
      return .literal(.text(text), at: position)
    case .sign("("):
      index += 1
      if isWord("select") || isWord("with") {
        throw ClaimsQueryError(
          .unsupported, at: token.position,
          "A subquery inside an expression is outside of this subset",
          remedy: "Put it in FROM, with a JOIN")
      }
      let inner = try expression()
      try expect(sign: ")")
      return inner
    case .quotedName(let name):
      index += 1
      return try column(name, position)
    case .word(let word):
      return try wordExpression(word, position)
    default:
      throw wanted("a value, a column or \"(\"")
    }
  }

  private mutating func wordExpression(
    _ word: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsExpression {
    let lower = word.lowercased()
    switch lower {
    case "null", "true", "false":
      index += 1
      return .literal(lower == "null" ? .null : .boolean(lower == "true"), at: position)
    case "case":
      index += 1
      return try choice(position)
    case "cast":
      index += 1
      try expect(sign: "(")
      let operand = try expression()
      try expect(word: "as")
      let type = try typeName()
      try expect(sign: ")")
      return .cast(operand, type, at: position)
    case "date", "timestamp":
      if index + 1 < tokens.count, case .text(let text) = tokens[index + 1].kind {
        index += 2
        return .literal(try timeLiteral(lower, text, position), at: position)
      }
    case "extract":
      if isSign("(", ahead: 1) { return try extract(position) }
    case "interval":
      if index + 1 < tokens.count {
        switch tokens[index + 1].kind {
        case .text, .number:
          throw ClaimsQueryError(
            .unsupported, at: position, "INTERVAL is outside of this subset",
            remedy: "Use date_diff, or compare with a computed DATE or TIMESTAMP constant")
        default: break
        }
      }
    case "exists":
      throw ClaimsQueryError(
        .unsupported, at: position, "EXISTS is outside of this subset",
        remedy: "Use a JOIN with a subquery in FROM")
    default: break
    }
    let isFunction = lower == "left" && isSign("(", ahead: 1)
    guard isFunction || !SQLParser.reserved.contains(lower) else {
      throw wanted("a value, a column or \"(\"")
    }
    index += 1
    if isSign("(") { return try call(lower, position) }
    return try column(word, position)
  }

  private mutating func column(
    _ name: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsExpression {
    guard take(sign: ".") else { return .column(qualifier: nil, name: name, at: position) }
    let member = try self.name("a column's name")
    return .column(qualifier: name, name: member, at: position)
  }

  /// Reads a bare or quoted name.
  mutating func name(_ what: String) throws(ClaimsQueryError) -> String {
    switch token.kind {
    case .quotedName(let name):
      index += 1
      return name
    case .word(let word) where !SQLParser.reserved.contains(word.lowercased()):
      index += 1
      return word
    default: throw wanted(what)
    }
  }

  private mutating func choice(
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsExpression {
    let operand: ClaimsExpression? = isWord("when") ? nil : try expression()
    var branches: [ClaimsBranch] = []
    while take(word: "when") {
      let condition = try expression()
      try expect(word: "then")
      branches.append(ClaimsBranch(when: condition, then: try expression()))
    }
    guard !branches.isEmpty else { throw wanted("WHEN") }
    let otherwise: ClaimsExpression? = take(word: "else") ? try expression() : nil
    try expect(word: "end")
    return .choice(operand: operand, branches: branches, otherwise: otherwise, at: position)
  }

  private mutating func extract(
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsExpression {
    index += 2
    let part: String
    switch token.kind {
    case .word(let word): part = word.lowercased()
    case .text(let text): part = text.lowercased()
    default: throw wanted("a part of a date such as YEAR")
    }
    let known = [
      "year", "quarter", "month", "day", "hour", "minute", "second", "isodow", "epoch", "dow",
      "doy",
    ]
    guard known.contains(part) else {
      throw ClaimsQueryError(
        .unsupported, at: token.position, "extract cannot take \(token.shown)",
        remedy: "Take one of \(known.joined(separator: ", "))")
    }
    index += 1
    try expect(word: "from")
    let operand = try expression()
    try expect(sign: ")")
    let name = ExpressionBinder.partFunction(part)
    return .call(ClaimsCall(name: name, arguments: [operand]), at: position)
  }

  private mutating func call(
    _ name: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsExpression {
    index += 1
    var call = ClaimsCall(name: name)
    if take(sign: "*") {
      call.isStar = true
    } else if !isSign(")") {
      call.isDistinct = take(word: "distinct")
      call.arguments = [try expression()]
      while take(sign: ",") { call.arguments.append(try expression()) }
    }
    try expect(sign: ")")
    if isWord("filter"), isSign("(", ahead: 1) {
      index += 2
      try expect(word: "where")
      call.filter = try expression()
      try expect(sign: ")")
    }
    if take(word: "over") { call.window = try window() }
    switch (name, call.arguments.count) {
    case ("ifnull", 2): call.name = "coalesce"
    case ("mod", 2): return .binary(.remainder, call.arguments[0], call.arguments[1], at: position)
    case ("datepart", 2): call.name = "date_part"
    case ("datetrunc", 2): call.name = "date_trunc"
    case ("dayofmonth", 1): call.name = "day"
    case ("weekday", 1): call.name = "dayofweek"
    default: break
    }
    return .call(call, at: position)
  }

  private mutating func window() throws(ClaimsQueryError) -> ClaimsWindow {
    guard isSign("(") else { return ClaimsWindow(name: try name("a window's name").lowercased()) }
    return try windowDefinition()
  }

  /// Reads `(PARTITION BY … ORDER BY …)`.
  mutating func windowDefinition() throws(ClaimsQueryError) -> ClaimsWindow {
    try expect(sign: "(")
    var window = ClaimsWindow()
    if take(word: "partition") {
      try expect(word: "by")
      window.partition = [try expression()]
      while take(sign: ",") { window.partition.append(try expression()) }
    }
    if isWord("order") { window.order = try orderKeys() }
    if isWord("rows") || isWord("range") || isWord("groups") {
      throw ClaimsQueryError(
        .unsupported, at: token.position, "A window frame is outside of this subset",
        remedy: "Leave the frame out; lag, lead and row_number do not use one")
    }
    try expect(sign: ")")
    return window
  }

  /// Reads `ORDER BY` and its keys.
  mutating func orderKeys() throws(ClaimsQueryError) -> [ClaimsOrder] {
    try expect(word: "order")
    try expect(word: "by")
    var keys: [ClaimsOrder] = []
    repeat {
      var key = ClaimsOrder(expression: try expression())
      if take(word: "desc") { key.isDescending = true } else { _ = take(word: "asc") }
      if take(word: "nulls") {
        if take(word: "first") {
          key.nullsFirst = true
        } else {
          try expect(word: "last")
          key.nullsFirst = false
        }
      }
      keys.append(key)
    } while take(sign: ",")
    return keys
  }

  /// Reads a type's name.
  mutating func typeName() throws(ClaimsQueryError) -> ClaimsType {
    guard case .word(let word) = token.kind else { throw wanted("a type such as INTEGER") }
    let position = token.position
    index += 1
    switch word.lowercased() {
    case "bool", "boolean": return .boolean
    case "int", "integer", "int4": return .integer
    case "bigint", "int8", "long": return .bigint
    case "hugeint": return .hugeint
    case "double", "float8": return .double
    case "date": return .date
    case "timestamp", "datetime": return .timestamp
    case "text", "varchar", "string": return .text
    case "decimal", "numeric":
      guard take(sign: "(") else { return .decimal(width: 18, scale: 3) }
      let width = try smallNumber("the digits of the decimal, 1 to 38", 1...38)
      let scale = take(sign: ",") ? try smallNumber("the digits after the point", 0...width) : 0
      try expect(sign: ")")
      return .decimal(width: width, scale: scale)
    default:
      throw ClaimsQueryError(
        .unsupported, at: position, "\"\(word)\" is no type of this subset",
        remedy:
          "Use BOOLEAN, INTEGER, BIGINT, HUGEINT, DOUBLE, DECIMAL(w,s), DATE, TIMESTAMP or VARCHAR")
    }
  }

  private mutating func smallNumber(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(ClaimsQueryError) -> Int {
    guard case .number(let text) = token.kind, let value = Int(text), range.contains(value) else {
      throw wanted(what)
    }
    index += 1
    return value
  }

  private func numberLiteral(
    _ text: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsLiteral {
    if text.contains("e") {
      guard let value = Double(text), value.isFinite else {
        throw ClaimsQueryError(
          .outOfRange, at: position, "\(text) is larger than a DOUBLE can be",
          remedy: "Write a smaller number")
      }
      return .double(value)
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    let whole = String(parts[0])
    // Zeros before the first digit do not count: `.5` is written back as `0.5`.
    guard whole.drop(while: { $0 == "0" }).count + fraction.count <= 38 || parts.count == 1,
      let digits = Int128(whole + fraction)
    else {
      throw ClaimsQueryError(
        .outOfRange, at: position, "\(text) has too many digits",
        remedy: "Write a shorter number")
    }
    return parts.count == 1 ? .integer(digits) : .decimal(digits: digits, scale: fraction.count)
  }

  private func timeLiteral(
    _ kind: String, _ text: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsLiteral {
    if kind == "date", let days = parseDateText(text) { return .date(days) }
    if kind == "timestamp", let instant = parseTimestampText(text) { return .timestamp(instant) }
    let example = kind == "date" ? "DATE '2026-01-31'" : "TIMESTAMP '2026-01-31 08:00:00'"
    throw ClaimsQueryError(
      .outOfRange, at: position, "'\(text)' is not a \(kind)", remedy: "Write it as \(example)")
  }
}

/// Reads `yyyy-mm-dd` into days since 1970-01-01.
func parseDateText(_ text: String) -> Int? {
  let trimmed = text.trimmingBlanks()
  return LocalDate(trimmed)?.daysSince1970
}

/// Reads `yyyy-mm-dd[ hh:mm:ss[.ffffff]]` into microseconds since 1970-01-01.
func parseTimestampText(_ text: String) -> Int64? {
  let trimmed = text.trimmingBlanks()
  guard trimmed.utf8.count >= 10, let date = LocalDate(String(trimmed.prefix(10))) else {
    return nil
  }
  let midnight = Int64(date.daysSince1970) * 86_400_000_000
  let rest = Array(trimmed.utf8.dropFirst(10))
  if rest.isEmpty { return midnight }
  guard rest[0] == 0x20 || rest[0] == 0x54, let time = parseTimeOfDay(rest[1...]) else {
    return nil
  }
  return midnight + time
}

/// Reads `hh:mm[:ss[.ffffff]]` into microseconds since midnight.
func parseTimeOfDay(_ bytes: ArraySlice<UInt8>) -> Int64? {
  func two(_ offset: Int) -> Int64? {
    let start = bytes.startIndex + offset
    guard start + 1 < bytes.endIndex else { return nil }
    let (high, low) = (Int64(bytes[start]) - 48, Int64(bytes[start + 1]) - 48)
    return (0...9).contains(high) && (0...9).contains(low) ? high * 10 + low : nil
  }
  func colon(_ offset: Int) -> Bool {
    bytes.startIndex + offset < bytes.endIndex && bytes[bytes.startIndex + offset] == 0x3A
  }
  guard let hour = two(0), hour < 24, colon(2), let minute = two(3), minute < 60 else { return nil }
  var micros = (hour * 60 + minute) * 60_000_000
  if bytes.count == 5 { return micros }
  guard colon(5), let second = two(6), second < 60 else { return nil }
  micros += second * 1_000_000
  if bytes.count == 8 { return micros }
  let fraction = bytes.dropFirst(8)
  guard fraction.first == 0x2E, (2...7).contains(fraction.count) else { return nil }
  var scale: Int64 = 100_000
  for byte in fraction.dropFirst() {
    guard (0x30...0x39).contains(byte) else { return nil }
    micros += Int64(byte - 0x30) * scale
    scale /= 10
  }
  return micros
}

extension String {
  /// The text without blanks at either end.
  func trimmingBlanks() -> String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
