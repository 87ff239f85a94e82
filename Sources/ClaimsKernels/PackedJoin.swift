import CClaimsKernels

/// Joins packed runs into the codes, nulls and extents of one column.
public struct PackedJoin: ~Copyable {
  private let count: Int
  private let base: Int64
  private let step: UInt64
  private let width: CodeWidth
  private let codes: ColumnBytes
  private var words: [UInt64]
  private var row = 0
  private var scratch: [UInt8] = []
  private var wordScratch: [UInt32] = []

  /// Makes room for a column.
  ///
  /// - Parameters:
  ///   - count: The rows of all runs.
  ///   - spread: The spread of all values; `nil` when every row is null.
  ///   - hasNulls: Whether any run has nulls.
  public init(count: Int, spread: IntegerSpread?, hasNulls: Bool) {
    self.count = count
    base = spread?.minimum ?? 0
    step = max(spread?.step ?? 1, 1)
    width = spread?.width ?? .none
    codes = ColumnBytes(zeroed: width.byteCount(count))
    words = [UInt64](repeating: 0, count: hasNulls ? (count + 63) / 64 : 0)
  }

  /// Appends a run whose values lie in the spread.
  ///
  /// - Parameters:
  ///   - run: The values; a null stands for none.
  ///   - nulls: Which rows are null.
  public mutating func append(_ run: PackedIntegers, nulls: Bitmap?) {
    let start = begin(run, nulls)
    guard width != .none, run.count > 0, nulls?.isFull != true else { return }
    let offset = UInt64(bitPattern: run.base &- base) / step
    write(run, factor: run.step / step, offset: offset, at: start)
    clear(nulls, start)
  }

  /// Appends a run of codes of texts, changed by a map.
  ///
  /// - Parameters:
  ///   - run: The codes; a null stands for none.
  ///   - nulls: Which rows are null.
  ///   - map: The column's code for each code of the run.
  public mutating func append(_ run: PackedIntegers, nulls: Bitmap?, map: [UInt32]) {
    let start = begin(run, nulls)
    guard width != .none, run.count > 0, nulls?.isFull != true else { return }
    precondition(base == 0 && step == 1, "Codes of texts begin at 0")
    if run.width == .none {
      let code = map[Int(run.base)]
      let constant = PackedIntegers(
        count: run.count, base: Int64(code), step: 1, width: .none, codes: run.codes)
      write(constant, factor: 1, offset: UInt64(code), at: start)
    } else {
      mapped(run, map, start)
    }
    clear(nulls, start)
  }

  private mutating func begin(_ run: PackedIntegers, _ nulls: Bitmap?) -> Int {
    let start = row
    precondition(start + run.count <= count, "\(run.count) rows at \(start) of \(count)")
    row += run.count
    guard let nulls else { return start }
    let shift = UInt64(start & 63)
    for (index, word) in nulls.words.enumerated() where word != 0 {
      let place = start >> 6 + index
      words[place] |= word << shift
      if shift > 0, word >> (64 - shift) != 0 { words[place + 1] |= word >> (64 - shift) }
    }
    return start
  }

  private mutating func clear(_ nulls: Bitmap?, _ start: Int) {
    guard let nulls, width != .bit else { return }
    let size = Int(width.rawValue) / 8
    unsafe nulls.words.withUnsafeBufferPointer {
      unsafe ck_clear_rows(
        codes.base + start * size, UInt32(size), $0.baseAddress, 0, nulls.count)
    }
  }

