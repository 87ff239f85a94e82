import ClaimsKernels
import Quantities

extension ClaimsTable {
  /// Reads a small table, such as clients or pharmacies, from delimited text.
  ///
  /// The first line names the columns. A column whose every value is `true` or `false` is BOOLEAN; else
  /// the types are found as in an import: whole numbers (INTEGER, or BIGINT when one needs it),
  /// decimals, dates, timestamps, else VARCHAR. Numbers with leading zeros stay text, since they are
  /// codes. A blank is NULL. The delimiter is whichever of `,` `|` tab and `;` makes the most fields.
  ///
  /// - Parameter path: The file.
  /// - Returns: The table, for ``ClaimsDatabase/tables``.
  /// - Throws: ``ClaimsFileError`` with line and column; ``ClaimsStoreError`` when it cannot be read.
  public static func dimension(contentsOf path: String) throws -> ClaimsTable {
    let file = try MappedFile(path: path)
    var reader = DimensionReader(file: path, bytes: file.bytes(0..<file.count))
    return try reader.table()
  }
}

private struct DimensionReader {
  let file: String
  let bytes: ColumnBytes
  private var texts: [[[UInt8]]] = []
  private var codes: [[[UInt8]: Int64]] = []
  private var builders: [ColumnBuilder] = []
  private var problems: [ClaimsFileError.Problem] = []
  private var line = 1

  init(file: String, bytes: ColumnBytes) {
    self.file = file
    self.bytes = bytes
  }

  private func problem(
    _ code: ClaimsFileError.Problem.Code, _ problem: String, _ remedy: String, column: Int = 1
  ) -> ClaimsFileError.Problem {
    ClaimsFileError.Problem(
      code: code, file: file, line: line, column: column, problem: problem, remedy: remedy)
  }

  mutating func table() throws -> ClaimsTable {
    if let bad = firstInvalidUTF8(bytes, range: 0..<bytes.count) {
      line = countBytes(bytes, range: 0..<bad, value: 0x0A) + 1
      throw ClaimsFileError([
        problem(.encoding, "Byte \(bad) of the file is not UTF-8", "Save the file as UTF-8")
      ])
    }
    let start = bytes.count >= 3 && (0..<3).map { bytes[$0] } == [0xEF, 0xBB, 0xBF] ? 3 : 0
    var scanner = CSVRecordScanner(bytes, range: start..<bytes.count, delimiter: delimiter(start))
    guard scanner.next() == .record, bytes.count > start else {
      throw ClaimsFileError([
        problem(.empty, "There is no header", "Name the columns in the first line")
      ])
    }
    let names = try header(scanner)
    texts = names.map { _ in [] }
    codes = names.map { _ in [:] }
    builders = names.map { _ in ColumnBuilder() }
    var rows = 0
    records: while true {
      line += countBytes(bytes, range: scanner.recordStart..<scanner.position, value: 0x0A)
      switch scanner.next() {
      case .end: break records
      case .record:
        if scanner.fieldCount == 1, names.count > 1, scanner.starts[0] == scanner.ends[0] {
          continue
        }
        guard scanner.fieldCount == names.count else {
          problems.append(
            problem(
              .fieldCount,
              "The line has \(scanner.fieldCount) fields where the header has \(names.count)",
              "Add blank fields, or put a value that holds the delimiter between quotes"))
          continue
        }
        for column in names.indices { add(scanner, column) }
        rows += 1
      case .unclosedQuote, .textAfterQuote, .strayQuote:
        problems.append(
          problem(
            .quoting, "The quotes do not match",
            "Put the whole value between quotes and double each quote inside"))
      }
    }
    guard problems.isEmpty else { throw ClaimsFileError(problems) }
    return ClaimsTable(
      columns: names.indices.map { column(names[$0], $0) }, timeOfDay: noTimes(rows))
  }

  private func delimiter(_ start: Int) -> UInt8 {
    var best: (delimiter: UInt8, fields: Int) = (0x2C, 0)
    for delimiter in [UInt8](",|\t;".utf8) {
      var scanner = CSVRecordScanner(bytes, range: start..<bytes.count, delimiter: delimiter)
      if scanner.next() == .record, scanner.fieldCount > best.fields {
        best = (delimiter, scanner.fieldCount)
      }
    }
    return best.delimiter
  }

  private func header(_ scanner: CSVRecordScanner) throws -> [String] {
    var names: [String] = []
    var found: [ClaimsFileError.Problem] = []
    for field in 0..<scanner.fieldCount {
      let name = String(decoding: content(scanner, field), as: UTF8.self).trimmingBlanks()
      let place = scanner.starts[field] - scanner.recordStart + 1
      if name.isEmpty {
        found.append(
          problem(.header, "Column \(field + 1) has no name", "Give it one", column: place))
      } else if names.contains(where: { $0.lowercased() == name.lowercased() }) {
        found.append(
          problem(
            .header, "The column \"\(name)\" occurs twice", "Rename one of them", column: place))
      }
      names.append(name)
    }
    guard found.isEmpty else { throw ClaimsFileError(found) }
    return names
  }

  private func content(_ scanner: CSVRecordScanner, _ field: Int) -> [UInt8] {
    let raw = (scanner.starts[field]..<scanner.ends[field]).map { bytes[$0] }
    guard scanner.quoting[field] == 2 else { return raw }
    var plain: [UInt8] = []
    var index = 0
    while index < raw.count {
      plain.append(raw[index])
      index += raw[index] == 0x22 ? 2 : 1
    }
    return plain
  }

  private mutating func add(_ scanner: CSVRecordScanner, _ column: Int) {
    let text = FieldReader(zone: nil).trimmed(content(scanner, column))
    if text.isEmpty {
      builders[column].appendNull()
    } else if let code = codes[column][text] {
      builders[column].append(code)
    } else {
      let code = Int64(texts[column].count)
      codes[column][text] = code
      texts[column].append(text)
      builders[column].append(code)
    }
  }

  private mutating func column(_ name: String, _ index: Int) -> ClaimsColumn {
    builders[index].flush()
    let groups = [(texts: texts[index], parts: builders[index].parts)]
    let words = texts[index].map { String(decoding: $0, as: UTF8.self).lowercased() }
    if !words.isEmpty, words.allSatisfy({ $0 == "true" || $0 == "false" }) {
      let values: [Int64] = words.map { $0 == "true" ? 1 : 0 }
      var flags = ColumnBuilder()
      for part in builders[index].parts {
        for row in 0..<part.values.count {
          let isNull = part.nulls?[row] ?? false
          flags.append(isNull ? nil : values[Int(part.values[row])])
        }
      }
      flags.flush()
      return ClaimsColumn(name: name, type: .boolean, parts: flags.parts)
    }
    let draft = ColumnDraft(
      name: name, type: .text, runs: groups[0].parts,
      sources: groups[0].parts.map { _ in 0 }, lists: [groups[0].texts], areAllUsed: true)
    return ClaimsColumn(narrowed(draft, .utc) ?? draft)
  }

  private func noTimes(_ rows: Int) -> ClaimsColumn {
    var builder = ColumnBuilder()
    for _ in 0..<rows { builder.append(0) }
    builder.flush()
    return ClaimsColumn(name: "ts_has_time", type: .boolean, parts: builder.parts)
  }
}
