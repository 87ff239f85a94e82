import Planning

/// The results of a simulation by period as tables for people.
enum SimulationPeriodTable {
  /// One row for each period and queue, then one for each period and pool.
  static func lines(_ kind: String, _ rows: [SimulationAnswer.Row]) -> [String] {
    guard let first = rows.first else { return ["", "by \(kind): nothing came"] }
    var lines: [String] = []
    for index in first.queues.indices {
      lines += table(
        "queue \(first.queues[index].name) by \(kind)", rows.map { ($0.start, $0.queues[index]) },
        [
          "offered", "served", "abandonment", "serviceLevelOffered", "waitMean", "deadlinesMet",
          "waitingAtEnd", "inServiceAtEnd",
        ])
    }
    for index in first.pools.indices {
      lines += table(
        "pool \(first.pools[index].name) by \(kind)", rows.map { ($0.start, $0.pools[index]) },
        ["occupancy", "handled", "staffedHours", "overtimeHours"])
    }
    return lines
  }

  private static func table(
    _ title: String, _ rows: [(start: String, entry: SimulationAnswer.Entry)], _ names: [String]
  ) -> [String] {
    let measures = rows[0].entry.measures
    let shown = names.compactMap { name in measures.firstIndex { $0.name == name } }
    let cells = rows.map { row in
      [row.start]
        + shown.map { index in
          let measure = row.entry.measures[index]
          return measure.mean.map { SimulationPrinter.shown($0, measure.unit, like: $0) } ?? "–"
        }
    }
    return ["", title]
      + TextTable(rows: [["from"] + shown.map { measures[$0].title }] + cells).lines.map {
        "  " + $0
      }
  }
}
