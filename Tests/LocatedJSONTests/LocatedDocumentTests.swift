import Foundation
import LocatedJSON
import Testing

@Suite("Located document")
struct LocatedDocumentTests {
  // The texts follow the grammar of RFC 8259 sections 2 to 7.
  @Test(
    "Every form that the grammar allows is accepted",
    arguments: [
      "null", "true", "false", "0", "-0", "-0.0", "1e1", "1E+1", "1e-1", "0.5", "-12.5e-3", "\"\"",
      "[]", "{}", " [ ] ", "\t\r\n{\r\n}\n", "[1]", "[[],[{}]]", #"{"":0}"#, #"{"a":[],"b":{}}"#,
      #"["\"\\\/\b\f\n\r\t\u0041"]"#, #"["\u0000"]"#, #"["\uD83D\uDE00"]"#, "[\"\u{7F}\"]",
      "[\"\u{2028}\u{2029}\u{FFFF}\u{10FFFF}\"]", "\"\u{FEFF}\"", "1.7976931348623157e308",
      "5e-324",
      "123456789012345678901234567890", "[0.1000000000000000000000000000000000000000001]",
    ])
  func acceptsGrammar(text: String) {
    #expect(problems(text).isEmpty)
  }

  @Test("A byte-order mark is accepted and takes no column")
  func acceptsMark() throws {
    let document = try LocatedDocument(parsing: [0xEF, 0xBB, 0xBF, 0x37], file: "t.json")
    #expect(document.root.number?.integer == 7)
    #expect(document.root.position == Position(file: document.file, column: 1, offset: 3))
  }

  @Test("Escapes give the characters of RFC 8259 section 7")
  func resolvesEscapes() throws {
    let escaped = try value(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\uDE00\u0000|""#)
    #expect(escaped.string == "\"\\/\u{8}\u{C}\n\r\tAé€😀\u{0}|")
  }

  @Test("Lines end at LF, CR LF or CR, and columns count scalars")
  func locatesValues() throws {
    let root = try value("{\n  \"é😀\": 1,\r\n\t\"b\": [true,\r \"x\", {}]}")
    let members = try #require(root.members)
    func place(_ position: Position) -> [Int] {
      [position.line, position.column, position.offset]
    }
    // Counted by hand: é has 2 bytes, 😀 has 4.
    #expect(place(root.position) == [1, 1, 0])
    #expect(place(members[0].keyPosition) == [2, 3, 4])
    #expect(place(members[0].value.position) == [2, 9, 14])
    #expect(place(members[1].keyPosition) == [3, 2, 19])
    let elements = try #require(members[1].value.elements)
    #expect(elements.map { place($0.position) } == [[3, 8, 25], [4, 2, 32], [4, 7, 37]])
  }

  @Test("Members keep the order of the text")
  func keepsOrder() throws {
    let members = try value(#"{"b":1,"a":2,"":3}"#).members
    #expect(members?.map(\.key) == ["b", "a", ""])
  }

  @Test("Values are found by key and by path")
  func findsValues() throws {
    let root = try value(#"{"queues":{"prior-auth":{"steps":[{"name":"intake"}]}},"n":3}"#)
    let path = JSONPath.root.key("queues").key("prior-auth").key("steps").index(0).key("name")
    #expect(root[path]?.string == "intake")
    #expect(root[JSONPath.root.key("n").key("x")] == nil)
    #expect(root[JSONPath.root.key("queues").index(0)] == nil)
    #expect(root["n"]?.kindInWords == "the number 3")
    #expect(root[.root] == root)
  }

  @Test("Two hundred levels are read and two hundred and one are refused")
  func limitsDepth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(problems(nested(200)).isEmpty)
    #expect(
      problems(nested(201)).map(\.description) == [
        "t.json:1:201 $" + String(repeating: "[0]", count: 200)
          + ": brackets are nested more than 200 levels deep. Use fewer levels."
      ])
    for text in [nested(10_000), String(repeating: "{\"a\":", count: 10_000)] {
      #expect(problems(text).map(\.code) == [.tooDeep])
    }
  }

  @Test("A document over the size limit is refused before it is read")
  func limitsSize() {
    let found = problems("[1, 2]".utf8, limits: ParseLimits(bytes: 5))
    #expect(
      found.map(\.description) == [
        "t.json $: the file has 6 bytes, and at most 5 are read. "
          + "Check that it is the file you mean, or move bulk data into a CSV file."
      ])
    #expect(problems("[1,2]".utf8, limits: ParseLimits(bytes: 5)).isEmpty)
    #expect(ParseLimits.standard.bytes == 10_000_000)
  }

  @Test("Reading stops at the limit of problems and says so")
  func limitsProblems() {
    let found = problems("[01,02,03,04]".utf8, limits: ParseLimits(problems: 2))
    #expect(found.map(\.code) == [.leadingZero, .leadingZero, .tooManyProblems])
    #expect(
      found.last?.description
        == "t.json:1:7 $[1]: reading stopped here after 2 problems. Mend those above first.")
  }

  @Test("A file is read under the name that it is given")
  func readsFile() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "LocatedDocumentTests-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) }
    }
    let file = folder.appendingPathComponent("a.json")
    try Data("{\"seed\": 7}".utf8).write(to: file)
    let document = try LocatedDocument(contentsOf: file.path, named: "a.json")
    #expect(document == (try LocatedDocument(parsing: "{\"seed\": 7}", file: "a.json")))

    func refusal(_ path: String, limit: Int = 100) -> String {
      do {
        let limits = ParseLimits(bytes: limit)
        _ = try LocatedDocument(contentsOf: path, named: "x", limits: limits)
        return "accepted"
      } catch {
        return error.description
      }
    }
    #expect(
      refusal(file.path, limit: 10)
        == "x $: the file has more than 10 bytes, and at most 10 are read. "
        + "Check that it is the file you mean, or move bulk data into a CSV file.")
    #expect(refusal(file.path, limit: 11) == "accepted")
    let missing = "x $: there is no such file. Check the spelling of the path."
    #expect(refusal(folder.appendingPathComponent("b.json").path) == missing)
    #expect(refusal("") == missing)
    #expect(refusal(folder.path) == "x $: this is a folder. Name the JSON file inside it.")
  }
}
