import Quantities

extension SeriesTableReader {
  /// Puts the rows of each series in the order of time and finds the step between them.
  ///
  /// - Parameter found: The series as they stand in the file.
  /// - Throws: `IntervalExportError` for times that stand twice and for steps that change.
  mutating func arrange(_ found: inout SeriesTable) throws(IntervalExportError) {
    for place in found.series.indices {
      found.series[place].rows.sort { ($0.time, $0.number) < ($1.time, $1.number) }
    }
    simplify(&found)
    for place in found.series.indices {
      found.series[place].rows = merged(found.series[place].rows, found.kind)
    }
    guard problems.count == 0 else { throw stop() }
    let gaps = Self.gaps(found)
    guard let common = Self.common(gaps) else {
      note(
        table.offset(row: 0, column: timeColumn),
        "no two rows of a series in sequence. Give at least two weeks, or two whole seasons, of rows."
      )
      throw stop()
    }
    switch found.kind {
    case .minute:
      guard common >= 5, 1440 % common == 0 else {
        note(
          table.offset(row: 0, column: timeColumn),
          "steps of \(common) minutes. Give steps of 5, 10, 15, 20, 30 or 60 minutes.")
        throw stop()
      }
      found.step = .minutes(common)
    case .day:
      guard common == 1 || common == 7 else {
        note(
          table.offset(row: 0, column: timeColumn),
          "steps of \(common) days. Give a row for each day, each week or each month.")
        throw stop()
      }
      found.step = common == 1 ? .day : .week
    case .month: found.step = .months(common)
    case .number: found.step = .number(common)
    }
    checkSteps(found, common)
    guard problems.count == 0 else { throw stop() }
  }

  /// Times that are all midnights are days, and days that are all first or last of a month are months.
  private func simplify(_ found: inout SeriesTable) {
    func all(_ fits: (Int) -> Bool) -> Bool {
      found.series.allSatisfy { $0.rows.allSatisfy { fits($0.time) } }
    }
    func change(_ kind: SeriesTable.Kind, _ time: (Int) -> Int) {
      found.kind = kind
      for place in found.series.indices {
        for row in found.series[place].rows.indices {
          found.series[place].rows[row].time = time(found.series[place].rows[row].time)
        }
      }
    }
    if found.kind == .minute, all({ $0 % 1440 == 0 }) { change(.day) { $0 / 1440 } }
    guard found.kind == .day, found.series.contains(where: { $0.rows.count > 1 }) else { return }
    func parts(_ day: Int) -> (year: Int, month: Int, day: Int) {
      LocalDate(daysSince1970: day).parts
    }
    let isFirst = all { parts($0).day == 1 }
    let isLast = all { parts($0 + 1).day == 1 }
    guard isFirst || isLast else { return }
    change(.month) { parts($0).year * 12 + parts($0).month - 1 }
  }

  /// Rows without repetitions; only an hour that the zone's clock repeats may stand twice.
  private mutating func merged(
    _ rows: [SeriesTable.Row], _ kind: SeriesTable.Kind
  ) -> [SeriesTable.Row] {
    var kept: [SeriesTable.Row] = []
    kept.reserveCapacity(rows.count)
    var times = 1
    for row in rows {
      guard let last = kept.last, last.time == row.time else {
        times = 1
        kept.append(row)
        continue
      }
      times += 1
      if kind == .minute, let zone, times == 2, Self.isRepeated(row.time, zone) {
        if let value = row.value { kept[kept.count - 1].value = (last.value ?? 0) + value }
        continue
      }
      let offset = table.offset(row: row.number, column: timeColumn)
      let isShown = problems.kept.count < FileProblems.most
      let line =
        isShown
        ? table.place(of: table.offset(row: last.number, column: timeColumn)).line : 0
      let clock =
        kind == .minute && zone == nil
        ? ", or give --time-zone if the clock went back" : ""
      note(
        offset, "\(row.text) stands already in line \(line). Keep one row for each time\(clock).")
    }
    return kept
  }

  /// Whether a zone's clock shows a time twice.
  private static func isRepeated(_ minute: Int, _ zone: ZoneRules) -> Bool {
    let local = Int64(minute) * 60
    let first = zone.instant(localSecond: local)
    let later = local - Int64(zone.offset(at: first + 86_400))
    return later > first && later + Int64(zone.offset(at: later)) == local
  }

  private static func gaps(_ found: SeriesTable) -> [Int: Int] {
    var gaps: [Int: Int] = [:]
    for series in found.series {
      for (row, next) in zip(series.rows, series.rows.dropFirst())
      where found.kind != .minute || row.time / 1440 == next.time / 1440 {
        gaps[next.time - row.time, default: 0] += 1
      }
    }
    return gaps
  }

  /// The commonest gap, the shortest of equally common ones.
  private static func common(_ gaps: [Int: Int]) -> Int? {
    gaps.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }

  /// Rows off the grid, and runs of rows at another step.
  private mutating func checkSteps(_ found: SeriesTable, _ common: Int) {
    let unit = found.kind == .minute ? "minutes" : found.kind == .day ? "days" : "steps"
    for series in found.series {
      var run = (gap: 0, length: 0)
      var isTold = false
      for (row, next) in zip(series.rows, series.rows.dropFirst()) {
        let isSameDay = found.kind != .minute || row.time / 1440 == next.time / 1440
        let gap = next.time - row.time
        guard isSameDay else { continue }
        run = gap == run.gap ? (gap, run.length + 1) : (gap, 1)
        let isOff = gap % common != 0
        let isOtherStep = gap != common && run.length == 6
        guard isOff || isOtherStep, !isTold else { continue }
        isTold = true
        let remedy =
          isOtherStep && !isOff
          ? "The step changes: give every row at the same step."
          : "Give every row at the same step, blank where nothing was recorded."
        note(
          table.offset(row: next.number, column: timeColumn),
          "\(next.text) is \(gap) \(unit) after the row before, not \(common). \(remedy)")
      }
      if found.kind == .minute,
        let astray = series.rows.first(where: {
          ($0.time - series.rows[0].time) % common != 0
        })
      {
        guard !isTold else { continue }
        note(
          table.offset(row: astray.number, column: timeColumn),
          "\(astray.text) is not at a multiple of \(common) minutes from the first row.")
      }
    }
  }
}
