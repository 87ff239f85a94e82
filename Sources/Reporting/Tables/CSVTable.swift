/// A tidy table with typed cells, written by RFC 4180.
struct CSVTable {
  /// A cell.
  enum Cell: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case flag(Bool)
    case missing
  }
  /// A column with what it means.
  struct Column {
    var name: String
    var unit: String
    var meaning: String
    init(_ name: String, _ unit: String, _ meaning: String) {
      (self.name, self.unit, self.meaning) = (name, unit, meaning)
    }
  }
  /// The file's name without its ending.
  var name: String
  /// What a row is.
  var rowMeaning: String
  var columns: [Column]
  var rows: [[Cell]]

  /// What each column of several tables means, as a table.
  static func dictionary(of tables: [CSVTable]) -> CSVTable {
    CSVTable(
      name: "data-dictionary", rowMeaning: "a column of a table",
      columns: [
        .init("table", "", "file without its ending"), .init("row", "", "what a row is"),
        .init("column", "", "name in the header"), .init("unit", "", "unit or form"),
        .init("meaning", "", "what the value is"),
      ],
      rows: tables.flatMap { table in
        table.columns.map {
          [
            .text(table.name), .text(table.rowMeaning), .text($0.name), .text($0.unit),
            .text($0.meaning),
          ]
        }
      })
  }

  /// The file: one header, comma, CRLF line ends, UTF-8.
  func bytes() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * columns.count * 12)
    for (index, column) in columns.enumerated() {
      if index > 0 { text.append(0x2C) }
      CSVTable.append(.text(column.name), to: &text)
    }
    text.append(contentsOf: [0x0D, 0x0A])
    for row in rows {
      precondition(row.count == columns.count, "\(name): \(row.count) cells")
      for (index, cell) in row.enumerated() {
        if index > 0 { text.append(0x2C) }
        CSVTable.append(cell, to: &text)
      }
      text.append(contentsOf: [0x0D, 0x0A])
    }
    return text
  }

  private static func append(_ cell: Cell, to line: inout [UInt8]) {
    switch cell {
    case .text(let text):
      if isPlain(text) { line += text.utf8 } else { line += quoted(harmless(text)).utf8 }
    case .integer(let value): line += String(value).utf8
    case .number(let value): if value.isFinite { line += value.description.utf8 }
    case .flag(let value): line += (value ? "true" : "false").utf8
    case .missing: break
    }
  }

  /// Whether text is made of letters, digits and marks that mean nothing to CSV or a spreadsheet, as most
  /// is: it stands as it is.
  private static func isPlain(_ text: String) -> Bool {
    func isPlain(_ byte: UInt8) -> Bool {
      switch byte {
      case 0x30...0x3A, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2E, 0x2F: true
      default: false
      }
    }
    guard let first = text.utf8.first, let last = text.utf8.last else { return true }
    return isPlain(first) && last != 0x20
      && text.utf8.allSatisfy { isPlain($0) || $0 == 0x2D || $0 == 0x20 }
  }

  /// Text that no spreadsheet takes for a formula: an apostrophe stands before one, also where spaces or
  /// marks that nobody sees come first.
  static func harmless(_ text: String) -> String {
    let seen = text.unicodeScalars.first { scalar in
      scalar != " " && scalar != "\u{A0}" && scalar.properties.generalCategory != .format
    }
    guard let first = seen else { return text }
    switch first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}":
      return "'" + text
    default: return text
    }
  }

  private static func quoted(_ text: String) -> String {
    let special = text.utf8.contains { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }
    guard special || text.first == " " || text.last == " " else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }
}
