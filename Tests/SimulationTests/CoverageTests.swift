import RandomStreams
import Testing

@testable import Simulation

/// A thin version of Benchmarks/peers/simulation_validity.py, which does the same for every case.
@Suite("Coverage of the intervals")
struct CoverageTests {
  /// Sets of replications; of 60 right intervals 57 cover, with a standard deviation of 1.7.
  static let sets = UInt64(1)...60
  /// Fewer than this is 3.5 standard deviations below.
  static let least = 51

  @Test(
    "Intervals for Erlang A case 053 cover the exact values in 95 of 100 sets",
    arguments: [false, true])
  func erlangA(usesEventLoop: Bool) throws {
    var model = SteadyStateTests.model(
      servers: 1, rate: 1, service: 1, patience: 1, threshold: 0.5, horizon: 1_000)
    // Opening times that never close keep the recursion away.
    if usesEventLoop { model.queues[0].open = [Bool](repeating: true, count: 20) }
    #expect(SinglePoolRecursion.applies(to: CompiledModel(model)) != usesEventLoop)
    let exact: [(QueueMeasure, Double)] = [
      (.abandonment, 0.367_879_441), (.waitMean, 0.367_879_441), (.speedOfAnswer, 0.260_202),
      (.serviceLevel(.offered, threshold: 0), 0.508_064),
      (.serviceLevel(.virtual, threshold: 0), 0.545_239),
      (.serviceLevel(.excludingShortAbandons, threshold: 0), 0.648_131),
    ]
    var covered = [Int](repeating: 0, count: exact.count)
    for seed in Self.sets {
      let results = try simulate(model, seed: seed, replications: 8)
      for (index, quantity) in exact.enumerated() {
        let found = try #require(results.estimate(quantity.0, queue: 0))
        if found.low <= quantity.1, quantity.1 <= found.high { covered[index] += 1 }
      }
    }
    #expect(covered.allSatisfy { $0 >= Self.least }, "\(covered)")
  }
}
