import CClaimsKernels

/// A column as a scan reads it: `table[(code + offset) / divisor]`, a number below 2^32 for each row.
///
/// With a divisor, an expression of a timestamp that only changes from day to day is one look-up for
/// each row, computed once for each day.
public struct ScanColumn: Sendable {
  /// The codes; 32 bits at most.
  public let values: PackedIntegers
  /// A set bit for each null.
  public let nulls: Bitmap?
  /// Added to a code before the division.
  public let offset: UInt32
  /// At least 1.
  public let divisor: UInt32
  /// What each quotient stands for; empty when that is the quotient itself.
  public let table: [UInt32]
  /// What a null row stands for; `nil` when that is null again.
  public let nullValue: UInt32?
  /// The least and greatest code of each block, and whether it has nulls.
  public let blocks: [Block]

  /// What is known of a block's codes.
  public struct Block: Sendable {
    /// The least code.
    public var low: UInt32
    /// The greatest code.
    public var high: UInt32
    /// Whether a row is null.
    public var hasNulls: Bool

    /// Describes a block.
    public init(low: UInt32, high: UInt32, hasNulls: Bool) {
      self.low = low
      self.high = high
      self.hasNulls = hasNulls
    }
  }

  /// The entry of a quotient for which the result is null.
  public static let missing = UInt32.max

  /// Describes how a column is read.
  ///
  /// - Parameters:
  ///   - values: The codes.
  ///   - nulls: A set bit for each null.
  ///   - offset: Added to a code before the division; the sum fits in 32 bits.
  ///   - divisor: At least 1.
  ///   - table: An entry for each quotient, ``missing`` for null; empty for the quotient itself.
  ///   - nullValue: What a null row stands for.
  ///   - blocks: What is known of each block.
  public init(
    values: PackedIntegers, nulls: Bitmap?, offset: UInt32 = 0, divisor: UInt32 = 1,
    table: [UInt32] = [], nullValue: UInt32? = nil, blocks: [Block]
  ) {
    precondition(values.width <= .word, "Codes of \(values.width.rawValue) bits")
    precondition(divisor >= 1, "A divisor of \(divisor)")
    self.values = values
    self.nulls = nulls
    self.offset = offset
    self.divisor = divisor
    self.table = table
    self.nullValue = nullValue
    self.blocks = blocks
    for block in blocks {
      let most = UInt64(block.high) + UInt64(offset)
      precondition(most <= UInt64(UInt32.max), "Codes to \(most)")
      precondition(
        table.isEmpty || most / UInt64(divisor) < UInt64(table.count),
        "\(table.count) entries for codes to \(most)")
    }
    hasMissing = table.contains(Self.missing)
    isPlain = offset == 0 && divisor == 1 && table.isEmpty
    // The next double above, so that whole quotients are never rounded down.
    reciprocal = (1 / Double(divisor)).nextUp
  }

  /// Whether an entry of the table is null.
  let hasMissing: Bool
  /// Whether rows stand for their codes.
  let isPlain: Bool
  let reciprocal: Double

  /// What every row of a block stands for, when it is one value that is not null.
  public func constant(ofBlock block: Int) -> UInt32? {
    let known = blocks[block]
    guard !known.hasNulls else { return nil }
    let low = (known.low + offset) / divisor
    let high = (known.high + offset) / divisor
    guard !table.isEmpty else { return low == high ? low : nil }
    guard high - low <= 64 else { return nil }
    let value = table[Int(low)]
    guard value != Self.missing else { return nil }
    return (low...high).allSatisfy { table[Int($0)] == value } ? value : nil
  }
}

/// The rows of one run of a scan: all of them, those of a mask, or listed ones.
@safe
struct ScanRows {
  /// The first row of the run.
  var start: Int
  /// The rows of the run.
  var length: Int
  /// How many rows are read.
  var count: Int
  /// Which rows; `nil` for all.
  let mask: UnsafePointer<UInt64>?
  /// The rows' numbers in the table; `nil` for a run.
  let list: UnsafePointer<UInt32>?

  /// Every row of a run.
  init(start: Int, count: Int) {
    self.start = start
    length = count
    self.count = count
    unsafe mask = nil
    unsafe list = nil
  }

