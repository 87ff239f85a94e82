extension SimulationModel {
  /// Compares each queue's work with the agent time of its pools over the whole horizon.
  ///
  /// A fluid check: a warning means that the queue must grow; its absence promises nothing.
  func warnings() -> [SimulationWarning] {
    var warnings: [SimulationWarning] = []
    let seconds = pools.map { pool in staffedSeconds(pool) }
    for queue in queues {
      let volume = expectedArrivals(queue)
      guard volume > 0 else { continue }
      for step in queue.steps {
        let available = step.eligiblePools.reduce(0) { $0 + seconds[$1] }
        guard available > 0 else {
          warnings.append(
            SimulationWarning(
              code: .neverStaffed, queue: queue.name,
              message: "nobody who may do step \"\(step.name)\" is ever there"))
          continue
        }
        guard queue.patience == nil, queue.waitingPlaces == nil else { continue }
        let needed = volume * step.handleTime.mean * leastSlowdown(queue) * fastest(queue, step)
        guard needed > available else { continue }
        warnings.append(
          SimulationWarning(
            code: .queueGrows, queue: queue.name,
            message:
              "step \"\(step.name)\" needs \((needed / 3600).rounded()) agent hours; its pools have"
              + " \((available / 3600).rounded()), so the queue only grows"))
      }
    }
    return warnings
  }

  private func staffedSeconds(_ pool: PoolModel) -> Double {
    guard pool.agents.count > 1 else { return Double(pool.agents.first ?? 0) * horizon }
    var total = 0.0
    for (index, count) in pool.agents.enumerated() {
      total += Double(count) * min(interval, horizon - Double(index) * interval)
    }
    return total
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

  private func fastest(_ queue: QueueModel, _ step: StepModel) -> Double {
    guard let index = queues.firstIndex(where: { $0.name == queue.name }) else { return 1 }
    return step.eligiblePools.map { pools[$0].handleTimeFactors?[index] ?? 1 }.min() ?? 1
  }
}
