import Foundation

/// A JSON document that was read with the place of every value.
///
/// Strict by RFC 8259 and UTF-8 only; a byte-order mark at the start is accepted. Keys of one
/// object must differ from each other; keys that look the same and differ only in how accents are
/// encoded count as equal.
///
///     let document = try LocatedDocument(parsing: #"{"seed": 7}"#, file: "peak.json")
///     document.root["seed"]?.number?.integer  // 7
public struct LocatedDocument: Sendable, Equatable {
  /// The source that the values are in.
  public let file: SourceFile
  /// The value that the document consists of.
  public let root: LocatedValue

  /// Reads a document from bytes.
  ///
  /// Goes on after problems with one meaning only (duplicate keys, commas, comments, numbers,
  /// escapes, encoding) and stops at the first that leaves the structure open, so every problem
  /// reported is real.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - file: The name to show in messages.
  ///   - limits: How large and how deep the document may be.
  /// - Throws: ``LocatedProblems`` with all that was found.
  /// - Complexity: O(bytes).
  /// - SeeAlso: RFC 8259.
  public init(
    parsing bytes: some Collection<UInt8>, file: String, limits: ParseLimits = .standard
  ) throws(LocatedProblems) {
    self.file = SourceFile(file)
    guard bytes.count <= limits.bytes else {
      throw LocatedProblems(Self.tooLarge("\(bytes.count) bytes", file: file, limits: limits))
    }
    var parser = Parser(bytes: Array(bytes), file: self.file, limits: limits)
    root = try parser.parseDocument()
  }

  /// Reads a document from a string; otherwise like
  /// ``init(parsing:file:limits:)-(Collection,_,_)``.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - file: The name to show in messages.
  ///   - limits: How large and how deep the document may be.
  /// - Throws: ``LocatedProblems`` with all that was found.
  public init(
    parsing text: String, file: String, limits: ParseLimits = .standard
  ) throws(LocatedProblems) {
    try self.init(parsing: text.utf8, file: file, limits: limits)
  }

  /// Reads a document from a file.
  ///
  /// - Parameters:
  ///   - path: The file; also a pipe.
  ///   - name: The name to show in messages; the path when `nil`.
  ///   - limits: How large and how deep the document may be; no more than this is read.
  /// - Throws: ``LocatedProblems`` with all that was found, or with
  ///   ``LocatedProblem/Code/unreadableFile`` when there is nothing to read.
  public init(
    contentsOf path: String, named name: String? = nil, limits: ParseLimits = .standard
  ) throws(LocatedProblems) {
    let shown = name ?? path
    let bytes = try Self.read(path, shown: shown, limit: limits.bytes)
    guard bytes.count <= limits.bytes else {
      throw LocatedProblems(
        Self.tooLarge("more than \(limits.bytes) bytes", file: shown, limits: limits))
    }
    try self.init(parsing: bytes, file: shown, limits: limits)
  }

  /// Reads a file up to one byte more than the limit.
  private static func read(
    _ path: String, shown: String, limit: Int
  ) throws(LocatedProblems) -> [UInt8] {
    guard !path.isEmpty, FileManager.default.fileExists(atPath: path) else {
      throw unreadable(shown, "there is no such file", "Check the spelling of the path")
    }
    // Only a folder, or a link to one, has an entry for itself.
    guard !FileManager.default.fileExists(atPath: path + "/.") else {
      throw unreadable(shown, "this is a folder", "Name the JSON file inside it")
    }
    do {
      let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
      defer { handle.closeFile() }
      var bytes: [UInt8] = []
      while bytes.count <= limit,
        let part = try handle.read(upToCount: min(limit + 1 - bytes.count, 1 << 20)), !part.isEmpty
      {
        bytes.append(contentsOf: part)
      }
      return bytes
    } catch {
      throw unreadable(
        shown, "the file cannot be read: \(error.localizedDescription)",
        "Check that you may read it")
    }
  }

  private static func unreadable(
    _ file: String, _ problem: String, _ remedy: String
  ) -> LocatedProblems {
    LocatedProblems(
      LocatedProblem(
        .unreadableFile, file: file, line: 0, column: 0, path: "$", problem: problem,
        remedy: remedy))
  }

  private static func tooLarge(
    _ size: String, file: String, limits: ParseLimits
  ) -> LocatedProblem {
    LocatedProblem(
      .fileTooLarge, file: file, line: 0, column: 0, path: "$",
      problem: "the file has \(size), and at most \(limits.bytes) are read",
      remedy: "Check that it is the file you mean, or move bulk data into a CSV file")
  }
}
