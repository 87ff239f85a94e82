import ClaimsKernels
import Foundation
import Quantities

/// Reads claims from delimited files, checking every value.
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
    ///   - threads: The most threads to use, at least 1.
    ///   - progress: Told how many bytes are done, of how many, from any thread.
    public init(
      map: ColumnMap? = nil, onError: OnError = .stop, key: MemberKey? = nil, threads: Int = 1,
      progress: (@Sendable (Int, Int) -> Void)? = nil
    ) {
      self.map = map
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
    let shown = name ?? path
    let file: MappedFile
    do {
      file = try MappedFile(path: path)
    } catch let error as ClaimsStoreError {
      throw ClaimsFileError([
        .init(
          code: .unreadable, file: shown, line: 0, column: 0, problem: error.problem,
          remedy: error.remedy)
      ])
    }
    return try CSVImport(file: file, shown: shown, options: options).run()
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
