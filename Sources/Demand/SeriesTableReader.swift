import Quantities

/// Collects the rows of a file of series and what is wrong with them.
struct SeriesTableReader {
  let table: DelimitedText
  let file: String
  let zone: ZoneRules?
  var problems: FileProblems
  var timeColumn = 0
  /// Offsets from UTC in minutes with which times are written.
  private var offsets: Set<Int> = []

  init(bytes: [UInt8], file: String, zone: ZoneRules?) {
    table = DelimitedText(bytes: bytes)
    (self.file, self.zone) = (file, zone)
    problems = table.problems
  }

  mutating func read(
    _ columns: SeriesTable.Columns, needsSteps: Bool
  ) throws(IntervalExportError) -> SeriesTable {
    guard !table.header.isEmpty else { throw stop() }
    let time = column(columns.time, "--time")
    let value = columns.value.flatMap { column($0, "--value") }
    let id = columns.id.flatMap { column($0, "--id") }
    let open = columns.open.flatMap { column($0, "--open") }
    let regressors = columns.regressors.compactMap { column($0, "--regressors") }
    guard problems.count == 0, let time else { throw stop() }
    timeColumn = time
    guard table.rowCount > 0 else {
      note(table.bytes.count, "no rows. Write one row for each time below the heading.")
      throw stop()
    }
    let first = table.content(row: 0, column: time)
    guard let kind = Self.kind(first) ?? (offsetTime(first) == nil ? nil : .minute) else {
      note(
        table.offset(row: 0, column: time),
        "\"\(quoted(0, time))\" is not a time. Write 2027-01-04 10:30, 2027-01-04, 2027-01 or a number."
      )
      throw stop()
    }
    var places: [String: Int] = [:]
    var series: [SeriesTable.Series] = []
    for row in 0..<table.rowCount {
      let before = problems.count
      let content = table.content(row: row, column: time)
      let stamp = Self.time(content, kind) ?? (kind == .minute ? offsetTime(content) : nil)
      if stamp == nil {
        note(
          table.offset(row: row, column: time),
          "\"\(quoted(row, time))\" is not a time like \(Self.example(kind)), as the first row has it."
        )
      }
      var amount: Double?
      if let value {
        let number = ExportField.number(table.content(row: row, column: value))
        if number == nil { noteNumber(row, value) }
        amount = number?.value
      }
      let isOpen = open.map { flag(row, $0) } ?? true
      let causes = regressors.map { signed(row, $0) }
      guard problems.count == before, let stamp else { continue }
      let name = id.map { table.text(row: row, column: $0) } ?? ""
      let place = places[name] ?? series.count
      if place == series.count {
        places[name] = place
        series.append(SeriesTable.Series(id: name, rows: []))
      }
      series[place].rows.append(
        SeriesTable.Row(
          time: stamp, text: table.text(row: row, column: time), value: amount, isOpen: isOpen,
          regressors: causes, number: row))
    }
    if offsets.count > 1 && zone == nil {
      note(
        table.offset(row: 0, column: time),
        "times are written with \(offsets.count) offsets from UTC. Name their zone, as with --time-zone "
          + "America/Chicago.")
    }
    guard problems.count == 0 else { throw stop() }
    var found = SeriesTable(kind: kind, step: nil, series: series)
    if needsSteps { try arrange(&found) }
    return found
  }

  /// Notes a problem at a place of the file.
  mutating func note(_ offset: Int, _ text: String) { problems.note(offset, text) }

  /// The error that shows what was noted, in the order of the file.
  func stop() -> IntervalExportError {
    IntervalExportError(problems: problems.lines(in: table, file: file))
  }

  private mutating func column(_ name: String, _ option: String) -> Int? {
    let found = table.header.indices.filter { table.header[$0] == name }
    if found.isEmpty {
      note(
        0,
        "no column \"\(name)\". The columns are \(table.header.joined(separator: ", ")); "
          + "name one of them with \(option).")
    } else if found.count > 1 {
      note(
        0, "\(found.count) columns are named \"\(name)\". Give each column its own heading.")
    }
    return found.count == 1 ? found[0] : nil
  }

