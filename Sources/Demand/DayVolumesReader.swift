import Quantities

/// Collects the rows of one day and what is wrong with them.
struct DayVolumesReader {
  private let table: DelimitedText
  private let file: String
  private var problems: FileProblems

  init(bytes: [UInt8], file: String) {
    table = DelimitedText(bytes: bytes)
    self.file = file
    problems = table.problems
  }

  private static let times = [
    "time", "interval", "start", "interval_start", "start_time", "timestamp", "datetime", "ts",
  ]
  private static let values = [
    "volume", "offered", "calls", "contacts", "arrivals", "count", "value", "demand",
  ]
  private static let handleTimes = [
    "aht", "handle_time", "handletime", "aht_s", "aht_seconds", "handle_time_seconds",
  ]

  mutating func read(
    _ names: DayVolumes.Columns, _ stepMinutes: Int?
  ) throws(IntervalExportError) -> DayVolumes {
    guard !table.header.isEmpty else { throw stop() }
    let time = column(names.time, among: Self.times)
    let handleTime = column(names.handleTime, among: Self.handleTimes)
    var value = column(names.value, among: Self.values)
    if value == nil, names.value == nil {
      // With one column left there is no doubt.
      let left = table.header.indices.filter { $0 != time && $0 != handleTime }
      if left.count == 1 { value = left[0] }
    }
    guard let value else {
      if names.value == nil {
        note(
          0,
          "no column of contacts is found. The columns are \(table.header.joined(separator: ", "))."
            + " Name it with --value.")
      }
      throw stop()
    }
    if time == nil && stepMinutes == nil && names.time == nil {
      note(
        0,
        "no column of times is found. The columns are \(table.header.joined(separator: ", "))."
          + " Name it with --time, or give the length of an interval with --per.")
    }
    guard problems.count == 0 else { throw stop() }
    var volumes: [Double] = []
    var work = 0.0
    for row in 0..<table.rowCount {
      let volume = number(row, value, "contacts")
      volumes.append(volume ?? 0)
      if let handleTime, let volume, volume > 0 {
        work += volume * (number(row, handleTime, "seconds") ?? 0)
      }
    }
    if volumes.isEmpty {
      note(table.bytes.count, "no rows. Write one row per interval of the day.")
    }
    let grid = timeGrid(time, stepMinutes)
    guard problems.count == 0 else { throw stop() }
    let total = volumes.reduce(0, +)
    return DayVolumes(
      startMinute: grid.start, stepMinutes: grid.step, volumes: volumes,
      handleTimeSeconds: handleTime == nil || total == 0 ? nil : work / total,
      columns: DayVolumes.Columns(
        time: time.map { table.header[$0] }, value: table.header[value],
        handleTime: handleTime.map { table.header[$0] }))
  }

  /// The start and the step of the rows, checked against each other.
  private mutating func timeGrid(_ column: Int?, _ given: Int?) -> (start: Int, step: Int) {
    guard let column else {
      if let given, given * table.rowCount > 1440 { noteTooLong(table.rowCount * given) }
      return (0, given ?? 0)
    }
    var minutes: [Int] = []
    for row in 0..<table.rowCount {
      guard let minute = Self.minutes(table.content(row: row, column: column)) else {
        note(
          table.offset(row: row, column: column),
          "\"\(quoted(row, column))\" is not a time. Write 08:30 or 2027-01-04 08:30.")
        return (0, 0)
      }
      minutes.append(minute)
    }
    guard let first = minutes.first else { return (0, 0) }
    let step = given ?? (minutes.count > 1 ? minutes[1] - first : 0)
    if minutes.count == 1 && given == nil {
      note(
        table.offset(row: 0, column: column),
        "one row does not say how long its interval is. Give it with --per.")
      return (0, 0)
    }
    for row in 1..<max(1, minutes.count) {
      let difference = minutes[row] - minutes[row - 1]
      guard difference == step, step > 0 else {
        let remedy =
          difference <= 0
          ? "Write the rows in order of time, each interval once, of one day."
          : difference > step && step > 0
            ? "Write every interval, with 0 where nobody came." : "Use intervals of equal length."
        note(
          table.offset(row: row, column: column),
          "\"\(quoted(row, column))\" is \(difference) minutes after the row before, not \(step)."
            + " \(remedy)")
        return (0, 0)
      }
    }
    let day = first - first % 1440
    if minutes.count * step > 1440 { noteTooLong(minutes.count * step) }
    return (first - day, step)
  }

  private mutating func noteTooLong(_ minutes: Int) {
    note(
      0, "the rows span \(minutes / 60) hours. Give the intervals of one day, 24 hours at most.")
  }

  /// Minutes from an arbitrary midnight: `8:30`, `08:30:00` or a date with a time.
  private static func minutes(_ field: ArraySlice<UInt8>) -> Int? {
    if let stamp = ExportField.localTime(field) {
      return stamp.day.daysSince1970 * 1440 + stamp.minute
    }
    let parts = String(decoding: field.trimmingBlanks, as: UTF8.self)
      .split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts.allSatisfy({ (1...2).contains($0.count) }),
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60,
      parts.count == 2 || Int(parts[2]) == 0
    else { return nil }
    return hour * 60 + minute
  }

  private mutating func number(_ row: Int, _ column: Int, _ what: String) -> Double? {
    if let number = ExportField.number(table.content(row: row, column: column)),
      let value = number.value
    {
      return value
    }
    note(
      table.offset(row: row, column: column),
      "\"\(quoted(row, column))\" is not a number of \(what). Write 0 to 1000000000.")
    return nil
  }

  private mutating func column(_ name: String?, among usual: [String]) -> Int? {
    guard let name else {
      for candidate in usual {
        let found = table.header.indices.filter { table.header[$0].lowercased() == candidate }
        if let first = found.first { return first }
      }
      return nil
    }
    let found = table.header.indices.filter { table.header[$0] == name }
    if found.isEmpty {
      note(
        0, "no column \"\(name)\". The columns are \(table.header.joined(separator: ", ")).")
    } else if found.count > 1 {
      note(
        0, "\(found.count) columns are named \"\(name)\". Give each column its own heading.")
    }
    return found.count == 1 ? found[0] : nil
  }

  private mutating func note(_ offset: Int, _ text: String) { problems.note(offset, text) }

  private func quoted(_ row: Int, _ column: Int) -> String {
    let text = table.text(row: row, column: column)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }

  private func stop() -> IntervalExportError {
    IntervalExportError(problems: problems.lines(in: table, file: file))
  }
}
