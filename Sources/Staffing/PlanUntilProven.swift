import Results

/// A plan that a proof has judged.
public struct ProvenPlan: Equatable, Sendable {
  /// The last plan, without a roster.
  public var plan: StaffPlan
  /// Factor on the required hours by unit and week for which it was made.
  public var raises: [[Double]]
  /// Plans made.
  public var rounds: Int
  /// Whether the last proof asked for nothing more.
  public var settled: Bool
}

extension WorkforceProblem {
  /// The same problem with required hours and peaks multiplied by unit and week.
  ///
  /// - Parameter raises: Factors by unit and week, `>= 0`.
  /// - Returns: The problem; peaks are rounded up to whole agents.
  public func raised(by raises: [[Double]]) -> WorkforceProblem {
    precondition(
      raises.count == units.count && raises.allSatisfy { $0.count == weeks.count },
      "raises of \(raises.count) units for \(units.count)")
    var problem = self
    for unit in units.indices {
      for week in weeks.indices where raises[unit][week] != 1 {
        problem.units[unit].requiredHours[week] *= raises[unit][week]
        problem.units[unit].peakAgents[week] =
          (problem.units[unit].peakAgents[week] * raises[unit][week] - 1e-9).rounded(.up)
      }
    }
    return problem
  }
}

/// Plans, has the plan proven, raises the requirement where the proof fails, and plans again.
///
/// - Parameters:
///   - problem: What the closed forms require.
///   - limits: When the search for each plan may stop.
///   - raises: Factors on the required hours by unit and week to begin with; 1 when not given.
///   - maximumRounds: Most plans made; positive.
///   - feedback: Proves each plan.
/// - Returns: The last plan and for what it was made.
/// - Throws: ``StaffingError`` for a problem that cannot be planned, and what `feedback` throws.
public func planUntilProven(
  _ problem: WorkforceProblem, limits: PlanLimits = PlanLimits(), raises: [[Double]]? = nil,
  maximumRounds: Int, feedback: inout some ProofFeedback
) throws -> ProvenPlan {
  precondition(maximumRounds > 0, "\(maximumRounds) rounds")
  var raises =
    raises ?? problem.units.map { _ in [Double](repeating: 1, count: problem.weeks.count) }
  var plan = try planWorkforce(problem.raised(by: raises), limits: limits)
  for round in 0..<maximumRounds {
    if round > 0 { plan = try planWorkforce(problem.raised(by: raises), limits: limits) }
    let failures = try feedback.shortfalls(of: plan, raises: raises, round: round)
    if failures.isEmpty {
      return ProvenPlan(plan: plan, raises: raises, rounds: round + 1, settled: true)
    }
    if round + 1 == maximumRounds { break }
    for failure in failures {
      precondition(
        failure.raise > 0 && failure.raise.isFinite, "a raise of \(failure.raise)")
      for week in failure.weeks { raises[failure.unit][week] *= 1 + failure.raise }
    }
  }
  return ProvenPlan(plan: plan, raises: raises, rounds: maximumRounds, settled: false)
}
