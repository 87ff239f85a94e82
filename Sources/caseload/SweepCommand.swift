import ArgumentParser
import Foundation
import Planning
import Reporting
import Results

struct SweepCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "A grid of values: a table, a chart, and where the answer flips.",
    discussion: """
      Example:
        caseload sweep base.json --vary pools.assistants.pricing.perPaidHour=10,14,18,22

      Every point is a whole run with the same random numbers; points run in parallel, and stages whose inputs a
      point does not change are not worked out again. A path is that of --set. Several --vary make a grid of at
      most 200 points. The last line of a flip says where two alternatives cost the same, by straight lines.
      """)

  @Argument(help: "The scenario's spec, a JSON file.")
  var spec: String
  @Option(help: "PATH=V1,V2,…, a place and its values; repeatable.")
  var vary: [String] = []
  @Option(name: .customLong("set"), help: "PATH=VALUE, set at every point; repeatable.")
  var sets: [String] = []
  @Option(help: "A further folder in which the spec's files may lie; repeatable.")
  var data: [String] = []
  @Option(help: "An SVG file for the chart.")
  var chart: String?
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard !vary.isEmpty else {
      throw Outcome.wrongUsage(
        "sweep: nothing varies. Add --vary PATH=V1,V2, such as --vary queues.voice.patience=2m,3m.")
    }
    guard threads >= 1 else { throw Outcome.wrongUsage("--threads \(threads): write 1 or more.") }
    if let chart, !chart.hasSuffix(".svg") {
      throw Outcome.wrongUsage("--chart \(chart): give a name that ends in .svg.")
    }
    let axes = try userFacing { try vary.map { try SweepAxis(parsing: $0) } }
    let options = SideOptions(data: data, threads: threads).options(spec)
    let result = try userFacing {
      try sweep(axes, options: options) { point in
        try SpecFile.read(spec, sets: sets + point, seed: nil, use: .run)
      }
    }
    Progress().clear()
    let shown = SweepText(result)
    if let chart {
      do {
        try Data(shown.chart.svg().utf8).write(to: URL(fileURLWithPath: chart), options: .atomic)
      } catch {
        throw Outcome.wrongInput(
          "--chart \(chart): cannot be written. Check the folder and its permissions.")
      }
    }
    try printAnswer(json ? try documentText(SweepDocument(result)) : shown.text(chart: chart))
  }
}
