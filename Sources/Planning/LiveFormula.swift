import Quantities
import Queueing
import Scenarios

/// What Erlang A says of a live queue's goal over each of its periods.
struct LiveFormula {
  let calendar: IntervalCalendar
  let queue: QueueSpec

  /// The goal's measure by period; nothing where no contacts come.
  func values(_ goal: GoalSpec, items: [Double], agents: [Double]) throws -> [Double?] {
    guard goal.over != .interval, LiveRequirement.serviceGoal(goal) != nil else { return [] }
    return try Periods.of(goal.over, in: calendar).map {
      try value(goal, items: items[$0.intervals], agents: agents[$0.intervals])
    }
  }

  /// The goal's measure over some intervals of items and agents alike; nothing where no contacts come.
  func value(
    _ goal: GoalSpec, items: ArraySlice<Double>, agents: ArraySlice<Double>
  ) throws -> Double? {
    var within = 20.0
    var definition = Scenarios.ServiceLevelDefinition.offered
    if case .serviceLevel(let seconds, _, let named) = goal.measure {
      (within, definition) = (seconds, named)
    }
    let seconds = Double(calendar.intervalSeconds)
    let slots = queue.kind == .chat ? Double(queue.concurrencyFactors.count) : 1
    let slowest = queue.steps[0].handleTime.mean * (queue.concurrencyFactors.last ?? 1)
    let abandonmentRate = queue.patience.map { 1 / $0.mean } ?? 0
    var top = 0.0
    var bottom = 0.0
    for (count, people) in zip(items, agents) where count > 0 {
      let result = try unlessUnstable {
        try erlangA(
          arrivalRate: count / seconds, serviceRate: 1 / slowest,
          abandonmentRate: abandonmentRate, agents: people * slots, within: within)
      }
      guard let result else {
        // Nobody is served in time while the queue only grows.
        bottom += count
        continue
      }
      let parts = parts(goal, result, definition)
      top += count * parts.top
      bottom += count * parts.bottom
    }
    return bottom > 0 ? top / bottom : nil
  }

  private func parts(
    _ goal: GoalSpec, _ result: ErlangAResult, _ definition: Scenarios.ServiceLevelDefinition
  ) -> (top: Double, bottom: Double) {
    let served = 1 - result.pAbandon
    switch goal.measure {
    case .serviceLevel:
      let level = result.serviceLevel(LiveRequirement.definition(definition))
      let within = result.serviceLevelOffered
      switch definition {
      case .offered, .virtual, .withinThreshold: return (level, 1)
      case .answered: return (within, served)
      case .excludingShortAbandons: return (within, level > 0 ? within / level : 1)
      }
    case .speedOfAnswer: return (result.speedOfAnswer * served, served)
    case .abandonment: return (result.pAbandon, 1)
    case .deadline: return (0, 0)
    }
  }
}

/// A result, or nothing when the queue would grow for ever.
func unlessUnstable<Value>(_ work: () throws -> Value) throws -> Value? {
  do {
    return try work()
  } catch let error as QueueingError {
    if case .unstable = error { return nil }
    throw error
  }
}
