import Foundation

extension SimulationModel {
  /// Compares the work with the agent time of the pools over the whole horizon.
  ///
  /// A fluid check of a model that has been validated: each queue against its pools, and all work that
  /// only some pools may do against these. A warning means that a queue must grow; its absence promises
  /// nothing. Queues from which contacts hang up or are turned away do not grow and are left out.
  ///
  /// - Returns: The warnings, in the order of the queues.
  /// - Complexity: O((steps of all queues)² × pools).
  public func warnings() -> [SimulationWarning] {
    let seconds = pools.map { pool in staffedSeconds(pool) }
    let volumes = volumes()
    var warnings: [SimulationWarning] = []
    var growing: [Load] = []
    for (index, queue) in queues.enumerated() where volumes[index] > 0 {
      var volume = volumes[index]
      for step in queue.steps {
        volume *= 1 - step.dropOut
        let load = load(index, step, volume: volume)
        let available = load.pools.reduce(0) { $0 + seconds[$1] }
        guard available > 0 else {
          warnings.append(
            SimulationWarning(
              code: .neverStaffed, queue: queue.name,
              message: "nobody who may do step \"\(step.name)\" is ever there"))
          continue
        }
        // Who always tries again never leaves.
        let leaves = queue.patience != nil && (queue.redial?.probability ?? 0) < 1
        guard !leaves, queue.waitingPlaces == nil else { continue }
        growing.append(load)
        guard load.seconds >= available * (1 - 1e-9) else { continue }
        warnings.append(
          SimulationWarning(
            code: .queueGrows, queue: queue.name,
            message:
              "step \"\(step.name)\" needs \(Self.hours(load.seconds)) agent hours; its pools have"
              + " \(Self.hours(available)), so the queue only grows"))
      }
    }
    if warnings.contains(where: { $0.code == .queueGrows }) { return warnings }
    return warnings + shared(growing, seconds)
  }

  /// The work of one step of a queue over the horizon.
  private struct Load {
    var queue: Int
    var seconds: Double
    /// The pools that may do it, at once or after a while.
    var pools: Set<Int>
  }

  /// Work that fits its pools alone and not together: all of it that only these pools may do.
  private func shared(_ loads: [Load], _ seconds: [Double]) -> [SimulationWarning] {
    var seen: Set<Set<Int>> = []
    for load in loads where seen.insert(load.pools).inserted {
      let inside = loads.filter { $0.pools.isSubset(of: load.pools) }
      let needed = inside.reduce(0) { $0 + $1.seconds }
      let available = load.pools.reduce(0) { $0 + seconds[$1] }
      guard needed >= available * (1 - 1e-9) else { continue }
      let names = load.pools.sorted().map { "\"\(pools[$0].name)\"" }.joined(separator: ", ")
      return [
        SimulationWarning(
          code: .queueGrows, queue: queues[inside[inside.count - 1].queue].name,
          message:
            "all work for \(names) together needs \(Self.hours(needed)) agent hours; there are"
            + " \(Self.hours(available)), so a queue only grows")
      ]
    }
    return []
  }

  private func load(_ index: Int, _ step: StepModel, volume: Double) -> Load {
    let queue = queues[index]
    let able = step.eligiblePools + step.overflow.map(\.pool)
    let fastest = able.map { pools[$0].handleTimeFactors?[index] ?? 1 }.min() ?? 1
    var work = step.handleTime.mean
    if let outbound = queue.outbound, let connects = outbound.connectRates.max(), connects > 0 {
      // Attempts until one connects, or the last: the fewest that there can be.
      let reached = 1 - pow(1 - connects, Double(outbound.maximumAttempts))
      work = reached * work + (reached / connects - reached) * outbound.attemptTime.mean
    }
    work *= volume * leastSlowdown(queue) * fastest
    return Load(queue: index, seconds: work, pools: Set(able))
  }

  /// Agent hours with as many digits as they need.
  private static func hours(_ seconds: Double) -> String {
    let hours = seconds / 3600
    let scale = hours < 1 ? 1e4 : hours < 100 ? 100.0 : 1
    return "\((hours * scale).rounded() / scale)"
  }

  /// Contacts of each queue over the horizon, those that finished contacts of others cause included.
  private func volumes() -> [Double] {
    let outside = queues.map { expectedArrivals($0) }
    var all = outside
    for _ in 0..<200 {
      var next = outside
      for (index, queue) in queues.enumerated() where queue.patience == nil {
        guard queue.waitingPlaces == nil, queue.outbound == nil else { continue }
        for feed in queue.feeds where queues.indices.contains(feed.queue) {
          next[feed.queue] += all[index] * (feed.shareByPool?.min() ?? feed.share)
        }
      }
      if next == all { break }
      all = next
    }
    return all
  }

  private func staffedSeconds(_ pool: PoolModel) -> Double {
    let there = 1 - (pool.absence?.share ?? 0)
    guard pool.agents.count > 1 else { return Double(pool.agents.first ?? 0) * horizon * there }
    var total = 0.0
    for (index, count) in pool.agents.enumerated() {
      total += Double(count) * min(interval, horizon - Double(index) * interval)
    }
    return total * there
  }

  private func expectedArrivals(_ queue: QueueModel) -> Double {
    func isOpen(_ interval: Int) -> Bool { !queue.isLive || (queue.open?[interval] ?? true) }
    switch queue.arrivals {
    case .rate(let rate): return rate * horizon
    case .times(let times): return Double(times.count)
    case .expected(let numbers):
      return numbers.indices.reduce(0) { $0 + (isOpen($1) ? numbers[$1] : 0) }
    case .counts(let numbers):
      return numbers.indices.reduce(0) { $0 + (isOpen($1) ? Double(numbers[$1]) : 0) }
    }
  }

  /// The least agent time per chat, as a share of an undisturbed one.
  private func leastSlowdown(_ queue: QueueModel) -> Double {
    guard case .chat(_, let slowdown) = queue.kind else { return 1 }
    return slowdown.enumerated().map { $0.element / Double($0.offset + 1) }.min() ?? 1
  }
}
