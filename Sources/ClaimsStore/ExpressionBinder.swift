import LocatedJSON

/// Gives an expression its columns and types, by DuckDB's rules.
struct ExpressionBinder {
  let scope: QueryScope
  /// Expressions that are already computed as columns, such as group keys and aggregates.
  var computed: [ClaimsExpression: Int] = [:]
  /// What to say about a column that exists but may not be named here.
  var hidden: [String] = []

  func bind(_ expression: ClaimsExpression) throws(ClaimsQueryError) -> BoundExpression {
    if let index = computed[expression] {
      return BoundExpression(
        node: .column(index), type: scope.columns[index].type, position: expression.position)
    }
    switch expression {
    case .column(let qualifier, let name, let position):
      return try column(qualifier, name, position)
    case .literal(let literal, let position): return Self.literal(literal, position)
    case .not(let operand, let position):
      let inner = try boolean(operand, "NOT")
      return BoundExpression(node: .not(inner), type: .boolean, position: position)
    case .negated(let operand, let position): return try negated(operand, position)
    case .binary(let symbol, let left, let right, let position):
      return try binary(symbol, left, right, position)
    case .isNull(let operand, let negated, let position):
      return BoundExpression(
        node: .isNull(try bind(operand), negated: negated), type: .boolean, position: position)
    case .inList(let operand, let items, let negated, let position):
      let value = try bind(operand)
      var test: BoundExpression?
      for item in items {
        let equal = try compare(.equal, value, try bind(item), position)
        test =
          test.map { BoundExpression(node: .or($0, equal), type: .boolean, position: position) }
          ?? equal
      }
      let found =
        test
        ?? BoundExpression(node: .constant(.boolean(false)), type: .boolean, position: position)
      return negated
        ? BoundExpression(node: .not(found), type: .boolean, position: position) : found
    case .between(let operand, let low, let high, let negated, let position):
      let value = try bind(operand)
      let inside = BoundExpression(
        node: .and(
          try compare(.greaterOrEqual, value, try bind(low), position),
          try compare(.lessOrEqual, value, try bind(high), position)), type: .boolean,
        position: position)
      return negated
        ? BoundExpression(node: .not(inside), type: .boolean, position: position) : inside
    case .like(let operand, let pattern, let negated, let position):
      return try like(operand, pattern, negated, position)
    case .call(let call, let position): return try function(call, position)
    case .choice(let operand, let branches, let otherwise, let position):
      return try choice(operand, branches, otherwise, position)
    case .cast(let operand, let type, _):
      return try cast(try bind(operand), to: type)
    }
  }

  private func column(
    _ qualifier: String?, _ name: String, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    if let index = try scope.find(qualifier, name, position) {
      return BoundExpression(
        node: .column(index), type: scope.columns[index].type, position: position)
    }
    if hidden.contains(where: { $0.lowercased() == name.lowercased() }) {
      throw ClaimsQueryError(
        .unknownName, at: position, "\"\(name)\" is neither grouped nor inside an aggregate",
        remedy: "Add it to GROUP BY, or take its min or max")
    }
    let names = scope.columns.map(\.name).filter { !$0.isEmpty }
    let ranked = nearest(to: name, among: names).prefix(3).joined(separator: ", ")
    throw ClaimsQueryError(
      .unknownName, at: position, "There is no column \"\(name)\" here",
      remedy: ranked.isEmpty ? "There are no columns" : "The nearest are \(ranked)")
  }

  static func literal(_ literal: ClaimsLiteral, _ position: SourcePosition) -> BoundExpression {
    func make(_ value: SQLValue, _ type: ClaimsType) -> BoundExpression {
      BoundExpression(node: .constant(value), type: type, position: position)
    }
    switch literal {
    case .null: return make(.null, .null)
    case .boolean(let value): return make(.boolean(value), .boolean)
    case .integer(let value):
      let type: ClaimsType =
        Int32(exactly: value) != nil ? .integer : Int64(exactly: value) != nil ? .bigint : .hugeint
      return make(.integer(value), type)
    case .decimal(let digits, let scale):
      let width = max(String(digits).count, scale + (digits == 0 && scale == 0 ? 1 : 0))
      return make(.decimal(digits, scale: scale), .decimal(width: max(width, 1), scale: scale))
    case .double(let value): return make(.double(value), .double)
    case .text(let text): return make(.text(text), .text)
    case .date(let days): return make(.date(days), .date)
    case .timestamp(let micros): return make(.timestamp(micros), .timestamp)
    }
  }

