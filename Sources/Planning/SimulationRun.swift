import Foundation
import Quantities
import RandomStreams
import Scenarios
import Simulation

/// Simulates a scenario whose pools have fixed numbers of people.
///
/// Without a calendar everything is always open: the horizon follows from the contacts wanted, and its
/// first tenth is warm-up that does not count, because such an operation never empties. With a calendar
/// its days are simulated from the first on, people are there while any of their queues is open, and the
/// expected demand comes from the drivers.
///
/// The same resolved spec, data and options give the same numbers, whatever the number of threads; only
/// the timings differ.
///
/// - Parameters:
///   - resolved: The spec as read for a simulation.
///   - options: How it is done.
/// - Returns: Every measure by queue and pool with its 95 % interval.
/// - Throws: ``PlanningError`` for a model that cannot be simulated, `SimulationError` with the code
///   `interrupted` when it was stopped, and what the trace throws.
/// - Complexity: O(contacts × log(contacts in the system)); memory does not grow with the contacts.
public func simulateScenario(
  _ resolved: ResolvedScenario, options: SimulationOptions
) throws -> SimulationAnswer {
  let run = try SimulationRun(resolved, options: options)
  return try run.answer()
}

/// One simulation: the model, how often it runs, and the words for it.
struct SimulationRun {
  let scenario: Scenario
  let options: SimulationOptions
  let model: SimulationModel
  let replications: Int
  let description: [String]
  var warnings: [String]

  /// Replications between two looks at the half-widths.
  static let batch = 20
  /// The most replications when a half-width is wanted and no number is given.
  static let usualMaximum = 2_000

  init(_ resolved: ResolvedScenario, options: SimulationOptions) throws {
    self.options = options
    scenario = resolved.scenario
    let parts =
      try scenario.calendar == nil
      ? SimulationRun.alwaysOpen(resolved.scenario, options)
      : SimulationRun.calendar(resolved.scenario, options)
    (model, replications, description) = (parts.model, parts.replications, parts.description)
    warnings = resolved.warnings.map(\.description) + parts.warnings
  }

  /// Runs the replications and then, when wanted, the trace of the first.
  func answer() throws -> SimulationAnswer {
    let names = SimulationNames(scenario)
    do {
      try model.validate()
    } catch {
      throw PlanningError(names.words(error))
    }
    let doubts = model.warnings()
    if scenario.calendar == nil, doubts.contains(where: { $0.code == .queueGrows }) {
      throw PlanningError(
        doubts.filter { $0.code == .queueGrows }.map {
          "queues.\($0.queue): \($0.message). Give its pools more \"agents\", or the queue "
            + "\"patience\" or \"waitingPlaces\"."
        })
    }
    options.progress("simulating", 0)
    let start = clock()
    let results = try simulated()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    if let write = options.trace {
      options.progress("tracing", 1)
      try write("seconds\tevent\tcontact\tstep\tpool\tagents")
      try trace(model, seed: scenario.seed) { try write($0.description) }
    }
    var answer = SimulationAnswer(
      name: scenario.name, description: description, queues: [], pools: [],
      warnings: warnings + doubts.map(\.description)
        + SimulationDoubts.all(
          scenario, results, halfWidth: options.halfWidth), contacts: results.contacts,
      events: results.events, cpuSeconds: seconds)
    answer.description.append(
      "\(results.replications) replications, \(results.contacts) contacts in all, seed "
        + "\(scenario.seed)")
    answer.queues = scenario.queues.indices.map { index in
      SimulationMeasures.queue(scenario.queues[index], results, index)
    }
    answer.pools = scenario.pools.indices.map { index in
      SimulationMeasures.pool(scenario.pools[index], results.pools[index])
    }
    return answer
  }

  private func simulated() throws -> SimulationResults {
    guard let halfWidth = options.halfWidth else {
      return try simulate(
        model, seed: scenario.seed, replications: replications, threads: options.threads
      ) { finished in
        options.progress("simulating", Double(finished) / Double(replications))
        return true
      }
    }
    let targets = SimulationMeasures.targets(scenario.queues, halfWidth: halfWidth)
    guard !targets.isEmpty else {
      throw PlanningError(
        "--half-width: no queue has a service level, hang-ups or a deadline. Leave it out.")
    }
    let most = max(options.replications ?? SimulationRun.usualMaximum, 2)
    return try simulateUntil(
      model, seed: scenario.seed, targets: targets, batch: min(SimulationRun.batch, most),
      maximum: most, threads: options.threads
    ) { finished in
      options.progress("simulating", Double(finished) / Double(most))
      return true
    }
  }

  /// A length of time in words.
  static func words(_ seconds: Double) -> String {
    for (unit, size) in [("days", 86_400.0), ("hours", 3600.0), ("minutes", 60.0)]
    where seconds >= 3 * size {
      return "\((seconds / size * 10).rounded() / 10) \(unit)"
    }
    return "\((seconds * 100).rounded() / 100) seconds"
  }
}

/// Names of the spec in place of the simulator's indices.
struct SimulationNames {
  let queues: [String]
  let pools: [String]

  init(_ scenario: Scenario) {
    queues = scenario.queues.map(\.name)
    pools = scenario.pools.map(\.name)
  }

  /// A problem of the model with `queues[0]` as `queues.voice`.
  func words(_ error: SimulationError) -> String {
    var text = error.description
    for (index, name) in queues.enumerated() {
      text = text.replacingOccurrences(of: "queues[\(index)]", with: "queues.\(name)")
    }
    for (index, name) in pools.enumerated() {
      text = text.replacingOccurrences(of: "pools[\(index)]", with: "pools.\(name)")
    }
    return text + "."
  }
}
