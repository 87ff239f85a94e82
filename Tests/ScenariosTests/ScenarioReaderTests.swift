import LocatedJSON
import Quantities
import Scenarios
import Testing

@Suite("Scenario reader")
struct ScenarioReaderTests {
  private func good(sets: [String] = []) throws -> Scenario {
    try SpecFixture.outcome(BadSpec.good, sets: sets).get().scenario
  }

  @Test("Units become seconds, days, shares and dollars")
  func units() throws {
    let scenario = try good()
    #expect(scenario.queues.map(\.name) == ["voice", "chat", "cases"])
    let voice = scenario.queues[0]
    #expect(voice.steps[0].handleTime.mean == 360 && voice.steps[0].handleTime.shape == .lognormal)
    #expect(voice.patience?.mean == 180 && voice.patience?.shape == .exponential)
    guard case .members(_, let curve) = voice.drivers[0].cause else {
      Issue.record("no members driver")
      return
    }
    #expect(curve.map(\.days) == [-30, 60])
    guard case .rate(let perSecond) = scenario.queues[1].drivers[0].cause else {
      Issue.record("no rate")
      return
    }
    #expect(abs(perSecond - 20.0 / 3600) < 1e-15)
    #expect(scenario.queues[1].drivers[0].profile?.hours.firstIndex(of: 1) == 10)
    let hiring = try #require(scenario.pools[0].hiring)
    #expect(hiring.leadDays == 45 && hiring.trainingDays == 30)
    #expect(scenario.uncertainty.planFor == 0.8)
  }

