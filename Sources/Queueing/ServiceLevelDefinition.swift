/// How abandoned contacts count in a service level; the five definitions of the workbench.
public enum ServiceLevelDefinition: String, Sendable, CaseIterable, Codable {
  /// P(served within t) / all.
  case offered
  /// P(served within t) / P(served).
  case answered
  /// P(offered wait ≤ t): the wait of someone who would never hang up.
  case virtual
  /// P(served within t) / (1 − P(abandon within t)).
  case excludingShortAbandons
  /// P(min(wait, patience) ≤ t): quick abandons count as met.
  case withinThreshold
}
