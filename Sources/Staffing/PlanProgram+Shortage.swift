/// Hours that nobody covers, and what makes them spread evenly.
extension PlanProgram {
  /// Shares of the required hours at which the price of a shortage rises, with the prices.
  static let shortSteps: [(share: Double, price: Double)] = [
    (0.05, 1), (0.10, 2), (0.20, 4), (0.65, 8),
  ]

  /// Hours by unit and week that assigned ones, by pool, week and unit, leave short.
  static func shortHours(_ problem: WorkforceProblem, _ assigned: [[[Double]]]) -> [[Double]] {
    problem.units.enumerated().map { unit, work in
      problem.weeks.indices.map { week in
        let given = assigned.reduce(0) { $0 + $1[week][unit] }
        let short = work.requiredHours[week] - given
        return short > 1e-6 * work.requiredHours[week] ? short : 0
      }
    }
  }

  /// The same at the prices of the steps.
  static func shortage(_ problem: WorkforceProblem, _ assigned: [[[Double]]]) -> Double {
    var price = 0.0
    for (work, weeks) in zip(problem.units, shortHours(problem, assigned)) {
      for (hours, missing) in zip(work.requiredHours, weeks) {
        var left = missing
        for step in shortSteps {
          let part = min(left, hours * step.share)
          price += part * step.price
          left -= part
        }
      }
    }
    return price
  }
}
