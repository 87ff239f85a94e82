import LocatedJSON
import Quantities

/// Turns a predicate into a ``Condition``, checking names and types.
///
/// Without dictionaries (only a schema) the types are checked all the same.
struct ConditionBinder {
  let schema: ClaimsSchema
  /// The dictionary of each column, when there is a table.
  let table: ClaimsTable?
  /// The names by which a query knows the columns; those of the schema without one.
  var scope: QueryScope?

  func condition(_ expression: ClaimsExpression) throws(ClaimsQueryError) -> Condition {
    switch expression {
    case .literal(.boolean(let value), _): return .constant(value)
    case .literal(.null, _): return .constant(nil)
    case .column(_, _, let position):
      let (index, type) = try column(expression)
      guard type == .boolean else {
        throw ClaimsQueryError(
          .wrongType, at: position,
          "\(schema.columns[index].name) is \(type.sqlName), which is no condition",
          remedy: "Compare it with a value")
      }
      return .range(column: index, 1...1)
    case .not(let operand, _): return .not(try condition(operand))
    case .binary(.and, let left, let right, _):
      return .conjunction(try parts(.and, left) + parts(.and, right))
    case .binary(.or, let left, let right, _):
      return .any(try parts(.or, left) + parts(.or, right))
    case .binary(let symbol, let left, let right, let position) where symbol.isComparison:
      return try comparison(symbol, left, right, position)
    case .isNull(let operand, let negated, _):
      let inner: Condition
      if let constant = try constant(operand) {
        inner = .constant(constant == .null)
      } else {
        inner = .isNull(column: try column(operand).index)
      }
      return negated ? .not(inner) : inner
    case .inList(let operand, let items, let negated, let position):
      var choices: [Condition] = []
      for item in items { choices.append(try comparison(.equal, operand, item, position)) }
      let merged = merge(choices)
      return negated ? .not(merged) : merged
    case .between(let operand, let low, let high, let negated, let position):
      let inner = Condition.conjunction([
        try comparison(.greaterOrEqual, operand, low, position),
        try comparison(.lessOrEqual, operand, high, position),
      ])
      return negated ? .not(inner) : inner
    case .like(let operand, let pattern, let negated, let position):
      let inner = try like(operand, pattern, position)
      return negated ? .not(inner) : inner
    default:
      throw ClaimsQueryError(
        .unsupported, at: expression.position, "\(expression.sql) is no condition on claims",
        remedy: "Compare columns with values, joined by AND, OR and NOT")
    }
  }

  private func parts(
    _ symbol: ClaimsOperator, _ expression: ClaimsExpression
  ) throws(ClaimsQueryError) -> [Condition] {
    if case .binary(symbol, let left, let right, _) = expression {
      return try parts(symbol, left) + parts(symbol, right)
    }
    return [try condition(expression)]
  }

  /// Joins the values of a list for one text column, so that a long list is one look-up.
  private func merge(_ choices: [Condition]) -> Condition {
    guard choices.count > 4, case .range(let column, _)? = choices.first, let table,
      let dictionary = table.columns[column].dictionary
    else { return .any(choices) }
    var marks = [UInt8](repeating: 0, count: dictionary.count)
    for choice in choices {
      guard case .range(column, let range) = choice, range.lowerBound == range.upperBound,
        marks.indices.contains(Int(clamping: range.lowerBound))
      else { return .any(choices) }
      marks[Int(range.lowerBound)] = 1
    }
    return .marked(column, table.columns[column], marks)
  }

  /// Finds a column, or says which is nearest.
  func column(
    _ expression: ClaimsExpression
  ) throws(ClaimsQueryError) -> (index: Int, type: ClaimsType) {
    guard case .column(let qualifier, let name, let position) = expression else {
      throw ClaimsQueryError(
        .unsupported, at: expression.position,
        "\(expression.sql) is more than a condition on claims takes",
        remedy: "Compare a column with a value, or with another column")
    }
    if let scope {
      guard let index = try scope.find(qualifier, name, position) else {
        throw ClaimsQueryError(
          .unknownName, at: position, "There is no column \"\(name)\" here",
          remedy: "Name a column of the tables in FROM")
      }
      return (index, scope.columns[index].type)
    }
    if let qualifier, qualifier.lowercased() != "claims" {
      throw ClaimsQueryError(
        .unknownName, at: position, "There is no table \"\(qualifier)\" here",
        remedy: "Leave it out, or write claims.\(name)")
    }
    guard let index = schema.index(of: name) else {
      let ranked = nearest(to: name, among: schema.columns.map(\.name))
      throw ClaimsQueryError(
        .unknownName, at: position, "There is no column \"\(name)\"",
        remedy: "The nearest are \(ranked.prefix(3).joined(separator: ", "))"
          + (ranked.contains { $0.lowercased() == name.lowercased() }
            ? "" : "; put text between single quotes"))
    }
    return (index, schema.columns[index].type)
  }

