import ArgumentParser
import Costing
import Foundation
import Quantities
import Results

struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Two or more specs or run folders side by side, with the causes of the difference.",
    discussion: """
      Example:
        caseload compare runs/base runs/longer-calls
        caseload compare base.json 'base.json#Employees only'

      Each side is a run folder, or a spec that is run for the comparison and not written. #NAME chooses an
      alternative; without it the one that the report leads with counts. The causes volume, handle time, effort,
      mix, price and other add up to the difference, to the cent; each is its mean change over all orders in
      which the causes may change.
      """)

  @Argument(help: "Specs or run folders, each with an optional #ALTERNATIVE.")
  var sides: [String]
  @Option(help: "A further folder in which the specs' files may lie; repeatable.")
  var data: [String] = []
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard sides.count >= 2 else {
      throw Outcome.wrongUsage(
        "compare: there is one side. Name two or more specs or run folders.")
    }
    guard threads >= 1 else { throw Outcome.wrongUsage("--threads \(threads): write 1 or more.") }
    let options = SideOptions(data: data, threads: threads)
    let found = try sides.map { try RunSide.read($0, options: options) }
    Progress().clear()
    let bridges = found.dropFirst().map { other in
      BridgeText(
        from: (found[0].name, found[0].alternative), to: (other.name, other.alternative))
    }
    if json {
      try printAnswer(try CompareDocument(found, bridges.map(\.bridge)).text())
      return
    }
    var lines = SideTable.lines(found.map { ($0.name, $0.alternative) })
    for bridge in bridges { lines += ["", "Why the costs differ:"] + bridge.lines }
    try printAnswer(lines.joined(separator: "\n"))
  }
}

/// What `compare --json` prints.
struct CompareDocument: Encodable {
  struct Side: Encodable {
    var name: String
    var alternative: RunFacts.Alternative
    var specDigest: String
  }
  struct Bridge: Encodable {
    var from: String
    var to: String
    var bridge: CostBridge
  }
  var sides: [Side]
  var bridges: [Bridge]

  init(_ sides: [RunSide], _ bridges: [CostBridge]) {
    self.sides = sides.map {
      Side(name: $0.name, alternative: $0.alternative, specDigest: $0.facts.provenance.specDigest)
    }
    self.bridges = zip(sides.dropFirst(), bridges).map {
      Bridge(from: sides[0].name, to: $0.name, bridge: $1)
    }
  }

  func text() throws -> String { try documentText(self) }
}

/// A value as one JSON document.
func documentText(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
