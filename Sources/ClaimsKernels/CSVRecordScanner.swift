/// Cuts delimited text into records and fields, by the quoting rules of RFC 4180.
public struct CSVRecordScanner {
  /// What the scanner found.
  public enum Outcome: Sendable, Equatable {
    /// A record; its fields are in `starts`, `ends` and `quoting`.
    case record
    /// The end of the text.
    case end
    /// A quoted value that begins at `at` and is never closed.
    case unclosedQuote(at: Int)
    /// Text at `at` between a closing quote and the next delimiter.
    case textAfterQuote(at: Int)
    /// A quote at `at` inside a value that does not begin with one.
    case strayQuote(at: Int)
  }

  /// The text.
  public let bytes: ColumnBytes
  /// Where the text ends.
  public let limit: Int
  /// Where the next record begins.
  public private(set) var position: Int
  /// Where the last record begins.
  public private(set) var recordStart: Int
  /// Where the last record ends, before its line break.
  public private(set) var recordEnd: Int
  /// The number of fields of the last record.
  public private(set) var fieldCount = 0
  /// Where each field's content begins, without its quotes.
  public private(set) var starts: [Int]
  /// Where each field's content ends.
  public private(set) var ends: [Int]
  /// 0 for a plain field, 1 for a quoted one, 2 for a quoted one with doubled quotes inside.
  public private(set) var quoting: [UInt8]
  /// Whether the last record has a quoted field.
  public private(set) var hasQuotes = false
  private let delimiter: UInt8

  /// Prepares to scan a part of a text.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - range: The part, which begins where a record does.
  ///   - delimiter: The byte between fields.
  public init(_ bytes: ColumnBytes, range: Range<Int>, delimiter: UInt8) {
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
    self.bytes = bytes
    limit = range.upperBound
    position = range.lowerBound
    recordStart = range.lowerBound
    recordEnd = range.lowerBound
    starts = [Int](repeating: 0, count: 64)
    ends = starts
    quoting = [UInt8](repeating: 0, count: 64)
    self.delimiter = delimiter
  }

  /// Goes to another place.
  ///
  /// - Parameter place: Where a record begins, up to the limit.
  public mutating func restart(at place: Int) {
    precondition(place >= 0 && place <= limit, "Place \(place) of \(limit)")
    position = place
  }

  private mutating func addField(_ start: Int, _ end: Int, _ quote: UInt8) {
    if fieldCount == starts.count {
      starts += [Int](repeating: 0, count: fieldCount)
      ends += [Int](repeating: 0, count: fieldCount)
      quoting += [UInt8](repeating: 0, count: fieldCount)
    }
    starts[fieldCount] = start
    ends[fieldCount] = end
    quoting[fieldCount] = quote
    fieldCount += 1
  }

  /// Scans the next record.
  ///
  /// After a problem the scanner stands behind the line on which it was found.
  ///
  /// - Returns: What was found.
  /// - Complexity: O(bytes of the record).
  public mutating func next() -> Outcome {
    fieldCount = 0
    hasQuotes = false
    recordStart = position
    guard position < limit else { return .end }
    var fieldStart = position
    var cursor = position
    let delimiters = UInt64(delimiter) &* 0x0101_0101_0101_0101
    let breaks: UInt64 = 0x0A0A_0A0A_0A0A_0A0A
    let quotes: UInt64 = 0x2222_2222_2222_2222
    while cursor < limit {
      let word = loadWord(bytes, cursor, limit)
      var marks = equalBytes(word, delimiters) | equalBytes(word, breaks) | equalBytes(word, quotes)
      var jumped = false
      while marks != 0 {
        let place = cursor + marks.trailingZeroBitCount >> 3
        marks &= marks &- 1
        if place >= limit { break }
        let byte = unsafe bytes.base.load(fromByteOffset: place, as: UInt8.self)
        if byte == delimiter {
          addField(fieldStart, place, 0)
          fieldStart = place + 1
        } else if byte == 0x0A {
          endRecord(fieldStart, place)
          return .record
        } else if place == fieldStart {
          hasQuotes = true
          switch quotedField(place) {
          case .value(let end, let quote):
            addField(place + 1, end - 1, quote)
            guard end < limit else {
              recordEnd = limit
              position = limit
              return .record
            }
            let after = bytes[end]
            guard after == delimiter else {
              recordEnd = end
              position = min(after == 0x0A ? end + 1 : end + 2, limit)
              return .record
            }
            fieldStart = end + 1
            cursor = fieldStart
            // The text may end right behind a delimiter: an empty last field.
            if cursor == limit { break }
            jumped = true
          case .problem(let outcome): return outcome
          }
          break
        } else {
          skipLine(from: place)
          return .strayQuote(at: place)
        }
      }
      if !jumped { cursor += 8 }
    }
    endRecord(fieldStart, limit)
    return .record
  }

  private mutating func endRecord(_ fieldStart: Int, _ place: Int) {
    var end = place
    if end > fieldStart, unsafe bytes.base.load(fromByteOffset: end - 1, as: UInt8.self) == 0x0D {
      end -= 1
    }
    addField(fieldStart, end, 0)
    recordEnd = end
    position = min(place + 1, limit)
  }

  private enum Quoted {
    case value(end: Int, quoting: UInt8)
    case problem(Outcome)
  }

