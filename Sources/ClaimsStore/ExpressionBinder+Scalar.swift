extension ExpressionBinder {
  /// Functions that are computed value by value, or stand for other expressions.
  static let scalarFunctions = [
    "greatest", "least", "nullif", "round", "floor", "ceil", "ceiling", "lower", "upper", "length",
    "substring", "substr", "left", "strftime", "date_part", "dayofweek", "dayofyear",
  ]

  /// Binds one of ``scalarFunctions``.
  func scalar(
    _ call: ClaimsCall, _ arguments: [BoundExpression], _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    func expect(_ counts: ClosedRange<Int>) throws(ClaimsQueryError) {
      guard counts.contains(arguments.count) else {
        let wanted =
          counts.lowerBound == counts.upperBound
          ? "\(counts.lowerBound)" : "\(counts.lowerBound) or \(counts.upperBound)"
        throw ClaimsQueryError(
          .syntax, at: position,
          "\(call.name) takes \(wanted) arguments, found \(arguments.count)",
          remedy: "Write \(wanted)")
      }
    }
    func make(
      _ function: ScalarFunction, _ values: [BoundExpression], _ type: ClaimsType
    ) -> BoundExpression {
      BoundExpression(node: .scalar(function, values), type: type, position: position)
    }
    switch call.name {
    case "greatest", "least":
      guard let first = arguments.first else {
        throw ClaimsQueryError(
          .syntax, at: position, "\(call.name) takes arguments", remedy: "Write some")
      }
      var type = first
      for argument in arguments.dropFirst() {
        type = retyped(type, try common(type, argument, argument.position))
      }
      var values: [BoundExpression] = []
      for argument in arguments { values.append(try cast(argument, to: type.type)) }
      return make(call.name == "greatest" ? .greatest : .least, values, type.type)
    case "nullif":
      try expect(2...2)
      let equal = try compare(.equal, arguments[0], arguments[1], position)
      let null = BoundExpression(
        node: .constant(.null), type: arguments[0].type, position: position)
      return BoundExpression(
        node: .choice([(equal, null)], otherwise: arguments[0]), type: arguments[0].type,
        position: position)
    case "round", "floor", "ceil", "ceiling":
      try expect(1...(call.name == "round" ? 2 : 1))
      return try rounded(call, arguments, position)
    case "lower", "upper", "length":
      try expect(1...1)
      let value = try text(arguments[0], call.name)
      if call.name == "length" { return make(.length, [value], .bigint) }
      return make(call.name == "lower" ? .lower : .upper, [value], .text)
    case "substring", "substr", "left":
      try expect(call.name == "left" ? 2...2 : 2...3)
      var values = [try text(arguments[0], call.name)]
      if call.name == "left" { values.append(Self.literal(.integer(1), position)) }
      for (index, argument) in arguments.dropFirst().enumerated() {
        let least: Int128 = index == 0 && call.name != "left" ? 1 : 0
        guard case .integer(let number)? = argument.constant, number >= least else {
          throw ClaimsQueryError(
            .unsupported, at: argument.position,
            "\(call.name) takes a constant whole number from \(least)",
            remedy: "Write one such as 1")
        }
        values.append(argument)
      }
      return make(.substring, values, .text)
    case "strftime":
      try expect(2...2)
      let isSwapped = arguments[0].type == .text
      guard case .text(let pattern)? = arguments[isSwapped ? 0 : 1].constant,
        let parts = ScalarFunction.pattern(pattern)
      else {
        throw ClaimsQueryError(
          .unsupported, at: position,
          "strftime takes a constant pattern of %Y %y %m %d %H %M %S %j %B %b %A %a and %%",
          remedy: "Write one such as '%Y-%m'")
      }
      return make(.format(parts), [try moment(arguments[isSwapped ? 1 : 0], call.name)], .text)
    case "date_part":
      try expect(2...2)
      guard case .text(let part)? = arguments[0].constant else {
        throw ClaimsQueryError(
          .unsupported, at: arguments[0].position, "date_part takes a constant part",
          remedy: "Write one such as 'month'")
      }
      var inner = call
      inner.name = Self.partFunction(part.lowercased())
      inner.arguments = [call.arguments[1]]
      return try function(inner, position)
    case "dayofweek":
      try expect(1...1)
      // Sunday is 0 here and 7 in isodow.
      let day = BoundExpression(
        node: .part(.isodow, try moment(arguments[0], call.name)), type: .bigint,
        position: position)
      let seven = BoundExpression(node: .constant(.integer(7)), type: .bigint, position: position)
      return BoundExpression(
        node: .arithmetic(.remainder, day, seven), type: .bigint, position: position)
    default:
      try expect(1...1)
      let value = try cast(try moment(arguments[0], call.name), to: .timestamp)
      let year = BoundExpression(
        node: .truncate(.year, value), type: .timestamp, position: position)
      let days = BoundExpression(
        node: .difference(.day, year, value), type: .bigint, position: position)
      let one = BoundExpression(node: .constant(.integer(1)), type: .bigint, position: position)
      return BoundExpression(
        node: .arithmetic(.add, days, one), type: .bigint, position: position)
    }
  }

  /// The function that gives a part of a date.
  static func partFunction(_ part: String) -> String {
    switch part {
    case "dow", "weekday": "dayofweek"
    case "doy": "dayofyear"
    default: part
    }
  }

  private func text(
    _ bound: BoundExpression, _ name: String
  ) throws(ClaimsQueryError) -> BoundExpression {
    if bound.type == .null { return retyped(bound, .text) }
    guard bound.type == .text else {
      throw ClaimsQueryError(
        .wrongType, at: bound.position, "\(name) takes text, found \(bound.type.sqlName)",
        remedy: "CAST it to VARCHAR")
    }
    return bound
  }

  private func rounded(
    _ call: ClaimsCall, _ arguments: [BoundExpression], _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    var digits = 0
    if arguments.count == 2 {
      guard case .integer(let number)? = arguments[1].constant, (0...15).contains(number) else {
        throw ClaimsQueryError(
          .unsupported, at: arguments[1].position, "round takes a constant from 0 to 15",
          remedy: "Write how many digits stay, such as 2")
      }
      digits = Int(number)
    }
    let function: ScalarFunction =
      call.name == "round" ? .round(digits: digits) : call.name == "floor" ? .floor : .ceil
    var value = arguments[0]
    switch value.type {
    case .integer, .bigint, .hugeint:
      return call.name == "round" ? value : try cast(value, to: .double)
    case .decimal(let width, let scale):
      let type = ClaimsType.decimal(width: width, scale: min(digits, scale))
      return BoundExpression(node: .scalar(function, [value]), type: type, position: position)
    case .null: value = retyped(value, .double)
    case .double: break
    default:
      throw ClaimsQueryError(
        .wrongType, at: position, "\(call.name) takes a number, found \(value.type.sqlName)",
        remedy: "CAST it to a number")
    }
    return BoundExpression(node: .scalar(function, [value]), type: .double, position: position)
  }
}
