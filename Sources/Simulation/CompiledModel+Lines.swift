extension CompiledModel {
  /// The eligible pools of a step, most wanted first.
  static func inOrder(_ step: StepModel, _ model: SimulationModel) -> [Int] {
    guard step.selection == .leastSkilled else { return step.eligiblePools }
    let skills = step.eligiblePools.map { pool in
      model.queues.reduce(0) { total, queue in
        total
          + queue.steps.count { step in
            step.eligiblePools.contains(pool) || step.overflow.contains { $0.pool == pool }
          }
      }
    }
    return step.eligiblePools.indices.sorted { (skills[$0], $0) < (skills[$1], $1) }
      .map { step.eligiblePools[$0] }
  }

  static func poolHoldsChats(_ pool: Int, model: SimulationModel) -> Bool {
    model.queues.contains { queue in
      guard case .chat = queue.kind else { return false }
      return queue.steps.contains { step in
        step.eligiblePools.contains(pool) || step.overflow.contains { $0.pool == pool }
      }
    }
  }

  /// The lines that a pool serves, most urgent group first.
  static func lines(
    of pool: Int, model: SimulationModel, lineQueue: [Int32], lineStep: [Int], lineLane: [Int],
    concurrency: [Int32]
  ) -> [PoolLine] {
    struct Candidate {
      var line: Int
      var rank: Int
      var priority: Int
      var after: Double
      var isAllocated: Bool
    }
    var candidates: [Candidate] = []
    for line in lineQueue.indices {
      let queue = Int(lineQueue[line])
      let step = model.queues[queue].steps[lineStep[line]]
      let rule = step.overflow.first { $0.pool == pool }
      guard step.eligiblePools.contains(pool) || rule != nil,
        step.lane(of: pool) ?? lineLane[line] == lineLane[line]
      else { continue }
      let ranks = model.pools[pool].skillRanks
      let rank =
        ranks.first { $0.queue == queue && $0.step == lineStep[line] }
        ?? ranks.first { $0.queue == queue && $0.step == nil }
      candidates.append(
        Candidate(
          line: line, rank: rank?.rank ?? 0, priority: model.queues[queue].priority,
          after: rule?.after ?? 0,
          isAllocated: step.allocation.contains { $0.pool == pool && $0.share == nil }))
    }
    candidates.sort {
      ($0.rank, -$0.priority, $0.line) < ($1.rank, -$1.priority, $1.line)
    }
    var group: Int32 = -1
    var lines: [PoolLine] = []
    for (index, candidate) in candidates.enumerated() {
      let previous = index == 0 ? nil : candidates[index - 1]
      if previous.map({ $0.rank != candidate.rank || $0.priority != candidate.priority }) ?? true {
        group += 1
      }
      lines.append(
        PoolLine(
          line: Int32(candidate.line), group: group,
          concurrency: concurrency[Int(lineQueue[candidate.line])],
          isRestricted: candidate.after > 0 || candidate.isAllocated
            || model.queues[Int(lineQueue[candidate.line])].outbound != nil,
          after: candidate.after))
    }
    return lines
  }

  /// Open seconds before each interval and in all, for clocks that stop while a queue is closed.
  static func openSeconds(of queue: QueueModel, in model: SimulationModel) -> [Double] {
    guard queue.deadlines.contains(where: { $0.clock == .open }) else { return [] }
    var total = 0.0
    var sums = [0.0]
    for interval in 0..<model.intervalCount {
      let start = Double(interval) * model.interval
      let length = min(model.interval, model.horizon - start)
      total += queue.open?[interval] ?? true ? length : 0
      sums.append(total)
    }
    return sums
  }

  /// The deadline class that a word draws.
  func deadlineClass(queue: Int, word: UInt32) -> Int {
    var rest = unit(word)
    let classes = deadlines[queue]
    var chosen = 0
    while chosen + 1 < classes.count, rest >= classes[chosen].share {
      rest -= classes[chosen].share
      chosen += 1
    }
    return chosen
  }

  /// The instant at which a deadline that starts now is due; infinite beyond the horizon.
  func due(queue: Int, deadlineClass: Int, arrival: Double) -> Double {
    let deadline = deadlines[queue][deadlineClass]
    guard deadline.clock == .open else { return arrival + deadline.within }
    let sums = openSeconds[queue]
    let start = min(Int(arrival / interval), intervalCount - 1)
    let elapsed = arrival - Double(start) * interval
    let isOpen = open[queue].isEmpty || open[queue][start]
    let target = sums[start] + (isOpen ? elapsed : 0) + deadline.within
    guard target <= sums[intervalCount] else { return .infinity }
    var low = start
    var high = intervalCount
    while high - low > 1 {
      let middle = (low + high) / 2
      if sums[middle] < target { low = middle } else { high = middle }
    }
    return Double(low) * interval + (target - sums[low])
  }
}
