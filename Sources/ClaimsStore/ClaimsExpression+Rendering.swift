import Quantities

extension ClaimsExpression {
  /// The expression as SQL that DuckDB and this parser read alike.
  public var sql: String { rendered(above: 0) }

  /// How tightly the outermost operator binds; larger binds tighter.
  private var precedence: Int {
    switch self {
    case .binary(let symbol, _, _, _):
      switch symbol {
      case .or: 1
      case .and: 2
      case .isDistinct, .isNotDistinct: 4
      case .concatenate: 7
      case .add, .subtract: 8
      case .multiply, .divide, .integerDivide, .remainder: 9
      default: 5
      }
    case .not: 3
    case .isNull: 4
    case .inList, .between, .like: 6
    case .negated: 10
    default: 12
    }
  }

  func rendered(above level: Int) -> String {
    let text = bare
    return precedence < level ? "(\(text))" : text
  }

  private var bare: String {
    switch self {
    case .column(let qualifier, let name, _):
      return (qualifier.map { quotedIfNeeded($0) + "." } ?? "") + quotedIfNeeded(name)
    case .literal(let literal, _): return literal.sql
    case .not(let operand, _): return "NOT \(operand.rendered(above: 3))"
    case .negated(let operand, _):
      // Two signs in a row would begin a comment.
      return "-\(operand.rendered(above: 11))"
    case .binary(let symbol, let left, let right, _):
      let level = precedence
      // A comparison takes no comparison on either side.
      let leftLevel = symbol.isComparison ? level + 1 : level
      return
        "\(left.rendered(above: leftLevel)) \(symbol.rawValue) \(right.rendered(above: level + 1))"
    case .isNull(let operand, let negated, _):
      return "\(operand.rendered(above: 4)) IS \(negated ? "NOT " : "")NULL"
    case .inList(let operand, let items, let negated, _):
      let list = items.map { $0.rendered(above: 0) }.joined(separator: ", ")
      return "\(operand.rendered(above: 6)) \(negated ? "NOT " : "")IN (\(list))"
    case .between(let operand, let low, let high, let negated, _):
      return "\(operand.rendered(above: 6)) \(negated ? "NOT " : "")BETWEEN "
        + "\(low.rendered(above: 7)) AND \(high.rendered(above: 7))"
    case .like(let operand, let pattern, let negated, _):
      return "\(operand.rendered(above: 6)) \(negated ? "NOT " : "")LIKE "
        + pattern.rendered(above: 7)
    case .call(let call, _): return call.sql
    case .choice(let operand, let branches, let otherwise, _):
      var text = "CASE"
      if let operand { text += " " + operand.rendered(above: 0) }
      for branch in branches {
        text += " WHEN \(branch.when.rendered(above: 0)) THEN \(branch.then.rendered(above: 0))"
      }
      if let otherwise { text += " ELSE " + otherwise.rendered(above: 0) }
      return text + " END"
    case .cast(let operand, let type, _):
      return "CAST(\(operand.rendered(above: 0)) AS \(type.sqlName))"
    }
  }
}

extension ClaimsCall {
  var sql: String {
    var inner = isStar ? "*" : arguments.map { $0.rendered(above: 0) }.joined(separator: ", ")
    if isDistinct { inner = "DISTINCT " + inner }
    var text = "\(name)(\(inner))"
    if let filter { text += " FILTER (WHERE \(filter.rendered(above: 0)))" }
    if let window { text += " OVER \(window.name.map(quotedIfNeeded) ?? window.sql)" }
    return text
  }
}

extension ClaimsWindow {
  var sql: String {
    var clauses: [String] = []
    if !partition.isEmpty {
      let keys = partition.map { $0.rendered(above: 0) }.joined(separator: ", ")
      clauses.append("PARTITION BY \(keys)")
    }
    if !order.isEmpty {
      clauses.append("ORDER BY " + order.map(\.sql).joined(separator: ", "))
    }
    return "(\(clauses.joined(separator: " ")))"
  }
}

extension ClaimsOrder {
  var sql: String {
    var text = expression.rendered(above: 0)
    if isDescending { text += " DESC" }
    if let nullsFirst { text += nullsFirst ? " NULLS FIRST" : " NULLS LAST" }
    return text
  }
}

extension ClaimsLiteral {
  var sql: String {
    switch self {
    case .null: "NULL"
    case .boolean(let value): value ? "TRUE" : "FALSE"
    case .integer(let value): String(value)
    case .decimal(let digits, let scale): decimalText(digits, scale: scale, keepsPoint: true)
    case .double(let value): exponentText(value)
    case .text(let text): "'" + text.replacing("'", with: "''") + "'"
    case .date(let days): "DATE '\(LocalDate(daysSince1970: days))'"
    case .timestamp(let micros): "TIMESTAMP '\(timestampText(micros))'"
    }
  }
}

/// A double with an exponent, so that it parses as a double again.
private func exponentText(_ value: Double) -> String {
  let text = "\(value)"
  return text.contains("e") ? text : text + "e0"
}

/// Digits with a point, such as `-12.50`.
func decimalText(_ digits: Int128, scale: Int, keepsPoint: Bool = false) -> String {
  let magnitude = String(digits.magnitude)
  let sign = digits < 0 ? "-" : ""
  guard scale > 0 else { return sign + magnitude + (keepsPoint ? "." : "") }
  let padded = String(repeating: "0", count: max(0, scale + 1 - magnitude.count)) + magnitude
  return sign + padded.dropLast(scale) + "." + padded.suffix(scale)
}

/// A timestamp as DuckDB prints it: seconds, and a fraction without trailing zeros when there is one.
func timestampText(_ micros: Int64) -> String {
  let day = micros >= 0 ? micros / 86_400_000_000 : -((86_399_999_999 - micros) / 86_400_000_000)
  let rest = micros - day * 86_400_000_000
  let second = rest / 1_000_000
  func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
  var text = "\(LocalDate(daysSince1970: Int(day))) "
  text += "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  var fraction = rest % 1_000_000
  guard fraction != 0 else { return text }
  var digits = 6
  while fraction % 10 == 0 {
    fraction /= 10
    digits -= 1
  }
  let shown = String(fraction)
  return text + "." + String(repeating: "0", count: digits - shown.count) + shown
}

/// A name as SQL, in quotes when it is not a plain word.
func quotedIfNeeded(_ name: String) -> String {
  let plain = name.utf8.enumerated().allSatisfy { index, byte in
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || byte == 0x5F
      || (index > 0 && (0x30...0x39).contains(byte))
  }
  if plain, !name.isEmpty, !SQLParser.reserved.contains(name.lowercased()) { return name }
  return "\"" + name.replacing("\"", with: "\"\"") + "\""
}
