import RandomStreams
import Testing

@testable import Simulation

@Suite("Engine")
struct EngineTests {
  static func queue(
    _ arrivals: Arrivals, seconds: Double = 10, pools: [Int] = [0], name: String = "calls"
  ) -> QueueModel {
    QueueModel(
      name: name, arrivals: arrivals,
      steps: [StepModel(handleTime: .deterministic(seconds), eligiblePools: pools)],
      thresholds: [5])
  }

  @Test("Results are the same for one, two and seven threads and for a rerun")
  func threads() throws {
    let model = Self.mixedModel()
    let first = try simulate(model, seed: 3, replications: 9, threads: 1)
    for threads in [1, 2, 7] {
      let other = try simulate(model, seed: 3, replications: 9, threads: threads)
      #expect(first.queues == other.queues)
      #expect(first.pools == other.pools)
      for interval in 0..<model.intervalCount {
        let left = first.periods[0].estimate(.waitMean, queue: 0, period: interval)
        #expect(left == other.periods[0].estimate(.waitMean, queue: 0, period: interval))
      }
    }
    #expect(try simulate(model, seed: 4, replications: 9).queues != first.queues)
  }

  /// Voice, chat and two-step cases over two pools, with a night.
  static func mixedModel() -> SimulationModel {
    let intervals = 48
    let open = (0..<intervals).map { (16..<40).contains($0) }
    let voice = QueueModel(
      name: "voice", arrivals: .expected(open.map { $0 ? 30 : 1 }), open: open,
      steps: [StepModel(handleTime: .lognormal(mean: 300, cv: 0.9), eligiblePools: [0])],
      patience: .gamma(mean: 120, cv: 0.8),
      redial: RedialModel(probability: 0.4, delay: .exponential(mean: 600)), priority: 2)
    let chat = QueueModel(
      name: "chat", kind: .chat(concurrency: 3, slowdown: [1, 1.2, 1.6]),
      arrivals: .expected(open.map { $0 ? 12 : 0 }), open: open,
      steps: [StepModel(handleTime: .exponential(mean: 400), eligiblePools: [0])],
      patience: .exponential(mean: 200), priority: 1)
    let cases = QueueModel(
      name: "cases", kind: .deferred, arrivals: .rate(5.0 / 1_800),
      steps: [
        StepModel(
          name: "intake", handleTime: .lognormal(mean: 600, cv: 0.8), eligiblePools: [0]),
        StepModel(name: "decision", handleTime: .exponential(mean: 420), eligiblePools: [1]),
      ],
      deadlines: [
        DeadlineClass(share: 0.8, within: 40_000),
        DeadlineClass(share: 0.2, within: 7_200, clock: .open),
      ],
      feeds: [FeedModel(queue: 2, share: 0.1, lag: .exponential(mean: 3_600))])
    return SimulationModel(
      horizon: 86_400, interval: 1_800, queues: [voice, chat, cases],
      pools: [
        PoolModel(name: "staff", agents: open.map { $0 ? 9 : 0 }),
        PoolModel(name: "pharmacists", agents: open.map { $0 ? 2 : 0 }),
      ], periods: [.eachInterval(intervals)])
  }

  @Test("Replayed arrivals are served in order of arrival")
  func replay() throws {
    // One agent, ten seconds each: waits 0, 9, 18 and 0.
    let model = SimulationModel(
      horizon: 100, queues: [Self.queue(.times([0, 1, 2, 50]))],
      pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.queues[0].waitMean.mean == 27.0 / 4)
    #expect(results.queues[0].waitMean.halfWidth == 0)
    #expect(results.queues[0].serviceLevels[0].offered.mean == 0.5)
    #expect(results.pools[0].busySeconds.mean == 40)
    #expect(results.pools[0].occupancy.mean == 0.4)
  }

