import Quantities
import Queueing
import Results
import Scenarios

/// What splitting a live queue between pools costs, against all of them sharing it as the plan does.
struct SplitStudy {
  let calendar: IntervalCalendar
  let stage: AlternativeStage
  let result: AlternativeResult

  /// One for each live queue that several pools work, in its busiest week.
  func losses() throws -> [SplitLoss] {
    try stage.alternative.queues.compactMap { queue in
      guard queue.kind == .voice || queue.kind == .chat,
        let place = stage.requirement.units.firstIndex(where: { $0.queue == queue.name }),
        let goal = queue.goals.compactMap(LiveRequirement.serviceGoal).first
      else { return nil }
      return try loss(queue, place, goal)
    }
  }

  private func loss(_ queue: QueueSpec, _ place: Int, _ goal: ServiceGoal) throws -> SplitLoss? {
    let unit = stage.requirement.units[place]
    let spans = calendar.weeks.map { calendar.intervals(ofDays: $0) }
    let busiest = spans.indices.max { left, right in
      unit.items[spans[left]].reduce(0, +) < unit.items[spans[right]].reduce(0, +)
    }
    guard let busiest else { return nil }
    let given = result.plan.pools.map { $0.weeks[busiest].assignedHours[place] }
    let total = given.reduce(0, +)
    let working = given.indices.filter { given[$0] > 0 }
    guard working.count > 1 else { return nil }
    let shares = working.map { given[$0] / total }
    var (pooled, split) = (0, 0)
    for items in unit.items[spans[busiest]] where items > 0 {
      pooled += try agents(queue, items, goal)
      for share in shares { split += try agents(queue, items * share, goal) }
    }
    return SplitLoss(
      alternative: result.name, queue: queue.name, week: result.plan.weeks[busiest],
      pools: zip(working, shares).map {
        SplitShare(pool: result.plan.pools[$0].pool, share: $1)
      }, pooledHours: Double(pooled) * calendar.intervalHours,
      splitHours: Double(split) * calendar.intervalHours)
  }

  /// Fewest people by Erlang A; of chats, each person counts for the chats held at once.
  private func agents(_ queue: QueueSpec, _ items: Double, _ goal: ServiceGoal) throws -> Int {
    let slots = queue.kind == .chat ? Double(queue.concurrencyFactors.count) : 1
    let slowest = queue.steps[0].handleTime.mean * (queue.concurrencyFactors.last ?? 1)
    let needed = try agentsNeeded(
      for: [goal],
      load: ContactLoad(
        arrivalRate: items / Double(calendar.intervalSeconds), serviceRate: 1 / slowest,
        abandonmentRate: queue.patience.map { 1 / $0.mean } ?? 0))
    return Int((Double(needed) / slots).rounded(.up))
  }
}
