import CClaimsKernels

/// Joins packed runs into the codes, nulls and extents of one column, a block at a time.
///
/// Either all codes are kept, or one block of them is and is handed on when it is full.
public struct PackedJoin: ~Copyable {
  private let count: Int
  private let base: Int64
  private let step: UInt64
  private let width: CodeWidth
  private let blockRows: Int
  private let keepsAll: Bool
  private let codes: ColumnBytes
  private var words: [UInt64]
  private var row = 0
  private var blocks: [(low: Int64, high: Int64, nulls: Int)] = []

  /// Makes room for a column.
  ///
  /// - Parameters:
  ///   - count: The rows of all runs.
  ///   - spread: The spread of all values; `nil` when every row is null.
  ///   - hasNulls: Whether any run has nulls.
  ///   - blockRows: The rows of a block; a multiple of 64.
  ///   - keepsAll: Whether all codes are kept.
  public init(
    count: Int, spread: IntegerSpread?, hasNulls: Bool, blockRows: Int, keepsAll: Bool
  ) {
    precondition(blockRows > 0 && blockRows % 64 == 0, "Blocks of \(blockRows) rows")
    self.count = count
    self.blockRows = blockRows
    self.keepsAll = keepsAll
    base = spread?.minimum ?? 0
    step = max(spread?.step ?? 1, 1)
    width = spread?.width ?? .none
    codes = ColumnBytes(zeroed: width.byteCount(keepsAll ? count : min(count, blockRows)))
    words = [UInt64](repeating: 0, count: hasNulls ? (count + 63) / 64 : 0)
  }

  /// Appends a run.
  ///
  /// - Parameters:
  ///   - run: Values that lie in the spread, or codes of texts; a null stands for none.
  ///   - nulls: Which rows are null.
  ///   - map: For texts, the column's code for each code of the run.
  ///   - sink: Receives each block that becomes complete, unless all codes are kept: memory, and how many of
  ///     its bytes are the codes.
  /// - Throws: What `sink` throws.
  public mutating func append<Failure: Error>(
    _ run: PackedIntegers, nulls: Bitmap?, map: [UInt32]? = nil,
    sink: (ColumnBytes, Int) throws(Failure) -> Void
  ) throws(Failure) {
    precondition(row + run.count <= count, "\(run.count) rows at \(row) of \(count)")
    if let nulls { note(nulls) }
    let isEmpty = nulls.map { $0.population == $0.count } ?? false
    var done = 0
    while done < run.count {
      let inBlock = row % blockRows
      let length = min(run.count - done, blockRows - inBlock)
      let place = keepsAll ? row : inBlock
      if width != .none {
        if isEmpty {
          if !keepsAll { clearRun(place, length) }
        } else {
          if let map {
            mapped(run, done, length, map, place)
          } else {
            let offset = UInt64(bitPattern: run.base &- base) / step
            write(run, done, length, factor: run.step / step, offset: offset, at: place)
          }
          if let nulls { clear(nulls, done, length, place) }
        }
      }
      done += length
      row += length
      if row % blockRows == 0 || row == count { try endBlock(sink) }
    }
  }

  private mutating func note(_ nulls: Bitmap) {
    let shift = UInt64(row & 63)
    for (index, word) in nulls.words.enumerated() where word != 0 {
      let place = row >> 6 + index
      words[place] |= word << shift
      if shift > 0, word >> (64 - shift) != 0 { words[place + 1] |= word >> (64 - shift) }
    }
  }

  /// Sets code 0 in rows of a block that is used again; bits are cleared with the block.
  private func clearRun(_ place: Int, _ length: Int) {
    guard width != .bit else { return }
    let size = Int(width.rawValue) / 8
    unsafe (codes.base + place * size).initializeMemory(
      as: UInt8.self, repeating: 0, count: length * size)
  }

  private func clear(_ nulls: Bitmap, _ from: Int, _ length: Int, _ place: Int) {
    guard width != .bit else { return }
    let size = Int(width.rawValue) / 8
    unsafe nulls.words.withUnsafeBufferPointer {
      unsafe ck_clear_rows(
        codes.base + place * size, UInt32(size), $0.baseAddress, from, length)
    }
  }

