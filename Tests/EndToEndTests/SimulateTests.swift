import Foundation
import Testing

@Suite("caseload simulate")
struct SimulateTests {
  /// λ = 10, μ = 1, θ = 0.5 on ten agents.
  static let calls = """
    { "queues": { "calls": { "kind": "voice", "drivers": [{ "rate": "10/s" }],
        "handleTime": { "mean": "1s" }, "patience": { "mean": "2s" } } },
      "pools": { "agents": { "skills": ["calls"], "agents": 10 } } }
    """

  /// The document that the command prints.
  struct Document: Decodable {
    struct Measure: Decodable, Equatable {
      var mean: Double?
      var halfWidth: Double?
      var byClass: [String: Measure]?
    }
    var queues: [String: [String: Measure]]
    var pools: [String: [String: Measure]]
    var customersPerSecond: Double
    var eventsPerSecond: Double
    var cpuSeconds: Double

    /// Everything but the timings.
    var numbers: [[String: [String: Measure]]] { [queues, pools] }
  }

  private func document(_ run: Command) throws -> Document {
    try JSONDecoder().decode(Document.self, from: Data(run.output.utf8))
  }

  private func simulate(_ spec: String, _ arguments: String...) throws -> Command {
    let scratch = try Scratch()
    _ = try scratch.file("spec.json", spec)
    return try Command.run(["simulate", "spec.json"] + arguments, in: scratch.url)
  }

