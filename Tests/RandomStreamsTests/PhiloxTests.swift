import Testing

@testable import RandomStreams

@Suite("Philox")
struct PhiloxTests {
  // The known-answer vectors that are published with Random123 (kat_vectors, philox4x32 10).
  @Test(
    "Ten rounds give the published answers",
    arguments: [
      (
        counter: SIMD4<UInt32>(0, 0, 0, 0), key: SIMD2<UInt32>(0, 0),
        words: SIMD4<UInt32>(0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8)
      ),
      (
        counter: SIMD4<UInt32>(repeating: .max), key: SIMD2<UInt32>(repeating: .max),
        words: SIMD4<UInt32>(0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd)
      ),
      (
        counter: SIMD4<UInt32>(0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344),
        key: SIMD2<UInt32>(0xa409_3822, 0x299f_31d0),
        words: SIMD4<UInt32>(0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1)
      ),
    ])
  func knownAnswers(counter: SIMD4<UInt32>, key: SIMD2<UInt32>, words: SIMD4<UInt32>) {
    #expect(Philox.block(counter: counter, key: key) == words)
  }

  @Test("A stream reads the block of (draw, entity, replication, stream) under its seed")
  func streamLayout() {
    let seed: UInt64 = 0x299f_31d0_a409_3822
    let stream = RandomStream(
      seed: seed, stream: 0x0370_7344, replication: 0x1319_8a2e, entity: 0x85a3_08d3)
    // Draws are half blocks, so block 0x243f6a88 holds draws twice that number and the next.
    #expect(stream.bits(draw: 0x487e_d510) == 0x94fd_cceb_d16c_fe09)
    #expect(stream.bits(draw: 0x487e_d511) == 0x2412_6ea1_5001_e420)
  }
}
