import Foundation
import Testing

@Suite("caseload estimate")
struct EstimateCommandTests {
  private func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }

  @Test("Contacts that follow rejects are found per reject, and the rest is a constant")
  func rejects() throws {
    let scratch = try Scratch()
    var claims = "ts,member_id,ndc,status,reject_code\n"
    var contacts = "day,calls\n"
    let lengths = [31, 28, 31, 30, 31, 30, 31]
    var (member, counts) = (0, [Int]())
    for month in lengths.indices {
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
        contacts += "\(date),\(20 + before / 2 + place % 2)\n"
      }
    }
    _ = try scratch.file("claims.csv", claims)
    _ = try scratch.file("contacts.csv", contacts)
    #expect(
      try Command.run("claims", "import", "claims.csv", "--into", "s", in: scratch.url).code == 0)
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
    #expect(into.code == 2 && into.errors.contains("--into is not built yet"))
  }
}
