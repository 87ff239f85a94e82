import ArgumentParser
import Foundation
import Planning

struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecasts one or more recorded series.",
    discussion: """
      Example:
        caseload forecast calls.csv --time ds --value Calls --open open --horizon 28d

      Times decide the kind of series. Days and intervals of 5 to 60 minutes get a model of day totals and shapes: a \
      weekday's time that was never seen is closed, and an absent row between seen ones is missing, not zero. Months, \
      weeks and whole numbers (with --frequency) get exponential smoothing, Theta, a local decomposition or, with auto, \
      an average weighted by a backtest; their missing values are filled from neighbours and reported. With --future the \
      points answer the rows of that file, which also holds the regressors' future values.
      """)

  @OptionGroup var series: SeriesArguments
  @Option(help: "How far: 28d, 4w, 12h, 18mo, or a number of steps.")
  var horizon: String?
  @Option(help: "A file with the times to be answered; --horizon is then not needed.")
  var future: String?
  @Option(help: "Sample paths to write.")
  var paths: Int = 0
  @Option(help: "The file for the sample paths, comma-separated text.")
  var pathsOut: String?
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    guard (0...100_000).contains(paths) else {
      throw Outcome.wrongUsage("--paths \(paths): write a number from 0 to 100000.")
    }
    guard (paths > 0) == (pathsOut != nil) else {
      throw Outcome.wrongUsage("Give --paths N and --paths-out FILE together.")
    }
    var request = try series.request()
    (request.horizon, request.future, request.paths) = (horizon, future, paths)
    let answer = try userFacing { try SeriesForecasting.forecast(request) }
    if let pathsOut {
      do {
        try Data(answer.paths.utf8).write(to: URL(fileURLWithPath: pathsOut), options: .atomic)
      } catch {
        throw Outcome.wrongInput("\(pathsOut): it cannot be written. Check the folder.")
      }
    }
    for remark in answer.remarks { printError("note: \(remark)") }
    try printAnswer(json ? jsonText(answer) : ForecastPrinter.text(answer))
  }
}

/// Lays a forecast out for people.
enum ForecastPrinter {
  /// The most points that are shown.
  private static let most = 60

  /// Model, sums and the first points.
  static func text(_ answer: SeriesAnswer) -> String {
    var lines = ["model: \(answer.model)"]
    lines += answer.cards.sorted { $0.key < $1.key }.prefix(20).map {
      $0.key.isEmpty ? $0.value : "  \($0.key): \($0.value)"
    }
    for (id, model) in answer.models.sorted(by: { $0.key < $1.key }).prefix(20) {
      lines.append("  \(id): \(model)")
    }
    lines += causes(answer) + outliers(answer)
    let widths = answer.levels.map { "\($0) %" }.joined(separator: ", ")
    if !answer.totals.isEmpty {
      lines.append("sums by day and week, mean and intervals of \(widths)")
      for total in answer.totals {
        lines.append(
          line([total.id, total.period, total.start], total.mean, total.bands))
      }
    }
    lines.append("points, mean and intervals of \(widths)")
    for point in answer.points.prefix(most) {
      lines.append(line([point.id, point.time], point.mean, point.bands))
    }
    if answer.points.count > most {
      lines.append("  … \(answer.points.count - most) more; --json prints all.")
    }
    return lines.joined(separator: "\n")
  }

  /// Multipliers of known causes.
  private static func causes(_ answer: SeriesAnswer) -> [String] {
    guard !answer.causes.isEmpty else { return [] }
    return ["known causes, multiplier and its intervals"]
      + answer.causes.map { cause in
        let name = [cause.id, cause.name].compactMap { $0 }.joined(separator: "  ")
        guard let multiplier = cause.multiplier else { return "  \(name)  proportional" }
        let ends = cause.bands.map {
          String(format: "%.3f … %.3f", $0.lower, $0.upper)
        }
        let what =
          cause.acts == "share"
          ? "its members call so many times as much"
          : cause.unit == 1 ? "for 1" : "for " + String(format: "%.4g", cause.unit)
        return
          "  \(name)  × \(String(format: "%.3f", multiplier))  \(ends.joined(separator: "  "))  \(what)"
      }
  }

  private static func outliers(_ answer: SeriesAnswer) -> [String] {
    guard !answer.outliers.isEmpty else { return [] }
    let shown = answer.outliers.prefix(20).map { outlier in
      let name = [outlier.id, outlier.time].compactMap { $0 }.joined(separator: "  ")
      return
        "  \(name)  \(number(outlier.value)), \(number(outlier.expected)) expected: \(outlier.reason)"
        + (outlier.excluded ? "; left out of the fit" : "; kept")
    }
    let more = answer.outliers.count - shown.count
    return ["outliers"] + shown + (more > 0 ? ["  … \(more) more; --json prints all."] : [])
  }

  private static func line(
    _ texts: [String?], _ mean: Double, _ bands: [(lower: Double, upper: Double)]
  ) -> String {
    let words = texts.compactMap { $0 }.joined(separator: "  ")
    let ends = bands.map { "\(number($0.lower)) … \(number($0.upper))" }
    return "  \(words)  \(number(mean))  \(ends.joined(separator: "  "))"
  }

  private static func number(_ value: Double) -> String {
    String(format: value < 100 ? "%.1f" : "%.0f", value)
  }
}
