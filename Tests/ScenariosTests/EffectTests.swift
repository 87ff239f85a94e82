import LocatedJSON
import Quantities
import Scenarios
import Testing

@Suite("Effects and changes of contract")
struct EffectTests {
  private func spec(
    effects: String,
    driver: String =
      #"{ "members": { "perMemberMonth": 0.1, "tenureCurve": [ { "after": "0d", "times": 1 } ] } }"#,
    events: String = "[]"
  ) -> String {
    """
    {
      "calendar": { "start": "2027-01-01", "end": "2027-03-31", "interval": "30m", "timeZone": "UTC" },
      "members": { "start": 4000, "events": \(events) },
      "queues": {
        "voice": { "kind": "voice", "hours": "Mon-Fri 08:00-20:00", "effects": \(effects),
          "drivers": [ \(driver) ], "handleTime": "5m" } },
      "pools": { "agents": { "contract": "fte", "skills": ["voice"], "loadedCostPerYear": 60000,
        "shrinkage": 0.3, "attritionPerYear": 0.3 } }
    }
    """
  }

  @Test("An effect has a name, dates, a size and a half-life")
  func read() throws {
    let text = spec(
      effects: #"[{ "name": "Reset", "dates": ["2027-01-01"], "times": 1.4, "halfLife": "2w" }]"#)
    let queue = try SpecFixture.outcome(text, use: .run).get().scenario.queues[0]
    #expect(
      queue.effects == [
        EffectSpec(
          name: "Reset", dates: [try #require(LocalDate("2027-01-01"))], times: 1.4,
          halfLifeDays: 14)
      ])
  }

  @Test("A size that no history can show is asked for; a history may show it")
  func size() {
    let effects = #"[{ "name": "Reset", "dates": ["2026-01-01", "2027-01-01"] }]"#
    let messages = SpecFixture.messages(spec(effects: effects), use: .run)
    #expect(messages.count == 1 && messages[0].contains("no history that shows"), "\(messages)")
    let history = #"{ "history": { "file": "a.csv", "time": "t", "value": "v" } }"#
    #expect(SpecFixture.messages(spec(effects: effects, driver: history), use: .run).isEmpty)
  }

  @Test(
    "What cannot be is refused",
    arguments: [
      #"[]"#, #"[{ "name": "A", "dates": [], "times": 2 }]"#,
      #"[{ "name": "A", "dates": ["2027-02-30"], "times": 2 }]"#,
      #"[{ "name": "A", "dates": ["2027-02-03"], "times": -2 }]"#,
      #"[{ "name": "A", "dates": ["2027-02-03"], "times": 2, "halfLife": "0d" }]"#,
    ])
  func refused(effects: String) {
    #expect(!SpecFixture.messages(spec(effects: effects), use: .run).isEmpty)
  }

  @Test("Members who leave and join in like numbers on one day are asked about, unless it is said")
  func renamed() throws {
    let effects = #"[{ "name": "A", "dates": ["2027-02-03"], "times": 2 }]"#
    func warnings(_ already: String) throws -> [String] {
      let events = """
        [ { "date": "2027-02-01", "members": -1000, "name": "H1" },
          { "date": "2027-02-01", "members": 1020, "name": "H9"\(already) } ]
        """
      return try SpecFixture.outcome(spec(effects: effects, events: events), use: .run).get()
        .warnings.map(\.description)
    }
    let doubts = try warnings("")
    #expect(doubts.contains { $0.contains("\"alreadyMembers\": 1000") }, "\(doubts)")
    #expect(
      try warnings(", \"alreadyMembers\": 1000").allSatisfy { !$0.contains("alreadyMembers") })
    let more = spec(
      effects: effects,
      events: #"[{ "date": "2027-02-01", "members": 10, "alreadyMembers": 11 }]"#)
    #expect(SpecFixture.messages(more, use: .run).count == 1)
  }
}
