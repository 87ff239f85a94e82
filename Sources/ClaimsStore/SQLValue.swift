import Quantities

/// One value of a query's result.
public enum SQLValue: Hashable, Sendable {
  /// No value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A whole number of any width.
  case integer(Int128)
  /// A binary floating-point number.
  case double(Double)
  /// Digits and how many follow the point.
  case decimal(Int128, scale: Int)
  /// Text.
  case text(String)
  /// Days since 1970-01-01.
  case date(Int)
  /// Microseconds since 1970-01-01.
  case timestamp(Int64)

  /// The value as DuckDB prints it; `NULL` for no value.
  public var text: String {
    switch self {
    case .null: "NULL"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .double(let value): doubleText(value)
    case .decimal(let digits, let scale): decimalText(digits, scale: scale)
    case .text(let text): text
    case .date(let days): LocalDate(daysSince1970: days).description
    case .timestamp(let micros): timestampText(micros)
    }
  }
}

/// A double as DuckDB prints it.
private func doubleText(_ value: Double) -> String {
  if value.isNaN { return "nan" }
  if value.isInfinite { return value < 0 ? "-inf" : "inf" }
  return "\(value)"
}

/// The texts that codes of a vector stand for.
enum TextPool: Sendable {
  case sorted(ClaimsColumn)
  case list([String])

  subscript(code: Int) -> String {
    switch self {
    case .sorted(let column): column.dictionary?[code] ?? ""
    case .list(let texts): texts[code]
    }
  }

  var count: Int {
    switch self {
    case .sorted(let column): column.dictionary?.count ?? 0
    case .list(let texts): texts.count
    }
  }
}

/// A run of values of one type.
struct SQLVector: Sendable {
  enum Content: Sendable {
    /// Booleans, 32- and 64-bit integers, dates, timestamps, decimals of up to 18 digits.
    case narrow([Int64])
    /// 128-bit integers and wider decimals.
    case wide([Int128])
    case real([Double])
    case text([Int64], TextPool)
  }
  var type: ClaimsType
  var content: Content
  /// 1 for each null; empty when there is none.
  var nulls: [UInt8]

  var count: Int {
    switch content {
    case .narrow(let values): values.count
    case .wide(let values): values.count
    case .real(let values): values.count
    case .text(let values, _): values.count
    }
  }

  func isNull(_ row: Int) -> Bool { !nulls.isEmpty && nulls[row] != 0 }

  /// The stored integers, when there are any.
  var codes: [Int64]? {
    switch content {
    case .narrow(let values), .text(let values, .sorted): values
    default: nil
    }
  }

  /// The value of a row.
  subscript(row: Int) -> SQLValue {
    if isNull(row) { return .null }
    switch content {
    case .narrow(let values): return SQLVector.value(Int128(values[row]), type)
    case .wide(let values): return SQLVector.value(values[row], type)
    case .real(let values): return .double(values[row])
    case .text(let codes, let pool): return .text(pool[Int(codes[row])])
    }
  }

  static func value(_ number: Int128, _ type: ClaimsType) -> SQLValue {
    switch type {
    case .boolean: .boolean(number != 0)
    case .date: .date(Int(number))
    case .timestamp: .timestamp(Int64(truncatingIfNeeded: number))
    case .decimal(_, let scale): .decimal(number, scale: scale)
    default: .integer(number)
    }
  }

  /// The vector of chosen rows; -1 gives a null.
  func taking(_ rows: [Int]) -> SQLVector {
    var result = self
    let hasMissing = rows.contains(-1)
    if !nulls.isEmpty || hasMissing {
      result.nulls = rows.map { $0 < 0 ? 1 : nulls.isEmpty ? 0 : nulls[$0] }
    }
    switch content {
    case .narrow(let values): result.content = .narrow(rows.map { $0 < 0 ? 0 : values[$0] })
    case .wide(let values): result.content = .wide(rows.map { $0 < 0 ? 0 : values[$0] })
    case .real(let values): result.content = .real(rows.map { $0 < 0 ? 0 : values[$0] })
    case .text(let values, let pool):
      result.content = .text(rows.map { $0 < 0 ? 0 : values[$0] }, pool)
    }
    return result
  }

  /// The vector of a run of rows.
  func slice(_ rows: Range<Int>) -> SQLVector {
    var result = self
    if !nulls.isEmpty { result.nulls = Array(nulls[rows]) }
    switch content {
    case .narrow(let values): result.content = .narrow(Array(values[rows]))
    case .wide(let values): result.content = .wide(Array(values[rows]))
    case .real(let values): result.content = .real(Array(values[rows]))
    case .text(let values, let pool): result.content = .text(Array(values[rows]), pool)
    }
    return result
  }

