import ClaimsKernels

/// A predicate bound to the columns of a table, in terms of stored integers.
indirect enum Condition: Sendable {
  /// True, false, or unknown.
  case constant(Bool?)
  /// The stored integer lies in the range; unknown under a null.
  case range(column: Int, ClosedRange<Int64>)
  /// The value is null.
  case isNull(column: Int)
  /// Two columns compare; the integers are first multiplied to a common scale.
  case columns(ClaimsOperator, left: Int, leftFactor: Int128, right: Int, rightFactor: Int128)
  /// Two text columns compare.
  case texts(ClaimsOperator, left: Int, right: Int)
  /// A look-up for each value of one column: 1 for true, 0 for false.
  case lookUp(column: Int, ScanColumn)
  case not(Condition)
  case all([Condition])
  case any([Condition])
}

extension Condition {
  /// All of several conditions; ranges of one column become one, so that it is read once.
  static func conjunction(_ parts: [Condition]) -> Condition {
    var flat: [Condition] = []
    for part in parts {
      if case .all(let inner) = part { flat += inner } else { flat.append(part) }
    }
    var joined: [Condition] = []
    for part in flat {
      guard case .range(let column, let range) = part,
        let place = joined.firstIndex(where: {
          if case .range(column, _) = $0 { true } else { false }
        }), case .range(_, let known) = joined[place]
      else {
        joined.append(part)
        continue
      }
      let low = max(known.lowerBound, range.lowerBound)
      let high = min(known.upperBound, range.upperBound)
      joined[place] =
        low <= high ? .range(column: column, low...high) : .range(column: column, range).never
    }
    return joined.count == 1 ? joined[0] : .all(joined)
  }

  /// The text of a column has a mark; unknown under a null.
  ///
  /// Few runs of codes are compared, many are looked up.
  ///
  /// - Parameters:
  ///   - index: The column's number.
  ///   - column: The column, with at least as many codes as marks.
  ///   - marks: 0 or not for each code.
  /// - Returns: The condition.
  static func marked(_ index: Int, _ column: ClaimsColumn, _ marks: [UInt8]) -> Condition {
    var runs: [Condition] = []
    var code = 0
    while code < marks.count {
      guard marks[code] != 0 else {
        code += 1
        continue
      }
      let start = code
      while code < marks.count, marks[code] != 0 { code += 1 }
      runs.append(.range(column: index, Int64(start)...Int64(code - 1)))
    }
    if runs.isEmpty { return Condition.range(column: index, 0...0).never }
    if runs.count <= 4 { return runs.count == 1 ? runs[0] : .any(runs) }
    guard let looked = column.scanColumn(table: marks.map { $0 == 0 ? 0 : 1 }) else {
      return .any(runs)
    }
    return .lookUp(column: index, looked)
  }

  /// Rows evaluated together; divides the rows of a block.
  static let tileRows = 16_384

  /// Keeps the rows of a run, inside one block, for which the condition is true, or false.
  ///
  /// Unknown is neither, so that `NOT` only exchanges the two and `AND` and `OR` are intersections and
  /// unions.
  func keep(
    _ truth: Bool, of columns: [ClaimsColumn], from start: Int, in mask: inout RowMask
  ) {
    guard mask.kind != .none else { return }
    switch self {
    case .constant(let value):
      if value != truth { mask.clear() }
    case .range(let index, let range):
      columns[index].keep(range, isInside: truth, from: start, in: &mask)
    case .isNull(let index):
      columns[index].keepNulls(truth, from: start, in: &mask)
    case .columns(let symbol, let left, let leftFactor, let right, let rightFactor):
      columns[left].keepNulls(false, from: start, in: &mask)
      columns[right].keepNulls(false, from: start, in: &mask)
      mask.keep { row in
        symbol.holds(
          Int128(columns[left].values[start + row]) * leftFactor,
          Int128(columns[right].values[start + row]) * rightFactor) == truth
      }
    case .texts(let symbol, let left, let right):
      mask.keep { row in
        guard let first = columns[left].utf8(start + row),
          let second = columns[right].utf8(start + row)
        else { return false }
        let order = first == second ? 0 : first.lexicographicallyPrecedes(second) ? -1 : 1
        return symbol.holds(order, 0) == truth
      }
    case .lookUp(_, let column):
      mask.keep(column, from: start, equalTo: truth ? 1 : 0)
    case .not(let inner):
      inner.keep(!truth, of: columns, from: start, in: &mask)
    case .all(let parts) where truth, .any(let parts) where !truth:
      for part in parts { part.keep(truth, of: columns, from: start, in: &mask) }
    case .all(let parts), .any(let parts):
      var union = RowMask(capacity: mask.count)
      union.reset(count: mask.count)
      union.clear()
      for part in parts {
        var own = RowMask(capacity: mask.count)
        own.reset(count: mask.count)
        part.keep(truth, of: columns, from: start, in: &own)
        union.formUnion(own)
      }
      mask.formIntersection(union)
    }
  }
}

extension Condition {
  /// Whether the smallest and largest values and the nulls of a block allow the condition to be true,
  /// or false, for any of its rows.
  func canBe(_ truth: Bool, of columns: [ClaimsColumn], in block: Int) -> Bool {
    switch self {
    case .constant(let value): return value == truth
    case .range(let index, let range):
      let column = columns[index]
      let known = column.blocks[block]
      guard known.nullCount < column.rows(ofBlock: block).count else { return false }
      return truth
        ? known.maximum >= range.lowerBound && known.minimum <= range.upperBound
        : !(range.contains(known.minimum) && range.contains(known.maximum))
    case .isNull(let index):
      let nulls = columns[index].blocks[block].nullCount
      return truth ? nulls > 0 : nulls < columns[index].rows(ofBlock: block).count
    case .columns, .texts: return true
    case .lookUp(_, let column):
      guard let constant = column.constant(ofBlock: block) else { return true }
      return constant == (truth ? 1 : 0)
    case .not(let inner): return inner.canBe(!truth, of: columns, in: block)
    case .all(let parts) where truth, .any(let parts) where !truth:
      return parts.allSatisfy { $0.canBe(truth, of: columns, in: block) }
    case .all(let parts), .any(let parts):
      return parts.contains { $0.canBe(truth, of: columns, in: block) }
    }
  }
}

extension ClaimsColumn {
  /// Keeps the rows whose value lies in a range, or outside of it; never nulls.
  fileprivate func keep(
    _ range: ClosedRange<Int64>, isInside: Bool, from start: Int, in mask: inout RowMask
  ) {
    let block = blocks[start / ClaimsColumn.blockRows]
    guard block.nullCount < rows(ofBlock: start / ClaimsColumn.blockRows).count else {
      return mask.clear()
    }
    let isAll = range.contains(block.minimum) && range.contains(block.maximum)
    let isNone = block.maximum < range.lowerBound || block.minimum > range.upperBound
    if isAll || isNone {
      // The block's values decide; only nulls are looked at.
      if isAll != isInside { return mask.clear() }
    } else if let codes = codes(in: range) {
      mask.keep(values, from: start, codes: codes, isInside: isInside)
    } else if isInside {
      return mask.clear()
    }
    keepNulls(false, from: start, in: &mask)
  }

  /// Keeps the rows that are null, or those that are not.
  fileprivate func keepNulls(_ isNull: Bool, from start: Int, in mask: inout RowMask) {
    if let nulls, blocks[start / ClaimsColumn.blockRows].nullCount > 0 {
      mask.keep(nulls, from: start, isNull: isNull)
    } else if isNull {
      mask.clear()
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
