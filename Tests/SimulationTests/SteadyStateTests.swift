import RandomStreams
import Testing

@testable import Simulation

/// Exact values are the cases of reference/queueing.json named in each title.
///
/// With 3.3 standard
/// errors allowed (1.7 half-widths) a right program fails a check once in a thousand seeds, and the
/// seeds are fixed.
@Suite("Steady state")
struct SteadyStateTests {
  static func agrees(_ estimate: Estimate?, _ exact: Double) -> Bool {
    guard let estimate, estimate.isDefined else { return false }
    return abs(estimate.mean - exact) <= 1.7 * estimate.halfWidth
      && estimate.halfWidth < 0.25 * exact
  }

  static func model(
    servers: Int, rate: Double, service: Double, patience: Double?, threshold: Double,
    places: Int? = nil, horizon: Double = 1_000
  ) -> SimulationModel {
    SimulationModel(
      horizon: horizon, interval: horizon / 20,
      queues: [
        QueueModel(
          name: "calls", arrivals: .rate(rate),
          steps: [
            StepModel(handleTime: .exponential(mean: service), eligiblePools: [0])
          ], patience: patience.map { .exponential(mean: $0) }, thresholds: [threshold],
          waitingPlaces: places)
      ], pools: [PoolModel(name: "agents", agents: [servers])], warmUp: horizon / 20)
  }

  @Test("Erlang A case 051: fifty agents with impatient callers")
  func erlangA() throws {
    let model = Self.model(servers: 50, rate: 48, service: 1, patience: 2, threshold: 20.0 / 60)
    let results = try simulate(model, seed: 1, replications: 6)
    let queue = results.queues[0]
    #expect(Self.agrees(queue.abandonment, 0.030_912_249_162_193_2))
    #expect(Self.agrees(queue.waitMean, 0.061_824_498_324_386_4))
    #expect(Self.agrees(queue.speedOfAnswer, 0.060_265_003_99))
    let level = queue.serviceLevels[0]
    #expect(Self.agrees(level.offered, 0.943_018_954_746_981))
    #expect(Self.agrees(level.answered, 0.973_099_653_701_857))
    #expect(Self.agrees(level.virtual, 0.967_943_066_584_576))
    #expect(Self.agrees(level.excludingShortAbandons, 0.972_029_602_986_987))
    // Served or gone within t is 1 − P(still waiting at t) = 1 − (1 − virtual) × exp(−θt).
    #expect(Self.agrees(level.withinThreshold, 1 - 0.032_056_933_415_424 * 0.846_481_724_890_614))
    #expect(Self.agrees(results.pools[0].occupancy, 0.930_324_240_304_511))
  }

  @Test("Erlang A case 053: one agent")
  func erlangASingle() throws {
    let model = Self.model(servers: 1, rate: 1, service: 1, patience: 1, threshold: 0.5)
    let queue = try simulate(model, seed: 2, replications: 100).queues[0]
    #expect(Self.agrees(queue.abandonment, 0.367_879_441))
    #expect(Self.agrees(queue.serviceLevels[0].offered, 0.508_064_0))
    #expect(Self.agrees(queue.serviceLevels[0].virtual, 0.545_239_2))
    #expect(Self.agrees(queue.serviceLevels[0].excludingShortAbandons, 0.648_131_4))
  }

  @Test("Erlang C case 018: fourteen agents, endless patience")
  func erlangC() throws {
    let model = Self.model(
      servers: 14, rate: 200.0 / 60, service: 3, patience: nil, threshold: 20.0 / 60)
    let results = try simulate(model, seed: 3, replications: 40)
    #expect(Self.agrees(results.queues[0].waitMean, 0.130_598_949_596_286))
    #expect(Self.agrees(results.queues[0].serviceLevels[0].offered, 0.888_350_019_179_467))
    #expect(Self.agrees(results.pools[0].occupancy, 0.714_285_714_285_714))
  }

  @Test("A waiting contact's quantiles are those of Erlang C")
  func quantiles() throws {
    // P(W > t) = C × exp(−(nμ − λ)t) with C = 0.8, n = 1, λ = 24, μ = 30 (case 024).
    let model = Self.model(servers: 1, rate: 24, service: 1.0 / 30, patience: nil, threshold: 0)
    let queue = try simulate(model, seed: 4, replications: 10).queues[0]
    #expect(Self.agrees(queue.serviceLevels[0].offered, 0.2))
    #expect(Self.agrees(queue.waitP50, 0.078_333_938))  // ln(0.8 / 0.5) / 6
    #expect(Self.agrees(queue.waitP90, 0.346_573_590))  // ln(0.8 / 0.1) / 6
    #expect(Self.agrees(queue.waitP99, 0.730_337_772))  // ln(0.8 / 0.01) / 6
  }

