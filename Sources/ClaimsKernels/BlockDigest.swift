/// Computes a 64-bit checksum in which every changed 8-byte word changes the result.
///
/// Eight lanes each fold their words by xor and multiplication with an odd number; both are
/// bijections, so one changed word always changes its lane, and the lanes are joined the same way.
/// Several changed words go unnoticed with a chance of about 2⁻⁶⁴. Not a cryptographic digest.
///
/// - Parameters:
///   - bytes: The column's bytes.
///   - range: The part to read; a tail shorter than a word is read as if zeros followed.
/// - Returns: The checksum.
/// - Complexity: O(bytes), near the speed of memory.
public func blockDigest(_ bytes: ColumnBytes, range: Range<Int>) -> UInt64 {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
  return unsafe blockDigest(
    UnsafeRawBufferPointer(start: bytes.base + range.lowerBound, count: range.count))
}

/// Computes the checksum of an array of bytes.
///
/// - Parameter bytes: What to read.
/// - Returns: The checksum.
public func blockDigest(_ bytes: [UInt8]) -> UInt64 {
  unsafe bytes.withUnsafeBytes { unsafe blockDigest($0) }
}

// SAFETY: every load ends at or before `bytes.count`.
@unsafe
private func blockDigest(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  let prime: UInt64 = 0x9E37_79B9_7F4A_7C15
  var (lane0, lane1, lane2, lane3) = (UInt64(1), UInt64(2), UInt64(3), UInt64(4))
  var (lane4, lane5, lane6, lane7) = (UInt64(5), UInt64(6), UInt64(7), UInt64(8))
  let count = bytes.count
  var position = 0
  @inline(__always) func load(_ offset: Int) -> UInt64 {
    UInt64(
      littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: position + offset, as: UInt64.self))
  }
  while position + 64 <= count {
    lane0 = (lane0 ^ load(0)) &* prime
    lane1 = (lane1 ^ load(8)) &* prime
    lane2 = (lane2 ^ load(16)) &* prime
    lane3 = (lane3 ^ load(24)) &* prime
    lane4 = (lane4 ^ load(32)) &* prime
    lane5 = (lane5 ^ load(40)) &* prime
    lane6 = (lane6 ^ load(48)) &* prime
    lane7 = (lane7 ^ load(56)) &* prime
    position += 64
  }
  var total = UInt64(count) &* prime
  func fold(_ word: UInt64) {
    total = (total ^ word) &* prime
    total ^= total >> 29
  }
  while position + 8 <= count {
    fold(load(0))
    position += 8
  }
  if position < count {
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while position < count {
      tail |= UInt64(unsafe bytes[position]) << shift
      shift += 8
      position += 1
    }
    fold(tail)
  }
  for lane in [lane0, lane1, lane2, lane3, lane4, lane5, lane6, lane7] { fold(lane) }
  return total
}
