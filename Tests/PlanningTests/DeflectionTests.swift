import Quantities
import Results
import Scenarios
import Testing

@testable import Planning

/// A portal from 2027-01-01 on that takes a fifth of the items after 30 days, of which a tenth return.
@Suite("What takes work off people")
struct DeflectionTests {
  private func portal() throws -> Deflection {
    let zone = try #require(ZoneRules(name: "America/Chicago"))
    let (start, end) = (
      try #require(LocalDate("2026-12-01")), try #require(LocalDate("2027-01-31"))
    )
    var spec = DeflectionSpec(name: "Portal", from: LocalDate("2027-01-01"), share: 0.2)
    spec.adoption = [.init(after: 30 * 86_400, share: 1)]
    spec.returns = 0.1
    (spec.setUp, spec.perItem, spec.perMonth) = (50_000, Dated(0.5), Dated(1000))
    return Deflection(
      calendar: IntervalCalendar(start: start, end: end, intervalSeconds: 1800, zone: zone),
      spec: spec, queue: "voice")
  }

  /// Half way, on January 16th, it takes 0.2 × 15 ÷ 30; people see 1 − 0.1 × 0.9.
  @Test("Adoption grows in a straight line and returns stay with people")
  func shares() throws {
    let portal = try portal()
    let (first, middle, last) = (31 * 48, (31 + 15) * 48, 62 * 48 - 1)
    #expect(portal.taken[first - 1] == 0 && portal.taken[first] == 0)
    #expect(abs(portal.taken[middle] - 0.1) < 1e-12)
    #expect(abs(portal.kept[middle] - 0.91) < 1e-12)
    #expect(abs(portal.taken[last] - 0.2) < 1e-12)
  }

  /// With one item an interval, January's days take 48 × 0.2 × (0 + 1 + … + 30) ÷ 30 = 148.8 items.
  @Test("Set-up comes once, items and months as they pass")
  func lines() throws {
    let portal = try portal()
    let found = portal.lines(items: Array(repeating: 1, count: 62 * 48))
    #expect(
      found.map { "\($0.month) \($0.pool) \($0.queue) \($0.kind) \($0.oneOff) \($0.cents.value)" }
        == [
          "2027-01 Portal voice setUp true 5000000",
          "2027-01 Portal voice deflectedItems false 7440",
          "2027-01 Portal voice licence false 100000",
        ])
  }

  @Test("A second deflection meets what the first has left")
  func sequence() throws {
    let portal = try portal()
    var queue = QueueSpec(
      name: "voice", kind: .voice, hours: Dated(.always), openOnHolidays: true, drivers: [],
      steps: [
        StepSpec(
          name: "voice", handleTime: DurationSpec(shape: .exponential, mean: 300, cv: 1),
          requires: [])
      ], patience: nil, concurrencyFactors: [1], connectRate: 1, maximumAttempts: 1,
      attemptTime: 0, goals: [])
    queue.deflections = [portal.spec, DeflectionSpec(name: "IVR", share: 0.5)]
    queue.deflections[1].restHandleTime = 1.1
    let both = Deflections(calendar: portal.calendar, queues: [queue])
    #expect(abs(both.remaining[0].steps[0].handleTime.mean - 330) < 1e-9)
    let last = portal.kept.count - 1
    // People see (1 − 0.18) × 0.5 of the items in the end.
    #expect(abs(portal.kept[last] * 0.5 - 0.41) < 1e-12)
  }
}
