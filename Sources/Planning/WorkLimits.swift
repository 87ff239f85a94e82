import Quantities
import Scenarios

/// Work beyond what can be simulated, which is nearly always a wrong unit in a spec.
enum WorkLimits {
  /// Most items of a queue over the horizon.
  static let items = 100e6
  /// Most people of a queue at work at once, in erlangs.
  static let load = 10_000.0

  /// Refuses queues with more work than that.
  ///
  /// - Parameters:
  ///   - queues: The queues.
  ///   - mean: Expected items by queue and interval.
  ///   - intervalSeconds: The length of an interval.
  /// - Throws: ``PlanningError`` with every such queue.
  static func check(_ queues: [QueueSpec], mean: [[Double]], intervalSeconds: Int) throws {
    var problems: [String] = []
    for (queue, items) in zip(queues, mean) {
      let total = items.reduce(0, +)
      let peak =
        (items.max() ?? 0) * SimulationInputs.workOfItem(queue) / Double(intervalSeconds)
      if total > WorkLimits.items {
        problems.append(
          "queues.\(queue.name).drivers: \(Int(min(total, 1e15))) items are expected over the horizon, and at "
            + "most \(Int(WorkLimits.items)) can be simulated. Check the units of its rates.")
      } else if peak > WorkLimits.load {
        problems.append(
          "queues.\(queue.name): \(Int(min(peak, 1e15))) people would be busy at once, and at most "
            + "\(Int(WorkLimits.load)) can be. Check the units of its rates and handle times.")
      }
    }
    if !problems.isEmpty { throw PlanningError(problems) }
  }
}
