/// A table of delimited text with quoting, kept as ranges of the file's bytes.
///
/// Fields follow RFC 4180; lines end with LF, CRLF or CR; the delimiter is the most frequent of
/// comma, semicolon, tab and bar in the heading. Rows with a problem are left out and reported.
struct DelimitedText {
  /// The file's content.
  let bytes: [UInt8]
  /// The headings, without spaces at their ends.
  private(set) var header: [String] = []
  /// What is wrong with the file's form, in its order.
  private(set) var problems = FileProblems()
  /// The content of the fields of every row, row by row, without enclosing quotes.
  private var fields: [Range<Int>] = []
  /// Length of a byte order mark at the file's start.
  private let markLength: Int

  /// The number of rows below the heading.
  var rowCount: Int { header.isEmpty ? 0 : fields.count / header.count }

  /// Splits a file; a row must have as many fields as the heading.
  ///
  /// - Complexity: O(bytes).
  init(bytes: [UInt8]) {
    self.bytes = bytes
    markLength = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard String(validating: bytes, as: UTF8.self) != nil else {
      problems.note(offsetOfBadText(), "not UTF-8 text. Save the file as UTF-8.")
      return
    }
    split()
    if header.isEmpty && problems.count == 0 {
      problems.note(markLength, "the file is empty. Begin with a heading line.")
    }
  }

  /// The bytes of a field, with doubled quotes as one.
  func content(row: Int, column: Int) -> ArraySlice<UInt8> { content(range(row, column)) }

  /// The text of a field.
  func text(row: Int, column: Int) -> String {
    String(decoding: content(row: row, column: column), as: UTF8.self)
  }

  /// Where a field begins in the file, its opening quote included.
  func offset(row: Int, column: Int) -> Int {
    let range = range(row, column)
    return isQuoted(range) ? range.lowerBound - 1 : range.lowerBound
  }

  /// The line and column of a place in the file, both from 1; columns count Unicode scalars.
  ///
  /// - Complexity: O(`offset`).
  func place(of offset: Int) -> (line: Int, column: Int) {
    var line = 1
    var lineStart = markLength
    for index in markLength..<max(markLength, offset) {
      let isEnd =
        bytes[index] == 0x0A
        || bytes[index] == 0x0D && (index + 1 == bytes.count || bytes[index + 1] != 0x0A)
      if isEnd {
        line += 1
        lineStart = index + 1
      }
    }
    let before = bytes[lineStart..<max(lineStart, offset)].count { $0 & 0xC0 != 0x80 }
    return (line, before + 1)
  }

  private func range(_ row: Int, _ column: Int) -> Range<Int> {
    fields[row * header.count + column]
  }

  /// A field that is not quoted follows a delimiter, a line end or nothing.
  private func isQuoted(_ range: Range<Int>) -> Bool {
    range.lowerBound > 0 && bytes[range.lowerBound - 1] == 0x22
  }

