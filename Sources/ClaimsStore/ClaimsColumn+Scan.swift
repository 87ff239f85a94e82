import ClaimsKernels

extension ClaimsColumn {
  /// The column as a scan reads it; `nil` when its codes are too wide.
  ///
  /// - Parameters:
  ///   - offset: Added to a code before the division.
  ///   - divisor: At least 1.
  ///   - table: An entry for each quotient; empty for the quotient itself.
  ///   - nullValue: What a null row stands for; `nil` for null.
  /// - Returns: The column of a scan.
  func scanColumn(
    offset: UInt32 = 0, divisor: UInt32 = 1, table: [UInt32] = [], nullValue: UInt32? = nil
  ) -> ScanColumn? {
    guard values.width <= .word else { return nil }
    return ScanColumn(
      values: values, nulls: nulls, offset: offset, divisor: divisor, table: table,
      nullValue: nullValue,
      blocks: blocks.indices.map { index in
        let block = blocks[index]
        guard block.nullCount < rows(ofBlock: index).count else {
          return .init(low: 0, high: 0, hasNulls: true)
        }
        // A null row has the code 0 whatever the others have.
        let low = block.nullCount > 0 ? 0 : code(of: block.minimum)
        return .init(low: low, high: code(of: block.maximum), hasNulls: block.nullCount > 0)
      })
  }

  private func code(of value: Int64) -> UInt32 {
    UInt32(truncatingIfNeeded: UInt64(bitPattern: value &- values.base) / values.step)
  }

  /// The greatest code of any row; 0 without values.
  var largestCode: UInt64 {
    var largest: UInt64 = 0
    for (index, block) in blocks.enumerated() {
      guard block.nullCount < rows(ofBlock: index).count else { continue }
      largest = max(largest, UInt64(bitPattern: block.maximum &- values.base) / values.step)
    }
    return largest
  }
}
