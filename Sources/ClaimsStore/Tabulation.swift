import ClaimsKernels

/// An expression of one column, computed once for each value, day, hour … that it tells apart.
///
/// `month(ts)` over twenty million rows is then one table of 731 days, and the usual evaluation,
/// which the tests compare with another engine, makes the table.
struct Tabulation {
  /// The column's number.
  var column: Int
  /// Added to a code before the division.
  var offset: UInt32
  /// Codes for which the results are the same.
  var divisor: UInt32
  /// The result of each quotient, and then that of null.
  var results: SQLVector

  /// The most results that are computed.
  static let limit = 1 << 18

  /// Tabulates an expression; `nil` when it reads several columns, tells too many values apart, or
  /// fails for a value that may not even occur.
  init?(_ expression: BoundExpression, _ table: ClaimsTable) {
    guard let reach = expression.reach, let index = reach.column else { return nil }
    let source = table.columns[index]
    let values = source.values
    guard values.width <= .word, let unit = Int64(exactly: max(reach.unit, 1)) else { return nil }
    let largest = source.largestCode
    var inputs: [Int64] = []
    if unit == 1 {
      guard largest < UInt64(Self.limit) else { return nil }
      (offset, divisor) = (0, 1)
      for code in 0...largest {
        inputs.append(values.base &+ Int64(bitPattern: code &* values.step))
      }
    } else {
      let step = largest == 0 ? UInt64(unit) : values.step
      guard UInt64(unit) % step == 0, let codes = UInt32(exactly: UInt64(unit) / step) else {
        return nil
      }
      let first = floorDivide(values.base, unit)
      let (start, under) = first.multipliedReportingOverflow(by: unit)
      guard !under else { return nil }
      let before = UInt64(bitPattern: values.base &- start) / step
      guard before + largest < UInt64(UInt32.max) else { return nil }
      (offset, divisor) = (UInt32(before), codes)
      let count = (before + largest) / UInt64(codes) + 1
      guard count <= UInt64(Self.limit) else { return nil }
      for quotient in 0..<Int64(count) {
        let (input, over) = (first + quotient).multipliedReportingOverflow(by: unit)
        guard !over else { return nil }
        inputs.append(input)
      }
    }
    column = index
    var nulls = [UInt8](repeating: 0, count: inputs.count + 1)
    nulls[inputs.count] = 1
    inputs.append(0)
    // A column without any value has no text of code 0 either.
    if source.dictionary?.count == 0 { nulls = nulls.map { _ in 1 } }
    let vector = SQLVector(
      type: source.type,
      content: source.type == .text ? .text(inputs, .sorted(source)) : .narrow(inputs), nulls: nulls
    )
    do {
      results = try expression.evaluate(QueryBatch(count: inputs.count) { _ in vector })
    } catch {
      // Row by row the error may not come up, or it comes with the row's own values.
      return nil
    }
  }
}

extension BoundExpression {
  /// The column that an expression reads, and how coarsely: a number of stored units whose multiples
  /// are all that it tells apart.
  struct Reach {
    var column: Int?
    /// 0 when nothing is read.
    var unit: Int64

    func joined(_ other: Reach) -> Reach? {
      guard let mine = column else { return other }
      guard let theirs = other.column else { return self }
      guard mine == theirs else { return nil }
      // Days are multiples of hours, hours of minutes, all of one unit.
      return Reach(column: mine, unit: min(unit, other.unit))
    }
  }

  /// The expressions directly inside this one.
  var parts: [BoundExpression] {
    switch node {
    case .column, .constant: []
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .and(let left, let right), .or(let left, let right), .concatenate(let left, let right),
      .difference(_, let left, let right):
      [left, right]
    case .not(let operand), .isNull(let operand, _), .like(let operand, _), .absolute(let operand),
      .cast(let operand), .part(_, let operand), .truncate(_, let operand):
      [operand]
    case .choice(let branches, let otherwise):
      branches.flatMap { [$0.when, $0.then] } + [otherwise]
    case .coalesce(let parts), .scalar(_, let parts): parts
    }
  }

  /// Adds the numbers of the columns that are read.
  func collectColumns(into found: inout Set<Int>) {
    if case .column(let index) = node { found.insert(index) }
    for part in parts { part.collectColumns(into: &found) }
  }

  /// The single column that is read; `nil` when there are several.
  var reach: Reach? {
    func all(_ parts: [BoundExpression]) -> Reach? {
      var joined = Reach(column: nil, unit: 0)
      for part in parts {
        guard let next = part.reach, let both = joined.joined(next) else { return nil }
        joined = both
      }
      return joined
    }
    /// A part of a date reads no finer than itself.
    func coarse(_ parts: [BoundExpression], _ unit: Int64?) -> Reach? {
      guard var joined = all(parts) else { return nil }
      if let unit, joined.column != nil, parts.allSatisfy(\.isMoment), joined.unit < unit {
        joined.unit = unit
      }
      return joined
    }
    switch node {
    case .column(let index): return Reach(column: index, unit: 1)
    case .cast(let operand):
      return coarse(
        [operand], operand.type == .timestamp && type == .date ? DatePart.day.unit : nil)
    case .part(let part, _), .truncate(let part, _), .difference(let part, _, _):
      return coarse(parts, part.unit)
    default: return all(parts)
    }
  }

  /// Whether the expression is a timestamp column as it is, or a constant.
  private var isMoment: Bool {
    switch node {
    case .column: type == .timestamp
    case .constant: true
    default: false
    }
  }
}

extension DatePart {
  /// Microseconds that the part does not tell apart; `nil` when it does.
  var unit: Int64? {
    switch self {
    case .year, .quarter, .month, .week, .day, .isodow: 86_400_000_000
    case .hour: 3_600_000_000
    case .minute: 60_000_000
    case .second: 1_000_000
    case .epoch: nil
    }
  }
}
