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
  /// The texts of each text target.
  var texts: [[[UInt8]]] = []
  var rows = 0
  var rejects: [Reject] = []
  var rejectCount = 0
  var problemCount = 0
  /// Line breaks in the chunk.
  var lines = 0
  /// Whether quotes went wrong, so that the cut into chunks cannot be trusted.
  var hasQuotingTrouble = false
}

/// How one target is read from a usual field; small enough to copy for each.
private struct Step: Sendable {
  enum Form: Sendable {
    case constant
    case missing
    case integer
    case decimal
    case text
    case timestamp
    case other
  }
  var form: Form
  var field = 0
  var scale = 0
  var low: Int64 = 0
  var high: Int64 = 0
  var isRequired = false

  init(_ constant: Int64?) {
    form = constant == nil ? .missing : .constant
    low = constant ?? 0
  }

  init(_ target: ImportTarget) {
    guard let field = target.field else {
      form = .missing
      return
    }
    self.field = field
    isRequired = target.isKnown && ClaimsSchema.required.contains(target.name)
    switch target.kind {
    case .integer(let range): (form, low, high) = (.integer, range.lowerBound, range.upperBound)
    case .decimal(let scale, let range):
      (form, low, high) = (.decimal, range.lowerBound, range.upperBound)
      self.scale = scale
    case .timestamp(nil): form = .timestamp
    case .text: form = .text
    default: form = .other
    }
  }
}

/// Parses the records of one part of a file into packed columns.
struct ChunkParser {
  static let tile = 4096
  let bytes: ColumnBytes
  let plan: ImportPlan
  let reader: FieldReader
  let keepsAllRejects: Bool
  let file: String
  private let isUTC: Bool
  private var values: [Int64]
  private var nulls: [UInt8]
  private var hasNulls: [Bool]
  private var times = [Int64](repeating: 0, count: tile)
  private var row = 0
  private var collectors: [TextCollector]
  private let steps: [Step]
  private var chunk: ImportChunk

  init(
    _ bytes: ColumnBytes, plan: ImportPlan, file: String, keepsAllRejects: Bool
  ) throws(FieldReader.Trouble) {
    self.bytes = bytes
    self.plan = plan
    self.file = file
    self.keepsAllRejects = keepsAllRejects
    reader = FieldReader(zone: plan.zone)
    isUTC = plan.zone == nil || plan.zone == .utc
    let count = plan.targets.count
    values = [Int64](repeating: 0, count: count * Self.tile)
    nulls = [UInt8](repeating: 0, count: count * Self.tile)
    hasNulls = [Bool](repeating: false, count: count)
    collectors = [TextCollector](repeating: TextCollector(), count: count)
    var steps: [Step] = []
    chunk = ImportChunk(parts: [[ColumnBuilder.Part]](repeating: [], count: count))
    for (index, target) in plan.targets.enumerated() {
      guard let constant = target.constant else {
        steps.append(Step(target))
        continue
      }
      if target.isText {
        let code = Int64(collectors[index].code(constant))
        steps.append(Step(reader.trimmed(constant).isEmpty ? nil : code))
      } else {
        steps.append(Step(try reader.value(constant, target)?.value))
      }
    }
    self.steps = steps
  }

  /// Parses every record of a range that begins and ends between records.
  mutating func parse(_ range: Range<Int>, delimiter: UInt8) -> ImportChunk {
    let isPlain = isPlainText(bytes, range: range)
    var scanner = CSVRecordScanner(bytes, range: range, delimiter: delimiter)
    var lineOfRecord = 0
    while true {
      let outcome = scanner.next()
      if outcome == .end { break }
      let end = scanner.position
      switch outcome {
      case .record:
        let isBlank =
          scanner.fieldCount == 1 && plan.fieldCount > 1 && scanner.quoting[0] == 0
          && reader.trimmed(content(scanner, 0)).isEmpty
        if !isBlank { record(scanner, isPlain: isPlain, line: lineOfRecord) }
      case .unclosedQuote(let at):
        trouble(
          scanner, lineOfRecord, at, .quoting, "A quoted value is never closed",
          "Close it with a quote; double a quote inside a value")
      case .textAfterQuote(let at):
        trouble(
          scanner, lineOfRecord, at, .quoting, "There is text after a closing quote",
          "Put the delimiter there, or double the quote inside the value")
      case .strayQuote(let at):
        trouble(
          scanner, lineOfRecord, at, .quoting,
          "There is a quote inside a value that does not begin with one",
          "Put the whole value between quotes and double the quote inside it")
      case .end: break
      }
      // Only quoted values hold line breaks, and only the last record may lack its own.
      let isSimple = outcome == .record && !scanner.hasQuotes && end < range.upperBound
      lineOfRecord +=
        isSimple ? 1 : countBytes(bytes, range: scanner.recordStart..<end, value: 0x0A)
    }
    flush()
    chunk.lines = lineOfRecord
    chunk.texts = collectors.map(\.texts)
    return chunk
  }