  // SAFETY: `append` checked that the rows lie inside the column, and a `PackedIntegers` has codes for
  // all its rows.
  private func write(
    _ run: PackedIntegers, _ from: Int, _ length: Int, factor: UInt64, offset: UInt64, at place: Int
  ) {
    if run.width == .none || run.width == .bit {
      var scratch = [UInt8](repeating: 0, count: length)
      unsafe scratch.withUnsafeMutableBufferPointer { bytes in
        if run.width == .bit {
          unsafe ck_spread_bits(
            UnsafePointer(run.codes.base.assumingMemoryBound(to: UInt64.self)), from, length,
            bytes.baseAddress)
        }
        unsafe recode(
          UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped), 1, length, factor, offset, place)
      }
      return
    }
    let size = Int(run.width.rawValue) / 8
    unsafe recode(
      UnsafeRawPointer(run.codes.base + from * size), UInt32(size), length, factor, offset, place)
  }

  @unsafe
  private func recode(
    _ source: UnsafeRawPointer, _ size: UInt32, _ length: Int, _ factor: UInt64, _ offset: UInt64,
    _ place: Int
  ) {
    if width == .bit {
      var bytes = [UInt8](repeating: 0, count: length)
      unsafe bytes.withUnsafeMutableBufferPointer {
        unsafe ck_recode(source, size, length, factor, offset, $0.baseAddress, 1)
        unsafe ck_collect_bits(
          $0.baseAddress, length, codes.base.assumingMemoryBound(to: UInt64.self), place)
      }
      return
    }
    let out = UInt32(width.rawValue) / 8
    unsafe ck_recode(source, size, length, factor, offset, codes.base + place * Int(out), out)
  }

  private func mapped(
    _ run: PackedIntegers, _ from: Int, _ length: Int, _ map: [UInt32], _ place: Int
  ) {
    precondition(base == 0 && step == 1, "Codes of texts begin at 0")
    let runSize = Int(run.width.rawValue) / 8
    let isPlain = run.base == 0 && run.step == 1 && runSize >= 1 && runSize <= 4
    var unpacked: [UInt32] = []
    if !isPlain {
      var values = [Int64](repeating: 0, count: length)
      run.decode(from: from, count: length, into: &values)
      unpacked = values.map { UInt32(truncatingIfNeeded: $0) }
    }
    unsafe unpacked.withUnsafeBufferPointer { words in
      unsafe map.withUnsafeBufferPointer { map in
        let source =
          isPlain
          ? unsafe UnsafeRawPointer(run.codes.base + from * runSize)
          : unsafe UnsafeRawPointer(words.baseAddress.unsafelyUnwrapped)
        let size = isPlain ? UInt32(runSize) : 4
        if width == .bit {
          var bytes = [UInt8](repeating: 0, count: length)
          unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe ck_map_codes(source, size, length, map.baseAddress, map.count, $0.baseAddress, 1)
            unsafe ck_collect_bits(
              $0.baseAddress, length, codes.base.assumingMemoryBound(to: UInt64.self), place)
          }
        } else {
          let out = UInt32(width.rawValue) / 8
          unsafe ck_map_codes(
            source, size, length, map.baseAddress, map.count, codes.base + place * Int(out), out)
        }
      }
    }
  }

  /// Measures the block that has just become complete and hands it on.
  private mutating func endBlock<Failure: Error>(
    _ sink: (ColumnBytes, Int) throws(Failure) -> Void
  ) throws(Failure) {
    let start = (row - 1) / blockRows * blockRows
    let length = row - start
    let place = keepsAll ? start : 0
    var empty = 0
    if !words.isEmpty {
      for index in start >> 6..<(row + 63) >> 6 { empty += words[index].nonzeroBitCount }
      if width == .bit { clearNullBits(start, length, place) }
    }
    if empty == length {
      blocks.append((0, 0, empty))
    } else {
      let (low, high) = extent(start, length, place)
      blocks.append(
        (base &+ Int64(bitPattern: low &* step), base &+ Int64(bitPattern: high &* step), empty))
    }
    guard !keepsAll else { return }
    try sink(codes, width.byteCount(length))
    if width == .bit {
      unsafe codes.base.initializeMemory(as: UInt8.self, repeating: 0, count: codes.count)
    }
  }

  /// A null has code 0, also where a code is a bit.
  private func clearNullBits(_ start: Int, _ length: Int, _ place: Int) {
    let bits = unsafe codes.base.assumingMemoryBound(to: UInt64.self)
    for index in 0..<(length + 63) >> 6 {
      unsafe bits[place >> 6 + index] &= ~words[start >> 6 + index]
    }
  }

  private func extent(_ start: Int, _ length: Int, _ place: Int) -> (UInt64, UInt64) {
    if width == .none { return (0, 0) }
    if width == .bit {
      var (zero, one) = (false, false)
      for index in 0..<(length + 63) >> 6 {
        let inside = min(64, length - index << 6)
        let rows: UInt64 = inside == 64 ? .max : (1 << UInt64(inside)) - 1
        let known = rows & ~(words.isEmpty ? 0 : words[start >> 6 + index])
        let bits = codes.word(place >> 6 + index)
        zero = zero || ~bits & known != 0
        one = one || bits & known != 0
      }
      return (zero ? 0 : 1, one ? 1 : 0)
    }
    let size = Int(width.rawValue) / 8
    var (low, high): (UInt64, UInt64) = (.max, 0)
    unsafe words.withUnsafeBufferPointer {
      unsafe ck_code_extent(
        codes.base + place * size, UInt32(size), $0.isEmpty ? nil : $0.baseAddress, start, length,
        &low, &high)
    }
    return (low, high)
  }

  /// What a finished column is made of.
  public struct Joined: Sendable {
    /// The values; without codes when they were handed on.
    public var values: PackedIntegers?
    /// Which rows are null.
    public var nulls: Bitmap?
    /// The smallest and largest value and the nulls of each block.
    public var blocks: [(low: Int64, high: Int64, nulls: Int)]
  }

  /// Ends the column after the last run.
  public consuming func finish() -> Joined {
    precondition(row == count, "\(row) of \(count) rows")
    let values =
      keepsAll
      ? PackedIntegers(count: count, base: base, step: step, width: width, codes: codes) : nil
    return Joined(
      values: values, nulls: words.isEmpty ? nil : Bitmap(words: words, count: count),
      blocks: blocks)
  }
}

/// Computes a 128-bit digest of bytes, equal on every processor; not a cryptographic one.
///
/// - Parameters:
///   - bytes: Where to look.
///   - range: Which part.
/// - Returns: The digest.
/// - Complexity: O(bytes), near the speed of memory.
public func fastDigest(_ bytes: ColumnBytes, range: Range<Int>) -> (UInt64, UInt64) {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
  var digest: (UInt64, UInt64) = (0, 0)
  unsafe withUnsafeMutableBytes(of: &digest) {
    let words = unsafe $0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt64.self)
    let first = unsafe (bytes.base + range.lowerBound).assumingMemoryBound(to: UInt8.self)
    unsafe ck_content_digest(first, range.count, words)
  }
  return digest
}
