import Foundation
import Quantities
import Results
import Scenarios
import Testing

@testable import Planning

@Suite("Items that reach each step of a queue")
struct StepFlowTests {
  /// A queue with a first step and others of given waits and drop-outs.
  private func queue(_ steps: String, goals: String = "") throws -> QueueSpec {
    let text = """
      { "calendar": { "start": "2027-01-04", "end": "2027-03-28", "timeZone": "UTC" },
        "queues": { "j": { "kind": "journey", "hours": "daily 00:00-24:00",
          "drivers": [{ "rate": "20/h" }], \(goals)
          "steps": [{ "name": "a", "handleTime": "6m" }, \(steps)] } },
        "pools": { "p": { "contract": "fte", "skills": ["j"], "loadedCostPerYear": 60000,
          "shrinkage": 0.3, "attritionPerYear": 0.3, "current": { "headcount": 20 } } } }
      """
    return try #require(
      ScenarioReader.read(path: "s.json", data: Array(text.utf8), use: .run).scenario.queues.first)
  }

  @Test("A fixed wait moves items by exactly it, and those who leave are missing from then on")
  func fixedWait() throws {
    let queue = try queue(
      """
      { "name": "b", "handleTime": "6m", "dropOut": 0.25,
        "wait": { "distribution": "deterministic", "mean": "75m" } },
      { "name": "c", "handleTime": "6m", "dropOut": 0.5 }
      """)
    let flow = StepFlow(queue)
    #expect(flow.shares == [1, 0.75, 0.375])
    let items: [Double] = [80, 0, 0, 40, 0, 0, 0]
    #expect(flow.arrivals(items, step: 0, intervalSeconds: 1800) == items)
    // 75 minutes after a half hour: half of the items fall in the third half hour, half in the fourth.
    #expect(
      flow.arrivals(items, step: 1, intervalSeconds: 1800) == [0, 0, 30, 30, 0, 15, 15])
    #expect(
      flow.arrivals(items, step: 2, intervalSeconds: 1800) == [0, 0, 15, 15, 0, 7.5, 7.5])
    #expect(flow.wholeWait(0.9) == 4500)
  }

  /// Shares of waits of two days in the mean that end within one day.
  private static let randomWaits: [(wait: String, within: Double)] = {
    // 1 − e^(−t/m).
    let exponential: Double = 1 - exp(-0.5)
    // Φ((ln(t/m) + σ²/2) ÷ σ) with σ² = ln(1 + cv²).
    let variance: Double = log(1.25)
    let place: Double = (log(0.5) + variance / 2) / variance.squareRoot()
    let lognormal: Double = 0.5 * erfc(-place / 2.0.squareRoot())
    // Gamma of shape 4: 1 − e^(−x) (1 + x + x²/2 + x³/6) with x = 4t/m = 2.
    let gamma: Double = 1 - exp(-2) * (19.0 / 3)
    return [
      (#""2d""#, exponential), (#"{ "mean": "2d", "cv": 0.5 }"#, lognormal),
      (#"{ "mean": "2d", "cv": 0.5, "distribution": "gamma" }"#, gamma),
    ]
  }()

  @Test("A random wait has its mean, and its share within a day", arguments: randomWaits)
  func randomWait(wait: String, within: Double) throws {
    let flow = StepFlow(
      try queue(#"{ "name": "b", "handleTime": "6m", "wait": \#(wait) }"#))
    var items = Array(repeating: 0.0, count: 60 * 24)
    items[0] = 1
    let arrivals = flow.arrivals(items, step: 1, intervalSeconds: 3600)
    let mean = zip(arrivals, arrivals.indices).reduce(0) { $0 + $1.0 * Double($1.1) }
    #expect(abs(arrivals.reduce(0, +) - 1) < 1e-9)
    #expect(abs(mean / 48 - 1) < 1e-9)
    // 32 lengths stand for the distribution.
    #expect(abs(arrivals[..<24].reduce(0, +) - within) < 1.0 / 32)
  }

  @Test("Work is needed at a later step for those who come to it, when they come")
  func requirement() throws {
    let queue = try queue(
      """
      { "name": "b", "handleTime": "12m", "dropOut": 0.4,
        "wait": { "distribution": "deterministic", "mean": "14d" } }
      """,
      goals: """
        "goals": [{ "measure": "deadline", "classes": [{ "share": 1, "within": "21d" }],
          "planningProbability": 0.9 }],
        """)
    let calendar = IntervalCalendar(
      start: try #require(LocalDate("2027-01-04")), end: try #require(LocalDate("2027-03-28")),
      intervalSeconds: 1800, zone: try #require(ZoneRules(name: "UTC")), holidays: [:])
    let items = Array(repeating: 10.0, count: calendar.intervalCount)
    let units = try DeferredRequirement(
      calendar: calendar, queue: queue,
      mask: Array(repeating: true, count: calendar.intervalCount)
    ).requirements(items: items)
    #expect(units.map(\.step) == ["a", "b"])
    let weeks = calendar.weeks.map { calendar.intervals(ofDays: $0) }
    #expect(units[1].agents[weeks[0]].allSatisfy { $0 == 0 })
    // 20 items an hour × 6 min are 2 erlangs at the first step, 20 × 0.6 × 12 min are 2.4 at the second.
    for week in weeks[3..<10] {
      let people = units.map { Double($0.agents[week].reduce(0, +)) / Double(week.count) }
      #expect(people[0] >= 2 && people[0] <= 3)
      #expect(people[1] >= 2.4 && people[1] <= 3.4)
    }
    #expect(abs(SimulationInputs.workOfItem(queue) - (360 + 0.6 * 720)) < 1e-9)
  }
}

@Suite("Work that is too much to simulate")
struct WorkLimitsTests {
  @Test("A rate or a handle time with a wrong unit is told with the queue")
  func limits() throws {
    func problems(_ items: [Double], handleTime: Double) -> [String] {
      let step = StepSpec(
        name: "v", handleTime: DurationSpec(shape: .exponential, mean: handleTime, cv: 1),
        requires: [])
      let queue = QueueSpec(
        name: "v", kind: .voice, hours: Dated(.always), openOnHolidays: true, drivers: [],
        steps: [step], patience: nil, concurrencyFactors: [1], connectRate: 1, maximumAttempts: 1,
        attemptTime: 0, goals: [])
      do {
        try WorkLimits.check([queue], mean: [items], intervalSeconds: 1800)
        return []
      } catch let error as PlanningError {
        return error.problems
      } catch {
        return ["\(error)"]
      }
    }
    #expect(problems([30_000, 10], handleTime: 600).isEmpty)
    // 31,000 items × 600 s ÷ 1800 s are 10,333 erlangs.
    let busy = problems([31_000], handleTime: 600)
    #expect(busy[0].hasPrefix("queues.v: 10333 people would be busy"))
    #expect(
      problems(Array(repeating: 30_000, count: 4_000), handleTime: 60)[0]
        .hasPrefix("queues.v.drivers: 120000000 items are expected"))
  }
}
