/// How many bits a code takes.
public enum CodeWidth: UInt8, Sendable, CaseIterable, Comparable {
  /// No bits: every value is the base.
  case none = 0
  /// One bit, packed eight to a byte.
  case bit = 1
  /// One byte.
  case byte = 8
  /// Two bytes.
  case half = 16
  /// Four bytes.
  case word = 32
  /// Eight bytes.
  case double = 64

  /// The narrowest width whose codes reach `largest`.
  public init(holding largest: UInt64) {
    switch largest {
    case 0: self = .none
    case 1: self = .bit
    case ...0xFF: self = .byte
    case ...0xFFFF: self = .half
    case ...0xFFFF_FFFF: self = .word
    default: self = .double
    }
  }

  /// The bytes that `count` codes take.
  public func byteCount(_ count: Int) -> Int {
    switch self {
    case .none: 0
    case .bit: (count + 63) / 64 * 8
    default: count * Int(rawValue) / 8
    }
  }

  /// Orders by width.
  public static func < (left: CodeWidth, right: CodeWidth) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Whole numbers kept as narrow codes: value = `base` + code × `step`, exact for every `Int64`.
public struct PackedIntegers: Sendable {
  /// The number of values.
  public let count: Int
  /// The smallest value.
  public let base: Int64
  /// The greatest common divisor of the distances from `base`; at least 1.
  public let step: UInt64
  /// The bits of a code.
  public let width: CodeWidth
  /// The codes, little-endian.
  public let codes: ColumnBytes

  /// Wraps codes that are already encoded.
  ///
  /// - Parameters:
  ///   - count: The number of values.
  ///   - base: The smallest value.
  ///   - step: The common step; at least 1.
  ///   - width: The bits of a code.
  ///   - codes: At least `width.byteCount(count)` bytes.
  public init(count: Int, base: Int64, step: UInt64, width: CodeWidth, codes: ColumnBytes) {
    precondition(codes.count >= width.byteCount(count), "\(codes.count) bytes for \(count) codes")
    precondition(step >= 1, "A step of \(step)")
    self.count = count
    self.base = base
    self.step = step
    self.width = width
    self.codes = codes
  }

  /// Reads one value.
  public subscript(row: Int) -> Int64 { base &+ Int64(bitPattern: code(row) &* step) }

  /// Reads one code.
  public func code(_ row: Int) -> UInt64 {
    precondition(row >= 0 && row < count, "Row \(row) of \(count)")
    let start = unsafe UnsafeRawPointer(codes.base)
    switch width {
    case .none: return 0
    case .bit:
      return UInt64(unsafe start.load(fromByteOffset: row >> 3, as: UInt8.self)) >> UInt64(row & 7)
        & 1
    case .byte: return UInt64(unsafe start.load(fromByteOffset: row, as: UInt8.self))
    case .half: return UInt64(unsafe start.load(fromByteOffset: row * 2, as: UInt16.self))
    case .word: return UInt64(unsafe start.load(fromByteOffset: row * 4, as: UInt32.self))
    case .double: return unsafe start.load(fromByteOffset: row * 8, as: UInt64.self)
    }
  }

  /// Reads a run of values.
  ///
  /// - Parameters:
  ///   - start: The first row.
  ///   - length: How many rows.
  ///   - values: Receives them from index 0; at least `count` long.
  /// - Complexity: O(`count`).
  public func decode(from start: Int, count length: Int, into values: inout [Int64]) {
    precondition(start >= 0 && length >= 0 && start + length <= count, "\(length) at \(start)")
    precondition(values.count >= length, "\(values.count) places for \(length) values")
    let base = base
    let step = Int64(bitPattern: step)
    unsafe values.withUnsafeMutableBufferPointer { out in
      switch width {
      case .none: for index in 0..<length { unsafe out[index] = base }
      case .bit:
        for index in 0..<length {
          unsafe out[index] = base &+ Int64(bitPattern: code(start + index)) &* step
        }
      case .byte:
        unsafe decodeRun(UInt8.self, start, length, base, step, out)
      case .half:
        unsafe decodeRun(UInt16.self, start, length, base, step, out)
      case .word:
        unsafe decodeRun(UInt32.self, start, length, base, step, out)
      case .double:
        unsafe decodeRun(UInt64.self, start, length, base, step, out)
      }
    }
  }

