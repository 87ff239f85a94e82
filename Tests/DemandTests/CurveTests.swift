import Quantities
import Testing

@testable import Demand

@Suite("Tenure and lag curves")
struct CurveTests {
  @Test("Tenure runs in straight lines, is 0 before its first point and level after its last")
  func tenure() {
    let curve = TenureCurve(days: [-14, 0, 30, 90], multiples: [1, 5, 3, 1.5])
    let expected: [(Double, Double)] = [
      (-14.01, 0), (-14, 1), (-7, 3), (0, 5), (15, 4), (30, 3), (60, 2.25), (90, 1.5), (1e6, 1.5),
    ]
    for (tenure, multiple) in expected { #expect(agree(curve.multiple(at: tenure), multiple)) }
    #expect(curve.mature == 1.5)
  }

  @Test("Without a curve a member counts once from the effective date")
  func noTenure() {
    let curve = TenureCurve(days: [], multiples: [])
    #expect([-0.5, 0, 500].map { curve.multiple(at: $0) } == [0, 1, 1])
    #expect(curve.mature == 1)
  }

  @Test("A curve with two values on one day jumps there")
  func tenureJump() {
    let curve = TenureCurve(days: [0, 10, 10, 20], multiples: [4, 4, 1, 1])
    #expect(curve.multiple(at: 9.5) == 4)
    #expect(curve.multiple(at: 10) == 1)
  }

  @Test("Curves whose lists differ in length trap")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = TenureCurve(days: [0], multiples: []) }
    await #expect(processExitsWith: .failure) { _ = LagCurve(after: [1], shares: []) }
    await #expect(processExitsWith: .failure) {
      _ = WeekProfile(weekdays: [1], hours: Array(repeating: 1, count: 24))
    }
  }

  @Test("No lag puts everything in the first step")
  func noLag() {
    #expect(LagCurve.none.steps(of: 1800) == [1])
    #expect(LagCurve(after: [0], shares: [1]).steps(of: 1800) == [1])
  }

  @Test("Steps of a lag are the differences of its cumulative share")
  func steps() {
    // A quarter by 1 h, all by 3 h, in half hours: 1/8 twice, then 3/16 four times.
    let steps = LagCurve(after: [3600, 10_800], shares: [0.25, 1]).steps(of: 1800)
    #expect(steps == [0.125, 0.125, 0.1875, 0.1875, 0.1875, 0.1875])
    // A share at 0 s comes at once.
    let early = LagCurve(after: [0, 3600], shares: [0.4, 1]).steps(of: 1800)
    #expect(early.count == 2 && agree(early[0], 0.7) && agree(early[1], 0.3))
  }

  @Test("Steps of any lag are not negative and sum to 1", arguments: UInt64(1)...40)
  func stepsSum(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let points = Int.random(in: 1...6, using: &random)
    let after = (0..<points).map { _ in Double.random(in: 0...400_000, using: &random) }.sorted()
    var shares = (0..<points).map { _ in Double.random(in: 0...1, using: &random) }.sorted()
    if seed % 3 != 0 { shares[points - 1] = 1 }
    let steps = LagCurve(after: after, shares: shares).steps(of: 1800)
    #expect(agree(steps.reduce(0, +), 1))
    #expect(steps.allSatisfy { $0 >= -1e-12 })
  }
}

@Suite("Membership")
struct MembershipTests {
  @Test("Members follow their events and never fall below zero")
  func members() throws {
    let day = try localDate("2027-01-01")
    let membership = Membership(
      start: 1000,
      events: [
        .init(date: day, members: 500, name: "in"),
        .init(date: day + 10, members: -2000, name: "out"),
      ])
    #expect(membership.members(on: day - 1) == 1000)
    #expect(membership.members(on: day) == 1500)
    #expect(membership.members(on: day + 9) == 1500)
    #expect(membership.members(on: day + 10) == 0)
  }

  @Test("Joiners follow the tenure curve from before their effective date; the base is mature")
  func weighted() throws {
    let day = try localDate("2027-01-01")
    let membership = Membership(
      start: 1000, events: [.init(date: day, members: 200, name: "in")])
    let curve = TenureCurve(days: [-10, 0, 50], multiples: [0.5, 3, 0.8])
    #expect(agree(membership.weightedMembers(on: day - 11, tenure: curve), 800))
    #expect(agree(membership.weightedMembers(on: day - 10, tenure: curve), 800 + 100))
    #expect(agree(membership.weightedMembers(on: day, tenure: curve), 800 + 600))
    #expect(agree(membership.weightedMembers(on: day + 400, tenure: curve), 1200 * 0.8))
  }

  @Test("Those who leave are taken from the long-standing members on the day")
  func leavers() throws {
    let day = try localDate("2027-01-01")
    let membership = Membership(
      start: 1000, events: [.init(date: day, members: -400, name: "out")])
    let curve = TenureCurve(days: [0, 50], multiples: [3, 0.5])
    #expect(agree(membership.weightedMembers(on: day - 1, tenure: curve), 500))
    #expect(agree(membership.weightedMembers(on: day, tenure: curve), 300))
  }
}
