import ArgumentParser
import Demand
import Foundation
import Planning

struct EstimateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "estimate",
    abstract: "Estimates drivers from claims, members and recorded contacts.",
    discussion: """
      Example:
        caseload estimate fills.claims contacts.csv --time day --value contacts --members members.csv --into peak.json

      Contacts per reject by code and per fill with their lags in days, and per member by tenure, with 95 % \
      intervals, by a regression on claims of the same day and the 14 days before; and what the data cannot tell \
      apart. With --into the rates of a queue's drivers are written into the spec.
      """)

  @Argument(help: "The store of claims.")
  var store: String
  @Argument(help: "The file of contacts by day or by interval.")
  var contacts: String
  @Option(help: "The column of times.")
  var time: String
  @Option(help: "The column of contacts.")
  var value: String
  @Option(
    help: """
      A file of members by month: a column month, date or day, a column members, and joined where known; one row \
      for each client or contract.
      """)
  var members: String?
  @Option(help: "Write the rates into the drivers of this spec.")
  var into: String?
  @Option(
    help: "The queue of the spec that the contacts belong to, when several have such drivers.")
  var queue: String?
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
    if let queue, into == nil {
      throw Outcome.wrongUsage("--queue \(queue): needs --into SPEC.")
    }
    let request = EstimateRequest(
      store: store,
      contacts: SeriesRequest(
        file: contacts, columns: SeriesTable.Columns(time: time, value: value), timeZone: timeZone,
        threads: threads),
      members: members, spec: try into.map { ($0, try SpecFile.bytes($0)) }, queue: queue)
    let answer = try userFacing { try estimateDrivers(request) }
    if let into, let bytes = answer.spec { try replaceFile(into, with: bytes) }
    try printAnswer(json ? jsonText(answer.estimate) : Self.text(answer.estimate, into: into))
  }

  private static func text(_ answer: DriverEstimate, into: String?) -> String {
    var lines = ["\(answer.days) days from \(answer.from) to \(answer.through)"]
    for driver in answer.drivers {
      let lag = driver.meanLagDays.map { ", \(number($0, 1)) days later on average" } ?? ""
      lines.append(
        "  \(driver.claims): \(number(driver.perClaim, 4)) contacts per claim "
          + "\(interval(driver.lower95, driver.upper95))\(lag)")
    }
    if let members = answer.members {
      lines.append(
        "  members: \(number(members.perMemberMonth, 4)) contacts a member and month "
          + interval(members.lower95, members.upper95))
      for point in members.tenureCurve.dropLast() {
        lines.append(
          "    \(number(point.days, 0)) days after joining: \(number(point.times, 2)) times as many "
            + interval(point.lower95, point.upper95))
      }
    } else {
      lines.append("  \(number(answer.perDay, 1)) contacts a day that no claim explains")
    }
    lines += answer.statements
    if let into {
      lines += answer.filled.map {
        "\(into) \($0.path) (\($0.driver)): \($0.keys.joined(separator: ", ")) written"
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func interval(_ lower: Double, _ upper: Double) -> String {
    "(95 %: \(number(lower, 4)) … \(number(upper, 4)))"
  }

  private static func number(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}

/// Replaces a file by a new one that is written beside it and renamed, so that no half file is ever there.
///
/// - Parameters:
///   - path: The file; a link is followed.
///   - bytes: Its new content.
/// - Throws: An outcome when it cannot be written; the old file is then as it was.
func replaceFile(_ path: String, with bytes: [UInt8]) throws {
  let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
  let draft = target.deletingLastPathComponent().appendingPathComponent(
    ".\(target.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier).part")
  let manager = FileManager.default
  do {
    let mode = try manager.attributesOfItem(atPath: target.path)[.posixPermissions]
    try Data(bytes).write(to: draft)
    if let mode { try manager.setAttributes([.posixPermissions: mode], ofItemAtPath: draft.path) }
    guard unsafe rename(draft.path, target.path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  } catch {
    if manager.fileExists(atPath: draft.path) { try? manager.removeItem(at: draft) }
    throw Outcome.wrongInput(
      "cannot write \(path): \(error.localizedDescription) Check the folder's permissions; the file is as it was."
    )
  }
}
