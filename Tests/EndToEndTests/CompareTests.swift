import Foundation
import Testing

@Suite("caseload new, compare, sweep and runs")
struct CompareTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try FileManager.default.copyItem(
      at: Command.root.appendingPathComponent("Tests/EndToEndTests/Fixtures/tiny.json"),
      to: scratch.url.appendingPathComponent("tiny.json"))
    return scratch
  }

  private func document(_ run: Command) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any],
      "\(run.errors)")
  }

  @Test(
    "Every template is a shipped scenario, byte for byte, and passes the check where it is written")
  func templates() throws {
    let help = try Command.run("new", "--help").output
    let scenarios = Command.root.appendingPathComponent("scenarios")
    let specs = try FileManager.default.contentsOfDirectory(atPath: scenarios.path)
      .filter {
        $0.hasSuffix(".json") && !$0.hasSuffix(".schema.json") && $0 != "bank-history.json"
      }
    #expect(specs.count == 9)
    let scratch = try Scratch()
    for spec in specs {
      let name = spec.replacingOccurrences(of: ".json", with: "")
      #expect(help.contains("\(name): "))
      let run = try Command.run("new", name, "my-\(name).json", in: scratch.url)
      #expect(run.code == 0, "\(run.errors)")
      let written = try Data(contentsOf: scratch.url.appendingPathComponent("my-\(name).json"))
      #expect(written == (try Data(contentsOf: scenarios.appendingPathComponent(spec))))
    }
    let schema = try Data(contentsOf: scratch.url.appendingPathComponent("scenario.schema.json"))
    #expect(
      schema == (try Data(contentsOf: scenarios.appendingPathComponent("scenario.schema.json"))))
    let check = try Command.run(
      ["check"] + specs.map { "my-\($0)" }, in: scratch.url)
    #expect(check.code == 0, "\(check.errors)")
  }

  @Test("A template that is not there names the nearest, and no file is replaced")
  func refusedTemplates() throws {
    let scratch = try scratch()
    let wrong = try Command.run("new", "plain-rates", "a.json", in: scratch.url)
    #expect(wrong.code == 1)
    #expect(wrong.errors.contains("nearest first: plain-rate, "))
    let there = try Command.run("new", "plain-rate", "tiny.json", in: scratch.url)
    #expect(there.code == 1)
    #expect(there.errors.contains("tiny.json: a file is there"))
    #expect(try Command.run("new", "plain-rate", "a.txt", in: scratch.url).code == 1)
  }

  @Test("A comparison's causes add up to the cent, from run folders as from specs")
  func compare() throws {
    let scratch = try scratch()
    let sets = ["--set", "queues.help.handleTime.mean=6m"]
    #expect(try Command.run("run", "tiny.json", "--out", "a", in: scratch.url).code == 0)
    #expect(
      try Command.run(["run", "tiny.json", "--out", "b"] + sets, in: scratch.url).code == 0)
    let run = try Command.run("compare", "a", "b", "--json", in: scratch.url)
    let bridges = try #require(try document(run)["bridges"] as? [[String: Any]])
    let bridge = try #require(bridges[0]["bridge"] as? [String: Any])
    let parts = try #require(bridge["parts"] as? [[String: Any]])
    let cents = parts.compactMap { $0["cents"] as? Int }
    let from = try #require(bridge["fromCents"] as? Int)
    let to = try #require(bridge["toCents"] as? Int)
    #expect(cents.count == 6 && cents.reduce(0, +) == to - from && to > from)
    // A fifth more handle time is by far the greatest cause.
    let causes = parts.compactMap { $0["cause"] as? String }
    let greatest = zip(causes, cents).max { abs($0.1) < abs($1.1) }
    #expect(greatest?.0 == "handleTime" || greatest?.0 == "effort")
    let text = try Command.run("compare", "a", "b", "tiny.json", in: scratch.url)
    #expect(text.code == 0, "\(text.errors)")
    #expect(text.output.components(separatedBy: "Why the costs differ:").count == 3)
    // A spec that is run for the comparison is what its run folder says.
    let same = try document(
      try Command.run("compare", "a", "tiny.json", "--json", in: scratch.url))
    let sides = try #require(same["sides"] as? [[String: Any]])
    #expect(sides[0]["specDigest"] as? String == sides[1]["specDigest"] as? String)
    let other = try Command.run("compare", "a", "a#Change nothing", in: scratch.url)
    #expect(other.code == 0 && other.output.contains("a: Change nothing"))
  }

  @Test(
    "A side that is no spec, no run folder or no alternative exits 1 and says what to name",
    arguments: [
      ("nowhere.json", "there is no such file"), ("empty", "this folder is no run folder"),
      ("tiny.json#Best mix", "there is no alternative \"Best mix\""),
    ])
  func wrongSides(side: String, problem: String) throws {
    let scratch = try scratch()
    try FileManager.default.createDirectory(
      at: scratch.url.appendingPathComponent("empty"), withIntermediateDirectories: true)
    let run = try Command.run("compare", side, "tiny.json", in: scratch.url)
    #expect(run.code == 1)
    #expect(run.errors.contains(problem), "\(run.errors)")
  }

  @Test(
    "A sweep gives what single runs give, whatever the threads, and says where the answer flips")
  func sweep() throws {
    let scratch = try scratch()
    let vary = [
      "sweep", "tiny.json", "--vary", "pools.assistants.pricing.perPaidHour=12,16", "--vary",
      "queues.help.handleTime.mean=5m,4m", "--json",
    ]
    let swept = try Command.run(vary + ["--threads", "2"], in: scratch.url)
    #expect(swept.code == 0, "\(swept.errors)")
    #expect(try Command.run(vary + ["--threads", "1"], in: scratch.url).output == swept.output)
    let found = try document(swept)
    let points = try #require(found["points"] as? [[String: Any]])
    #expect(
      points.compactMap { $0["values"] as? [String] } == [
        ["12", "5m"], ["12", "4m"], ["16", "5m"], ["16", "4m"],
      ])
    let single = try document(
      try Command.run(
        "run", "tiny.json", "--out", "x", "--json", "--set",
        "pools.assistants.pricing.perPaidHour=16", "--set", "queues.help.handleTime.mean=4m",
        in: scratch.url))
    let costs = try [single, points[3]].map { run in
      try #require(run["alternatives"] as? [[String: Any]]).compactMap { $0["costCents"] as? Int }
    }
    #expect(costs[0] == costs[1])
    #expect((found["stagesReused"] as? Int ?? 0) >= 2)
    let chart = try Command.run(
      "sweep", "tiny.json", "--vary", "seed=3,4", "--chart", "c.svg", in: scratch.url)
    #expect(chart.code == 0 && chart.output.contains("Chart: c.svg"))
    let svg = try String(
      contentsOf: scratch.url.appendingPathComponent("c.svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg xmlns=") && svg.contains("With assistants"))
  }

  @Test("A value of a sweep that the spec does not take is told before anything runs")
  func wrongSweep() throws {
    let scratch = try scratch()
    let run = try Command.run(
      "sweep", "tiny.json", "--vary", "queues.help.handleTime.mean=5m,6", in: scratch.url)
    #expect(run.code == 1)
    #expect(run.errors.contains("has no unit"), "\(run.errors)")
    let twice = try Command.run("sweep", "tiny.json", "--vary", "seed=1,1", in: scratch.url)
    #expect(twice.code == 1 && twice.errors.contains("Write each value once"))
  }

  @Test("Two processes that run at once are both listed, shown with their spec, and compared")
  func runs() async throws {
    let scratch = try scratch()
    let none = try Command.run("runs", "list", in: scratch.url)
    #expect(none.code == 1 && none.errors.contains("there is no catalogue yet"))
    let folder = scratch.url
    async let one = Command.run("run", "tiny.json", in: folder)
    async let two = Command.run(
      "run", "tiny.json", "--set", "queues.help.patience.mean=2m", in: folder)
    for run in try await [one, two] { #expect(run.code == 0 && !run.errors.contains("Note:")) }
    let list = try Command.run("runs", "list", in: scratch.url)
    #expect(list.code == 0 && list.output.split(separator: "Tiny help desk").count == 3)
    let spec = try Command.run("runs", "show", "2", "--spec", in: scratch.url)
    _ = try scratch.file("again.json", spec.output)
    let again = try Command.run("check", "again.json", in: scratch.url)
    #expect(again.code == 0, "\(again.errors)")
    let diff = try Command.run("runs", "diff", "1", "2", in: scratch.url)
    let changes = ["\"3m\" → \"2m\"", "\"2m\" → \"3m\""].map {
      "$.queues.help.patience.mean: " + $0
    }
    #expect(changes.contains(where: diff.output.contains), "\(diff.output)")
    #expect(diff.output.contains("Why the costs differ:"))
    let missing = try Command.run("runs", "show", "9", in: scratch.url)
    #expect(missing.code == 1 && missing.errors.contains("The newest are 2, 1"))
  }

  @Test("A damaged catalogue is told and kept, and does not fail the run")
  func damaged() throws {
    let scratch = try scratch()
    try FileManager.default.createDirectory(
      at: scratch.url.appendingPathComponent("runs"), withIntermediateDirectories: true)
    let text = String(repeating: "this is no database ", count: 100)
    let file = try scratch.file("runs/catalog.sqlite", text)
    let run = try Command.run("run", "tiny.json", "--out", "a", in: scratch.url)
    #expect(run.code == 0)
    #expect(run.errors.contains("runs/catalog.sqlite: the catalogue is damaged"), "\(run.errors)")
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    #expect(try Command.run("runs", "list", in: scratch.url).code == 1)
  }
}
