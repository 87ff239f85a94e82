import ArgumentParser
import Foundation
import Planning

struct BacktestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest",
    abstract: "How well a forecast would have done.",
    discussion: """
      Example:
        caseload backtest calls.csv --time ds --value Calls --open open --origins 8 --step 1w --horizon 28d

      The series is forecast again from rolling origins with what was known at each, beside the seasonal naive forecast \
      (the last value of the same weekday and time, or of the same month).
      """)

  @OptionGroup var series: SeriesArguments
  @Option(help: "Origins at most.")
  var origins: Int = 4
  @Option(help: "The time between origins: 1w, 1d, 1mo, or a number of steps.")
  var step: String?
  @Option(help: "How far each forecast reaches; 28d, or 12 steps, when not given.")
  var horizon: String?
  @Flag(help: "Print one JSON document.")
  var json = false

  func run() throws {
    var request = try series.request()
    request.horizon = horizon
    let answer = try userFacing {
      try SeriesBacktest.run(request, origins: origins, step: step)
    }
    for remark in answer.remarks { printError("note: \(remark)") }
    try printAnswer(json ? jsonText(answer) : Self.text(answer))
    if !json { printError("processor time: \(Self.number(answer.cpuSeconds, 2)) s") }
  }

  private static func text(_ answer: BacktestAnswer) -> String {
    var lines = [
      "model: \(answer.model)", answer.card,
      "\(answer.origins.count) origins, \(answer.horizon) each, "
        + "\(answer.origins.first ?? "") to \(answer.origins.last ?? "")",
      line("", ["WAPE %", "sMAPE %", "MASE", "WQL %", "in 80 %", "in 95 %", "naive WAPE %"]),
      row("all", answer.measures, answer.naive),
    ]
    for group in answer.byHorizon + answer.byWeekday {
      lines.append(row(group.name, group.measures, group.naive))
    }
    if let day = answer.dayCoverage80, let week = answer.weekCoverage80 {
      lines.append(
        "sums inside their 80 % interval: days \(number(100 * day, 1)) %, weeks \(number(100 * week, 1)) %"
      )
    }
    return lines.joined(separator: "\n")
  }

  private static func row(
    _ name: String, _ model: BacktestAnswer.Measures, _ naive: BacktestAnswer.Measures
  ) -> String {
    func share(_ value: Double?) -> String { value.map { number(100 * $0, 2) } ?? "-" }
    return line(
      name,
      [
        share(model.wape), share(model.smape), model.mase.map { number($0, 3) } ?? "-",
        share(model.weightedQuantileLoss), share(model.coverage80), share(model.coverage95),
        share(naive.wape),
      ])
  }

  private static func line(_ name: String, _ fields: [String]) -> String {
    name.padding(toLength: 10, withPad: " ", startingAt: 0)
      + fields.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
  }

  private static func number(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }
}