  /// Listed rows, anywhere in the table.
  @unsafe
  init(list: UnsafePointer<UInt32>, count: Int) {
    start = 0
    length = count
    self.count = count
    unsafe mask = nil
    unsafe self.list = list
  }

  /// The rows of a mask.
  @unsafe
  init(start: Int, length: Int, count: Int, mask: UnsafePointer<UInt64>) {
    self.start = start
    self.length = length
    self.count = count
    unsafe self.mask = mask
    unsafe list = nil
  }
}

/// What a column stands for in a run.
@safe
struct ScanCodes {
  /// One for each row.
  let codes: UnsafePointer<UInt32>
  /// A bit for each row that is not null; `nil` when none is.
  let valid: UnsafeMutablePointer<UInt64>?
}

/// Buffers of one worker for runs of up to `rows` rows.
@safe
final class ScanBuffers {
  let rows: Int
  private let memory: ScratchMemory
  private let perBuffer: Int

  /// - Parameters:
  ///   - rows: The most rows of a run; a multiple of 64.
  ///   - count: How many buffers.
  init(rows: Int, count: Int) {
    self.rows = rows
    // A few lines apart, so that equal places do not share a cache set.
    perBuffer = rows * 4 + 320
    memory = ScratchMemory(bytes: perBuffer * count, isZeroed: false)
  }

  /// A buffer of 32-bit numbers.
  @unsafe
  func numbers(_ index: Int) -> UnsafeMutablePointer<UInt32> {
    unsafe (memory.base + index * perBuffer).assumingMemoryBound(to: UInt32.self)
  }

  /// A buffer of bits; a buffer holds 32 times the rows.
  @unsafe
  func bits(_ index: Int) -> UnsafeMutablePointer<UInt64> {
    unsafe (memory.base + index * perBuffer).assumingMemoryBound(to: UInt64.self)
  }
}

extension ScanColumn {
  /// Buffers that ``load(_:into:)`` uses from the given one on.
  static let buffers = 3

  // SAFETY: the rows lie inside the column; the buffers hold as many rows as a run.
  /// Reads a run.
  @unsafe
  func load(_ rows: ScanRows, _ buffers: ScanBuffers, at first: Int) -> ScanCodes {
    let out = unsafe buffers.numbers(first)
    var codes = unsafe raw(rows, buffers, at: first)
    let count = rows.count
    if divisor != 1 || offset != 0 {
      unsafe ck_divide(codes, count, offset, reciprocal, out)
      unsafe codes = UnsafePointer(out)
    }
    if !table.isEmpty {
      unsafe table.withUnsafeBufferPointer {
        guard let entries = $0.baseAddress else { return }
        unsafe ck_look_up(codes, count, entries, out)
      }
      unsafe codes = UnsafePointer(out)
    }
    var valid: UnsafeMutablePointer<UInt64>?
    if hasMissing {
      let words = unsafe buffers.bits(first + 1)
      unsafe ck_range_u32(codes, count, 0, Self.missing - 1, words, 0)
      unsafe ck_replace(out, count, words, 0)
      unsafe valid = words
    }
    if let nulls, unsafe rows.list != nil || blocks[rows.start / ClaimsBlock.rows].hasNulls,
      let words = unsafe present(nulls, rows, buffers.bits(first + 2))
    {
      if let nullValue {
        if unsafe codes != UnsafePointer(out) {
          unsafe out.update(from: codes, count: count)
          unsafe codes = UnsafePointer(out)
        }
        unsafe ck_replace(out, count, words, nullValue)
        if let known = unsafe valid {
          // A null row is not null any more.
          for word in 0..<(count + 63) / 64 { unsafe known[word] |= ~words[word] }
          if count & 63 != 0 { unsafe known[count / 64] &= 1 << UInt64(count & 63) - 1 }
        }
      } else if let known = unsafe valid {
        for word in 0..<(count + 63) / 64 { unsafe known[word] &= words[word] }
        unsafe ck_replace(out, count, known, 0)
      } else {
        // A row that is null may stand for anything in the table.
        if !isPlain { unsafe ck_replace(out, count, words, 0) }
        unsafe valid = words
      }
    }
    return unsafe ScanCodes(codes: codes, valid: valid)
  }

