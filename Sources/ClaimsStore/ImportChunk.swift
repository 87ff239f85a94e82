import ClaimsKernels
import Quantities

/// What one part of a file gave.
struct ImportChunk: Sendable {
  /// A record that was not taken.
  struct Reject: Sendable {
    /// The line within the chunk, from 0.
    var line: Int
    var reasons: [ClaimsFileError.Problem]
    /// The bytes of the record.
    var range: Range<Int>
  }
  /// The packed runs of each target.
  var parts: [[ColumnBuilder.Part]]
  var timeParts: [ColumnBuilder.Part] = []
  var rows = 0
  var rejects: [Reject] = []
  var rejectCount = 0
  var problemCount = 0
  /// Line breaks in the chunk.
  var lines = 0
  /// Whether quotes went wrong, so that the cut into chunks cannot be trusted.
  var hasQuotingTrouble = false
}

/// How one target is read from a usual field.
private struct Step {
  enum Form {
    case constant(Int64)
    case missing
    case integer
    case decimal(scale: Int, ClosedRange<Int64>)
    case boolean
    case text
    case timestamp
    case other
  }
  var form: Form
  var field = 0
  var isRequired = false

  init(_ target: ImportTarget) {
    guard let field = target.field else {
      form = .missing
      return
    }
    self.field = field
    isRequired = target.isKnown && ClaimsSchema.required.contains(target.name)
    switch target.kind {
    case .integer: form = .integer
    case .decimal(let scale, let range): form = .decimal(scale: scale, range)
    case .boolean: form = .boolean
    case .timestamp(let format): form = format == nil ? .timestamp : .other
    case .text: form = .text
    }
  }

  init(constant: Int64?) { form = constant.map { .constant($0) } ?? .missing }
}

/// Where the content of a field lies, without its quotes.
private struct FieldPlace {
  var start: Int
  var end: Int
  /// Whether quotes inside are doubled.
  var isDoubled: Bool
}

/// Parses parts of a file into packed columns; one for each thread, with memory that it uses again.
///
/// Plain records are read a batch at a time, column by column. Every other record, and every field in a form
/// that the fast loops do not know, is read by ``FieldReader``: results and messages are the same.
final class ChunkParser {
  /// The rows of a packed run at most.
  static let tile = 16_384
  let bytes: ColumnBytes
  let plan: ImportPlan
  let reader: FieldReader
  let keepsAllRejects: Bool
  /// Whether every record is read singly; for tests of the batches.
  let isAlwaysCareful: Bool
  let file: String
  private let delimiter: UInt8
  private let isUTC: Bool
  private let steps: [Step]
  private let tiles: [ColumnTile?]
  private let times: ColumnTile
  private let batch: CSVBatchReader
  private let slots: [TextSlots?]
  private var collectors: [TextCollector]
  private var moments = MomentMemo()
  private var row = 0
  private var chunk: ImportChunk

  init(
    _ bytes: ColumnBytes, plan: ImportPlan, file: String, delimiter: UInt8, keepsAllRejects: Bool,
    isAlwaysCareful: Bool = false
  ) throws(FieldReader.Trouble) {
    self.bytes = bytes
    self.plan = plan
    self.file = file
    self.delimiter = delimiter
    self.keepsAllRejects = keepsAllRejects
    self.isAlwaysCareful = isAlwaysCareful
    reader = FieldReader(zone: plan.zone, hidesValues: plan.hasKey)
    isUTC = plan.zone == nil || plan.zone == .utc
    let count = plan.targets.count
    collectors = [TextCollector](repeating: TextCollector(), count: count)
    chunk = ImportChunk(parts: [[ColumnBuilder.Part]](repeating: [], count: count))
    var steps: [Step] = []
    for (index, target) in plan.targets.enumerated() {
      guard let constant = target.constant else {
        steps.append(Step(target))
        continue
      }
      if target.isText {
        let isBlank = reader.trimmed(constant).isEmpty
        let code = isBlank ? nil : Int64(collectors[index].code(constant))
        steps.append(Step(constant: code))
      } else {
        steps.append(Step(constant: try reader.value(constant, target)?.value))
      }
    }
    self.steps = steps
    tiles = zip(steps, plan.targets).map { step, target in
      switch step.form {
      case .constant, .missing: nil
      case .boolean, .text: ColumnTile(capacity: Self.tile, isWide: false)
      case .decimal, .timestamp, .other: ColumnTile(capacity: Self.tile, isWide: true)
      case .integer: ColumnTile(capacity: Self.tile, isWide: target.type == .bigint)
      }
    }
    slots = steps.map { if case .text = $0.form { TextSlots() } else { nil } }
    times = ColumnTile(capacity: Self.tile, isWide: false)
    batch = CSVBatchReader(bytes, delimiter: delimiter, fieldCount: plan.fieldCount)
  }

