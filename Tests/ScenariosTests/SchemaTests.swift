import Foundation
import LocatedJSON
import Scenarios
import Testing

@Suite("JSON Schema")
struct SchemaTests {
  @Test("The schema beside the scenarios is the one that the program makes")
  func shipped() throws {
    let bytes = try SpecFixture.shipped("scenario.schema.json")
    // Print it again with: caseload schema > scenarios/scenario.schema.json
    #expect(String(decoding: bytes, as: UTF8.self) == SpecSchema.text() + "\n")
  }

  /// What is wrong with the form of a spec, as opposed to what does not fit together.
  private static let form: Set<LocatedProblem.Code> = [
    .unknownKey, .misplacedKey, .wrongType, .missingKey, .unknownWord, .wrongUnit, .notBuilt,
    .empty,
  ]

  /// A spec with what the program says of it: fine, wrong in form, or wrong otherwise.
  private struct Verdict: Encodable {
    var spec: String
    var isFine: Bool
    var isWrongInForm: Bool

    init(_ text: String) {
      spec = text
      switch SpecFixture.outcome(text) {
      case .success: (isFine, isWrongInForm) = (true, false)
      case .failure(let problems):
        isFine = false
        isWrongInForm = problems.problems.contains { SchemaTests.form.contains($0.code) }
      }
    }
  }

  @Test(
    "An outside validator refuses what the program refuses for form, and accepts what it accepts")
  func validator() throws {
    let root = try #require(SpecFixture.root)
    var verdicts = [Verdict(BadSpec.good), Verdict(RoutingTests.spec)]
    for name in [
      "mail-order-january", "plain-rate", "plain-queue", "bank-history", "pbm-prior-auth-appeals",
      "pbm-client-reporting", "outsourced-omnichannel", "retail-high-volume",
      "independent-reimbursement", "specialty-journey",
    ] {
      let text = String(decoding: try SpecFixture.shipped(name + ".json"), as: UTF8.self)
      verdicts.append(Verdict(text))
      #expect(verdicts[verdicts.count - 1].isFine, "\(name)")
    }
    for spec in badSpecs { verdicts.append(Verdict(try spec.outcome().text)) }
    for seed in UInt64(1)...100 {
      for bytes in MutationTests.mutations(seed: seed) {
        verdicts.append(Verdict(String(decoding: bytes, as: UTF8.self)))
      }
    }
    #expect(verdicts.count(where: \.isWrongInForm) >= 150)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let corpus = folder.appendingPathComponent("corpus.json")
    try JSONEncoder().encode(verdicts).write(to: corpus)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
    process.arguments = [
      root.appendingPathComponent("Tests/ScenariosTests/Fixtures/validate.py").path,
      root.appendingPathComponent("scenarios/scenario.schema.json").path, corpus.path,
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
  }
}
