import Quantities
import Results
import Testing

@testable import Staffing

@Suite("Rosters")
struct RosterTests {
  /// Two weeks of half hours, open 8-18 on weekdays, from Monday 2026-10-05.
  static func calendar() throws -> IntervalCalendar {
    let zone = try #require(ZoneRules(name: "America/Chicago"))
    return IntervalCalendar(
      start: date("2026-10-05"), end: date("2026-10-18"), intervalSeconds: 1800, zone: zone)
  }

  /// Agents by unit and interval with a daily wave, random by seed.
  static func agents(_ calendar: IntervalCalendar, units: Int, seed: UInt64) -> [[Int]] {
    var random = SplitMix64(seed: seed)
    return (0..<units).map { _ in
      (0..<calendar.intervalCount).map { interval in
        let day = calendar.days[calendar.dayOfInterval[interval]]
        let minute = calendar.minutes[interval]
        guard day.date.weekday.rawValue < 5, (480..<1080).contains(minute) else { return 0 }
        return Int.random(in: 1...12, using: &random)
      }
    }
  }

  static func problem(
    _ calendar: IntervalCalendar, _ agents: [[Int]], pools: [WorkforcePool]
  ) -> WorkforceProblem {
    let spans = calendar.weeks.map { calendar.intervals(ofDays: $0) }
    return WorkforceProblem(
      weeks: calendar.weeks.map {
        WorkforceWeek(start: calendar.days[$0.lowerBound].date, days: $0.count)
      },
      units: agents.enumerated().map { index, needs in
        WorkUnit(
          queue: "queue\(index)", step: "step",
          requiredHours: spans.map { Double(needs[$0].reduce(0, +)) / 2 },
          peakAgents: spans.map { Double(needs[$0].max() ?? 0) })
      }, pools: pools)
  }

  static func pools(now: [Double]) -> [WorkforcePool] {
    now.enumerated().map { index, people in
      WorkforcePool(
        name: "pool\(index)", isVA: false, eligibleUnits: [0, 1, 2], hoursPerWeek: 40,
        shrinkage: 0.3, attritionPerYear: 0, currentHeadcount: people, currentInTraining: 0,
        hiring: nil, commitmentHoursPerWeek: 0, noticeDays: 0,
        prices: .employees(perYear: 50_000, weeks: 2))
    }
  }

