import ClaimsKernels

/// A predicate bound to the columns of a table, in terms of stored integers.
indirect enum Condition: Sendable {
  /// True, false, or unknown.
  case constant(Bool?)
  /// The stored integer lies in the range; unknown under a null.
  case range(column: Int, ClosedRange<Int64>)
  /// The dictionary code has a mark; unknown under a null.
  case table(column: Int, [UInt8])
  /// The value is null.
  case isNull(column: Int)
  /// Two columns compare; the integers are first multiplied to a common scale.
  case columns(ClaimsOperator, left: Int, leftFactor: Int128, right: Int, rightFactor: Int128)
  /// Two text columns compare.
  case texts(ClaimsOperator, left: Int, right: Int)
  case not(Condition)
  case all([Condition])
  case any([Condition])
}

/// The truth of a condition over a run of rows.
struct Truth {
  /// 1 where the condition is true.
  var yes: [UInt8]
  /// 1 where it is unknown, and never together with `yes`; empty when it never is.
  var unknown: [UInt8]

  init(_ value: Bool?, count: Int) {
    yes = [UInt8](repeating: value == true ? 1 : 0, count: count)
    unknown = value == nil ? [UInt8](repeating: 1, count: count) : []
  }

  init(yes: [UInt8], unknown: [UInt8]) {
    self.yes = yes
    self.unknown = unknown
  }

  /// Turns true into false and back; unknown stays.
  mutating func negate() {
    if unknown.isEmpty {
      for index in yes.indices { yes[index] ^= 1 }
    } else {
      for index in yes.indices { yes[index] = (yes[index] | unknown[index]) ^ 1 }
    }
  }

  /// Joins with AND.
  mutating func formAnd(_ other: Truth) {
    if !unknown.isEmpty || !other.unknown.isEmpty {
      let zeros = [UInt8](repeating: 0, count: yes.count)
      let left = unknown.isEmpty ? zeros : unknown
      let right = other.unknown.isEmpty ? zeros : other.unknown
      var joined = zeros
      for index in yes.indices {
        // Unknown unless either side is false.
        let possible = (yes[index] | left[index]) & (other.yes[index] | right[index])
        joined[index] = possible & (left[index] | right[index])
      }
      unknown = joined
    }
    for index in yes.indices { yes[index] &= other.yes[index] }
  }

  /// Joins with OR.
  mutating func formOr(_ other: Truth) {
    if !unknown.isEmpty || !other.unknown.isEmpty {
      let zeros = [UInt8](repeating: 0, count: yes.count)
      let left = unknown.isEmpty ? zeros : unknown
      let right = other.unknown.isEmpty ? zeros : other.unknown
      var joined = zeros
      for index in yes.indices {
        joined[index] = (left[index] | right[index]) & ((yes[index] | other.yes[index]) ^ 1)
      }
      unknown = joined
    }
    for index in yes.indices { yes[index] |= other.yes[index] }
  }
}

extension Condition {
  /// Rows evaluated together; divides the rows of a block.
  static let tileRows = 16_384

