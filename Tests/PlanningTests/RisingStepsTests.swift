import Testing

@testable import Planning

@Suite("Steps of a rising function")
struct RisingStepsTests {
  @Test("Every point has the value that asking for each would give", arguments: 1...20)
  func agrees(seed: Int) {
    var state = UInt64(seed)
    let points = (0..<200).map { _ -> Double in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / Double(1 << 24) * Double(seed)
    }
    var asked = 0
    func value(_ point: Double) -> Int { Int(point * point) }
    let found = risingSteps(points) { point in
      asked += 1
      return value(point)
    }
    #expect(found == points.map(value))
    #expect(asked <= 200)
    if seed == 1 { #expect(asked == 2, "\(asked)") }
  }

  @Test("No point and one point need no neighbours")
  func few() {
    #expect(risingSteps([]) { _ in 1 } == [])
    #expect(risingSteps([3]) { Int($0) } == [3])
  }
}
