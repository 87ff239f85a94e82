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

  /// The file: one header, comma, CRLF line ends, UTF-8.
  func bytes() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(rows.count * columns.count * 12)
    func line(_ cells: some Sequence<String>) {
      var first = true
      for cell in cells {
        if !first { text.append(0x2C) }
        text.append(contentsOf: cell.utf8)
        first = false
      }
      text.append(contentsOf: [0x0D, 0x0A])
    }
    line(columns.map { CSVTable.quoted($0.name) })
    for row in rows {
      precondition(row.count == columns.count, "\(name): \(row.count) cells")
      line(row.lazy.map(CSVTable.written))
    }
    return text
  }

  private static func written(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): quoted(harmless(text))
    case .integer(let value): String(value)
    case .number(let value): value.isFinite ? String(value) : ""
    case .flag(let value): value ? "true" : "false"
    case .missing: ""
    }
  }

  /// Text that no spreadsheet takes for a formula: an apostrophe stands before one.
  static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return text }
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
