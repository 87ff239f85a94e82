import Quantities
import Testing

@testable import Results

@Suite("Small counts in what a run shows")
struct SmallCountsTests {
  private let start = LocalDate(daysSince1970: 20_000)

  private func history(_ causes: [Double?], each: Double, seen: Int) -> VolumeHistory {
    var history = VolumeHistory(
      start: start, daily: causes.map { $0.map { $0 * each } },
      closed: causes.map { _ in false }, intervalSeconds: 1800, dayProfiles: [],
      exposure: causes.map { _ in 7 }, futureExposure: [], intervals: [])
    history.causes = CountedCauses(noun: "episodes", itemsEach: each, seen: seen)
    return history
  }

  private func demand(_ histories: [VolumeHistory], rows: Int, missing: [Double]) -> DemandResult {
    DemandResult(
      membersByMonth: [], events: [],
      queues: [
        QueueDemand(
          queue: "calls",
          drivers: histories.map {
            DriverDemand(
              name: "driver", explanation: "", history: $0, known: nil, knownByMonth: [],
              levelSpread: 0, daySpread: 0)
          })
      ],
      claims: ClaimsQuality(
        source: "file", synthetic: false, rows: rows, firstDay: start, lastDay: start + 9,
        membersSeen: "1-10", membersRepresented: 7, shiftWeeks: 0,
        missing: missing.map { .init(column: "c", share: $0) }, remarks: [], digest: ""))
  }

  /// Stretches of equal days.
  private func stretches(_ daily: [Double?]) -> [Double] {
    var sums: [Double] = []
    var last: Double?
    for case let day? in daily {
      if day == last { sums[sums.count - 1] += day } else { sums.append(day) }
      last = day
    }
    return sums
  }

  @Test(
    "No stretch of a history holds 1 to 10 causes, and none are lost", arguments: UInt64(1)...60)
  func days(seed: UInt64) {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func draw(_ limit: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % limit
    }
    let causes = (0..<60).map { _ -> Double? in
      draw(9) == 0 ? nil : Double(draw(seed % 3 == 0 ? 4 : 20))
    }
    let each = 0.62
    let total = causes.compactMap(\.self).reduce(0, +)
    let shown = demand([history(causes, each: each, seen: Int(total))], rows: 900, missing: [])
      .withoutSmallCounts().queues[0].drivers[0].history
    let daily = shown?.daily ?? []
    for sum in stretches(daily) { #expect(sum == 0 || sum > 10.99 * each, "\(sum / each)") }
    let kept = daily.compactMap(\.self).reduce(0, +)
    #expect(abs(kept - total * each) < 1e-9 * total)
    #expect(zip(daily, causes).allSatisfy { ($0 == nil) == ($1 == nil) })
  }

  @Test("A history of ten causes shows no day, one of eleven their average")
  func edge() {
    let few = demand([history([4, 3, 3], each: 1, seen: 10)], rows: 900, missing: [])
    #expect(
      few.withoutSmallCounts().queues[0].drivers[0].history?.daily
        == [Double?](repeating: nil, count: 3))
    let enough = demand([history([4, 3, 4], each: 1, seen: 11)], rows: 900, missing: [])
    let daily = enough.withoutSmallCounts().queues[0].drivers[0].history?.daily
    let average: Double = 11.0 / 3
    #expect(daily == [Double?](repeating: average, count: 3))
  }

  @Test("What is left of the rows by the other counts does not tell a small one")
  func complement() {
    // Thirty rows, of which 25 and 5: either count and the rows would give the other.
    let shown = demand(
      [history([25], each: 1, seen: 25), history([5], each: 1, seen: 5)], rows: 30,
      missing: [3.0 / 30, 0.5, 28.0 / 30]
    ).withoutSmallCounts()
    let causes = shown.queues[0].drivers.compactMap(\.history?.causes)
    #expect(causes.map(\.seen) == [nil, nil] && causes.map(\.areFew) == [false, true])
    #expect(shown.queues[0].drivers[0].history?.exposure == [10])
    #expect(shown.claims?.membersRepresented == 10)
    let shares = shown.claims?.missing.map(\.share) ?? []
    let least: Double = 10.0 / 30
    let most: Double = 1 - least
    #expect(shares == [least, 0.5, most])
    #expect(shown.claims?.remarks.count == 1)
  }

  @Test("Counts of eleven and more stay as they are")
  func large() {
    let whole = demand([history([25, 0, 31], each: 0.5, seen: 56)], rows: 900, missing: [0.5])
    var quality = whole
    quality.claims?.membersSeen = "40"
    let shown = quality.withoutSmallCounts()
    #expect(shown.queues[0].drivers[0].history?.causes?.seen == 56)
    #expect(shown.claims == quality.claims)
  }
}