  /// The texts of each text target, of everything that was parsed so far.
  var texts: [[[UInt8]]] { collectors.map(\.texts) }

  /// Parses every record of a range that begins and ends between records.
  func parse(_ range: Range<Int>) -> ImportChunk {
    chunk = ImportChunk(parts: [[ColumnBuilder.Part]](repeating: [], count: steps.count))
    var scanner = CSVRecordScanner(bytes, range: range, delimiter: delimiter)
    var position = range.lowerBound
    var most = CSVBatchReader.mostRecords
    while position < range.upperBound {
      if row + CSVBatchReader.mostRecords > Self.tile { flush() }
      let records =
        isAlwaysCareful ? 0 : batch.find(in: position..<range.upperBound, most: most)
      if records == 0 {
        scanner.restart(at: position)
        careful(&scanner)
        position = scanner.position
        // Where records are not plain, long batches would be found in vain.
        most = max(8, most / 4)
        continue
      }
      let end = position + batch.byteCount
      most = min(CSVBatchReader.mostRecords, most * 2)
      if batch.hasUnusualBytes, !isGoodText(position..<end) {
        scanner.restart(at: position)
        for _ in 0..<records { careful(&scanner) }
      } else {
        readBatch(from: position)
        chunk.lines +=
          batch.hasQuotes ? countBytes(bytes, range: position..<end, value: 0x0A) : records
      }
      position = end
    }
    flush()
    return chunk
  }

  private func isGoodText(_ range: Range<Int>) -> Bool {
    firstInvalidUTF8(bytes, range: range) == nil
      && indexOfByte(bytes, range: range, value: 0) == nil
  }

  // MARK: Batches

  /// Reads the records of the batch into the tiles, a column at a time.
  private func readBatch(from start: Int) {
    var problems: [Int: [ClaimsFileError.Problem]] = [:]
    for (index, step) in steps.enumerated() {
      guard let tile = tiles[index] else { continue }
      switch step.form {
      case .constant, .missing: continue
      case .integer:
        batch.integers(step.field, into: tile, at: row, isRequired: step.isRequired)
      case .decimal(let scale, let bounds):
        batch.decimals(
          step.field, scale: scale, bounds: bounds, into: tile, at: row,
          isRequired: step.isRequired)
      case .boolean: batch.booleans(step.field, into: tile, at: row)
      case .text:
        guard let known = slots[index] else { continue }
        batch.texts(
          step.field, known: known, into: tile, at: row, isRequired: step.isRequired)
      case .timestamp:
        batch.timestamps(step.field, into: tile, times: times, at: row, acceptsZulu: isUTC)
        if !isUTC { moveToUTC(tile) }
      case .other:
        for record in 0..<batch.records {
          care(record, index, tile, from: start, &problems)
        }
        continue
      }
      for record in batch.recordsNeedingCare { care(record, index, tile, from: start, &problems) }
    }
    chunk.rows += batch.records
    row += batch.records
    if !problems.isEmpty { rejectRecords(problems, from: start) }
  }

  private func moveToUTC(_ tile: ColumnTile) {
    for place in row..<row + batch.records where times[place] == 1 {
      tile[place] = moments.instant(tile[place], reader)
    }
  }

  private func care(
    _ record: Int, _ index: Int, _ tile: ColumnTile, from start: Int,
    _ problems: inout [Int: [ClaimsFileError.Problem]]
  ) {
    let (range, isDoubled) = batch.field(steps[index].field, of: record)
    let place = FieldPlace(start: range.lowerBound, end: range.upperBound, isDoubled: isDoubled)
    do throws(FieldReader.Trouble) {
      if let known = try knownValue(index, place) {
        store(known, index, tile, row + record)
      } else {
        store(try carefulValue(index, place, isPlain: true), index, tile, row + record)
      }
    } catch {
      problems[record, default: []].append(
        problem(
          batch.recordStart(record), lineOf(record, from: start), range.lowerBound, error.code,
          error.problem, error.remedy))
    }
  }

  private func store(
    _ found: (value: Int64, hasTime: Bool)?, _ index: Int, _ tile: ColumnTile, _ row: Int
  ) {
    guard let found else {
      tile.setNull(row)
      return
    }
    tile[row] = found.value
    if case .timestamp = plan.targets[index].kind { times[row] = found.hasTime ? 1 : 0 }
  }

