import RandomStreams
import Testing

@testable import Simulation

@Suite("Outsourcers, absence and control of arrivals")
struct AllocationTests {
  static func model(_ rules: [AllocationRule], agents: [Int] = [12, 12]) -> SimulationModel {
    var queue = QueueModel(
      name: "calls", arrivals: .rate(10),
      steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: [0, 1])],
      patience: .exponential(mean: 2), thresholds: [0.2])
    queue.steps[0].allocation = rules
    return SimulationModel(
      horizon: 1_000, interval: 100, queues: [queue],
      pools: [
        PoolModel(name: "own", agents: [agents[0]]), PoolModel(name: "out", agents: [agents[1]]),
      ])
  }

  @Test("A fixed share of the contacts goes to its pool and no other")
  func share() throws {
    let rules = [AllocationRule(pool: 1, kind: .share(0.3))]
    let results = try simulate(Self.model(rules), seed: 1, replications: 10)
    let total = results.pools[0].handled.mean + results.pools[1].handled.mean
    // 100,000 contacts: three standard errors of a share of 0.3 are 0.0044.
    #expect(abs(results.pools[1].handled.mean / total - 0.3) < 0.0044)
    // With nobody at the outsourcer, its share hangs up whatever the others could do.
    let empty = try simulate(Self.model(rules, agents: [24, 0]), seed: 1, replications: 10)
    #expect(abs(empty.queues[0].abandonment.mean - 0.3) < 0.005)
  }

  @Test("Two lines with fixed shares are two systems of their own")
  func twoLines() throws {
    let rules = [
      AllocationRule(pool: 0, kind: .share(0.5)), AllocationRule(pool: 1, kind: .share(0.5)),
    ]
    let results = try simulate(Self.model(rules, agents: [5, 5]), seed: 2, replications: 40)
    // Each is M/M/5+M with load 5 and θ = ½: P(abandon) by the chain of 60 states.
    var weights = [1.0]
    for number in 1...60 {
      weights.append(
        weights[number - 1] * 5 / (Double(min(number, 5)) + 0.5 * Double(max(number - 5, 0))))
    }
    let all = weights.reduce(0, +)
    let queue = weights.enumerated().reduce(0) { $0 + $1.element * Double(max($1.offset - 5, 0)) }
    let exact = 0.5 * queue / all / 5
    let found = results.queues[0].abandonment
    #expect(abs(found.mean - exact) < 1.7 * found.halfWidth)
    #expect(found.halfWidth < 0.05 * exact)
  }

  @Test("A cap holds in every period, and the rest goes elsewhere")
  func cap() throws {
    let rules = [AllocationRule(pool: 1, kind: .cap(40, intervals: 2))]
    let results = try simulate(Self.model(rules, agents: [4, 20]), seed: 3, replications: 5)
    // Five periods of two intervals each: about 1,200 contacts would go there without it.
    #expect(results.pools[1].handled.mean > 195 && results.pools[1].handled.mean <= 200)
  }

  @Test("Rules that cannot hold are refused by field")
  func refused() {
    func problem(_ rules: [AllocationRule]) -> String? {
      do {
        try Self.model(rules).validate()
        return nil
      } catch { return error.field }
    }
    #expect(problem([AllocationRule(pool: 2, kind: .share(0.1))])?.hasSuffix("[0].pool") == true)
    #expect(problem([AllocationRule(pool: 1, kind: .share(1.5))])?.hasSuffix("[0].share") == true)
    #expect(
      problem([
        AllocationRule(pool: 0, kind: .share(0.5)), AllocationRule(pool: 1, kind: .share(0.4)),
      ])?.hasSuffix("allocation") == true)
    #expect(problem([AllocationRule(pool: 1, kind: .cap(-1, intervals: 1))]) != nil)
  }

  @Test("A share of the agents is absent each day, and less agent time is counted")
  func absence() throws {
    var model = Self.model([])
    model.pools[0].absence = AbsenceModel(share: 0.25, intervalsPerDay: 2)
    let results = try simulate(model, seed: 4, replications: 50)
    // 250 days of 12 agents: the mean share present has a standard error of 0.0079.
    #expect(abs(results.pools[0].staffedSeconds.mean / 12_000 - 0.75) < 0.024)
    #expect(results.pools[1].staffedSeconds.mean == 12_000)
    model.pools[0].absence = AbsenceModel(share: 1, intervalsPerDay: 2)
    #expect(throws: SimulationError.self) { try model.validate() }
  }

  @Test("Taking out the excess of arrivals narrows the interval around the same value")
  func control() throws {
    var model = Self.model([], agents: [10, 0])
    model.horizon = 200
    model.interval = 200
    let results = try simulate(model, seed: 5, replications: 60)
    let plain = results.queues[0].abandonment
    let controlled = try #require(results.controlled(.abandonment, queue: 0))
    #expect(controlled.halfWidth < 0.9 * plain.halfWidth)
    // The exact steady-state value; the run starts empty, which lowers it a little.
    #expect(abs(controlled.mean - 0.103_913) < 3 * controlled.halfWidth)
    let offered = try #require(results.controlled(.count(.offered), queue: 0))
    #expect(abs(offered.mean - 2_000) < 1e-6 && offered.halfWidth < 1e-3)
    model.queues[0].redial = RedialModel(probability: 0.5, delay: .exponential(mean: 10))
    let again = try simulate(model, seed: 5, replications: 3)
    #expect(again.controlled(.abandonment, queue: 0) == nil)
  }
}
