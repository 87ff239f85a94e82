import Foundation
import Testing

@Suite("caseload estimate")
struct EstimateCommandTests {
  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Claims of code 75 and half as many contacts a day later, beside a constant; with a table of members.
  private func prepare(_ scratch: Scratch, grows: Bool = false) throws {
    var claims = "ts,member_id,ndc,status,reject_code\n"
    var contacts = "day,calls\n"
    var members = "month,members\n"
    let lengths = [31, 28, 31, 30, 31, 30, 31]
    var (member, counts) = (0, [Int]())
    for month in lengths.indices {
      members += "2026-\(two(month + 1)),\(month < 3 ? 20_000 : 26_000)\n"
      for day in 1...lengths[month] {
        let place = counts.count
        let count = 10 + (place * 37) % 23
        counts.append(count)
        let date = "2026-\(two(month + 1))-\(two(day))"
        for _ in 0..<count {
          member += 1
          claims += "\(date) 10:00:00,\(member),00002143380,rejected,75\n"
        }
        let before = place > 0 ? counts[place - 1] : count
        contacts += "\(date),\((month < 3 || !grows ? 20 : 26) + before / 2 + place % 2)\n"
      }
    }
    _ = try scratch.file("members.csv", members)
    _ = try scratch.file("claims.csv", claims)
    _ = try scratch.file("contacts.csv", contacts)
    #expect(
      try Command.run("claims", "import", "claims.csv", "--into", "s", in: scratch.url).code == 0)
  }

  @Test("Contacts that follow rejects are found per reject, and the rest is a constant")
  func rejects() throws {
    let scratch = try Scratch()
    try prepare(scratch)
    let run = try Command.run(
      "estimate", "s", "contacts.csv", "--time", "day", "--value", "calls", "--json",
      in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let drivers = try #require(document["drivers"] as? [[String: Any]])
    #expect(drivers.count == 1)
    #expect(drivers[0]["claims"] as? String == "status = 'rejected' AND reject_code = '75'")
    #expect(abs((drivers[0]["perClaim"] as? Double ?? 0) - 0.5) < 0.1)
    #expect(abs((drivers[0]["meanLagDays"] as? Double ?? 0) - 1) < 0.8)
    let text = try Command.run(
      "estimate", "s", "contacts.csv", "--time", "day", "--value", "calls", in: scratch.url)
    #expect(text.output.contains("contacts per claim"))
  }

  @Test("Times that do not overlap, a store that is none, and --into are refused")
  func refused() throws {
    let scratch = try Scratch()
    _ = try scratch.file("claims.csv", "ts,member_id\n2026-01-05,7\n2026-02-05,7\n")
    _ = try scratch.file("contacts.csv", "day,calls\n2024-01-01,3\n2024-01-02,3\n")
    _ = try Command.run("claims", "import", "claims.csv", "--into", "s", in: scratch.url)
    let columns = ["--time", "day", "--value", "calls"]
    let apart = try Command.run(["estimate", "s", "contacts.csv"] + columns, in: scratch.url)
    #expect(apart.code == 1 && apart.errors.contains("do not overlap"))
    let none = try Command.run(["estimate", "none", "contacts.csv"] + columns, in: scratch.url)
    #expect(none.code == 1 && !none.errors.isEmpty)
    let into = try Command.run(
      ["estimate", "s", "contacts.csv", "--into", "x.json"] + columns, in: scratch.url)
    #expect(into.code == 1 && into.errors.contains("x.json"))
    let queue = try Command.run(
      ["estimate", "s", "contacts.csv", "--queue", "voice"] + columns, in: scratch.url)
    #expect(queue.code == 2 && queue.errors.contains("--into SPEC"))
  }

  private let spec = """
    {
      "calendar": { "start": "2026-08-01", "end": "2026-09-30", "interval": "30m", "timeZone": "UTC" },
      "claims": { "store": "s", "members": 26000 },
      "members": { "start": 26000 },
      "queues": {
        "voice": { "kind": "voice", "hours": "Mon-Sun 08:00-20:00", "handleTime": "5m", "drivers": [
          { "claims": { "where": "reject_code = '75'" } },
          { "members": { "tenureCurve": [ { "after": "0d" }, { "after": "60d" } ] } } ] },
        "mail": { "kind": "case", "drivers": [ { "rate": "4/d" } ], "handleTime": "5m" }
      },
      "pools": { "agents": { "contract": "fte", "skills": ["voice", "mail"], "loadedCostPerYear": 60000,
        "shrinkage": 0.3, "attritionPerYear": 0.3 } }
    }
    """

  @Test("--into fills the drivers of a spec that lacks their rates, and the spec is then whole")
  func into() throws {
    let scratch = try Scratch()
    try prepare(scratch, grows: true)
    _ = try scratch.file("spec.json", spec)
    #expect(try Command.run("check", "spec.json", in: scratch.url).code == 1)
    let arguments = ["estimate", "s", "contacts.csv", "--time", "day", "--value", "calls"]
    let without = try Command.run(arguments + ["--into", "spec.json"], in: scratch.url)
    #expect(without.code == 2 && without.errors.contains("--members FILE.csv"))
    let run = try Command.run(
      arguments + ["--into", "spec.json", "--members", "members.csv"], in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.contains("perClaim, lag written"))
    let check = try Command.run("check", "spec.json", in: scratch.url)
    #expect(check.code == 0, "\(check.output) \(check.errors)")
    let text = try String(
      contentsOf: scratch.url.appendingPathComponent("spec.json"), encoding: .utf8)
    let tail = try #require(spec.range(of: "    \"mail\":"))
    #expect(text.hasSuffix(spec[tail.lowerBound...]))
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let queues = try #require(document["queues"] as? [String: [String: Any]])
    let drivers = try #require(queues["voice"]?["drivers"] as? [[String: Any]])
    let claims = try #require(drivers[0]["claims"] as? [String: Any])
    #expect(abs((claims["perClaim"] as? Double ?? 0) - 0.5) < 0.1)
    let members = try #require(drivers[1]["members"] as? [String: Any])
    // One contact a day for each thousand members, new or not.
    #expect(abs((members["perMemberMonth"] as? Double ?? 0) - 0.0304) < 0.004)
  }

  @Test(
    "A spec whose contacts may belong to several queues, or to none, is refused and left as it was")
  func ambiguous() throws {
    let scratch = try Scratch()
    try prepare(scratch)
    let driver = #"{ "drivers": [ { "claims": { "where": "reject_code = '75'" } } ] }"#
    let two = "{ \"queues\": { \"voice\": \(driver), \"mail\": \(driver) } }"
    let arguments = [
      "estimate", "s", "contacts.csv", "--time", "day", "--value", "calls", "--into", "two.json",
    ]
    _ = try scratch.file("two.json", two)
    let several = try Command.run(arguments, in: scratch.url)
    #expect(several.code == 1 && several.errors.contains("--queue voice"))
    let none = try Command.run(arguments + ["--queue", "chat"], in: scratch.url)
    #expect(none.code == 2 && none.errors.contains("voice or mail"))
    #expect(
      try String(contentsOf: scratch.url.appendingPathComponent("two.json"), encoding: .utf8) == two
    )
    let one = try Command.run(arguments + ["--queue", "mail"], in: scratch.url)
    #expect(one.code == 0, "\(one.errors)")
    _ = try scratch.file("two.json", two.replacing("75", with: "99"))
    let few = try Command.run(arguments + ["--queue", "mail"], in: scratch.url)
    #expect(few.code == 1 && few.errors.contains("two.json:1") && few.errors.contains("too few"))
  }
}
