import Synchronization

/// A bitmap that lies in a file and is copied into memory when it is first asked for as a whole.
@safe
public final class MappedBitmap: Sendable {
  /// The bytes in the file: little-endian words of 64 bits.
  public let bytes: ColumnBytes
  /// The number of rows.
  public let count: Int
  private let isLoaded = Atomic<Bool>(false)
  private let loading = Mutex<Void>(())
  // SAFETY: written once under `loading`, before `isLoaded` is set; read only after it is seen set.
  private nonisolated(unsafe) var loaded = Bitmap(repeating: false, count: 0)

  /// Wraps bytes.
  ///
  /// - Parameters:
  ///   - bytes: `(count + 63) / 64` words.
  ///   - count: The number of rows.
  public init(bytes: ColumnBytes, count: Int) {
    precondition(bytes.count == (count + 63) / 64 * 8, "\(bytes.count) bytes for \(count) rows")
    self.bytes = bytes
    self.count = count
  }

  /// Whether the row's bit is set, without loading the rest.
  public subscript(row: Int) -> Bool {
    precondition(row >= 0 && row < count, "Row \(row) of \(count)")
    return bytes.word(row >> 6) >> UInt64(row & 63) & 1 == 1
  }

  /// The bitmap in memory; bits past `count` are cleared.
  ///
  /// - Complexity: O(`count` / 64) the first time.
  public var bitmap: Bitmap {
    if isLoaded.load(ordering: .acquiring) { return unsafe loaded }
    return loading.withLock { _ in
      if !isLoaded.load(ordering: .acquiring) {
        unsafe loaded = Bitmap(words: bytes.words, count: count)
        isLoaded.store(true, ordering: .releasing)
      }
      return unsafe loaded
    }
  }
}

extension ColumnBytes {
  /// The bytes as little-endian words of 64 bits; an end shorter than a word is left out.
  ///
  /// - Complexity: O(`count`).
  public var words: [UInt64] {
    let length = count / 8
    return unsafe [UInt64](unsafeUninitializedCapacity: length) { buffer, filled in
      for index in 0..<length { unsafe buffer.initializeElement(at: index, to: word(index)) }
      filled = length
    }
  }
}
