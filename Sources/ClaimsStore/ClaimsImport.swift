import ClaimsKernels
import Foundation
import Quantities

/// Reads claims from delimited files, plain or compressed with gzip, and from SQLite, checking every value.
///
///     let result = try ClaimsImport.csv("claims.csv")
///     print(result.table.rowCount, result.rejected)
public enum ClaimsImport {
  /// What to do with a record that has a problem.
  public enum OnError: Sendable, Equatable {
    /// Report the problems and give no table.
    case stop
    /// Leave the record out and list it in a file.
    case reject(path: String)
  }
  /// How to read.
  public struct Options: Sendable {
    /// How the file's columns become the table's.
    public var map: ColumnMap?
    /// What to do with bad records.
    public var onError: OnError
    /// Turns member identifiers into tokens.
    public var key: MemberKey?
    /// The table or view of an SQLite file; its only one when `nil`.
    public var table: String?
    /// The most threads to use; the result does not depend on it.
    public var threads: Int
    /// Told how many bytes are done, of how many.
    public var progress: (@Sendable (Int, Int) -> Void)?

    /// Makes options.
    ///
    /// - Parameters:
    ///   - map: How the file's columns become the table's.
    ///   - onError: What to do with bad records.
    ///   - key: Turns member identifiers into tokens.
    ///   - table: The table or view of an SQLite file.
    ///   - threads: The most threads to use, at least 1.
    ///   - progress: Told how many bytes are done, of how many, from any thread.
    public init(
      map: ColumnMap? = nil, onError: OnError = .stop, key: MemberKey? = nil,
      table: String? = nil, threads: Int = 1,
      progress: (@Sendable (Int, Int) -> Void)? = nil
    ) {
      self.map = map
      self.table = table
      self.onError = onError
      self.key = key
      self.threads = threads
      self.progress = progress
    }
  }
  /// What an import gave.
  public struct Result: Sendable {
    /// The claims.
    public var table: ClaimsTable
    /// Records in the file, without the header and blank lines.
    public var records: Int
    /// Records that were left out; `records` − `rejected` are in the table.
    public var rejected: Int
    /// What was decided about delimiter, columns and types, a sentence each.
    public var decisions: [String]
    /// What the reader should know: identifiers that were kept, records left out.
    public var warnings: [String]
  }

  /// Reads one file.
  ///
  /// Fields follow RFC 4180; the delimiter is the map's or the most frequent of comma, bar, tab and
  /// semicolon in the header. Blanks are null. Dates have the forms of `DateFormat`'s map keys or
  /// any usual one; a time without a zone is in the map's zone, else UTC: one that occurs twice is
  /// the first, one that is skipped moves forward by the gap. A column that the table does not know
  /// is kept, as the narrowest of integer, decimal, date, timestamp and text that holds every value.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: How messages name it; the path when `nil`.
  ///   - options: How to read.
  /// - Returns: The claims in the order of the file, and what was decided.
  /// - Throws: ``ClaimsFileError`` with all problems of the file; ``ClaimsStoreError`` when the reject
  ///   file cannot be written.
  /// - Complexity: O(bytes).
  public static func csv(
    _ path: String, named name: String? = nil, options: Options = Options()
  ) throws -> Result {
    let outcome = try read(path, shown: name ?? path, options)
    if case .reject(let rejects) = options.onError, outcome.rejected > 0 {
      try RejectedRecord.write(
        outcome.rejects, to: rejects, namesFile: false, keepsRecords: options.key == nil)
    }
    let rows = outcome.draft.rowCount
    return Result(
      table: try outcome.draft.table(threads: options.threads), records: rows + outcome.rejected,
      rejected: outcome.rejected, decisions: outcome.decisions,
      warnings: warnings(rows: rows, rejected: outcome.rejected, options))
  }

  static func warnings(rows: Int, rejected: Int, _ options: Options) -> [String] {
    var warnings: [String] = []
    if options.key == nil, rows > 0 {
      warnings.append(
        "Member identifiers are kept as they are; give --key FILE to turn them into tokens.")
    }
    if rejected > 0 { warnings.append("\(rejected) records were left out.") }
    return warnings
  }

  /// Reads a file of any kind.
  static func read(_ path: String, shown: String, _ options: Options) throws -> CSVImport.Outcome {
    func failure(
      _ code: ClaimsFileError.Problem.Code, _ problem: String, _ remedy: String
    ) -> ClaimsFileError {
      ClaimsFileError([
        .init(code: code, file: shown, line: 0, column: 0, problem: problem, remedy: remedy)
      ])
    }
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch let error as ClaimsStoreError {
      throw failure(.unreadable, error.problem, error.remedy)
    }
    let bytes = file.bytes(0..<file.count)
    if SQLiteClaims.isDatabase(bytes) {
      let content = try SQLiteClaims.read(path, shown: shown, table: options.table)
      var outcome = try CSVImport(
        bytes: content.text, shown: shown, options: options, rowStarts: content.rowStarts
      ).run()
      outcome.decisions.insert("The rows are those of \(content.table).", at: 0)
      return outcome
    }
    guard Gunzip.isPacked(bytes) else {
      return try CSVImport(bytes: bytes, shown: shown, options: options).run()
    }
    let text: ColumnBytes
    do {
      text = try Gunzip.unpacked(bytes) { options.progress?($0 / 2, bytes.count) }
    } catch {
      switch error {
      case .truncated:
        throw failure(
          .compression, "It is a gzip file that ends too early", "Copy or download it again")
      case .damaged:
        throw failure(
          .compression, "It is a gzip file that is damaged",
          "Copy or download it again; gunzip --test says whether it is whole")
      case .memory:
        throw failure(
          .compression, "There is not enough memory to unpack it",
          "Unpack it with gunzip first, and import the unpacked file")
      }
    }
    var outcome = try CSVImport(bytes: text, shown: shown, options: options).run()
    outcome.decisions.insert("The file is compressed with gzip.", at: 0)
    return outcome
  }
}

/// A secret that turns member identifiers into tokens by HMAC-SHA-256.
public struct MemberKey: Sendable {
  let bytes: [UInt8]

  /// Wraps a key.
  ///
  /// - Parameter bytes: At least 16 bytes.
  public init(bytes: [UInt8]) {
    precondition(bytes.count >= 16, "A key of \(bytes.count) bytes")
    self.bytes = bytes
  }

  /// Reads a key from a file; line breaks at its end do not count.
  ///
  /// - Parameter path: A file of at least 16 bytes.
  /// - Throws: ``ClaimsStoreError`` when it cannot be read or is too short.
  public init(contentsOf path: String) throws {
    let file = try MappedFile(path: path)
    var content = file.bytes(0..<file.count).array
    while content.last == 0x0A || content.last == 0x0D { content.removeLast() }
    guard content.count >= 16 else {
      throw ClaimsStoreError(
        .unreadable, path: path, problem: "The key has \(content.count) bytes, which is too short",
        remedy: "Make one with: head -c 32 /dev/urandom | base64 > \(path)")
    }
    bytes = content
  }

  /// The token of an identifier: 64 hexadecimal digits.
  func token(_ identifier: [UInt8]) -> [UInt8] {
    Array(hmacSHA256(key: bytes, message: identifier).utf8)
  }
}
