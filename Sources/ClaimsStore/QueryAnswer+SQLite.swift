import Foundation
import GRDB

extension QueryAnswer {
  /// Writes the answer as the only table of a SQLite database.
  ///
  /// Whole numbers that fit 64 bits are INTEGER, booleans BOOLEAN (0 and 1), doubles REAL, decimals
  /// NUMERIC when no value has more than the 15 digits that SQLite keeps; every value of wider numbers
  /// is TEXT with all digits. Dates and timestamps are TEXT in the form that SQLite's functions read.
  ///
  /// - Parameters:
  ///   - path: The database; an earlier one is replaced when the new one is complete.
  ///   - table: The table's name.
  /// - Throws: ``ClaimsStoreError`` when it cannot be written.
  func writeSQLite(to path: String, table: String = "result") throws {
    let partial = path + ".partial"
    do {
      if FileManager.default.fileExists(atPath: partial) {
        try FileManager.default.removeItem(atPath: partial)
      }
      var types: [String] = []
      for column in columns.indices { types.append(sqliteType(column)) }
      let queue = try DatabaseQueue(path: partial)
      try queue.write { try insert(into: $0, table, types) }
      try queue.close()
      guard unsafe rename(partial, path) == 0 else {
        throw unwritable(path, systemMessage(), isFull: errno == ENOSPC)
      }
    } catch let error as DatabaseError {
      removeLeft(partial)
      throw unwritable(
        path, error.message ?? "SQLite's error \(error.resultCode.rawValue)",
        isFull: error.resultCode.primaryResultCode == .SQLITE_FULL)
    } catch {
      removeLeft(partial)
      throw error
    }
  }

  private func insert(into database: Database, _ table: String, _ types: [String]) throws {
    func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
    let definitions = zip(distinctNames, types).map { "\(quoted($0)) \($1)" }
    try database.execute(
      sql: "CREATE TABLE \(quoted(table)) (\(definitions.joined(separator: ", ")))")
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.makeStatement(
      sql: "INSERT INTO \(quoted(table)) VALUES (\(marks))")
    for row in 0..<rowCount {
      try statement.execute(
        arguments: StatementArguments(columns.indices.map { self[row, $0].sqliteValue }))
    }
  }

  private func sqliteType(_ column: Int) -> String {
    func all(_ isFit: (SQLValue) -> Bool) -> Bool {
      (0..<rowCount).allSatisfy { isFit(self[$0, column]) }
    }
    switch columns[column].type {
    case .boolean: return "BOOLEAN"
    case .integer, .bigint, .null: return "INTEGER"
    case .hugeint:
      let isNarrow = all { value in
        if case .integer(let number) = value { Int64(exactly: number) != nil } else { true }
      }
      return isNarrow ? "INTEGER" : "TEXT"
    case .double: return "REAL"
    case .decimal:
      let isNarrow = all { value in
        if case .decimal(let digits, _) = value {
          digits.magnitude < 1_000_000_000_000_000
        } else {
          true
        }
      }
      return isNarrow ? "NUMERIC" : "TEXT"
    case .date, .timestamp, .text: return "TEXT"
    }
  }

  private func unwritable(_ path: String, _ reason: String, isFull: Bool) -> ClaimsStoreError {
    ClaimsStoreError(
      .unwritable, path: path, problem: "It cannot be written: \(reason)",
      remedy: isFull
        ? "Free some space on the disk; an earlier file is unchanged"
        : "Check that the folder exists and may be written; an earlier file is unchanged")
  }

  private func removeLeft(_ partial: String) {
    // The failure that led here is what the caller hears of.
    do { try FileManager.default.removeItem(atPath: partial) } catch {}
  }
}

extension SQLValue {
  fileprivate var sqliteValue: DatabaseValue {
    switch self {
    case .null: .null
    case .boolean(let value): (value ? 1 : 0).databaseValue
    case .integer(let value): Int64(exactly: value)?.databaseValue ?? text.databaseValue
    case .double(let value) where value.isNaN: text.databaseValue
    case .double(let value): value.databaseValue
    default: text.databaseValue
    }
  }
}
