import Scenarios
import Testing

@Suite("How fixed people are routed")
struct RoutingTests {
  static let spec = """
    { "queues": {
        "calls": { "kind": "voice", "drivers": [{ "rate": "1/m" }], "handleTime": "3m",
          "patience": "2m", "priority": 3, "pools": ["second", "first"], "selection": "leastSkilled",
          "overflow": [{ "pool": "help", "after": "45s" }],
          "redials": { "share": 0.4, "after": { "mean": "5m", "cv": 0.5 } },
          "virtualHold": { "above": "90s", "acceptance": 0.6 }, "waitingPlaces": 30,
          "shortAbandon": "5s",
          "repeats": { "share": 0.1, "after": "2d", "byPool": [{ "pool": "help", "share": 0.3 }] },
          "allocation": [{ "pool": "first", "share": 0.25 }, { "pool": "second", "mostPerDay": 90 }]
        },
        "cases": { "kind": "case", "drivers": [{ "rate": "1/h" }], "order": "oldest",
          "steps": [ { "name": "a", "handleTime": "5m" },
            { "name": "b", "wait": "1h", "dropOut": 0.1,
              "handleTime": { "distribution": "empirical", "values": ["4m", "2m", "6m"] } } ] },
        "outreach": { "kind": "outbound", "drivers": [{ "rate": "1/h" }], "handleTime": "3m",
          "connectRate": 0.3, "attemptTime": "40s", "attempts": 3, "retryAfter": "4h",
          "reserveAgents": 2 } },
      "pools": {
        "first": { "agents": 3, "skills": ["calls", "outreach"], "takes": "oldest" },
        "second": { "agents": 2, "skills": ["calls", "cases"], "shiftEnd": "setAside",
          "handleTimeFactors": [{ "queue": "calls", "factor": 1.2 }] },
        "help": { "agents": 1, "skills": ["calls"] } } }
    """

