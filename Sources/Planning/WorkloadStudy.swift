import Quantities
import Results
import Scenarios

extension SensitivityStudy {
  /// How far volume and handle time are tried.
  static let reach = 0.2

  /// What the plan costs at multiples of the workload, planned anew by the closed forms.
  ///
  /// - Parameter known: The sensitivities, which hold the change at 10 % less and more volume.
  /// - Returns: The grid, with the error of reading handle time from it; nothing without the volume among
  ///   the sensitivities.
  /// - Throws: What planning throws.
  func workload(_ known: [Sensitivity]) throws -> WorkloadGrid? {
    guard let near = known.first(where: { $0.input == SensitivityStudy.volume }) else { return nil }
    let queues = stage.alternative.queues
    var slower = queues
    for queue in slower.indices {
      for step in slower[queue].steps.indices {
        slower[queue].steps[step].handleTime.mean *= 1 + SensitivityStudy.reach
      }
    }
    let slow = slower
    let costs =
      try [base()]
      + inParallel(count: 3, threads: stage.proof.threads) { place in
        switch place {
        case 0: try cost(queues: queues, changed: nil, factor: 1 - SensitivityStudy.reach)
        case 1: try cost(queues: queues, changed: nil, factor: 1 + SensitivityStudy.reach)
        default: try cost(queues: slow, changed: nil, factor: 1)
        }
      }
    let base = max(1, result.costCents.dollars)
    return WorkloadGrid(
      alternative: result.name,
      factors: [
        1 - SensitivityStudy.reach, 1 - SensitivityStudy.move, 1, 1 + SensitivityStudy.move,
        1 + SensitivityStudy.reach,
      ],
      costChangeCents: [
        costs[1] - costs[0], near.lowCents, .zero, near.highCents, costs[2] - costs[0],
      ],
      handleTimeError: abs((costs[3] - costs[2]).dollars) / base)
  }
}
