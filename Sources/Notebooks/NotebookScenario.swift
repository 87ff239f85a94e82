import Foundation
import LocatedJSON
import Planning
import Quantities
import Reporting
import Results
import Scenarios

extension NotebookRun {
  /// Runs a block's spec and says what came out; its tables can be drawn by later blocks.
  mutating func scenario(
    _ block: NotebookDocument.Block, _ place: String
  ) throws -> [String] {
    // Empty lines in front give every message its line in the notebook.
    let text =
      String(repeating: "\n", count: block.line) + block.body.joined(separator: "\n")
    let resolved = try ScenarioReader.read(
      path: path, data: Array(text.utf8), use: .run,
      readFile: { [paths] file in
        guard paths.mayRead(file) else {
          throw NotebookError("\(file) lies outside of the working folder")
        }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
      })
    var run = RunOptions(
      data: DataAccess(specPath: path, workingFolder: options.workingFolder, dataFolders: []),
      threads: options.threads, command: "caseload notebook run \(path)", progress: { _, _ in })
    run.cache = cache
    let result = try runScenario(resolved, options: run).result
    let name = block.words.first ?? "scenario"
    let summary = NotebookTable(
      columns: ["alternative", "cost", "people at most", "keeps its goals", "first decision"],
      rows: result.alternatives.map { alternative in
        let people = alternative.plan.weeks.indices.map { week in
          alternative.plan.pools.reduce(0) { $0 + $1.weeks[week].headcount }
        }
        let decision = alternative.plan.pools.flatMap(\.hires).map(\.decideBy).min()
        return [
          alternative.name, Amount.dollars(alternative.costCents),
          Amount.count((people.max() ?? 0).rounded()), alternative.certified ? "yes" : "no",
          decision?.description ?? "",
        ]
      }, isNumber: [false, true, true, false, false])
    keep(summary, nil)
    tables["\(name) cost"] = Self.cost(result)
    tables["\(name) items"] = Self.items(result)
    tables["\(name) people"] = Self.people(result)
    let answer =
      result.recommended.map { "Cheapest that keeps every required goal: **\($0)**." }
      ?? "No alternative with a plan keeps every required goal."
    return summary.markdown + ["", answer]
  }

  /// Dollars by month and alternative.
  private static func cost(_ result: PlanResult) -> NotebookTable {
    let months = Set(result.alternatives.flatMap(\.cost.lines).map(\.month)).sorted()
    return NotebookTable(
      columns: ["month"] + result.alternatives.map(\.name),
      rows: months.map { month in
        [month]
          + result.alternatives.map { alternative in
            let cents = alternative.cost.lines.filter { $0.month == month }.map(\.cents).total()
            return Amount.count(cents.dollars)
          }
      }, isNumber: [false] + result.alternatives.map { _ in true })
  }

  /// Expected items by month and queue.
  private static func items(_ result: PlanResult) -> NotebookTable {
    let queues = result.forecast.queues
    let count = queues.map(\.months.count).min() ?? 0
    return NotebookTable(
      columns: ["month"] + queues.map(\.queue),
      rows: (0..<count).map { month in
        [queues[0].months[month].start.monthText]
          + queues.map { Amount.count($0.months[month].mean.rounded()) }
      }, isNumber: [false] + queues.map { _ in true })
  }

  /// People by week and pool of the alternative that the report leads with.
  private static func people(_ result: PlanResult) -> NotebookTable {
    guard let leading = result.leading else {
      return NotebookTable(columns: ["week"], rows: [], isNumber: [false])
    }
    let pools = leading.plan.pools
    return NotebookTable(
      columns: ["week"] + pools.map(\.pool),
      rows: leading.plan.weeks.indices.map { week in
        [leading.plan.weeks[week].description]
          + pools.map { Amount.count($0.weeks[week].headcount.rounded()) }
      }, isNumber: [false] + pools.map { _ in true })
  }
}