  /// Evaluates the condition over a run of rows that lies inside one block.
  func truth(of columns: [ClaimsColumn], from start: Int, count: Int) -> Truth {
    switch self {
    case .constant(let value): return Truth(value, count: count)
    case .range(let index, let range):
      let column = columns[index]
      let block = column.blocks[start / ClaimsColumn.blockRows]
      var truth = Truth(false, count: count)
      if block.nullCount == 0 || block.minimum <= block.maximum {
        if range.contains(block.minimum), range.contains(block.maximum) {
          truth = Truth(true, count: count)
        } else if block.maximum >= range.lowerBound, block.minimum <= range.upperBound,
          let codes = column.codes(in: range)
        {
          markRange(
            column.values, from: start, count: count, low: codes.lowerBound,
            high: codes.upperBound, into: &truth.yes)
        }
      }
      truth.excludeNulls(of: column, from: start, count: count)
      return truth
    case .table(let index, let table):
      var truth = Truth(false, count: count)
      markTable(columns[index].values, from: start, count: count, table: table, into: &truth.yes)
      truth.excludeNulls(of: columns[index], from: start, count: count)
      return truth
    case .isNull(let index):
      var truth = Truth(false, count: count)
      if let nulls = columns[index].nulls {
        spread(nulls, from: start, count: count, into: &truth.yes)
      }
      return truth
    case .columns(let symbol, let left, let leftFactor, let right, let rightFactor):
      var first = [Int64](repeating: 0, count: count)
      var second = first
      columns[left].values.decode(from: start, count: count, into: &first)
      columns[right].values.decode(from: start, count: count, into: &second)
      var truth = Truth(false, count: count)
      for row in 0..<count {
        let order = (Int128(first[row]) * leftFactor, Int128(second[row]) * rightFactor)
        truth.yes[row] = symbol.holds(order.0, order.1) ? 1 : 0
      }
      truth.excludeNulls(of: columns[left], from: start, count: count)
      truth.excludeNulls(of: columns[right], from: start, count: count)
      return truth
    case .texts(let symbol, let left, let right):
      var truth = Truth(false, count: count)
      for row in 0..<count {
        guard let first = columns[left].utf8(start + row),
          let second = columns[right].utf8(start + row)
        else { continue }
        let order =
          first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
        truth.yes[row] = symbol.holds(Int128(order), 0) ? 1 : 0
      }
      truth.excludeNulls(of: columns[left], from: start, count: count)
      truth.excludeNulls(of: columns[right], from: start, count: count)
      return truth
    case .not(let inner):
      var truth = inner.truth(of: columns, from: start, count: count)
      truth.negate()
      return truth
    case .all(let parts):
      var truth = Truth(true, count: count)
      for part in parts {
        truth.formAnd(part.truth(of: columns, from: start, count: count))
        if truth.unknown.isEmpty, !truth.yes.contains(1) { break }
      }
      return truth
    case .any(let parts):
      var truth = Truth(false, count: count)
      for part in parts { truth.formOr(part.truth(of: columns, from: start, count: count)) }
      return truth
    }
  }
}

extension Truth {
  /// Makes the rows unknown in which the column is null.
  mutating func excludeNulls(of column: ClaimsColumn, from start: Int, count: Int) {
    guard let nulls = column.nulls, column.blocks[start / ClaimsColumn.blockRows].nullCount > 0
    else { return }
    var bytes = [UInt8](repeating: 0, count: count)
    guard spread(nulls, from: start, count: count, into: &bytes) else { return }
    for index in 0..<count { yes[index] &= bytes[index] ^ 1 }
    if unknown.isEmpty {
      unknown = bytes
    } else {
      for index in 0..<count { unknown[index] |= bytes[index] }
    }
  }
}

extension ClaimsOperator {
  /// Whether the comparison holds between two numbers.
  func holds<Number: Comparable>(_ left: Number, _ right: Number) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    default: false
    }
  }

  /// The comparison with its sides exchanged.
  var mirrored: ClaimsOperator {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }
}

extension ClaimsColumn {
  /// The codes of the values inside a range; `nil` when there are none.
  func codes(in range: ClosedRange<Int64>) -> ClosedRange<UInt64>? {
    guard range.upperBound >= values.base else { return nil }
    let step = values.step
    let low: UInt64
    if range.lowerBound <= values.base {
      low = 0
    } else {
      let apart = UInt64(bitPattern: range.lowerBound &- values.base)
      low = apart / step + (apart % step == 0 ? 0 : 1)
    }
    let high = UInt64(bitPattern: range.upperBound &- values.base) / step
    return low <= high ? low...high : nil
  }

  /// The bytes of a row's text; `nil` for a null.
  func utf8(_ row: Int) -> [UInt8]? {
    guard let dictionary, let code = integer(row) else { return nil }
    return dictionary.utf8(Int(code))
  }
}
