import ClaimsKernels

/// Writes numbers and texts as little-endian bytes.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  mutating func add<Number: FixedWidthInteger>(_ number: Number) {
    var rest = number
    for _ in 0..<Number.bitWidth / 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest = rest >> 8
    }
  }

  mutating func add(_ text: String) {
    let utf8 = Array(text.utf8)
    add(UInt32(utf8.count))
    bytes += utf8
  }
}

/// Reads what ``ByteWriter`` wrote; a read past the end gives `nil`.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { remaining == 0 }

  /// How many bytes have not been read.
  var remaining: Int { bytes.count - position }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = Number.bitWidth / 8
    guard bytes.count - position >= size else { return nil }
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
    position += size
    return Number(truncatingIfNeeded: value)
  }

  /// Reads a number of 64 bits at once.
  mutating func word() -> UInt64? {
    guard bytes.count - position >= 8 else { return nil }
    position += 8
    return littleEndian64(bytes, at: position - 8)
  }

  mutating func text() -> String? {
    guard let count = number(UInt32.self), bytes.count - position >= Int(count) else { return nil }
    let slice = bytes[position..<position + Int(count)]
    position += Int(count)
    return String(validating: slice, as: UTF8.self)
  }

  /// A count that the rest of the bytes can hold with `size` bytes each.
  mutating func count(of size: Int) -> Int? {
    guard let value = number(UInt64.self), value <= UInt64((bytes.count - position) / size) else {
      return nil
    }
    return Int(value)
  }
}
