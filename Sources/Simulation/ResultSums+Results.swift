extension ResultSums {
  /// Turns the sums into results.
  func results(warnings: [SimulationWarning]) -> SimulationResults {
    SimulationResults(
      replications: replications,
      queues: model.model.queues.indices.map { queueResult($0) },
      pools: model.model.pools.indices.map { poolResult($0) },
      periods: model.model.periods.enumerated().map { index, map in
        PeriodResults(name: map.name, count: map.count, table: index + 1, sums: self)
      },
      warnings: warnings, events: events, contacts: contacts, sums: self)
  }

  private func queueResult(_ queue: Int) -> QueueResult {
    let definition = model.model.queues[queue]
    func estimate(_ measure: QueueMeasure) -> Estimate {
      guard let index = layouts[queue].index(of: measure) else {
        return Estimate(mean: 0, halfWidth: .infinity, isDefined: false)
      }
      return queueEstimate(table: 0, period: 0, queue: queue, measure: index)
    }
    func quantile(_ position: Int) -> Estimate {
      let sums = waits[queue * Self.quantiles.count + position]
      return sums.estimate(replications: Int(sums.denominator))
    }
    return QueueResult(
      name: definition.name, offered: estimate(.count(.offered)),
      served: estimate(.count(.served)), completed: estimate(.count(.completed)),
      abandoned: estimate(.count(.abandoned)), blocked: estimate(.count(.blocked)),
      closed: estimate(.count(.closed)), redials: estimate(.count(.redials)),
      abandonment: estimate(.abandonment),
      serviceLevels: definition.thresholds.enumerated().map { index, within in
        ServiceLevelResult(
          within: within, offered: estimate(.serviceLevel(.offered, threshold: index)),
          answered: estimate(.serviceLevel(.answered, threshold: index)),
          virtual: estimate(.serviceLevel(.virtual, threshold: index)),
          excludingShortAbandons: estimate(
            .serviceLevel(.excludingShortAbandons, threshold: index)),
          withinThreshold: estimate(.serviceLevel(.withinThreshold, threshold: index)))
      },
      waitMean: estimate(.waitMean), speedOfAnswer: estimate(.speedOfAnswer),
      waitP50: quantile(0), waitP90: quantile(1), waitP95: quantile(2), waitP99: quantile(3),
      turnaroundMean: estimate(.turnaroundMean),
      deadlinesMet: definition.deadlines.isEmpty
        ? nil : estimate(.deadlinesMet(deadlineClass: nil)),
      deadlinesMetByClass: definition.deadlines.indices.map {
        estimate(.deadlinesMet(deadlineClass: $0))
      },
      waitingAtEnd: estimate(.waitingAtEnd), inServiceAtEnd: estimate(.inServiceAtEnd))
  }

  private func poolResult(_ pool: Int) -> PoolResult {
    func estimate(_ measure: Int) -> Estimate {
      poolEstimate(table: 0, period: 0, pool: pool, measure: measure)
    }
    return PoolResult(
      name: model.model.pools[pool].name, occupancy: estimate(0), busySeconds: estimate(1),
      staffedSeconds: estimate(2), overtimeSeconds: estimate(3), handled: estimate(4))
  }
}
