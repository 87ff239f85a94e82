import ClaimsKernels

/// A constant of a condition, with numbers exact.
enum ConditionConstant: Hashable {
  case null
  case boolean(Bool)
  case number(Int128, scale: Int)
  case double(Double)
  case text(String)
  case date(Int)
  case timestamp(Int64)
}

extension ConditionBinder {
  /// The value of a constant expression; `nil` when it names a column.
  func constant(_ expression: ClaimsExpression) throws(ClaimsQueryError) -> ConditionConstant? {
    switch expression {
    case .literal(let literal, _):
      switch literal {
      case .null: return .null
      case .boolean(let value): return .boolean(value)
      case .integer(let value): return .number(value, scale: 0)
      case .decimal(let digits, let scale): return .number(digits, scale: scale)
      case .double(let value): return .double(value)
      case .text(let text): return .text(text)
      case .date(let days): return .date(days)
      case .timestamp(let micros): return .timestamp(micros)
      }
    case .negated(let operand, let position):
      switch try constant(operand) {
      case .number(let digits, let scale): return .number(-digits, scale: scale)
      case .double(let value): return .double(-value)
      case .null: return .null
      case nil: return nil
      default:
        throw ClaimsQueryError(
          .wrongType, at: position, "\(operand.sql) has no negative",
          remedy: "Put the sign before a number")
      }
    default: return nil
    }
  }

  /// Compares a column with a constant.
  func compare(
    _ index: Int, _ type: ClaimsType, _ symbol: ClaimsOperator, _ constant: ConditionConstant,
    _ position: SourcePosition
  ) throws(ClaimsQueryError) -> Condition {
    if constant == .null { return .constant(nil) }
    if type == .text {
      guard case .text(let text) = constant else {
        throw mismatch(index, type, position, "Write the value between single quotes")
      }
      return compareText(index, symbol, text)
    }
    let order = try ordering(index, type, constant, position)
    // The order of the stored integer against the constant grows with the integer, so that the
    // first integers that are not below and that are above it bound every comparison.
    let notBelow = firstInteger { order($0) >= 0 }
    let above = firstInteger { order($0) > 0 }
    func range(_ low: Int64?, before high: Int64?) -> Condition {
      guard let low else { return .range(column: index, .max ... .max).never }
      guard let high else { return .range(column: index, low ... .max) }
      return low < high
        ? .range(column: index, low...(high - 1)) : Condition.range(column: index, low...low).never
    }
    switch symbol {
    case .equal: return range(notBelow, before: above)
    case .notEqual: return .not(range(notBelow, before: above))
    case .less: return range(.min, before: notBelow)
    case .lessOrEqual: return range(.min, before: above)
    case .greater: return range(above, before: nil)
    default: return range(notBelow, before: nil)
    }
  }

