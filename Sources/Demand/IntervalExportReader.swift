import Quantities

/// Collects the rows of an export and its problems.
struct IntervalExportReader {
  /// One row as read.
  struct Row {
    /// The row's number below the heading, from 0.
    var number: Int
    var day: LocalDate
    var minute: Int
    var value: Double?
    var isOpen: Bool
  }

  let file: String
  let zone: ZoneRules
  let table: DelimitedText
  var problems: FileProblems
  var rows: [Row] = []
  /// Position of the column of times.
  var timePosition = 0

  init(file: String, bytes: [UInt8], zone: ZoneRules) {
    (self.file, self.zone) = (file, zone)
    table = DelimitedText(bytes: bytes)
    problems = table.problems
  }

  mutating func read(
    _ timeColumn: String, _ valueColumn: String, _ openColumn: String?
  ) throws(IntervalExportError) -> IntervalExport {
    guard !table.header.isEmpty else { throw stop() }
    let time = position(timeColumn)
    let value = position(valueColumn)
    let open = openColumn.flatMap { position($0) }
    guard let time, let value, open != nil || openColumn == nil else { throw stop() }
    timePosition = time
    var found = FileProblems()
    rows.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      addRow(row, time: time, value: value, open: open, &found)
    }
    problems.add(found)
    guard problems.count == 0 else { throw stop() }
    guard !rows.isEmpty else {
      problems.note(table.bytes.count, "no rows. Export at least two weeks of intervals.")
      throw stop()
    }
    return try assemble(source: "\(file), column \(valueColumn)")
  }

  /// The error that shows what was noted, in the order of the file.
  func stop() -> IntervalExportError {
    IntervalExportError(problems: problems.lines(in: table, file: file))
  }

  /// Where a row's time stands in the file.
  func offset(_ row: Row) -> Int { table.offset(row: row.number, column: timePosition) }

  /// The place of a column by its heading; notes a heading that is absent or there twice.
  mutating func position(_ name: String) -> Int? {
    let found = table.header.indices.filter { table.header[$0] == name }
    if found.isEmpty {
      problems.note(
        0, "no column \"\(name)\". The columns are \(table.header.joined(separator: ", ")).")
    } else if found.count > 1 {
      problems.note(
        0, "\(found.count) columns are named \"\(name)\". Give each column its own heading.")
    }
    return found.count == 1 ? found[0] : nil
  }

  private mutating func addRow(
    _ row: Int, time: Int, value: Int, open: Int?, _ found: inout FileProblems
  ) {
    let before = found.count
    let stamp = ExportField.localTime(table.content(row: row, column: time))
    if stamp == nil {
      found.note(
        table.offset(row: row, column: time),
        "\"\(quoted(row, time))\" is not a local time. Write it as 2027-01-04 10:30.")
    }
    let number = ExportField.number(table.content(row: row, column: value))
    if number == nil {
      found.note(
        table.offset(row: row, column: value),
        "\"\(quoted(row, value))\" is not a number of contacts. Write 0 to 1000000000, "
          + "or leave it blank where nothing was recorded.")
    }
    var isOpen = true
    if let open {
      if let flag = ExportField.flag(table.content(row: row, column: open)) {
        isOpen = flag
      } else {
        found.note(
          table.offset(row: row, column: open),
          "\"\(quoted(row, open))\" says neither open nor closed. Write 1 or 0.")
      }
    }
    guard found.count == before, let stamp, let number else { return }
    rows.append(
      Row(number: row, day: stamp.day, minute: stamp.minute, value: number.value, isOpen: isOpen))
  }

  /// A field as messages show it.
  func quoted(_ row: Int, _ column: Int) -> String {
    let text = table.text(row: row, column: column)
    return text.count > 60 ? text.prefix(60) + "…" : text
  }
}

/// Reads the fields of an export from their bytes.
enum ExportField {
  /// A number of contacts, where `NA` or nothing but blanks is a missing one.
  struct Number: Equatable { var value: Double? }

  /// Reads `2027-01-04 10:30`, with `T` for the blank and zero seconds if wished.
  static func localTime(_ field: ArraySlice<UInt8>) -> (day: LocalDate, minute: Int)? {
    let text = Array(field.trimmingBlanks)
    guard text.count >= 16, text[4] == 0x2D, text[7] == 0x2D, text[10] == 0x20 || text[10] == 0x54,
      text[13] == 0x3A, isZeroSeconds(text.dropFirst(16))
    else { return nil }
    func digits(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in text[range] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10),
      let hour = digits(11..<13), let minute = digits(14..<16), hour < 24, minute < 60,
      let date = LocalDate(year: year, month: month, day: day)
    else { return nil }
    return (date, hour * 60 + minute)
  }

  /// Whether what follows the minute is nothing, `:00` or `:00.000`.
  private static func isZeroSeconds(_ tail: ArraySlice<UInt8>) -> Bool {
    if tail.isEmpty { return true }
    guard tail.starts(with: [0x3A, 0x30, 0x30]) else { return false }
    let fraction = tail.dropFirst(3)
    guard let point = fraction.first else { return true }
    return point == 0x2E && fraction.count > 1 && fraction.dropFirst().allSatisfy { $0 == 0x30 }
  }

  /// Reads a number of contacts from 0 to a thousand million.
  static func number(_ field: ArraySlice<UInt8>) -> Number? {
    let text = field.trimmingBlanks
    if text.isEmpty || text.elementsEqual([0x4E, 0x41]) { return Number(value: nil) }
    if let plain = plainNumber(text) { return plain <= 1e9 ? Number(value: plain) : nil }
    // Exponents as spreadsheets write them; hexadecimal, infinities and words are refused.
    let allowed = text.allSatisfy {
      (0x30...0x39).contains($0) || [0x2E, 0x2B, 0x2D, 0x45, 0x65].contains($0)
    }
    guard allowed, let value = Double(String(decoding: text, as: UTF8.self)), value >= 0,
      value <= 1e9
    else { return nil }
    return Number(value: value + 0)
  }

  /// Digits with at most one point, short enough that a division of integers is exactly rounded.
  private static func plainNumber(_ text: ArraySlice<UInt8>) -> Double? {
    guard text.count <= 15, let first = text.first, first != 0x2E, text.last != 0x2E else {
      return nil
    }
    var digits = 0
    var scale = 1
    var hasPoint = false
    for byte in text {
      if byte == 0x2E && !hasPoint {
        hasPoint = true
      } else if (0x30...0x39).contains(byte) {
        digits = digits * 10 + Int(byte - 0x30)
        if hasPoint { scale *= 10 }
      } else {
        return nil
      }
    }
    return Double(digits) / Double(scale)
  }

  /// Reads whether an interval was open: 1 or 0, also `1.0`, true, yes and their opposites.
  static func flag(_ field: ArraySlice<UInt8>) -> Bool? {
    switch String(decoding: field.trimmingBlanks, as: UTF8.self).lowercased() {
    case "1", "1.0", "true", "yes": true
    case "0", "0.0", "false", "no": false
    default: nil
    }
  }
}
