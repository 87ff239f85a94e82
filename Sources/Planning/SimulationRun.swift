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
  let horizon: PlainHorizon?
  let periods: SimulationPeriods?

  /// Replications between two looks at the half-widths.
  static let batch = 20
  /// The most replications when a half-width is wanted and no number is given.
  static let usualMaximum = 2_000

  /// Prepares a run, over the time of another one when there is one to compare with.
  init(
    _ resolved: ResolvedScenario, options: SimulationOptions, like base: SimulationRun? = nil
  ) throws {
    self.options = options
    scenario = resolved.scenario
    if scenario.calendar == nil, let by = options.by {
      throw PlanningError(
        "--by \(by.rawValue): without a \"calendar\" there are no days to tell apart. Leave --by out, or"
          + " give the spec a calendar.")
    }
    let parts =
      try scenario.calendar == nil
      ? SimulationRun.alwaysOpen(resolved.scenario, options, like: base?.horizon)
      : SimulationRun.calendar(resolved.scenario, options)
    (model, replications, description) = (parts.model, parts.replications, parts.description)
    warnings = resolved.warnings.map(\.description) + parts.warnings
    (horizon, periods) = (parts.horizon, parts.periods)
  }

  /// Runs the replications and then, when wanted, the trace of the first.
  func answer() throws -> SimulationAnswer {
    let doubts = try checked()
    let other = try options.against.map { try SimulationRun($0, options: options, like: self) }
    options.progress("simulating", 0)
    let start = clock()
    let pair = try other.map { try $0.compared(with: self) }
    let results = try pair?.base ?? simulated()
    let seconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
    try writeTrace()
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
    answer.pools = zip(scenario.pools, results.pools).map { pool, result in
      SimulationAnswer.Entry(
        name: pool.name, kind: pool.agents.map { "\($0) people" } ?? "people by shifts",
        measures: SimulationMeasures.pool(
          occupancy: result.occupancy, handled: result.handled, staffed: result.staffedSeconds,
          overtime: result.overtimeSeconds))
    }
    if let periods, let found = results.periods.first {
      (answer.periodKind, answer.periods) = (periods.kind.rawValue, periods.rows(scenario, found))
    }
    if let pair, let other {
      answer.warnings += other.warnings.map { "--against: \($0)" }
      answer.differences = scenario.queues.indices.map { index in
        SimulationAnswer.Entry(
          name: scenario.queues[index].name, kind: "other − this",
          measures: SimulationMeasures.periodMeasures(scenario.queues[index]) {
            pair.difference($0, queue: index)
          })
      }
    }
    return answer
  }

  /// Refuses a model that cannot be run or settle, and returns what is doubtful in it.
  private func checked() throws -> [SimulationWarning] {
    do {
      try model.validate()
    } catch {
      throw PlanningError(SimulationNames(scenario).words(error))
    }
    let doubts = model.warnings()
    if scenario.calendar == nil, doubts.contains(where: { $0.code == .queueGrows }) {
      throw PlanningError(
        doubts.filter { $0.code == .queueGrows }.map {
          "queues.\($0.queue): \($0.message). Give its pools more \"agents\", or the queue "
            + "\"patience\" or \"waitingPlaces\"."
        })
    }
    return doubts
  }

  /// Simulates this model and another one with the same luck, replication by replication.
  private func compared(with base: SimulationRun) throws -> PairedComparison {
    _ = try checked()
    guard options.halfWidth == nil else {
      throw PlanningError(
        "--half-width with --against: a comparison takes a fixed number of runs. Write --replications.",
        kind: .usage)
    }
    guard model.horizon == base.model.horizon, model.interval == base.model.interval else {
      throw PlanningError(
        "--against: the other spec has other days or intervals. Give both the same \"calendar\".")
    }
    let names = scenario.queues.map(\.name)
    guard names == base.scenario.queues.map(\.name) else {
      throw PlanningError(
        "--against: the other spec has the queues \(names.joined(separator: ", ")). Give both the same"
          + " queues in the same order.")
    }
    return try comparePaired(
      base.model, model, seed: base.scenario.seed, replications: base.replications,
      threads: options.threads
    ) { finished in
      options.progress("simulating", Double(finished) / Double(2 * base.replications))
      return true
    }
  }

  /// Writes every event of the first replication, when wanted.
  private func writeTrace() throws {
    guard let write = options.trace else { return }
    options.progress("tracing", 1)
    try write("seconds\tevent\tcontact\tstep\tpool\tagents\ttime")
    let calendar = try scenario.calendar.map { _ in try ScenarioRun.calendar(scenario) }
    try trace(model, seed: scenario.seed) { event in
      let time = calendar.map { $0.localTime(at: $0.startSecond + Int64(event.time)) } ?? ""
      try write("\(event)\t\(time)")
    }
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
