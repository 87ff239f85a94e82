import Quantities
import RandomStreams
import Scenarios
import Simulation

/// Turns queues and pools of fixed people into the simulator's model.
struct PlainModel {
  let queues: [QueueSpec]
  let pools: [PoolSpec]
  /// Open or closed by queue and interval; always open when nothing.
  let masks: [[Bool]]?
  /// How far days and levels vary, by queue.
  let variations: [ArrivalVariation?]
  /// The number of intervals in a day.
  let intervalsPerDay: Int
  /// Correlation of the days' factors between any two queues.
  var dayCorrelation = 0.0
  /// The days, when there is a calendar.
  var calendar: IntervalCalendar?

  /// The model over a horizon cut into intervals, with the arrivals of each queue.
  func model(
    horizon: Double, interval: Double, warmUp: Double, arrivals: [Arrivals]
  ) -> SimulationModel {
    var model = SimulationModel(
      horizon: horizon, interval: interval,
      queues: queues.indices.map { queueModel($0, arrivals: arrivals[$0]) },
      pools: pools.map(poolModel), warmUp: warmUp)
    if dayCorrelation > 0 {
      model.dayCorrelation = queues.indices.map { row in
        queues.indices.map { $0 == row ? 1 : dayCorrelation }
      }
    }
    return model
  }

  /// The spread of a queue from those of its drivers, each by its part of the work.
  ///
  /// The day after a clock change begins an hour off: days here have the same number of intervals.
  static func variation(
    _ drivers: [DriverSpec], parts: [Double], intervalsPerDay: Int
  ) -> ArrivalVariation? {
    let total = parts.reduce(0, +)
    guard total > 0 else { return nil }
    func spread(_ own: (DriverSpec) -> Double) -> Double {
      let squares = zip(drivers, parts).reduce(0.0) { sum, pair in
        let part = pair.1 * own(pair.0)
        return sum + part * part
      }
      return squares.squareRoot() / total
    }
    var variation = ArrivalVariation(
      dayCV: spread(\.daySpread), intervalCV: spread(\.intervalSpread),
      intervalsPerDay: intervalsPerDay)
    variation.levelCV = spread(\.levelSpread)
    let isPlain = variation.dayCV == 0 && variation.intervalCV == 0 && variation.levelCV == 0
    return isPlain ? nil : variation
  }

  /// The threshold in seconds of a live queue without a goal that names one.
  static let usualThreshold = 20.0

  /// The thresholds of a queue's service-level goals, each once.
  static func thresholds(_ queue: QueueSpec) -> [Double] {
    guard queue.kind == .voice || queue.kind == .chat else { return [] }
    var found: [Double] = []
    for threshold in SimulationInputs.thresholds(queue) where !found.contains(threshold) {
      found.append(threshold)
    }
    return found.isEmpty ? [usualThreshold] : found
  }

  private func queueModel(_ index: Int, arrivals: Arrivals) -> QueueModel {
    let queue = queues[index]
    let routing = queue.routing
    let isLive = queue.kind == .voice || queue.kind == .chat
    let kind: QueueModel.Kind
    switch queue.kind {
    case .voice: kind = .voice
    case .chat:
      kind = .chat(
        concurrency: queue.concurrencyFactors.count, slowdown: queue.concurrencyFactors)
    case .case, .outbound, .scheduled, .journey: kind = .deferred
    }
    var model = QueueModel(
      name: queue.name, kind: kind, arrivals: arrivals, open: masks?[index],
      steps: queue.steps.map { step(queue, $0) },
      patience: isLive ? queue.patience.map(SimulationInputs.distribution) : nil,
      priority: routing.priority,
      order: routing.order.map { $0 == .oldest ? .oldest : .earliestDeadline },
      deadlines: SimulationInputs.deadlines(queue), thresholds: PlainModel.thresholds(queue),
      shortAbandon: routing.shortAbandon, waitingPlaces: routing.waitingPlaces,
      feeds: feeds(from: queue.name) + repeats(index))
    model.redial = routing.redials.map {
      RedialModel(probability: $0.share, delay: SimulationInputs.distribution($0.after))
    }
    model.callback = routing.virtualHold.map {
      CallbackModel(offeredAbove: $0.above, acceptance: $0.acceptance)
    }
    model.variation = variations[index]
    if queue.kind == .outbound {
      model.outbound = OutboundModel(
        connectRates: [queue.connectRate],
        // An attempt that takes no time at all would still take the agent a moment.
        attemptTime: .deterministic(max(queue.attemptTime, 0.001)),
        maximumAttempts: queue.maximumAttempts,
        retryDelay: routing.retryAfter.map(SimulationInputs.distribution)
          ?? .deterministic(86_400),
        reserveAgents: routing.reserveAgents)
    }
    return model
  }

