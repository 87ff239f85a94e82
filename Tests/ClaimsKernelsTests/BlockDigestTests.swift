import Testing

@testable import ClaimsKernels

@Suite("Checksum")
struct BlockDigestTests {
  /// The checksum read off its definition, one lane and one word at a time.
  private func slowDigest(_ bytes: [UInt8]) -> UInt64 {
    var lanes = (1...32).map { UInt64($0) }
    var padded = bytes
    while padded.count % 256 != 0 { padded.append(0) }
    for start in stride(from: 0, to: padded.count, by: 8) {
      let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(padded[start + $1]) << ($1 * 8) }
      var state = lanes[start / 8 % 32] ^ word
      state &+= (state & 0xFFFF_FFFF) &* 0x9E37_79B0
      state = state << 32 | state >> 32
      lanes[start / 8 % 32] = state &+ (state & 0xFFFF_FFFF) &* 0x85EB_CA76
    }
    return ([UInt64(bytes.count)] + lanes).reduce(0) { total, word in
      let folded = (total ^ word) &* 0x9E37_79B9_7F4A_7C15
      return folded ^ folded >> 29
    }
  }

  private func noise(_ count: Int, seed: UInt64) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: mixedKey(UInt64($0) &+ seed &* 1_000_003) >> 9) }
  }

  @Test("Agrees with its definition at every length past two stripes, at every alignment")
  func definition() {
    for length in 0...520 {
      let bytes = noise(length, seed: UInt64(length))
      #expect(blockDigest(bytes) == slowDigest(bytes), "\(length)")
      let shifted = ColumnBytes(copying: [7] + bytes)
      #expect(blockDigest(shifted, range: 1..<length + 1) == slowDigest(bytes), "\(length)")
    }
  }

  @Test("Every flipped bit changes it", arguments: [1, 8, 63, 256, 300, 700])
  func flippedBits(length: Int) {
    var bytes = noise(length, seed: 1)
    let good = blockDigest(bytes)
    for bit in 0..<length * 8 {
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(blockDigest(bytes) != good, "bit \(bit)")
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
    }
  }

  @Test("Zeros added at the end change it")
  func addedZeros() {
    var seen: Set<UInt64> = []
    for length in 0..<600 { seen.insert(blockDigest([UInt8](repeating: 0, count: length))) }
    #expect(seen.count == 600)
  }

  @Test(
    "The range of codes agrees with a loop at every length past two vectors",
    arguments: CodeWidth.allCases)
  func codeRanges(width: CodeWidth) {
    for length in 1...140 {
      let column = PackedIntegers(
        count: length + 64, base: 0, step: 1, width: width,
        codes: ColumnBytes(
          copying: noise(width.byteCount(length + 64) + 8, seed: UInt64(length))))
      for start in [0, 64] {
        let codes = (start..<start + length).map { column.code($0) }
        let range = column.codeRange(from: start, count: length)
        #expect(range?.lowerBound == codes.min(), "\(length) at \(start)")
        #expect(range?.upperBound == codes.max(), "\(length) at \(start)")
      }
    }
    let none = PackedIntegers(
      count: 0, base: 0, step: 1, width: width, codes: ColumnBytes(zeroed: 0))
    #expect(none.codeRange(from: 0, count: 0) == nil)
  }

  @Test("Texts that are out of order, overlapping or half a character are no dictionary")
  func wellFormed() {
    func dictionary(_ offsets: [UInt64], _ texts: String) -> TextDictionary {
      let bytes = offsets.flatMap { offset in
        (0..<8).map { UInt8(truncatingIfNeeded: offset >> ($0 * 8)) }
      }
      return TextDictionary(
        count: offsets.count - 1, offsets: ColumnBytes(copying: bytes),
        bytes: ColumnBytes(copying: Array(texts.utf8)))
    }
    #expect(dictionary([0], "").isWellFormed)
    #expect(dictionary([0, 0, 1, 3], "aab").isWellFormed)
    #expect(!dictionary([0, 1, 2], "ba").isWellFormed)
    #expect(!dictionary([0, 1, 2], "aa").isWellFormed)
    #expect(!dictionary([0, 2, 1], "ab").isWellFormed)
    #expect(!dictionary([0, 1, 3], "ab").isWellFormed)
    #expect(!dictionary([1, 1, 2], "ab").isWellFormed)
    #expect(!dictionary([0, 1, .max], "ab").isWellFormed)
    #expect(!dictionary([0, 1, 2], "é").isWellFormed)
    #expect(dictionary([0, 2], "é").isWellFormed)
  }
}
