import Foundation
import Planning
import Reporting
import Results
import Scenarios

/// The formats of the report that a user may ask for.
enum ReportChoice {
  /// The formats of a run that names none.
  static let usual = "html,xlsx,md,csv,json"

  /// Reads `html,json,csv`.
  static func formats(_ text: String) throws -> Set<ReportFormat> {
    var found: Set<ReportFormat> = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      let name = word.trimmingCharacters(in: .whitespaces)
      guard let format = ReportFormat(rawValue: name) else {
        throw Outcome.wrongUsage(
          "--formats: \"\(name)\" is not a format. Write any of html, xlsx, md, csv, json, pdf.")
      }
      found.insert(format)
    }
    return found
  }
}

/// The files of a run folder.
enum RunFiles {
  private struct Named<Value: Encodable>: Encodable {
    var alternative: String
    var value: Value
  }

  /// Every file: the resolved spec, each stage's value and the report.
  ///
  /// The parts are made at once; their order and bytes do not depend on `threads`.
  static func all(
    _ output: RunOutput, resolved: ResolvedScenario, formats: Set<ReportFormat>,
    printer: PDFPrinter?, threads: Int
  ) throws -> [(path: String, bytes: Data)] {
    let result = output.result
    typealias Job = @Sendable () throws -> [ReportFile]
    func stage<Value: Encodable & SendableMetatype>(
      _ name: String, _ value: @escaping @Sendable (AlternativeResult) -> Value
    ) -> Job {
      {
        let stages = result.alternatives.map {
          Named(alternative: $0.name, value: value($0))
        }
        return [ReportFile(relativePath: name, bytes: try stageJSON(stages))]
      }
    }
    func whole<Value: Encodable & Sendable & SendableMetatype>(_ name: String, _ value: Value)
      -> Job
    {
      { [ReportFile(relativePath: name, bytes: try stageJSON(value))] }
    }
    var jobs: [Job] = []
    if let printer {
      jobs.append {
        let page = try printer.pdf(try Report().paper(result))
        return [ReportFile(relativePath: "report.pdf", bytes: Array(page))]
      }
    }
    jobs += try Report().jobs(result, formats: formats.subtracting([.pdf]))
    jobs += [
      stage("requirement.json") { $0.requirement }, whole("forecast.json", result.forecast),
      whole("demand.json", result.demand), stage("plan.json") { $0.plan },
      stage("proof.json") { $0.proof }, stage("cost.json") { $0.cost },
    ]
    if !formats.contains(.json) {
      // The marker by which a later run knows that it may replace the folder.
      jobs.append(whole(RunFolder.marker, RunSummary.headline(result)))
    }
    let work = jobs
    let made = try inParallel(count: work.count, threads: threads) { try work[$0]() }
    let spec = ReportFile(relativePath: "spec.json", bytes: Array(resolved.resolvedText.utf8))
    return ([spec] + made.joined()).map { ($0.relativePath, Data($0.bytes)) }
  }

  /// The demand paths: `paths/index.json` says what the numbers of each file are.
  static func paths(_ output: RunOutput) throws -> [(path: String, bytes: Data)] {
    struct Kept: Encodable {
      var file: String
      var format = "float32, little-endian: expected items by path, by queue, by interval"
      var alternatives: [String]
      var paths: Int
      var queues: [String]
      var intervals: Int
      var start: String
      var intervalSeconds: Int
      var timeZone: String
    }
    let horizon = output.result.horizon
    let index = output.paths.enumerated().map { number, kept in
      Kept(
        file: "\(number + 1).f32", alternatives: kept.alternatives, paths: kept.count,
        queues: kept.queues, intervals: kept.intervals, start: horizon.start.description,
        intervalSeconds: horizon.intervalSeconds, timeZone: horizon.timeZone)
    }
    return [("paths/index.json", try Data(stageJSON(index)))]
      + zip(index, output.paths).map { ("paths/" + $0.file, Data($1.float32())) }
  }

  /// The document that `run --json` prints.
  static func summary(_ output: RunOutput, folder: String) throws -> String {
    guard
      var object = try JSONSerialization.jsonObject(with: Data(try summaryJSON(output.result)))
        as? [String: Any]
    else { throw Outcome.wrongInput("the summary is not a JSON object") }
    object["runFolder"] = folder
    object["timings"] = output.timings.map { ["stage": $0.stage, "seconds": $0.seconds] }
    let bytes = try JSONSerialization.data(
      withJSONObject: object, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The document that `check --json` prints.
  static func checkSummary(_ lines: [(spec: String, problems: [String])]) throws -> String {
    struct Line: Encodable {
      var spec: String
      var problems: [String]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    let bytes = try encoder.encode([
      "specs": lines.map { Line(spec: $0.spec, problems: $0.problems) }
    ])
    return String(decoding: bytes, as: UTF8.self)
  }
}
