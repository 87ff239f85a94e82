import Costing
import Foundation
import Quantities
import Results
import Testing

@Suite("Cost bridge")
struct CostBridgeTests {
  /// An alternative of calls (items, seconds) and pools (hours, cents).
  private func side(
    items: Double, seconds: Double, pools: [(name: String, hours: Double, cents: Int)],
    other: Int = 0
  ) throws -> RunFacts.Alternative {
    let people = pools.map {
      "{ \"pool\": \"\($0.name)\", \"paidHours\": \($0.hours), \"runningCents\": \($0.cents) }"
    }
    let total = pools.reduce(other) { $0 + $1.cents }
    let text = """
      { "name": "a", "planned": true, "certified": true, "costCents": \(total),
        "otherCents": \(other), "pools": [\(people.joined(separator: ","))],
        "work": [{ "queue": "calls", "step": "calls", "items": \(items),
          "handleTimeSeconds": \(seconds) }] }
      """
    return try JSONDecoder().decode(RunFacts.Alternative.self, from: Data(text.utf8))
  }

  private func cents(_ bridge: CostBridge) -> [CostBridge.Cause: Int] {
    Dictionary(uniqueKeysWithValues: bridge.parts.map { ($0.cause, $0.cents.value) })
  }

  @Test("When one thing changes, it is the whole cause")
  func single() throws {
    // 100 calls of six minutes are ten hours of work; 20 paid hours at $15.
    let base = try side(items: 100, seconds: 360, pools: [("a", 20, 30_000)])
    let busier = try side(items: 110, seconds: 360, pools: [("a", 22, 33_000)])
    let longer = try side(items: 100, seconds: 396, pools: [("a", 22, 33_000)])
    let idler = try side(items: 100, seconds: 360, pools: [("a", 22, 33_000)])
    let dearer = try side(items: 100, seconds: 360, pools: [("a", 20, 33_000)])
    let once = try side(items: 100, seconds: 360, pools: [("a", 20, 30_000)], other: 3_000)
    for (cause, changed) in [
      (CostBridge.Cause.volume, busier), (.handleTime, longer), (.effort, idler),
      (.price, dearer), (.other, once),
    ] {
      for (found, own) in cents(CostBridge(from: base, to: changed)) {
        #expect(own == (found == cause ? 3_000 : 0), "\(cause) \(found)")
      }
    }
    // Half of the hours go to a pool that costs $10: $5 less for ten hours.
    let mixed = try side(
      items: 100, seconds: 360, pools: [("a", 10, 15_000), ("b", 10, 10_000)])
    #expect(cents(CostBridge(from: base, to: mixed))[.mix] == -5_000)
  }

  @Test("Two changes share what they only do together: volume +10 %, price +10 %")
  func shared() throws {
    let base = try side(items: 100, seconds: 360, pools: [("a", 20, 30_000)])
    let both = try side(items: 110, seconds: 360, pools: [("a", 22, 36_300)])
    // 3,000 each alone, and 300 together, half to each.
    let found = cents(CostBridge(from: base, to: both))
    #expect(found[.volume] == 3_150 && found[.price] == 3_150)
  }

  @Test("The causes add up to the cent, and the way back has the other signs", arguments: 1...60)
  func addsUp(seed: UInt64) throws {
    var state = seed
    func draw(_ low: Double, _ high: Double) -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return low + (high - low) * Double(state >> 33) / Double(1 << 31)
    }
    func random() throws -> RunFacts.Alternative {
      try side(
        items: draw(10, 1e6), seconds: draw(30, 4000),
        pools: ["a", "b", "c"].filter { _ in draw(0, 1) < 0.8 || seed % 3 > 0 }.map {
          ($0, draw(1, 1e5), Int(draw(1, 1e9)))
        }, other: Int(draw(-1e6, 1e7)))
    }
    let (one, two) = (try random(), try random())
    let there = CostBridge(from: one, to: two)
    let back = CostBridge(from: two, to: one)
    #expect(there.parts.map(\.cents).total() == two.costCents - one.costCents)
    #expect(there.parts.map(\.cause) == CostBridge.Cause.allCases)
    for (left, right) in zip(there.parts, back.parts) {
      #expect(abs(left.cents.value + right.cents.value) <= 2)
    }
  }

  @Test("Where one side has no people, the difference is other and nothing is made up")
  func nobody() throws {
    let base = try side(items: 100, seconds: 360, pools: [("a", 20, 30_000)])
    let empty = try side(items: 100, seconds: 360, pools: [], other: 500)
    let found = cents(CostBridge(from: base, to: empty))
    #expect(found[.other] == -29_500)
    #expect(found.values.filter { $0 != 0 }.count == 1)
  }
}