  @Test("Every key of the routing is read")
  func keys() throws {
    let scenario = try SpecFixture.outcome(Self.spec, use: .simulate).get().scenario
    let calls = scenario.queues[0].routing
    #expect(calls.priority == 3 && calls.pools == ["second", "first"])
    #expect(calls.selection == .leastSkilled && calls.waitingPlaces == 30)
    #expect(calls.overflow == [.init(pool: "help", after: 45)])
    #expect(calls.redials?.share == 0.4 && calls.redials?.after.mean == 300)
    #expect(calls.virtualHold?.above == 90 && calls.virtualHold?.acceptance == 0.6)
    #expect(calls.shortAbandon == 5)
    #expect(calls.repeats?.share == 0.1 && calls.repeats?.after.mean == 172_800)
    #expect(calls.repeats?.byPool == ["help": 0.3])
    #expect(
      calls.allocation == [
        .init(pool: "first", share: 0.25, mostPerDay: nil),
        .init(pool: "second", share: nil, mostPerDay: 90),
      ])
    let cases = scenario.queues[1]
    #expect(cases.routing.order == .oldest && cases.routing.priority == -1)
    #expect(cases.steps[1].wait?.mean == 3600 && cases.steps[1].dropOut == 0.1)
    // Observed values are sorted; their mean is 4 minutes, their variance 9600 s².
    let handleTime = cases.steps[1].handleTime
    #expect(handleTime.values == [120, 240, 360] && handleTime.mean == 240)
    #expect(abs(handleTime.cv - 9_600.0.squareRoot() / 240) < 1e-12)
    let outreach = scenario.queues[2].routing
    #expect(outreach.retryAfter?.mean == 14_400 && outreach.reserveAgents == 2)
    #expect(scenario.pools[0].routing.takes == .oldest)
    #expect(scenario.pools[1].routing.shiftEnd == .setAside)
    #expect(scenario.pools[1].routing.handleTimeFactors == ["calls": 1.2])
  }

  @Test(
    "What cannot be meant is refused at its place",
    arguments: [
      (#"queues.calls.pools=["third"]"#, "$.queues.calls.pools[0]: there is no pool \"third\""),
      (#"queues.cases.pools=["first"]"#, "the pool \"first\" does not work this queue"),
      (#"queues.calls.pools=["help"]"#, "is wanted at once and only after a while"),
      (#"queues.calls.patience=null"#, "$.queues.calls.redials: without patience nobody hangs up"),
      (#"queues.calls.allocation=[{"pool":"first"}]"#, "has either a share or a cap"),
      (
        #"queues.calls.allocation=[{"pool":"first","share":0.7},{"pool":"second","share":0.6}]"#,
        "the shares sum to 1.3"
      ),
      (#"queues.calls.repeats.share=1"#, "$.queues.calls.repeats.share: 1 is out of range"),
      (#"pools.first.shifts=[{"hours":"daily 08:00-16:00","agents":2}]"#, "Keep one of them"),
      (#"queues.cases.order=earliestDeadline"#, "the queue has no deadline to go by"),
      (#"queues.cases.redials={"share":1,"after":"5m"}"#, "\"redials\" does not belong to a case"),
      (#"queues.calls.order=oldest"#, "\"order\" does not belong to a voice queue"),
      (#"queues.cases.steps[0].wait=1h"#, "\"wait\" stands before the first step"),
      (
        #"queues.calls.handleTime={"distribution":"empirical","values":["0s"]}"#,
        "every value is 0"
      ),
      (
        #"pools.first.handleTimeFactors=[{"queue":"call","factor":2}]"#,
        "there is no queue \"call\". The queues are, nearest first: \"calls\""
      ),
    ])
  func refused(set: String, reason: String) {
    let messages = SpecFixture.messages(Self.spec, sets: [set], use: .simulate)
    #expect(messages.contains { $0.contains(reason) }, "\(messages)")
  }

  @Test("Learning, scheduled work and shifts need the days of a calendar")
  func dated() throws {
    let spec = """
      { "calendar": { "start": "2027-03-01", "end": "2027-03-31", "timeZone": "UTC" },
        "queues": { "reports": { "kind": "case", "handleTime": "1h",
          "drivers": [{ "calendar": { "items": 12, "every": "month", "businessDay": 5 } }] } },
        "pools": { "team": { "skills": ["reports"],
          "shifts": [{ "hours": "Mon-Fri 08:00-16:00", "agents": 2, "breaks": ["daily 12:00-12:30"] }],
          "learning": [{ "after": "0d", "factor": 1.5 }, { "after": "14d", "factor": 1 }] } } }
      """
    let scenario = try SpecFixture.outcome(spec, use: .simulate).get().scenario
    guard case .schedule(let schedule) = scenario.queues[0].drivers[0].cause,
      schedule == ScheduleSpec(items: 12, every: .month, businessDay: 5)
    else {
      Issue.record("\(scenario.queues[0].drivers[0].cause)")
      return
    }
    #expect(scenario.pools[0].routing.learning.map(\.factor) == [1.5, 1])
    #expect(scenario.pools[0].routing.shifts[0].breaks.count == 1)
    let plain = SpecFixture.messages(spec, sets: ["calendar=null"], use: .simulate)
    for word in ["shifts", "learning", "calendar"] {
      #expect(plain.contains { $0.contains("\(word)\" has dates") || $0.contains(".\(word): ") })
    }
    let mixed = SpecFixture.messages(
      spec,
      sets: [
        #"queues.reports.drivers=[{"rate":"1/h"},{"calendar":{"items":1,"every":"day"}}]"#
      ], use: .simulate)
    #expect(mixed.contains { $0.contains("Put the two kinds into queues of their own") })
  }

  @Test("A journey has steps, and scheduled work comes by a calendar")
  func journeysAndSchedules() throws {
    func outcome(_ queue: String) -> Result<ResolvedScenario, ScenarioProblems> {
      SpecFixture.outcome(
        """
        { "calendar": { "start": "2027-01-04", "end": "2027-02-28", "timeZone": "America/Chicago" },
          "queues": { "work": \(queue) }, "pools": { "people": { "agents": 3, "skills": ["work"] } } }
        """, use: .simulate)
    }
    let journey = try outcome(
      """
      { "kind": "journey", "drivers": [{ "rate": "4/h" }],
        "steps": [{ "name": "authorization", "handleTime": "10m" },
          { "name": "education", "wait": "2d", "dropOut": 0.1, "handleTime": "20m" }] }
      """
    ).get().scenario.queues[0]
    #expect(journey.kind == .journey && journey.kind.isCase && journey.steps[1].dropOut == 0.1)
    let scheduled = try outcome(
      """
      { "kind": "scheduled", "handleTime": "45m",
        "drivers": [{ "calendar": { "items": 40, "every": "month", "businessDay": 5 } }] }
      """
    ).get().scenario.queues[0]
    #expect(scheduled.kind == .scheduled && scheduled.steps.count == 1)
    for (queue, words) in [
      (
        #"{ "kind": "journey", "drivers": [{ "rate": "4/h" }], "handleTime": "10m" }"#,
        "\"steps\" is missing from a journey"
      ),
      (
        #"{ "kind": "scheduled", "drivers": [{ "rate": "4/h" }], "handleTime": "10m" }"#,
        "scheduled work comes by a calendar"
      ),
    ] {
      #expect(throws: ScenarioProblems.self) { try outcome(queue).get() }
      guard case .failure(let problems) = outcome(queue) else { continue }
      #expect(problems.description.contains(words), "\(problems)")
    }
  }

  @Test("Where people are planned, routing is refused as not built, with what to do")
  func planned() {
    let spec = """
      { "calendar": { "start": "2027-01-04", "end": "2027-01-31", "timeZone": "UTC" },
        "queues": { "calls": { "kind": "voice", "drivers": [{ "rate": "1/m" }], "handleTime": "3m",
          "priority": 1 } },
        "pools": { "team": { "contract": "va", "skills": ["calls"],
          "pricing": { "perPaidHour": 12 } } } }
      """
    #expect(
      SpecFixture.messages(spec, use: .run) == [
        "s.json:3:5 $.queues.calls.priority: \"priority\" is not built yet where people are planned. "
          + "Leave it out: pools work their skills in order, live queues first."
      ])
  }

  @Test("The shipped plain model is accepted for a simulation without a doubt")
  func shipped() throws {
    let resolved = try ScenarioReader.read(
      path: "scenarios/plain-queue.json", data: try SpecFixture.shipped("plain-queue.json"),
      use: .simulate)
    #expect(resolved.warnings.map(\.description) == [])
    #expect(resolved.scenario.queues.map(\.name) == ["calls", "chats", "cases"])
  }
}
