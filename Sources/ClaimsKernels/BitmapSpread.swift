/// Spreads a run of a bitmap into bytes.
///
/// - Parameters:
///   - bitmap: The bits.
///   - start: The first row; a multiple of 64.
///   - count: How many rows.
///   - bytes: Receives 1 or 0 for each row from index 0; at least `count` long.
/// - Returns: Whether any bit is set.
/// - Complexity: O(`count`).
@discardableResult
public func spread(
  _ bitmap: Bitmap, from start: Int, count: Int, into bytes: inout [UInt8]
) -> Bool {
  precondition(start & 63 == 0 && start + count <= bitmap.count && bytes.count >= count)
  var any: UInt64 = 0
  var index = 0
  while index < count {
    let word = bitmap.words[(start + index) >> 6]
    any |= word
    let end = min(index + 64, count)
    var rest = word
    while index < end {
      bytes[index] = UInt8(truncatingIfNeeded: rest & 1)
      rest >>= 1
      index += 1
    }
  }
  return any != 0
}
