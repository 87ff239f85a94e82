import ArgumentParser
import Foundation
import Quantities
import Reporting
import Results
import RunCatalog

struct RunsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs",
    abstract: "The catalogue of runs.",
    discussion: """
      Example:
        caseload runs list
        caseload runs diff 3 4

      Every caseload run records itself in runs/catalog.sqlite of the working folder: the resolved spec, its
      digests, version, seed and headline results. With --out it does so when the working folder has a runs
      folder already, and makes none.
      """,
    subcommands: [RunsListCommand.self, RunsShowCommand.self, RunsDiffCommand.self])
}

/// The catalogue of the working folder.
enum Catalog {
  static let folder = "runs"
  static let path = "runs/catalog.sqlite"

  static func open() throws -> RunCatalog {
    guard let catalog = try userFacing({ try RunCatalog.existing(path) }) else {
      throw Outcome.wrongInput(
        "\(path): there is no catalogue yet. caseload run makes it in the folder it runs in.")
    }
    return catalog
  }
}

struct RunsListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The newest runs, newest first.",
    discussion: "Example:\n  caseload runs list --limit 5")
  @Option(help: "At most how many.")
  var limit: Int = 20
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard limit >= 1 else { throw Outcome.wrongUsage("--limit \(limit): write 1 or more.") }
    let catalog = try Catalog.open()
    let runs = try userFacing { try catalog.newest(limit) }
    if json {
      try printAnswer(try documentText(runs.map { RunDocument($0, hasSpec: false) }))
      return
    }
    var rows = [
      ["run", "recorded (UTC)", "scenario", "seed", "cost", "cheapest that keeps its goals"]
    ]
    for run in runs {
      let cost = run.facts.leading.flatMap { run.facts.alternative(named: $0) }?.costCents
      rows.append([
        "\(run.id)", run.recordedAt, run.facts.name, "\(run.facts.provenance.seed)",
        cost.map(Amount.dollars) ?? "-", run.facts.recommended ?? "none",
      ])
    }
    try printAnswer(TextTable(rows: rows).lines.joined(separator: "\n"))
  }
}

struct RunsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "A run with its results, digests and command.",
    discussion: "Example:\n  caseload runs show 3\n  caseload runs show 3 --spec > again.json")
  @Argument(help: "The run's number.")
  var id: String
  @Flag(help: "Print the resolved spec instead.")
  var spec = false
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let catalog = try Catalog.open()
    let run = try userFacing { try catalog.run(id) }
    if spec { return try printAnswer(run.spec) }
    if json { return try printAnswer(try documentText(RunDocument(run, hasSpec: true))) }
    let facts = run.facts
    var lines = [
      "Run \(run.id): \(facts.name), \(facts.start) to \(facts.end)",
      "recorded \(run.recordedAt) UTC, files in \(run.folder)", "",
    ]
    lines += SideTable.lines(facts.alternatives.map { ($0.name, $0) })
    lines += [
      "", "cheapest that keeps its goals: \(facts.recommended ?? "none")",
      "command: \(facts.provenance.command)",
      "version \(facts.provenance.version), seed \(facts.provenance.seed)",
      "spec digest \(facts.provenance.specDigest)",
    ]
    if !facts.provenance.dataDigest.isEmpty {
      lines.append("data digest \(facts.provenance.dataDigest)")
    }
    try printAnswer(lines.joined(separator: "\n"))
  }
}

struct RunsDiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "What two runs' specs and results differ in, and why.",
    discussion: "Example:\n  caseload runs diff 3 4")
  @Argument(help: "The first run's number.")
  var first: String
  @Argument(help: "The second run's number.")
  var second: String
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let catalog = try Catalog.open()
    let runs = try userFacing { try [catalog.run(first), catalog.run(second)] }
    let changes = try userFacing { try SpecDifference.between(runs[0].spec, runs[1].spec) }
    let sides = try runs.map { run in
      guard let name = run.facts.leading, let found = run.facts.alternative(named: name) else {
        throw Outcome.wrongInput("run \(run.id) has no alternative to compare.")
      }
      return (name: "run \(run.id): \(name)", alternative: found)
    }
    let bridge = BridgeText(from: sides[0], to: sides[1])
    if json {
      struct Document: Encodable {
        var changes: [SpecDifference]
        var bridge: CompareDocument.Bridge
      }
      let document = Document(
        changes: changes,
        bridge: .init(from: sides[0].name, to: sides[1].name, bridge: bridge.bridge))
      return try printAnswer(try documentText(document))
    }
    var lines =
      changes.isEmpty ? ["The specs are the same."] : ["The specs differ in:"] + changes.map(\.line)
    for (name, value) in [("data", \Provenance.dataDigest), ("version", \Provenance.version)]
    where runs[0].facts.provenance[keyPath: value] != runs[1].facts.provenance[keyPath: value] {
      lines.append("The \(name) differ\(name == "data" ? "" : "s").")
    }
    lines += [""] + SideTable.lines(sides) + ["", "Why the costs differ:"] + bridge.lines
    try printAnswer(lines.joined(separator: "\n"))
  }
}

/// What `runs list --json` and `runs show --json` print.
struct RunDocument: Encodable {
  var id: Int64
  var recordedAt: String
  var folder: String
  var missesGoal: Bool
  var facts: RunFacts
  var spec: String?

  init(_ run: CatalogRun, hasSpec: Bool) {
    (id, recordedAt, folder) = (run.id, run.recordedAt, run.folder)
    (missesGoal, facts) = (run.missesGoal, run.facts)
    spec = hasSpec ? run.spec : nil
  }
}
