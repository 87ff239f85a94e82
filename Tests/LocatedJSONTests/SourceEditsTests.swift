import LocatedJSON
import Testing

@Suite("Edits of a JSON text")
struct SourceEditsTests {
  private let text = """
    {
      "name": "A, \\"B\\" ]",   "list": [1,2 , 3],
      "empty": {},
      "queues": { "voice": {
          "rate": 0.5,
          "drivers": [ { "claims": { "where": "x = '}'" } } ]
        }
      }
    }

    """

  private func edited(_ sets: [(JSONPath, String)]) throws -> String {
    var edits = try SourceEdits(Array(text.utf8), file: "s.json")
    for (path, value) in sets { try edits.set(path, to: value) }
    return String(decoding: edits.result, as: UTF8.self)
  }

  @Test("Without a change the text is the same")
  func nothing() throws { #expect(try edited([]) == text) }

  @Test("A value is replaced and every other byte stays")
  func replaced() throws {
    let voice = JSONPath.root.key("queues").key("voice")
    #expect(
      try edited([(voice.key("rate"), "0.25")])
        == text.replacing("0.5", with: "0.25"))
    #expect(
      try edited([(JSONPath.root.key("list").index(1), "[4]")])
        == text.replacing("1,2 , 3", with: "1,[4] , 3"))
    #expect(
      try edited([(JSONPath.root.key("name"), "null"), (JSONPath.root.key("list"), "[]")])
        == text.replacing(#""A, \"B\" ]""#, with: "null").replacing("[1,2 , 3]", with: "[]"))
  }

  @Test("A key is added behind the others, on a line of its own where they have one")
  func added() throws {
    let voice = JSONPath.root.key("queues").key("voice")
    let claims = voice.key("drivers").index(0).key("claims")
    #expect(
      try edited([
        (claims.key("perClaim"), "0.1"), (voice.key("drivers").index(0).key("lag"), "[]"),
        (voice.key("drivers").index(0).key("estimated"), "1"),
      ])
        == text.replacing(
          "'}'\" } }", with: "'}'\", \"perClaim\": 0.1 }, \"lag\": [], \"estimated\": 1 }"))
    #expect(
      try edited([(voice.key("kind"), "\"voice\"")])
        == text.replacing(" } } ]\n", with: " } } ],\n      \"kind\": \"voice\"\n"))
    #expect(
      try edited([(JSONPath.root.key("empty").key("a"), "1")])
        == text.replacing("{},", with: "{ \"a\": 1 },"))
  }

  @Test("A path that leads nowhere is refused, and so is text that is no JSON")
  func refused() {
    #expect(throws: LocatedProblem.self) {
      _ = try edited([(JSONPath.root.key("none").key("a"), "1")])
    }
    #expect(throws: LocatedProblem.self) {
      _ = try edited([(JSONPath.root.key("list").index(3), "1")])
    }
    #expect(throws: LocatedProblems.self) { _ = try SourceEdits(Array("{".utf8), file: "s.json") }
  }
}
