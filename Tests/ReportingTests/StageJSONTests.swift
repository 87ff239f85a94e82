import Foundation
import Quantities
import Results
import Testing

@testable import Reporting

@Suite("JSON of a result")
struct StageJSONTests {
  @Test("A result reads back equal, with sorted keys and plain slashes")
  func roundTrip() throws {
    let result = PlanFixture.small
    let bytes = try stageJSON(result)
    #expect(try JSONDecoder().decode(PlanResult.self, from: Data(bytes)) == result)
    let text = try #require(String(bytes: bytes, encoding: .utf8))
    #expect(text.hasPrefix("{\"alternatives\":[") && text.hasSuffix("}\n"))
    #expect(text.contains("scenarios/mail-order-january.json") && !text.contains("\\/"))
  }

  @Test("Numbers that are not finite become strings")
  func notFinite() throws {
    let bytes = try stageJSON([Double.infinity, -.infinity, .nan, 0.5])
    #expect(String(bytes: bytes, encoding: .utf8) == "[\"Infinity\",\"-Infinity\",\"NaN\",0.5]\n")
  }

  @Test("The summary holds name, certificate and cost of each alternative and no series")
  func summary() throws {
    let result = PlanFixture.small
    let object = try JSONSerialization.jsonObject(with: Data(try summaryJSON(result)))
    let root = try #require(object as? [String: Any])
    let alternatives = try #require(root["alternatives"] as? [[String: Any]])
    #expect(alternatives.compactMap { $0["name"] as? String } == result.alternatives.map(\.name))
    #expect(alternatives.compactMap { $0["certified"] as? Bool } == [false, true, true, true])
    #expect(
      alternatives.compactMap { $0["costCents"] as? Int }
        == result.alternatives.map(\.costCents.value))
    #expect(root["recommended"] as? String == "Best mix")
    for alternative in alternatives {
      #expect(alternative["plan"] == nil && alternative["requirement"] == nil)
    }
  }
}
