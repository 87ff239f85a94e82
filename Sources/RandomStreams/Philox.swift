/// The counter-based generator Philox4x32 with ten rounds.
///
/// A bijection of the counter for each key: equal inputs give equal outputs on every machine, and
/// any draw can be computed without those before it. Salmon, Moraes, Dror and Shaw, *Parallel
/// Random Numbers: As Easy as 1, 2, 3* (SC11).
public enum Philox {
  @usableFromInline static let multiplier0: UInt64 = 0xD251_1F53
  @usableFromInline static let multiplier1: UInt64 = 0xCD9E_8D57
  @usableFromInline static let weyl0: UInt32 = 0x9E37_79B9
  @usableFromInline static let weyl1: UInt32 = 0xBB67_AE85

  /// Computes the four 32-bit words that belong to a counter under a key.
  ///
  /// - Parameters:
  ///   - counter: The position, four words, least significant first.
  ///   - key: The key, two words.
  /// - Returns: Four words, each uniform over all 32-bit values.
  /// - Complexity: O(1), twenty multiplications.
  @inlinable
  public static func block(counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var word0 = counter.x
    var word1 = counter.y
    var word2 = counter.z
    var word3 = counter.w
    var key0 = key.x
    var key1 = key.y
    for _ in 0..<10 {
      let product0 = multiplier0 &* UInt64(word0)
      let product1 = multiplier1 &* UInt64(word2)
      word0 = UInt32(truncatingIfNeeded: product1 &>> 32) ^ word1 ^ key0
      word1 = UInt32(truncatingIfNeeded: product1)
      word2 = UInt32(truncatingIfNeeded: product0 &>> 32) ^ word3 ^ key1
      word3 = UInt32(truncatingIfNeeded: product0)
      key0 &+= weyl0
      key1 &+= weyl1
    }
    return SIMD4(word0, word1, word2, word3)
  }

  /// Splits a 64-bit seed into the two words of a key.
  ///
  /// - Parameter seed: Any value; every seed is its own key.
  /// - Returns: The low word and the high word.
  /// - Complexity: O(1).
  @inlinable
  public static func key(seed: UInt64) -> SIMD2<UInt32> {
    SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
  }
}
