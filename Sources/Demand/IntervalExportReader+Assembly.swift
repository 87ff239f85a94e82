import Quantities

extension IntervalExportReader {
  /// Lengths of an interval in minutes that exports have.
  private static let steps = [5, 10, 15, 20, 30, 60]

  /// Puts the rows on the days and intervals that they name.
  mutating func assemble(source: String) throws(IntervalExportError) -> IntervalExport {
    let isSorted = zip(rows, rows.dropFirst()).allSatisfy { !IntervalExportReader.isAfter($0, $1) }
    // Rows of equal time keep the order of the file.
    if !isSorted { rows.sort { IntervalExportReader.isAfter($1, $0) } }
    guard let first = rows.first, let last = rows.last else { throw stop() }
    let step = try step(first)
    let count = last.day - first.day + 1
    guard count <= 36_525 else {
      problems.note(
        offset(last), "\(first.day) to \(last.day) is over 100 years. Check the dates.")
      throw stop()
    }
    let changed = (0..<count).map { day in
      zone.startOfDay(first.day + day + 1) - zone.startOfDay(first.day + day) != 86_400
    }
    var days: [[Double?]] = Array(
      repeating: Array(repeating: nil, count: 1440 / step), count: count)
    var opened = Array(repeating: 0, count: count)
    var seen = Array(repeating: 0, count: count)
    var missing = 0
    var repeated = 0
    var times = 0
    for (index, row) in rows.enumerated() {
      let day = row.day - first.day
      seen[day] += 1
      if row.isOpen { opened[day] += 1 }
      if row.value == nil && row.isOpen { missing += 1 }
      let isAgain =
        index > 0 && rows[index - 1].day == row.day && rows[index - 1].minute == row.minute
      times = isAgain ? times + 1 : 1
      if times > 1 {
        guard times == 2, changed[day], isRepeated(row) else {
          noteAgain(row, before: rows[index - 1])
          continue
        }
        repeated += 1
      }
      guard let value = row.value else { continue }
      if changed[day] && value > 0 && isSkipped(row) {
        let text = text(row)
        problems.note(
          offset(row),
          "the clock of \(zone.name) skips \(text). Write local times, or correct the time zone.")
      }
      days[day][row.minute / step] = (days[day][row.minute / step] ?? 0) + value
    }
    guard problems.count == 0 else { throw stop() }
    var remarks: [String] = []
    if missing > 0 {
      remarks.append(
        missing == 1
          ? "1 open interval has no value, and missing is not zero"
          : "\(missing) open intervals have no value, and missing is not zero")
    }
    if repeated > 0 {
      remarks.append(
        repeated == 1
          ? "1 interval occurs twice because the clock went back, and both count"
          : "\(repeated) intervals occur twice because the clock went back, and both count")
    }
    let closed = Set((0..<count).filter { seen[$0] > 0 && opened[$0] == 0 })
    return IntervalExport(
      source: source, start: first.day, intervalSeconds: step * 60, days: days, closedDays: closed,
      remarks: remarks)
  }

  private static func isAfter(_ row: Row, _ other: Row) -> Bool {
    (row.day, row.minute, row.number) > (other.day, other.minute, other.number)
  }

  /// Finds the length of an interval in minutes and refuses rows that do not stand on its grid.
  ///
  /// It is the shortest time between rows of a day that makes up at least a hundredth of them, so
  /// that a slip in one row does not cut every interval.
  private mutating func step(_ first: Row) throws(IntervalExportError) -> Int {
    var gaps = Array(repeating: 0, count: 1440)
    for (left, right) in zip(rows, rows.dropFirst()) where left.day == right.day {
      gaps[right.minute - left.minute] += 1
    }
    gaps[0] = 0
    let all = gaps.reduce(0, +)
    guard let step = gaps.firstIndex(where: { $0 > 0 && $0 * 100 >= all }) else {
      problems.note(
        offset(first),
        "no two intervals of one day. Export intervals of 5, 10, 15, 20, 30 or 60 minutes.")
      throw stop()
    }
    guard IntervalExportReader.steps.contains(step) else {
      problems.note(
        offset(first),
        "intervals of \(step) minutes. Export even intervals of 5, 10, 15, 20, 30 or 60 minutes.")
      throw stop()
    }
    var astray = FileProblems()
    for row in rows where row.minute % step != 0 {
      astray.note(
        offset(row),
        "\(text(row)) is not the start of an interval of \(step) minutes. "
          + "Let every interval start at a multiple of its length past the hour.")
    }
    problems.add(astray)
    guard problems.count == 0 else { throw stop() }
    return step
  }

  private mutating func noteAgain(_ row: Row, before: Row) {
    let place = offset(row)
    // Finding a line costs a pass over the file, so it is done for the problems that are shown.
    let isShown = problems.kept.count < FileProblems.most
    let line = isShown ? table.place(of: offset(before)).line : 0
    let text = isShown ? text(row) : ""
    problems.note(
      place, "\(text) stands already in line \(line). Keep one row for each interval.")
  }

  private func text(_ row: Row) -> String {
    let two = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
    return "\(row.day) \(two(row.minute / 60)):\(two(row.minute % 60))"
  }

  private func localSecond(_ row: Row) -> Int64 {
    Int64(row.day.daysSince1970) * 86_400 + Int64(row.minute) * 60
  }

  /// Whether the clock shows the time twice because it goes back.
  private func isRepeated(_ row: Row) -> Bool {
    let local = localSecond(row)
    let first = zone.instant(localSecond: local)
    let later = local - Int64(zone.offset(at: first + 86_400))
    return later > first && later + Int64(zone.offset(at: later)) == local
  }

  /// Whether the clock never shows the time because it goes forward.
  private func isSkipped(_ row: Row) -> Bool {
    let local = localSecond(row)
    let instant = zone.instant(localSecond: local)
    return instant + Int64(zone.offset(at: instant)) != local
  }
}