  // SAFETY: `begin` checked that the run's rows lie inside the column, and a `PackedIntegers` has
  // codes for all its rows.
  private mutating func write(_ run: PackedIntegers, factor: UInt64, offset: UInt64, at start: Int)
  {
    let length = run.count
    if run.width == .none || run.width == .bit {
      if scratch.count < length { scratch = [UInt8](repeating: 0, count: length) }
      if run.width == .bit {
        unsafe scratch.withUnsafeMutableBufferPointer {
          unsafe ck_spread_bits(
            UnsafePointer(run.codes.base.assumingMemoryBound(to: UInt64.self)), 0, length,
            $0.baseAddress)
        }
      } else {
        for index in 0..<length { scratch[index] = 0 }
      }
      unsafe scratch.withUnsafeBufferPointer {
        unsafe recode(
          UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped), 1, length, factor, offset, start)
      }
      return
    }
    unsafe recode(
      UnsafeRawPointer(run.codes.base), UInt32(run.width.rawValue) / 8, length, factor, offset,
      start)
  }

  @unsafe
  private func recode(
    _ source: UnsafeRawPointer, _ size: UInt32, _ length: Int, _ factor: UInt64, _ offset: UInt64,
    _ start: Int
  ) {
    if width == .bit {
      var bytes = [UInt8](repeating: 0, count: length)
      unsafe bytes.withUnsafeMutableBufferPointer {
        unsafe ck_recode(source, size, length, factor, offset, $0.baseAddress, 1)
        unsafe ck_set_bits(
          $0.baseAddress, length, codes.base.assumingMemoryBound(to: UInt64.self), start)
      }
      return
    }
    let out = UInt32(width.rawValue) / 8
    unsafe ck_recode(
      source, size, length, factor, offset, codes.base + start * Int(out), out)
  }

  private mutating func mapped(_ run: PackedIntegers, _ map: [UInt32], _ start: Int) {
    let length = run.count
    var source = unsafe UnsafeRawPointer(run.codes.base)
    var size = UInt32(run.width.rawValue) / 8
    let isPlain = run.base == 0 && run.step == 1 && size >= 1 && size <= 4
    if !isPlain, wordScratch.count < length {
      wordScratch = [UInt32](repeating: 0, count: length)
    }
    if !isPlain {
      var values = [Int64](repeating: 0, count: length)
      run.decode(from: 0, count: length, into: &values)
      for index in 0..<length { wordScratch[index] = UInt32(truncatingIfNeeded: values[index]) }
    }
    unsafe wordScratch.withUnsafeBufferPointer { words in
      unsafe map.withUnsafeBufferPointer { map in
        if !isPlain, let first = words.baseAddress {
          unsafe source = UnsafeRawPointer(first)
          size = 4
        }
        if width == .bit {
          var bytes = [UInt8](repeating: 0, count: length)
          unsafe bytes.withUnsafeMutableBufferPointer {
            unsafe ck_map_codes(source, size, length, map.baseAddress, map.count, $0.baseAddress, 1)
            unsafe ck_set_bits(
              $0.baseAddress, length, codes.base.assumingMemoryBound(to: UInt64.self), start)
          }
        } else {
          let out = UInt32(width.rawValue) / 8
          unsafe ck_map_codes(
            source, size, length, map.baseAddress, map.count,
            codes.base + start * Int(out), out)
        }
      }
    }
  }

  /// The finished column.
  ///
  /// - Parameter blockRows: The rows of a block; a multiple of 64.
  /// - Returns: Values, nulls, and the smallest and largest value and the nulls of each block.
  public consuming func finish(
    blockRows: Int
  ) -> (
    values: PackedIntegers, nulls: Bitmap?, blocks: [(low: Int64, high: Int64, nulls: Int)]
  ) {
    precondition(row == count && blockRows % 64 == 0, "\(row) of \(count) rows")
    clearNullBits()
    var blocks: [(low: Int64, high: Int64, nulls: Int)] = []
    for start in stride(from: 0, to: count, by: blockRows) {
      let length = min(blockRows, count - start)
      var empty = 0
      if !words.isEmpty {
        for index in start >> 6..<(start + length + 63) >> 6 { empty += words[index].nonzeroBitCount }
      }
      if empty == length {
        blocks.append((0, 0, empty))
        continue
      }
      let (low, high) = extent(start, length)
      blocks.append(
        (base &+ Int64(bitPattern: low &* step), base &+ Int64(bitPattern: high &* step), empty))
    }
    return (
      PackedIntegers(count: count, base: base, step: step, width: width, codes: codes),
      words.isEmpty ? nil : Bitmap(words: words, count: count), blocks
    )
  }

  /// A null has code 0, also where a code is a bit.
  private func clearNullBits() {
    guard width == .bit, !words.isEmpty else { return }
    let bits = unsafe codes.base.assumingMemoryBound(to: UInt64.self)
    for (index, word) in words.enumerated() { unsafe bits[index] &= ~word }
  }

  private func extent(_ start: Int, _ length: Int) -> (UInt64, UInt64) {
    if width == .none { return (0, 0) }
    if width == .bit {
      var (zero, one) = (false, false)
      for index in start >> 6..<(start + length + 63) >> 6 {
        let inside = min(64, start + length - index << 6)
        let rows: UInt64 = inside == 64 ? .max : (1 << UInt64(inside)) - 1
        let known = rows & ~(words.isEmpty ? 0 : words[index])
        let bits = codes.word(index)
        zero = zero || ~bits & known != 0
        one = one || bits & known != 0
      }
      return (zero ? 0 : 1, one ? 1 : 0)
    }
    let size = Int(width.rawValue) / 8
    var (low, high): (UInt64, UInt64) = (.max, 0)
    unsafe words.withUnsafeBufferPointer {
      unsafe ck_code_extent(
        codes.base + start * size, UInt32(size), $0.isEmpty ? nil : $0.baseAddress, start, length,
        &low, &high)
    }
    return (low, high)
  }
}

extension Bitmap {
  /// Whether every bit is set.
  var isFull: Bool { population == count }
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
    unsafe ck_digest(first, range.count, words)
  }
  return digest
}
