/// Strings: escapes and encoding.
extension Parser {
  /// Reads a string from its opening quote to its closing one.
  mutating func parseString() throws(Stop) -> String {
    let opened = position
    cursor.index += 1
    var decoded: [UInt8] = []
    var runStart = cursor.index
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        let run = bytes[runStart..<cursor.index]
        cursor.index += 1
        if decoded.isEmpty { return String(decoding: run, as: UTF8.self) }
        return String(decoding: decoded + run, as: UTF8.self)
      case UInt8(ascii: "\\"):
        decoded += bytes[runStart..<cursor.index]
        let scalar = try parseEscape(opened: opened)
        decoded.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        runStart = cursor.index
      case UInt8(ascii: "\n"), UInt8(ascii: "\r"): throw try unclosedString(opened)
      case 0..<0x20:
        try reportControlCharacter(byte)
        cursor.index += 1
      case 0x20..<0x80: cursor.index += 1
      default:
        let length = sequenceLength(at: cursor.index)
        if length > 0 {
          cursor.index += length
          cursor.continuations += length - 1
        } else {
          try skipInvalidBytes()
        }
      }
    }
    throw try unclosedString(opened)
  }

  /// The length of the well-formed UTF-8 sequence of two to four bytes at an index, or 0.
  ///
  /// The bounds are those of table 3-7 of the Unicode Standard, version 16.0.
  private func sequenceLength(at index: Int) -> Int {
    let lead = bytes[index]
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard length > 0, wellFormedPrefix(at: index, lead: lead, length: length) == length else {
      return 0
    }
    return length
  }

  /// How many bytes at an index begin a well-formed sequence of the length that the lead byte
  /// states.
  private func wellFormedPrefix(at index: Int, lead: UInt8, length: Int) -> Int {
    for offset in 1..<length {
      let lowest: UInt8 =
        offset == 1 ? (lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80) : 0x80
      let highest: UInt8 =
        offset == 1 ? (lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF) : 0xBF
      guard index + offset < bytes.count, (lowest...highest).contains(bytes[index + offset])
      else { return offset }
    }
    return length
  }

  /// Reports a malformed sequence and steps over the part of it that is well formed, or one byte.
  private mutating func skipInvalidBytes() throws(Stop) {
    let lead = bytes[cursor.index]
    let length =
      switch lead {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let skipped =
      length == 1 ? 1 : wellFormedPrefix(at: cursor.index, lead: lead, length: length)
    try reportInvalidUTF8(count: skipped)
    cursor.index += skipped
    cursor.continuations += skipped - 1
  }

  /// Reads an escape from its backslash; one that is reported gives the replacement character.
  private mutating func parseEscape(opened: Position) throws(Stop) -> Unicode.Scalar {
    let start = cursor
    guard let byte = following else {
      cursor.index += 1
      throw try unclosedString(opened)
    }
    if let plain = Self.plainEscape(byte) {
      cursor.index += 2
      return plain
    }
    guard byte == UInt8(ascii: "u") else {
      try reportInvalidEscape(at: start)
      // The character itself is read as text, which keeps line breaks and UTF-8 checked.
      cursor.index += 1
      return "\u{FFFD}"
    }
    guard let unit = hexadecimalUnit(at: cursor.index + 2) else {
      try reportInvalidEscape(at: start)
      cursor.index += 2
      return "\u{FFFD}"
    }
    cursor.index += 6
    if let scalar = Unicode.Scalar(UInt32(unit)) { return scalar }
    if UTF16.isLeadSurrogate(unit), current == UInt8(ascii: "\\"), following == UInt8(ascii: "u"),
      let trail = hexadecimalUnit(at: cursor.index + 2), UTF16.isTrailSurrogate(trail),
      let scalar = Unicode.Scalar(
        0x10000 + ((UInt32(unit) & 0x3FF) << 10) + (UInt32(trail) & 0x3FF))
    {
      cursor.index += 6
      return scalar
    }
    try report(loneSurrogate: unit, at: start)
    return "\u{FFFD}"
  }

  /// What a backslash and one ASCII character stand for.
  private static func plainEscape(_ byte: UInt8) -> Unicode.Scalar? {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(byte)
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: nil
    }
  }

  /// The number that four hexadecimal digits at an index stand for.
  private func hexadecimalUnit(at index: Int) -> UInt16? {
    guard index + 4 <= bytes.count else { return nil }
    var unit: UInt16 = 0
    for byte in bytes[index..<index + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        return nil
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
