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

  @Test("Every value reads as Foundation's encoder writes it")
  func likeFoundation() throws {
    struct Odd: Encodable {
      enum Choice: Encodable {
        case none
        case some(left: Int, right: [String: Double])
      }
      var texts = ["plain/", "\"\\ \n\t\r\u{8}\u{C}\u{0}\u{1F}\u{7F}", "é ✓ 🙂 \u{2028}", ""]
      var numbers: [Double] = [
        0, -0.0, 0.1, 1e-7, 1.5e300, .leastNonzeroMagnitude, 123_456_789, 1e9, 1e15, 1e16, 1e17,
        1e20, -3,
        0.30000000000000004, 1.0 / 3, 2.5e9,
      ]
      var optional: Double? = nil
      var several: [Double?] = [1, nil, 2.5]
      var grid: [[Int]] = [[], [1, -2, Int.min, Int.max], [10, 99, 100]]
      var bytes: [UInt8] = [0, 255]
      var float: Float = 0.1
      var choices: [Choice] = [.none, .some(left: 1, right: ["b": 2, "a": 1, "B": 3, "é": 4])]
      var keys = ["z10": 1, "z9": 2, "Z": 3, "a b": 4, "ä": 5, "": 6]
      var whole: UInt64 = .max
      var flag = true
      var a = 1
      var aB = 2
      var empty: [String: Int] = [:]
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    func compare(_ value: some Encodable) throws {
      let expected = String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
      #expect(String(decoding: try stageJSON(value), as: UTF8.self) == expected)
    }
    try compare(Odd())
    try compare(PlanFixture.small)
    try compare(PlanSummary(PlanFixture.small))
    try compare([1.5, 2])
    try compare("text")
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
