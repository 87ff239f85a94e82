import Quantities

/// A recorded series of contacts by local interval, as phone systems export it.
public struct IntervalExport: Sendable, Equatable {
  /// Where the series came from, for messages and the report.
  public var source: String
  /// The first local day.
  public var start: LocalDate
  /// Length of an interval in seconds; divides an hour.
  public var intervalSeconds: Int
  /// Values by day and interval of the local day; `nil` where nothing was recorded.
  public var days: [[Double?]]
  /// Days on which the source says that it was closed.
  public var closedDays: Set<Int>
  /// Remarks on what was read, for the report.
  public var remarks: [String]

  /// Makes a series.
  public init(
    source: String, start: LocalDate, intervalSeconds: Int, days: [[Double?]],
    closedDays: Set<Int>, remarks: [String]
  ) {
    (self.source, self.start, self.intervalSeconds) = (source, start, intervalSeconds)
    (self.days, self.closedDays, self.remarks) = (days, closedDays, remarks)
  }
}

/// Problems in an interval export, each with its place and remedy.
public struct IntervalExportError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems, in the order of the file; `file:line:column: problem. remedy.`
  public var problems: [String]
  /// Makes an error from its problems.
  public init(problems: [String]) { self.problems = problems }
  /// One problem a line.
  public var description: String { problems.joined(separator: "\n") }
}

extension IntervalExport {
  /// Reads an export from comma-, semicolon- or tab-separated text.
  ///
  /// A row that is absent, or whose value is blank, is missing, not zero. The hour that a clock change
  /// repeats may occur twice; any other repeated time is an error.
  ///
  /// - Parameters:
  ///   - bytes: The file's content in UTF-8.
  ///   - file: The name used in messages.
  ///   - timeColumn: Heading of the local time, as `2027-01-04 10:30` with optional seconds.
  ///   - valueColumn: Heading of the number of contacts.
  ///   - openColumn: Heading of a column that is 0 on closed intervals, if any.
  ///   - zone: The zone of the local times.
  /// - Throws: ``IntervalExportError`` with every problem found, up to 20.
  /// - Complexity: O(bytes).
  public static func read(
    bytes: [UInt8], file: String, timeColumn: String, valueColumn: String,
    openColumn: String? = nil, zone: ZoneRules
  ) throws(IntervalExportError) -> IntervalExport {
    var reader = IntervalExportReader(file: file, zone: zone)
    return try reader.read(bytes, timeColumn, valueColumn, openColumn)
  }
}

/// Collects the rows of an export and its problems.
private struct IntervalExportReader {
  let file: String
  let zone: ZoneRules
  var problems: [String] = []
  var rows: [(line: Int, date: LocalDate, minute: Int, value: Double?, open: Bool)] = []

  init(file: String, zone: ZoneRules) { (self.file, self.zone) = (file, zone) }

  mutating func note(_ line: Int, _ column: Int, _ text: String) {
    problems.append("\(file):\(line):\(column): \(text)")
  }

  func stop() -> IntervalExportError {
    var shown = Array(problems.prefix(20))
    if problems.count > 20 { shown.append("\(file): and \(problems.count - 20) more problems.") }
    return IntervalExportError(problems: shown)
  }

  mutating func read(
    _ bytes: [UInt8], _ timeColumn: String, _ valueColumn: String, _ openColumn: String?
  ) throws(IntervalExportError) -> IntervalExport {
    let table: DelimitedText
    do {
      table = try DelimitedText(bytes: bytes, file: file)
    } catch {
      problems = [error.description]
      throw stop()
    }
    let header = table.header
    func position(_ name: String) -> Int? { header.firstIndex(of: name) }
    for name in [timeColumn, valueColumn, openColumn].compactMap({ $0 }) where position(name) == nil
    {
      note(1, 1, "no column \"\(name)\". The columns are \(header.joined(separator: ", ")).")
    }
    guard problems.isEmpty, let time = position(timeColumn), let value = position(valueColumn)
    else {
      throw stop()
    }
    let open = openColumn.flatMap(position)
    for row in table.rows { addRow(row, time: time, value: value, open: open) }
    guard problems.isEmpty else { throw stop() }
    guard !rows.isEmpty else {
      note(2, 1, "no rows. Export at least two weeks of intervals.")
      throw stop()
    }
    return try assemble(valueColumn)
  }

