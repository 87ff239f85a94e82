extension ClaimsExpression {
  /// The expression with some columns replaced, also inside calls; windows stay as they are.
  ///
  /// - Parameter replacement: What stands for an unqualified column; `nil` leaves it.
  /// - Returns: The new expression.
  func replacingColumns(_ replacement: (String) -> ClaimsExpression?) -> ClaimsExpression {
    func inner(_ child: ClaimsExpression) -> ClaimsExpression {
      child.replacingColumns(replacement)
    }
    switch self {
    case .column(let qualifier, let name, _):
      return qualifier == nil ? replacement(name) ?? self : self
    case .literal: return self
    case .not(let operand, let place): return .not(inner(operand), at: place)
    case .negated(let operand, let place): return .negated(inner(operand), at: place)
    case .binary(let symbol, let left, let right, let place):
      return .binary(symbol, inner(left), inner(right), at: place)
    case .isNull(let operand, let negated, let place):
      return .isNull(inner(operand), negated: negated, at: place)
    case .inList(let operand, let items, let negated, let place):
      return .inList(inner(operand), items.map(inner), negated: negated, at: place)
    case .between(let operand, let low, let high, let negated, let place):
      return .between(
        inner(operand), low: inner(low), high: inner(high), negated: negated, at: place)
    case .like(let operand, let pattern, let negated, let place):
      return .like(inner(operand), pattern: inner(pattern), negated: negated, at: place)
    case .call(var call, let place):
      if call.window != nil { return self }
      call.arguments = call.arguments.map(inner)
      call.filter = call.filter.map(inner)
      return .call(call, at: place)
    case .choice(let operand, let branches, let otherwise, let place):
      return .choice(
        operand: operand.map(inner),
        branches: branches.map { ClaimsBranch(when: inner($0.when), then: inner($0.then)) },
        otherwise: otherwise.map(inner), at: place)
    case .cast(let operand, let type, let place): return .cast(inner(operand), type, at: place)
    }
  }
}

extension ClaimsQuery {
  /// The query with the names of outputs in HAVING and in keys of ORDER BY replaced by what they name.
  ///
  /// - Parameter isColumn: Whether a name is a column of the source, which then is meant.
  /// - Returns: The query; a key that is only a name stays.
  func namingOutputs(isColumn: (String) -> Bool) -> ClaimsQuery {
    var named: [String: ClaimsExpression] = [:]
    for item in items {
      if let alias = item.alias?.lowercased(), !isColumn(alias) {
        named[alias] = named[alias] ?? item.expression
      }
    }
    if named.isEmpty { return self }
    func replaced(_ expression: ClaimsExpression) -> ClaimsExpression {
      expression.replacingColumns { named[$0.lowercased()] }
    }
    var query = self
    query.having = having.map(replaced)
    for index in order.indices {
      if case .column = order[index].expression { continue }
      query.order[index].expression = replaced(order[index].expression)
    }
    return query
  }
}
