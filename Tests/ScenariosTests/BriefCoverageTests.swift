import Foundation
import LocatedJSON
import Testing

@Suite("The brief's lines")
struct BriefCoverageTests {
  @Test("Every line of docs/brief-coverage.md leads to something in the scenario that it names")
  func coverage() throws {
    let root = try #require(SpecFixture.root)
    let text = try String(
      contentsOf: root.appendingPathComponent("docs/brief-coverage.md"), encoding: .utf8)
    var specs: [String: LocatedValue] = [:]
    var rows = 0
    for line in text.split(separator: "\n") where line.hasPrefix("| ") {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      guard cells.count == 3, cells[2].hasPrefix("`") else { continue }
      rows += 1
      let name = cells[1]
      if specs[name] == nil {
        let bytes = try SpecFixture.shipped(name + ".json")
        specs[name] = try LocatedDocument(parsing: bytes, file: name).root
      }
      let spec = try #require(specs[name])
      for path in cells[2].split(separator: "`") where path.contains("/") {
        var value: LocatedValue? = spec
        for step in path.split(separator: "/").map(String.init) {
          value =
            value?.elements.map { elements in
              elements.first { $0["name"]?.string == step }
            } ?? value?[step]
        }
        #expect(value != nil, "\(name): \(path)")
      }
    }
    #expect(rows >= 45)
    #expect(specs.count == 7)
  }
}
