import Scenarios
import Simulation

/// Reasons to doubt what a simulation showed, found in its results.
enum SimulationDoubts {
  /// A queue whose backlog at the end is more than this share of what was offered seems to grow.
  private static let backlogShare = 0.05
  /// Backlogs below this are noise.
  private static let smallBacklog = 50.0

  /// The doubts by queue, and half-widths that were wanted and not reached.
  static func all(
    _ scenario: Scenario, _ results: SimulationResults, halfWidth: Double?
  ) -> [String] {
    var doubts: [String] = []
    for queue in results.queues where queue.offered.mean > 0 {
      if queue.served.mean == 0 {
        doubts.append(
          "queues.\(queue.name): nobody was served. See who may take its work, their priorities and shares."
        )
      }
      let left = queue.waitingAtEnd.mean + queue.inServiceAtEnd.mean
      if left > smallBacklog, left > backlogShare * queue.offered.mean {
        doubts.append(
          "queues.\(queue.name): \(Int(left)) of \(Int(queue.offered.mean)) were not finished at the end, so"
            + " it may only grow. Give it more people, or simulate a longer time.")
      }
    }
    guard let halfWidth else { return doubts }
    for target in SimulationMeasures.targets(scenario.queues, halfWidth: halfWidth) {
      guard let reached = results.estimate(target.measure, queue: target.queue),
        reached.isDefined, reached.halfWidth > halfWidth
      else { continue }
      doubts.append(
        "queues.\(scenario.queues[target.queue].name): a half-width of \(reached.halfWidth) was reached where"
          + " \(halfWidth) is wanted. Raise --replications or --customers.")
    }
    return doubts
  }
}
