import Foundation
import Queueing
import Testing

/// The reference file outside of the project, and where to look for it.
enum SharedReference {
  /// `CASELOAD_SHARED`, else the folder `shared` beside the package.
  static let folder: URL = {
    if let given = ProcessInfo.processInfo.environment["CASELOAD_SHARED"] {
      return URL(fileURLWithPath: given)
    }
    return URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("shared")
  }()

  static let queueing = folder.appendingPathComponent("reference/queueing.json")

  /// Whether the file is there; says so when it is not.
  static let isPresent: Bool = {
    let found = FileManager.default.fileExists(atPath: queueing.path)
    if !found { print("Skipped: \(queueing.path) is absent (set CASELOAD_SHARED).") }
    return found
  }()

  /// A case with the values that it expects, as text.
  struct Case {
    var item: CalcCase
    var outputs: [String: String]
  }

  static func cases() throws -> [Case] {
    let data = try Data(contentsOf: queueing)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let list = try #require(root["cases"] as? [[String: Any]])
    return try list.map { entry in
      let inputs = try #require(entry["inputs"] as? [String: Any])
      let outputs = try #require(entry["outputs"] as? [String: Any])
      return Case(
        item: CalcCase(
          id: try #require(entry["id"] as? String), model: try #require(entry["model"] as? String),
          inputs: inputs.mapValues(convert)),
        outputs: outputs.mapValues { "\($0)" })
    }
  }

  private static func convert(_ value: Any) -> CalcInput {
    switch value {
    case let text as String: .text(text)
    case let list as [Any]: .list(list.map(convert))
    case let object as [String: Any]: .object(object.mapValues(convert))
    case is NSNull: .null
    default: .text("\(value)")
    }
  }
}

@Suite("Reference cases")
struct ReferenceCasesTests {
  @Test(
    "Every output of every reference case is met within its tolerance",
    .enabled(if: SharedReference.isPresent))
  func reference() throws {
    let cases = try SharedReference.cases()
    #expect(cases.count == 65)
    for reference in cases {
      let answer = CalcBatch.evaluate(reference.item)
      #expect(answer.error == nil, "\(reference.item.id)")
      #expect(answer.notes.isEmpty, "\(reference.item.id): \(answer.notes)")
      // reference/README.md: 1e-10, and 1e-7 for transient and exact-chat cases.
      let loose = ["mt_mnm_transient", "chat_jsq_exact"].contains(reference.item.model)
      for (name, text) in reference.outputs {
        let expected = try #require(Double(text), "\(reference.item.id) \(name)")
        let output = try #require(
          answer.outputs.first { $0.name == name }, "\(reference.item.id) lacks \(name)")
        let difference = abs(output.value - expected)
        let tolerance = abs(expected) < 1e-300 ? 1e-300 : (loose ? 1e-7 : 1e-10) * abs(expected)
        #expect(
          difference <= tolerance, "\(reference.item.id) \(name): \(output.text) not \(text)")
      }
    }
  }
}
