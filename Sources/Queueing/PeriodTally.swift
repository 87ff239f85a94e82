/// The numerator and denominator of one goal in one interval, so that a period is judged by their sums.
struct PeriodTally {
  var numerator: Double
  var denominator: Double

  init(numerator: Double, denominator: Double) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The tally of one goal with `agents` people for the whole weight of an interval.
  init(_ goal: ServiceGoal, interval: PeriodRequirement.Interval, agents: Int) {
    let load = interval.load
    let contacts = load.arrivalRate * interval.weight
    guard contacts > 0, agents > 0 else {
      self = Self.idle(goal, interval: interval, agents: agents)
      return
    }
    let state = ErlangASteadyState(
      arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
      abandonmentRate: load.abandonmentRate, agents: Double(agents))
    switch goal {
    case .serviceLevel(let definition, let within, _):
      let parts = ServiceLevelParts(definition, state: state, within: within)
      self.init(numerator: contacts * parts.met, denominator: contacts * parts.counted)
    case .abandonment: self.init(numerator: contacts * state.pAbandon, denominator: contacts)
    case .occupancy:
      let staffed = Double(agents) * interval.weight
      self.init(numerator: staffed * state.occupancy, denominator: staffed)
    case .speedOfAnswer:
      let answered = contacts * state.pServed
      self.init(numerator: answered * state.speedOfAnswer, denominator: answered)
    case .deadline: self.init(numerator: 0, denominator: 0)
    }
  }

  /// The case without arrivals or without people.
  private static func idle(
    _ goal: ServiceGoal, interval: PeriodRequirement.Interval, agents: Int
  ) -> PeriodTally {
    let contacts = interval.load.arrivalRate * interval.weight
    switch goal {
    case .serviceLevel(let definition, let within, _):
      let quick = ErlangAResult.withoutAgents(
        arrivalRate: 1, abandonmentRate: interval.load.abandonmentRate, within: within
      ).serviceLevelWithinThreshold
      switch definition {
      case .withinThreshold:
        return PeriodTally(numerator: contacts * quick, denominator: contacts)
      case .excludingShortAbandons:
        return PeriodTally(numerator: 0, denominator: contacts * (1 - quick))
      case .answered: return PeriodTally(numerator: 0, denominator: 0)
      case .offered, .virtual: return PeriodTally(numerator: 0, denominator: contacts)
      }
    case .abandonment: return PeriodTally(numerator: contacts, denominator: contacts)
    case .occupancy:
      return PeriodTally(numerator: 0, denominator: Double(agents) * interval.weight)
    case .speedOfAnswer, .deadline: return PeriodTally(numerator: 0, denominator: 0)
    }
  }

  /// How far the goal is met, `>= 0` when it is, additive over intervals.
  func surplus(_ goal: ServiceGoal) -> Double {
    switch goal {
    case .serviceLevel(_, _, let share): numerator - share * denominator
    case .speedOfAnswer(let most), .abandonment(let most), .occupancy(let most):
      most * denominator - numerator
    case .deadline: 0
    }
  }
}

/// The two parts of a service level, which add up over intervals where the level does not.
public struct ServiceLevelParts: Sendable, Equatable {
  /// Share of all contacts that count as met.
  public var met: Double
  /// Share of all contacts that the definition counts.
  public var counted: Double

  init(
    _ definition: ServiceLevelDefinition, served: Double, kept: Double, reached: Double,
    settled: Double, pServed: Double
  ) {
    switch definition {
    case .offered: (met, counted) = (served, 1)
    case .answered: (met, counted) = (served, pServed)
    case .virtual: (met, counted) = (reached, 1)
    case .excludingShortAbandons: (met, counted) = (served, kept)
    case .withinThreshold: (met, counted) = (settled, 1)
    }
  }

  init(_ definition: ServiceLevelDefinition, state: ErlangASteadyState, within: Double) {
    let parts = state.threshold(within)
    self.init(
      definition, served: parts.served, kept: parts.kept, reached: parts.reached,
      settled: parts.settled, pServed: state.pServed)
  }
}
