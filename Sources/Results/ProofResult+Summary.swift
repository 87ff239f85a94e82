import Quantities

extension ProofResult {
  /// The required goals that are missed, in the order of the spec.
  public var missedGoals: [GoalProof] { goals.filter { $0.required && !$0.met } }

  /// The required goal that fails first; a goal without a dated failure comes last.
  public var firstMissedGoal: GoalProof? {
    missedGoals.enumerated().min { left, right in
      switch (left.element.firstFailure, right.element.firstFailure) {
      case (let a?, let b?) where a != b: a < b
      case (nil, .some): false
      case (.some, nil): true
      default: left.offset < right.offset
      }
    }?.element
  }
}

extension GoalProof {
  /// The period that comes closest to missing the target, or misses it most.
  public var tightest: PeriodProof? {
    periods.enumerated().min { left, right in
      let (a, b) = (margin(left.element), margin(right.element))
      return a == b ? left.offset < right.offset : a < b
    }?.element
  }

  /// By how much a period's whole 95 % interval beats the target; negative when it does not.
  ///
  /// In the unit of the target: a share, or seconds.
  public func margin(_ period: PeriodProof) -> Double {
    let (mean, half) = (period.simulated.mean, period.simulated.halfWidth)
    return greaterIsBetter ? mean - half - target : target - mean - half
  }

  /// Items offered over all periods, mean over replications.
  public var offered: Double { periods.reduce(0) { $0 + $1.offered } }

  /// Items late or abandoned over all periods, mean over replications.
  public var failed: Double { periods.reduce(0) { $0 + $1.failed } }
}

extension PeriodProof {
  /// Simulated less closed form; nothing where there is no closed form.
  public var difference: Double? { formula.map { simulated.mean - $0 } }
}
