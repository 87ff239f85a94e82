/// Where a piece of SQL begins; equal to every other, so that it does not take part in comparisons.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  public var line: Int
  /// The character within the line, from 1.
  public var column: Int

  /// Names a place.
  public init(line: Int = 1, column: Int = 1) {
    self.line = line
    self.column = column
  }

  /// Two positions always count as equal: expressions compare by what they say.
  public static func == (left: SourcePosition, right: SourcePosition) -> Bool { true }

  /// Adds nothing, in step with `==`.
  public func hash(into hasher: inout Hasher) {}
}

/// A constant in SQL.
public enum ClaimsLiteral: Hashable, Sendable {
  /// `NULL`.
  case null
  /// `TRUE` or `FALSE`.
  case boolean(Bool)
  /// A whole number without its sign.
  case integer(Int128)
  /// A decimal number: digits and how many of them follow the point.
  case decimal(digits: Int128, scale: Int)
  /// A number with an exponent.
  case double(Double)
  /// `'text'`.
  case text(String)
  /// `DATE '2026-01-31'` in days since 1970-01-01.
  case date(Int)
  /// `TIMESTAMP '2026-01-31 08:00:00'` in microseconds since 1970-01-01.
  case timestamp(Int64)
}

/// An operator between two expressions.
public enum ClaimsOperator: String, Hashable, Sendable, CaseIterable {
  /// Equal.
  case equal = "="
  /// Not equal.
  case notEqual = "<>"
  /// Less.
  case less = "<"
  /// Less or equal.
  case lessOrEqual = "<="
  /// Greater.
  case greater = ">"
  /// Greater or equal.
  case greaterOrEqual = ">="
  /// Not equal, where two nulls are equal and a null differs from every value.
  case isDistinct = "IS DISTINCT FROM"
  /// Equal, where two nulls are equal and a null differs from every value.
  case isNotDistinct = "IS NOT DISTINCT FROM"
  /// Both.
  case and = "AND"
  /// Either.
  case or = "OR"
  /// Sum.
  case add = "+"
  /// Difference.
  case subtract = "-"
  /// Product.
  case multiply = "*"
  /// Quotient, a DOUBLE.
  case divide = "/"
  /// Whole quotient, towards zero.
  case integerDivide = "//"
  /// Remainder with the sign of the dividend.
  case remainder = "%"
  /// Texts joined.
  case concatenate = "||"

  /// Whether the result is a comparison's.
  public var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
    default: false
    }
  }
}

/// A SQL expression as a value: what a builder makes, what text parses to, and what renders to text.
///
/// Positions do not take part in equality, so `parse(render(x)) == x` for every `x` that the parser
/// can produce.
public indirect enum ClaimsExpression: Hashable, Sendable {
  /// A column, with the table's name before a point when it was given.
  case column(qualifier: String?, name: String, at: SourcePosition)
  /// A constant.
  case literal(ClaimsLiteral, at: SourcePosition)
  /// `NOT x`.
  case not(ClaimsExpression, at: SourcePosition)
  /// `-x`.
  case negated(ClaimsExpression, at: SourcePosition)
  /// `x + y` and the like.
  case binary(ClaimsOperator, ClaimsExpression, ClaimsExpression, at: SourcePosition)
  /// `x IS NULL`, or `IS NOT NULL`.
  case isNull(ClaimsExpression, negated: Bool, at: SourcePosition)
  /// `x IN (…)`, or `NOT IN`.
  case inList(ClaimsExpression, [ClaimsExpression], negated: Bool, at: SourcePosition)
  /// `x BETWEEN low AND high`, or `NOT BETWEEN`.
  case between(
    ClaimsExpression, low: ClaimsExpression, high: ClaimsExpression, negated: Bool,
    at: SourcePosition)
  /// `x LIKE pattern`, or `NOT LIKE`.
  case like(ClaimsExpression, pattern: ClaimsExpression, negated: Bool, at: SourcePosition)
  /// A function, an aggregate or a window function.
  case call(ClaimsCall, at: SourcePosition)
  /// `CASE … END`.
  case choice(
    operand: ClaimsExpression?, branches: [ClaimsBranch], otherwise: ClaimsExpression?,
    at: SourcePosition)
  /// `CAST(x AS type)`.
  case cast(ClaimsExpression, ClaimsType, at: SourcePosition)

  /// Where the expression begins, or its operator stands.
  public var position: SourcePosition {
    switch self {
    case .column(_, _, let position), .literal(_, let position), .not(_, let position),
      .negated(_, let position), .binary(_, _, _, let position), .isNull(_, _, let position),
      .inList(_, _, _, let position), .between(_, _, _, _, let position),
      .like(_, _, _, let position), .call(_, let position), .choice(_, _, _, let position),
      .cast(_, _, let position):
      position
    }
  }
}

/// One `WHEN … THEN …` of a `CASE`.
public struct ClaimsBranch: Hashable, Sendable {
  /// The condition, or the value to compare with the operand.
  public var when: ClaimsExpression
  /// The result.
  public var then: ClaimsExpression

  /// Makes a branch.
  public init(when: ClaimsExpression, then: ClaimsExpression) {
    self.when = when
    self.then = then
  }
}

/// A call of a function, an aggregate or a window function.
public struct ClaimsCall: Hashable, Sendable {
  /// The name in lower case.
  public var name: String
  /// The arguments; empty for `count(*)`.
  public var arguments: [ClaimsExpression]
  /// Whether the argument is `*`.
  public var isStar: Bool
  /// Whether only distinct arguments count.
  public var isDistinct: Bool
  /// `FILTER (WHERE …)`.
  public var filter: ClaimsExpression?
  /// `OVER …`.
  public var window: ClaimsWindow?

  /// Makes a call.
  public init(
    name: String, arguments: [ClaimsExpression] = [], isStar: Bool = false,
    isDistinct: Bool = false, filter: ClaimsExpression? = nil, window: ClaimsWindow? = nil
  ) {
    self.name = name
    self.arguments = arguments
    self.isStar = isStar
    self.isDistinct = isDistinct
    self.filter = filter
    self.window = window
  }
}

/// What follows `OVER`: a name, or a partition and an order.
public struct ClaimsWindow: Hashable, Sendable {
  /// The name of a window that the `WINDOW` clause defines.
  public var name: String?
  /// `PARTITION BY`.
  public var partition: [ClaimsExpression]
  /// `ORDER BY`.
  public var order: [ClaimsOrder]

  /// Makes a window.
  public init(name: String? = nil, partition: [ClaimsExpression] = [], order: [ClaimsOrder] = []) {
    self.name = name
    self.partition = partition
    self.order = order
  }
}

/// One key of an `ORDER BY`.
public struct ClaimsOrder: Hashable, Sendable {
  /// What to sort by.
  public var expression: ClaimsExpression
  /// Whether large values come first.
  public var isDescending: Bool
  /// Whether nulls come first; `nil` means last, the default of DuckDB.
  public var nullsFirst: Bool?

  /// Makes a key.
  public init(expression: ClaimsExpression, isDescending: Bool = false, nullsFirst: Bool? = nil) {
    self.expression = expression
    self.isDescending = isDescending
    self.nullsFirst = nullsFirst
  }
}
