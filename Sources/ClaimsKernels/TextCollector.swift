/// Gives each distinct text a code, in the order in which they first occur.
public struct TextCollector: Sendable {
  private var table = [Int32](repeating: -1, count: 256)
  private var hashes: [UInt64] = []
  private var ends: [Int] = []
  private var arena: [UInt8] = []

  /// Makes a collector without texts.
  public init() {}

  /// The number of texts.
  public var count: Int { hashes.count }

  /// The texts in the order of their codes.
  public var texts: [[UInt8]] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return Array(arena[start..<end])
    }
  }

  /// Finds or adds a text.
  ///
  /// - Parameters:
  ///   - bytes: Where it stands.
  ///   - start: Its first byte.
  ///   - end: The byte behind it.
  /// - Returns: Its code.
  /// - Complexity: O(bytes of the text).
  public mutating func code(_ bytes: ColumnBytes, _ start: Int, _ end: Int) -> Int {
    precondition(start >= 0 && start <= end && end <= bytes.count)
    var hash = UInt64(end - start) &* 0x9E37_79B9_7F4A_7C15
    var cursor = start
    while cursor < end {
      let word: UInt64
      if cursor + 8 <= end {
        word = unsafe bytes.base.loadUnaligned(fromByteOffset: cursor, as: UInt64.self)
      } else if cursor + 8 <= bytes.count {
        let keep = UInt64((end - cursor) * 8)
        word =
          unsafe bytes.base.loadUnaligned(fromByteOffset: cursor, as: UInt64.self)
          & ((1 << keep) &- 1)
      } else {
        word = loadWord(bytes, cursor, end)
      }
      hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      cursor += 8
    }
    var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while true {
      let code = Int(table[slot])
      if code < 0 { return insert(bytes, start, end, hash, slot) }
      if hashes[code] == hash, isEqual(code, bytes, start, end) { return code }
      slot = (slot + 1) & (table.count - 1)
    }
  }

  /// Finds or adds a text that stands alone.
  ///
  /// - Parameter text: The text.
  /// - Returns: Its code.
  public mutating func code(_ text: [UInt8]) -> Int {
    let bytes = ColumnBytes(copying: text)
    return code(bytes, 0, text.count)
  }

  private func isEqual(_ code: Int, _ bytes: ColumnBytes, _ start: Int, _ end: Int) -> Bool {
    let first = code == 0 ? 0 : ends[code - 1]
    guard ends[code] - first == end - start else { return false }
    return unsafe arena.withUnsafeBufferPointer { arena in
      // Most texts have at least eight bytes' room on both sides: compare them as words.
      let length = end - start
      if start + 8 <= bytes.count, first + 8 <= arena.count, length <= 8 {
        let here = unsafe bytes.base.loadUnaligned(fromByteOffset: start, as: UInt64.self)
        let there = unsafe UnsafeRawPointer(arena.baseAddress.unsafelyUnwrapped)
          .loadUnaligned(fromByteOffset: first, as: UInt64.self)
        let keep: UInt64 = length == 8 ? .max : (1 << UInt64(length * 8)) &- 1
        return (UInt64(littleEndian: here) ^ UInt64(littleEndian: there)) & keep == 0
      }
      for offset in 0..<(end - start)
      where unsafe arena[first + offset]
        != bytes.base.load(fromByteOffset: start + offset, as: UInt8.self)
      {
        return false
      }
      return true
    }
  }

  private mutating func insert(
    _ bytes: ColumnBytes, _ start: Int, _ end: Int, _ hash: UInt64, _ slot: Int
  ) -> Int {
    let code = hashes.count
    precondition(code < Int(Int32.max), "More than \(Int32.max) texts in one column")
    unsafe arena.append(
      contentsOf: UnsafeRawBufferPointer(start: bytes.base + start, count: end - start))
    ends.append(arena.count)
    hashes.append(hash)
    table[slot] = Int32(code)
    if hashes.count * 2 > table.count {
      table = [Int32](repeating: -1, count: table.count * 2)
      for (known, hash) in hashes.enumerated() {
        var slot = Int(truncatingIfNeeded: hash) & (table.count - 1)
        while table[slot] >= 0 { slot = (slot + 1) & (table.count - 1) }
        table[slot] = Int32(known)
      }
    }
    return code
  }
}
