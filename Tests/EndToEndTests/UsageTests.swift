import Foundation
import Testing

@Suite("What the command line refuses")
struct UsageTests {
  @Test("Every problem of a spec is printed at once with its place, and nothing is written")
  func badSpec() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "bad.json",
      """
      {
        "name": "Bad",
        "calendar": { "start": "2027-02-30", "end": "2027-03-31", "timeZone": "America/Chicago" },
        "queues": { "voice": { "kind": "voice", "patience": { "mean": "3" }, "handelTime": "5m" } },
        "pools": {}
      }
      """)
    let run = try Command.run("run", "bad.json", in: scratch.url)
    #expect(run.code == 1)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.count >= 3)
    #expect(lines.contains { $0.hasPrefix("bad.json:3:") && $0.contains("2027-02-30") })
    #expect(lines.contains { $0.contains("\"3\" has no unit") })
    #expect(lines.contains { $0.contains("handleTime") })
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["bad.json"])
  }

  @Test(
    "A wrong option or value exits 2",
    arguments: [
      ["run"], ["run", "a.json", "--bogus"], ["run", "a.json", "--keep-paths", "--plan-from", "x"],
      ["bogus"], ["run", "a.json", "--formats", "doc"],
      ["run", "a.json", "--formats", "xls"], ["run", "a.json", "--threads", "0"],
      ["simulate", "a.json", "--replications", "0"], ["simulate", "a.json", "--customers", "1e30"],
      ["simulate", "a.json", "--customers", "nan"], ["simulate", "a.json", "--half-width", "nan"],
      ["simulate", "a.json", "--threads", "0"], ["simulate", "a.json", "--trace"],
      ["compare", "a.json"], ["sweep", "a.json"], ["new", "plain-rate"],
      ["runs", "list", "--limit", "0"], ["notebook", "run", "a.md", "--threads", "0"],
      ["sweep", "a.json", "--vary", "seed=1,2", "--chart", "c.png"],
      ["claims", "synth", "--profile", "nope", "--rows", "1", "--seed", "1", "--out", "x"],
      ["claims", "synth", "--profile", "pbm", "--rows", "-1", "--seed", "1", "--out", "x"],
    ])
  func wrongUsage(arguments: [String]) throws {
    let run = try Command.run(arguments)
    #expect(run.code == 2)
    #expect(!run.errors.isEmpty)
  }

  @Test("A spec that is not there, or is a folder, exits 1 and says what to do")
  func missingSpec() throws {
    let missing = try Command.run("run", "nowhere.json")
    #expect(missing.code == 1)
    #expect(missing.errors.contains("nowhere.json: there is no such file. Check the name."))
    let folder = try Command.run("check", "scenarios")
    #expect(folder.code == 1)
    #expect(folder.errors.contains("this is a folder"))
  }

  @Test(
    "Help shows an example",
    arguments: [
      ["run"], ["check"], ["simulate"], ["claims", "synth"], ["claims", "import"],
      ["claims", "describe"], ["claims", "verify"], ["claims", "query"], ["staff"], ["calc"],
      ["forecast"], ["backtest"], ["estimate"], ["compare"], ["sweep"], ["new"],
      ["runs", "list"], ["runs", "show"], ["runs", "diff"], ["notebook", "run"],
    ])
  func help(command: [String]) throws {
    let run = try Command.run(command + ["--help"])
    #expect(run.code == 0)
    #expect(run.output.contains("Example:"))
    #expect(run.output.contains("caseload \(command.joined(separator: " "))"))
  }

  @Test("A predicate over a column that claims do not have is refused with its place in the spec")
  func unknownColumn() throws {
    let scratch = try Scratch()
    let shipped = Command.root.appendingPathComponent("scenarios/mail-order-january.json")
    let text = try String(contentsOf: shipped, encoding: .utf8)
      .replacingOccurrences(of: "status = 'rejected' AND", with: "stat = 'rejected' AND")
    _ = try scratch.file("spec.json", text)
    let run = try Command.run("check", "spec.json", in: scratch.url)
    #expect(run.code == 1)
    let line =
      (text.components(separatedBy: "stat = 'rejected'")[0].split(
        separator: "\n", omittingEmptySubsequences: false)).count
    #expect(run.errors.hasPrefix("spec.json:\(line):"))
    #expect(run.errors.contains("There is no column \"stat\". The nearest are state, status"))
  }

  @Test("The schema is printed as it lies beside the scenarios, which check passes over")
  func schema() throws {
    let run = try Command.run(["schema"])
    let file = Command.root.appendingPathComponent("scenarios/scenario.schema.json")
    #expect(run.code == 0)
    #expect(run.output == (try String(contentsOf: file, encoding: .utf8)))
  }

  @Test("Every shipped scenario passes the check")
  func shipped() throws {
    let folder = Command.root.appendingPathComponent("scenarios")
    let specs = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted().map { "scenarios/" + $0 }
    #expect(specs.count >= 3)
    let run = try Command.run(["check"] + specs)
    #expect(run.code == 0, "\(run.errors)")
  }

  @Test("A compressed file of claims that is cut short exits 1 and leaves nothing behind")
  func compressed() throws {
    let scratch = try Scratch()
    try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3]).write(
      to: scratch.url.appendingPathComponent("claims.csv.gz"))
    let run = try Command.run("claims", "import", "claims.csv.gz", "--into", "s", in: scratch.url)
    #expect(run.code == 1, "\(run.errors)")
    #expect(run.errors.contains("It is a gzip file that ends too early"))
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(left == ["claims.csv.gz"])
  }

  @Test("A second file is added to a store, and the same one again is refused with exit code 1")
  func append() throws {
    let scratch = try Scratch()
    _ = try scratch.file("a.csv", "ts,member_id\n2026-01-05,7\n")
    _ = try scratch.file("b.csv", "ts,member_id\n2026-01-06,8\n2026-01-06,9\n")
    #expect(try Command.run("claims", "import", "a.csv", "--into", "s", in: scratch.url).code == 0)
    let added = try Command.run("claims", "import", "b.csv", "--into", "s", in: scratch.url)
    #expect(added.output.contains("2 claims in s, now 3 in all; 0 rejected."))
    let again = try Command.run("claims", "import", "b.csv", "--into", "s", in: scratch.url)
    #expect(again.code == 1)
    #expect(again.errors.contains("b.csv: Its content was imported before, as b.csv with 2 rows."))
  }

  @Test("Claims go in, are described and verified, and a flipped byte is found")
  func claims() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "claims.csv",
      """
      ts,member_id,ndc,status,reject_code
      2026-01-05 10:00:00,7,00002143380,rejected,75
      2026-01-07 11:00:00,7,00002143380,paid,
      """)
    let first = try Command.run("claims", "import", "claims.csv", "--into", "s", in: scratch.url)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.contains("2 claims in s; 0 rejected."))
    let described = try Command.run("claims", "describe", "s", in: scratch.url)
    #expect(described.output.contains("(not shown)"))
    #expect(try Command.run("claims", "verify", "s", in: scratch.url).code == 0)
    let store = scratch.url.appendingPathComponent("s")
    var bytes = try Data(contentsOf: store)
    bytes[bytes.count / 2] ^= 1
    try bytes.write(to: store)
    let damaged = try Command.run("claims", "verify", "s", in: scratch.url)
    #expect(damaged.code == 1)
    #expect(!damaged.errors.isEmpty)
  }
}
