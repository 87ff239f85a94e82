import Quantities

extension PlanResult {
  /// The alternative with a name, or nothing.
  public func alternative(named name: String) -> AlternativeResult? {
    alternatives.first { $0.name == name }
  }

  /// What happens if nothing changes: the first alternative when nobody was planned for it.
  public var baseline: AlternativeResult? {
    alternatives.first.flatMap { $0.planned ? nil : $0 }
  }

  /// The alternative that a report leads with.
  ///
  /// It is the recommended one; without a recommendation, of the planned alternatives the one that
  /// misses the fewest required goals, and of equals the cheapest; without a plan, the first.
  public var leading: AlternativeResult? {
    if let recommended, let found = alternative(named: recommended) { return found }
    let planned = alternatives.enumerated().filter { $0.element.planned }
    let best = planned.min { left, right in
      let (a, b) = (left.element, right.element)
      let (missedA, missedB) = (a.proof.missedGoals.count, b.proof.missedGoals.count)
      if missedA != missedB { return missedA < missedB }
      return (a.costCents, left.offset) < (b.costCents, right.offset)
    }
    return best?.element ?? alternatives.first
  }

  /// The alternative against which costs are compared: the cheapest certified one, or the cheapest
  /// planned one when none is certified.
  public var cheapest: AlternativeResult? {
    let certified = alternatives.filter { $0.planned && $0.certified }
    let pool = certified.isEmpty ? alternatives.filter(\.planned) : certified
    return pool.min { $0.costCents < $1.costCents }
  }

  /// The sensitivities by the larger of their two effects, largest first.
  public var sensitivitiesByEffect: [Sensitivity] {
    sensitivities.enumerated()
      .sorted { ($1.element.swing, $0.offset) < ($0.element.swing, $1.offset) }
      .map(\.element)
  }

  /// Whether the claims behind the demand were made by the generator.
  public var isSynthetic: Bool { demand.claims?.synthetic ?? false }
}

extension Sensitivity {
  /// The larger of the two effects, as a positive amount.
  public var swing: UInt { max(lowCents.value.magnitude, highCents.value.magnitude) }
}
