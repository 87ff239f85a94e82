/// One bit for each row; a set bit means that the row is selected, or that its value is null.
public struct Bitmap: Sendable, Equatable {
  /// The number of rows.
  public let count: Int
  /// The bits, row 0 in the lowest bit of the first word; bits past `count` are 0.
  public private(set) var words: [UInt64]

  /// Makes a bitmap of equal bits.
  ///
  /// - Parameters:
  ///   - value: What every bit is.
  ///   - count: The number of rows; at least 0.
  public init(repeating value: Bool, count: Int) {
    precondition(count >= 0, "A bitmap cannot have \(count) rows")
    self.count = count
    words = [UInt64](repeating: value ? .max : 0, count: (count + 63) / 64)
    if value, count & 63 != 0 { words[words.count - 1] = (1 << UInt64(count & 63)) - 1 }
  }

  /// Makes a bitmap of given words.
  ///
  /// - Parameters:
  ///   - words: `(count + 63) / 64` of them; bits past `count` are cleared.
  ///   - count: The number of rows.
  public init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64, "\(words.count) words for \(count) rows")
    self.count = count
    self.words = words
    if count & 63 != 0 { self.words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }

  /// Whether the row's bit is set.
  public subscript(row: Int) -> Bool {
    get {
      precondition(row >= 0 && row < count, "Row \(row) of \(count)")
      return words[row >> 6] >> UInt64(row & 63) & 1 == 1
    }
    set {
      precondition(row >= 0 && row < count, "Row \(row) of \(count)")
      let bit = UInt64(1) << UInt64(row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  /// Sets the bit of each value's code.
  ///
  /// - Parameters:
  ///   - values: What is coded; each in `base...base + step * (count - 1)` unless it is null.
  ///   - base: The value of code 0.
  ///   - step: The distance from one code to the next.
  ///   - nulls: 1 for the values that are left out; `nil` when there is none.
  ///   - length: How many of `values` to use.
  public mutating func mark(
    _ values: [Int64], base: Int64, step: UInt64, nulls: [UInt8]?, length: Int
  ) {
    precondition(length <= values.count && (nulls.map { length <= $0.count } ?? true))
    let count = UInt64(count)
    unsafe words.withUnsafeMutableBufferPointer { words in
      for index in 0..<length where nulls.map({ $0[index] == 0 }) ?? true {
        let apart = UInt64(bitPattern: values[index] &- base)
        let code = step == 1 ? apart : apart / step
        precondition(code < count, "Code \(code) of \(count)")
        // SAFETY: the code is less than the number of bits.
        unsafe words[Int(code >> 6)] |= 1 << (code & 63)
      }
    }
  }

  /// How many bits are set.
  ///
  /// - Complexity: O(`count` / 64).
  public var population: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Finds the rows that are set in both.
  ///
  /// - Parameter other: A bitmap of as many rows.
  /// - Returns: A bitmap of them.
  public func intersection(_ other: Bitmap) -> Bitmap {
    precondition(other.count == count, "\(count) and \(other.count) rows")
    var both = self
    for index in words.indices { both.words[index] &= other.words[index] }
    return both
  }

  /// The numbers of the rows whose bit is set, lowest first.
  ///
  /// - Complexity: O(`count` / 64 + set bits).
  public var rows: [Int] {
    var found: [Int] = []
    found.reserveCapacity(population)
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        found.append(index << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return found
  }

  /// Sets the bits of a run of rows from bytes, where 0 is clear and anything else is set.
  ///
  /// - Parameters:
  ///   - bytes: One byte for each row.
  ///   - start: The first row; a multiple of 64.
  ///   - length: How many of `bytes` to use.
  public mutating func store(_ bytes: [UInt8], at start: Int, length: Int) {
    precondition(start & 63 == 0, "Row \(start) does not begin a word")
    precondition(length <= bytes.count && start + length <= count, "\(length) rows at \(start)")
    var word = start >> 6
    var index = 0
    while index < length {
      let end = min(index + 64, length)
      var bits: UInt64 = 0
      for position in index..<end where bytes[position] != 0 {
        bits |= 1 << UInt64(position - index)
      }
      words[word] = bits
      word += 1
      index = end
    }
  }
}
