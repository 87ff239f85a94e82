import ArgumentParser
import Demand
import Foundation
import Planning

/// The arguments that say what a file of series holds and how it is to be modelled.
struct SeriesArguments: ParsableArguments {
  @Argument(help: "The file of recorded series, comma-separated text with a heading.")
  var series: String
  @Option(help: "The column of times: 2027-01-04 10:30, 2027-01-04, 2027-01 or whole numbers.")
  var time: String
  @Option(help: "The column of values; blank and NA are missing, not zero.")
  var value: String
  @Option(help: "The column of names, when the file holds several series.")
  var id: String?
  @Option(help: "Values to a season, for months, weeks and numbers; 12 for months when not given.")
  var frequency: Int?
  @Option(help: "The column that is 0 where closed and 1 where open.")
  var open: String?
  @Option(
    help: """
      Columns of known causes, separated by commas: members multiply the values, a name that ends in share is a share \
      of members that call more, any other multiplies by its own factor.
      """)
  var regressors: String?
  @Option(help: "Widths of the intervals in percent, separated by commas.")
  var levels: String = "80,95"
  @Option(
    help: """
      The model: auto, ets, damped-ets, theta, damped-theta, stl, mstl, seasonal-naive or naive; for days and \
      intervals auto is a log-linear model with known causes, the others forecast the totals of days.
      """)
  var model: String = "auto"
  @Option(
    help: """
      Lengths of the seasons: 1d,1w when not given, with 1mo and 1y once the history is long enough; without 1w \
      all weekdays are alike. For months, weeks and numbers 1y or a number of steps.
      """)
  var season: String?
  @Option(
    help: """
      Values far from the model for a single time: exclude from the fit, or keep; listed either way. When not given, \
      days and intervals are excluded, months, weeks and numbers kept.
      """)
  var outliers: Outliers?
  @Option(help: "The zone of the times, such as America/Chicago; its clock changes are then known.")
  var timeZone: String?
  @Option(help: "A calendar of holidays: us-federal.")
  var holidays: String?
  @Option(help: "The seed of the sample paths.")
  var seed: UInt64 = 1
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)

  /// What becomes of outlying values.
  enum Outliers: String, ExpressibleByArgument, CaseIterable { case exclude, keep }

  /// The request, without horizon and future.
  func request() throws -> SeriesRequest {
    guard threads >= 1 else {
      throw Outcome.wrongUsage("--threads \(threads): write 1 or more.")
    }
    let widths = try Self.list(levels).map { text in
      guard let level = Int(text), (1...99).contains(level) else {
        throw Outcome.wrongUsage(
          "--levels \(levels): write whole percents from 1 to 99, such as 80,95.")
      }
      return level
    }
    return SeriesRequest(
      file: series,
      columns: SeriesTable.Columns(
        time: time, value: value, id: id, open: open,
        regressors: Self.list(regressors ?? "")),
      frequency: frequency, levels: widths, model: model, seasons: Self.list(season ?? ""),
      keepsOutliers: outliers.map { $0 == .keep }, timeZone: timeZone, holidays: holidays,
      seed: seed,
      threads: threads)
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
