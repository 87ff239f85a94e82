/// Encodes values, run by run, into the codes of one column.
public struct PackedIntegersBuilder: ~Copyable {
  private let count: Int
  private let base: Int64
  private let step: UInt64
  private let width: CodeWidth
  private let codes: ColumnBytes

  /// Makes room for a column.
  ///
  /// - Parameters:
  ///   - count: The number of rows.
  ///   - spread: The spread of all values that will be stored; `nil` when every row is null.
  public init(count: Int, spread: IntegerSpread?) {
    self.count = count
    base = spread?.minimum ?? 0
    step = max(spread?.step ?? 1, 1)
    width = spread?.width ?? .none
    codes = ColumnBytes(zeroed: width.byteCount(count))
  }

  /// Encodes a run of rows.
  ///
  /// - Parameters:
  ///   - values: From index 0, one for each row of the run, inside the spread unless null.
  ///   - nulls: One byte for each row, 1 for null (stored as code 0); empty when none is null.
  ///   - length: How many rows.
  ///   - row: The first row.
  public mutating func store(_ values: [Int64], nulls: [UInt8], count length: Int, at row: Int) {
    precondition(row >= 0 && row + length <= count, "\(length) rows at \(row) of \(count)")
    precondition(values.count >= length && (nulls.isEmpty || nulls.count >= length))
    unsafe values.withUnsafeBufferPointer { values in
      unsafe nulls.withUnsafeBufferPointer { nulls in
        switch width {
        case .none: break
        case .bit:
          for index in 0..<length where unsafe nulls.isEmpty || nulls[index] == 0 {
            guard unsafe values[index] != base else { continue }
            let position = row + index
            let byte = unsafe codes.base + position >> 3
            let old = unsafe byte.load(as: UInt8.self)
            unsafe byte.storeBytes(of: old | 1 << UInt8(position & 7), as: UInt8.self)
          }
        case .byte: unsafe storeRun(UInt8.self, values, nulls, length, row)
        case .half: unsafe storeRun(UInt16.self, values, nulls, length, row)
        case .word: unsafe storeRun(UInt32.self, values, nulls, length, row)
        case .double: unsafe storeRun(UInt64.self, values, nulls, length, row)
        }
      }
    }
  }

  // SAFETY: `store` checked that the run lies inside the column and the sources cover it.
  @unsafe
  private func storeRun<Code: FixedWidthInteger & UnsignedInteger>(
    _ code: Code.Type, _ values: UnsafeBufferPointer<Int64>, _ nulls: UnsafeBufferPointer<UInt8>,
    _ length: Int, _ row: Int
  ) {
    let out = unsafe codes.base.assumingMemoryBound(to: Code.self) + row
    let (base, step) = (base, step)
    if step == 1 {
      for index in 0..<length {
        unsafe out[index] = Code(truncatingIfNeeded: values[index] &- base)
      }
    } else {
      for index in 0..<length {
        unsafe out[index] = Code(
          truncatingIfNeeded: UInt64(bitPattern: values[index] &- base) / step)
      }
    }
    if !nulls.isEmpty {
      for index in 0..<length where unsafe nulls[index] != 0 { unsafe out[index] = 0 }
    }
  }

  /// The finished column.
  public consuming func finish() -> PackedIntegers {
    PackedIntegers(count: count, base: base, step: step, width: width, codes: codes)
  }
}