  /// How a stored integer orders against a constant: negative, 0 or positive.
  private func ordering(
    _ index: Int, _ type: ClaimsType, _ constant: ConditionConstant, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> (Int64) -> Int {
    func exact(_ value: Int128) -> (Int64) -> Int {
      { Int128($0) < value ? -1 : Int128($0) == value ? 0 : 1 }
    }
    switch (type, constant) {
    case (.timestamp, .timestamp(let micros)): return exact(Int128(micros))
    case (.timestamp, .date(let days)): return exact(Int128(days) * 86_400_000_000)
    case (.timestamp, .text(let text)):
      if let micros = parseTimestampText(text) { return exact(Int128(micros)) }
      throw mismatch(index, type, position, "Write TIMESTAMP '2026-01-31 08:00:00'")
    case (.date, .date(let days)): return exact(Int128(days))
    case (.date, .timestamp(let micros)):
      return {
        let own = Int128($0) * 86_400_000_000
        return own < Int128(micros) ? -1 : own == Int128(micros) ? 0 : 1
      }
    case (.date, .text(let text)):
      if let days = parseDateText(text) { return exact(Int128(days)) }
      throw mismatch(index, type, position, "Write DATE '2026-01-31'")
    case (.boolean, .boolean(let value)): return exact(value ? 1 : 0)
    case (.integer, .number(let digits, let scale)), (.bigint, .number(let digits, let scale)):
      return rational(digits, scale: scale, own: 0)
    case (.decimal(_, let own), .number(let digits, let scale)):
      return rational(digits, scale: scale, own: own)
    case (.integer, .double(let value)), (.bigint, .double(let value)):
      return { Double($0) < value ? -1 : Double($0) == value ? 0 : 1 }
    case (.decimal(_, let own), .double(let value)):
      let unit = Double(powerOfTen(own))
      return { Double($0) / unit < value ? -1 : Double($0) / unit == value ? 0 : 1 }
    case (.integer, .text(let text)), (.bigint, .text(let text)):
      if let value = Int64(text.trimmingBlanks()) { return exact(Int128(value)) }
      throw mismatch(index, type, position, "Write a number without quotes")
    default:
      let remedy =
        switch type {
        case .timestamp: "Write TIMESTAMP '2026-01-31 08:00:00'"
        case .date: "Write DATE '2026-01-31'"
        case .boolean: "Write TRUE or FALSE, or the column alone"
        default: "Write a number without quotes"
        }
      throw mismatch(index, type, position, remedy)
    }
  }

  /// Orders value / 10^own against digits / 10^scale without rounding.
  private func rational(_ digits: Int128, scale: Int, own: Int) -> (Int64) -> Int {
    if scale <= own {
      let (scaled, overflow) = digits.multipliedReportingOverflow(by: powerOfTen(own - scale))
      if overflow { return { _ in digits < 0 ? 1 : -1 } }
      return { Int128($0) < scaled ? -1 : Int128($0) == scaled ? 0 : 1 }
    }
    let unit = powerOfTen(scale - own)
    let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: unit)
    let floor = remainder < 0 ? quotient - 1 : quotient
    return { value in
      let own = Int128(value)
      if own == floor { return remainder == 0 ? 0 : -1 }
      return own < floor ? -1 : 1
    }
  }

  /// The first integer for which a condition that stays true holds; `nil` when it never does.
  private func firstInteger(_ holds: (Int64) -> Bool) -> Int64? {
    guard holds(.max) else { return nil }
    var low = Int64.min
    var high = Int64.max
    while low < high {
      let middle = low &+ Int64(bitPattern: UInt64(bitPattern: high &- low) / 2)
      if holds(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func compareText(_ index: Int, _ symbol: ClaimsOperator, _ text: String) -> Condition {
    guard let dictionary = table?.columns[index].dictionary else {
      return Condition.range(column: index, 0...0).never
    }
    let (code, found) = dictionary.position(of: text)
    let first = Int64(code)
    let after = found ? first + 1 : first
    switch symbol {
    case .equal, .notEqual:
      let exactly = Condition.range(column: index, first...first)
      let equal = found ? exactly : exactly.never
      return symbol == .equal ? equal : .not(equal)
    case .less: return .range(column: index, Int64.min...(first - 1))
    case .lessOrEqual: return .range(column: index, Int64.min...(after - 1))
    case .greater: return .range(column: index, after ... .max)
    default: return .range(column: index, first ... .max)
    }
  }

  private func mismatch(
    _ index: Int, _ type: ClaimsType, _ position: SourcePosition, _ remedy: String
  ) -> ClaimsQueryError {
    ClaimsQueryError(
      .wrongType, at: position,
      "\(schema.columns[index].name) is \(type.sqlName) and cannot be compared with this",
      remedy: remedy)
  }
}

extension Condition {
  /// False where the operand is known, unknown where it is null.
  var never: Condition {
    guard case .range(let column, _) = self else { return self }
    return .all([.isNull(column: column), .constant(nil)])
  }
}

/// 10 to a power of 0 to 38.
func powerOfTen(_ exponent: Int) -> Int128 {
  var result: Int128 = 1
  for _ in 0..<exponent { result *= 10 }
  return result
}
