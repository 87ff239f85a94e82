/// The distinct texts of a column, sorted by their UTF-8 bytes, so that codes order as texts do.
public struct TextDictionary: Sendable {
  /// The number of texts.
  public let count: Int
  /// `count + 1` little-endian 64-bit positions in `bytes`.
  public let offsets: ColumnBytes
  /// The texts, one after the other.
  public let bytes: ColumnBytes

  /// Wraps texts that are already sorted and distinct.
  ///
  /// - Parameters:
  ///   - count: The number of texts.
  ///   - offsets: `count + 1` ascending positions.
  ///   - bytes: The texts.
  public init(count: Int, offsets: ColumnBytes, bytes: ColumnBytes) {
    precondition(offsets.count >= (count + 1) * 8, "\(offsets.count) bytes of offsets")
    self.count = count
    self.offsets = offsets
    self.bytes = bytes
  }

  /// Copies texts that are already sorted by their bytes and distinct.
  ///
  /// - Parameter texts: The texts as UTF-8.
  public init(sorted texts: [[UInt8]]) {
    var all: [UInt8] = []
    var places: [UInt8] = []
    places.reserveCapacity(texts.count * 8 + 8)
    for text in texts {
      for shift in stride(from: 0, to: 64, by: 8) {
        places.append(UInt8(truncatingIfNeeded: all.count >> shift))
      }
      all += text
    }
    for shift in stride(from: 0, to: 64, by: 8) {
      places.append(UInt8(truncatingIfNeeded: all.count >> shift))
    }
    self.init(
      count: texts.count, offsets: ColumnBytes(copying: places), bytes: ColumnBytes(copying: all))
  }

  /// Where a text lies in `bytes`.
  public func range(of code: Int) -> Range<Int> {
    precondition(code >= 0 && code < count, "Code \(code) of \(count)")
    let start = Int(truncatingIfNeeded: offsets.word(code))
    let end = Int(truncatingIfNeeded: offsets.word(code + 1))
    precondition(
      start >= 0 && start <= end && end <= bytes.count, "Text \(code) at \(start)..\(end)")
    return start..<end
  }

  /// The text of a code.
  public subscript(code: Int) -> String {
    let range = range(of: code)
    return unsafe bytes.withBytes { unsafe String(decoding: $0[range], as: UTF8.self) }
  }

  /// The bytes of a code's text.
  public func utf8(_ code: Int) -> [UInt8] {
    let range = range(of: code)
    return unsafe bytes.withBytes { unsafe Array($0[range]) }
  }

  /// Finds the first code whose text is not less than `text`, by bytes.
  ///
  /// - Returns: The code, `count` when all are less, and whether it is equal.
  /// - Complexity: O(log `count`).
  public func position(of text: String) -> (code: Int, found: Bool) {
    let wanted = Array(text.utf8)
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if utf8(middle).lexicographicallyPrecedes(wanted) { low = middle + 1 } else { high = middle }
    }
    return (low, low < count && utf8(low) == wanted)
  }

  /// The bytes that the dictionary takes.
  public var byteCount: Int { offsets.count + bytes.count }
}
