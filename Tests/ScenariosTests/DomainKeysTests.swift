import Quantities
import Scenarios
import Testing

@Suite("Presets, recurring work, renewals, clients and outcomes")
struct DomainKeysTests {
  private func spec(_ queue: String, extra: String = "") -> String {
    """
    { "calendar": { "start": "2027-01-01", "end": "2027-06-30", "timeZone": "UTC" }, \(extra)
      "queues": { "q": { \(queue) } },
      "pools": { "p": { "contract": "fte", "skills": ["q"], "loadedCostPerYear": 60000,
        "shrinkage": 0.3, "attritionPerYear": 0.3 } } }
    """
  }

  private func queue(_ text: String) throws -> QueueSpec {
    try SpecFixture.outcome(spec(text), use: .run).get().scenario.queues[0]
  }

  private let drivers = #""drivers": [{ "rate": "5/h" }], "handleTime": "5m""#

  @Test("A preset's goals and hours stand behind the queue's own, and goals of several add up")
  func presets() throws {
    let enrollee = try queue(
      #""kind": "voice", "preset": ["cms-part-d-enrollee", "urac"], "patience": "3m", \#(drivers)"#)
    #expect(enrollee.goals.count == 3 && enrollee.openOnHolidays)
    #expect(enrollee.hours.steps[0].value.description.contains("08:00-20:00"))
    let own = try queue(
      #""kind": "voice", "preset": "cms-part-d-enrollee", "hours": "Mon 09:00-10:00", "goals": [], \#(drivers)"#
    )
    #expect(own.goals.isEmpty && own.hours.steps[0].value.spans[6].isEmpty)
    // 42 CFR 423.590: seven days, by the calendar's clock.
    let appeal = try queue(#""kind": "case", "preset": "cms-redetermination", \#(drivers)"#)
    guard case .deadline(let classes, .calendar, 1, _) = appeal.goals[0].measure else {
      Issue.record("\(appeal.goals)")
      return
    }
    #expect(classes.map(\.within) == [7 * 86_400])
    let defaults = try SpecFixture.outcome(
      spec(#""kind": "case", "preset": "cms-redetermination", \#(drivers)"#), use: .run
    ).get().scenario.defaults
    #expect(
      defaults.contains { $0.path == "$.queues.q.goals" && $0.source.contains("42 CFR 423.590") })
  }

  @Test(
    "A preset that is unknown, for another kind, or needs patience is refused at its place",
    arguments: [
      (#""kind": "voice", "preset": "cms-part-d-enrolee", "#, "there is no preset"),
      (#""kind": "case", "preset": "cms-part-d-enrollee", "#, "is not for a case queue"),
      (#""kind": "voice", "preset": "urac", "#, "without patience nobody hangs up"),
      (#""kind": "voice", "preset": [], "#, "the list is empty"),
    ])
  func wrongPresets(keys: String, problem: String) {
    let messages = SpecFixture.messages(spec(keys + drivers), sets: [], use: .run)
    #expect(messages.count == 1)
    #expect(messages[0].contains("$.queues.q.") && messages[0].contains(problem), "\(messages)")
  }

  @Test("Every preset can be read for each kind that it is for")
  func everyPreset() throws {
    for preset in Preset.all {
      for kind in preset.kinds {
        let work =
          switch kind {
          case .chat: #""concurrency": 1, "patience": "3m","#
          case .voice: #""patience": "3m","#
          default: ""
          }
        let steps =
          kind == .journey
          ? #""drivers": [{ "rate": "5/h" }], "steps": [{ "name": "a", "handleTime": "5m" }]"#
          : drivers
        let found = try queue(
          "\"kind\": \"\(kind.rawValue)\", \"preset\": \"\(preset.name)\", \(work) \(steps)")
        #expect(!found.goals.isEmpty, "\(preset.name)")
      }
    }
  }

  @Test("Clients are spread evenly over business days, each one's items together")
  func schedule() {
    #expect(
      ScheduleSpec(items: 2, every: .month, businessDay: 3, through: 5, clients: 4).itemsByDay
        == [4, 2, 2])
    for clients in 1...40 {
      let days = ScheduleSpec(
        items: 3, every: .month, businessDay: 1, through: 7, clients: clients
      ).itemsByDay
      #expect(days.reduce(0, +) == 3 * clients)
      #expect((days.max() ?? 0) - (days.min() ?? 0) <= 3)
    }
  }

  @Test("Renewals come a lead before each approval's end, or all before one day")
  func renewals() throws {
    let from = try #require(LocalDate("2026-02-01"))
    var spec = ExpiriesSpec(
      batches: [.init(from: from, to: from + 9, approvals: 100)], end: .afterDays(365),
      renewedShare: 0.6, leadDays: 30)
    #expect(spec.renewals.map(\.date) == (0..<10).map { from + 335 + $0 })
    #expect(spec.renewals.allSatisfy { abs($0.items - 6) < 1e-12 })
    spec.end = .on(try #require(LocalDate("2026-12-31")))
    #expect(spec.renewals.count == 1)
    #expect(spec.renewals[0].date.description == "2026-12-01" && spec.renewals[0].items == 60)
  }

  @Test("Clients and outcomes are read, and what they name must exist")
  func accounts() throws {
    let queue =
      #""kind": "case", "preset": "cms-redetermination", "client": "acme", \#(drivers)"#
    func extra(_ client: String, _ queue: String) -> String {
      """
      "clients": { "\(client)": { "members": 5000, "cap": 900,
        "guarantees": [{ "queue": "\(queue)", "feeAtRisk": 500 }] } },
      "outcomes": [{ "name": "late", "queue": "\(queue)", "of": "failed", "each": 2, "unit": "u",
        "source": "s" }],
      """
    }
    let scenario = try SpecFixture.outcome(
      spec(queue, extra: extra("acme", "q")), use: .run
    ).get().scenario
    #expect(scenario.clients[0].guarantees.map(\.feeAtRisk) == [500])
    #expect(scenario.outcomes[0].count == .failed && scenario.outcomes[0].dollarsEach == nil)
    let wrong = SpecFixture.messages(
      spec(queue, extra: extra("acne", "r")), sets: [], use: .run)
    #expect(wrong.count == 3)
    #expect(wrong.contains { $0.contains("$.queues.q.client: there is no client \"acme\"") })
    #expect(wrong.count { $0.contains("there is no queue \"r\"") } == 2)
  }

  @Test("An alternative may have other clients and outcomes, and nothing that all share")
  func patchedAccounts() throws {
    let queue = #""kind": "case", "preset": "cms-redetermination", "client": "acme", \#(drivers)"#
    func extra(_ patch: String) -> String {
      """
      "clients": { "acme": { "members": 5000, "guarantees": [{ "queue": "q", "feeAtRisk": 500 }] } },
      "outcomes": [{ "name": "late", "queue": "q", "of": "failed", "each": 2, "unit": "u",
        "source": "s" }],
      "alternatives": [{ "name": "now" }, { "name": "sold", "patch": { \(patch) } }],
      """
    }
    let scenario = try SpecFixture.outcome(
      spec(
        queue,
        extra: extra(#""clients": { "acme": { "members": 7000, "cap": 100 } }, "outcomes": null"#)),
      use: .run
    ).get().scenario
    let (now, sold) = (scenario.alternatives[0], scenario.alternatives[1])
    #expect(now.clients == scenario.clients && now.outcomes.count == 1)
    #expect(sold.clients[0].members == 7000 && sold.clients[0].cap == 100)
    #expect(sold.clients[0].guarantees == now.clients[0].guarantees && sold.outcomes.isEmpty)
    #expect(now.workDigest == sold.workDigest)
    let wrong = SpecFixture.messages(
      spec(queue, extra: extra(#""clients": { "acme": { "members": 0 } }, "seed": 2"#)), sets: [],
      use: .run)
    #expect(wrong.count == 2)
    #expect(
      wrong.contains {
        $0.contains("$.alternatives[1].patch.clients.acme.members: 0 is out of range")
      })
    #expect(wrong.contains { $0.contains("patch.seed: all alternatives share \"seed\"") })
  }
}
