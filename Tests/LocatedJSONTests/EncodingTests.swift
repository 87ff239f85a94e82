import LocatedJSON
import Testing

@Suite("Encoding")
struct EncodingTests {
  @Test("UTF-16 and UTF-32 are recognised with and without a byte-order mark")
  func refusesWideEncodings() {
    func message(_ name: String) -> [String] {
      ["t.json:1:1 $: the file is encoded in \(name). Save it as UTF-8."]
    }
    let little: [UInt8] = [0x7B, 0, 0x7D, 0]
    let big: [UInt8] = [0, 0x7B, 0, 0x7D]
    for bytes in [little, big, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big] {
      #expect(problems(bytes).map(\.description) == message("UTF-16"))
    }
    let wideLittle: [UInt8] = [0x7B, 0, 0, 0, 0x7D, 0, 0, 0]
    let wideBig: [UInt8] = [0, 0, 0, 0x7B, 0, 0, 0, 0x7D]
    for bytes in [
      wideLittle, wideBig, [0xFF, 0xFE, 0, 0] + wideLittle, [0, 0, 0xFE, 0xFF] + wideBig,
    ] {
      #expect(problems(bytes).map(\.description) == message("UTF-32"))
    }
  }

  // The sequences are ill-formed by table 3-7 of the Unicode Standard; each is split into maximal
  // subparts as in its table 3-8, so the count of problems is the count of replacement characters
  // there.
  @Test(
    "Bytes that are not UTF-8 are refused, each maximal part once",
    arguments: [
      ([0x80], 1), ([0xC0, 0xAF], 2), ([0xC1, 0xBF], 2), ([0xE0, 0x80, 0xAF], 3),
      ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x80, 0x80, 0xAF], 4), ([0xF4, 0x90, 0x80, 0x80], 4),
      ([0xF5], 1), ([0xFF], 1), ([0xE1, 0x80], 1), ([0xF1, 0x80, 0x80], 1),
      ([0xF0, 0x91, 0x92, 0x41], 1), ([0xC3, 0x41], 1), ([0xE9], 1),
    ] as [([UInt8], Int)])
  func refusesMalformed(bytes: [UInt8], count: Int) {
    let found = problems([0x22] + bytes + [0x22])
    #expect(found.map(\.code) == [LocatedProblem.Code](repeating: .invalidUTF8, count: count))
    #expect(found.map(\.column) == Array(2..<2 + count))
  }

  @Test("Malformed text is located by line, column and path, and reading goes on")
  func locatesMalformed() {
    let text =
      Array("{\"é\":\n  [\"é".utf8) + [0xE9] + Array("b\", \"".utf8) + [0xFF] + Array("\"]}".utf8)
    #expect(
      problems(text).map(\.description) == [
        "t.json:2:6 $[\"é\"][0]: 0xE9 is not UTF-8. "
          + "Save the file as UTF-8, and check the text here.",
        "t.json:2:12 $[\"é\"][1]: 0xFF is not UTF-8. "
          + "Save the file as UTF-8, and check the text here.",
      ])
  }

  @Test("A file that ends inside a character says that it was cut off")
  func refusesTruncated() {
    let found = problems(Array("[\"€".utf8.dropLast()))
    #expect(
      found.map(\.description) == [
        "t.json:1:2 $[0]: the string that opens here is not closed before the file ends. "
          + "Write the closing \"\\\"\"; a line break inside the text is written \\n.",
        "t.json:1:3 $[0]: the file ends inside a character: 0xE2 0x82 is not complete UTF-8. "
          + "Fetch the file again; it has been cut off.",
      ])
  }

  @Test("Malformed bytes outside strings are refused")
  func refusesOutsideStrings() {
    #expect(problems([0x5B, 0xFF, 0x5D]).map(\.code) == [.invalidUTF8])
  }

  @Test("Every scalar of Unicode is read back, one column each")
  func readsEveryPlane() throws {
    for plane in UInt32(0)...16 {
      for value in stride(from: plane << 16 + 0x20, to: (plane + 1) << 16, by: 251) {
        guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
        let read = try LocatedDocument(parsing: "[\"\(scalar)\", 1]", file: "t.json").root
        #expect(read.elements?[0].string?.unicodeScalars.elementsEqual([scalar]) == true)
        #expect(read.elements?[1].position.column == 7)
      }
    }
  }
}
