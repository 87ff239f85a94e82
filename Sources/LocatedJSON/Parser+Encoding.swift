/// Byte-order marks and foreign encodings at the start of a file.
extension Parser {
  /// Steps over a UTF-8 byte-order mark and refuses UTF-16 and UTF-32, with or without a mark.
  mutating func checkEncoding() throws(Stop) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      cursor.index = 3
      cursor.lineStart = 3
      return
    }
    guard let encoding = foreignEncoding else { return }
    try report(
      .wrongEncoding, at: position, problem: "the file is encoded in \(encoding)",
      remedy: "Save it as UTF-8")
    throw Stop()
  }

  /// The name of the encoding when the first bytes show that it is not UTF-8.
  ///
  /// A JSON text begins with an ASCII character, so zero bytes beside it show the width of a
  /// character.
  private var foreignEncoding: String? {
    let first = Array(bytes.prefix(4))
    if first == [0xFF, 0xFE, 0, 0] || first == [0, 0, 0xFE, 0xFF] { return "UTF-32" }
    if first.starts(with: [0xFF, 0xFE]) || first.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
    guard first.count >= 2 else { return nil }
    let isZero = first.map { $0 == 0 }
    if isZero == [true, true, true, false] || isZero == [false, true, true, true] {
      return "UTF-32"
    }
    return isZero[0] != isZero[1] ? "UTF-16" : nil
  }
}