  @Test("The document has the measures of the contract and agrees with Erlang A")
  func contract() throws {
    let run = try simulate(Self.calls, "--customers", "60000", "--json")
    #expect(run.code == 0, "\(run.errors)")
    let keys = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    ).keys.sorted()
    #expect(keys == ["cpuSeconds", "customersPerSecond", "eventsPerSecond", "pools", "queues"])
    let found = try document(run)
    let calls = try #require(found.queues["calls"])
    #expect(
      Set(calls.keys) == [
        "offered", "served", "abandoned", "blocked", "abandonment", "serviceLevelOffered",
        "serviceLevelAnswered", "serviceLevelVirtual", "serviceLevelExcludingShortAbandons",
        "serviceLevelWithinThreshold", "waitMean", "waitP50", "waitP90", "waitP95", "waitP99",
        "waitingAtEnd", "inServiceAtEnd",
      ])
    // Exact abandonment 0.103913; three half-widths are six standard errors.
    let share = try #require(calls["abandonment"]?.mean)
    let width = try #require(calls["abandonment"]?.halfWidth)
    #expect(abs(share - 0.103_913) < 3 * width)
    #expect(found.pools["agents"]?["occupancy"]?.mean != nil)
    // 60,000 counted contacts in 20 replications.
    let offered = try #require(calls["offered"]?.mean)
    #expect(abs(offered - 3_000) < 60)
    #expect(found.cpuSeconds > 0 && found.customersPerSecond > 0 && found.eventsPerSecond > 0)
  }

  @Test("Only the timings differ between reruns and numbers of threads")
  func threads() throws {
    var seen: [Document] = []
    for threads in ["1", "2", "7", "1"] {
      let run = try Command.run(
        "simulate", "scenarios/plain-queue.json", "--customers", "8000", "--threads", threads,
        "--json")
      #expect(run.code == 0, "\(run.errors)")
      seen.append(try document(run))
    }
    for other in seen.dropFirst() { #expect(other.numbers == seen[0].numbers) }
    #expect(seen[0].queues["cases"]?["deadlinesMet"]?.byClass?["24h"]?.mean != nil)
  }

  @Test("A replication that is too short to forget its empty start says so")
  func shortWarmUp() throws {
    let run = try simulate(Self.calls, "--customers", "2000")
    #expect(run.code == 0)
    #expect(run.errors.contains("the empty start may show"))
    #expect(try simulate(Self.calls, "--customers", "40000").errors.isEmpty)
  }

  @Test("Another seed gives other numbers")
  func seeds() throws {
    let first = try simulate(Self.calls, "--customers", "2000", "--seed", "1", "--json")
    let second = try simulate(Self.calls, "--customers", "2000", "--seed", "2", "--json")
    #expect(try document(first).numbers != document(second).numbers)
  }

  @Test("A spec with a calendar and fixed people runs over its days")
  func calendar() throws {
    let run = try Command.run(
      "simulate", "scenarios/plain-rate.json", "--set", "pools.agents.agents=12", "--set",
      "pools.assistants.agents=3", "--set", "calendar.end=2027-01-17", "--replications", "3",
      "--json")
    #expect(run.code == 0, "\(run.errors)")
    let offered = try #require(try document(run).queues["help-desk"]?["offered"]?.mean)
    // Ten days of about 900 calls.
    #expect(offered > 7_500 && offered < 10_500)
  }

  @Test("Real contacts are replayed at their own times, and what they cause follows")
  func replay() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "calls.csv", "came\n2027-03-01 09:00:00\n2027-03-01 09:00:30\n2027-03-01 09:01:00\n")
    _ = try scratch.file(
      "spec.json",
      """
      { "calendar": { "start": "2027-03-01", "end": "2027-03-01", "timeZone": "America/New_York" },
        "queues": {
          "calls": { "kind": "voice", "hours": "Mon-Fri 08:00-18:00",
            "drivers": [{ "contacts": { "file": "calls.csv", "time": "came" } }],
            "handleTime": { "mean": "5m", "distribution": "deterministic" } },
          "cases": { "kind": "case", "drivers": [{ "queue": { "name": "calls", "share": 1 } }],
            "handleTime": "2m" } },
        "pools": { "own": { "skills": ["calls", "cases"],
          "shifts": [{ "hours": "daily 07:00-18:00", "agents": 1, "breaks": ["daily 12:00-13:00"] }]
        } } }
      """)
    #expect(try Command.run("check", "spec.json", in: scratch.url).code == 0)
    let run = try Command.run(
      "simulate", "spec.json", "--replications", "2", "--json", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let found = try document(run)
    #expect(found.queues["calls"]?["offered"]?.mean == 3)
    // Waits of 0, 4:30 and 9 minutes.
    #expect(found.queues["calls"]?["waitMean"]?.mean == 270)
    #expect(found.queues["cases"]?["served"]?.mean == 3)
  }

  @Test("An outsourcer gets its fixed share and another no more than its daily most")
  func allocation() throws {
    let run = try simulate(
      """
      { "calendar": { "start": "2027-03-01", "end": "2027-03-05", "timeZone": "America/New_York" },
        "queues": { "calls": { "kind": "voice", "hours": "Mon-Fri 08:00-18:00",
          "drivers": [{ "rate": "100/h" }], "handleTime": "1m", "patience": "3m",
          "allocation": [{ "pool": "out", "share": 0.3 }, { "pool": "third", "mostPerDay": 50 }] } },
        "pools": { "third": { "skills": ["calls"], "agents": 9 },
          "own": { "skills": ["calls"], "agents": 9 }, "out": { "skills": ["calls"], "agents": 9 } } }
      """, "--replications", "4")
    #expect(run.code == 0, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map { $0.split(separator: " ") }
    let done = lines.filter { $0.starts(with: ["steps", "done"]) }.map { String($0[2]) }
    #expect(done.count == 3)
    #expect(done.first == "250.0")
  }

  @Test("Results by day add up to the whole, and rows in which nothing happens are left out")
  func byDay() throws {
    let run = try Command.run(
      "simulate", "scenarios/plain-rate.json", "--set", "pools.agents.agents=12", "--set",
      "pools.assistants.agents=3", "--set", "calendar.end=2027-01-17", "--replications", "3",
      "--by", "day", "--json")
    #expect(run.code == 0, "\(run.errors)")
    struct Periods: Decodable {
      struct Row: Decodable {
        var start: String
        var queues: [String: [String: Document.Measure]]
        var pools: [String: [String: Document.Measure]]
      }
      struct Rows: Decodable {
        var by: String
        var rows: [Row]
      }
      var periods: Rows
    }
    let rows = try JSONDecoder().decode(Periods.self, from: Data(run.output.utf8)).periods
    #expect(rows.by == "day")
    let whole = try document(run)
    for (name, measure) in [("help-desk", "offered"), ("help-desk", "served")] {
      let total = rows.rows.reduce(0) { $0 + ($1.queues[name]?[measure]?.mean ?? 0) }
      let expected = try #require(whole.queues[name]?[measure]?.mean)
      #expect(abs(total - expected) < 1e-6 * expected)
    }
    let hours = rows.rows.reduce(0) { $0 + ($1.pools["agents"]?["staffedHours"]?.mean ?? 0) }
    let staffed = try #require(whole.pools["agents"]?["staffedHours"]?.mean)
    #expect(abs(hours - staffed) < 1e-6 * staffed)
    #expect(rows.rows.allSatisfy { ($0.queues["help-desk"]?["offered"]?.mean ?? 0) > 0 })
    let plain = try simulate(Self.calls, "--customers", "2000", "--by", "day")
    #expect(plain.code == 1 && plain.errors.contains("without a \"calendar\""))
  }

  @Test(
    "One person more under the same luck: the exact change of Erlang A lies in a narrow interval")
  func against() throws {
    let run = try simulate(
      Self.calls, "--customers", "400000", "--against-set", "pools.agents.agents=11", "--json")
    #expect(run.code == 0, "\(run.errors)")
    struct Differences: Decodable { var differences: [String: [String: Document.Measure]] }
    let found = try JSONDecoder().decode(Differences.self, from: Data(run.output.utf8))
    let change = try #require(found.differences["calls"]?["abandonment"])
    // Erlang A with n = 10 and 11, λ = 10, μ = 1, θ = 0.5, by the steady state of its chain.
    func abandonment(_ agents: Int) -> Double {
      var weight = 1.0
      var (total, waiting) = (1.0, 0.0)
      for present in 1...400 {
        let leaving = Double(min(present, agents)) + 0.5 * Double(max(present - agents, 0))
        weight *= 10 / leaving
        total += weight
        waiting += weight * Double(max(present - agents, 0))
      }
      return 0.5 * waiting / total / 10
    }
    let exact = abandonment(11) - abandonment(10)
    let (mean, width) = (try #require(change.mean), try #require(change.halfWidth))
    #expect(abs(mean - exact) < 2 * width)
    let alone = try #require(try document(run).queues["calls"]?["abandonment"]?.halfWidth)
    #expect(width < alone)
  }

  @Test("Problems of a queue or pool are told with their place in the spec")
  func places() throws {
    let spec = Self.calls.replacingOccurrences(of: "\"agents\": 10 }", with: "\"agents\": 8 }")
      .replacingOccurrences(of: ", \"patience\": { \"mean\": \"2s\" }", with: "")
    let run = try simulate(spec)
    #expect(run.code == 1)
    #expect(run.errors.hasPrefix("spec.json:1:24 $.queues.calls: "), "\(run.errors)")
  }

  @Test("The trace follows contacts by their id and replaces the file as a whole")
  func trace() throws {
    let scratch = try Scratch()
    _ = try scratch.file("spec.json", Self.calls)
    _ = try scratch.file("events.tsv", "seconds\tevent\told")
    let run = try Command.run(
      "simulate", "spec.json", "--customers", "400", "--trace", "events.tsv", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let text = try String(
      contentsOf: scratch.url.appendingPathComponent("events.tsv"), encoding: .utf8)
    let lines = text.split(separator: "\n")
    #expect(lines[0] == "seconds\tevent\tcontact\tstep\tpool\tagents\ttime")
    let one = lines.filter { $0.contains("\tcalls/0.0\t") }.map { $0.split(separator: "\t")[1] }
    #expect(one == ["arrived", "started", "completed"])
    let left = try FileManager.default.contentsOfDirectory(atPath: scratch.url.path)
    #expect(left.sorted() == ["events.tsv", "spec.json"])
  }

  @Test("A trace never takes the place of a folder, a link or a device", arguments: ["d", "l"])
  func traceTarget(name: String) throws {
    let scratch = try Scratch()
    _ = try scratch.file("spec.json", Self.calls)
    let manager = FileManager.default
    try manager.createDirectory(
      at: scratch.url.appendingPathComponent("d"), withIntermediateDirectories: true)
    try manager.createSymbolicLink(
      atPath: scratch.url.appendingPathComponent("l").path, withDestinationPath: "/dev/null")
    let run = try Command.run(
      "simulate", "spec.json", "--customers", "400", "--trace", name, in: scratch.url)
    #expect(run.code == 1)
    #expect(run.errors.contains("Name a file."))
    #expect(
      try manager.contentsOfDirectory(atPath: scratch.url.path).sorted() == ["d", "l", "spec.json"])
  }

  @Test("Ctrl-C ends with a code other than 0 and leaves no file behind")
  func interrupted() throws {
    let scratch = try Scratch()
    _ = try scratch.file("spec.json", Self.calls)
    let process = Process()
    process.executableURL = Command.program
    process.arguments = [
      "simulate", "spec.json", "--customers", "4000000000", "--trace", "events.tsv",
    ]
    process.currentDirectoryURL = scratch.url
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    // The draft shows that it is under way.
    var tries = 0
    while try FileManager.default.contentsOfDirectory(atPath: scratch.url.path).count < 2,
      tries < 600
    {
      Thread.sleep(forTimeInterval: 0.05)
      tries += 1
    }
    Thread.sleep(forTimeInterval: 0.3)
    process.interrupt()
    process.waitUntilExit()
    #expect(process.terminationStatus != 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.url.path) == ["spec.json"])
  }

  @Test(
    "A model that cannot work is refused with the reason and what to write",
    arguments: [
      (#"queues.calls.patience=null"#, "so the queue only grows"),
      (#"queues.calls.requires=["pharmacist"]"#, #"no pool with the skill "calls" has"#),
      (#"queues.calls.handleTime.mean=0s"#, "is out of range"),
      (#"queues.calls.drivers=[{"rate":"0/s"}]"#, "nothing arrives"),
      (#"pools.agents.agents=null"#, "or use caseload run, which plans them"),
      (#"queues.calls.pools=["agnts"]"#, #"there is no pool "agnts""#),
    ])
  func badModels(set: String, reason: String) throws {
    let run = try simulate(Self.calls, "--customers", "1000", "--set", set)
    #expect(run.code == 1)
    #expect(run.errors.contains(reason), "\(run.errors)")
    #expect(run.output.isEmpty)
  }

  @Test("Nobody at work is flagged, and the run ends")
  func nobody() throws {
    let run = try simulate(Self.calls, "--customers", "1000", "--set", "pools.agents.agents=0")
    #expect(run.code == 0)
    #expect(run.errors.contains("nobody who may do step \"calls\" is ever there"))
    #expect(run.output.contains("100.000 %"))
  }

  @Test("Contacts that come again many times leave in the end")
  func manyRepeats() throws {
    // λ/(1 − p) = 20 contacts a second on 60 agents with a second each: one third, by flow balance.
    let scratch = try Scratch()
    _ = try scratch.file(
      "r.json",
      """
      {"queues": {"calls": {"kind": "voice", "drivers": [{"rate": "1/s"}], "handleTime": "1s",
        "repeats": {"share": 0.95, "after": "1s"}}}, "pools": {"p": {"skills": ["calls"], "agents": 60}}}
      """)
    let run = try Command.run(
      "simulate", "r.json", "--customers", "200000", "--json", in: scratch.url)
    #expect(run.code == 0, "\(run.errors)")
    let document = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let pools = try #require(document["pools"] as? [String: [String: [String: Double]]])
    let occupancy = try #require(pools["p"]?["occupancy"])
    let mean = try #require(occupancy["mean"])
    #expect(abs(mean - 1.0 / 3) < 2 * (occupancy["halfWidth"] ?? 0) + 0.002, "\(occupancy)")
  }

  @Test("A long lag beside a short warm-up, and a backlog, are said")
  func doubts() throws {
    let scratch = try Scratch()
    _ = try scratch.file(
      "lag.json",
      """
      {"queues": {"a": {"kind": "voice", "drivers": [{"rate": "10/m"}], "handleTime": "1m"},
        "b": {"kind": "case", "drivers": [{"queue": {"name": "a", "share": 0.5},
          "lag": [{"after": "24h", "share": 1}]}], "steps": [{"name": "x", "handleTime": "30s"}]}},
       "pools": {"p": {"skills": ["a"], "agents": 14}, "q": {"skills": ["b"], "agents": 3}}}
      """)
    let run = try Command.run("simulate", "lag.json", "--customers", "20000", in: scratch.url)
    #expect(run.code == 0)
    #expect(run.errors.contains("is short beside the 24.0 hours"), "\(run.errors)")
    let wide = try Command.run(
      "simulate", "lag.json", "--customers", "20000", "--half-width", "0.00001", "--replications",
      "3", in: scratch.url)
    #expect(wide.errors.contains("was reached where 1e-05 is wanted"), "\(wide.errors)")
  }

  @Test("A trace does not take the place of the spec, and a base outside of the folder is not read")
  func protectsFiles() throws {
    let scratch = try Scratch()
    let spec = try scratch.file("spec.json", Self.calls)
    let run = try Command.run(
      "simulate", "spec.json", "--customers", "1000", "--trace", "./spec.json", in: scratch.url)
    #expect(run.code == 1 && run.errors.contains("would be lost"))
    #expect(try String(contentsOfFile: spec, encoding: .utf8) == Self.calls)
    _ = try scratch.file("outside.json", #"{"extends": "/etc/hostname"}"#)
    let outside = try Command.run("simulate", "outside.json", in: scratch.url)
    #expect(outside.code == 1 && outside.errors.contains("leaves the folder of the spec"))
  }
}