  @Test("M/M/n/K case 044: five places in all, one agent")
  func finiteRoom() throws {
    let model = Self.model(servers: 1, rate: 2, service: 1, patience: nil, threshold: 1, places: 4)
    let results = try simulate(model, seed: 5, replications: 40)
    let queue = results.queues[0]
    #expect(abs(queue.blocked.mean / queue.offered.mean - 0.507_936_5) < 0.005)
    #expect(Self.agrees(queue.waitMean, 3.161_290_3))
    #expect(Self.agrees(queue.serviceLevels[0].answered, 0.137_658_9))
    #expect(Self.agrees(results.pools[0].occupancy, 0.984_126_9))
  }

  @Test("Priority case 101: five agents, two classes")
  func priorities() throws {
    let rates = [1.5, 2.0]
    let model = SimulationModel(
      horizon: 4_000, interval: 200,
      queues: rates.enumerated().map { index, rate in
        QueueModel(
          name: "class \(index + 1)", arrivals: .rate(rate),
          steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: [0])],
          priority: -index)
      }, pools: [PoolModel(name: "agents", agents: [5])], warmUp: 200)
    let queues = try simulate(model, seed: 6, replications: 20).queues
    #expect(Self.agrees(queues[0].waitMean, 0.107_953_7))
    #expect(Self.agrees(queues[1].waitMean, 0.359_845_9))
  }

  @Test(
    "M/G/1 waits follow Pollaczek and Khinchine",
    arguments: [
      DurationDistribution.deterministic(1), .gamma(mean: 1, cv: 0.5), .lognormal(mean: 1, cv: 1.2),
      .gamma(mean: 1, cv: 1.3), .empirical([0.5, 0.5, 2]),
    ])
  func generalService(handleTime: DurationDistribution) throws {
    var model = Self.model(
      servers: 1, rate: 0.6, service: 1, patience: nil, threshold: 1, horizon: 5_000)
    model.queues[0].steps[0].handleTime = handleTime
    let queue = try simulate(model, seed: 7, replications: 25).queues[0]
    let exact = 0.6 * handleTime.secondMoment / (2 * (1 - 0.6 * handleTime.mean))
    #expect(Self.agrees(queue.waitMean, exact))
  }

  @Test("Sojourn deadline case 042: three agents, two percent late")
  func deadlines() throws {
    var model = Self.model(
      servers: 3, rate: 1, service: 2, patience: nil, threshold: 1, horizon: 8_000)
    model.queues[0].kind = .deferred
    model.queues[0].deadlines = [DeadlineClass(share: 1, within: 10)]
    let queue = try simulate(model, seed: 8, replications: 25).queues[0]
    #expect(Self.agrees(queue.deadlinesMet, 1 - 0.021_711_1))
    let late = 1 - (queue.deadlinesMet?.mean ?? 0)
    #expect(abs(late - 0.021_711_1) <= 1.7 * (queue.deadlinesMet?.halfWidth ?? 0))
  }

  @Test("Redial case 109: three in ten try again much later")
  func redials() throws {
    // The closed form lets redials join the Poisson stream, which long delays approach.
    var model = Self.model(
      servers: 50, rate: 52, service: 1, patience: 1, threshold: 1)
    model.queues[0].redial = RedialModel(probability: 0.3, delay: .exponential(mean: 40))
    model.warmUp = 200
    let queue = try simulate(model, seed: 9, replications: 6).queues[0]
    #expect(Self.agrees(queue.abandonment, 0.092_603_070_089))
    #expect(abs(queue.offered.mean / 800 - 53.485_887) < 0.3)
  }

  @Test(
    "Exact chat chains 087 and 088: each arrival to the agent with the fewest chats",
    arguments: [
      (
        agents: 2, times: [3, 4.5], rate: 0.7, patience: 2.0, abandonment: 0.127_032_602,
        busy: 0.778_982_033
      ),
      (
        agents: 3, times: [5, 7, 10], rate: 0.9, patience: 5.0, abandonment: 0.117_335_4,
        busy: 0.952_566_2
      ),
    ])
  func chats(
    agents: Int, times: [Double], rate: Double, patience: Double, abandonment: Double,
    busy: Double
  ) throws {
    var model = Self.model(
      servers: agents, rate: rate, service: times[0], patience: patience, threshold: 1,
      horizon: 8_000)
    model.queues[0].kind = .chat(
      concurrency: times.count, slowdown: times.map { $0 / times[0] })
    let results = try simulate(model, seed: 10, replications: 20)
    #expect(Self.agrees(results.queues[0].abandonment, abandonment))
    #expect(Self.agrees(results.pools[0].occupancy, busy))
  }
}