  @Test(
    "Scaled agents keep the week's hours, and from 1 on leave out nobody", arguments: UInt64(1)...20
  )
  func scaled(seed: UInt64) throws {
    let calendar = try Self.calendar()
    let agents = Self.agents(calendar, units: 1, seed: seed)[0]
    let factors = [1 + Double(seed) / 50, 1 - Double(seed) / 50]
    let found = scaledAgents(agents, by: factors, calendar: calendar)
    for (week, factor) in factors.enumerated() {
      let span = calendar.intervals(ofDays: calendar.weeks[week])
      let (before, after) = (agents[span].reduce(0, +), found[span].reduce(0, +))
      #expect(abs(Double(after) - Double(before) * factor) <= 0.5 + 1e-9)
      if factor >= 1 { #expect(zip(agents[span], found[span]).allSatisfy { $0 <= $1 }) }
      #expect(zip(agents[span], found[span]).allSatisfy { ($0 == 0) == ($0 == 0 && $1 == 0) })
    }
  }

  @Test(
    "A fully covered week has at least the required agents in every interval",
    arguments: UInt64(1)...20)
  func covers(seed: UInt64) throws {
    let calendar = try Self.calendar()
    let agents = Self.agents(calendar, units: 3, seed: seed)
    let problem = Self.problem(calendar, agents, pools: Self.pools(now: [20, 24, 12]))
    let plan = roster(
      try assignCurrent(problem), problem: problem, calendar: calendar, agents: agents
    ).plan
    #expect(plan.coverage.allSatisfy { $0.shortHours.allSatisfy { $0 == 0 } })
    for interval in 0..<calendar.intervalCount {
      let needed = agents.reduce(0) { $0 + $1[interval] }
      let present = plan.pools.reduce(0) { $0 + $1.agents[interval] }
      #expect(present >= needed)
      if needed == 0 { #expect(present == 0) }
    }
  }

  @Test(
    "Each pool's agent-hours are its on-phone hours to within roundings and one percent",
    arguments: UInt64(1)...20)
  func hoursAgree(seed: UInt64) throws {
    let calendar = try Self.calendar()
    let agents = Self.agents(calendar, units: 3, seed: seed)
    let problem = Self.problem(calendar, agents, pools: Self.pools(now: [20, 24, 12]))
    let plan = roster(
      try assignCurrent(problem), problem: problem, calendar: calendar, agents: agents
    ).plan
    for pool in plan.pools {
      for (week, people) in pool.weeks.enumerated() {
        let span = calendar.intervals(ofDays: calendar.weeks[week])
        let hours = Double(pool.agents[span].reduce(0, +)) / 2
        // One rounding for each unit and one for the surplus, half an hour each; some surplus finds
        // no room beside the people who are at work already.
        #expect(abs(hours - people.onPhoneHours) <= 2 + 0.01 * people.onPhoneHours)
      }
    }
  }

  @Test("A short week is thinned evenly: every day keeps the same share", arguments: UInt64(1)...10)
  func thinsEvenly(seed: UInt64) throws {
    let calendar = try Self.calendar()
    let agents = Self.agents(calendar, units: 3, seed: seed)
    var problem = Self.problem(calendar, agents, pools: Self.pools(now: [9, 8, 7]))
    // Hours bind, not the peak: nothing is left over to fill gaps with.
    for unit in problem.units.indices { problem.units[unit].peakAgents = [0, 0] }
    let plan = roster(
      try assignCurrent(problem), problem: problem, calendar: calendar, agents: agents
    ).plan
    for (week, days) in calendar.weeks.enumerated() {
      let given = plan.pools.reduce(0) { $0 + $1.weeks[week].assignedHours.reduce(0, +) }
      let required = plan.coverage.reduce(0) { $0 + $1.requiredHours[week] }
      #expect(given < required * 0.9)
      for day in days {
        let span = calendar.days[day].intervals
        let needed = agents.reduce(0) { $0 + $1[span].reduce(0, +) }
        let present = plan.pools.reduce(0) { $0 + $1.agents[span].reduce(0, +) }
        // Each unit's running sum is within one agent of its share, at both ends of the day.
        #expect(abs(Double(present) - Double(needed) * given / required) <= 0.1 * Double(needed))
      }
    }
  }

  @Test("A raised requirement puts the raised share of agents to work")
  func raised() throws {
    let calendar = try Self.calendar()
    let agents = Self.agents(calendar, units: 3, seed: 3)
    let base = Self.problem(calendar, agents, pools: Self.pools(now: [40, 40, 40]))
    let raises = [[1.1, 1.1], [1.1, 1.1], [1.1, 1.1]]
    let problem = base.raised(by: raises)
    var plan = try assignCurrent(problem)
    for pool in plan.pools.indices {
      // Without surplus, so that only the raise shows.
      for week in plan.pools[pool].weeks.indices {
        plan.pools[pool].weeks[week].onPhoneHours =
          plan.pools[pool].weeks[week].assignedHours.reduce(0, +)
      }
    }
    plan =
      roster(plan, problem: problem, calendar: calendar, agents: agents, raises: raises)
      .plan
    let needed = agents.joined().reduce(0, +)
    let present = plan.pools.map(\.agents).joined().reduce(0, +)
    #expect(abs(Double(present) - 1.1 * Double(needed)) <= 6)
    for interval in 0..<calendar.intervalCount {
      #expect(
        plan.pools.reduce(0) { $0 + $1.agents[interval] }
          >= agents.reduce(0) { $0 + $1[interval] })
    }
  }
}
