/// What a value says about single members or claims.
struct MemberTaint: OptionSet, Sendable {
  let rawValue: UInt8

  /// An identifier as it is.
  static let identifier = MemberTaint(rawValue: 1)
  /// Made of an identifier by arithmetic or text, null where the identifier is.
  static let computed = MemberTaint(rawValue: 2)
  /// Made of an identifier in a way that can pick out single values.
  static let picked = MemberTaint(rawValue: 4)
  /// A time with its time of day.
  static let instant = MemberTaint(rawValue: 8)

  /// Whether an identifier can be seen through the value.
  var isPrivate: Bool { !isDisjoint(with: [.identifier, .computed, .picked]) }
  /// Whether counting such values says nothing of a single one.
  var isCountable: Bool { !contains(.picked) }
  /// Whether the value is an identifier and nothing was done to it.
  var isPlainIdentifier: Bool { contains(.identifier) && isDisjoint(with: [.computed, .picked]) }

  /// The same, marked as computed when an identifier is in it.
  var asComputed: MemberTaint { isPrivate ? union(.computed) : self }
  /// The same, marked as picked when an identifier is in it.
  var asPicked: MemberTaint { isPrivate ? union(.picked) : self }

  /// The taint of a comparison.
  static func compared(_ left: MemberTaint, _ right: MemberTaint) -> MemberTaint {
    guard left.isPrivate || right.isPrivate else { return [] }
    return left.isPlainIdentifier && right.isPlainIdentifier ? [] : .picked
  }
}

/// The columns that expressions of one query can name, with what they say about members.
struct MemberScope {
  struct Column {
    var qualifier: String?
    var name: String
    var taint: MemberTaint
    /// Whether USING made the column one with another.
    var isMerged = false
  }
  var columns: [Column]
  /// Whether a row stands for one claim or member.
  var isIndividual: Bool
  /// The expressions of outputs that have a name, for HAVING and ORDER BY.
  var aliases: [String: ClaimsExpression] = [:]
  var windows: [ClaimsQuery.NamedWindow] = []

  /// What the values of an expression say about single members or claims.
  func taint(_ expression: ClaimsExpression, aliasesAllowed: Bool = true) -> MemberTaint {
    func inner(_ child: ClaimsExpression) -> MemberTaint {
      taint(child, aliasesAllowed: aliasesAllowed)
    }
    switch expression {
    case .column(let qualifier, let name, _):
      return column(qualifier, name, aliasesAllowed: aliasesAllowed)
    case .literal: return []
    case .not(let operand, _): return inner(operand).asPicked
    case .negated(let operand, _): return inner(operand).asComputed
    case .isNull(let operand, _, _): return inner(operand).isCountable ? [] : .picked
    case .binary(let symbol, let left, let right, _):
      return binary(symbol, inner(left), inner(right))
    case .inList(let operand, let items, _, _):
      let value = inner(operand)
      return items.reduce([]) { $0.union(.compared(value, inner($1))) }
    case .between(let operand, let low, let high, _, _):
      let value = inner(operand)
      return .compared(value, inner(low)).union(.compared(value, inner(high)))
    case .like(let operand, let pattern, _, _):
      return .compared(inner(operand), inner(pattern))
    case .call(let call, _): return self.call(call, inner)
    case .choice(let operand, let branches, let otherwise, _):
      var result: MemberTaint = []
      for branch in branches {
        let condition =
          operand.map { .compared(inner($0), inner(branch.when)) } ?? inner(branch.when)
        if condition.isPrivate { result.formUnion(.picked) }
        result.formUnion(inner(branch.then).asPicked)
      }
      return result.union(otherwise.map { inner($0).asPicked } ?? [])
    case .cast(let operand, let type, _):
      let value = inner(operand)
      if type == .date { return value.subtracting(.instant) }
      return type == .boolean ? value.asPicked : value
    }
  }

  private func column(
    _ qualifier: String?, _ name: String, aliasesAllowed: Bool
  ) -> MemberTaint {
    let key = name.lowercased()
    let found = columns.filter {
      $0.name.lowercased() == key
        && (qualifier == nil || $0.qualifier?.lowercased() == qualifier?.lowercased())
    }
    if found.isEmpty, qualifier == nil, aliasesAllowed, let alias = aliases[key] {
      return taint(alias, aliasesAllowed: false)
    }
    return found.reduce([]) { $0.union($1.taint) }
  }

  private func binary(
    _ symbol: ClaimsOperator, _ left: MemberTaint, _ right: MemberTaint
  ) -> MemberTaint {
    if symbol.isComparison || symbol == .isDistinct || symbol == .isNotDistinct {
      return .compared(left, right)
    }
    let both = left.union(right)
    switch symbol {
    case .and, .or: return both.asPicked
    case .subtract:
      // The time between two instants is no instant.
      let isSpan = left.contains(.instant) && right.contains(.instant)
      return (isSpan ? both.subtracting(.instant) : both).asComputed
    // Division by zero is NULL, which tells values apart.
    case .divide, .integerDivide, .remainder: return both.asPicked
    default: return both.asComputed
    }
  }

  private func call(
    _ call: ClaimsCall, _ inner: (ClaimsExpression) -> MemberTaint
  ) -> MemberTaint {
    let arguments = call.arguments.reduce(into: MemberTaint()) { $0.formUnion(inner($1)) }
    if let written = call.window { return window(call, written, arguments, inner) }
    if ExpressionBinder.aggregates.contains(call.name) {
      var result: MemberTaint = call.filter.map { inner($0).isPrivate ? .picked : [] } ?? []
      if call.name == "count" {
        if !arguments.isCountable { result.formUnion(.picked) }
      } else {
        result.formUnion(arguments.subtracting(.instant))
      }
      return result
    }
    switch call.name {
    case "year", "quarter", "month", "day", "hour", "isodow", "dayofweek", "dayofyear":
      return arguments.subtracting(.instant).asPicked
    case "minute", "second", "epoch": return arguments.asPicked
    case "date_trunc", "date_diff", "datediff", "date_part":
      var isFine = false
      if case .literal(.text(let part), _)? = call.arguments.first {
        isFine = ["minute", "second", "epoch"].contains(part.lowercased())
      }
      return (isFine ? arguments : arguments.subtracting(.instant)).asPicked
    case "strftime":
      let isFine = call.arguments.contains { argument in
        if case .literal(.text(let pattern), _) = argument {
          pattern.contains("%M") || pattern.contains("%S")
        } else {
          false
        }
      }
      return (isFine ? arguments : arguments.subtracting(.instant)).asPicked
    case "coalesce", "abs": return arguments.asComputed
    default: return arguments.asPicked
    }
  }

  private func window(
    _ call: ClaimsCall, _ written: ClaimsWindow, _ arguments: MemberTaint,
    _ inner: (ClaimsExpression) -> MemberTaint
  ) -> MemberTaint {
    let window =
      written.name.flatMap { name in windows.first { $0.name == name }?.window } ?? written
    guard call.name == "row_number" else { return arguments }
    // Within one member the number of a row says nothing of who it is; over all rows it is a name.
    let isWithinOne = window.partition.contains { inner($0).isPrivate }
    return isIndividual && !isWithinOne ? [.identifier, .computed] : []
  }
}
