import RandomStreams
import Testing

@testable import Simulation

@Suite("Who takes what")
struct RoutingTests {
  @Test("The least skilled idle pool takes a contact, so that the other stays free")
  func leastSkilled() throws {
    var simple = EngineTests.queue(.times([0]), pools: [0, 1], name: "simple")
    simple.steps[0].selection = .leastSkilled
    let hard = EngineTests.queue(.times([1]), pools: [0], name: "hard")
    let model = SimulationModel(
      horizon: 100, queues: [simple, hard],
      pools: [PoolModel(name: "experts", agents: [1]), PoolModel(name: "others", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.queues[1].waitMean.mean == 0)
    #expect(results.pools.map(\.handled.mean) == [1, 1])
  }

  @Test("Queues of equal rank and priority are served in the order of arrival across queues")
  func oldestAcrossQueues() throws {
    let first = EngineTests.queue(.times([0, 3]), pools: [0], name: "first")
    let second = EngineTests.queue(.times([1, 2]), pools: [0], name: "second")
    let model = SimulationModel(
      horizon: 100, queues: [first, second], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // Ten seconds each: begun at 0, 10 (arrived at 1), 20 (at 2) and 30 (at 3).
    #expect(results.queues[0].waitMean.mean == 13.5)
    #expect(results.queues[1].waitMean.mean == 13.5)
  }

  // A gamma-Poisson count of mean 100 with cv 0.2 has variance 100 + 400.
  @Test("A factor on the level spreads the whole horizon as one")
  func level() throws {
    var variation = ArrivalVariation(dayCV: 0, intervalsPerDay: 1)
    variation.levelCV = 0.2
    let model = ArrivalVariationTests.model(variation, correlation: nil)
    try model.validate()
    let found = ArrivalVariationTests.moments(ArrivalVariationTests.counts(model, seed: 5))
    #expect(abs(found.mean - 100) < 4 * (500.0 / 600).squareRoot())
    #expect(abs(found.variance / 500 - 1) < 0.25)
  }

  @Test("Work that fits its pool alone and not together is flagged")
  func sharedLoad() throws {
    func queue(_ name: String, _ pools: [Int]) -> QueueModel {
      QueueModel(
        name: name, arrivals: .rate(0.6),
        steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: pools)])
    }
    func model(_ agents: [Int]) -> SimulationModel {
      SimulationModel(
        horizon: 100, queues: [queue("a", [0]), queue("b", [0]), queue("c", [0, 1])],
        pools: agents.enumerated().map { PoolModel(name: "p\($0)", agents: [$1]) })
    }
    #expect(model([1, 1]).warnings().map(\.code) == [.queueGrows])
    #expect(model([1, 1]).warnings()[0].message.contains("all work for \"p0\" together"))
    #expect(model([2, 0]).warnings().isEmpty)
    #expect(model([1, 0]).warnings().map(\.code) == [.queueGrows])
  }

  @Test("Work that finished contacts cause counts towards what grows")
  func fedLoad() {
    var source = QueueModel(
      name: "source", arrivals: .rate(0.5),
      steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: [0])])
    source.feeds = [FeedModel(queue: 1, share: 1, lag: .deterministic(0))]
    let fed = QueueModel(
      name: "fed", kind: .deferred, arrivals: .rate(0),
      steps: [StepModel(handleTime: .exponential(mean: 4), eligiblePools: [1])])
    let model = SimulationModel(
      horizon: 100, queues: [source, fed],
      pools: [PoolModel(name: "a", agents: [1]), PoolModel(name: "b", agents: [1])])
    #expect(model.warnings().map(\.queue) == ["fed"])
  }
}
