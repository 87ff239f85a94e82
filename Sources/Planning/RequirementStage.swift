import Forecasting
import Quantities
import Queueing
import Results
import Scenarios

/// People needed by interval, so that the asked share of demand paths is met.
struct RequirementStage {
  let calendar: IntervalCalendar
  var queues: [QueueSpec]
  let masks: [[Bool]]
  /// Expected items by queue and interval.
  let mean: [[Double]]
  let paths: DemandPaths
  /// The share of demand paths in which every required goal is to be met.
  let planFor: Double
  let threads: Int

  /// Finds the least planning factor at which enough paths are met, and the requirement for it.
  ///
  /// The factor multiplies the mean forecast of every queue. It starts at the asked percentile of the
  /// paths' workload and is narrowed to one part in a hundred.
  func requirement() throws -> RequirementResult {
    var found = try leastFactor()
    for index in found.units.indices {
      let queue = queues.firstIndex { $0.name == found.units[index].queue }
      guard let queue, queues[queue].kind == .voice || queues[queue].kind == .chat else { continue }
      found.units[index].strictHours = try LiveRequirement(
        calendar: calendar, queue: queues[queue], mask: masks[queue]
      ).strictHours(items: found.units[index].items)
    }
    return found
  }

  private func leastFactor() throws -> RequirementResult {
    let ranked = rankedPaths
    let total = workload(mean)
    guard total > 0, paths.count > 0 else {
      return try judged(factor: 1, whole: true)
    }
    let place = min(paths.count - 1, Int((planFor * Double(paths.count)).rounded(.up)) - 1)
    var factor = max(1, ranked[max(0, place)].hours / total)
    var best = try judged(factor: factor)
    var low = 1.0
    if best.pathsMet >= planFor {
      let least = try judged(factor: 1)
      if least.pathsMet >= planFor { return least }
    } else {
      while best.pathsMet < planFor && factor < 3 {
        low = factor
        factor = 1 + (factor - 1) * 1.5 + 0.02
        best = try judged(factor: factor)
      }
      // No factor helps when a goal cannot be met at all, such as a deadline inside closed hours.
      guard best.pathsMet >= planFor else { return try judged(factor: low, whole: true) }
    }
    while factor - low > 0.01 {
      let middle = (low + factor) / 2
      let tried = try judged(factor: middle)
      if tried.pathsMet >= planFor { (best, factor) = (tried, middle) } else { low = middle }
    }
    return best
  }

  /// The requirement for a multiple of the mean forecast, with the share of paths that it meets.
  ///
  /// Deferred work is costly to work out: when the live queues alone miss too many paths it is left out,
  /// unless the whole is wanted.
  func judged(factor: Double, whole: Bool = false) throws -> RequirementResult {
    let live = queues.indices.filter { queues[$0].kind == .voice || queues[$0].kind == .chat }
    let others = queues.indices.filter { !live.contains($0) }
    var found = try units(factor: factor, of: live)
    var kept = try pathsMet(found, queues: live, among: Array(0..<paths.count))
    if whole || share(kept) >= planFor {
      let deferred = try units(factor: factor, of: others)
      kept = try pathsMet(deferred, queues: others, among: kept)
      found = queues.flatMap { queue in (found + deferred).filter { $0.queue == queue.name } }
    }
    return RequirementResult(units: found, planningFactor: factor, pathsMet: share(kept))
  }

  private func share(_ kept: [Int]) -> Double {
    paths.count > 0 ? Double(kept.count) / Double(paths.count) : 1
  }

  /// The requirement of every step of some queues, all when none are named.
  ///
  /// The work of a month, if one is named, is multiplied once more by `times`.
  func units(
    factor: Double, of wanted: [Int]? = nil, in month: Int? = nil, times: Double = 1
  ) throws -> [WorkUnitRequirement] {
    let wanted = wanted ?? Array(queues.indices)
    let surge = month.map { calendar.intervals(ofDays: calendar.months[$0]) } ?? 0..<0
    return try inParallel(count: wanted.count, threads: threads) {
      position -> [WorkUnitRequirement] in
      let index = wanted[position]
      var items = mean[index].map { $0 * factor }
      for interval in surge { items[interval] *= times }
      switch queues[index].kind {
      case .voice, .chat:
        return [
          try LiveRequirement(calendar: calendar, queue: queues[index], mask: masks[index])
            .requirement(items: items)
        ]
      case .case, .outbound, .scheduled, .journey:
        return try DeferredRequirement(
          calendar: calendar, queue: queues[index], mask: masks[index]
        ).requirements(items: items)
      }
    }.flatMap { $0 }
  }

  /// Paths by workload, least first.
  var rankedPaths: [(path: Int, hours: Double)] {
    (0..<paths.count).map { path in
      (path, workload(queues.indices.map { paths.items(path: path, queue: $0) }))
    }.sorted { ($0.hours, $0.path) < ($1.hours, $1.path) }
  }

