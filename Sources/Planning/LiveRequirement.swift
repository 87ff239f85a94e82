import Quantities
import Queueing
import Results
import Scenarios

/// People needed at a live queue (voice, chat) by interval.
struct LiveRequirement {
  let calendar: IntervalCalendar
  let queue: QueueSpec
  let mask: [Bool]

  private var handleTime: Double { queue.steps[0].handleTime.mean }
  private var seconds: Double { Double(calendar.intervalSeconds) }
  private var abandonmentRate: Double { queue.patience.map { 1 / $0.mean } ?? 0 }

  /// The requirement for given items by interval.
  ///
  /// Each goal is met over its own period at the least total hours, above a floor in every interval.
  func requirement(items: [Double]) throws -> WorkUnitRequirement {
    var agents = Array(repeating: 0, count: items.count)
    let kinds = GoalSpec.Period.allCases.filter { $0 != .interval }
    for kind in kinds {
      let promised = queue.goals.filter { $0.over == kind }
      guard !promised.isEmpty else { continue }
      for period in Periods.of(kind, in: calendar) {
        let goals = promised.filter { $0.holds(on: period.start) }
        try raise(
          &agents, items: items, in: period.intervals,
          goals: goals.compactMap(LiveRequirement.serviceGoal), floor: floorGoals(on: period.start))
      }
    }
    // Goals of single intervals hold from their own day on, whatever period that falls into.
    let isDated = queue.goals.contains { $0.from != nil || $0.until != nil }
    if isDated || !queue.goals.contains(where: { $0.over != .interval }) {
      for span in spans {
        try raise(
          &agents, items: items, in: span.intervals, goals: [], floor: floorGoals(on: span.start))
      }
    }
    let hours = Double(agents.reduce(0, +)) * calendar.intervalHours
    return WorkUnitRequirement(
      queue: queue.name, step: queue.steps[0].name, method: method, items: items, agents: agents,
      hours: hours, strictHours: nil,
      handleTimeSeconds: handleTime, example: try example(items: items, agents: agents))
  }

  /// Erlang A for an interval with given items and people.
  func evaluate(items: Double, agents: Int, within: Double) throws -> ErlangAResult {
    if let load = chatLoad(items) {
      return try chatBalanced(load: load, agents: agents, within: within).queue
    }
    return try erlangA(
      arrivalRate: items / seconds, serviceRate: 1 / handleTime,
      abandonmentRate: abandonmentRate, agents: agents, within: within)
  }

  /// The goal in the queueing stage's terms; nothing for a deadline.
  static func serviceGoal(_ goal: GoalSpec) -> ServiceGoal? {
    switch goal.measure {
    case .serviceLevel(let within, let share, let definition):
      .serviceLevel(self.definition(definition), within: within, share: share)
    case .speedOfAnswer(let seconds): .speedOfAnswer(atMost: seconds)
    case .abandonment(let share): .abandonment(atMost: share)
    case .deadline: nil
    }
  }

  /// The definition of service level in the queueing stage's terms.
  static func definition(
    _ definition: Scenarios.ServiceLevelDefinition
  ) -> Queueing.ServiceLevelDefinition {
    switch definition {
    case .offered: .offered
    case .answered: .answered
    case .virtual: .virtual
    case .excludingShortAbandons: .excludingShortAbandons
    case .withinThreshold: .withinThreshold
    }
  }

  private var method: String {
    let model = queue.kind == .chat ? "Erlang A with several chats an agent" : "Erlang A"
    guard let goal = queue.goals.first(where: { LiveRequirement.serviceGoal($0) != nil }) else {
      return "offered load rounded up (no goal)"
    }
    if queue.kind == .chat || goal.over == .interval { return "\(model), goal in every interval" }
    let floor = goal.floor == nil ? "" : " with a floor in every interval"
    return "\(model), goal over the \(goal.over.rawValue)\(floor)"
  }

  private func chatLoad(_ items: Double) -> ChatLoad? {
    guard queue.kind == .chat else { return nil }
    return ChatLoad(
      arrivalRate: items / seconds, handleTimes: queue.concurrencyFactors.map { $0 * handleTime },
      abandonmentRate: abandonmentRate)
  }

  private func contactLoad(_ items: Double) -> ContactLoad {
    ContactLoad(
      arrivalRate: items / seconds, serviceRate: 1 / handleTime, abandonmentRate: abandonmentRate)
  }

