import Quantities
import Results
import Scenarios
import Testing

@testable import Planning

@Suite("Promises that change by date")
struct DatedGoalTests {
  private func scenario(_ goals: String) throws -> Scenario {
    let text = """
      { "calendar": { "start": "2027-01-04", "end": "2027-04-30", "timeZone": "UTC" },
        "queues": { "v": { "kind": "voice", "hours": "daily 08:00-20:00",
          "drivers": [{ "rate": "90/h" }], "handleTime": "5m", "patience": "3m",
          "goals": [\(goals)] } },
        "pools": { "p": { "contract": "fte", "skills": ["v"], "loadedCostPerYear": 60000,
          "shrinkage": 0.3, "attritionPerYear": 0.3, "current": { "headcount": 20 } } } }
      """
    return try ScenarioReader.read(path: "s.json", data: Array(text.utf8), use: .run).scenario
  }

  private func requirement(_ goals: String) throws -> (LiveRequirement, [Double]) {
    let scenario = try scenario(goals)
    let calendar = try ScenarioRun.calendar(scenario)
    let inputs = DemandInputs(
      calendar: calendar, data: DataAccess(specPath: "s.json", workingFolder: "/", dataFolders: []),
      schema: nil)
    let mask = inputs.openMask(scenario.queues[0])
    let stage = LiveRequirement(calendar: calendar, queue: scenario.queues[0], mask: mask)
    return (stage, mask.map { $0 ? 45 : 0 })
  }

  private func goal(_ within: String, _ share: String, over: String) -> String {
    """
    { "measure": "serviceLevel", "within": \(within), "share": \(share), "over": "\(over)" }
    """
  }

  @Test("Spans follow the dates of every value of the promise")
  func spans() throws {
    let goals = try scenario(
      goal(
        #"[{ "from": "2027-01-01", "value": "60s" }, { "from": "2027-03-01", "value": "20s" }]"#,
        #"[{ "from": "2027-01-01", "value": 0.6 }, { "from": "2027-02-01", "value": 0.8 }]"#,
        over: "week")
    ).queues[0].goals
    let found = goals.map { goal -> String in
      guard case .serviceLevel(let within, let share, _) = goal.measure else { return "" }
      return "\(goal.from.map(\.description) ?? "-") \(within) \(share) "
        + (goal.until.map(\.description) ?? "-")
    }
    #expect(
      found == [
        "- 60.0 0.6 2027-01-31", "2027-02-01 60.0 0.8 2027-02-28", "2027-03-01 20.0 0.8 -",
      ])
  }

  @Test(
    "Each period needs what the promise of its first day alone needs",
    arguments: ["month", "week", "day", "interval"])
  func requirements(over: String) throws {
    let dated = goal(
      #""30s""#,
      #"[{ "from": "2027-01-01", "value": 0.5 }, { "from": "2027-03-01", "value": 0.9 }]"#,
      over: over)
    let (stage, items) = try requirement(dated)
    let found = try stage.requirement(items: items).agents
    let (low, high) = (
      try requirement(goal(#""30s""#, "0.5", over: over)).0,
      try requirement(goal(#""30s""#, "0.9", over: over)).0
    )
    // 2027-03-01 is a Monday, so that months, weeks and days all change there.
    let change = stage.calendar.days.firstIndex { $0.date.description == "2027-03-01" }
    let first = stage.calendar.days[try #require(change)].intervals.lowerBound
    let before = try low.requirement(items: items).agents
    let after = try high.requirement(items: items).agents
    #expect(Array(found[..<first]) == Array(before[..<first]))
    #expect(Array(found[first...]) == Array(after[first...]))
    #expect(after[first...].reduce(0, +) > before[first...].reduce(0, +))
    let strict = try [stage, low, high].map { try $0.strictHours(items: items) }
    #expect(strict[0] > strict[1] && strict[0] < strict[2])
  }
}
