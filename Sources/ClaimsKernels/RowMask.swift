import CClaimsKernels

/// Which rows of a run are chosen: all, none, or those with a bit.
public struct RowMask: Sendable {
  /// How the choice is kept.
  public enum Kind: Sendable, Equatable {
    /// Every row is chosen; `words` say nothing.
    case all
    /// No row is chosen; `words` say nothing.
    case none
    /// The rows whose bit is set.
    case some
  }
  /// How the choice is kept.
  public private(set) var kind = Kind.all
  /// One bit for each row; bits past `count` are 0.
  public private(set) var words: [UInt64]
  /// The number of rows.
  public private(set) var count = 0

  /// Makes a mask with room for runs of up to `capacity` rows.
  public init(capacity: Int) { words = [UInt64](repeating: 0, count: (capacity + 63) / 64) }

  /// Begins a run in which every row is chosen.
  public mutating func reset(count: Int) {
    precondition(count >= 0 && count <= words.count * 64, "\(count) rows")
    self.count = count
    kind = count == 0 ? .none : .all
  }

  /// Chooses no row.
  public mutating func clear() { kind = .none }

  /// How many rows are chosen.
  public var population: Int {
    switch kind {
    case .all: count
    case .none: 0
    case .some:
      Int(
        unsafe words.withUnsafeBufferPointer { unsafe ck_count($0.baseAddress, (count + 63) / 64) })
    }
  }

  /// The numbers of the chosen rows, lowest first.
  public var rows: [Int] {
    switch kind {
    case .all: return Array(0..<count)
    case .none: return []
    case .some:
      var found: [Int] = []
      found.reserveCapacity(population)
      for index in 0..<(count + 63) / 64 {
        var rest = words[index]
        while rest != 0 {
          found.append(index << 6 + rest.trailingZeroBitCount)
          rest &= rest - 1
        }
      }
      return found
    }
  }

  /// Keeps the rows whose code lies in a range, or outside of it.
  ///
  /// - Parameters:
  ///   - values: The codes.
  ///   - start: The first row of the run; a multiple of 64.
  ///   - codes: The range.
  ///   - isInside: Whether rows inside are kept.
  /// - Complexity: O(`count`), vectorised.
  public mutating func keep(
    _ values: PackedIntegers, from start: Int, codes: ClosedRange<UInt64>, isInside: Bool
  ) {
    precondition(start & 63 == 0 && start + count <= values.count, "\(count) rows at \(start)")
    guard kind != .none else { return }
    guard isInside else {
      // Outside is one range when the codes wrap around: from above the range to below it.
      let (low, span) = (codes.upperBound &+ 1, codes.lowerBound &- codes.upperBound &- 2)
      if codes.lowerBound == 0, codes.upperBound == .max { return clear() }
      return keep(values, start, low, span, isWrapping: true)
    }
    keep(values, start, codes.lowerBound, codes.upperBound - codes.lowerBound, isWrapping: false)
  }

  /// Keeps codes in `low ... low + span`, which may pass the largest number and go on from 0.
  private mutating func keep(
    _ values: PackedIntegers, _ start: Int, _ low: UInt64, _ span: UInt64, isWrapping: Bool
  ) {
    let joins: Int32 = kind == .some ? 1 : 0
    let count = count
    kind = .some
    let limit: UInt64 =
      switch values.width {
      case .byte: 0xFF
      case .half: 0xFFFF
      case .word: 0xFFFF_FFFF
      default: .max
      }
    var (low, span) = (low, span)
    if limit != .max {
      if isWrapping {
        // Codes end at `limit`: what the range reaches of 0...limit, as a range that wraps there.
        let below = low &+ span  // the last code below the gap, or all ones when there is none
        let hasBelow = below != .max
        let hasAbove = low <= limit && low != 0
        switch (hasAbove, hasBelow) {
        case (false, false): return clear()
        case (true, false): span = limit - low
        case (false, true): (low, span) = (0, min(below, limit))
        case (true, true): span = (below &- low) & limit
        }
      } else {
        guard low <= limit else { return clear() }
        span = min(span, limit - low)
      }
    }
    let (first, length) = (low, span)
    unsafe words.withUnsafeMutableBufferPointer { words in
      guard let mask = words.baseAddress else { return }
      // SAFETY: the rows lie inside the column, and the mask has a bit for each.
      let codes = unsafe UnsafeRawPointer(values.codes.base)
      switch values.width {
      case .none, .bit:
        let zero = 0 &- first <= length
        let one = 1 &- first <= length
        for word in 0..<(count + 63) / 64 {
          let bits: UInt64 =
            values.width == .none
            ? 0
            : UInt64(
              littleEndian: unsafe codes.load(fromByteOffset: start / 8 + word * 8, as: UInt64.self)
            )
          var chosen = (one ? bits : 0) | (zero ? ~bits : 0)
          if joins == 1 { unsafe chosen &= mask[word] }
          unsafe mask[word] = chosen
        }
        if count & 63 != 0 { unsafe mask[count / 64] &= 1 << UInt64(count & 63) - 1 }
      case .byte:
        unsafe ck_range_u8(
          codes.assumingMemoryBound(to: UInt8.self) + start, count, UInt8(first), UInt8(length),
          mask, joins)
      case .half:
        unsafe ck_range_u16(
          codes.assumingMemoryBound(to: UInt16.self) + start, count, UInt16(first), UInt16(length),
          mask, joins)
      case .word:
        unsafe ck_range_u32(
          codes.assumingMemoryBound(to: UInt32.self) + start, count, UInt32(first), UInt32(length),
          mask, joins)
      case .double:
        unsafe ck_range_u64(
          codes.assumingMemoryBound(to: UInt64.self) + start, count, first, length, mask, joins)
      }
    }
  }