  /// The horizon cut where some goal begins or ends.
  private var spans: [(start: LocalDate, intervals: Range<Int>)] {
    let changes = Set(
      queue.goals.flatMap { [$0.from, $0.until.map { $0 + 1 }].compactMap(\.self) }
    ).filter { $0 > calendar.start && $0 <= calendar.end }
    let starts = [calendar.start] + changes.sorted()
    return starts.indices.map { place in
      let end = place + 1 < starts.count ? starts[place + 1] : calendar.end + 1
      let first = starts[place] - calendar.start
      return (starts[place], calendar.intervals(ofDays: first..<(end - calendar.start)))
    }
  }

  /// What every interval must keep by itself on a day: floors and goals over the interval.
  private func floorGoals(on date: LocalDate) -> [ServiceGoal] {
    let promised = queue.goals.filter { $0.holds(on: date) }
    var goals = promised.filter { $0.over == .interval }.compactMap(LiveRequirement.serviceGoal)
    for goal in promised {
      guard let floor = goal.floor, floor.over == .interval,
        case .serviceLevel(let within, _, let definition) = goal.measure
      else { continue }
      goals.append(
        .serviceLevel(
          LiveRequirement.definition(definition), within: within, share: floor.share))
    }
    // Without a floor a busy interval must at least not be left alone.
    return goals.isEmpty ? [.abandonment(atMost: 0.5)] : goals
  }

  private func raise(
    _ agents: inout [Int], items: [Double], in range: Range<Int>, goals: [ServiceGoal],
    floor: [ServiceGoal]
  ) throws {
    let open = range.filter { mask[$0] && items[$0] > 0 }
    guard !open.isEmpty else { return }
    if queue.kind == .chat {
      let needed = try agentsByInterval(goals + floor, items: open.map { items[$0] })
      for (interval, people) in zip(open, needed) {
        agents[interval] = max(agents[interval], people)
      }
      return
    }
    let found = try PeriodRequirement(
      intervals: open.map {
        PeriodRequirement.Interval(load: contactLoad(items[$0]), minimum: agents[$0])
      }, goals: goals, floor: floor)
    for (index, interval) in open.enumerated() { agents[interval] = found.agents[index] }
  }

  /// Agent-hours if every goal had to hold in every interval.
  func strictHours(items: [Double]) throws -> Double {
    let agents = try spans.reduce(0) { sum, span in
      let goals = queue.goals.filter { $0.holds(on: span.start) }
        .compactMap(LiveRequirement.serviceGoal)
      let open = span.intervals.filter { mask[$0] && items[$0] > 0 }
      return try agentsByInterval(
        goals + floorGoals(on: span.start), items: open.map { items[$0] }
      ).reduce(sum, +)
    }
    return Double(agents) * calendar.intervalHours
  }

  /// The fewest agents that keep goals in each interval by itself; more items never need fewer.
  private func agentsByInterval(_ goals: [ServiceGoal], items: [Double]) throws -> [Int] {
    try risingSteps(items) { items in
      if let load = chatLoad(items) { return try agentsNeeded(for: goals, chat: load) }
      return try agentsNeeded(for: goals, load: contactLoad(items))
    }
  }

  /// The busiest interval, worked in full.
  private func example(items: [Double], agents: [Int]) throws -> WorkedInterval? {
    guard queue.kind == .voice, let busiest = items.indices.max(by: { items[$0] < items[$1] }),
      items[busiest] > 0, agents[busiest] > 0
    else { return nil }
    var within = 20.0
    var definition = Scenarios.ServiceLevelDefinition.offered
    for goal in queue.goals {
      if case .serviceLevel(let seconds, _, let named) = goal.measure {
        (within, definition) = (seconds, named)
        break
      }
    }
    let people = agents[busiest]
    let result = try evaluate(items: items[busiest], agents: people, within: within)
    let named = LiveRequirement.definition(definition)
    // With endless patience one agent fewer may leave a queue that only grows: nobody is in time.
    let fewer = try unlessUnstable {
      try evaluate(items: items[busiest], agents: people - 1, within: within).serviceLevel(named)
    }
    return WorkedInterval(
      start: calendar.label(of: busiest), offered: items[busiest], intervalSeconds: seconds,
      handleTimeSeconds: handleTime, patienceSeconds: queue.patience?.mean,
      offeredLoad: items[busiest] / seconds * handleTime, agents: people, withinSeconds: within,
      serviceLevel: result.serviceLevel(named),
      serviceLevelWithOneFewer: fewer ?? 0, abandonment: result.pAbandon)
  }
}
