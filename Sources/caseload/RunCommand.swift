import ArgumentParser
import Foundation
import Planning
import Reporting
import Results
import Scenarios

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Runs a scenario end to end and writes its run folder with the report.",
    discussion: "Example:\n  caseload run scenarios/mail-order-january.json --out runs/january")

  @Argument(help: "The scenario's spec, a JSON file.")
  var spec: String
  @Option(
    help:
      "The run folder; runs/NAME-DIGEST8 when not given. No runs folder is made for the catalogue then."
  )
  var out: String?
  @Option(help: "A further folder in which the spec's files may lie; repeatable.")
  var data: [String] = []
  @Option(name: .customLong("set"), help: "PATH=VALUE, a value set over the spec's; repeatable.")
  var sets: [String] = []
  @Option(help: "An earlier run's folder: keep its plans and only price them anew.")
  var planFrom: String?
  @Option(help: "The seed, over the spec's.")
  var seed: UInt64?
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Option(help: "Formats of the report, of html, xlsx, md, csv, json, pdf (pdf needs Chromium).")
  var formats: String = ReportChoice.usual
  @Flag(help: "Keep the sample paths of demand, in the run folder's paths/.")
  var keepPaths = false
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    let wanted = try ReportChoice.formats(formats)
    let printer = wanted.contains(.pdf) ? try PDFPrinter() : nil
    if keepPaths, planFrom != nil {
      throw Outcome.wrongUsage(
        "--keep-paths: an earlier plan is priced anew without paths. Leave one of --keep-paths and "
          + "--plan-from out.")
    }
    guard threads >= 1 else {
      throw Outcome.wrongUsage("--threads \(threads): write 1 or more.")
    }
    if let out { try RunFolder(path: out).checkTarget() }
    let resolved = try SpecFile.read(spec, sets: sets, seed: seed, use: .run)
    let progress = Progress()
    let options = RunOptions(
      data: DataAccess(
        specPath: spec, workingFolder: FileManager.default.currentDirectoryPath,
        dataFolders: data),
      threads: threads, command: reproduceCommand, progress: progress.show)
    var output = try userFacing(about: resolved) {
      if let planFrom {
        return try repriceScenario(
          resolved, from: try EarlierRun.read(planFrom), options: options)
      }
      return try runScenario(resolved, options: options)
    }
    progress.clear()
    let folder = RunFolder(path: out ?? output.defaultFolder)
    let writing = ContinuousClock.now
    var files = try RunFiles.all(
      output, resolved: resolved, formats: wanted, printer: printer, threads: threads)
    if keepPaths { files += try RunFiles.paths(output) }
    try folder.write(files, threads: threads)
    output.addTiming("report", since: writing)
    RunRecord.keep(
      output, resolved: resolved, folder: folder.path, isElsewhere: out != nil)
    if json {
      print(try RunFiles.summary(output, folder: folder.path))
    } else {
      print(RunSummary.text(output, folder: folder.path))
    }
    for timing in output.timings {
      printError("\(timing.stage): \(RunSummary.seconds(timing.seconds))")
    }
    if output.missesGoal { throw Outcome.goalMissed }
  }

  private var reproduceCommand: String {
    var words = ["caseload", "run", spec]
    for folder in data { words += ["--data", folder] }
    for set in sets { words += ["--set", set] }
    if let planFrom { words += ["--plan-from", planFrom] }
    if let seed { words += ["--seed", "\(seed)"] }
    if formats != ReportChoice.usual { words += ["--formats", formats] }
    return words.map(shellQuoted).joined(separator: " ")
  }
}

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says every problem of one or more specs; nothing is run.",
    discussion: "Example:\n  caseload check scenarios/*.json")

  @Argument(help: "Specs, JSON files.")
  var specs: [String]
  @Option(help: "A further folder in which the specs' files may lie; repeatable.")
  var data: [String] = []
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    var failures: [Outcome] = []
    var lines: [(spec: String, problems: [String])] = []
    for spec in specs where !SpecFile.isSchema(spec) {
      do {
        let resolved = try SpecFile.read(spec, sets: [], seed: nil, use: .any)
        let access = DataAccess(
          specPath: spec, workingFolder: FileManager.default.currentDirectoryPath,
          dataFolders: data)
        try userFacing(about: resolved) { try checkScenario(resolved, data: access) }
        lines.append((spec, []))
      } catch let outcome as Outcome {
        failures.append(outcome)
        lines.append((spec, outcome.message.split(separator: "\n").map(String.init)))
      }
    }
    if json {
      print(try RunFiles.checkSummary(lines))
    } else {
      for line in lines where line.problems.isEmpty { print("\(line.spec): no problems") }
      for line in lines { for problem in line.problems { printError(problem) } }
    }
    // What is not built is only worth its own code when nothing is wrong besides.
    guard let code = failures.map(\.code).min() else { return }
    throw Outcome(code: code, message: "")
  }
}

/// Quotes a word for a shell when it needs it.
func shellQuoted(_ word: String) -> String {
  let plain = word.allSatisfy { $0.isLetter || $0.isNumber || "-_./=:,@%+".contains($0) }
  if plain && !word.isEmpty { return word }
  return "'" + word.replacingOccurrences(of: "'", with: "'\\''") + "'"
}