  @Test("A wage becomes a year of 52 paid weeks")
  func wage() throws {
    let text = BadSpec.good
      .replacing(#""salaryPerYear": 46000"#, with: #""wagePerHour": 20, "hoursPerWeek": 30"#)
      .replacing("shareOfSalary", with: "shareOfWages")
    let scenario = try SpecFixture.outcome(text).get().scenario
    guard case .salary(let yearly, let load)? = scenario.pools[0].pay else {
      Issue.record("no salary")
      return
    }
    #expect(yearly.steps.map(\.value) == [20 * 30 * 52])
    #expect(load == 0.235)
  }

  @Test("A value by date holds from its date on")
  func dated() throws {
    let list = #"[{"from": "2026-01-01", "value": 40000}, {"from": "2027-01-01", "value": 42000}]"#
    let text = BadSpec.good.replacing(
      #""salaryPerYear": 46000"#, with: #""salaryPerYear": "# + list)
    let scenario = try SpecFixture.outcome(text).get().scenario
    guard case .salary(let yearly, _)? = scenario.pools[0].pay,
      let eve = LocalDate("2026-12-31"), let day = LocalDate("2027-01-01")
    else {
      Issue.record("no salary")
      return
    }
    #expect(yearly.value(on: eve) == 40000 && yearly.value(on: day) == 42000)
  }

  @Test("An alternative is the spec with its merge patch (RFC 7396)")
  func alternatives() throws {
    let scenario = try good()
    #expect(scenario.alternatives.map(\.name) == ["Now", "Plan"])
    #expect(scenario.alternatives.map(\.plan) == [.none, .cheapest])
    #expect(scenario.alternatives[0].pools.map(\.name) == ["staff", "helpers"])
    #expect(scenario.alternatives[1].pools.map(\.name) == ["staff"])
    #expect(scenario.alternatives[0].workDigest == scenario.alternatives[1].workDigest)
  }

  @Test("A patch of the work changes its digest")
  func workDigest() throws {
    let text = BadSpec.good.replacing(
      #"{ "pools": { "helpers": null } }"#,
      with: #"{ "queues": { "voice": { "handleTime": { "mean": "5m" } } } }"#)
    let scenario = try SpecFixture.outcome(text).get().scenario
    #expect(scenario.alternatives[1].queues[0].steps[0].handleTime.mean == 300)
    #expect(scenario.alternatives[0].workDigest != scenario.alternatives[1].workDigest)
  }

  @Test("A problem that a patch causes elsewhere names the alternative")
  func patchBreaksSpec() {
    let text = BadSpec.good.replacing(#""helpers": null"#, with: #""staff": null"#)
    let messages = SpecFixture.messages(text)
    #expect(messages.count == 2)
    #expect(
      messages.allSatisfy { $0.contains(#"in alternative "Plan", no pool works this queue"#) })
  }

  @Test("Without alternatives, pools that can grow get a cheapest plan")
  func usualAlternatives() throws {
    let start = try #require(BadSpec.good.range(of: "\"alternatives\""))
    let end = try #require(BadSpec.good.range(of: "\"uncertainty\""))
    let text = BadSpec.good[..<start.lowerBound] + BadSpec.good[end.lowerBound...]
    let scenario = try SpecFixture.outcome(String(text)).get().scenario
    #expect(scenario.alternatives.map(\.name) == ["Change nothing", "Cheapest plan"])
    #expect(scenario.defaults.contains { $0.path == "$.alternatives" })
  }

  @Test("--set replaces a value before the spec is read")
  func sets() throws {
    let scenario = try good(sets: ["queues.voice.handleTime.mean=5m", "seed=9"])
    #expect(scenario.queues[0].steps[0].handleTime.mean == 300)
    #expect(scenario.alternatives[1].queues[0].steps[0].handleTime.mean == 300)
    #expect(scenario.seed == 9)
  }

  @Test("A bad --set is told at its place in the argument")
  func badSets() {
    #expect(
      SpecFixture.messages(BadSpec.good, sets: ["seed=1", "queues.voice.patience=3"]) == [
        "--set #2:1:23 $.queues.voice.patience: 3 has no unit. Write a number with a unit (s, m or "
          + "min, h, d, week, mo), such as \"6m30s\"."
      ])
  }

  @Test("A given seed replaces the spec's, also in the resolved text")
  func seed() throws {
    let resolved = try ScenarioReader.read(path: "s.json", data: BadSpec.good.utf8, seed: 42)
    #expect(resolved.scenario.seed == 42)
    let again = try ScenarioReader.read(path: "spec.json", data: resolved.resolvedText.utf8)
    #expect(again.scenario.seed == 42)
    #expect(again.canonicalText == resolved.canonicalText)
    #expect(again.resolvedText == resolved.resolvedText)
  }

  @Test("extends merges the spec over its base, and both keep their places")
  func extends() throws {
    let files = ["base.json": BadSpec.good]
    let child =
      #"{ "extends": "base.json", "seed": 8, "pools": { "staff": { "shrinkage": 0.2 } } }"#
    let resolved = try SpecFixture.outcome(child, files: files).get()
    #expect(resolved.scenario.seed == 8)
    #expect(resolved.scenario.pools[0].shrinkage == 0.2)
    #expect(!resolved.resolvedText.contains("extends"))
    let bad = child.replacing("0.2", with: "2")
    guard case .failure(let problems) = SpecFixture.outcome(bad, files: files) else {
      Issue.record("accepted")
      return
    }
    #expect(problems.problems[0].file == "s.json")
    #expect(problems.problems[0].path == "$.pools.staff.shrinkage")
  }

  @Test("Specs that extend each other in a circle are refused")
  func extendsCycle() {
    let files = [
      "b.json": #"{ "extends": "./x/../s.json" }"#, "s.json": #"{ "extends": "b.json" }"#,
    ]
    guard case .failure(let problems) = SpecFixture.outcome(files["s.json"] ?? "", files: files)
    else {
      Issue.record("accepted")
      return
    }
    #expect(
      problems.description
        == "b.json:1:14 $.extends: the specs extend each other in a circle: s.json → b.json → "
        + "s.json. Remove one \"extends\".")
  }

  @Test("A base that cannot be read is told at its name")
  func extendsAbsent() {
    #expect(
      SpecFixture.messages(#"{ "extends": "sub/base.json" }"#) == [
        "s.json:1:14 $.extends: \"sub/base.json\" cannot be read: there is no such file. Write the "
          + "path of a spec, relative to this one."
      ])
  }

  @Test("A plain model needs only queues and pools with agents")
  func plainModel() throws {
    let text = """
      { "queues": { "line": { "kind": "voice", "handleTime": "5m", "patience": "3m",
          "drivers": [ { "rate": "120/h" } ] } },
        "pools": { "people": { "skills": ["line"], "agents": 10 } } }
      """
    let scenario = try SpecFixture.outcome(text, use: .simulate).get().scenario
    #expect(scenario.calendar == nil)
    #expect(scenario.pools[0].agents == 10)
    #expect(scenario.name == "s")
    #expect(scenario.alternatives.map(\.name) == ["As planned"])
    let refused = SpecFixture.messages(text, use: .run)
    #expect(refused.count == 2)
    #expect(refused[0].contains("\"calendar\" is missing, and a run needs a horizon"))
  }

  @Test("Every default is listed with its source")
  func defaults() throws {
    let scenario = try good()
    let interval = scenario.defaults.first { $0.path == "$.calendar.interval" }
    #expect(interval?.value == "30m")
    let clock = scenario.defaults.first { $0.path == "$.queues.cases.goals[0].clock" }
    #expect(clock?.value == "calendar")
    #expect(scenario.defaults.allSatisfy { !$0.source.isEmpty })
    #expect(Set(scenario.defaults).count == scenario.defaults.count)
  }

  @Test("A predicate is passed on with its place")
  func predicate() throws {
    guard case .claims(let text, let location, _) = try good().queues[2].drivers[0].cause else {
      Issue.record("no claims driver")
      return
    }
    #expect(text == "status = 'rejected'")
    #expect(location == "s.json:16:43 $.queues.cases.drivers[0].claims.where")
  }
}
