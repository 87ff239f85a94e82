import Quantities
import Results

extension WorkbookContent {
  /// What an hour and a resolved item cost, a block for each alternative.
  var unitCostSheet: Sheet {
    var sheet = Sheet("Unit costs", widths: [34, 18, 18] + lines.queues.map { _ in 18 })
    sheet.text(0, 0, "What one unit costs", .title)
    sheet.text(
      1, 0,
      "A queue's items carry its own lines and a part of the pools' own (idle time, recruiting, supervision), by the hours that each pool gives to it.",
      .note)
    var row = 3
    for (index, alternative) in result.alternatives.enumerated() {
      sheet.text(row, 0, alternative.name, .title)
      sheet.headings(row + 1, ["Unit", "How many", "Each"], numbersFrom: 1)
      let queues = alternative.plan.queueNames
      let hours = alternative.plan.hoursByQueue
      let firstHours = row + 3 + alternative.cost.unitCosts.count
      let general = lines.sum(alternative: index, peopleOnly: true)
      for (place, unit) in alternative.cost.unitCosts.enumerated() {
        let line = row + 2 + place
        sheet.text(line, 0, unit.measure)
        sheet.number(line, 1, unit.count)
        let count = Sheet.address(line, 1)
        let queue = queues.firstIndex { "\($0) item" == unit.measure }
        let dollars = queue.map { cost(of: $0, index, queues, firstHours) } ?? general
        sheet.formula(line, 2, "ROUND((\(dollars))/\(count),2)", unit.cents.dollars)
      }
      sheet.headings(firstHours, ["Hours given to a queue"] + queues, numbersFrom: 1)
      for (pool, given) in hours.enumerated() {
        let line = firstHours + 1 + pool
        sheet.text(line, 0, alternative.plan.pools[pool].pool)
        for (queue, value) in given.enumerated() { sheet.number(line, 1 + queue, value) }
      }
      row = firstHours + hours.count + 3
    }
    sheet.frozen = (1, 1)
    return sheet
  }

  /// The dollars of one queue: its own lines and its part of the pools' own.
  private func cost(
    of queue: Int, _ alternative: Int, _ queues: [String], _ firstHours: Int
  ) -> String {
    let plan = result.alternatives[alternative].plan
    let number = (lines.queues.firstIndex(of: queues[queue]) ?? -2) + 1
    var parts = [lines.sum(alternative: alternative, queue: number, peopleOnly: true)]
    for pool in plan.pools.indices {
      let row = firstHours + 1 + pool
      let given = Sheet.address(row, 1 + queue)
      let all = "SUM(\(Sheet.address(row, 1)):\(Sheet.address(row, queues.count)))"
      let own = lines.sum(
        alternative: alternative, pool: lines.poolNumber(plan.pools[pool].pool, alternative),
        queue: 0)
      parts.append("IF(\(all)>0,\(own)*\(given)/\(all),0)")
    }
    return parts.joined(separator: "+")
  }
}