  // SAFETY: the callers checked that `start + length <= count`, and `out` has room for `length`.
  @unsafe
  private func decodeRun<Code: FixedWidthInteger & UnsignedInteger>(
    _ code: Code.Type, _ start: Int, _ length: Int, _ base: Int64, _ step: Int64,
    _ out: UnsafeMutableBufferPointer<Int64>
  ) {
    let source = unsafe UnsafeRawPointer(codes.base).assumingMemoryBound(to: Code.self) + start
    if step == 1 {
      for index in 0..<length {
        unsafe out[index] = base &+ Int64(truncatingIfNeeded: source[index])
      }
    } else {
      for index in 0..<length {
        unsafe out[index] = base &+ Int64(truncatingIfNeeded: source[index]) &* step
      }
    }
  }
}

/// The smallest and the largest of some values, and the step between them.
public struct IntegerSpread: Sendable, Equatable {
  /// The smallest value.
  public var minimum: Int64
  /// The largest value.
  public var maximum: Int64
  /// The greatest common divisor of the distances from any of them; 0 when all are equal.
  public var step: UInt64

  /// Describes a spread.
  public init(minimum: Int64, maximum: Int64, step: UInt64) {
    self.minimum = minimum
    self.maximum = maximum
    self.step = step
  }

  /// The spread of both sets of values together.
  public func union(_ other: IntegerSpread) -> IntegerSpread {
    let apart = distance(minimum, other.minimum)
    let joined = greatestCommonDivisor(greatestCommonDivisor(step, other.step), apart)
    return IntegerSpread(
      minimum: min(minimum, other.minimum), maximum: max(maximum, other.maximum), step: joined)
  }

  /// The width that codes of these values need.
  public var width: CodeWidth {
    CodeWidth(holding: distance(minimum, maximum) / max(step, 1))
  }
}

/// The distance between two values, which `UInt64` always holds.
func distance(_ low: Int64, _ high: Int64) -> UInt64 {
  low <= high ? UInt64(bitPattern: high &- low) : UInt64(bitPattern: low &- high)
}

/// The greatest common divisor, where 0 is neutral.
func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
  var (larger, smaller) = (left, right)
  while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
  return larger
}

/// Measures the values of the rows that are not null.
///
/// - Parameters:
///   - values: One for each row.
///   - nulls: One byte for each row, 1 for null; empty when no row is null.
/// - Returns: The spread; `nil` when every row is null.
/// - Complexity: O(rows).
public func integerSpread(_ values: [Int64], nulls: [UInt8]) -> IntegerSpread? {
  precondition(nulls.isEmpty || nulls.count == values.count, "\(nulls.count) null bytes")
  guard let first = nulls.isEmpty ? values.indices.first : nulls.firstIndex(of: 0) else {
    return nil
  }
  var minimum = values[first]
  var maximum = values[first]
  if nulls.isEmpty {
    for value in values {
      minimum = min(minimum, value)
      maximum = max(maximum, value)
    }
  } else {
    for index in values.indices where nulls[index] == 0 {
      minimum = min(minimum, values[index])
      maximum = max(maximum, values[index])
    }
  }
  var step: UInt64 = 0
  for index in values.indices where nulls.isEmpty || nulls[index] == 0 {
    let apart = distance(minimum, values[index])
    if step == 0 || apart % step != 0 { step = greatestCommonDivisor(step, apart) }
    if step == 1 { break }
  }
  return IntegerSpread(minimum: minimum, maximum: maximum, step: step)
}
