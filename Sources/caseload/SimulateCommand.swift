import ArgumentParser
import Foundation
import Planning
import Scenarios

struct SimulateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Simulates a plain model: queues, and pools with fixed \"agents\".",
    discussion: """
      Example:
        caseload simulate scenarios/plain-queue.json --customers 2000000

      A spec needs only "queues" and "pools", each pool with "agents": 10. Without a "calendar"
      everything is always open: 20 replications of about 1,000,000 contacts in all, or as many as 100
      times the slowest thing that happens to a contact takes, up to 20,000,000; the first tenth of
      each is warm-up and does not count. With a calendar each replication is all of its days.
      Numbers are means over the replications with 95 % intervals; counts are for one replication.

      One person more, under the same luck:
        caseload simulate scenarios/plain-queue.json --against-set pools.agents.agents=11

      The numbers depend on the spec and its seed, not on --threads; only the timings differ.
      """)

  @Argument(help: "The spec, a JSON file.")
  var spec: String
  @Option(
    help: "Independent runs, 1 to 1,000,000 (20 when not given).",
    transform: { try SimulateCommand.whole($0, 1...1_000_000, example: "20") })
  var replications: Int?
  @Option(
    help: "About how many contacts from outside in all; those that come again are not among them.",
    transform: { try SimulateCommand.whole($0, 1...100_000_000_000, example: "1000000") })
  var customers: Int?
  @Option(
    help: ArgumentHelp(
      "Replicate until every first service level, share of hang-ups and deadline has this half-width.",
      discussion: "Stops at --replications, 2,000 when not given."),
    transform: SimulateCommand.share)
  var halfWidth: Double?
  @Option(
    help: "The most threads; the numbers do not depend on it.",
    transform: { try SimulateCommand.whole($0, 1...1024, example: "2") })
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Option(help: "The seed, over the spec's.")
  var seed: UInt64?
  @Option(name: .customLong("set"), help: "PATH=VALUE, a value set over the spec's; repeatable.")
  var sets: [String] = []
  @Option(help: "A further folder in which the spec's files may lie; repeatable.")
  var data: [String] = []
  @Option(help: "Results by interval, day, week, month or quarter besides; needs a calendar.")
  var by: GoalSpec.Period?
  @Option(help: "A spec to compare with under the same random numbers; --set holds for both.")
  var against: String?
  @Option(
    name: .customLong("against-set"),
    help:
      "PATH=VALUE, set in the other spec only (this spec when --against is not given); repeatable."
  )
  var againstSets: [String] = []
  @Option(help: "A file for every event of the first replication, tab-separated.")
  var trace: String?
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let resolved = try SpecFile.read(spec, sets: sets, seed: seed, use: .simulate)
    let progress = Progress()
    var options = SimulationOptions(
      data: DataAccess(
        specPath: spec, workingFolder: FileManager.default.currentDirectoryPath, dataFolders: data),
      threads: threads, progress: progress.show)
    (options.replications, options.customers) = (replications, customers)
    (options.halfWidth, options.by) = (halfWidth, by)
    if against != nil || !againstSets.isEmpty {
      options.against = try SpecFile.read(
        against ?? spec, sets: sets + againstSets, seed: seed, use: .simulate)
    }
    let file = try trace.map { try TraceFile(path: $0) }
    let interruption = Interruption { file?.discard() }
    defer { interruption.end() }
    options.trace = file.map { $0.write }
    let answer: SimulationAnswer
    do {
      answer = try userFacing(about: resolved) {
        try simulateScenario(resolved, options: options)
      }
      try file?.finish()
    } catch {
      progress.clear()
      file?.discard()
      throw error
    }
    progress.clear()
    for warning in answer.warnings { printError("Note: \(resolved.located(warning))") }
    try printAnswer(json ? SimulationPrinter.document(answer) : SimulationPrinter.text(answer))
  }

  /// Reads a whole number; `1e6` and `1_000_000` count as one.
  private static func whole(
    _ text: String, _ range: ClosedRange<Int>, example: String
  ) throws -> Int {
    let plain = text.replacingOccurrences(of: "_", with: "")
    if let value = Int(plain) ?? Double(plain).flatMap({ Int(exactly: $0) }),
      range.contains(value)
    {
      return value
    }
    throw ValidationError(
      "write a whole number from \(range.lowerBound) to \(range.upperBound), such as \(example)")
  }

  /// Reads a half-width.
  private static func share(_ text: String) throws -> Double {
    guard let value = Double(text), value > 0, value < 1 else {
      throw ValidationError("write a number above 0 and below 1, such as 0.005")
    }
    return value
  }
}

extension GoalSpec.Period: ExpressibleByArgument {}