  /// The choice as a bitmap.
  public var bitmap: Bitmap {
    switch kind {
    case .all: Bitmap(repeating: true, count: count)
    case .none: Bitmap(repeating: false, count: count)
    case .some: Bitmap(words: Array(words[0..<(count + 63) / 64]), count: count)
    }
  }

  /// Keeps the rows for which a look-up gives a value.
  ///
  /// - Parameters:
  ///   - column: The look-up.
  ///   - start: The first row of the run; a multiple of 64, and the run lies in one block.
  ///   - value: The value.
  public mutating func keep(_ column: ScanColumn, from start: Int, equalTo value: UInt32) {
    guard kind != .none else { return }
    if let constant = column.constant(ofBlock: start / ClaimsBlock.rows) {
      if constant != value { clear() }
      return
    }
    let buffers = ScanBuffers(rows: (count + 63) & ~63, count: ScanColumn.buffers)
    let loaded = unsafe column.load(
      ScanRows(start: start, count: count), buffers, at: 0)
    let joins: Int32 = kind == .some ? 1 : 0
    let count = count
    unsafe words.withUnsafeMutableBufferPointer {
      guard let mask = $0.baseAddress else { return }
      unsafe ck_range_u32(loaded.codes, count, value, 0, mask, joins)
      if let valid = unsafe loaded.valid {
        for word in 0..<(count + 63) / 64 { unsafe mask[word] &= valid[word] }
      }
    }
    kind = .some
  }

  /// Keeps the rows that are null, or those that are not.
  ///
  /// - Parameters:
  ///   - nulls: A set bit for each null.
  ///   - start: The first row of the run; a multiple of 64.
  ///   - isNull: Whether nulls are kept.
  public mutating func keep(_ nulls: Bitmap, from start: Int, isNull: Bool) {
    precondition(start & 63 == 0 && start + count <= nulls.count, "\(count) rows at \(start)")
    guard kind != .none else { return }
    let flip: UInt64 = isNull ? 0 : .max
    for word in 0..<(count + 63) / 64 {
      let bits = nulls.words[start / 64 + word] ^ flip
      words[word] = kind == .all ? bits : words[word] & bits
    }
    if count & 63 != 0 { words[count / 64] &= 1 << UInt64(count & 63) - 1 }
    kind = .some
  }

  /// Keeps the rows for which a test holds; slow, for what no other way reaches.
  public mutating func keep(where holds: (Int) -> Bool) {
    guard kind != .none else { return }
    for word in 0..<(count + 63) / 64 {
      var bits: UInt64 = kind == .all ? .max : words[word]
      if word == count / 64 { bits &= 1 << UInt64(count & 63) - 1 }
      var rest = bits
      while rest != 0 {
        let bit = rest.trailingZeroBitCount
        if !holds(word << 6 + bit) { bits &= ~(1 << UInt64(bit)) }
        rest &= rest - 1
      }
      words[word] = bits
    }
    kind = .some
  }

  /// Keeps the rows that another mask of the same run chooses.
  public mutating func formIntersection(_ other: RowMask) {
    precondition(other.count == count, "\(other.count) and \(count) rows")
    switch (kind, other.kind) {
    case (.none, _), (_, .all): return
    case (_, .none): kind = .none
    case (.all, .some): self = other
    case (.some, .some):
      for word in 0..<(count + 63) / 64 { words[word] &= other.words[word] }
    }
  }

  /// Adds the rows that another mask of the same run chooses.
  public mutating func formUnion(_ other: RowMask) {
    precondition(other.count == count, "\(other.count) and \(count) rows")
    switch (kind, other.kind) {
    case (.all, _), (_, .none): return
    case (_, .all): kind = .all
    case (.none, .some): self = other
    case (.some, .some):
      for word in 0..<(count + 63) / 64 { words[word] |= other.words[word] }
    }
  }

  /// Takes a choice that was computed elsewhere.
  mutating func set(words count: Int, _ body: (inout [UInt64]) -> Void) {
    body(&words)
    self.count = count
    kind = .some
  }
}
