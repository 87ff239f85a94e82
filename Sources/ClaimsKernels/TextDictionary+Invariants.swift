import CClaimsKernels

extension TextDictionary {
  /// Whether the positions ascend from 0 to the number of bytes, and the texts are different, sorted
  /// by their bytes, and UTF-8: what every reader of a dictionary counts on.
  ///
  /// - Complexity: O(bytes).
  public var isWellFormed: Bool {
    guard offsets.word(0) == 0, offsets.word(count) == UInt64(bytes.count) else { return false }
    var (start, end) = (0, 0)
    for code in 0..<count {
      let next = offsets.word(code + 1)
      guard next >= UInt64(end), next <= UInt64(bytes.count) else { return false }
      if code > 0, !precedes(start..<end, end..<Int(next)) { return false }
      (start, end) = (end, Int(next))
    }
    // Each text must be whole: none may begin inside a character.
    return firstInvalidUTF8(bytes, range: 0..<bytes.count) == nil
      && (0..<count).allSatisfy { code in
        let place = Int(offsets.word(code))
        return place == bytes.count || bytes[place] & 0xC0 != 0x80
      }
  }

  private func precedes(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    // SAFETY: both ranges were checked to lie inside the bytes.
    let order = unsafe ck_order(
      bytes.base + left.lowerBound, bytes.base + right.lowerBound, min(left.count, right.count))
    return order < 0 || (order == 0 && left.count < right.count)
  }
}
