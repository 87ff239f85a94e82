import RandomStreams
import Testing

@testable import Simulation

@Suite("Single-pool recursion")
struct SinglePoolRecursionTests {
  static let cases: [(name: String, model: SimulationModel)] = [
    (
      "few agents",
      SteadyStateTests.model(servers: 3, rate: 3, service: 1, patience: 2, threshold: 0)
    ),
    (
      "many agents",
      SteadyStateTests.model(servers: 60, rate: 58, service: 1, patience: 1, threshold: 0.1)
    ),
    (
      "endless patience",
      SteadyStateTests.model(servers: 4, rate: 3, service: 1, patience: nil, threshold: 0.5)
    ),
    (
      "overload",
      SteadyStateTests.model(servers: 2, rate: 5, service: 1, patience: 8, threshold: 9)
    ),
    ("day", day()),
  ]

  static func day() -> SimulationModel {
    var model = SteadyStateTests.model(
      servers: 5, rate: 1, service: 300, patience: 60, threshold: 20, horizon: 86_400)
    model.interval = 3_600
    let hourly = (0..<24).map { (hour: Int) -> Double in hour % 5 == 0 ? 0 : Double(10 + 3 * hour) }
    model.warmUp = 7_200
    model.queues[0].arrivals = .expected(hourly)
    model.queues[0].steps[0].handleTime = .lognormal(mean: 280, cv: 0.9)
    model.queues[0].patience = .gamma(mean: 90, cv: 0.7)
    model.queues[0].thresholds = [0, 20, 60]
    model.queues[0].shortAbandon = 5
    model.pools[0].handleTimeFactors = [1.1]
    return model
  }

  @Test("The recursion and the event loop count the same", arguments: 0..<5)
  func sameCounts(index: Int) throws {
    let model = Self.cases[index].model
    try model.validate()
    let compiled = CompiledModel(model)
    #expect(SinglePoolRecursion.applies(to: compiled))
    for replication in UInt32(0)..<4 {
      var recursion = SinglePoolRecursion(compiled, seed: 12, replication: replication)
      var engine = Engine(compiled, seed: 12, replication: replication)
      let left = recursion.run()
      let right = engine.run()
      #expect(left.counts == right.counts, "\(Self.cases[index].name)")
      #expect(left.waits == right.waits)
      #expect(left.waitingAtEnd == right.waitingAtEnd)
      #expect(left.inServiceAtEnd == right.inServiceAtEnd)
      #expect(left.contacts == right.contacts)
      for (one, other) in zip(left.sums, right.sums) {
        #expect(abs(one - other) <= 1e-9 * max(1, abs(other)))
      }
      for (one, other) in zip(left.poolSums.prefix(4), right.poolSums.prefix(4)) {
        #expect(abs(one - other) <= 1e-9 * max(1, abs(other)))
      }
    }
  }

  @Test("Four lanes draw what four single blocks draw")
  func lanes() {
    let key = DrawKey(
      number: 0, interval: 9, replication: 3, place: DrawKey.place(queue: 2, attempt: 0, step: 0),
      seed: SIMD2(0xDEAD_BEEF, 0x0123_4567))
    let first = UInt32.max - 2
    let lanes = DrawLanes(key, first: first)
    let logs = DrawLanes.negativeLog(lanes.handle)
    for lane in 0..<4 {
      var single = key
      single.number = first &+ UInt32(lane)
      let words = single.block()
      #expect(lanes.gap[lane] == UInt64(words.x))
      #expect(lanes.handle[lane] == UInt64(words.y))
      #expect(lanes.patience[lane] == UInt64(words.z))
      #expect(lanes.choice[lane] == UInt64(words.w))
      #expect(logs[lane] == negativeLog(words.y))
    }
  }

  @Test("Models with routing, shifts or periods go to the event loop")
  func notApplicable() {
    var model = Self.day()
    model.periods = [.eachInterval(24)]
    #expect(!SinglePoolRecursion.applies(to: CompiledModel(model)))
    model = Self.day()
    model.pools[0].agents = (0..<24).map { $0 }
    #expect(!SinglePoolRecursion.applies(to: CompiledModel(model)))
    model = Self.day()
    model.queues[0].redial = RedialModel(probability: 0.5, delay: .deterministic(60))
    #expect(!SinglePoolRecursion.applies(to: CompiledModel(model)))
  }
}
