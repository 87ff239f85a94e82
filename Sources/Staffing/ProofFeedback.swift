import Results

/// What a failed proof tells the planner; the loop between plan and proof is driven through it.
///
/// The conformer owns roster and simulation; ``planUntilProven(_:feedback:maximumRounds:)`` owns the
/// plan and raises the requirement.
public protocol ProofFeedback {
  /// Proves a plan and says where it fails.
  ///
  /// - Parameters:
  ///   - plan: The plan, not yet rostered.
  ///   - raises: Factor on the required hours by unit and week for which the plan was made.
  ///   - round: 0 for the first plan.
  /// - Returns: The failures; empty when every required goal holds or nothing more can help.
  /// - Throws: What the conformer's stages throw; the loop ends with it.
  mutating func shortfalls(
    of plan: StaffPlan, raises: [[Double]], round: Int
  ) throws -> [ProofShortfall]
}

/// Weeks in which a unit of work needs more people than the closed form said.
public struct ProofShortfall: Equatable, Sendable {
  /// Index of the unit in ``WorkforceProblem/units``.
  public var unit: Int
  /// Indices of the weeks of the failed period.
  public var weeks: Range<Int>
  /// By how much to raise the required hours, as a share: 0.05 asks for 5 % more.
  public var raise: Double
  /// Makes a shortfall; `raise` is positive and finite.
  public init(unit: Int, weeks: Range<Int>, raise: Double) {
    (self.unit, self.weeks, self.raise) = (unit, weeks, raise)
  }
}
