/// Marks the rows whose code lies in a range.
///
/// - Parameters:
///   - column: The codes.
///   - start: The first row.
///   - count: How many rows.
///   - low: The smallest code that is marked.
///   - high: The largest code that is marked; at least `low`.
///   - mask: Receives 1 or 0 for each row from index 0; at least `count` long.
/// - Complexity: O(`count`), vectorised.
public func markRange(
  _ column: PackedIntegers, from start: Int, count: Int, low: UInt64, high: UInt64,
  into mask: inout [UInt8]
) {
  precondition(start >= 0 && start + count <= column.count && mask.count >= count)
  precondition(low <= high, "Codes \(low) to \(high)")
  unsafe mask.withUnsafeMutableBufferPointer { mask in
    switch column.width {
    case .none:
      let value: UInt8 = low == 0 ? 1 : 0
      for index in 0..<count { unsafe mask[index] = value }
    case .bit:
      let table: (UInt8, UInt8) = (low == 0 ? 1 : 0, low <= 1 && high >= 1 ? 1 : 0)
      for index in 0..<count {
        let bit =
          unsafe column.codes.base.load(
            fromByteOffset: (start + index) >> 3, as: UInt8.self) >> UInt8((start + index) & 7) & 1
        unsafe mask[index] = bit == 0 ? table.0 : table.1
      }
    case .byte: unsafe markRun(UInt8.self, column, start, count, low, high, mask)
    case .half: unsafe markRun(UInt16.self, column, start, count, low, high, mask)
    case .word: unsafe markRun(UInt32.self, column, start, count, low, high, mask)
    case .double: unsafe markRun(UInt64.self, column, start, count, low, high, mask)
    }
  }
}

// SAFETY: `markRange` checked that the rows lie inside the column and the mask.
@unsafe
private func markRun<Code: FixedWidthInteger & UnsignedInteger>(
  _ code: Code.Type, _ column: PackedIntegers, _ start: Int, _ count: Int, _ low: UInt64,
  _ high: UInt64, _ mask: UnsafeMutableBufferPointer<UInt8>
) {
  guard low <= UInt64(Code.max) else {
    for index in 0..<count { unsafe mask[index] = 0 }
    return
  }
  let source = unsafe UnsafeRawPointer(column.codes.base).assumingMemoryBound(to: Code.self) + start
  let first = Code(low)
  let span = Code(min(high, UInt64(Code.max)) - low)
  for index in 0..<count {
    unsafe mask[index] = source[index] &- first <= span ? 1 : 0
  }
}

/// Marks the rows whose code has a mark in a table.
///
/// - Parameters:
///   - column: The codes; 1, 8, 16 or 32 bits or none.
///   - start: The first row.
///   - count: How many rows.
///   - table: 1 or 0 for each code; codes past its end are not marked.
///   - mask: Receives 1 or 0 for each row from index 0; at least `count` long.
/// - Complexity: O(`count`).
public func markTable(
  _ column: PackedIntegers, from start: Int, count: Int, table: [UInt8], into mask: inout [UInt8]
) {
  precondition(start >= 0 && start + count <= column.count && mask.count >= count)
  unsafe mask.withUnsafeMutableBufferPointer { mask in
    unsafe table.withUnsafeBufferPointer { table in
      switch column.width {
      case .none, .bit, .double:
        for index in 0..<count {
          let code = column.code(start + index)
          unsafe mask[index] = code < UInt64(table.count) ? table[Int(code)] : 0
        }
      case .byte: unsafe lookUpRun(UInt8.self, column, start, count, table, mask)
      case .half: unsafe lookUpRun(UInt16.self, column, start, count, table, mask)
      case .word: unsafe lookUpRun(UInt32.self, column, start, count, table, mask)
      }
    }
  }
}

// SAFETY: `markTable` checked the rows; a code past the table's end is not looked up.
@unsafe
private func lookUpRun<Code: FixedWidthInteger & UnsignedInteger>(
  _ code: Code.Type, _ column: PackedIntegers, _ start: Int, _ count: Int,
  _ table: UnsafeBufferPointer<UInt8>, _ mask: UnsafeMutableBufferPointer<UInt8>
) {
  let source = unsafe UnsafeRawPointer(column.codes.base).assumingMemoryBound(to: Code.self) + start
  let limit = table.count
  for index in 0..<count {
    let code = Int(truncatingIfNeeded: unsafe source[index])
    unsafe mask[index] = code < limit ? table[code] : 0
  }
}

/// Spreads a run of a bitmap into bytes.
///
/// - Parameters:
///   - bitmap: The bits.
///   - start: The first row; a multiple of 64.
///   - count: How many rows.
///   - bytes: Receives 1 or 0 for each row from index 0; at least `count` long.
/// - Returns: Whether any bit is set.
/// - Complexity: O(`count`).
@discardableResult
public func spread(
  _ bitmap: Bitmap, from start: Int, count: Int, into bytes: inout [UInt8]
) -> Bool {
  precondition(start & 63 == 0 && start + count <= bitmap.count && bytes.count >= count)
  var any: UInt64 = 0
  var index = 0
  while index < count {
    let word = bitmap.words[(start + index) >> 6]
    any |= word
    let end = min(index + 64, count)
    var rest = word
    while index < end {
      bytes[index] = UInt8(truncatingIfNeeded: rest & 1)
      rest >>= 1
      index += 1
    }
  }
  return any != 0
}