  mutating func addRow(_ row: DelimitedText.Row, time: Int, value: Int, open: Int?) {
    let stamp = row.fields[time]
    guard let (date, minute) = IntervalExportReader.localTime(stamp.text) else {
      note(
        row.line, stamp.column,
        "\"\(stamp.text)\" is not a local time. Write it as 2027-01-04 10:30.")
      return
    }
    let field = row.fields[value]
    let text = field.text.filter { $0 != " " }
    var number: Double?
    if !text.isEmpty && text != "NA" {
      guard let read = Double(text), read.isFinite, read >= 0 else {
        note(
          row.line, field.column,
          "\"\(field.text)\" is not a number of contacts. Write 0 or more, or leave it blank.")
        return
      }
      number = read
    }
    let isOpen = open.map { row.fields[$0].text.filter { $0 != " " } != "0" } ?? true
    rows.append((row.line, date, minute, number, isOpen))
  }

  mutating func assemble(_ valueColumn: String) throws(IntervalExportError) -> IntervalExport {
    let sorted = rows.sorted { ($0.date, $0.minute, $0.line) < ($1.date, $1.minute, $1.line) }
    guard let first = sorted.first, let last = sorted.last else { throw stop() }
    var step = 1440
    for (left, right) in zip(sorted, sorted.dropFirst()) where left.date == right.date {
      if right.minute > left.minute { step = min(step, right.minute - left.minute) }
    }
    if step > 60 || 60 % step != 0 || sorted.contains(where: { $0.minute % step != 0 }) {
      note(
        first.line, 1,
        "intervals of \(step) minutes. Export even intervals of 5, 10, 15, 20, 30 or 60 minutes.")
      throw stop()
    }
    let count = last.date - first.date + 1
    guard count <= 36_525 else {
      note(last.line, 1, "\(first.date) to \(last.date) is over 100 years. Check the dates.")
      throw stop()
    }
    let perDay = 1440 / step
    var days: [[Double?]] = Array(repeating: Array(repeating: nil, count: perDay), count: count)
    var opened = Array(repeating: 0, count: count)
    var seen = Array(repeating: 0, count: count)
    var missing = 0
    var repeated = 0
    var previous: (line: Int, date: LocalDate, minute: Int)?
    for row in sorted {
      let day = row.date - first.date
      let slot = row.minute / step
      seen[day] += 1
      if row.open { opened[day] += 1 }
      if let before = previous, before.date == row.date, before.minute == row.minute {
        guard isRepeatedHour(row.date, row.minute) else {
          note(
            row.line, 1,
            "\(row.date) \(row.minute / 60):\(row.minute % 60 < 10 ? "0" : "")\(row.minute % 60) "
              + "stands already in line \(before.line). Keep one row for each interval.")
          continue
        }
        repeated += 1
      }
      previous = (row.line, row.date, row.minute)
      if let value = row.value { days[day][slot] = (days[day][slot] ?? 0) + value }
      if row.value == nil && row.open { missing += 1 }
    }
    guard problems.isEmpty else { throw stop() }
    var remarks: [String] = []
    if missing > 0 {
      remarks.append("\(missing) open intervals have no value; missing is not zero.")
    }
    if repeated > 0 {
      remarks.append("\(repeated) intervals occur twice because the clock went back; both count.")
    }
    let closed = Set((0..<count).filter { seen[$0] > 0 && opened[$0] == 0 })
    return IntervalExport(
      source: "\(file), column \(valueColumn)", start: first.date, intervalSeconds: step * 60,
      days: days, closedDays: closed, remarks: remarks)
  }

  func isRepeatedHour(_ date: LocalDate, _ minute: Int) -> Bool {
    let local = Int64(date.daysSince1970) * 86_400 + Int64(minute) * 60
    let instant = zone.instant(localSecond: local)
    return zone.offset(at: instant + 3600) < zone.offset(at: instant)
  }

  static func localTime(_ text: String) -> (LocalDate, Int)? {
    let trimmed = text.drop { $0 == " " }
    guard trimmed.count >= 16, let date = LocalDate(String(trimmed.prefix(10))) else { return nil }
    let rest = trimmed.dropFirst(10)
    guard rest.first == " " || rest.first == "T" else { return nil }
    let clock = rest.dropFirst()
    guard let minute = WeeklyHours.minute(clock.prefix(5)), minute < 1440 else { return nil }
    let tail = clock.dropFirst(5).split(separator: " ").joined()
    guard tail.isEmpty || tail == ":00" || tail == ":00.000" else { return nil }
    return (date, minute)
  }
}
