import Demand
import Quantities
import Results
import Testing

@Suite("Dated effects and enrollment")
struct DatedEffectTests {
  private let first = LocalDate(year: 2027, month: 1, day: 1) ?? LocalDate(daysSince1970: 0)

  @Test("An effect adds its size on the first day and half of it after each half-life")
  func fades() {
    let reset = DatedEffect(name: "Reset", dates: [first], times: 1.8, halfLifeDays: 10)
    let expected: [(Int, Double)] = [(-1, 1), (0, 1.8), (10, 1.4), (20, 1.2), (30, 1.1)]
    for (day, multiple) in expected {
      #expect(abs(reset.multiple(on: first + day) - multiple) < 1e-12, "day \(day)")
    }
  }

  @Test("Without a half-life it lasts; without a size it changes nothing; several multiply")
  func lasts() {
    let lasting = DatedEffect(
      name: "What if", dates: [first, first + 30], times: 0.9, halfLifeDays: nil)
    #expect(lasting.multiple(on: first + 400) == 0.9)
    let unknown = DatedEffect(name: "Letters", dates: [first], times: nil, halfLifeDays: 7)
    #expect(unknown.multiple(on: first) == 1 && unknown.strength(on: first + 7) == 0.5)
    #expect(abs([lasting, lasting, unknown].multiple(on: first) - 0.81) < 1e-12)
  }

  @Test("A contract that only gets another name changes neither members nor contacts")
  func renamed() {
    let tenure = TenureCurve(days: [-14, 0, 30, 90], multiples: [1, 5, 3, 1.5])
    let still = Membership(start: 120_000, events: [])
    let renamed = Membership(
      start: 120_000,
      events: [
        Membership.Event(date: first, members: -118_000, name: "Old contract"),
        Membership.Event(
          date: first, members: 118_000, name: "New contract", alreadyMembers: 118_000),
      ])
    for day in -20...120 {
      #expect(renamed.members(on: first + day) == still.members(on: first + day))
      #expect(
        renamed.weightedMembers(on: first + day, tenure: tenure)
          == still.weightedMembers(on: first + day, tenure: tenure))
    }
  }

  @Test("Those of a larger contract who are new follow the curve, and the others do not")
  func partly() {
    let tenure = TenureCurve(days: [0, 30], multiples: [4, 1])
    let mixed = Membership(
      start: 1000,
      events: [
        Membership.Event(date: first, members: -600, name: "Old"),
        Membership.Event(date: first, members: 1000, name: "New", alreadyMembers: 600),
      ])
    #expect(mixed.members(on: first) == 1400)
    // 400 who stay, 600 who moved, and 400 new ones who ask four times as much.
    #expect(mixed.weightedMembers(on: first, tenure: tenure) == 1000 + 4 * 400)
    #expect(mixed.weightedMembers(on: first + 30, tenure: tenure) == 1400)
  }
}
