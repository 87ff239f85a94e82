import CClaimsKernels

extension OrderedScan {
  /// The codes of the first key that the first rows of an order can have.
  struct LeadingCodes: Sendable {
    var range: ClosedRange<UInt32>

    /// Whether a block may hold such a code.
    func mayHold(_ block: ScanColumn.Block) -> Bool {
      block.high >= range.lowerBound && block.low <= range.upperBound
    }
  }

  /// Finds a bound for the first key, so that few rows have to be sorted.
  ///
  /// - Parameters:
  ///   - limit: How many rows are wanted.
  ///   - rowCount: The rows of the columns.
  ///   - keep: Narrows the mask of a run.
  /// - Returns: The codes; `nil` when a bound would not help, or nulls come first.
  /// - Throws: What `keep` throws.
  /// - Complexity: O(rows), at the speed of memory.
  func leadingCodes(
    _ limit: Int, _ rowCount: Int, _ keep: (Int, inout RowMask) throws -> Void
  ) throws -> LeadingCodes? {
    guard let key = firstKey, key.column.isPlain, key.column.values.width >= .byte, limit > 0,
      limit <= 1 << 20, rowCount > 4 * limit, !(key.nullsFirst && key.column.nulls != nil)
    else { return nil }
    let run = ClaimsBlock.rows
    let room = max(4 * limit, 1 << 16)
    let buffers = ScanBuffers(rows: run, count: ScanColumn.buffers)
    let found = ScratchMemory(bytes: (room + run + 64) * 4, isZeroed: false)
    let spare = ScratchMemory(bytes: (room + run + 64) * 4, isZeroed: false)
    let codes = unsafe found.pointer(UInt32.self)
    var count = 0
    var leading = LeadingCodes(range: 0...UInt32.max)
    var mask = RowMask(capacity: run)
    for start in stride(from: 0, to: rowCount, by: run) {
      guard leading.mayHold(key.column.blocks[start / ClaimsBlock.rows]) else { continue }
      mask.reset(count: min(run, rowCount - start))
      try keep(start, &mask)
      mask.keep(
        key.column.values, from: start,
        codes: UInt64(leading.range.lowerBound)...UInt64(leading.range.upperBound), isInside: true)
      if let nulls = key.column.nulls { mask.keep(nulls, from: start, isNull: false) }
      let chosen = mask.population
      guard chosen > 0 else { continue }
      unsafe mask.words.withUnsafeBufferPointer {
        guard let words = $0.baseAddress else { return }
        let rows = unsafe ScanRows(start: start, length: mask.count, count: chosen, mask: words)
        let loaded = unsafe key.column.load(rows, buffers, at: 0)
        unsafe (codes + count).update(from: loaded.codes, count: chosen)
      }
      count += chosen
      if count > room {
        unsafe tighten(codes, &count, limit, key.isDescending, &leading, spare)
      }
    }
    guard count >= limit else { return nil }
    unsafe tighten(codes, &count, limit, key.isDescending, &leading, spare)
    return leading
  }

  /// Keeps the codes up to the one at the limit, equal ones included.
  @unsafe
  private func tighten(
    _ codes: UnsafeMutablePointer<UInt32>, _ count: inout Int, _ limit: Int, _ isDescending: Bool,
    _ leading: inout LeadingCodes, _ spare: ScratchMemory
  ) {
    let copy = ScratchMemory(bytes: count * 4, isZeroed: false)
    unsafe copy.pointer(UInt32.self).update(from: codes, count: count)
    var rank = UInt64(isDescending ? count - limit : limit - 1)
    var bound: UInt32 = 0
    unsafe ck_ranks(
      copy.pointer(UInt32.self), count, &rank, 1, &bound, spare.pointer(UInt32.self))
    leading.range = isDescending ? bound...UInt32.max : 0...bound
    var kept = 0
    for place in 0..<count {
      let code = unsafe codes[place]
      if leading.range.contains(code) {
        unsafe codes[kept] = code
        kept += 1
      }
    }
    count = kept
  }
}
