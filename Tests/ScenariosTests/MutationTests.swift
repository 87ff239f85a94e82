import Scenarios
import Testing

/// A small generator for tests: Steele, Lea and Flood's SplitMix64.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite("Mutated specs")
struct MutationTests {
  @Test(
    "Changed bytes are accepted or refused with places, never a crash", arguments: UInt64(1)...40)
  func bytes(seed: UInt64) {
    var random = SplitMix(state: seed)
    for _ in 0..<10 {
      var bytes = Array(BadSpec.good.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 32...126, using: &random), at: place)
        }
      }
      expectAnswer(bytes)
    }
  }

  @Test("Values of other kinds are accepted or refused with places", arguments: UInt64(1)...60)
  func values(seed: UInt64) { for bytes in Self.mutations(seed: seed) { expectAnswer(bytes) } }

  /// Ten specs in which one to three values are of other kinds.
  static func mutations(seed: UInt64) -> [[UInt8]] {
    var random = SplitMix(state: seed)
    let others = [
      "null", "true", "-1", "0", "1e300", "0.5", "99999999999", "\"\"", "\"x\"", "\"-5m\"", "[]",
      "{}", "[[]]", "[null]", "[{}]", "{\"from\": 1}", "[{\"from\": \"2027-01-01\"}]", "\"P80\"",
      "\"9999-12-31\"", "\"0001-01-01\"",
    ]
    // Words between quotes and numbers stand for values; keys are changed too.
    return (0..<10).map { _ in
      var parts = BadSpec.good.split(separator: " ", omittingEmptySubsequences: false)
        .map(String.init)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<parts.count, using: &random)
        guard let first = parts[place].first, "\"0123456789".contains(first),
          !parts[place].contains(":")
        else { continue }
        let tail = parts[place].hasSuffix(",") ? "," : ""
        parts[place] = (others.randomElement(using: &random) ?? "null") + tail
      }
      return Array(parts.joined(separator: " ").utf8)
    }
  }

  private func expectAnswer(_ bytes: [UInt8]) {
    do {
      let resolved = try ScenarioReader.read(path: "m.json", data: bytes)
      #expect(!resolved.scenario.alternatives.isEmpty)
    } catch {
      #expect(error.problems.allSatisfy { $0.file == "m.json" && !$0.problem.isEmpty })
    }
  }
}
