import Scenarios
import Testing

@Suite("Bad specs")
struct BadSpecTests {
  @Test("The spec that the bad ones are made of is good")
  func goodSpec() {
    #expect(SpecFixture.messages(BadSpec.good) == [])
  }

  @Test("Each bad spec is refused with its message at its place", arguments: badSpecs)
  func refused(spec: BadSpec) throws {
    let (text, expected) = try spec.outcome()
    #expect(SpecFixture.messages(text) == expected)
  }

  @Test("All problems come at once, ordered by place")
  func allAtOnce() {
    let text = """
      { "seed": -1,
        "queues": { "a": { "kind": "voice", "handleTime": 3, "drivers": [ { "rate": "9" } ] } },
        "pools": { "p": { "agents": 2.5, "skills": ["b"] } } }
      """
    let places = SpecFixture.messages(text).map { $0.prefix { $0 != " " } }
    #expect(places == ["s.json:1:11", "s.json:2:53", "s.json:2:79", "s.json:3:31", "s.json:3:47"])
  }

  @Test("A spec that only asks for what is not built says so")
  func notBuilt() throws {
    let only = BadSpec.good.replacing(
      #""salaryPerYear": 46000"#, with: #""salaryPerYear": 46000, "nightPremium": 0.1"#)
    guard case .failure(let problems) = SpecFixture.outcome(only) else {
      Issue.record("accepted")
      return
    }
    #expect(problems.isOnlyNotBuilt)
    guard case .failure(let mixed) = SpecFixture.outcome(only.replacing("P80", with: "P0")) else {
      Issue.record("accepted")
      return
    }
    #expect(!mixed.isOnlyNotBuilt)
  }
}
