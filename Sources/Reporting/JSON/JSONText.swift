/// JSON text under construction: values as Foundation's encoder writes them.
struct JSONText {
  /// UTF-8.
  var bytes: [UInt8] = []

  mutating func appendNull() { bytes += "null".utf8 }

  mutating func append(_ value: Bool) { bytes += (value ? "true" : "false").utf8 }

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    if value < 0 { bytes.append(0x2D) }
    appendDigits(UInt64(value.magnitude))
  }

  /// A number without `.0`; one that is not finite as a string.
  mutating func append<Value: BinaryFloatingPoint & CustomStringConvertible>(_ value: Value) {
    guard value.isFinite else {
      bytes += (value.isNaN ? "\"NaN\"" : value < 0 ? "\"-Infinity\"" : "\"Infinity\"").utf8
      return
    }
    // Most values of a series are whole: closed intervals, counts of people.
    if abs(value) < 1e9, value.rounded(.towardZero) == value {
      if value.sign == .minus { bytes.append(0x2D) }
      appendDigits(UInt64(abs(value)))
      return
    }
    let text = value.description
    bytes += text.hasSuffix(".0") ? text.utf8.dropLast(2) : text.utf8[...]
  }

  mutating func append(_ series: [Double]) { appendSeries(series) { $0.append($1) } }

  mutating func append(_ series: [Int]) { appendSeries(series) { $0.append($1) } }

  private mutating func appendSeries<Value>(
    _ series: [Value], _ appendOne: (inout JSONText, Value) -> Void
  ) {
    bytes.append(0x5B)
    var isFirst = true
    for value in series {
      if !isFirst { bytes.append(0x2C) }
      isFirst = false
      appendOne(&self, value)
    }
    bytes.append(0x5D)
  }

  /// Text in quotes.
  mutating func append(_ text: String) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: bytes += [0x5C, byte]
      case 0x08: bytes += "\\b".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0D: bytes += "\\r".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x00..<0x20:
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  private mutating func appendDigits(_ value: UInt64) {
    if value < 10 {
      bytes.append(0x30 + UInt8(value))
      return
    }
    var power: UInt64 = 1
    while value / power >= 10 { power *= 10 }
    while power > 0 {
      bytes.append(0x30 + UInt8(value / power % 10))
      power /= 10
    }
  }
}
