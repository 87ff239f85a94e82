import Quantities
import Scenarios
import Simulation
import Testing

@testable import Planning

@Suite("Plain models")
struct PlainModelTests {
  private func scenario(_ queues: String, _ pools: String, _ rest: String = "") throws -> Scenario {
    try ScenarioReader.read(
      path: "s.json", data: "{ \(rest) \"queues\": \(queues), \"pools\": \(pools) }".utf8,
      use: .simulate
    ).scenario
  }

  private func model(_ scenario: Scenario) -> SimulationModel {
    PlainModel(
      queues: scenario.queues, pools: scenario.pools, masks: nil,
      variations: scenario.queues.map { _ in nil }, intervalsPerDay: 48
    ).model(
      horizon: 100, interval: 10, warmUp: 10,
      arrivals: scenario.queues.map { _ in .rate(1) })
  }

  private static let two = """
    { "a": { "kind": "voice", "drivers": [{ "rate": "1/m" }], "handleTime": "1m" },
      "b": { "kind": "voice", "drivers": [{ "rate": "1/m" }], "handleTime": "1m", "priority": 1 },
      "c": { "kind": "case", "drivers": [{ "rate": "1/m" }], "handleTime": "1m" } }
    """

  @Test("Greater priority goes first, then the order of the skills; deferred work comes last")
  func ranks() throws {
    let pools = """
      { "x": { "agents": 1, "skills": ["c", "a", "b"] },
        "y": { "agents": 1, "skills": ["a", "b"], "takes": "oldest" } }
      """
    let model = model(try scenario(Self.two, pools))
    // Ranks by queue: b has priority 1, a 0, c -1.
    #expect(model.pools[0].skillRanks.map(\.rank) == [1, 0, 2])
    let same = try scenario(
      Self.two.replacing(#", "priority": 1"#, with: ""), pools)
    let plain = self.model(same)
    #expect(plain.pools[0].skillRanks.map(\.rank) == [0, 1, 2])
    // Among equals, "oldest" leaves the choice to the time of arrival.
    #expect(plain.pools[1].skillRanks.map(\.rank) == [0, 0])
  }

  @Test("Pools are wanted in the order that the queue names, then as they stand")
  func preference() throws {
    let queues = """
      { "a": { "kind": "voice", "drivers": [{ "rate": "1/m" }], "handleTime": "1m",
          "pools": ["z"], "overflow": [{ "pool": "y", "after": "30s" }] } }
      """
    let pools = """
      { "x": { "agents": 1, "skills": ["a"] }, "y": { "agents": 1, "skills": ["a"] },
        "z": { "agents": 1, "skills": ["a"] } }
      """
    let step = model(try scenario(queues, pools)).queues[0].steps[0]
    #expect(step.eligiblePools == [2, 0])
    #expect(step.overflow == [OverflowRule(pool: 1, after: 30)])
  }

  @Test("A lag is linear between its points")
  func lag() throws {
    let points = [DriverSpec.LagPoint(after: 10, share: 0.5), .init(after: 30, share: 1)]
    guard case .empirical(let values) = PlainModel.lag(points) else {
      Issue.record("not empirical")
      return
    }
    // Half between 0 and 10, half between 10 and 30: the mean is 12.5.
    #expect(abs(values.reduce(0, +) / Double(values.count) - 12.5) < 1e-9)
    #expect(values == values.sorted())
    #expect(PlainModel.lag([]) == .deterministic(0))
  }

  @Test("People of overlapping shifts add up, and breaks take them away")
  func shifts() throws {
    let zone = try #require(ZoneRules(name: "UTC"))
    let day = try #require(LocalDate("2027-03-01"))
    let calendar = IntervalCalendar(
      start: day, end: day, intervalSeconds: 1800, zone: zone, holidays: [:])
    func hours(_ text: String) throws -> WeeklyHours { try #require(WeeklyHours(text: text)) }
    let agents = PlainModel.agents(
      [
        .init(
          hours: try hours("Mon 08:00-12:00"), breaks: [try hours("daily 09:00-09:30")], agents: 5,
          onHolidays: false),
        .init(hours: try hours("Mon 10:00-14:00"), breaks: [], agents: 2, onHolidays: false),
      ], calendar)
    #expect(Array(agents[15...28]) == [0, 5, 5, 0, 5, 7, 7, 7, 7, 2, 2, 2, 2, 0])
  }

  @Test("Scheduled work comes when the queue opens on the n-th open day of its period")
  func schedule() throws {
    let zone = try #require(ZoneRules(name: "UTC"))
    let first = try #require(LocalDate("2027-03-01"))
    let last = try #require(LocalDate("2027-04-30"))
    let calendar = IntervalCalendar(
      start: first, end: last, intervalSeconds: 1800, zone: zone, holidays: [:])
    let mask = calendar.openMask(try #require(WeeklyHours(text: "Mon-Fri 09:00-17:00")))
    func days(_ every: DriverSpec.Recurrence, _ day: Int, _ through: Int? = nil) -> [Double] {
      let schedule = ScheduleSpec(
        items: 1, every: every, businessDay: day, through: through, clients: 3)
      return CalendarDemand.starts(schedule, calendar, mask).flatMap { start in
        [Double](repeating: Double(start.interval) / 48 - 0.375, count: start.items / 3)
          + [Double](repeating: Double(start.interval) / 48 - 0.375, count: start.items % 3)
      }
    }
    // 2027-03-01 is a Monday; the fifth business day of April is Wednesday the 7th, day 37.
    #expect(days(.month, 5) == [4, 37])
    #expect(days(.week, 9).prefix(2) == [4, 11])
    #expect(days(.day, 1).count == 45)
    // Three clients, each on a day of its own.
    #expect(days(.month, 3, 5) == [2, 3, 4, 35, 36, 37])
    // 41 weekdays of the first quarter lie before the horizon; the second quarter's 31st is behind it.
    #expect(days(.quarter, 31) == [])
    #expect(days(.quarter, 10) == [44])
  }

  @Test("The horizon holds the customers wanted, a tenth of it before counting")
  func horizon() throws {
    let data = DataAccess(specPath: "s.json", workingFolder: ".", dataFolders: [])
    func horizon(_ customers: Int?, rate: Double, slowest: Double) throws -> PlainHorizon {
      var options = SimulationOptions(data: data, progress: { _, _ in })
      options.customers = customers
      return try PlainHorizon(
        rate: rate, busiest: rate, slowest: slowest, byDay: false, options: options)
    }
    let given = try horizon(200_000, rate: 10, slowest: 1e6)
    #expect(abs((given.horizon - given.warmUp) * 10 * 20 - 200_000) < 1e-3)
    #expect(abs(given.warmUp / given.horizon - 0.1) < 1e-12)
    // A hundred times the slowest thing where that is longer, up to twenty million customers.
    let slow = try horizon(nil, rate: 0.001, slowest: 86_400)
    #expect(slow.horizon - slow.warmUp >= 1_000_000 / 20 / 0.001)
    let slower = try horizon(nil, rate: 1, slowest: 86_400)
    #expect(abs(slower.horizon - slower.warmUp - 1_000_000) < 1e-3)
    #expect(throws: PlanningError.self) { try horizon(10, rate: 1, slowest: 1) }
    #expect(throws: PlanningError.self) { try horizon(100_000_000_000, rate: 1, slowest: 1) }
  }
}