  /// The codes of a run, in place when they have 32 bits.
  @unsafe
  private func raw(
    _ rows: ScanRows, _ buffers: ScanBuffers, at first: Int
  ) -> UnsafePointer<UInt32> {
    let out = unsafe buffers.numbers(first)
    let base = unsafe UnsafeRawPointer(values.codes.base)
    let (start, length) = (rows.start, rows.length)
    if let list = unsafe rows.list {
      unsafe gather(list, length, out)
      return unsafe UnsafePointer(out)
    }
    switch (values.width, unsafe rows.mask) {
    case (.none, _):
      unsafe out.update(repeating: 0, count: rows.count)
    case (.bit, let mask):
      var words = unsafe base.assumingMemoryBound(to: UInt64.self) + start / 64
      if let mask = unsafe mask {
        let packed = unsafe buffers.bits(first + 1)
        unsafe ck_pack_bits(words, mask, length, packed)
        unsafe words = UnsafePointer(packed)
      }
      unsafe ck_widen_bits(words, rows.count, out)
    case (.byte, let mask):
      let codes = unsafe base.assumingMemoryBound(to: UInt8.self) + start
      if let mask = unsafe mask {
        _ = unsafe ck_pack_u8(codes, mask, length, out)
      } else {
        unsafe ck_widen_u8(codes, length, out)
      }
    case (.half, let mask):
      let codes = unsafe base.assumingMemoryBound(to: UInt16.self) + start
      if let mask = unsafe mask {
        _ = unsafe ck_pack_u16(codes, mask, length, out)
      } else {
        unsafe ck_widen_u16(codes, length, out)
      }
    case (_, let mask):
      let codes = unsafe base.assumingMemoryBound(to: UInt32.self) + start
      guard let mask = unsafe mask else { return unsafe codes }
      _ = unsafe ck_pack_u32(codes, mask, length, out)
    }
    return unsafe UnsafePointer(out)
  }

  // SAFETY: listed rows come from the column's own table.
  @unsafe
  private func gather(
    _ list: UnsafePointer<UInt32>, _ count: Int, _ out: UnsafeMutablePointer<UInt32>
  ) {
    let base = unsafe UnsafeRawPointer(values.codes.base)
    switch values.width {
    case .none: unsafe out.update(repeating: 0, count: count)
    case .bit:
      for place in 0..<count { unsafe out[place] = UInt32(values.code(Int(list[place]))) }
    case .byte: unsafe ck_gather_u8(base.assumingMemoryBound(to: UInt8.self), list, count, out)
    case .half: unsafe ck_gather_u16(base.assumingMemoryBound(to: UInt16.self), list, count, out)
    default: unsafe ck_gather_u32(base.assumingMemoryBound(to: UInt32.self), list, count, out)
    }
  }

  /// A bit for each row of a run that is not null; `nil` when none of them is null.
  @unsafe
  private func present(
    _ nulls: Bitmap, _ rows: ScanRows, _ words: UnsafeMutablePointer<UInt64>
  ) -> UnsafeMutablePointer<UInt64>? {
    let count = rows.count
    let isAny = unsafe nulls.words.withUnsafeBufferPointer { source -> Bool in
      guard let base = source.baseAddress else { return false }
      if let list = unsafe rows.list {
        unsafe ck_gather_bits(base, list, count, words)
        return true
      }
      let first = unsafe base + rows.start / 64
      guard let mask = unsafe rows.mask else {
        unsafe words.update(from: first, count: (count + 63) / 64)
        return true
      }
      guard unsafe ck_meets(first, mask, (rows.length + 63) / 64) != 0 else { return false }
      unsafe ck_pack_bits(first, mask, rows.length, words)
      return true
    }
    guard isAny else { return nil }
    for word in 0..<(count + 63) / 64 { unsafe words[word] = ~words[word] }
    if count & 63 != 0 { unsafe words[count / 64] &= 1 << UInt64(count & 63) - 1 }
    return unsafe words
  }
}

/// How many rows a block of statistics covers.
public enum ClaimsBlock {
  /// The rows of a block.
  public static let rows = 65_536
}
