extension LocatedValue {
  /// The value as compact text that depends only on its meaning, in UTF-8; digests are taken over
  /// it.
  ///
  /// Keys are ordered by Unicode scalars, numbers are written as ``LocatedNumber/canonicalText``,
  /// strings escape only what must be escaped, and there are no blanks.
  ///
  /// - Complexity: O(n log n) in the size.
  public var canonicalBytes: [UInt8] {
    var writer = Writer()
    writer.writeCanonical(self)
    return writer.bytes
  }

  /// ``canonicalBytes`` as a string.
  public var canonicalText: String { String(decoding: canonicalBytes, as: UTF8.self) }

  /// The value as text for people, with a final line break.
  ///
  /// Members keep their order and numbers their spelling; each level is indented by two spaces. An
  /// array of numbers, strings and literals stays on its line when that has at most 100 columns.
  ///
  /// - Complexity: O(n) in the size.
  public var prettyText: String {
    var writer = Writer()
    writer.writePretty(self, indent: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}

private struct Writer {
  var bytes: [UInt8] = []
  private var lineStart = 0

  private mutating func write(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func breakLine(indent: Int) {
    write("\n")
    lineStart = bytes.count
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * indent))
  }

  mutating func writeCanonical(_ value: LocatedValue) {
    switch value.kind {
    case .array(let elements):
      write("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { write(",") }
        writeCanonical(element)
      }
      write("]")
    case .object(let members):
      write("{")
      let ordered = members.sorted { scalarsPrecede($0.key, $1.key) }
      for (index, member) in ordered.enumerated() {
        if index > 0 { write(",") }
        writeString(member.key)
        write(":")
        writeCanonical(member.value)
      }
      write("}")
    case .number(let number): write(number.canonicalText)
    case .null, .bool, .string: writeScalar(value)
    }
  }

  mutating func writePretty(_ value: LocatedValue, indent: Int) {
    switch value.kind {
    case .array(let elements) where !elements.isEmpty:
      if elements.allSatisfy(\.isScalar), writeOnOneLine(elements) { return }
      write("[")
      for (index, element) in elements.enumerated() {
        if index > 0 { write(",") }
        breakLine(indent: indent + 1)
        writePretty(element, indent: indent + 1)
      }
      breakLine(indent: indent)
      write("]")
    case .object(let members) where !members.isEmpty:
      write("{")
      for (index, member) in members.enumerated() {
        if index > 0 { write(",") }
        breakLine(indent: indent + 1)
        writeString(member.key)
        write(": ")
        writePretty(member.value, indent: indent + 1)
      }
      breakLine(indent: indent)
      write("}")
    case .array: write("[]")
    case .object: write("{}")
    case .null, .bool, .number, .string: writeScalar(value)
    }
  }

  /// Writes scalars on the current line, or nothing when they do not fit with a comma behind them.
  private mutating func writeOnOneLine(_ elements: [LocatedValue]) -> Bool {
    let start = bytes.count
    write("[")
    for (index, element) in elements.enumerated() {
      if index > 0 { write(", ") }
      writeScalar(element)
      let columns = bytes[lineStart...].count { $0 & 0xC0 != 0x80 }
      if columns > 98 {
        bytes.removeSubrange(start...)
        return false
      }
    }
    write("]")
    return true
  }

  private mutating func writeScalar(_ value: LocatedValue) {
    switch value.kind {
    case .null: write("null")
    case .bool(let bool): write(bool ? "true" : "false")
    case .number(let number): write(number.text)
    case .string(let string): writeString(string)
    case .array, .object: preconditionFailure("\(value.kindInWords) is no scalar")
    }
  }

  private mutating func writeString(_ text: String) {
    write("\"")
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): write("\\\"")
      case UInt8(ascii: "\\"): write("\\\\")
      case 0x08: write("\\b")
      case 0x09: write("\\t")
      case 0x0A: write("\\n")
      case 0x0C: write("\\f")
      case 0x0D: write("\\r")
      case 0..<0x20: write("\\u" + LocatedProblem.hexadecimal(UInt16(byte)).lowercased())
      default: bytes.append(byte)
      }
    }
    write("\"")
  }
}

extension LocatedValue {
  /// Whether this holds no other values.
  fileprivate var isScalar: Bool {
    switch kind {
    case .array, .object: false
    case .null, .bool, .number, .string: true
    }
  }
}
