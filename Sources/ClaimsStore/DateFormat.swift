import Quantities

/// A form of dates and times: `yyyy`, `MM`, `dd`, `MMM`, `HH`, `mm`, `ss` and signs between them.
struct DateFormat: Sendable {
  private enum Piece: Sendable, Equatable {
    case year
    case month
    case monthName
    case day
    case hour
    case minute
    case second
    case sign(UInt8)
  }
  private let pieces: [Piece]

  /// What a text gave.
  struct Reading: Equatable {
    /// Microseconds since 1970-01-01 on the wall clock, or UTC with a zone.
    var micros: Int64
    var hasTime: Bool
    /// Whether the text said its zone.
    var hasZone: Bool
  }

  /// What is wrong with a form; `nil` when it can be used.
  static func problem(in format: String) -> String? {
    guard let parsed = DateFormat(format) else {
      return "\"\(format)\" is no form of a date"
    }
    let hasMonth = parsed.pieces.contains(.month) || parsed.pieces.contains(.monthName)
    guard parsed.pieces.contains(.year), hasMonth, parsed.pieces.contains(.day) else {
      return "\"\(format)\" lacks the year, the month or the day"
    }
    return nil
  }

  init?(_ format: String) {
    let names: [(String, Piece)] = [
      ("yyyy", .year), ("MMM", .monthName), ("MM", .month), ("dd", .day), ("HH", .hour),
      ("mm", .minute), ("ss", .second),
    ]
    var pieces: [Piece] = []
    var rest = Substring(format)
    while let first = rest.utf8.first {
      if let (name, piece) = names.first(where: { rest.hasPrefix($0.0) }) {
        guard !pieces.contains(piece) else { return nil }
        pieces.append(piece)
        rest = rest.dropFirst(name.count)
      } else {
        let isLetter = (0x41...0x5A).contains(first & 0xDF)
        guard first < 128, !isLetter || first == 0x54 else { return nil }
        pieces.append(.sign(first))
        rest = rest.dropFirst()
      }
    }
    self.pieces = pieces
  }

  /// Reads a text of this form; `nil` when it is another or the date does not exist.
  func read(_ text: [UInt8]) -> Reading? {
    var (year, month, day, hour, minute, second) = (0, 0, 0, 0, 0, 0)
    var hasTime = false
    var place = 0
    func digits(_ count: ClosedRange<Int>) -> Int? {
      var value = 0
      let start = place
      while place < text.count, place - start < count.upperBound,
        (0x30...0x39).contains(text[place])
      {
        value = value * 10 + Int(text[place] - 0x30)
        place += 1
      }
      return place - start >= count.lowerBound ? value : nil
    }
    for (index, piece) in pieces.enumerated() {
      // Without a sign behind it a number has exactly two digits.
      let separated =
        index + 1 >= pieces.count || { if case .sign = pieces[index + 1] { true } else { false } }()
      let two = separated ? 1...2 : 2...2
      switch piece {
      case .year:
        guard let value = digits(4...4) else { return nil }
        year = value
      case .month:
        guard let value = digits(two) else { return nil }
        month = value
      case .day:
        guard let value = digits(two) else { return nil }
        day = value
      case .hour, .minute, .second:
        guard let value = digits(2...2) else { return nil }
        hasTime = true
        if piece == .hour {
          hour = value
        } else if piece == .minute {
          minute = value
        } else {
          second = value
        }
      case .monthName:
        guard place + 3 <= text.count, let value = monthNumber(text[place..<place + 3]) else {
          return nil
        }
        month = value
        place += 3
      case .sign(let sign):
        guard place < text.count, text[place] == sign else { return nil }
        place += 1
      }
    }
    guard place == text.count, let date = LocalDate(year: year, month: month, day: day),
      hour < 24, minute < 60, second < 60
    else { return nil }
    let seconds = Int64(date.daysSince1970) * 86_400 + Int64((hour * 60 + minute) * 60 + second)
    return Reading(micros: seconds * 1_000_000, hasTime: hasTime, hasZone: false)
  }

  private static let known = ["yyyy-MM-dd", "yyyyMMdd", "MM/dd/yyyy", "dd-MMM-yyyy"].compactMap {
    DateFormat($0)
  }

  /// Reads a text of any of the usual forms: ISO 8601, `yyyymmdd`, `mm/dd/yyyy`, `dd-Mon-yyyy`.
  static func readAny(_ text: [UInt8]) -> Reading? {
    for format in known {
      if let reading = format.read(text) { return reading }
    }
    guard text.count > 11, text[10] == 0x20 || text[10] == 0x54,
      let date = known[0].read(Array(text[0..<10]))
    else { return nil }
    var rest = text[11...]
    var offset: Int64?
    if rest.last == 0x5A || rest.last == 0x7A {
      offset = 0
      rest = rest.dropLast()
    } else if let sign = rest.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }) {
      guard let minutes = zoneMinutes(rest[(sign + 1)...]) else { return nil }
      offset = rest[sign] == 0x2D ? -minutes : minutes
      rest = rest[..<sign]
    }
    while rest.last == 0x20 { rest = rest.dropLast() }
    guard let time = parseTimeOfDay(rest) else { return nil }
    return Reading(
      micros: date.micros + time - (offset ?? 0) * 60_000_000, hasTime: true,
      hasZone: offset != nil)
  }

  /// Minutes of `hh`, `hhmm` or `hh:mm`.
  private static func zoneMinutes(_ bytes: ArraySlice<UInt8>) -> Int64? {
    let digits = bytes.filter { $0 != 0x3A }
    guard digits.count == 2 || digits.count == 4, digits.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    let numbers = digits.map { Int64($0 - 0x30) }
    let hours = numbers[0] * 10 + numbers[1]
    let minutes = digits.count == 4 ? numbers[2] * 10 + numbers[3] : 0
    return hours <= 18 && minutes < 60 ? hours * 60 + minutes : nil
  }
}

/// 1...12 for the first three letters of an English month's name, in any case.
private func monthNumber(_ letters: ArraySlice<UInt8>) -> Int? {
  let name = String(decoding: letters.map { $0 | 0x20 }, as: UTF8.self)
  let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
  return names.firstIndex(of: name).map { $0 + 1 }
}