  @Test("A fixed number of arrivals spreads evenly over its interval")
  func counts() throws {
    let model = SimulationModel(
      horizon: 200, interval: 100, queues: [Self.queue(.counts([7, 0]), seconds: 1)],
      pools: [PoolModel(name: "agents", agents: [7])], periods: [.eachInterval(2)])
    let results = try simulate(model, seed: 1, replications: 50)
    #expect(results.queues[0].offered == Estimate(mean: 7, halfWidth: 0))
    #expect(results.periods[0].parts(.count(.offered), queue: 0, period: 1)?.numerator == 0)
  }

  @Test("Contacts count in the interval of their arrival, agents' time in the one where it passes")
  func periods() throws {
    // Arrivals at 8 and 9 in the first interval; the second waits 9 s for the only agent.
    let model = SimulationModel(
      horizon: 40, interval: 10, queues: [Self.queue(.times([8, 9]))],
      pools: [PoolModel(name: "agents", agents: [1])],
      periods: [
        .eachInterval(4), PeriodMap(name: "half", count: 2, periodOfInterval: [0, 0, 1, 1]),
      ])
    let results = try simulate(model, seed: 1, replications: 2)
    let byInterval = results.periods[0]
    #expect(byInterval.estimate(.waitMean, queue: 0, period: 0)?.mean == 4.5)
    #expect(byInterval.estimate(.waitMean, queue: 0, period: 1)?.isDefined == false)
    #expect(byInterval.occupancy(pool: 0, period: 0).mean == 0.2)
    #expect(byInterval.occupancy(pool: 0, period: 1).mean == 1)
    #expect(byInterval.occupancy(pool: 0, period: 2).mean == 0.8)
    #expect(results.periods[1].occupancy(pool: 0, period: 0).mean == 0.6)
    #expect(results.periods[1].parts(.count(.offered), queue: 0, period: 0)?.numerator == 2)
  }

