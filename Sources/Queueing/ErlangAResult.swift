/// What Erlang A, or a model with the same questions, says about one queue.
public struct ErlangAResult: Sendable, Equatable {
  /// Share of contacts that find no free agent, `0...1`.
  public var pWait: Double
  /// Share of all contacts that hang up, `0...1`.
  public var pAbandon: Double
  /// Mean of min(wait, patience) over all contacts, in the time unit of the rates.
  public var waitMeanAll: Double
  /// Mean wait of those who are answered; infinite when nobody is.
  public var speedOfAnswer: Double
  /// Mean number waiting.
  public var queueLength: Double
  /// Busy time ÷ staffed time, `0...1`.
  public var occupancy: Double
  /// P(served within t) / all.
  public var serviceLevelOffered: Double
  /// P(served within t) / P(served); 0 when nobody is served.
  public var serviceLevelAnswered: Double
  /// P(offered wait ≤ t).
  public var serviceLevelVirtual: Double
  /// P(served within t) / (1 − P(abandon within t)).
  public var serviceLevelExcludingShortAbandons: Double
  /// P(min(wait, patience) ≤ t).
  public var serviceLevelWithinThreshold: Double

  /// The service level by one definition.
  public func serviceLevel(_ definition: ServiceLevelDefinition) -> Double {
    switch definition {
    case .offered: serviceLevelOffered
    case .answered: serviceLevelAnswered
    case .virtual: serviceLevelVirtual
    case .excludingShortAbandons: serviceLevelExcludingShortAbandons
    case .withinThreshold: serviceLevelWithinThreshold
    }
  }
}