  /// A vector that holds one value `count` times.
  static func constant(_ value: SQLValue, _ type: ClaimsType, count: Int) -> SQLVector {
    let nulls = value == .null ? [UInt8](repeating: 1, count: count) : []
    func narrow(_ number: Int64) -> Content { .narrow([Int64](repeating: number, count: count)) }
    func whole(_ number: Int128) -> Content {
      isWide(type)
        ? .wide([Int128](repeating: number, count: count))
        : narrow(Int64(truncatingIfNeeded: number))
    }
    let content: Content =
      switch value {
      case .null:
        switch type {
        case .double: .real([Double](repeating: 0, count: count))
        case .text: .text([Int64](repeating: 0, count: count), .list([""]))
        default: whole(0)
        }
      case .boolean(let value): narrow(value ? 1 : 0)
      case .integer(let value): whole(value)
      case .double(let value): .real([Double](repeating: value, count: count))
      case .decimal(let digits, _): whole(digits)
      case .text(let text): .text([Int64](repeating: 0, count: count), .list([text]))
      case .date(let days): narrow(Int64(days))
      case .timestamp(let micros): narrow(micros)
      }
    return SQLVector(type: type, content: content, nulls: nulls)
  }

  /// Whether values of a type take 128 bits.
  static func isWide(_ type: ClaimsType) -> Bool {
    switch type {
    case .hugeint: true
    case .decimal(let width, _): width > 18
    default: false
    }
  }

  /// Makes a vector of values one by one.
  static func make(_ values: [SQLValue], _ type: ClaimsType) -> SQLVector {
    var nulls = [UInt8](repeating: 0, count: values.count)
    var numbers: [Int128] = []
    var reals: [Double] = []
    var texts: [String] = []
    var codes: [Int64] = []
    for (row, value) in values.enumerated() {
      var (number, real, text): (Int128, Double, String) = (0, 0, "")
      switch value {
      case .null: nulls[row] = 1
      case .boolean(let value): number = value ? 1 : 0
      case .integer(let value): number = value
      case .double(let value): real = value
      case .decimal(let digits, _): number = digits
      case .text(let value): text = value
      case .date(let days): number = Int128(days)
      case .timestamp(let micros): number = Int128(micros)
      }
      switch type {
      case .double: reals.append(real)
      case .text:
        codes.append(Int64(texts.count))
        texts.append(text)
      default: numbers.append(number)
      }
    }
    let content: Content =
      switch type {
      case .double: .real(reals)
      case .text: .text(codes, .list(texts))
      default:
        isWide(type) ? .wide(numbers) : .narrow(numbers.map { Int64(truncatingIfNeeded: $0) })
      }
    return SQLVector(type: type, content: content, nulls: nulls.contains(1) ? nulls : [])
  }

  /// Joins runs of one type.
  static func joined(_ parts: [SQLVector], type: ClaimsType) -> SQLVector {
    guard var result = parts.first else { return constant(.null, type, count: 0) }
    guard parts.count > 1 else { return result }
    let total = parts.reduce(0) { $0 + $1.count }
    if parts.contains(where: { !$0.nulls.isEmpty }) {
      var nulls: [UInt8] = []
      nulls.reserveCapacity(total)
      for part in parts {
        nulls += part.nulls.isEmpty ? [UInt8](repeating: 0, count: part.count) : part.nulls
      }
      result.nulls = nulls
    }
    switch result.content {
    case .narrow:
      result.content = .narrow(
        parts.flatMap { part -> [Int64] in
          if case .narrow(let values) = part.content { values } else { [] }
        })
    case .wide:
      result.content = .wide(
        parts.flatMap { part -> [Int128] in
          if case .wide(let values) = part.content { values } else { [] }
        })
    case .real:
      result.content = .real(
        parts.flatMap { part -> [Double] in
          if case .real(let values) = part.content { values } else { [] }
        })
    case .text(_, let pool):
      let isShared: Bool = {
        guard case .sorted(let column) = pool else { return false }
        return parts.allSatisfy {
          if case .text(_, .sorted(let other)) = $0.content {
            other.dictionary?.bytes === column.dictionary?.bytes
          } else {
            false
          }
        }
      }()
      var codes: [Int64] = []
      codes.reserveCapacity(total)
      var texts: [String] = []
      var known: [String: Int64] = [:]
      for part in parts {
        guard case .text(let own, let ownPool) = part.content else { continue }
        if isShared {
          codes += own
          continue
        }
        for (row, code) in own.enumerated() {
          if part.isNull(row) {
            codes.append(0)
            continue
          }
          let text = ownPool[Int(code)]
          if let code = known[text] {
            codes.append(code)
          } else {
            known[text] = Int64(texts.count)
            codes.append(Int64(texts.count))
            texts.append(text)
          }
        }
      }
      if !isShared, texts.isEmpty { texts = [""] }
      result.content = .text(codes, isShared ? pool : .list(texts))
    }
    return result
  }
}