  @Test("An agent whose shift ends finishes the contact in hand and takes no other")
  func leaving() throws {
    let model = SimulationModel(
      horizon: 40, interval: 10, queues: [Self.queue(.times([8, 9]))],
      pools: [PoolModel(name: "agents", agents: [1, 0, 0, 1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.pools[0].overtimeSeconds.mean == 8)
    #expect(results.pools[0].staffedSeconds.mean == 20)
    // The second contact waits from 9 until the agent of the last interval comes at 30.
    #expect(results.queues[0].waitMean.mean == 10.5)
    #expect(results.queues[0].inServiceAtEnd.mean == 1)
    #expect(results.queues[0].completed.mean == 1)
  }

  @Test("Live arrivals outside opening hours are turned away; cases wait")
  func closed() throws {
    var voice = Self.queue(.times([5, 15]))
    voice.open = [false, true, true, true]
    var cases = Self.queue(.times([5]), name: "cases")
    cases.kind = .deferred
    cases.open = [false, true, true, true]
    let model = SimulationModel(
      horizon: 40, interval: 10, queues: [voice, cases],
      pools: [PoolModel(name: "agents", agents: [0, 2, 2, 2])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.queues[0].closed.mean == 1)
    #expect(results.queues[0].offered.mean == 1)
    #expect(results.queues[1].closed.mean == 0)
    #expect(results.queues[1].waitMean.mean == 5)
  }

  @Test("The earliest deadline goes first, and a clock of open hours stops at closing")
  func earliestDeadline() throws {
    var cases = Self.queue(.times([0, 1, 2, 3]), seconds: 10)
    cases.kind = .deferred
    cases.order = .earliestDeadline
    cases.open = [true, false, true, true]
    cases.deadlines = [DeadlineClass(share: 1, within: 15, clock: .open)]
    let model = SimulationModel(
      horizon: 80, interval: 20, queues: [cases], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // Ends 10, 20, 30 and 40; due 15, 16, 17 and 18 open seconds, all in the first interval.
    #expect(results.queues[0].deadlinesMet?.mean == 0.25)
    let compiled = CompiledModel(model)
    #expect(compiled.due(queue: 0, deadlineClass: 0, arrival: 10) == 45)
    #expect(compiled.due(queue: 0, deadlineClass: 0, arrival: 30) == 55)
    #expect(compiled.due(queue: 0, deadlineClass: 0, arrival: 70) == .infinity)
  }

  @Test("The most wanted idle pool takes the contact, and its speed counts")
  func preference() throws {
    let model = SimulationModel(
      horizon: 100, queues: [Self.queue(.times([0, 1, 2]), pools: [1, 0])],
      pools: [
        PoolModel(name: "first", agents: [1]),
        PoolModel(name: "second", agents: [1], handleTimeFactors: [2]),
      ])
    let results = try simulate(model, seed: 1, replications: 2)
    // 0 goes to the second pool until 20; 1 to the first until 11; 2 waits for it until 11.
    #expect(results.pools[1].busySeconds.mean == 20)
    #expect(results.pools[0].busySeconds.mean == 20)
    #expect(results.queues[0].waitMean.mean == 3)
  }

  @Test("A pool's own rank goes before priority, and priority before age")
  func ranks() throws {
    func model(ranks: [SkillRank]) -> SimulationModel {
      var urgent = Self.queue(.times([2]), name: "urgent")
      urgent.priority = 1
      return SimulationModel(
        horizon: 100, queues: [Self.queue(.times([0, 1])), urgent],
        pools: [PoolModel(name: "agents", agents: [1], skillRanks: ranks)])
    }
    let byPriority = try simulate(model(ranks: []), seed: 1, replications: 2)
    #expect(byPriority.queues[1].waitMean.mean == 8)
    let byRank = try simulate(
      model(ranks: [SkillRank(queue: 1, rank: 1)]), seed: 1, replications: 2)
    #expect(byRank.queues[1].waitMean.mean == 18)
  }

  @Test("Steps are done in order by those who may do them")
  func steps() throws {
    let cases = QueueModel(
      name: "cases", kind: .deferred, arrivals: .times([0, 0]),
      steps: [
        StepModel(name: "intake", handleTime: .deterministic(10), eligiblePools: [0]),
        StepModel(name: "decision", handleTime: .deterministic(5), eligiblePools: [1]),
      ])
    let model = SimulationModel(
      horizon: 100, queues: [cases],
      pools: [PoolModel(name: "a", agents: [1]), PoolModel(name: "b", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.queues[0].turnaroundMean.mean == 20)
    #expect(results.pools[0].handled.mean == 2)
    #expect(results.pools[1].busySeconds.mean == 10)
  }

  @Test("Finished work feeds another queue after its lag")
  func feeds() throws {
    var first = Self.queue(.times([0, 1, 2]))
    first.feeds = [FeedModel(queue: 1, share: 1, lag: .deterministic(20))]
    let model = SimulationModel(
      horizon: 200, queues: [first, Self.queue(.times([]), name: "appeals")],
      pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.queues[1].offered.mean == 3)
    // First contacts end at 10, 20, 30, so appeals come at 30, 40 and 50 and never wait.
    #expect(results.queues[1].waitMean.mean == 0)
  }

  @Test("A precise enough measure stops the run at a whole batch")
  func stopping() throws {
    let model = SteadyStateTests.model(
      servers: 10, rate: 10, service: 1, patience: 2, threshold: 0.2, horizon: 1_000)
    let level = QueueMeasure.serviceLevel(.offered, threshold: 0)
    let results = try simulateUntil(
      model, seed: 1, targets: [PrecisionTarget(measure: level, queue: 0, halfWidth: 0.004)],
      batch: 10, maximum: 500)
    #expect(results.replications % 10 == 0 && results.replications < 500)
    #expect((results.estimate(level, queue: 0)?.halfWidth ?? 1) <= 0.004)
    let same = try simulate(model, seed: 1, replications: results.replications)
    #expect(same.queues == results.queues)
  }
}
