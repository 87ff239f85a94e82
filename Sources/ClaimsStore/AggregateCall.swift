import LocatedJSON

/// An aggregate of a query, with its argument bound.
struct AggregateCall: Sendable {
  enum Kind: Sendable, Equatable {
    case count
    case sum
    case average
    case minimum
    case maximum
    case deviation
    case quantile(Double, isDiscrete: Bool)
  }
  var kind: Kind
  /// `nil` for `count(*)`.
  var argument: BoundExpression?
  var isDistinct: Bool
  var filter: BoundExpression?
  /// The filter by the fastest way that is open.
  var rowFilter: RowFilter?
  var type: ClaimsType
  var position: SourcePosition

  /// Whether the order in which rows are added can change the last digits.
  var dependsOnOrder: Bool {
    switch kind {
    case .sum, .average: argument?.type == .double
    case .deviation: true
    default: false
    }
  }

  /// Binds a call.
  init(
    _ call: ClaimsCall, _ binder: ExpressionBinder, at position: SourcePosition
  ) throws(ClaimsQueryError) {
    self.position = position
    isDistinct = call.isDistinct
    if let filter = call.filter { self.filter = try binder.boolean(filter, "FILTER") }
    func fail(_ problem: String, _ remedy: String) -> ClaimsQueryError {
      ClaimsQueryError(.wrongType, at: position, problem, remedy: remedy)
    }
    if call.isStar || call.arguments.isEmpty {
      guard call.name == "count", !call.isDistinct else {
        throw fail("\(call.name) takes an argument", "Write \(call.name)(column)")
      }
      (kind, type) = (.count, .bigint)
      return
    }
    let wanted = call.name.hasPrefix("quantile") ? 2 : 1
    guard call.arguments.count == wanted else {
      throw fail(
        "\(call.name) takes \(wanted) argument\(wanted == 1 ? "" : "s"), found \(call.arguments.count)",
        "Write \(wanted)")
    }
    var argument = try binder.bind(call.arguments[0])
    if argument.type == .null { argument = binder.retyped(argument, .integer) }
    switch call.name {
    case "count": (kind, type) = (.count, .bigint)
    case "min": (kind, type) = (.minimum, argument.type)
    case "max": (kind, type) = (.maximum, argument.type)
    case "sum":
      if argument.type == .boolean { argument = try binder.cast(argument, to: .integer) }
      guard argument.type.isNumeric else {
        throw fail("sum takes numbers, found \(argument.type.sqlName)", "CAST them to a number")
      }
      kind = .sum
      switch argument.type {
      case .double: type = .double
      case .decimal(_, let scale): type = .decimal(width: 38, scale: scale)
      default: type = .hugeint
      }
    case "avg", "stddev", "stddev_samp":
      guard argument.type.isNumeric else {
        throw fail(
          "\(call.name) takes numbers, found \(argument.type.sqlName)", "CAST them to a number")
      }
      (kind, type) = (call.name == "avg" ? .average : .deviation, .double)
      if kind == .deviation { argument = try binder.cast(argument, to: .double) }
    default:
      var fraction = 0.5
      if call.name != "median" {
        let bound = try binder.bind(call.arguments[1])
        guard let constant = bound.constant,
          case .double(let value) = try ValueCast.value(constant, bound.type, to: .double, position),
          (0...1).contains(value)
        else {
          throw fail("\(call.name) takes a constant from 0 to 1", "Write one such as 0.5")
        }
        fraction = value
      }
      let isDiscrete = call.name == "quantile_disc"
      kind = .quantile(fraction, isDiscrete: isDiscrete)
      guard isDiscrete || argument.type.isNumeric else {
        throw fail(
          "\(call.name) takes numbers, found \(argument.type.sqlName)", "Use quantile_disc")
      }
      type = argument.type
      if !isDiscrete {
        if case .decimal = argument.type {
        } else {
          type = .double
          argument = try binder.cast(argument, to: .double)
        }
      }
    }
    self.argument = argument
  }
}

extension AggregateCall {
  /// The mean of whole numbers or decimals.
  func average(_ sum: Int128, _ count: Int64) -> Double {
    let mean = Double(sum) / Double(max(1, count))
    guard case .decimal(_, let scale)? = argument?.type else { return mean }
    return mean / Double(powerOfTen(scale))
  }
}
