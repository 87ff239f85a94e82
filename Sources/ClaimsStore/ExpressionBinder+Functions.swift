import LocatedJSON

extension ExpressionBinder {
  /// The functions of this subset that are not aggregates.
  static let functions =
    DatePart.allCases.map(\.rawValue).filter { $0 != "week" } + [
      "date_trunc", "date_diff", "datediff", "coalesce", "abs",
    ] + scalarFunctions
  /// The aggregates of this subset.
  static let aggregates: Set<String> = [
    "count", "sum", "avg", "min", "max", "stddev", "stddev_samp", "quantile_disc", "quantile_cont",
    "median",
  ]
  /// The window functions of this subset.
  static let windowFunctions: Set<String> = ["lag", "lead", "row_number"]

  func function(
    _ call: ClaimsCall, _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    if Self.windowFunctions.contains(call.name) || call.window != nil {
      throw ClaimsQueryError(
        .unsupported, at: position, "\(call.name) with a window cannot stand here",
        remedy: "Compute it in a subquery's SELECT and use its name")
    }
    if Self.aggregates.contains(call.name) {
      throw ClaimsQueryError(
        .unsupported, at: position, "The aggregate \(call.name) cannot stand here",
        remedy: "Use it in SELECT, HAVING or ORDER BY of a grouped query")
    }
    guard Self.functions.contains(call.name) else {
      let all = Self.functions + Self.aggregates.sorted() + Self.windowFunctions.sorted()
      let ranked = nearest(to: call.name, among: all).prefix(3).joined(separator: ", ")
      throw ClaimsQueryError(
        .unsupported, at: position, "There is no function \"\(call.name)\" in this subset",
        remedy: "The nearest are \(ranked)")
    }
    guard !call.isStar, !call.isDistinct, call.filter == nil else {
      throw ClaimsQueryError(
        .syntax, at: position, "\(call.name) takes plain arguments",
        remedy: "Remove *, DISTINCT or FILTER")
    }
    var arguments: [BoundExpression] = []
    for argument in call.arguments { arguments.append(try bind(argument)) }
    let bound =
      Self.scalarFunctions.contains(call.name)
      ? try scalar(call, arguments, position) : try plain(call, arguments, position)
    // A constant null makes the result null before anything else is computed, as in DuckDB.
    if !Self.nullTolerant.contains(call.name), arguments.contains(where: { $0.constant == .null }) {
      return BoundExpression(node: .constant(.null), type: bound.type, position: position)
    }
    return bound
  }

  /// The functions that can give a value where an argument is null.
  private static let nullTolerant: Set<String> = ["coalesce", "greatest", "least", "nullif"]

  /// Binds a function that is not one of ``scalarFunctions``.
  private func plain(
    _ call: ClaimsCall, _ given: [BoundExpression], _ position: SourcePosition
  ) throws(ClaimsQueryError) -> BoundExpression {
    var arguments = given
    func expect(_ count: Int) throws(ClaimsQueryError) {
      guard arguments.count == count else {
        throw ClaimsQueryError(
          .syntax, at: position,
          "\(call.name) takes \(count) argument\(count == 1 ? "" : "s"), found \(arguments.count)",
          remedy: "Write \(count)")
      }
    }
    switch call.name {
    case "coalesce":
      guard let first = arguments.first else {
        throw ClaimsQueryError(
          .syntax, at: position, "coalesce takes arguments", remedy: "Write some")
      }
      var type = first
      for argument in arguments.dropFirst() {
        type = retyped(type, try common(type, argument, argument.position))
      }
      var cast: [BoundExpression] = []
      for argument in arguments { cast.append(try self.cast(argument, to: type.type)) }
      return BoundExpression(node: .coalesce(cast), type: type.type, position: position)
    case "abs":
      try expect(1)
      let value = arguments[0].type == .null ? retyped(arguments[0], .integer) : arguments[0]
      guard value.type.isNumeric else {
        throw ClaimsQueryError(
          .wrongType, at: position, "abs takes a number, found \(value.type.sqlName)",
          remedy: "CAST it to a number")
      }
      return BoundExpression(node: .absolute(value), type: value.type, position: position)
    case "date_trunc":
      try expect(2)
      let part = try part(
        arguments[0], ["year", "quarter", "month", "week", "day", "hour", "minute", "second"])
      let value = try moment(arguments[1], call.name)
      return BoundExpression(
        node: .truncate(part, try cast(value, to: .timestamp)), type: .timestamp, position: position
      )
    case "date_diff", "datediff":
      try expect(3)
      let part = try part(
        arguments[0], ["year", "quarter", "month", "week", "day", "hour", "minute", "second"])
      // Beside a date or a timestamp a bare NULL takes its type.
      if arguments[1].type == .null { arguments[1] = retyped(arguments[1], arguments[2].type) }
      if arguments[2].type == .null { arguments[2] = retyped(arguments[2], arguments[1].type) }
      let (from, to) = (try moment(arguments[1], call.name), try moment(arguments[2], call.name))
      if part == .day, from.type == .date, to.type == .date {
        return BoundExpression(
          node: .arithmetic(.subtract, to, from), type: .bigint, position: position)
      }
      return BoundExpression(
        node: .difference(part, try cast(from, to: .timestamp), try cast(to, to: .timestamp)),
        type: .bigint, position: position)
    default:
      try expect(1)
      guard let part = DatePart(rawValue: call.name) else {
        throw ClaimsQueryError(
          .unsupported, at: position, "There is no function \"\(call.name)\"", remedy: "Use another"
        )
      }
      let value = try moment(arguments[0], call.name)
      return BoundExpression(
        node: .part(part, value), type: part == .epoch ? .double : .bigint, position: position)
    }
  }

  func moment(
    _ bound: BoundExpression, _ name: String
  ) throws(ClaimsQueryError) -> BoundExpression {
    switch bound.type {
    case .date, .timestamp: return bound
    default:
      throw ClaimsQueryError(
        .wrongType, at: bound.position,
        "\(name) takes a date or a timestamp, found \(bound.type.sqlName)",
        remedy: "CAST it to TIMESTAMP")
    }
  }

  private func part(
    _ bound: BoundExpression, _ known: [String]
  ) throws(ClaimsQueryError) -> DatePart {
    guard case .text(let text) = bound.constant, known.contains(text.lowercased()),
      let part = DatePart(rawValue: text.lowercased())
    else {
      throw ClaimsQueryError(
        .unsupported, at: bound.position, "This is no part of a date",
        remedy: "Write " + known.map { "'\($0)'" }.joined(separator: ", "))
    }
    return part
  }
}
