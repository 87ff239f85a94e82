import Quantities
import Scenarios
import Testing

@Suite("Shipped scenarios")
struct ShippedScenariosTests {
  @Test(
    "Every shipped scenario is accepted without a doubt",
    arguments: [
      "mail-order-january.json", "plain-rate.json", "bank-history.json",
      "pbm-prior-auth-appeals.json", "pbm-client-reporting.json", "outsourced-omnichannel.json",
      "retail-high-volume.json", "independent-reimbursement.json", "specialty-journey.json",
      "external/synpuf-claims.json",
    ])
  func isAccepted(name: String) throws {
    let resolved = try ScenarioReader.read(
      path: "scenarios/" + name, data: try SpecFixture.shipped(name), use: .run)
    #expect(resolved.warnings.map(\.description) == [])
    #expect(resolved.scenario.alternatives[0].name == "Change nothing")
    #expect(resolved.scenario.alternatives[0].plan == .none)
    #expect(!resolved.scenario.question.isEmpty)
  }
}
