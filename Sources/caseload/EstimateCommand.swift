import ArgumentParser
import Demand
import Foundation
import Planning

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimates drivers from claims and recorded contacts.",
    discussion: """
      Example:
        caseload estimate fills.claims contacts.csv --time day --value contacts

      Contacts per reject by code and per fill, with their lags in days and 95 % intervals, by a regression on claims of \
      the same day and the 14 days before; and what the data cannot tell apart.
      """)

  @Argument(help: "The store of claims.")
  var store: String
  @Argument(help: "The file of contacts by day or by interval.")
  var contacts: String
  @Option(help: "The column of times.")
  var time: String
  @Option(help: "The column of contacts.")
  var value: String
  @Option(help: "Write the rates into this spec (not built).")
  var into: String?
  @Option(help: "The zone of the times, such as America/Chicago; UTC when not given.")
  var timeZone: String?
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard threads >= 1 else {
      throw Outcome.wrongUsage("--threads \(threads): write 1 or more.")
    }
    if into != nil { throw Outcome.notBuilt("--into") }
    let request = SeriesRequest(
      file: contacts, columns: SeriesTable.Columns(time: time, value: value), timeZone: timeZone,
      threads: threads)
    let answer = try userFacing { try DriverEstimate.run(store: store, request) }
    try printAnswer(json ? jsonText(answer) : Self.text(answer))
  }

  private static func text(_ answer: DriverEstimate) -> String {
    var lines = ["\(answer.days) days from \(answer.from) to \(answer.through)"]
    for driver in answer.drivers {
      let lag = driver.meanLagDays.map { ", \(number($0, 1)) days later on average" } ?? ""
      lines.append(
        "  \(driver.claims): \(number(driver.perClaim, 4)) contacts per claim "
          + "(95 %: \(number(driver.lower95, 4)) … \(number(driver.upper95, 4)))\(lag)")
    }
    lines.append("  \(number(answer.perDay, 1)) contacts a day that no claim explains")
    return (lines + answer.statements).joined(separator: "\n")
  }

  private static func number(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}
