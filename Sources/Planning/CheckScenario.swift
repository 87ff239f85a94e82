import Quantities
import Results
import Scenarios

/// Checks what can be checked of a scenario without running it: its files and predicates.
///
/// - Parameters:
///   - resolved: The spec as read.
///   - data: Which files the spec may name.
/// - Throws: ``PlanningError`` with every problem.
public func checkScenario(_ resolved: ResolvedScenario, data: DataAccess) throws {
  // A plain model has no horizon and names no files.
  guard resolved.scenario.calendar != nil else { return }
  let calendar = try ScenarioRun.calendar(resolved.scenario)
  let schema = try ClaimsLoading(calendar: calendar, data: data).check(resolved.scenario.claims)
  let inputs = DemandInputs(calendar: calendar, data: data, schema: schema)
  var problems: [String] = []
  for alternative in resolved.scenario.alternatives {
    do {
      _ = try inputs.queues(
        try alternative.queues.map { queue in
          // Files of real contacts are no demand to work out; they must only be there.
          var queue = queue
          for driver in queue.drivers {
            guard case .contacts(let file, _) = driver.cause else { continue }
            _ = try data.resolve(file, named: "queues.\(queue.name), \(driver.name)")
          }
          queue.drivers.removeAll { driver in
            switch driver.cause {
            case .contacts: true
            default: false
            }
          }
          return queue
        })
    } catch let error as PlanningError {
      for problem in error.problems where !problems.contains(problem) { problems.append(problem) }
    }
  }
  if !problems.isEmpty { throw PlanningError(problems) }
}
