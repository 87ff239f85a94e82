import ClaimsKernels
import Foundation
import Quantities
import Synchronization

/// One run of an import: header, chunks, columns, rejects.
struct CSVImport {
  /// Bytes that one task parses; does not depend on the number of threads, so nor do results.
  let chunkBytes: Int
  let file: MappedFile
  let shown: String
  let options: ClaimsImport.Options
  let bytes: ColumnBytes

  init(
    file: MappedFile, shown: String, options: ClaimsImport.Options, chunkBytes: Int = 1 << 20
  ) {
    self.chunkBytes = chunkBytes
    self.file = file
    self.shown = shown
    self.options = options
    bytes = file.bytes(0..<file.count)
  }

  private func failure(
    _ code: ClaimsFileError.Problem.Code, line: Int = 0, column: Int = 0, _ problem: String,
    _ remedy: String
  ) -> ClaimsFileError {
    ClaimsFileError([
      .init(code: code, file: shown, line: line, column: column, problem: problem, remedy: remedy)
    ])
  }

  func run() throws -> ClaimsImport.Result {
    let start = try checkedStart()
    let delimiter = try options.map?.delimiter.map { $0.utf8.first ?? 0x2C } ?? detected(start)
    let (header, first) = try header(start, delimiter)
    let plan = try ImportPlan(
      header: header, file: shown, map: options.map, hasKey: options.key != nil)
    let parsed = try parse(plan, first..<file.count, delimiter)
    let chunks = parsed.chunks
    let rejected = chunks.reduce(0) { $0 + $1.rejectCount }
    // The lines before the first record: the header, which may run over several.
    let before = countBytes(bytes, range: 0..<first, value: 0x0A)
    if rejected > 0 { try report(chunks, before, plan) }
    let table = try table(plan, parsed)
    var warnings: [String] = []
    if options.key == nil, table.rowCount > 0 {
      warnings.append(
        "Member identifiers are kept as they are; give --key FILE to turn them into tokens.")
    }
    if rejected > 0 { warnings.append("\(rejected) records were left out.") }
    return ClaimsImport.Result(
      table: table, records: table.rowCount + rejected, rejected: rejected,
      decisions: decisions(plan, table, delimiter), warnings: warnings)
  }