  /// Reads a quoted field that begins at `start`; `end` is behind the closing quote.
  private mutating func quotedField(_ start: Int) -> Quoted {
    var cursor = start + 1
    var quote: UInt8 = 1
    while true {
      guard let place = indexOfByte(bytes, range: cursor..<limit, value: 0x22) else {
        position = limit
        recordEnd = limit
        return .problem(.unclosedQuote(at: start))
      }
      guard place + 1 < limit else { return .value(end: limit, quoting: quote) }
      let after = bytes[place + 1]
      if after == 0x22 {
        quote = 2
        cursor = place + 2
      } else if after == delimiter || after == 0x0A
        || (after == 0x0D && (place + 2 == limit || bytes[place + 2] == 0x0A))
      {
        return .value(end: place + 1, quoting: quote)
      } else {
        skipLine(from: place + 1)
        return .problem(.textAfterQuote(at: place + 1))
      }
    }
  }

  private mutating func skipLine(from place: Int) {
    let lineEnd = indexOfByte(bytes, range: place..<limit, value: 0x0A) ?? limit
    recordEnd = lineEnd
    position = min(lineEnd + 1, limit)
  }
}

/// Eight bytes, with zeros past the limit.
@inline(__always)
func loadWord(_ bytes: ColumnBytes, _ position: Int, _ limit: Int) -> UInt64 {
  if position + 8 <= limit {
    return UInt64(
      littleEndian: unsafe bytes.base.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }
  var word: UInt64 = 0
  var shift: UInt64 = 0
  for index in position..<max(position, limit) {
    word |= UInt64(unsafe bytes.base.load(fromByteOffset: index, as: UInt8.self)) << shift
    shift += 8
  }
  return word
}

/// The top bit of each byte that equals the pattern's byte.
@inline(__always)
func equalBytes(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
  let difference = word ^ pattern
  let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
  return ~(((difference & low) &+ low) | difference | low)
}

/// Finds the first byte of a value in a range.
///
/// - Parameters:
///   - bytes: Where to look.
///   - range: Which part.
///   - value: The byte.
/// - Returns: Its index; `nil` when there is none.
/// - Complexity: O(bytes), eight at a time.
public func indexOfByte(_ bytes: ColumnBytes, range: Range<Int>, value: UInt8) -> Int? {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
  let pattern = UInt64(value) &* 0x0101_0101_0101_0101
  var cursor = range.lowerBound
  while cursor < range.upperBound {
    let marks = equalBytes(loadWord(bytes, cursor, range.upperBound), pattern)
    if marks != 0 {
      let place = cursor + marks.trailingZeroBitCount >> 3
      return place < range.upperBound ? place : nil
    }
    cursor += 8
  }
  return nil
}

/// Counts the bytes of a value in a range.
///
/// - Parameters:
///   - bytes: Where to look.
///   - range: Which part.
///   - value: The byte.
/// - Returns: How often it occurs.
/// - Complexity: O(bytes), vectorised.
public func countBytes(_ bytes: ColumnBytes, range: Range<Int>, value: UInt8) -> Int {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
  var total = 0
  var index = range.lowerBound
  let base = unsafe UnsafeRawPointer(bytes.base).assumingMemoryBound(to: UInt8.self)
  while index < range.upperBound {
    let end = min(index + 128, range.upperBound)
    var count: UInt8 = 0
    for position in index..<end { count &+= unsafe base[position] == value ? 1 : 0 }
    total += Int(count)
    index = end
  }
  return total
}

/// Whether every byte of a range is ASCII and not NUL.
///
/// - Parameters:
///   - bytes: Where to look.
///   - range: Which part.
/// - Returns: `false` when a byte is 0 or above 127.
/// - Complexity: O(bytes), vectorised.
public func isPlainText(_ bytes: ColumnBytes, range: Range<Int>) -> Bool {
  precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "\(range)")
  var bad: UInt8 = 0
  let base = unsafe UnsafeRawPointer(bytes.base).assumingMemoryBound(to: UInt8.self)
  for position in range {
    let byte = unsafe base[position]
    bad |= (byte &- 1) | byte
  }
  return bad < 128
}

/// Finds the first byte that is not part of valid UTF-8.
///
/// - Parameters:
///   - bytes: Where to look.
///   - range: Which part.
/// - Returns: The index of the byte at which a sequence goes wrong; `nil` when all are valid.
/// - Complexity: O(bytes).
public func firstInvalidUTF8(_ bytes: ColumnBytes, range: Range<Int>) -> Int? {
  var index = range.lowerBound
  while index < range.upperBound {
    let lead = bytes[index]
    let (length, smallest, largest): (Int, UInt8, UInt8)
    switch lead {
    case 0..<0x80:
      index += 1
      continue
    case 0xC2...0xDF: (length, smallest, largest) = (2, 0x80, 0xBF)
    case 0xE0: (length, smallest, largest) = (3, 0xA0, 0xBF)
    case 0xED: (length, smallest, largest) = (3, 0x80, 0x9F)
    case 0xE1...0xEF: (length, smallest, largest) = (3, 0x80, 0xBF)
    case 0xF0: (length, smallest, largest) = (4, 0x90, 0xBF)
    case 0xF1...0xF3: (length, smallest, largest) = (4, 0x80, 0xBF)
    case 0xF4: (length, smallest, largest) = (4, 0x80, 0x8F)
    default: return index
    }
    guard index + length <= range.upperBound, (smallest...largest).contains(bytes[index + 1]) else {
      return index
    }
    for offset in 2..<max(2, length) where bytes[index + offset] & 0xC0 != 0x80 { return index }
    index += length
  }
  return nil
}