  func boolean(
    _ expression: ClaimsExpression, _ what: String
  ) throws(ClaimsQueryError) -> BoundExpression {
    let bound = try bind(expression)
    if bound.type == .boolean { return bound }
    if bound.type == .null { return retyped(bound, .boolean) }
    throw ClaimsQueryError(
      .wrongType, at: expression.position, "\(what) takes a condition, found \(bound.type.sqlName)",
      remedy: "Compare it with a value")
  }

  func retyped(_ bound: BoundExpression, _ type: ClaimsType) -> BoundExpression {
    Self.retyped(bound, type)
  }

  /// Something of the same type that is no constant.
  private static func column(like bound: BoundExpression) -> BoundExpression {
    BoundExpression(node: .column(0), type: bound.type, position: bound.position)
  }

  private static func retyped(_ bound: BoundExpression, _ type: ClaimsType) -> BoundExpression {
    var result = bound
    result.type = type
    return result
  }

  private func negated(
    _ operand: ClaimsExpression, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    let bound = try bind(operand)
    switch bound.constant {
    case .integer(let value):
      // -2147483648 fits 32 bits, although 2147483648 does not.
      if case .literal = operand { return Self.literal(.integer(-value), position) }
    case .decimal(let digits, let scale):
      return BoundExpression(
        node: .constant(.decimal(-digits, scale: scale)), type: bound.type, position: position)
    case .double(let value):
      return BoundExpression(node: .constant(.double(-value)), type: .double, position: position)
    default: break
    }
    guard bound.type.isNumeric || bound.type == .null else {
      throw ClaimsQueryError(
        .wrongType, at: position, "\(bound.type.sqlName) has no negative",
        remedy: "Put the sign before a number")
    }
    if bound.type == .double {
      // Not a difference from 0, which would lose the sign of a zero.
      let minus = BoundExpression(node: .constant(.double(-1)), type: .double, position: position)
      return BoundExpression(
        node: .arithmetic(.multiply, bound, minus), type: .double, position: position)
    }
    let zero = BoundExpression(node: .constant(.integer(0)), type: .integer, position: position)
    let left = try cast(zero, to: bound.type == .null ? .integer : bound.type)
    return BoundExpression(
      node: .arithmetic(.subtract, left, bound), type: bound.type == .null ? .integer : bound.type,
      position: position)
  }

  private func binary(
    _ symbol: ClaimsOperator, _ left: ClaimsExpression, _ right: ClaimsExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    switch symbol {
    case .and, .or:
      let (one, other) = (try boolean(left, symbol.rawValue), try boolean(right, symbol.rawValue))
      return BoundExpression(
        node: symbol == .and ? .and(one, other) : .or(one, other), type: .boolean,
        position: position)
    case .isDistinct, .isNotDistinct:
      return try distinction(symbol, try bind(left), try bind(right), position)
    case .concatenate:
      let (one, other) = (try cast(try bind(left), to: .text), try cast(try bind(right), to: .text))
      if one.constant == .null || other.constant == .null {
        return BoundExpression(node: .constant(.null), type: .text, position: position)
      }
      return BoundExpression(node: .concatenate(one, other), type: .text, position: position)
    case _ where symbol.isComparison:
      return try compare(symbol, try bind(left), try bind(right), position)
    default:
      return try arithmetic(symbol, try bind(left), try bind(right), position)
    }
  }