  /// A field that some record before had already, or a text in its usual form.
  private func knownValue(
    _ index: Int, _ place: FieldPlace
  ) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)? {
    guard place.start < place.end, !place.isDoubled else { return nil }
    let target = plan.targets[index]
    switch target.kind {
    case .text:
      guard bytes[place.start] > 0x20 else { return nil }
      let before = collectors[index].count
      let code = collectors[index].code(bytes, place.start, place.end)
      if code == before, place.end - place.start <= TextSlots.mostBytes {
        slots[index]?.insert(bytes, place.start..<place.end, code: code)
      }
      return (Int64(code), true)
    case .timestamp:
      return try moments.reading(bytes, place.start..<place.end) {
        text throws(FieldReader.Trouble) in
        try reader.value(text, target)
      }
    default: return nil
    }
  }

  private func lineOf(_ record: Int, from start: Int) -> Int {
    guard batch.hasQuotes else { return chunk.lines + record }
    return chunk.lines + countBytes(bytes, range: start..<batch.recordStart(record), value: 0x0A)
  }

  private func rejectRecords(_ problems: [Int: [ClaimsFileError.Problem]], from start: Int) {
    let records = problems.keys.sorted()
    for record in records {
      let range = batch.recordStart(record)..<batch.recordEnd(record)
      reject(range, lineOf(record, from: start), problems[record] ?? [])
    }
    let first = row - batch.records
    for tile in tiles + [times] { tile?.remove(records.map { $0 + first }, count: row) }
    row -= records.count
    chunk.rows -= records.count
  }

  // MARK: Single records

  /// Reads the scanner's next record with every check.
  private func careful(_ scanner: inout CSVRecordScanner) {
    let outcome = scanner.next()
    switch outcome {
    case .record:
      let isPlain = isPlainText(bytes, range: scanner.recordStart..<scanner.position)
      let isBlank =
        scanner.fieldCount == 1 && plan.fieldCount > 1 && scanner.quoting[0] == 0
        && reader.trimmed(content(place(scanner, 0))).isEmpty
      if !isBlank { record(scanner, isPlain: isPlain) }
    case .unclosedQuote(let at):
      trouble(
        scanner, at, "A quoted value is never closed",
        "Close it with a quote; double a quote inside a value")
    case .textAfterQuote(let at):
      trouble(
        scanner, at, "There is text after a closing quote",
        "Put the delimiter there, or double the quote inside the value")
    case .strayQuote(let at):
      trouble(
        scanner, at, "There is a quote inside a value that does not begin with one",
        "Put the whole value between quotes and double the quote inside it")
    case .end: return
    }
    chunk.lines += countBytes(bytes, range: scanner.recordStart..<scanner.position, value: 0x0A)
    if row == Self.tile { flush() }
  }

  private func trouble(
    _ scanner: CSVRecordScanner, _ at: Int, _ problem: String, _ remedy: String
  ) {
    chunk.hasQuotingTrouble = true
    let found = self.problem(
      scanner.recordStart, chunk.lines, at, .quoting, problem, remedy)
    reject(scanner, [found])
  }

  private func place(_ scanner: CSVRecordScanner, _ field: Int) -> FieldPlace {
    FieldPlace(
      start: scanner.starts[field], end: scanner.ends[field],
      isDoubled: scanner.quoting[field] == 2)
  }

  private func content(_ place: FieldPlace) -> [UInt8] {
    let raw = (place.start..<place.end).map { bytes[$0] }
    guard place.isDoubled else { return raw }
    var plain: [UInt8] = []
    var index = 0
    while index < raw.count {
      plain.append(raw[index])
      index += raw[index] == 0x22 ? 2 : 1
    }
    return plain
  }

  private func record(_ scanner: CSVRecordScanner, isPlain: Bool) {
    guard scanner.fieldCount == plan.fieldCount else {
      let (found, wanted) = (scanner.fieldCount, plan.fieldCount)
      reject(
        scanner,
        [
          problem(
            scanner.recordStart, chunk.lines, scanner.recordStart, .fieldCount,
            "The line has \(found) field\(found == 1 ? "" : "s") where the header has \(wanted)",
            found > wanted
              ? "Put a value that holds the delimiter between quotes"
              : "Add the missing fields, blank if need be")
        ])
      return
    }
    var problems: [ClaimsFileError.Problem] = []
    times[row] = 1
    for index in steps.indices {
      guard let tile = tiles[index] else { continue }
      let place = place(scanner, steps[index].field)
      do {
        store(try carefulValue(index, place, isPlain: isPlain), index, tile, row)
      } catch {
        problems.append(
          problem(
            scanner.recordStart, chunk.lines, place.start, error.code, error.problem, error.remedy))
      }
    }
    guard problems.isEmpty else {
      reject(scanner, problems)
      return
    }
    row += 1
    chunk.rows += 1
  }

  private func carefulValue(
    _ index: Int, _ place: FieldPlace, isPlain: Bool
  ) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)? {
    let target = plan.targets[index]
    let range = place.start..<place.end
    if !isPlain {
      if let bad = firstInvalidUTF8(bytes, range: range) {
        throw FieldReader.Trouble(
          code: .encoding,
          problem:
            "Byte \(bad) of the file (0x\(hexadecimal([bytes[bad]]))) in \(target.name) is not UTF-8",
          remedy: "Save the file as UTF-8")
      }
      if indexOfByte(bytes, range: range, value: 0) != nil {
        throw FieldReader.Trouble(
          code: .encoding, problem: "There is a NUL byte in \(target.name)",
          remedy: "Remove it, or save the file as UTF-8")
      }
    }
    let content = content(place)
    if target.isText {
      if reader.trimmed(content).isEmpty { return try required(target) }
      let before = collectors[index].count
      let code = collectors[index].code(content)
      // What was found here is known to the batches too, which must not add it again.
      if code == before, content.count <= TextSlots.mostBytes {
        slots[index]?.insert(ColumnBytes(copying: content), 0..<content.count, code: code)
      }
      return (Int64(code), true)
    }
    if let value = try reader.value(content, target) { return value }
    return try required(target)
  }

  private func required(
    _ target: ImportTarget
  ) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)? {
    guard target.isKnown, ClaimsSchema.required.contains(target.name) else { return nil }
    throw FieldReader.Trouble(
      code: .missingValue, problem: "\(target.name) is blank", remedy: "Every claim needs it")
  }

  private func problem(
    _ recordStart: Int, _ line: Int, _ at: Int, _ code: ClaimsFileError.Problem.Code,
    _ problem: String, _ remedy: String
  ) -> ClaimsFileError.Problem {
    // A record may run over several lines.
    let before = (recordStart..<max(at, recordStart)).map { bytes[$0] }
    let breaks = before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    let lastLine = before.lastIndex(of: 0x0A).map { before[($0 + 1)...] } ?? before[...]
    let column = String(decoding: lastLine, as: UTF8.self).unicodeScalars.count + 1
    return ClaimsFileError.Problem(
      code: code, file: file, line: line + breaks, column: column, problem: problem,
      remedy: remedy)
  }

  private func reject(_ scanner: CSVRecordScanner, _ reasons: [ClaimsFileError.Problem]) {
    reject(
      scanner.recordStart..<max(scanner.recordStart, scanner.recordEnd), chunk.lines, reasons)
  }

  private func reject(
    _ range: Range<Int>, _ line: Int, _ reasons: [ClaimsFileError.Problem]
  ) {
    chunk.rejectCount += 1
    chunk.problemCount += reasons.count
    guard keepsAllRejects || chunk.rejects.count < ClaimsFileError.shown else { return }
    chunk.rejects.append(ImportChunk.Reject(line: line, reasons: reasons, range: range))
  }

  /// Packs the rows of the tiles.
  private func flush() {
    guard row > 0 else { return }
    for (index, step) in steps.enumerated() {
      let part: ColumnBuilder.Part
      if let tile = tiles[index] {
        part = tile.packed(row, areCodes: plan.targets[index].isText)
      } else if case .constant(let value) = step.form {
        part = constantPart(value, row)
      } else {
        part = constantPart(nil, row)
      }
      chunk.parts[index].append(part)
    }
    chunk.timeParts.append(times.packed(row))
    row = 0
  }
}

/// A run in which every row has one value, or is null.
func constantPart(_ value: Int64?, _ count: Int) -> ColumnBuilder.Part {
  let values = PackedIntegers(
    count: count, base: value ?? 0, step: 1, width: .none, codes: ColumnBytes(zeroed: 0))
  guard let value else {
    return ColumnBuilder.Part(
      values: values, nulls: Bitmap(repeating: true, count: count), spread: nil)
  }
  return ColumnBuilder.Part(
    values: values, nulls: nil, spread: IntegerSpread(minimum: value, maximum: value, step: 0))
}
