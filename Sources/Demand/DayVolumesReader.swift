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

  /// Headings as exports have them, in small letters and without blanks and signs.
  private static let times: Set<String> = [
    "time", "interval", "start", "intervalstart", "starttime", "timestamp", "datetime", "ts",
    "timeofday", "period", "hour", "intervalstarttime",
  ]
  private static let values: Set<String> = [
    "volume", "offered", "calls", "contacts", "arrivals", "count", "value", "demand", "inbound",
    "callsoffered", "contactsoffered", "offeredcalls", "offeredcontacts", "contactsreceived",
    "callsreceived", "nco", "acdcallsoffered", "volumeoffered",
  ]
  private static let handleTimes: Set<String> = [
    "aht", "handletime", "ahts", "ahtsec", "ahtsecs", "ahtseconds", "handletimes",
    "handletimeseconds", "avghandletime", "averagehandletime", "meanhandletime",
  ]

  private static func normal(_ heading: String) -> String {
    String(heading.lowercased().filter { $0.isLetter || $0.isNumber })
  }

  mutating func read(
    _ names: DayVolumes.Columns, _ stepMinutes: Int?
  ) throws(IntervalExportError) -> DayVolumes {
    guard !table.header.isEmpty else { throw stop() }
    if table.header.allSatisfy({ $0.first?.isNumber == true }) {
      note(0, "line 1 looks like data. Begin with a line of headings, such as time,volume.")
      throw stop()
    }
    let time = column(names.time, among: Self.times)
    let handleTime = column(names.handleTime, among: Self.handleTimes)
    var value = column(names.value, among: Self.values)
    if value == nil, names.value == nil, problems.count == 0 {
      // With one column left there is no doubt.
      let left = table.header.indices.filter { $0 != time && $0 != handleTime }
      if left.count == 1 { value = left[0] }
    }
    guard let value else {
      if names.value == nil && problems.count == 0 {
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
    var lengths: [Double] = []
    for row in 0..<table.rowCount {
      let volume = number(row, value, "contacts")
      volumes.append(volume ?? 0)
      if let handleTime {
        lengths.append(volume == 0 ? 0 : handleSeconds(row, handleTime) ?? 0)
      }
    }
    if volumes.isEmpty {
      note(table.bytes.count, "no rows. Write one row per interval of the day.")
    }
    let grid = timeGrid(time, stepMinutes)
    guard problems.count == 0 else { throw stop() }
    let total = volumes.reduce(0, +)
    let work = zip(volumes, lengths).reduce(0) { $0 + $1.0 * $1.1 }
    for index in lengths.indices where volumes[index] == 0 { lengths[index] = work / total }
    return DayVolumes(
      startMinute: grid.start, stepMinutes: grid.step, volumes: volumes,
      handleTimes: handleTime == nil || total == 0 ? nil : lengths,
      columns: DayVolumes.Columns(
        time: time.map { table.header[$0] }, value: table.header[value],
        handleTime: handleTime.map { table.header[$0] }))
  }

  /// The start and the step of the rows, checked against each other.
  private mutating func timeGrid(_ column: Int?, _ given: Int?) -> (start: Int, step: Int) {
    guard let column else {
      // A day on which the clock goes back has 25 hours.
      if let given, given * table.rowCount > 1500 { noteTooLong(table.rowCount * given) }
      return (0, given ?? 0)
    }
    var minutes: [Int] = []
    for row in 0..<table.rowCount {
      guard let minute = Self.minutes(table.content(row: row, column: column)) else {
        note(
          table.offset(row: row, column: column),
          "\"\(quoted(row, column))\" is not a time. Write 08:30 or 2027-01-04 08:30; delete a row of totals."
        )
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
        let remedy: String
        if difference <= 0 {
          remedy =
            "Write the rows in order of time, each interval once; add the dates to a day across midnight."
        } else if difference > step && step > 0 {
          remedy =
            "Write every interval, with 0 where it is closed or nobody came; where the clock changes leave"
            + " the times out and give --per."
        } else {
          remedy = "Use intervals of equal length."
        }
        note(
          table.offset(row: row, column: column),
          "\"\(quoted(row, column))\" is \(Self.distance(difference)) the row before\(step > 0 ? ", not \(step) minutes after it" : "")."
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

  private static func distance(_ minutes: Int) -> String {
    if minutes == 0 { return "at the time of" }
    if abs(minutes) >= 1440 { return "days from" }
    return "\(abs(minutes)) minutes \(minutes > 0 ? "after" : "before")"
  }

  private mutating func number(_ row: Int, _ column: Int, _ what: String) -> Double? {
    if let number = ExportField.number(table.content(row: row, column: column)),
      let value = number.value
    {
      return value
    }
    note(
      table.offset(row: row, column: column),
      "\"\(quoted(row, column))\" is not a number of \(what). Write 0 to 1000000000, with a point for"
        + " decimals and nothing between thousands.")
    return nil
  }

  /// Seconds, or minutes and seconds as `6:30`.
  private mutating func handleSeconds(_ row: Int, _ column: Int) -> Double? {
    let text = String(
      decoding: table.content(row: row, column: column).trimmingBlanks, as: UTF8.self)
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    if (2...3).contains(parts.count) {
      let numbers = parts.compactMap {
        $0.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int($0) : nil
      }
      guard numbers.count == parts.count, numbers.dropFirst().allSatisfy({ $0 < 60 }),
        numbers[0] < 10_000
      else {
        note(
          table.offset(row: row, column: column),
          "\"\(quoted(row, column))\" is not a handle time. Write seconds, or 6:30.")
        return nil
      }
      return Double(numbers.reduce(0) { $0 * 60 + $1 })
    }
    guard let seconds = number(row, column, "seconds"), seconds > 0 else {
      if ExportField.number(table.content(row: row, column: column))?.value == 0 {
        note(
          table.offset(row: row, column: column),
          "a handle time of 0 where contacts came. Write seconds, more than 0.")
      }
      return nil
    }
    return seconds
  }

  private mutating func column(_ name: String?, among usual: Set<String>) -> Int? {
    let found: [Int]
    if let name {
      let exact = table.header.indices.filter { table.header[$0] == name }
      found =
        exact.isEmpty
        ? table.header.indices.filter { table.header[$0].lowercased() == name.lowercased() } : exact
      if found.isEmpty {
        note(0, "no column \"\(name)\". The columns are \(table.header.joined(separator: ", ")).")
      }
    } else {
      found = table.header.indices.filter { usual.contains(Self.normal(table.header[$0])) }
    }
    if found.count > 1 {
      let names = found.map { table.header[$0] }.joined(separator: " and ")
      note(0, "the columns \(names) may both be meant. Name one with --time or --value.")
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
