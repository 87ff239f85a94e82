import Testing

@testable import Simulation

@Suite("Simulation errors")
struct SimulationErrorTests {
  @Test("An error says where, what and how to fix it")
  func description() {
    let error = SimulationError(
      code: .outOfRange, field: "pools[0].agents", problem: "found -1", remedy: "Give 0 or more")
    #expect(error.description == "pools[0].agents: found -1. Give 0 or more")
  }
}
