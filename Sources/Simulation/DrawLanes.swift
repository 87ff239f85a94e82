import RandomStreams

/// The draws of four neighbouring contacts at once.
///
/// Lane arithmetic on 64-bit integers that hold 32-bit words, which compiles to the widening
/// multiplications of any vector unit. Lane for lane the same as ``DrawKey/block(purpose:)`` and
/// ``negativeLog(_:)``.
struct DrawLanes {
  typealias Words = SIMD4<UInt64>
  typealias Values = SIMD4<Double>

  var gap: Words
  var handle: Words
  var patience: Words
  var choice: Words

  /// The blocks of the contacts numbered `first` to `first + 3` of the key's interval.
  @inline(__always)
  init(_ key: DrawKey, first: UInt32) {
    let low = Words(repeating: 0xFFFF_FFFF)
    let multiplier0 = Words(repeating: 0xD251_1F53)
    let multiplier1 = Words(repeating: 0xCD9E_8D57)
    var word0 = (Words(repeating: UInt64(first)) &+ Words(0, 1, 2, 3)) & low
    var word1 = Words(repeating: UInt64(key.interval))
    var word2 = Words(repeating: UInt64(key.replication))
    var word3 = Words(repeating: UInt64(key.place))
    var key0 = key.seed.x
    var key1 = key.seed.y
    for _ in 0..<10 {
      let product0 = multiplier0 &* (word0 & low)
      let product1 = multiplier1 &* (word2 & low)
      word0 = (product1 &>> 32) ^ word1 ^ Words(repeating: UInt64(key0))
      word1 = product1 & low
      word2 = (product0 &>> 32) ^ word3 ^ Words(repeating: UInt64(key1))
      word3 = product0 & low
      key0 &+= 0x9E37_79B9
      key1 &+= 0xBB67_AE85
    }
    gap = word0
    handle = word1
    patience = word2
    choice = word3
  }

  /// The middles of the words' cells in the open unit interval.
  @inline(__always)
  static func unit(_ words: Words) -> Values {
    // 2^52 + w as a double, less 2^52: a conversion without an instruction for it.
    let whole =
      doubles(words | Words(repeating: 0x4330_0000_0000_0000)) - Values(repeating: 0x1p52)
    return (whole + Values(repeating: 0.5)) * Values(repeating: 0x1p-32)
  }

  /// Standard exponential draws from words.
  @inline(__always)
  static func negativeLog(_ words: Words) -> Values {
    let magic = Words(repeating: 0x4330_0000_0000_0000)
    let unit = unit(words)
    let half = Words(repeating: 0x3FE6_A09E_667F_3BCD)
    let shifted = bits(unit) &+ Words(repeating: 0x3FF0_0000_0000_0000 &- 0x3FE6_A09E_667F_3BCD)
    let exponent =
      doubles((shifted &>> 52) | magic) - Values(repeating: 0x1p52 + 1023)
    let significand = doubles((shifted & Words(repeating: 0x000F_FFFF_FFFF_FFFF)) &+ half)
    let one = Values(repeating: 1)
    let s = (significand - one) / (significand + one)
    let z = s * s
    let z2 = z * z
    let z4 = z2 * z2
    let low =
      (one + z * Values(repeating: 1.0 / 3))
      + z2 * (Values(repeating: 1.0 / 5) + z * Values(repeating: 1.0 / 7))
    let high =
      (Values(repeating: 1.0 / 9) + z * Values(repeating: 1.0 / 11))
      + z2 * (Values(repeating: 1.0 / 13) + z * Values(repeating: 1.0 / 15))
    return
      -(exponent * Values(repeating: 0.693_147_180_559_945_3)
      + (s + s) * (low + z4 * high))
  }

  @inline(__always)
  private static func doubles(_ bits: Words) -> Values {
    Values(
      Double(bitPattern: bits[0]), Double(bitPattern: bits[1]), Double(bitPattern: bits[2]),
      Double(bitPattern: bits[3]))
  }

  @inline(__always)
  private static func bits(_ values: Values) -> Words {
    Words(
      values[0].bitPattern, values[1].bitPattern, values[2].bitPattern, values[3].bitPattern)
  }
}
