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
  @Option(help: "Columns of known causes, separated by commas.")
  var regressors: String?
  @Option(help: "Widths of the intervals in percent, separated by commas.")
  var levels: String = "80,95"
  @Option(
    help: """
      The model: auto, and for months, weeks and numbers ets, damped-ets, theta, damped-theta, stl, seasonal-naive or naive.
      """)
  var model: String = "auto"
  @Option(help: "Lengths of the seasons of an intraday series.")
  var season: String = "1d,1w"
  @Option(help: "The zone of the times, such as America/Chicago; its clock changes are then known.")
  var timeZone: String?
  @Option(help: "A calendar of holidays: us-federal.")
  var holidays: String?
  @Option(help: "The seed of the sample paths.")
  var seed: UInt64 = 1
  @Option(help: "The most threads; the results do not depend on it.")
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)

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
      frequency: frequency, levels: widths, model: model, seasons: Self.list(season),
      timeZone: timeZone, holidays: holidays, seed: seed, threads: threads)
  }

  private static func list(_ text: String) -> [String] {
    text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
  }
}
