import Quantities
import Results

extension WorkbookContent {
  /// The blue cells: cost at other volumes and handle times, read from plans made anew.
  func workloadSheet(
    _ comparison: ComparisonSheet
  ) -> (sheet: Sheet, names: [(name: String, cell: String)])? {
    guard let grid = result.workload,
      let alternative = result.alternatives.firstIndex(where: { $0.name == grid.alternative })
    else { return nil }
    let plan = result.alternatives[alternative].plan
    let people = plan.total(through: result.horizon.end).averagePeople
    let person = people > 0 ? 1 / people : 0
    var sheet = Sheet("Workload", widths: [44, 18, 18, 18])
    sheet.text(0, 0, "More or less work", .title)
    sheet.text(1, 0, "\(grid.alternative), planned anew by the closed forms", .note)
    sheet.text(3, 0, "Volume, as a multiple of the forecast")
    sheet.number(3, 1, 1, .workload)
    sheet.text(4, 0, "Handle time, as a multiple of today's")
    sheet.number(4, 1, 1, .workload)
    let work = Sheet.address(5, 1)
    sheet.text(5, 0, "Workload: volume × handle time")
    sheet.formula(5, 1, "ROUND(\(Sheet.address(3, 1))*\(Sheet.address(4, 1)),9)", 1, .exact)
    let first = 11
    let last = first + grid.factors.count - 1
    let factors = "\(Sheet.address(first, 0)):\(Sheet.address(last, 0))"
    let changes = "\(Sheet.address(first, 1)):\(Sheet.address(last, 1))"
    // The node at or below the workload, the last but one at most.
    let node = "MIN(\(grid.factors.count - 1),MATCH(\(work),\(factors),1))"
    func at(_ range: String, _ shift: String) -> String { "INDEX(\(range),\(node)\(shift))" }
    let share =
      "\(at(changes, ""))+(\(work)-\(at(factors, "")))/(\(at(factors, "+1"))-\(at(factors, "")))*(\(at(changes, "+1"))-\(at(changes, "")))"
    let outside =
      "OR(\(work)<\(Sheet.address(first, 0)),\(work)>\(Sheet.address(last, 0)))"
    sheet.text(6, 0, "Cost", .textTotal)
    sheet.formula(
      6, 1, "IF(\(outside),NA(),ROUND(\(comparison.total(alternative))*(1+\(share)),2))",
      result.alternatives[alternative].costCents.dollars, .moneyTotal)
    sheet.textFormula(
      7, 0,
      "IF(\(outside),\"Outside of the grid: run the command below.\",\"Inside the grid.\")",
      "Inside the grid.", .note)
    sheet.text(
      8, 0,
      "Error against a run, about, at most: handle time is read as volume (\(Show.percent(grid.handleTimeError, 2))), each search stops within its gap (\(Show.percent(plan.gap ?? 0, 2))), and people come whole (one is \(Show.percent(person, 2))).",
      .note)
    sheet.number(8, 1, grid.handleTimeError + 2 * (plan.gap ?? 0) + person, .share)
    sheet.text(9, 0, "Outside of the grid, and for one queue alone: \(rerun)", .note)
    sheet.headings(10, ["Workload", "Change of cost", "Change, dollars"], numbersFrom: 0)
    let base = max(1, result.alternatives[alternative].costCents.dollars)
    for (index, factor) in grid.factors.enumerated() {
      let row = first + index
      let change = grid.costChangeCents[index].dollars
      sheet.number(row, 0, factor, .workload)
      sheet.formula(
        row, 1, "\(Sheet.address(row, 2))/\(Show.plainNumber(base))", change / base, .share)
      sheet.number(row, 2, change, .money)
    }
    return (
      sheet, [("Volume", "=" + sheet.cell(3, 1)), ("Handle_time", "=" + sheet.cell(4, 1))]
    )
  }

  /// The command for another handle time of the first queue, as an example to change.
  private var rerun: String {
    guard let queue = result.queues.first else { return result.provenance.command }
    let seconds = Show.plainNumber((queue.handleTimeSeconds * 1.3).rounded())
    return
      "\(result.provenance.command) --set queues.\(queue.name).handleTime.mean=\(seconds)s"
  }
}
