import Forecasting
import Quantities
import Results
import Scenarios
import Simulation

/// Proves the people of a plan on demand paths, queue by queue.
struct PlanProof {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let masks: [[Bool]]
  let paths: DemandPaths
  /// The demand path at rank `planFor` by workload.
  let planningPath: (index: Int, rank: Double)
  /// The demand paths by workload, least first.
  let rankedPaths: [Int]
  let halfWidth: Double
  let seed: UInt64
  let threads: Int
  /// What is known of the people of other alternatives with the same work.
  let memo: ProofMemo

  /// Demand paths simulated to say in how many the goals are kept.
  static let sampledPaths = 20

  /// Judges every goal on the planning path.
  func prove(_ teams: [Team], effort: ProofStage.Effort) throws -> [ProofStage.Verdict] {
    try queues.indices.map { index in
      try prove(
        teams.filter { $0.queue == queues[index].name }, queue: index, effort: effort,
        threads: threads)
    }
  }

  /// Judges the goals of one queue with its people on the planning path; people who are known already
  /// are not run again.
  func prove(
    _ teams: [Team], queue index: Int, effort: ProofStage.Effort, threads: Int
  ) throws -> ProofStage.Verdict {
    if effort == .precise {
      // A run that nothing ended early is as precise as asked.
      let decided = try prove(teams, queue: index, effort: .decisive, threads: threads)
      if decided.failures.isEmpty { return decided }
    }
    return try memo.verdict(queue: index, effort: effort, teams: teams) {
      let items = paths.items(path: planningPath.index, queue: index)
      return try stage(index, threads: threads).prove(
        items: items, teams: teams, formulas: formulas(teams, queue: index, items: items),
        effort: effort)
    }
  }

  /// The share of demand paths, evenly spread by workload, in which one simulated run keeps every
  /// required goal, with its 95 % interval.
  ///
  /// Queues that `verdicts` say fail are tried first, as one failure decides a path.
  func shareOfPaths(
    _ teams: [Team], verdicts: [ProofStage.Verdict]
  ) throws -> (estimate: Results.Estimate?, count: Int) {
    try memo.share(teams: teams) { try sampledShare(teams, verdicts: verdicts) }
  }

  private func sampledShare(
    _ teams: [Team], verdicts: [ProofStage.Verdict]
  ) throws -> (estimate: Results.Estimate?, count: Int) {
    let count = min(PlanProof.sampledPaths, rankedPaths.count)
    guard count > 1 else { return (nil, 0) }
    let own = queues.map { queue in teams.filter { $0.queue == queue.name } }
    let failing = queues.indices.filter { !verdicts[$0].failures.isEmpty }
    let order = failing + queues.indices.filter { verdicts[$0].failures.isEmpty }
    let kept = try inParallel(count: count, threads: threads) { position -> Bool in
      let path = rankedPaths[(2 * position + 1) * rankedPaths.count / (2 * count)]
      // The order decides how soon a failure is found, not whether.
      let suspect = memo.suspect(path: path)
      let order = order.filter { $0 == suspect } + order.filter { $0 != suspect }
      let failed = try order.first { index in
        try !memo.keeps(queue: index, path: path, teams: own[index]) {
          try stage(index, threads: 1).keepsGoals(
            items: paths.items(path: path, queue: index), teams: own[index],
            replication: UInt64(position))
        }
      }
      if let failed { memo.suspect(failed, path: path) }
      return failed == nil
    }
    let share = Double(kept.count { $0 }) / Double(count)
    return (Results.Estimate(mean: share, halfWidth: wilsonHalfWidth(share, count)), count)
  }

  private func stage(_ index: Int, threads: Int) -> ProofStage {
    ProofStage(
      calendar: calendar, queue: queues[index], mask: masks[index], halfWidth: halfWidth,
      seed: seed, threads: threads)
  }

  /// What the closed forms say of the people at a live queue, by goal and period.
  private func formulas(
    _ teams: [Team], queue index: Int, items: [Double]
  ) throws -> [[Double?]] {
    let queue = queues[index]
    guard queue.kind == .voice || queue.kind == .chat else { return queue.goals.map { _ in [] } }
    let judge = LiveFormula(calendar: calendar, queue: queue)
    var people = Array(repeating: 0.0, count: calendar.intervalCount)
    for team in teams {
      for (interval, agents) in team.agents.enumerated() { people[interval] += Double(agents) }
    }
    return try queue.goals.map { try judge.values($0, items: items, agents: people) }
  }
}

extension PlanProof {
  /// Busy ÷ staffed time at each unit of work by week; empty for units that nobody was simulated at.
  func weeklyOccupancy(
    _ verdicts: [ProofStage.Verdict], teams: [Team], units: [WorkUnitRequirement]
  ) -> [[Simulation.Estimate]] {
    units.map { unit in
      guard let index = queues.firstIndex(where: { $0.name == unit.queue }),
        let place = teams.filter({ $0.queue == unit.queue })
          .firstIndex(where: { $0.step == unit.step }),
        let weeks = verdicts[index].periods(.week)
      else { return [] }
      return calendar.weeks.indices.map { weeks.occupancy(pool: place, period: $0) }
    }
  }

  /// Busy ÷ staffed time of each pool: in each week its people at a step are as busy as all there.
  ///
  /// - Parameters:
  ///   - verdicts: One for each queue.
  ///   - teams: The people who were simulated.
  ///   - roster: The same people by pool, unit of work and interval.
  ///   - units: The units of work.
  ///   - pools: The pools' names.
  /// - Returns: One for each pool; 0 where nobody was there.
  func occupancy(
    _ verdicts: [ProofStage.Verdict], teams: [Team], roster: [[[Int]]],
    units: [WorkUnitRequirement], pools: [String]
  ) -> [PoolOccupancy] {
    let spans = calendar.weeks.map { calendar.intervals(ofDays: $0) }
    let weekly = weeklyOccupancy(verdicts, teams: teams, units: units)
    return pools.indices.map { pool in
      var (busy, staffed, width) = (0.0, 0.0, 0.0)
      for (unit, levels) in weekly.enumerated() {
        for (week, level) in levels.enumerated() where level.isDefined {
          let time = Double(roster[pool][unit][spans[week]].reduce(0, +))
          staffed += time
          busy += time * level.mean
          // Weeks vary together at most, so the sum of their half-widths is not too narrow.
          if level.halfWidth.isFinite { width += time * level.halfWidth }
        }
      }
      return PoolOccupancy(
        pool: pools[pool],
        occupancy: Results.Estimate(
          mean: staffed > 0 ? busy / staffed : 0, halfWidth: staffed > 0 ? width / staffed : 0))
    }
  }
}

/// Half the width of Wilson's 95 % interval for a share.
private func wilsonHalfWidth(_ share: Double, _ count: Int) -> Double {
  let z = 1.959_963_984_540_054
  let n = Double(count)
  return z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
}