  private func content(_ range: Range<Int>) -> ArraySlice<UInt8> {
    guard isQuoted(range), bytes[range].contains(0x22) else { return bytes[range] }
    var plain: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      plain.append(bytes[index])
      index += bytes[index] == 0x22 ? 2 : 1
    }
    return plain[...]
  }

  private mutating func split() {
    let delimiter = headingDelimiter()
    var index = markLength
    var row: [Range<Int>] = []
    while index < bytes.count {
      let rowStart = index
      row.removeAll(keepingCapacity: true)
      var isSound = true
      var isLast = false
      while !isLast {
        let (field, next, sound) = readField(at: index, delimiter)
        row.append(field)
        isSound = isSound && sound
        index = next
        isLast = index >= bytes.count || bytes[index] != delimiter
        if !isLast { index += 1 }
      }
      if index < bytes.count {
        index += bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A ? 2 : 1
      }
      if isSound { endRow(row, at: rowStart) }
    }
  }

  /// Reads one field; `next` is the place of the delimiter, of the line end, or the file's end.
  private mutating func readField(
    at start: Int, _ delimiter: UInt8
  ) -> (field: Range<Int>, next: Int, isSound: Bool) {
    func end(from place: Int) -> Int {
      var index = place
      while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A,
        bytes[index] != 0x0D
      { index += 1 }
      return index
    }
    guard start < bytes.count, bytes[start] == 0x22 else {
      let stop = end(from: start)
      return (start..<stop, stop, true)
    }
    var index = start + 1
    while index < bytes.count {
      if bytes[index] != 0x22 {
        index += 1
      } else if index + 1 < bytes.count && bytes[index + 1] == 0x22 {
        index += 2
      } else {
        let stop = end(from: index + 1)
        if stop > index + 1 {
          problems.note(
            index + 1, "text after a closing quote. Double a quote inside a field.")
        }
        return (start + 1..<index, stop, stop == index + 1)
      }
    }
    problems.note(start, "a quote that is never closed. Close it.")
    return (start + 1..<bytes.count, bytes.count, false)
  }

  private mutating func endRow(_ row: [Range<Int>], at start: Int) {
    let isBlank = row.count == 1 && bytes[row[0]].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if isBlank && !(header.count == 1 && isQuoted(row[0])) { return }
    if header.isEmpty {
      header = row.map { String(decoding: content($0).trimmingBlanks, as: UTF8.self) }
    } else if row.count == header.count {
      fields += row
    } else {
      let remedy =
        row.count > header.count
        ? "Quote a field that holds the delimiter."
        : "Write every field, blank where it is missing."
      let noun = row.count == 1 ? "field" : "fields"
      problems.note(start, "\(row.count) \(noun) where the heading has \(header.count). \(remedy)")
    }
  }

  private func headingDelimiter() -> UInt8 {
    var counts = [0, 0, 0, 0]
    let known: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]
    var isQuoted = false
    var index = markLength
    while index < bytes.count, isQuoted || (bytes[index] != 0x0A && bytes[index] != 0x0D) {
      if bytes[index] == 0x22 { isQuoted.toggle() }
      if !isQuoted, let which = known.firstIndex(of: bytes[index]) { counts[which] += 1 }
      index += 1
    }
    var best = 0
    for which in 1..<4 where counts[which] > counts[best] { best = which }
    return known[best]
  }

  private func offsetOfBadText() -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var offset = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { offset += UTF8.width(scalar) }
    return offset
  }
}

/// Problems of a file by their place; the first 20 are kept, the rest counted.
struct FileProblems {
  /// The most that a message shows.
  static let most = 20
  /// The first problems noted, with the place of each in the file's bytes.
  private(set) var kept: [(offset: Int, text: String)] = []
  /// How many were noted.
  private(set) var count = 0

  /// Notes a problem; its text is made only when it is kept.
  mutating func note(_ offset: Int, _ text: @autoclosure () -> String) {
    count += 1
    if kept.count < FileProblems.most { kept.append((offset, text())) }
  }

  /// The problems in the order of the file, each with its place.
  func lines(in table: DelimitedText, file: String) -> [String] {
    let ordered = kept.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(\.element)
    var shown = ordered.map { problem in
      let (line, column) = table.place(of: problem.offset)
      return "\(file):\(line):\(column): \(problem.text)"
    }
    let left = count - shown.count
    if left > 0 { shown.append("\(file): and \(left) more \(left == 1 ? "problem" : "problems").") }
    return shown
  }

  /// Takes over the problems of another list.
  mutating func add(_ other: FileProblems) {
    let all = (kept + other.kept).enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
    kept = all.prefix(FileProblems.most).map(\.element)
    count += other.count
  }
}

extension ArraySlice<UInt8> {
  /// The bytes without spaces and tabs at their ends.
  var trimmingBlanks: ArraySlice<UInt8> {
    var rest = self
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    return rest
  }
}