  private func arithmetic(
    _ symbol: ClaimsOperator, _ left: BoundExpression, _ right: BoundExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    func result(_ type: ClaimsType, _ one: BoundExpression, _ other: BoundExpression)
      -> BoundExpression
    {
      BoundExpression(node: .arithmetic(symbol, one, other), type: type, position: position)
    }
    let (one, other) = (
      left.type == .null ? .integer : left.type, right.type == .null ? .integer : right.type
    )
    // A bare NULL makes the result null before the other side is computed, as in DuckDB.
    if left.type == .null || right.type == .null || left.constant == .null
      || right.constant == .null
    {
      guard left.type == .null || right.type == .null else {
        let typed = try arithmetic(
          symbol, Self.column(like: left), Self.column(like: right), position)
        return BoundExpression(node: .constant(.null), type: typed.type, position: position)
      }
      let typed = try arithmetic(
        symbol, Self.retyped(left, one), Self.retyped(right, other), position)
      return BoundExpression(node: .constant(.null), type: typed.type, position: position)
    }
    // Days added to dates, and the days between two dates.
    switch (symbol, one, other) {
    case (.add, .date, .integer), (.subtract, .date, .integer):
      return result(.date, left, try cast(right, to: .bigint))
    case (.add, .integer, .date): return result(.date, try cast(left, to: .bigint), right)
    case (.subtract, .date, .date): return result(.bigint, left, right)
    default: break
    }
    guard one.isNumeric, other.isNumeric else {
      throw ClaimsQueryError(
        .wrongType, at: position,
        "\(one.sqlName) \(symbol.rawValue) \(other.sqlName) is not arithmetic",
        remedy: "Use numbers on both sides, or CAST")
    }
    if symbol == .integerDivide,
      ![one, other].allSatisfy({ [.integer, .bigint, .hugeint].contains($0) })
    {
      throw ClaimsQueryError(
        .unsupported, at: position, "// takes whole numbers", remedy: "Use / or CAST to INTEGER")
    }
    if symbol == .divide || one == .double || other == .double {
      return result(.double, try cast(left, to: .double), try cast(right, to: .double))
    }
    if case .decimal(let oneWidth, let oneScale) = decimalType(one, other),
      case .decimal(let otherWidth, let otherScale) = decimalType(other, one)
    {
      switch symbol {
      case .multiply:
        let scale = oneScale + otherScale
        guard scale <= 38 else {
          throw ClaimsQueryError(
            .outOfRange, at: position, "The product has \(scale) digits after the point",
            remedy: "CAST one side to fewer digits, at most 38 in all")
        }
        var width = oneWidth + otherWidth
        if oneWidth <= 18, otherWidth <= 18, width > 18, scale < 18 { width = 18 }
        return result(
          .decimal(width: min(38, width), scale: scale),
          try cast(left, to: .decimal(width: oneWidth, scale: oneScale)),
          try cast(right, to: .decimal(width: otherWidth, scale: otherScale)))
      default:
        let scale = max(oneScale, otherScale)
        let whole = max(oneWidth - oneScale, otherWidth - otherScale)
        let width = whole + scale + (symbol == .remainder ? 0 : 1)
        let type = ClaimsType.decimal(width: min(38, width), scale: scale)
        return result(type, try cast(left, to: type), try cast(right, to: type))
      }
    }
    let type = widest(one, other)
    return result(type, try cast(left, to: type), try cast(right, to: type))
  }

  /// The decimal that a number counts as beside a decimal; `nil` when neither is one.
  private func decimalType(_ own: ClaimsType, _ peer: ClaimsType) -> ClaimsType? {
    switch (own, peer) {
    case (.decimal, _): own
    case (.integer, .decimal): .decimal(width: 10, scale: 0)
    case (.bigint, .decimal): .decimal(width: 19, scale: 0)
    case (.hugeint, .decimal): .decimal(width: 38, scale: 0)
    default: nil
    }
  }

  private func widest(_ one: ClaimsType, _ other: ClaimsType) -> ClaimsType {
    for type in [ClaimsType.hugeint, .bigint] where one == type || other == type { return type }
    return .integer
  }

