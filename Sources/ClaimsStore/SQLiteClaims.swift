import ClaimsKernels
import Foundation
import GRDB

/// Claims in a table or a view of an SQLite file; the one place that calls GRDB.
enum SQLiteClaims {
  /// Whether a file begins as a database does.
  static func isDatabase(_ bytes: ColumnBytes) -> Bool {
    let magic = Array("SQLite format 3".utf8) + [0]
    return bytes.count >= magic.count && magic.indices.allSatisfy { bytes[$0] == magic[$0] }
  }

  /// The rows of a table as delimited text, which is then checked as any other.
  struct Content {
    var table: String
    var text: ColumnBytes
    /// Where each row begins in the text.
    var rowStarts: [Int]
  }

  /// Reads a table or a view.
  ///
  /// - Parameters:
  ///   - path: The database.
  ///   - shown: How messages name it.
  ///   - table: The table's or view's name; `nil` takes the only one.
  /// - Returns: The rows as text.
  /// - Throws: ``ClaimsFileError``.
  static func read(_ path: String, shown: String, table: String?) throws -> Content {
    func failure(
      _ code: ClaimsFileError.Problem.Code, _ problem: String, _ remedy: String, row: Int = 0
    ) -> ClaimsFileError {
      ClaimsFileError([
        .init(code: code, file: shown, line: row, column: 0, problem: problem, remedy: remedy)
      ])
    }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.read { database in
        let names = try String.fetchAll(
          database,
          sql: """
            SELECT name FROM sqlite_master WHERE type IN ('table', 'view')
            AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """)
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let name: String
        if let table {
          guard let found = names.first(where: { $0.lowercased() == table.lowercased() }) else {
            throw failure(
              .table, "There is no table or view \"\(table)\"",
              names.isEmpty ? "The database has none" : "It has \(list)")
          }
          name = found
        } else {
          guard let only = names.first else {
            throw failure(.empty, "The database has no table", "Give another file")
          }
          guard names.count == 1 else {
            throw failure(
              .table, "It has \(names.count) tables and views", "Say which with --table: \(list)")
          }
          name = only
        }
        let text = TextOfRows()
        let quoted = name.replacing("\"", with: "\"\"")
        let statement = try database.makeStatement(sql: "SELECT * FROM \"\(quoted)\"")
        text.addHeader(statement.columnNames)
        let rows = try Row.fetchCursor(statement)
        while let row = try rows.next() {
          if let column = text.add(row) {
            throw failure(
              .wrongValue, "\"\(column)\" holds a BLOB, which is no value of a claim",
              "Leave the column out with a view, and give the view with --table",
              row: text.rowStarts.count)
          }
        }
        return Content(
          table: name, text: ColumnBytes(copying: text.bytes), rowStarts: text.rowStarts)
      }
    } catch let error as DatabaseError {
      throw failure(
        .unreadable, "SQLite cannot read it: \(error.message ?? "error \(error.resultCode)")",
        "Check the file with: sqlite3 \(shown) \"PRAGMA integrity_check\"")
    }
  }
}

/// Writes rows as delimited text.
private final class TextOfRows {
  private(set) var bytes: [UInt8] = []
  private(set) var rowStarts: [Int] = []

  func addHeader(_ names: [String]) {
    for (index, name) in names.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      addQuoted(Array(name.utf8))
    }
    bytes.append(0x0A)
  }

  /// Adds a row; returns the name of a column that holds a BLOB.
  func add(_ row: Row) -> String? {
    rowStarts.append(bytes.count)
    for (index, (name, value)) in row.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      switch value.storage {
      case .null: break
      case .int64(let number): bytes += Array(String(number).utf8)
      case .double(let number): bytes += Array(plain(number).utf8)
      case .string(let text): addQuoted(Array(text.utf8))
      case .blob: return name
      }
    }
    bytes.append(0x0A)
    return nil
  }

  /// A number in digits and a point, as exactly as it prints.
  private func plain(_ number: Double) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    let text = "\(number)"
    guard text.contains("e"), let decimal = Decimal(string: text) else { return text }
    return "\(decimal)"
  }

  private func addQuoted(_ text: [UInt8]) {
    if text.isEmpty { return }
    bytes.append(0x22)
    for byte in text {
      if byte == 0x22 { bytes.append(0x22) }
      bytes.append(byte)
    }
    bytes.append(0x22)
  }
}
