import LocatedJSON
import Scenarios
import Testing

@Suite("Drivers filled from data")
struct SpecDriversTests {
  /// A spec whose rates are not known yet.
  private let text = """
    {
      "calendar": { "start": "2027-01-01", "end": "2027-03-31", "interval": "30m", "timeZone": "UTC" },
      "claims": { "store": "fills", "members": 4000 },
      "members": { "start": 4000 },
      "queues": {
        "voice": { "kind": "voice", "hours": "Mon-Fri 08:00-20:00",
          "drivers": [
            { "claims": { "where": "reject_code = '75'" } },
            { "members": { "perMemberMonth": null, "tenureCurve": [ { "after": "0d" }, { "after": "30d" } ] } }
          ],
          "handleTime": "5m" } },
      "pools": { "agents": { "contract": "fte", "skills": ["voice"], "loadedCostPerYear": 60000,
        "shrinkage": 0.3, "attritionPerYear": 0.3 } }
    }
    """

  private func filled(_ text: String) throws -> String {
    var spec = try SpecDrivers(path: "s.json", data: Array(text.utf8))
    let drivers = spec.drivers
    #expect(drivers.map(\.queue) == ["voice", "voice"])
    spec.fill(
      drivers[0],
      SpecDrivers.Filling(
        rate: 0.123456, lag: [(43_200, 0.4), (129_600, 1)], curve: [],
        values: [.init(of: "perClaim", value: 0.123456, lower95: 0.1, upper95: 0.15)],
        from: "contacts.csv; 90 days"))
    spec.fill(
      drivers[1],
      SpecDrivers.Filling(
        rate: 0.05, lag: [], curve: [(0, 3), (30, 1)],
        values: [
          .init(of: "perMemberMonth", value: 0.05, lower95: 0.04, upper95: 0.06),
          .init(of: "tenureCurve at 0d", value: 3, lower95: 2, upper95: 4),
        ], from: "contacts.csv; 90 days"))
    return String(decoding: spec.result, as: UTF8.self)
  }

  @Test("Rates, lag and curve are filled in, the spec is then whole, and its report names the data")
  func fill() throws {
    #expect(!SpecFixture.messages(text, use: .run).isEmpty)
    let result = try filled(text)
    let resolved = try SpecFixture.outcome(result, use: .run).get()
    let drivers = resolved.scenario.queues[0].drivers
    guard case .claims(_, _, let rate) = drivers[0].cause,
      case .members(let month, let curve) = drivers[1].cause
    else {
      Issue.record("other causes")
      return
    }
    #expect(rate == 0.1235 && month == 0.05)
    #expect(drivers[0].lag.map(\.after) == [43_200, 129_600])
    #expect(curve.map(\.days) == [0, 30] && curve.map(\.multiple) == [3, 1])
    #expect(
      resolved.scenario.estimates == [
        EstimatedValue(
          path: "$.queues.voice.drivers[0].claims.perClaim", value: "0.1235",
          source: "estimated from contacts.csv; 90 days; 95 %: 0.1 to 0.15"),
        EstimatedValue(
          path: "$.queues.voice.drivers[1].members.perMemberMonth", value: "0.05",
          source: "estimated from contacts.csv; 90 days; 95 %: 0.04 to 0.06"),
        EstimatedValue(
          path: "$.queues.voice.drivers[1], tenureCurve at 0d", value: "3",
          source: "estimated from contacts.csv; 90 days; 95 %: 2 to 4"),
      ])
  }

  @Test("Filling again replaces what was filled, and nothing else changes")
  func again() throws {
    let once = try filled(text)
    #expect(try filled(once) == once)
    let tail = try #require(text.range(of: "\"handleTime\""))
    #expect(once.hasSuffix(text[tail.lowerBound...]))
  }

  @Test("A value that was changed by hand is no longer called estimated")
  func changed() throws {
    let other = try filled(text).replacing("\"perClaim\": 0.1235", with: "\"perClaim\": 0.2")
    let estimates = try SpecFixture.outcome(other, use: .run).get().scenario.estimates
    #expect(estimates[0].value == "0.2")
    #expect(
      estimates[0].source
        == "given; the estimate from contacts.csv; 90 days was 0.1235, 95 %: 0.1 to 0.15")
  }

  @Test(
    "A driver without a condition, and an interval that does not hold its estimate, are refused")
  func refused() throws {
    do {
      _ = try SpecDrivers(
        path: "s.json", data: Array(#"{"queues": {"q": {"drivers": [{"claims": {}}]}}}"#.utf8))
      Issue.record("read")
    } catch {
      #expect("\(error)".contains("\"where\" is missing"))
    }
    let wrong = try filled(text).replacing("\"lower95\": 0.1,", with: "\"lower95\": 0.14,")
    #expect(SpecFixture.messages(wrong, use: .run).count == 1)
  }
}