  private mutating func noteNumber(_ row: Int, _ column: Int) {
    note(
      table.offset(row: row, column: column),
      "\"\(quoted(row, column))\" is not a number of \(table.header[column]). Write 0 to 1000000000, "
        + "or leave it blank where nothing was recorded.")
  }

  private mutating func flag(_ row: Int, _ column: Int) -> Bool {
    if let flag = ExportField.flag(table.content(row: row, column: column)) { return flag }
    note(
      table.offset(row: row, column: column),
      "\"\(quoted(row, column))\" says neither open nor closed. Write 1 or 0.")
    return true
  }

  private mutating func signed(_ row: Int, _ column: Int) -> Double {
    let text = String(
      decoding: table.content(row: row, column: column).trimmingBlanks, as: UTF8.self)
    let isPlain = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || [0x2E, 0x2B, 0x2D, 0x45, 0x65].contains($0)
    }
    if isPlain, let number = Double(text), number.isFinite { return number }
    note(
      table.offset(row: row, column: column),
      "\"\(quoted(row, column))\" is not a number of \(table.header[column]). Write one in every row."
    )
    return 0
  }

  /// A field as messages show it.
  func quoted(_ row: Int, _ column: Int) -> String {
    let text = table.text(row: row, column: column)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }

  private static func example(_ kind: SeriesTable.Kind) -> String {
    switch kind {
    case .minute: "2027-01-04 10:30"
    case .day: "2027-01-04"
    case .month: "2027-01"
    case .number: "12"
    }
  }

  private static func kind(_ field: ArraySlice<UInt8>) -> SeriesTable.Kind? {
    let kinds: [SeriesTable.Kind] = [.number, .month, .day, .minute]
    return kinds.first { time(field, $0) != nil }
  }

  /// A local time written with its offset from UTC: with a zone the instant counts, otherwise what the
  /// clock showed.
  private mutating func offsetTime(_ field: ArraySlice<UInt8>) -> Int? {
    let text = field.trimmingBlanks
    guard text.count > 16,
      let mark = text.dropFirst(16).firstIndex(where: { [0x5A, 0x2B, 0x2D].contains($0) }),
      let stamp = ExportField.localTime(text[..<mark]),
      let offset = Self.offset(text[mark...])
    else { return nil }
    offsets.insert(offset)
    let minute = stamp.day.daysSince1970 * 1440 + stamp.minute
    guard let zone else { return minute }
    let instant = Int64(minute - offset) * 60
    return minute - offset + zone.offset(at: instant) / 60
  }

  /// Minutes of `Z`, `-06:00`, `-0600` or `-06`.
  private static func offset(_ field: ArraySlice<UInt8>) -> Int? {
    if field.elementsEqual([0x5A]) { return 0 }
    let digits = field.dropFirst().filter { $0 != 0x3A }
    guard digits.count == 2 || digits.count == 4,
      digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let numbers = digits.map { Int($0 - 0x30) }
    let hours = numbers[0] * 10 + numbers[1]
    let minutes = numbers.count == 4 ? numbers[2] * 10 + numbers[3] : 0
    guard hours <= 14, minutes < 60 else { return nil }
    return (field.first == 0x2D ? -1 : 1) * (hours * 60 + minutes)
  }

  private static func time(_ field: ArraySlice<UInt8>, _ kind: SeriesTable.Kind) -> Int? {
    switch kind {
    case .minute:
      if let stamp = ExportField.localTime(field) {
        return stamp.day.daysSince1970 * 1440 + stamp.minute
      }
      // A spreadsheet may leave midnight out.
      return time(field, .day).map { $0 * 1440 }
    case .day:
      return LocalDate(String(decoding: field.trimmingBlanks, as: UTF8.self))?.daysSince1970
    case .month:
      let text = String(decoding: field.trimmingBlanks, as: UTF8.self)
      guard text.utf8.count == 7, let date = LocalDate(text + "-01") else { return nil }
      return date.parts.year * 12 + date.parts.month - 1
    case .number:
      let text = String(decoding: field.trimmingBlanks, as: UTF8.self)
      guard !text.isEmpty, text.utf8.count <= 12 else { return nil }
      return Int(text)
    }
  }
}
