import Testing

@testable import Simulation

@Suite("Paired comparison")
struct ComparePairedTests {
  @Test("Sharing luck cuts the variance of a one-person difference at least tenfold")
  func commonRandomNumbers() throws {
    func model(_ agents: Int) -> SimulationModel {
      SteadyStateTests.model(
        servers: agents, rate: 48, service: 1, patience: 2, threshold: 1.0 / 3, horizon: 100)
    }
    let level = QueueMeasure.serviceLevel(.offered, threshold: 0)
    let paired = try comparePaired(model(50), model(51), seed: 5, replications: 30)
    let shared = try #require(paired.difference(level, queue: 0))
    let other = try simulate(model(51), seed: 6, replications: 30)
    let first = try #require(paired.base.estimate(level, queue: 0))
    let second = try #require(other.estimate(level, queue: 0))
    let independent = first.halfWidth * first.halfWidth + second.halfWidth * second.halfWidth
    #expect(independent / (shared.halfWidth * shared.halfWidth) > 10)
    #expect(shared.mean > 0)
  }

  @Test("A model does not differ from itself")
  func itself() throws {
    let model = EngineTests.mixedModel()
    let paired = try comparePaired(model, model, seed: 2, replications: 3, threads: 2)
    #expect(paired.difference(.abandonment, queue: 0) == Estimate(mean: 0, halfWidth: 0))
    #expect(paired.difference(.deadlinesMet(deadlineClass: 1), queue: 2)?.mean == 0)
    #expect(paired.difference(.deadlinesMet(deadlineClass: nil), queue: 0) == nil)
  }

  // Base 1, 2, 3 and alternative 2, 4, 3 over 1: differences 1, 2, 0 have mean 1, s = 1, t₂ = 4.3027.
  @Test("The half-width is that of the differences")
  func differences() {
    let estimate = PairedComparison.difference(
      [1, 2, 3].map { SIMD2($0, 1) }, [2, 4, 3].map { SIMD2($0, 1) })
    #expect(estimate.mean == 1)
    #expect(abs(estimate.halfWidth - 4.302_652_730 / 3.0.squareRoot()) < 1e-8)
  }
}
