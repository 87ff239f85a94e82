/// A kind of file that a query's answer can be written to.
public enum AnswerFile: String, Sendable, CaseIterable {
  /// Comma-separated values with a header, RFC 4180.
  case csv
  /// One JSON object a row, named by the columns.
  case jsonl
  /// A SQLite database with one table, `result`.
  case sqlite

  /// The kind that a path's extension names; `nil` for any other.
  public init?(path: String) {
    let name = pathParts(path).name
    guard let point = name.lastIndex(of: ".") else { return nil }
    self.init(rawValue: name[name.index(after: point)...].lowercased())
  }
}

extension QueryAnswer {
  /// Writes the answer to a file, beside the name first, so that the file is whole or absent.
  ///
  /// - Parameters:
  ///   - path: The file; an earlier one is replaced.
  ///   - kind: How rows are written.
  /// - Throws: ``ClaimsStoreError`` when it cannot be written.
  public func write(to path: String, as kind: AnswerFile) throws {
    if kind == .sqlite {
      try writeSQLite(to: path)
      return
    }
    var file = try ReplacingFile(path: path)
    var bytes: [UInt8] = []
    if kind == .csv { appendCSVHeader(to: &bytes) }
    let names = kind == .jsonl ? jsonNames : []
    for row in 0..<rowCount {
      if kind == .csv {
        appendCSV(row: row, to: &bytes)
      } else {
        appendJSONObject(row: row, names: names, to: &bytes)
        bytes.append(0x0A)
      }
      if bytes.count > 1 << 20 {
        try file.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try file.write(bytes)
    try file.commit()
  }
}
