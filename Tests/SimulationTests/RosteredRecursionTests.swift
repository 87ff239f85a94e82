import Testing

@testable import Simulation

/// The event loop, which knows nothing of the recursion, is the slow obvious version.
@Suite("Rostered recursion")
struct RosteredRecursionTests {
  /// A day of calls whose staff rises, falls while calls are under way, and goes home overnight.
  static func calls(load: Double) -> SimulationModel {
    var model = SteadyStateTests.model(
      servers: 5, rate: 1, service: 300, patience: 60, threshold: 20, horizon: 2 * 86_400)
    (model.interval, model.warmUp) = (1_800, 0)
    model.queues[0].arrivals = .expected(
      (0..<96).map { (14..<40).contains($0 % 48) ? load * Double(10 + $0 % 7) : 0 })
    model.queues[0].open = (0..<96).map { (15..<40).contains($0 % 48) }
    model.queues[0].steps[0].handleTime = .lognormal(mean: 280, cv: 0.9)
    model.queues[0].patience = .gamma(mean: 90, cv: 0.7)
    model.queues[0].thresholds = [0, 20, 60]
    model.queues[0].shortAbandon = 5
    model.pools[0].handleTimeFactors = [1.1]
    model.pools[0].agents = (0..<96).map { (15..<41).contains($0 % 48) ? 2 + ($0 * 5) % 4 : 0 }
    model.periods = [.eachInterval(96)]
    return model
  }

  /// Cases that wait overnight, with deadlines in open hours; the last ones are never reached.
  static func cases(order: QueueModel.Order, classes: [DeadlineClass]) -> SimulationModel {
    let queue = QueueModel(
      name: "cases", kind: .deferred, arrivals: .expected((0..<240).map { _ in 3.1 }),
      open: (0..<240).map { (16..<40).contains($0 % 48) },
      steps: [StepModel(handleTime: .gamma(mean: 900, cv: 0.8), eligiblePools: [0])],
      order: order, deadlines: classes)
    return SimulationModel(
      horizon: 240 * 1_800 - 300, interval: 1_800, queues: [queue],
      pools: [
        PoolModel(
          name: "people",
          agents: (0..<240).map { (16..<40).contains($0 % 48) ? 2 + $0 % 3 : 0 })
      ],
      periods: [.eachInterval(240)])
  }

  static let models: [(name: String, model: SimulationModel)] = [
    ("quiet calls", calls(load: 0.5)), ("busy calls", calls(load: 1.5)),
    ("one deadline", cases(order: .earliestDeadline, classes: [open(1, hours: 6)])),
    ("oldest first", cases(order: .oldest, classes: [open(0.7, hours: 20), open(0.3, hours: 3)])),
    ("no deadline", cases(order: .oldest, classes: [])), ("boundaries", ties()),
    ("varying days", varying()), ("given counts", counted()),
  ]

  static func open(_ share: Double, hours: Double) -> DeadlineClass {
    DeadlineClass(share: share, within: hours * 3_600, clock: .open)
  }

  /// Handle times that make services end on the boundaries at which people come and go.
  static func ties() -> SimulationModel {
    var model = cases(order: .oldest, classes: [])
    model.queues[0].steps[0].handleTime = .deterministic(600)
    return model
  }

  static func varying() -> SimulationModel {
    var model = calls(load: 1)
    model.queues[0].variation = ArrivalVariation(dayCV: 0.3, intervalsPerDay: 48)
    return model
  }

  static func counted() -> SimulationModel {
    var model = calls(load: 1)
    model.queues[0].arrivals = .counts((0..<96).map { (15..<40).contains($0 % 48) ? 11 : 0 })
    return model
  }

  @Test("The recursion and the event loop count the same", arguments: models.indices)
  func sameCounts(index: Int) throws {
    let (name, model) = Self.models[index]
    try model.validate()
    let compiled = CompiledModel(model)
    #expect(RosteredRecursion.applies(to: compiled), "\(name)")
    for replication in UInt32(0)..<6 {
      var recursion = RosteredRecursion(compiled, seed: 12, replication: replication)
      var engine = Engine(compiled, seed: 12, replication: replication)
      let left = recursion.run()
      let right = engine.run()
      #expect(left.counts == right.counts, "\(name)")
      #expect(left.waits == right.waits, "\(name)")
      #expect(left.backlog == right.backlog, "\(name)")
      #expect(left.waitingAtEnd == right.waitingAtEnd, "\(name)")
      #expect(left.inServiceAtEnd == right.inServiceAtEnd, "\(name)")
      #expect(left.contacts == right.contacts)
      #expect(left.events == right.events, "\(name)")
      #expect(right.poolSums.contains { $0 > 0 })
      for (one, other) in zip(left.sums + left.poolSums, right.sums + right.poolSums) {
        #expect(abs(one - other) <= 1e-7 * max(1, abs(other)), "\(name)")
      }
    }
  }

  @Test("Models with routing, warm-up or steps go to the event loop")
  func notApplicable() {
    var model = Self.calls(load: 1)
    model.warmUp = 7_200
    #expect(!RosteredRecursion.applies(to: CompiledModel(model)))
    model = Self.calls(load: 1)
    model.queues[0].redial = RedialModel(probability: 0.5, delay: .deterministic(60))
    #expect(!RosteredRecursion.applies(to: CompiledModel(model)))
    model = Self.calls(load: 1)
    model.pools[0].shiftEnd = .setAside
    #expect(!RosteredRecursion.applies(to: CompiledModel(model)))
    #expect(
      !RosteredRecursion.applies(
        to: CompiledModel(
          Self.cases(
            order: .earliestDeadline,
            classes: [Self.open(0.7, hours: 20), Self.open(0.3, hours: 3)]))))
  }
}
