import CClaimsKernels

/// Gives equal keys the same number, in the order in which they first occur.
public struct KeyTable: Sendable {
  /// The words of a key.
  public let width: Int
  /// The number of different keys.
  public private(set) var count = 0
  private var slots = [UInt32](repeating: .max, count: 1024)
  private var hashes: [UInt64] = []
  private var keys: [Int64] = []

  /// Makes an empty table.
  ///
  /// - Parameter width: The words of a key; at least 1.
  public init(width: Int) {
    precondition(width >= 1, "Keys of \(width) words")
    self.width = width
  }

  /// A word of a key.
  public func word(_ number: Int, _ place: Int) -> Int64 {
    precondition(number >= 0 && number < count && place < width, "Key \(number) of \(count)")
    return keys[number * width + place]
  }

  /// Finds or adds keys.
  ///
  /// - Parameter columns: `width` columns of words, all of one length.
  /// - Returns: The number of each row's key.
  /// - Complexity: O(rows), a cache miss for each row of a large table.
  public mutating func numbers(_ columns: [[Int64]]) -> [Int32] {
    let rows = columns.first?.count ?? 0
    precondition(
      columns.count == width && columns.allSatisfy { $0.count == rows }, "\(columns.count) columns")
    precondition(count + rows <= Int(Int32.max), "\(count + rows) keys")
    guard rows > 0 else { return [] }
    var rowHashes = [UInt64](repeating: 0x9E37_79B9_7F4A_7C15, count: rows)
    unsafe rowHashes.withUnsafeMutableBufferPointer { hashes in
      for column in columns {
        unsafe column.withUnsafeBufferPointer {
          unsafe ck_mix_hashes(hashes.baseAddress, $0.baseAddress, rows)
        }
      }
    }
    if hashes.count < count + rows {
      let room = max(count + rows, 2 * hashes.count)
      hashes += repeatElement(0, count: room - hashes.count)
      keys += repeatElement(0, count: room * width - keys.count)
    }
    var numbers = [Int32](repeating: 0, count: rows)
    var done = 0
    let words = columns.count == 1 ? columns[0] : Array(columns.joined())
    while done < rows {
      if 2 * count > slots.count - 1 { grow() }
      done = find(words, rowHashes, done, &numbers)
    }
    return numbers
  }

  // SAFETY: the caller made room for a key of every row, and `words` hold `width` columns of them.
  private mutating func find(
    _ words: [Int64], _ rowHashes: [UInt64], _ first: Int, _ numbers: inout [Int32]
  ) -> Int {
    var total = count
    let (mask, rows, width) = (slots.count - 1, rowHashes.count, width)
    let done = unsafe words.withUnsafeBufferPointer { words in
      unsafe slots.withUnsafeMutableBufferPointer { slots in
        unsafe hashes.withUnsafeMutableBufferPointer { hashes in
          unsafe keys.withUnsafeMutableBufferPointer { keys in
            unsafe numbers.withUnsafeMutableBufferPointer { numbers in
              unsafe ck_find_keys(
                slots.baseAddress, mask, hashes.baseAddress, keys.baseAddress, width, &total,
                words.baseAddress, rowHashes, first, rows, numbers.baseAddress)
            }
          }
        }
      }
    }
    count = total
    return done
  }

  private mutating func grow() {
    slots = [UInt32](repeating: .max, count: slots.count * 2)
    let mask = slots.count - 1
    let total = count
    unsafe slots.withUnsafeMutableBufferPointer { slots in
      unsafe hashes.withUnsafeBufferPointer {
        unsafe ck_place_keys(slots.baseAddress, mask, $0.baseAddress, total)
      }
    }
  }
}
