import Dispatch
import Foundation
import RandomStreams
import Simulation
import Synchronization

/// One line a case: id, model, engine, then inputs; answers one line a quantity with how often its
/// 95 % interval covered the exact value over the sets of replications with seeds 1, 2, …
struct Case {
  var id: String
  var servers: Int
  var rates: [Double]
  var services: [Double]
  var patience: Double?
  var threshold: Double
  var places: Int?
  var deadline: Double?
  var isChat: Bool
  var length: Double
  var usesEventLoop: Bool

  var model: SimulationModel {
    let queues = rates.enumerated().map { index, rate in
      var queue = QueueModel(
        name: "class \(index + 1)", arrivals: .rate(rate),
        // Opening times that never close keep the recursion away.
        open: usesEventLoop ? [Bool](repeating: true, count: 6) : nil,
        steps: [StepModel(handleTime: .exponential(mean: services[0]), eligiblePools: [0])],
        patience: patience.map { .exponential(mean: $0) }, priority: -index,
        thresholds: [0, threshold], waitingPlaces: places)
      if isChat {
        queue.kind = .chat(concurrency: services.count, slowdown: services.map { $0 / services[0] })
      }
      if let deadline {
        queue.kind = .deferred
        queue.deadlines = [DeadlineClass(share: 1, within: deadline)]
      }
      return queue
    }
    return SimulationModel(
      horizon: 1.2 * length, interval: 0.2 * length, queues: queues,
      pools: [PoolModel(name: "agents", agents: [servers])], warmUp: 0.2 * length)
  }

  func estimate(_ name: String, _ results: SimulationResults) -> Estimate? {
    func not(_ value: Estimate) -> Estimate {
      Estimate(mean: 1 - value.mean, halfWidth: value.halfWidth, isDefined: value.isDefined)
    }
    let queue = results.queues[0]
    switch name {
    case "p_wait": return not(queue.serviceLevels[0].offered)
    case "p_wait_accepted": return not(queue.serviceLevels[0].answered)
    case "p_wait_gt_t": return not(queue.serviceLevels[1].offered)
    case "p_abandon": return queue.abandonment
    case "p_block": return results.estimate(.blocking, queue: 0)
    case "p_late": return queue.deadlinesMet.map(not)
    case "mean_wait_all", "asa", "wq_accepted": return queue.waitMean
    case "asa_served": return queue.speedOfAnswer
    case "occupancy", "agent_busy": return results.pools[0].occupancy
    case "service_level", "sl_offered": return queue.serviceLevels[1].offered
    case "service_level_accepted", "sl_answered": return queue.serviceLevels[1].answered
    case "sl_virtual": return queue.serviceLevels[1].virtual
    case "sl_excl_short_abandons": return queue.serviceLevels[1].excludingShortAbandons
    default:
      guard name.hasPrefix("wq"), let place = Int(name.dropFirst(2)) else { return nil }
      return results.queues[place - 1].waitMean
    }
  }
}

struct Request: Decodable {
  var id: String
  var servers: Int
  var rates: [Double]
  var services: [Double]
  var patience: Double?
  var threshold: Double
  var places: Int?
  var deadline: Double?
  var chat: Bool
  var length: Double
  var events: Bool
  var exact: [String: Double]
}

let sets = Int(CommandLine.arguments[1]) ?? 0
let replications = Int(CommandLine.arguments[2]) ?? 0
let threads = Int(CommandLine.arguments[3]) ?? 1
while let line = readLine() {
  let request = try JSONDecoder().decode(Request.self, from: Data(line.utf8))
  let definition = Case(
    id: request.id, servers: request.servers, rates: request.rates, services: request.services,
    patience: request.patience, threshold: request.threshold, places: request.places,
    deadline: request.deadline, isChat: request.chat, length: request.length,
    usesEventLoop: request.events)
  let model = definition.model
  let names = request.exact.keys.sorted()
  let covered = Mutex([Int](repeating: 0, count: names.count))
  let next = Atomic<Int>(1)
  DispatchQueue.concurrentPerform(iterations: threads) { _ in
    while true {
      let seed = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard seed <= sets else { return }
      do {
        let results = try simulate(model, seed: UInt64(seed), replications: replications)
        covered.withLock { counts in
          for (index, name) in names.enumerated() {
            guard let estimate = definition.estimate(name, results), let exact = request.exact[name]
            else { fatalError("no quantity \(name)") }
            if estimate.low <= exact, exact <= estimate.high { counts[index] += 1 }
          }
        }
      } catch { fatalError("\(request.id): \(error)") }
    }
  }
  let counts = covered.withLock { $0 }
  for (name, count) in zip(names, counts) { print(request.id, request.events, name, count) }
  fflush(nil)
}