  private mutating func trouble(
    _ scanner: CSVRecordScanner, _ line: Int, _ at: Int, _ code: ClaimsFileError.Problem.Code,
    _ problem: String, _ remedy: String
  ) {
    chunk.hasQuotingTrouble = true
    let found = self.problem(scanner, line, at, code, problem, remedy)
    reject(scanner, line, [found])
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

  private mutating func record(_ scanner: CSVRecordScanner, isPlain: Bool, line: Int) {
    guard scanner.fieldCount == plan.fieldCount else {
      let (found, wanted) = (scanner.fieldCount, plan.fieldCount)
      reject(
        scanner, line,
        [
          problem(
            scanner, line, scanner.recordStart, .fieldCount,
            "The line has \(found) field\(found == 1 ? "" : "s") where the header has \(wanted)",
            found > wanted
              ? "Put a value that holds the delimiter between quotes"
              : "Add the missing fields, blank if need be")
        ])
      return
    }
    var problems: [ClaimsFileError.Problem] = []
    var hasTime = true
    for index in steps.indices {
      let place = index * Self.tile + row
      let step = steps[index]
      switch step.form {
      case .constant:
        values[place] = step.low
        continue
      case .missing:
        nulls[place] = 1
        hasNulls[index] = true
        continue
      default: break
      }
      let field = step.field
      let (start, end) = (scanner.starts[field], scanner.ends[field])
      if start < end, scanner.quoting[field] < 2 {
        switch step.form {
        case .integer:
          if let value = integerField(bytes, start, end), value >= step.low, value <= step.high {
            values[place] = value
            continue
          }
        case .text:
          if isPlain, bytes[start] > 0x20 {
            values[place] = Int64(collectors[index].code(bytes, start, end))
            continue
          }
        case .decimal:
          if let value = decimalField(bytes, start, end, scale: step.scale), value >= step.low,
            value <= step.high
          {
            values[place] = value
            continue
          }
        case .timestamp:
          if let reading = dateTimeField(bytes, start, end) {
            hasTime = reading.hasTime
            let second = isUTC || !hasTime ? reading.second : instant(reading.second)
            values[place] = second * 1_000_000
            continue
          }
        case .other, .constant, .missing: break
        }
      } else if start == end, scanner.quoting[field] == 0, !step.isRequired {
        nulls[place] = 1
        hasNulls[index] = true
        values[place] = 0
        continue
      }
      do {
        if let slow = try carefulValue(scanner, index, field, isPlain) {
          values[place] = slow.value
          if case .timestamp = plan.targets[index].kind { hasTime = slow.hasTime }
        } else {
          values[place] = 0
          nulls[place] = 1
          hasNulls[index] = true
        }
      } catch {
        problems.append(problem(scanner, line, start, error.code, error.problem, error.remedy))
      }
    }
    guard problems.isEmpty else {
      for index in steps.indices { nulls[index * Self.tile + row] = 0 }
      reject(scanner, line, problems)
      return
    }
    times[row] = hasTime ? 1 : 0
    row += 1
    chunk.rows += 1
    if row == Self.tile { flush() }
  }

  private func instant(_ local: Int64) -> Int64 {
    reader.zone?.instant(localSecond: local) ?? local
  }

  private mutating func carefulValue(
    _ scanner: CSVRecordScanner, _ index: Int, _ field: Int, _ isPlain: Bool
  ) throws(FieldReader.Trouble) -> (value: Int64, hasTime: Bool)? {
    let target = plan.targets[index]
    let (start, end) = (scanner.starts[field], scanner.ends[field])
    if !isPlain {
      if let bad = firstInvalidUTF8(bytes, range: start..<end) {
        throw FieldReader.Trouble(
          code: .encoding,
          problem:
            "Byte \(bad) of the file (0x\(hexadecimal([bytes[bad]]))) in \(target.name) is not UTF-8",
          remedy: "Save the file as UTF-8")
      }
      if indexOfByte(bytes, range: start..<end, value: 0) != nil {
        throw FieldReader.Trouble(
          code: .encoding, problem: "There is a NUL byte in \(target.name)",
          remedy: "Remove it, or save the file as UTF-8")
      }
    }
    let content = content(scanner, field)
    if target.isText {
      if reader.trimmed(content).isEmpty { return try required(target) }
      return (Int64(collectors[index].code(content)), true)
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
    _ scanner: CSVRecordScanner, _ line: Int, _ at: Int, _ code: ClaimsFileError.Problem.Code,
    _ problem: String, _ remedy: String
  ) -> ClaimsFileError.Problem {
    // A record may run over several lines.
    let before = (scanner.recordStart..<max(at, scanner.recordStart)).map { bytes[$0] }
    let breaks = before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    let lastLine = before.lastIndex(of: 0x0A).map { before[($0 + 1)...] } ?? before[...]
    let column = String(decoding: lastLine, as: UTF8.self).unicodeScalars.count + 1
    return ClaimsFileError.Problem(
      code: code, file: file, line: line + breaks, column: column, problem: problem,
      remedy: remedy)
  }

  private mutating func reject(
    _ scanner: CSVRecordScanner, _ line: Int, _ reasons: [ClaimsFileError.Problem]
  ) {
    chunk.rejectCount += 1
    chunk.problemCount += reasons.count
    guard keepsAllRejects || chunk.rejects.count < ClaimsFileError.shown else { return }
    chunk.rejects.append(
      ImportChunk.Reject(
        line: line, reasons: reasons,
        range: scanner.recordStart..<max(scanner.recordStart, scanner.recordEnd)))
  }

  private mutating func flush() {
    guard row > 0 else { return }
    for index in plan.targets.indices {
      let range = index * Self.tile..<index * Self.tile + row
      chunk.parts[index].append(
        packPart(Array(values[range]), nulls: hasNulls[index] ? Array(nulls[range]) : []))
      if hasNulls[index] {
        for place in range { nulls[place] = 0 }
        hasNulls[index] = false
      }
    }
    chunk.timeParts.append(packPart(Array(times[0..<row]), nulls: []))
    row = 0
  }
}
