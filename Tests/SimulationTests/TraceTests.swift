import RandomStreams
import Testing

@testable import Simulation

@Suite("Trace")
struct TraceTests {
  @Test("A trace tells a contact's story in order")
  func story() throws {
    var calls = EngineTests.queue(.times([0, 1, 2]))
    calls.patience = .deterministic(8)
    let model = SimulationModel(
      horizon: 30, interval: 15, queues: [calls],
      pools: [PoolModel(name: "agents", agents: [1, 2])])
    var lines: [String] = []
    try trace(model, seed: 1) { lines.append("\($0.time) \($0.kind) \($0.contact)") }
    #expect(
      lines == [
        "0.0 staffed ", "0.0 arrived calls/0.0", "0.0 started calls/0.0", "1.0 arrived calls/0.1",
        "1.0 waits calls/0.1", "2.0 arrived calls/0.2", "2.0 waits calls/0.2",
        "9.0 abandoned calls/0.1", "10.0 abandoned calls/0.2", "10.0 completed calls/0.0",
        "15.0 staffed ",
      ]
        || lines == [
          "0.0 staffed ", "0.0 arrived calls/0.0", "0.0 started calls/0.0",
          "1.0 arrived calls/0.1", "1.0 waits calls/0.1", "2.0 arrived calls/0.2",
          "2.0 waits calls/0.2", "9.0 abandoned calls/0.1", "10.0 completed calls/0.0",
          "10.0 abandoned calls/0.2", "15.0 staffed ",
        ])
  }

  @Test("Traced events are in order of time and add up to the counts of the same replication")
  func counts() throws {
    let model = EngineTests.mixedModel()
    var seen: [TraceEvent.Kind: Int] = [:]
    var last = 0.0
    try trace(model, seed: 3) { event in
      #expect(event.time >= last)
      last = event.time
      seen[event.kind, default: 0] += 1
    }
    let queues = try simulate(model, seed: 3, replications: 1).queues
    func total(_ path: KeyPath<QueueResult, Estimate>) -> Int {
      Int(queues.reduce(0) { $0 + $1[keyPath: path].mean })
    }
    #expect(seen[.arrived] == total(\.offered))
    #expect(seen[.abandoned] == total(\.abandoned))
    #expect(seen[.completed] == total(\.completed))
    #expect(seen[.closed] == total(\.closed))
  }

  @Test("The backlog at the end of each interval is what the events of the trace add up to")
  func backlog() throws {
    var model = EngineTests.mixedModel()
    model.periods = [.eachInterval(model.intervalCount)]
    let results = try simulate(model, seed: 5, replications: 1)
    let names = model.queues.map(\.name)
    var waiting = [String: Set<String>]()
    var underWay = waiting
    var interval = 0
    func compare(until time: Double) {
      while interval < model.intervalCount,
        Double(interval + 1) * model.interval <= time || time == .infinity
      {
        for (queue, name) in names.enumerated() {
          func found(_ measure: QueueMeasure) -> Double? {
            results.periods[0].estimate(measure, queue: queue, period: interval)?.mean
          }
          #expect(found(.waitingAtEnd) == Double(waiting[name]?.count ?? 0))
          #expect(found(.inServiceAtEnd) == Double(underWay[name]?.count ?? 0))
        }
        interval += 1
      }
    }
    try trace(model, seed: 5) { event in
      compare(until: event.time)
      guard !event.contact.isEmpty else { return }
      let name = String(event.contact.prefix { $0 != "/" })
      switch event.kind {
      case .arrived: waiting[name, default: []].insert(event.contact)
      case .started:
        waiting[name]?.remove(event.contact)
        underWay[name, default: []].insert(event.contact)
      case .abandoned, .blocked: waiting[name]?.remove(event.contact)
      case .completed, .droppedOut, .unreached: underWay[name]?.remove(event.contact)
      case .closed, .waits, .finished, .setAside, .staffed, .acceptsCallback, .waitsOutside,
        .triesAgainLater:
        break
      }
    }
    compare(until: .infinity)
    #expect(interval == model.intervalCount)
  }

  @Test("What the writer throws ends the run")
  func interruption() {
    struct DiskFull: Error {}
    #expect(throws: DiskFull.self) {
      try trace(EngineTests.mixedModel(), seed: 1) { _ in throw DiskFull() }
    }
  }
}
