import LocatedJSON
import Testing

@Suite("JSON path")
struct JSONPathTests {
  @Test("Keys that are no ASCII identifiers stand in brackets and quotes")
  func describes() {
    #expect(JSONPath.root.description == "$")
    let path = JSONPath.root.key("queues").key("prior-auth").key("steps").index(0).key("_n1")
    #expect(path.description == #"$.queues["prior-auth"].steps[0]._n1"#)
    #expect(JSONPath.root.key("").key("1a").key("$x").description == #"$[""]["1a"]["$x"]"#)
    #expect(JSONPath.root.key("a\"\\\n").description == #"$["a\"\\\n"]"#)
  }

  @Test("A path copied from a message is read back", arguments: UInt64(1)...100)
  func readsBack(seed: UInt64) throws {
    var values = RandomValues(seed: seed)
    var path = JSONPath.root.key(values.string())
    for step in 0..<4 {
      path = step % 2 == 0 ? path.index(step) : path.key(values.string())
    }
    #expect(try JSONPath(parsing: path.description, file: "--vary") == path)
  }

  @Test("A path ends where it says")
  func refusesAssignment() {
    #expect(throws: LocatedProblem.self) { try JSONPath(parsing: "a=1", file: "--vary") }
    #expect(throws: LocatedProblem.self) { try JSONPath(parsing: "", file: "--vary") }
  }
}