  /// Refuses what is not delimited text and returns where the text begins.
  private func checkedStart() throws -> Int {
    let head = bytes.count >= 4 ? (0..<4).map { bytes[$0] } : bytes.array
    if head.starts(with: [0x1F, 0x8B]) {
      throw failure(
        .notBuilt, "It is compressed with gzip, which is not built yet",
        "Unpack it with gunzip first")
    }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      throw failure(.encoding, "It is UTF-16", "Save the file as UTF-8")
    }
    let start = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard (start..<min(bytes.count, 1 << 20)).contains(where: { bytes[$0] > 0x20 }) else {
      throw failure(
        .empty, "The file is empty", "Its first line must name the columns, with ts and member_id")
    }
    return start
  }

  /// The candidate that separates most fields of the first record.
  private func detected(_ start: Int) throws -> UInt8 {
    var best: (delimiter: UInt8, fields: Int) = (0x2C, 0)
    for delimiter in [UInt8](",|\t;".utf8) {
      var scanner = CSVRecordScanner(bytes, range: start..<file.count, delimiter: delimiter)
      if scanner.next() == .record, scanner.fieldCount > best.fields {
        best = (delimiter, scanner.fieldCount)
      }
    }
    return best.delimiter
  }

  private func header(
    _ start: Int, _ delimiter: UInt8
  ) throws -> (names: [(name: String, column: Int)], next: Int) {
    var scanner = CSVRecordScanner(bytes, range: start..<file.count, delimiter: delimiter)
    guard scanner.next() == .record else {
      throw failure(
        .quoting, line: 1, column: 1, "The quotes of the header do not match",
        "Close every quote, or remove them")
    }
    if let bad = firstInvalidUTF8(bytes, range: start..<scanner.recordEnd) {
      throw failure(
        .encoding, line: 1, column: 1,
        "Byte \(bad) of the file (0x\(hexadecimal([bytes[bad]]))) in the header is not UTF-8",
        "Save the file as UTF-8")
    }
    let reader = FieldReader(zone: nil)
    var names: [(name: String, column: Int)] = []
    for field in 0..<scanner.fieldCount {
      let content = (scanner.starts[field]..<scanner.ends[field]).map { bytes[$0] }
      let before = (start..<scanner.starts[field]).map { bytes[$0] }
      let name = String(decoding: reader.trimmed(content), as: UTF8.self)
      names.append(
        (
          name.replacing("\"\"", with: "\""),
          String(decoding: before, as: UTF8.self).unicodeScalars.count + 1
        ))
    }
    return (names, scanner.position)
  }

  /// What all chunks gave.
  private struct Parsed {
    var chunks: [ImportChunk]
    /// Which thread parsed each chunk.
    var threads: [Int]
    /// The texts of each target, for each thread.
    var texts: [[[[UInt8]]]]
    /// The digests of the file's pieces.
    var pieces: [(UInt64, UInt64)]

    var hasQuotingTrouble: Bool { chunks.contains(where: \.hasQuotingTrouble) }
  }

  private func parse(
    _ plan: ImportPlan, _ range: Range<Int>, _ delimiter: UInt8
  ) throws -> Parsed {
    // First as if no line break stood between quotes. When that is so nowhere near a cut, no quote is out of
    // place; otherwise the quotes are counted, and if even then one is, a single chunk is always right.
    let nominal = nominalCuts(range)
    var parsed = try parse(plan, simpleCuts(nominal, range), delimiter, nominal)
    if parsed.chunks.count > 1, parsed.hasQuotingTrouble {
      let pieces = parsed.pieces
      parsed = try parse(plan, cuts(nominal, range), delimiter, [])
      if parsed.chunks.count > 1, parsed.hasQuotingTrouble {
        parsed = try parse(plan, [range], delimiter, [])
      }
      parsed.pieces = pieces
    }
    return parsed
  }

  private func parse(
    _ plan: ImportPlan, _ ranges: [Range<Int>], _ delimiter: UInt8, _ nominal: [Int]
  ) throws -> Parsed {
    let done = Atomic<Int>(0)
    let all = ranges.reduce(0) { $0 + $1.count }
    do {
      let (results, texts) = try parallelMap(count: ranges.count, threads: options.threads) {
        try ChunkParser(
          bytes, plan: plan, file: shown, delimiter: delimiter,
          keepsAllRejects: options.onError != .stop)
      } _: { parser, index in
        let pieces = pieces(index, of: ranges.count, nominal)
        let chunk = parser.parse(ranges[index])
        let total = done.wrappingAdd(ranges[index].count, ordering: .relaxed).newValue
        options.progress?(total, all)
        return (chunk: chunk, pieces: pieces)
      } finish: { parser in
        parser.texts
      }
      return Parsed(
        chunks: results.map(\.result.chunk), threads: results.map(\.thread), texts: texts,
        pieces: results.flatMap(\.result.pieces))
    } catch let trouble as FieldReader.Trouble {
      throw ClaimsFileError([
        .init(
          code: .map, file: options.map?.file ?? shown, line: 0, column: 0,
          problem: trouble.problem, remedy: trouble.remedy)
      ])
    }
  }

  /// The digests of the pieces of the file that begin in the part that a task parses.
  private func pieces(_ task: Int, of tasks: Int, _ nominal: [Int]) -> [(UInt64, UInt64)] {
    guard !nominal.isEmpty else { return [] }
    // Cuts without a record behind them make fewer tasks; the last one takes what is left.
    let low = task == 0 ? 0 : nominal[task]
    let high = task + 1 == tasks ? bytes.count : nominal[task + 1]
    let size = ClaimsProvenance.pieceBytes
    let first = (low + size - 1) / size * size
    return stride(from: first, to: high, by: size).map { place in
      fastDigest(bytes, range: place..<min(place + size, bytes.count))
    }
  }

  /// Where chunks would begin if records did not matter.
  private func nominalCuts(_ range: Range<Int>) -> [Int] {
    let count = max(1, (range.count + chunkBytes - 1) / chunkBytes)
    return (0..<count).map { range.lowerBound + $0 * chunkBytes }
  }

  /// Cuts behind the first line break from each place on.
  private func simpleCuts(_ nominal: [Int], _ range: Range<Int>) -> [Range<Int>] {
    var starts = [range.lowerBound]
    for place in nominal.dropFirst() {
      guard let last = starts.last, place >= last else { continue }
      guard let end = indexOfByte(bytes, range: place..<range.upperBound, value: 0x0A) else {
        break
      }
      if end + 1 < range.upperBound { starts.append(end + 1) }
    }
    return zip(starts, starts.dropFirst() + [range.upperBound]).map { $0..<$1 }
  }

  /// Cuts a range between records, as long as quotes are well formed.
  private func cuts(_ places: [Int], _ range: Range<Int>) throws -> [Range<Int>] {
    let count = places.count
    let nominal = places + [range.upperBound]
    let quotes = try parallelMap(count: count, threads: options.threads) { index in
      countBytes(bytes, range: nominal[index]..<nominal[index + 1], value: 0x22)
    }
    var starts = [range.lowerBound]
    var open = false
    for index in 1..<count {
      if quotes[index - 1] % 2 == 1 { open.toggle() }
      var inside = open
      var place = nominal[index]
      while place < range.upperBound {
        let byte = bytes[place]
        if byte == 0x22 { inside.toggle() }
        place += 1
        if byte == 0x0A, !inside { break }
      }
      if let last = starts.last, place > last, place < range.upperBound { starts.append(place) }
    }
    return zip(starts, starts.dropFirst() + [range.upperBound]).map { $0..<$1 }
  }

  /// Reports rejected records: as an error, or in the reject file.
  private func report(_ chunks: [ImportChunk], _ before: Int, _ plan: ImportPlan) throws {
    var line = before + 1
    var all: [(reasons: [ClaimsFileError.Problem], range: Range<Int>)] = []
    for chunk in chunks {
      for reject in chunk.rejects {
        let reasons = reject.reasons.map { reason in
          var placed = reason
          placed.line += line
          return placed
        }
        all.append((reasons, reject.range))
      }
      line += chunk.lines
    }
    switch options.onError {
    case .stop:
      throw ClaimsFileError(
        all.flatMap(\.reasons), total: chunks.reduce(0) { $0 + $1.problemCount })
    case .reject(let path):
      var file = try ReplacingFile(path: path)
      // With a key the records themselves, which hold identifiers, stay out.
      let keepsRecords = options.key == nil
      try file.write(Array("line,column,reason\(keepsRecords ? ",record" : "")\n".utf8))
      for (reasons, range) in all {
        let reason = reasons.map { "\($0.problem). \($0.remedy)." }.joined(separator: " ")
        var text = "\(reasons.first?.line ?? 0),\(reasons.first?.column ?? 0),\(csvQuoted(reason))"
        if keepsRecords {
          let record = String(decoding: range.map { bytes[$0] }, as: UTF8.self)
          text += "," + csvQuoted(record)
        }
        try file.write(Array((text + "\n").utf8))
      }
      try file.commit()
    }
  }

  private func table(_ plan: ImportPlan, _ parsed: consuming Parsed) throws -> ClaimsTable {
    let rows = parsed.chunks.reduce(0) { $0 + $1.rows }
    let areAllUsed = parsed.chunks.allSatisfy { $0.rejectCount == 0 } && rows > 0
    let source = ClaimsProvenance.Source(
      name: pathParts(shown).name,
      digest: ClaimsProvenance.digest(ofPieces: parsed.pieces, bytes: bytes.count), rows: rows)
    let timeParts = parsed.chunks.flatMap(\.timeParts)
    let (threads, texts) = (parsed.threads, parsed.texts)
    // Each column's runs are let go as soon as it is joined.
    let runs = Mutex(
      plan.targets.indices.map { index in parsed.chunks.map { $0.parts[index] } })
    parsed.chunks = []
    let built = try parallelMap(count: plan.targets.count, threads: options.threads) { index in
      let target = plan.targets[index]
      let chunks = runs.withLock { all in
        let taken = all[index]
        all[index] = []
        return taken
      }
      guard target.isText else {
        return ClaimsColumn(
          name: target.name, type: target.type, parts: chunks.flatMap { $0 })
      }
      var sources = texts.map { $0[index] }
      let parts = zip(chunks, threads).flatMap { runs, thread in runs.map { ($0, thread) } }
      if target.name == "member_id", target.isKnown, let key = options.key {
        let reader = FieldReader(zone: nil)
        sources = sources.map { $0.map { key.token(reader.trimmed($0)) } }
      }
      if !target.isKnown,
        let column = narrowed(target.name, sources, parts, areAllUsed: areAllUsed, plan.zone)
      {
        return column
      }
      return ClaimsColumn(
        name: target.name, sources: sources, parts: parts, areAllUsed: areAllUsed)
    }
    return ClaimsTable(
      columns: built,
      timeOfDay: ClaimsColumn(name: "ts_has_time", type: .boolean, parts: timeParts),
      provenance: ClaimsProvenance(sources: [source], membersAreTokens: options.key != nil))
  }

  private func decisions(
    _ plan: ImportPlan, _ table: ClaimsTable, _ delimiter: UInt8
  ) -> [String] {
    let name = [0x2C: "comma", 0x7C: "bar", 0x09: "tab", 0x3B: "semicolon"][delimiter] ?? "?"
    var said = ["Fields are separated by \(name)."]
    for target in plan.targets where target.field == nil && target.constant == nil && target.isKnown
    {
      said.append("\(target.name) is not in the file and stays null.")
    }
    for target in plan.targets where !target.isKnown {
      let type = table.column(named: target.name)?.type.sqlName ?? ""
      said.append("\(target.name) is kept as \(type).")
    }
    return said
  }
}

/// A CSV field in quotes, with quotes inside doubled.
func csvQuoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
