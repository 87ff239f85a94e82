/// The type of a column or of a value, named and behaving as in DuckDB.
public enum ClaimsType: Hashable, Sendable {
  /// True or false.
  case boolean
  /// A whole number in 32 bits.
  case integer
  /// A whole number in 64 bits.
  case bigint
  /// A whole number in 128 bits; the type of sums.
  case hugeint
  /// A binary floating-point number in 64 bits.
  case double
  /// An exact decimal of `width` digits, `scale` of them after the point.
  case decimal(width: Int, scale: Int)
  /// A day.
  case date
  /// An instant in microseconds, without a zone; UTC in this store.
  case timestamp
  /// Text.
  case text
  /// The type of a bare `NULL`.
  case null

  /// The name in SQL.
  public var sqlName: String {
    switch self {
    case .boolean: "BOOLEAN"
    case .integer: "INTEGER"
    case .bigint: "BIGINT"
    case .hugeint: "HUGEINT"
    case .double: "DOUBLE"
    case .decimal(let width, let scale): "DECIMAL(\(width),\(scale))"
    case .date: "DATE"
    case .timestamp: "TIMESTAMP"
    case .text: "VARCHAR"
    case .null: "NULL"
    }
  }

  /// Whether arithmetic applies.
  public var isNumeric: Bool {
    switch self {
    case .integer, .bigint, .hugeint, .double, .decimal: true
    default: false
    }
  }
}
