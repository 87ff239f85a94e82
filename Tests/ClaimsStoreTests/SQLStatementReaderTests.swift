import Testing

@testable import ClaimsStore

@Suite("Statements of a text")
struct SQLStatementReaderTests {
  private func statements(_ text: String, pieces: Int) -> [SQLStatementReader.Statement] {
    var reader = SQLStatementReader()
    var found: [SQLStatementReader.Statement] = []
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: pieces) {
      reader.append(bytes[start..<min(start + pieces, bytes.count)])
      while let next = reader.next() { found.append(next) }
    }
    if let last = reader.last() { found.append(last) }
    return found
  }

  @Test(
    "Semicolons end statements outside of quotes and comments, however the text arrives",
    arguments: [1, 2, 3, 7, 1000])
  func splitting(pieces: Int) {
    let text = """
      SELECT ';', 'it''s; so', "a;b" -- one; two
      FROM claims; SELECT 2 /* ; ' */ ;;
      -- nothing; here
      ; /* ü */ SELECT 1 - 2
      """
    let found = statements(text, pieces: pieces)
    #expect(
      found.map(\.text) == [
        "SELECT ';', 'it''s; so', \"a;b\" -- one; two\nFROM claims", "SELECT 2 /* ; ' */ ",
        "SELECT 1 - 2",
      ])
    #expect(found.map(\.position.line) == [1, 2, 4])
    #expect(found.map(\.position.column) == [1, 14, 11])
  }

  @Test("A place within a statement becomes a place in the whole text")
  func places() throws {
    let second = try #require(statements("SELECT 1;  SELECT a\nFROM b", pieces: 5).last)
    let first = second.place(line: 1, column: 8)
    #expect(first.line == 1 && first.column == 19)
    let next = second.place(line: 2, column: 6)
    #expect(next.line == 2 && next.column == 6)
  }

  @Test(
    "Blanks and comments alone are no statement",
    arguments: ["", " \n", "-- x", "/* ; */", ";;", "/* open"])
  func blank(text: String) { #expect(statements(text, pieces: 2).isEmpty) }
}