  private func step(_ queue: QueueSpec, _ step: StepSpec) -> StepModel {
    let helpers = queue.routing.overflow
    let able = pools.indices.filter { pool in
      pools[pool].skills.contains(queue.name)
        && step.requires.allSatisfy(pools[pool].abilities.contains)
    }
    let wanted = queue.routing.pools
    let eligible = able.filter { pool in !helpers.contains { $0.pool == pools[pool].name } }
      .sorted { one, other in
        let first = wanted.firstIndex(of: pools[one].name) ?? wanted.count
        let second = wanted.firstIndex(of: pools[other].name) ?? wanted.count
        return (first, one) < (second, other)
      }
    var model = StepModel(
      name: step.name, handleTime: SimulationInputs.distribution(step.handleTime),
      eligiblePools: eligible,
      overflow: helpers.compactMap { rule in
        able.first { pools[$0].name == rule.pool }
          .map { OverflowRule(pool: $0, after: rule.after) }
      })
    model.allocation = queue.routing.allocation.compactMap { rule in
      guard let pool = eligible.first(where: { pools[$0].name == rule.pool }) else { return nil }
      let kind: AllocationRule.Kind
      if let most = rule.mostPerDay {
        kind = .cap(most, intervals: intervalsPerDay)
      } else {
        kind = .share(rule.share ?? 0)
      }
      return AllocationRule(pool: pool, kind: kind)
    }
    model.outsideWait = step.wait.map(SimulationInputs.distribution)
    model.dropOut = step.dropOut
    switch queue.routing.selection {
    case .preference: model.selection = .preference
    case .longestIdle: model.selection = .longestIdle
    case .leastSkilled: model.selection = .leastSkilled
    }
    return model
  }

  private func poolModel(_ pool: PoolSpec) -> PoolModel {
    let people = pool.agents ?? 0
    let works = queues.indices.filter { pool.skills.contains(queues[$0].name) }
    var agents = [people]
    if let calendar, !pool.routing.shifts.isEmpty {
      agents = PlainModel.agents(pool.routing.shifts, calendar)
    } else if let masks, let count = masks.first?.count {
      // People are there while any of their queues is open.
      agents = (0..<count).map { interval in
        works.contains { masks[$0][interval] } ? people : 0
      }
    }
    var model = PoolModel(name: pool.name, agents: agents, skillRanks: ranks(pool, works))
    if !pool.routing.handleTimeFactors.isEmpty {
      model.handleTimeFactors = queues.map { pool.routing.handleTimeFactors[$0.name] ?? 1 }
    }
    if let calendar, !pool.routing.learning.isEmpty {
      let seconds = Double(calendar.intervalSeconds)
      model.learningFactors = (0..<calendar.intervalCount).map { interval in
        pool.routing.learning.last { $0.after <= Double(interval) * seconds }?.factor ?? 1
      }
    }
    if pool.routing.absence > 0 {
      model.absence = AbsenceModel(
        share: pool.routing.absence, intervalsPerDay: intervalsPerDay)
    }
    model.shiftEnd = pool.routing.shiftEnd == .finish ? .finish : .setAside
    return model
  }

  /// People of all shifts who are there and not on a break, by interval.
  static func agents(_ shifts: [PoolRoutingSpec.Shift], _ calendar: IntervalCalendar) -> [Int] {
    var agents = [Int](repeating: 0, count: calendar.intervalCount)
    for shift in shifts {
      let there = calendar.openMask(shift.hours, openOnHolidays: shift.onHolidays)
      let breaks = shift.breaks.map { calendar.openMask($0, openOnHolidays: true) }
      for interval in agents.indices where there[interval] {
        if breaks.contains(where: { $0[interval] }) { continue }
        agents[interval] += shift.agents
      }
    }
    return agents
  }

  /// The order in which a pool takes its queues: by priority, then as its skills stand.
  private func ranks(_ pool: PoolSpec, _ works: [Int]) -> [SkillRank] {
    func key(_ queue: Int) -> (Int, Int) {
      let place = pool.skills.firstIndex(of: queues[queue].name) ?? 0
      return (-queues[queue].routing.priority, pool.routing.takes == .inOrder ? place : 0)
    }
    return works.map { queue in
      SkillRank(queue: queue, rank: works.count { key($0) < key(queue) })
    }
  }

  /// Contacts of a queue that come again, by who did the work.
  private func repeats(_ index: Int) -> [FeedModel] {
    guard let rule = queues[index].routing.repeats else { return [] }
    return [
      FeedModel(
        queue: index, share: rule.share, lag: SimulationInputs.distribution(rule.after),
        shareByPool: rule.byPool.isEmpty
          ? nil : pools.map { rule.byPool[$0.name] ?? rule.share })
    ]
  }

  /// The work that finished items of a queue cause in others.
  private func feeds(from source: String) -> [FeedModel] {
    queues.enumerated().flatMap { index, queue in
      queue.drivers.compactMap { driver in
        guard case .queue(let name, let share) = driver.cause, name == source else { return nil }
        return FeedModel(queue: index, share: share, lag: PlainModel.lag(driver.lag))
      }
    }
  }

  /// A cumulative lag as a thousand equally likely values, linear between its points.
  static func lag(_ points: [DriverSpec.LagPoint]) -> DurationDistribution {
    guard !points.isEmpty else { return .deterministic(0) }
    let count = 1000
    return .empirical(
      (0..<count).map { number in
        let share = (Double(number) + 0.5) / Double(count)
        let next = points.firstIndex { $0.share >= share } ?? points.count - 1
        let before =
          next == 0 ? DriverSpec.LagPoint(after: 0, share: 0) : points[next - 1]
        let width = points[next].share - before.share
        guard width > 0 else { return points[next].after }
        return before.after + (points[next].after - before.after) * (share - before.share) / width
      })
  }
}
