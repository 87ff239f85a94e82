import ClaimsKernels
import Foundation
import Quantities
import Synchronization

/// One run of an import: header, chunks, columns, rejects.
struct CSVImport {
  /// Bytes that one task parses; does not depend on the number of threads, so nor do results.
  let chunkBytes: Int
  let shown: String
  let options: ClaimsImport.Options
  let bytes: ColumnBytes
  /// For rows of a database, where each begins; messages then say the row instead of line and column.
  let rowStarts: [Int]
  /// Whether every record is read singly; for tests of the batches.
  var isAlwaysCareful = false

  init(
    bytes: ColumnBytes, shown: String, options: ClaimsImport.Options, rowStarts: [Int] = [],
    chunkBytes: Int = 1 << 20
  ) {
    self.chunkBytes = chunkBytes
    self.shown = shown
    self.options = options
    self.bytes = bytes
    self.rowStarts = rowStarts
  }

  /// What a file gave.
  struct Outcome: Sendable {
    var draft: ClaimsDraft
    var rejected: Int
    var rejects: [RejectedRecord]
    var decisions: [String]
  }

  private func failure(
    _ code: ClaimsFileError.Problem.Code, line: Int = 0, column: Int = 0, _ problem: String,
    _ remedy: String
  ) -> ClaimsFileError {
    ClaimsFileError([
      .init(code: code, file: shown, line: line, column: column, problem: problem, remedy: remedy)
    ])
  }

  /// Reads everything.
  ///
  /// - Throws: ``ClaimsFileError``, also for bad records when the options say stop.
  func run() throws -> Outcome {
    let start = try checkedStart()
    let given = rowStarts.isEmpty ? options.map?.delimiter.map { $0.utf8.first ?? 0x2C } : 0x2C
    let delimiter = try given ?? detected(start)
    let (header, first) = try header(start, delimiter)
    let plan = try ImportPlan(
      header: header, file: shown, map: options.map, hasKey: options.key != nil)
    var parsed = try parse(plan, first..<bytes.count, delimiter)
    let rejected = parsed.chunks.reduce(0) { $0 + $1.rejectCount }
    var rejects: [RejectedRecord] = []
    if rejected > 0 {
      // The lines before the first record: the header, which may run over several.
      rejects = self.rejects(parsed.chunks, countBytes(bytes, range: 0..<first, value: 0x0A))
      if options.onError == .stop {
        throw ClaimsFileError(
          rejects.flatMap(\.reasons), total: parsed.chunks.reduce(0) { $0 + $1.problemCount })
      }
    }
    let draft = try draft(plan, &parsed)
    return Outcome(
      draft: draft, rejected: rejected, rejects: rejects,
      decisions: decisions(plan, draft, delimiter))
  }

  /// Refuses what is not delimited text and returns where the text begins.
  private func checkedStart() throws -> Int {
    let head = bytes.count >= 4 ? (0..<4).map { bytes[$0] } : bytes.array
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
      var scanner = CSVRecordScanner(bytes, range: start..<bytes.count, delimiter: delimiter)
      if scanner.next() == .record, scanner.fieldCount > best.fields {
        best = (delimiter, scanner.fieldCount)
      }
    }
    return best.delimiter
  }

  private func header(
    _ start: Int, _ delimiter: UInt8
  ) throws -> (names: [(name: String, column: Int)], next: Int) {
    var scanner = CSVRecordScanner(bytes, range: start..<bytes.count, delimiter: delimiter)
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
          keepsAllRejects: options.onError != .stop, isAlwaysCareful: isAlwaysCareful)
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

  /// The rejected records with their places in the file.
  private func rejects(_ chunks: [ImportChunk], _ before: Int) -> [RejectedRecord] {
    // With a key the records themselves, which hold identifiers, stay out.
    let keepsRecords = options.key == nil && options.onError != .stop
    var line = before + 1
    var all: [RejectedRecord] = []
    for chunk in chunks {
      for reject in chunk.rejects {
        let row = rowStarts.isEmpty ? 0 : rowOfRecord(reject.range.lowerBound)
        let reasons = reject.reasons.map { reason in
          var placed = reason
          placed.line = row > 0 ? row : reason.line + line
          if row > 0 { placed.column = 0 }
          return placed
        }
        all.append(
          RejectedRecord(
            file: shown, reasons: reasons,
            record: keepsRecords
              ? String(decoding: reject.range.map { bytes[$0] }, as: UTF8.self) : nil))
      }
      line += chunk.lines
    }
    return all
  }

  /// The row of a database that became the record at a place, from 1.
  private func rowOfRecord(_ place: Int) -> Int {
    var (low, high) = (0, rowStarts.count)
    while low < high {
      let middle = (low + high) / 2
      if rowStarts[middle] <= place { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The columns in their runs; takes the runs out of `parsed`.
  private func draft(_ plan: ImportPlan, _ parsed: inout Parsed) throws -> ClaimsDraft {
    let rows = parsed.chunks.reduce(0) { $0 + $1.rows }
    let areAllUsed = parsed.chunks.allSatisfy { $0.rejectCount == 0 } && rows > 0
    let source = ClaimsProvenance.Source(
      name: pathParts(shown).name,
      digest: ClaimsProvenance.digest(ofPieces: parsed.pieces, bytes: bytes.count), rows: rows)
    let (threads, texts) = (parsed.threads, parsed.texts)
    let runs = plan.targets.indices.map { index in parsed.chunks.map { $0.parts[index] } }
    let times = parsed.chunks.flatMap(\.timeParts)
    parsed.chunks = []
    parsed.texts = []
    let columns = try parallelMap(count: plan.targets.count, threads: options.threads) { index in
      let target = plan.targets[index]
      var draft = ColumnDraft(
        name: target.name, type: target.type, runs: runs[index].flatMap { $0 })
      guard target.isText else { return draft }
      draft.sources = zip(runs[index], threads).flatMap { runs, thread in runs.map { _ in thread } }
      draft.lists = texts.map { $0[index] }
      draft.areAllUsed = areAllUsed
      if target.name == "member_id", target.isKnown, let key = options.key {
        let reader = FieldReader(zone: nil)
        draft.lists = draft.lists.map { $0.map { key.token(reader.trimmed($0)) } }
      }
      return target.isKnown ? draft : narrowed(draft, plan.zone) ?? draft
    }
    return ClaimsDraft(
      columns: columns,
      timeOfDay: ColumnDraft(name: "ts_has_time", type: .boolean, runs: times),
      provenance: ClaimsProvenance(sources: [source], membersAreTokens: options.key != nil))
  }

  private func decisions(
    _ plan: ImportPlan, _ draft: ClaimsDraft, _ delimiter: UInt8
  ) -> [String] {
    let name = [0x2C: "comma", 0x7C: "bar", 0x09: "tab", 0x3B: "semicolon"][delimiter] ?? "?"
    var said = rowStarts.isEmpty ? ["Fields are separated by \(name)."] : []
    for target in plan.targets where target.field == nil && target.constant == nil && target.isKnown
    {
      said.append("\(target.name) is not in the file and stays null.")
    }
    for (target, column) in zip(plan.targets, draft.columns) where !target.isKnown {
      said.append("\(target.name) is kept as \(column.type.sqlName).")
    }
    return said
  }
}

/// A CSV field in quotes, with quotes inside doubled.
func csvQuoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