  /// Hours of handling in given items by queue and interval.
  func workload(_ items: [[Double]]) -> Double {
    zip(queues, items).reduce(0) { sum, entry in
      let each = SimulationInputs.workOfItem(entry.0)
      return sum + entry.1.reduce(0, +) * each / 3600
    }
  }

  /// The demand paths, of some, in which the closed forms say that some queues keep every required goal.
  private func pathsMet(
    _ units: [WorkUnitRequirement], queues wanted: [Int], among candidates: [Int]
  ) throws -> [Int] {
    let judges = try wanted.map { index in
      try PathJudge(
        calendar: calendar, queue: queues[index], mask: masks[index],
        units: units.filter { $0.queue == queues[index].name },
        largestItems: paths.largestItems(queue: index))
    }
    let kept = try inParallel(count: candidates.count, threads: threads) { position in
      try judges.indices.allSatisfy {
        try judges[$0].keepsGoals(
          items: paths.items(path: candidates[position], queue: wanted[$0]))
      }
    }
    return zip(candidates, kept).filter(\.1).map(\.0)
  }
}

/// Judges one queue's required goals on a demand path by the closed forms.
private struct PathJudge: Sendable {
  private struct LiveGoal: Sendable {
    let goal: ServiceGoal
    let table: ServiceTable
    let periods: [Range<Int>]
  }

  private let calendar: IntervalCalendar
  private let queue: QueueSpec
  private let agents: [[Int]]
  private let deferred: DeferredRequirement?
  private let steps: [DeadlineJudge]
  private let live: [LiveGoal]
  private let chat: Bool

  init(
    calendar: IntervalCalendar, queue: QueueSpec, mask: [Bool], units: [WorkUnitRequirement],
    largestItems: Double
  ) throws {
    (self.calendar, self.queue) = (calendar, queue)
    agents = units.map(\.agents)
    let isChat = queue.kind == .chat
    chat = isChat
    let required = queue.goals.filter(\.required)
    guard queue.kind == .voice || queue.kind == .chat else {
      live = []
      guard !required.isEmpty else {
        (deferred, steps) = (nil, [])
        return
      }
      let requirement = DeferredRequirement(calendar: calendar, queue: queue, mask: mask)
      deferred = requirement
      steps = try zip(queue.steps, units).map {
        try requirement.judge(step: $0, agents: $1.agents)
      }
      return
    }
    (deferred, steps) = (nil, [])
    // A chat agent with k slots is judged as k calls at once at the pace of a full agent.
    let slots = queue.concurrencyFactors.count
    let slowest = queue.steps[0].handleTime.mean * (queue.concurrencyFactors.last ?? 1)
    let people = Set(units[0].agents.map { isChat ? $0 * slots : $0 }).sorted()
    live = try required.compactMap { goal in
      guard let wanted = LiveRequirement.serviceGoal(goal) else { return nil }
      var within = 20.0
      var definition = Queueing.ServiceLevelDefinition.offered
      if case .serviceLevel(let named, let seconds, _) = wanted {
        (within, definition) = (seconds, named)
      }
      let table = try ServiceTable(
        serviceRate: 1 / slowest, abandonmentRate: queue.patience.map { 1 / $0.mean } ?? 0,
        within: within, definition: definition, agents: people,
        largestArrivalRate: largestItems / Double(calendar.intervalSeconds),
        speedOfAnswer: wanted.isSpeedOfAnswer)
      // Single intervals of single paths are too many to be kept all; floors shape the
      // requirement, and a path is judged over the goal's own period or at least a day.
      let kind = goal.over == .interval ? GoalSpec.Period.day : goal.over
      return LiveGoal(
        goal: wanted, table: table,
        periods: Periods.of(kind, in: calendar).filter { goal.holds(on: $0.start) }
          .map(\.intervals))
    }
  }

  func keepsGoals(items: [Double]) throws -> Bool {
    if let deferred {
      return steps.indices.allSatisfy { step in
        deferred.areKept(
          steps[step].shareInTime(arrivals: deferred.arrivals(items, step: step)))
      }
    }
    guard !live.isEmpty else { return true }
    let slots = chat ? queue.concurrencyFactors.count : 1
    let seconds = Double(calendar.intervalSeconds)
    for goal in live {
      for period in goal.periods {
        let sums = goal.table.total(
          agents: agents[0][period].map { $0 * slots },
          arrivalRates: items[period].map { $0 / seconds })
        guard sums.contacts > 0 else { continue }
        switch goal.goal {
        case .serviceLevel(_, _, let share): if sums.serviceLevel < share { return false }
        case .speedOfAnswer(let most): if sums.speedOfAnswer > most { return false }
        case .abandonment(let most): if sums.abandonment > most { return false }
        case .occupancy, .deadline: continue
        }
      }
    }
    return true
  }
}

extension ServiceGoal {
  fileprivate var isSpeedOfAnswer: Bool {
    if case .speedOfAnswer = self { true } else { false }
  }
}