  /// The type to which two sides of a comparison, or two branches, are brought.
  func common(
    _ one: BoundExpression, _ other: BoundExpression, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> ClaimsType {
    if one.type == other.type { return one.type }
    if one.type == .null { return other.type }
    if other.type == .null { return one.type }
    // A constant text takes the type of the other side.
    if case .text = one.constant { return other.type }
    if case .text = other.constant { return one.type }
    if one.type.isNumeric, other.type.isNumeric {
      if one.type == .double || other.type == .double { return .double }
      if case .decimal(let width, let scale) = decimalType(one.type, other.type),
        case .decimal(let otherWidth, let otherScale) = decimalType(other.type, one.type)
      {
        let joined = max(scale, otherScale)
        return .decimal(
          width: min(38, max(width - scale, otherWidth - otherScale) + joined), scale: joined)
      }
      return widest(one.type, other.type)
    }
    switch (one.type, other.type) {
    case (.date, .timestamp), (.timestamp, .date): return .timestamp
    case (.boolean, .integer), (.integer, .boolean): return .integer
    case (.boolean, .bigint), (.bigint, .boolean): return .bigint
    default:
      throw ClaimsQueryError(
        .wrongType, at: position,
        "\(one.type.sqlName) and \(other.type.sqlName) do not go together",
        remedy: "CAST one of them to the type of the other")
    }
  }

  func compare(
    _ symbol: ClaimsOperator, _ left: BoundExpression, _ right: BoundExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    let type = try common(left, right, position)
    // The left side is computed even beside a NULL on the right.
    if left.type == .null || left.constant == .null || (right.type == .null && left.isColumn) {
      return BoundExpression(node: .constant(.null), type: .boolean, position: position)
    }
    return BoundExpression(
      node: .comparison(symbol, try cast(left, to: type), try cast(right, to: type)),
      type: .boolean,
      position: position)
  }

  /// Equality that knows nulls: the comparison, or where it is unknown whether both are null.
  private func distinction(
    _ symbol: ClaimsOperator, _ left: BoundExpression, _ right: BoundExpression,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    func truth(_ node: BoundExpression.Node) -> BoundExpression {
      BoundExpression(node: node, type: .boolean, position: position)
    }
    let equal = retyped(try compare(.equal, left, right, position), .boolean)
    let bothNull = truth(
      .and(truth(.isNull(left, negated: false)), truth(.isNull(right, negated: false))))
    let same = truth(.coalesce([equal, bothNull]))
    return symbol == .isDistinct ? truth(.not(same)) : same
  }

  private func like(
    _ operand: ClaimsExpression, _ pattern: ClaimsExpression, _ negated: Bool,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    let value = try bind(operand)
    guard value.type == .text || value.type == .null else {
      throw ClaimsQueryError(
        .wrongType, at: operand.position,
        "LIKE takes text, but \(operand.sql) is \(value.type.sqlName)",
        remedy: "CAST it to VARCHAR")
    }
    var bound = try bind(pattern)
    if case .scalar(.lower, let inner) = bound.node, case .text(let text)? = inner[0].constant {
      bound = Self.literal(.text(ScalarFunction.lower.value([.text(text)]).text), bound.position)
    }
    if bound.constant == .null {
      return BoundExpression(node: .constant(.null), type: .boolean, position: position)
    }
    guard case .text(let text) = bound.constant else {
      throw ClaimsQueryError(
        .unsupported, at: pattern.position, "LIKE takes a constant pattern in this subset",
        remedy: "Write it between single quotes")
    }
    let test = BoundExpression(
      node: .like(try cast(value, to: .text), LikePattern(text)), type: .boolean, position: position
    )
    return negated ? BoundExpression(node: .not(test), type: .boolean, position: position) : test
  }

  private func choice(
    _ operand: ClaimsExpression?, _ branches: [ClaimsBranch], _ otherwise: ClaimsExpression?,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    let subject: BoundExpression?
    if let operand { subject = try bind(operand) } else { subject = nil }
    var conditions: [BoundExpression] = []
    var values: [BoundExpression] = []
    for branch in branches {
      if let subject {
        conditions.append(try compare(.equal, subject, try bind(branch.when), branch.when.position))
      } else {
        conditions.append(try boolean(branch.when, "WHEN"))
      }
      values.append(try bind(branch.then))
    }
    let last: BoundExpression
    if let otherwise {
      last = try bind(otherwise)
    } else {
      last = BoundExpression(node: .constant(.null), type: .null, position: position)
    }
    var type = last
    for value in values {
      type = retyped(value.type == .null ? type : value, try common(type, value, value.position))
    }
    let isConstant = (conditions + values + [last]).allSatisfy { $0.constant != nil }
    var cases: [(when: BoundExpression, then: BoundExpression)] = []
    for (condition, value) in zip(conditions, values) {
      // A branch that is never or always taken is known now.
      if condition.constant == .boolean(false) || condition.constant == .null { continue }
      let result = try cast(value, to: type.type)
      if condition.constant == .boolean(true) {
        return cases.isEmpty
          ? delayed(result, isConstant)
          : BoundExpression(
            node: .choice(cases, otherwise: result), type: type.type, position: position)
      }
      cases.append((condition, result))
    }
    if cases.isEmpty { return delayed(try cast(last, to: type.type), isConstant) }
    return BoundExpression(
      node: .choice(cases, otherwise: try cast(last, to: type.type)), type: type.type,
      position: position)
  }

  /// A null that only the rows give, since what stands beside it is computed first.
  private func delayed(
    _ bound: BoundExpression, _ isConstant: Bool
  ) -> BoundExpression {
    guard bound.constant == .null, !isConstant else { return bound }
    return BoundExpression(
      node: .choice([], otherwise: bound), type: bound.type, position: bound.position)
  }

  /// Adds a cast; one of a constant is done here.
  func cast(
    _ bound: BoundExpression, to type: ClaimsType
  ) throws(ClaimsQueryError) -> BoundExpression {
    if bound.type == type { return bound }
    guard ValueCast.isPossible(bound.type, type) else {
      throw ClaimsQueryError(
        .wrongType, at: bound.position, "\(bound.type.sqlName) cannot become \(type.sqlName)",
        remedy: "Use a value of the type itself")
    }
    if let constant = bound.constant {
      do {
        let value = try ValueCast.value(constant, bound.type, to: type, bound.position)
        return BoundExpression(node: .constant(value), type: type, position: bound.position)
      } catch {
        // It is an error only once a row asks for it.
        return BoundExpression(node: .cast(bound), type: type, position: bound.position)
      }
    }
    return BoundExpression(node: .cast(bound), type: type, position: bound.position)
  }
}
