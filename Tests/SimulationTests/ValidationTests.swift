import RandomStreams
import Testing

@testable import Simulation

@Suite("Validation")
struct ValidationTests {
  static func valid() -> SimulationModel {
    SteadyStateTests.model(servers: 2, rate: 1, service: 1, patience: 1, threshold: 1, horizon: 100)
  }

  static func problem(_ change: (inout SimulationModel) -> Void) -> SimulationError? {
    var model = valid()
    change(&model)
    do {
      try model.validate()
      return nil
    } catch {
      return error
    }
  }

  @Test("A sound model has no problem")
  func sound() { #expect(Self.problem { _ in } == nil) }

  @Test("Numbers outside their domain are refused by field")
  func numbers() {
    #expect(Self.problem { $0.horizon = .nan }?.field == "horizon")
    #expect(Self.problem { $0.interval = 0 }?.field == "interval")
    #expect(Self.problem { $0.warmUp = 7 }?.field == "warmUp")
    #expect(Self.problem { $0.queues[0].arrivals = .rate(-1) }?.field == "queues[0].arrivals")
    #expect(
      Self.problem { $0.queues[0].arrivals = .expected([Double](repeating: .nan, count: 20)) }?
        .field == "queues[0].arrivals[0]")
    #expect(
      Self.problem { $0.queues[0].arrivals = .times([3, 2]) }?.field == "queues[0].arrivals[1]")
    #expect(
      Self.problem { $0.queues[0].thresholds = [-1] }?.field == "queues[0].thresholds[0]")
    #expect(
      Self.problem { $0.queues[0].patience = .exponential(mean: -1) }?.field
        == "queues[0].patience.mean")
    #expect(Self.problem { $0.pools[0].agents = [-1] }?.field == "pools[0].agents[0]")
    #expect(
      Self.problem { $0.pools[0].handleTimeFactors = [0] }?.field
        == "pools[0].handleTimeFactors[0]")
  }

  @Test("A zero service rate is refused")
  func zeroService() {
    let error = Self.problem { $0.queues[0].steps[0].handleTime = .deterministic(0) }
    #expect(error?.field == "queues[0].steps[0].handleTime.mean")
    #expect(error?.code == .outOfRange)
  }

  @Test("A step that no pool may do is refused")
  func nobody() {
    let error = Self.problem { $0.queues[0].steps[0].eligiblePools = [] }
    #expect(error?.code == .noEligiblePool)
    #expect(error?.field == "queues[0].steps[0].eligiblePools")
    #expect(
      Self.problem { $0.queues[0].steps[0].eligiblePools = [1] }?.code == .unknownReference)
  }

  @Test("Lists must fit the intervals")
  func lengths() {
    #expect(Self.problem { $0.pools[0].agents = [1, 2] }?.code == .wrongLength)
    #expect(Self.problem { $0.queues[0].open = [true] }?.field == "queues[0].open")
    #expect(
      Self.problem { $0.periods = [PeriodMap(name: "day", count: 1, periodOfInterval: [0])] }?.field
        == "periods[0].periodOfInterval")
    #expect(
      Self.problem { $0.queues[0].kind = .chat(concurrency: 2, slowdown: [1]) }?.field
        == "queues[0].kind.slowdown")
  }

  @Test("Deadline shares must sum to one")
  func shares() {
    let error = Self.problem {
      $0.queues[0].deadlines = [DeadlineClass(share: 0.5, within: 10)]
    }
    #expect(error?.field == "queues[0].deadlines")
  }

  @Test("Names must be given once")
  func names() {
    #expect(Self.problem { $0.queues[0].name = "" }?.code == .badName)
    #expect(
      Self.problem { $0.pools.append(PoolModel(name: "agents", agents: [1])) }?.code == .badName)
  }

  @Test("A queue that only grows is flagged, and the run still ends")
  func growing() throws {
    var model = Self.valid()
    model.queues[0].patience = nil
    model.queues[0].arrivals = .rate(3)
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.warnings.map(\.code) == [.queueGrows])
    #expect(results.queues[0].waitingAtEnd.mean > 50)
    model.pools[0].agents = [0]
    #expect(try simulate(model, seed: 1, replications: 2).warnings.map(\.code) == [.neverStaffed])
  }

  @Test("Rounding adds no empty interval, and a rest makes a short one")
  func intervals() {
    func count(_ horizon: Double, _ interval: Double) -> Int {
      SimulationModel(horizon: horizon, interval: interval, queues: [], pools: []).intervalCount
    }
    #expect(count(1.1, 0.1) == 11)
    #expect(count(0.3, 0.1) == 3)
    #expect(count(100, 30) == 4)
    #expect(count(31_536_000, 1_800) == 17_520)
    #expect(count(.nan, 1) == 0)
  }

  @Test("Replications and threads must be at least one")
  func runs() {
    #expect(throws: SimulationError.self) {
      try simulate(Self.valid(), seed: 1, replications: 0)
    }
    #expect(throws: SimulationError.self) {
      try simulate(Self.valid(), seed: 1, replications: 1, threads: 0)
    }
  }
}