  private func comparison(
    _ symbol: ClaimsOperator, _ left: ClaimsExpression, _ right: ClaimsExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> Condition {
    let (first, second) = (try constant(left), try constant(right))
    if let second, first == nil {
      let (index, type) = try column(left)
      return try compare(index, type, symbol, second, right.position)
    }
    if let first, second == nil {
      let (index, type) = try column(right)
      return try compare(index, type, symbol.mirrored, first, left.position)
    }
    if let first, let second {
      guard first != .null, second != .null else { return .constant(nil) }
      guard case .number(let one, let oneScale) = first,
        case .number(let other, let otherScale) = second
      else {
        throw ClaimsQueryError(
          .unsupported, at: position, "A comparison of two constants of this kind",
          remedy: "Compare a column with a value")
      }
      return .constant(
        symbol.holds(
          one * powerOfTen(max(0, otherScale - oneScale)),
          other * powerOfTen(max(0, oneScale - otherScale))))
    }
    return try compareColumns(symbol, left, right, position)
  }

  private func compareColumns(
    _ symbol: ClaimsOperator, _ left: ClaimsExpression, _ right: ClaimsExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> Condition {
    let (one, other) = (try column(left), try column(right))
    if one.type == .text, other.type == .text {
      return .texts(symbol, left: one.index, right: other.index)
    }
    func factor(_ own: ClaimsType, _ peer: ClaimsType) -> Int128? {
      switch (own, peer) {
      case (.date, .timestamp): 86_400_000_000
      case (.decimal(_, let scale), .decimal(_, let wide)): powerOfTen(max(0, wide - scale))
      case (.integer, .decimal(_, let scale)), (.bigint, .decimal(_, let scale)): powerOfTen(scale)
      case (.integer, .integer), (.integer, .bigint), (.bigint, .integer), (.bigint, .bigint),
        (.date, .date), (.timestamp, .timestamp), (.timestamp, .date), (.boolean, .boolean),
        (.decimal, .integer), (.decimal, .bigint):
        1
      default: nil
      }
    }
    guard let leftFactor = factor(one.type, other.type),
      let rightFactor = factor(other.type, one.type)
    else {
      throw ClaimsQueryError(
        .wrongType, at: position,
        "\(one.type.sqlName) cannot be compared with \(other.type.sqlName)",
        remedy: "Compare columns of one kind")
    }
    return .columns(
      symbol, left: one.index, leftFactor: leftFactor, right: other.index,
      rightFactor: rightFactor)
  }

  private func like(
    _ operand: ClaimsExpression, _ pattern: ClaimsExpression, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> Condition {
    let (index, type) = try column(operand)
    guard type == .text else {
      throw ClaimsQueryError(
        .wrongType, at: operand.position, "LIKE takes text, but \(operand.sql) is \(type.sqlName)",
        remedy: "Compare it with =, < or BETWEEN")
    }
    let constant = try constant(pattern)
    if constant == .null { return .constant(nil) }
    guard case .text(let text) = constant else {
      throw ClaimsQueryError(
        .wrongType, at: pattern.position, "LIKE takes a pattern as text, found \(pattern.sql)",
        remedy: "Write it between single quotes: % stands for any text, _ for one character")
    }
    guard let column = table?.columns[index], let dictionary = column.dictionary else {
      return Condition.range(column: index, 0...0).never
    }
    let matcher = LikePattern(text)
    return .marked(
      index, column, (0..<dictionary.count).map { matcher.matches(dictionary[$0]) ? 1 : 0 })
  }
}
