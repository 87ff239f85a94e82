import Quantities
import Results
import Scenarios
import Simulation
import Staffing

/// Runs required people in the simulator before anybody is planned, and asks for more where they fail.
///
/// The closed forms leave out what a simulation has: handle times that are not exponential, work that
/// waits from one half hour to the next. Alternatives with the same work begin their plans from the
/// same factors, so that their own proofs seldom ask for more.
struct RequirementTrial {
  /// The simulation, with other draws than the proofs of plans.
  let proof: PlanProof
  let units: [WorkUnitRequirement]

  /// Most simulations of a queue.
  static let rounds = 12
  /// Most simulations in which people are taken away again.
  static let returns = 3

  /// Factors on the required people by unit and week, at least 1.
  func raises() throws -> [[Double]] {
    // Queues do not touch each other: each is tried by itself, the largest first.
    let hours = proof.queues.map { queue in
      units.reduce(0) { $0 + ($1.queue == queue.name ? $1.hours : 0) }
    }
    let order = hours.indices.sorted { (hours[$1], $0) < (hours[$0], $1) }
    let found = try inParallel(count: order.count, threads: proof.threads) { position in
      try raises(queue: order[position])
    }
    return order.indices.reduce(into: units.map { _ in [] }) { raises, position in
      for (unit, own) in zip(ownUnits(of: order[position]), found[position]) { raises[unit] = own }
    }
  }

  /// Places of a queue's steps among the units of work.
  private func ownUnits(of queue: Int) -> [Int] {
    units.indices.filter { units[$0].queue == proof.queues[queue].name }
  }

  /// Factors by step of a queue and week.
  private func raises(queue index: Int) throws -> [[Double]] {
    let calendar = proof.calendar
    let own = ownUnits(of: index).map { units[$0] }
    var raises = own.map { _ in Array(repeating: 1.0, count: calendar.weeks.count) }
    func verdict(_ raises: [[Double]]) throws -> ProofStage.Verdict {
      let teams = zip(own, raises).map { unit, factors in
        Team(unit: unit, agents: scaledAgents(unit.agents, by: factors, calendar: calendar))
      }
      return try proof.prove(teams, queue: index, effort: .look, threads: 1)
    }
    for round in 0..<RequirementTrial.rounds {
      let found = try verdict(raises)
      if found.failures.isEmpty {
        return round > 0 ? try lowered(raises, verdict: verdict) : raises
      }
      for (step, weeks) in found.raises(calendar).enumerated() {
        for (week, raise) in weeks.enumerated() { raises[step][week] *= 1 + raise }
      }
    }
    return raises
  }

  /// Takes people away again where the goals pass with room: half of what was added, by step and week,
  /// is kept away wherever no goal fails without it.
  private func lowered(
    _ raises: [[Double]], verdict: ([[Double]]) throws -> ProofStage.Verdict
  ) throws -> [[Double]] {
    var tried = raises.map { $0.map { 1 + ($0 - 1) / 2 } }
    for _ in 0..<RequirementTrial.returns {
      let found = try verdict(tried)
      if found.failures.isEmpty { return tried }
      let missed = found.raises(proof.calendar)
      for step in tried.indices {
        for week in tried[step].indices where missed[step][week] > 0 {
          tried[step][week] = raises[step][week]
        }
      }
    }
    return raises
  }
}

extension ProofStage.Verdict {
  /// By how much people are missing at each step in each week: the most of the failed periods that touch
  /// the week, at the steps whose people are busiest, as more elsewhere would help least.
  func raises(_ calendar: IntervalCalendar) -> [[Double]] {
    var byWeek = Array(repeating: 0.0, count: calendar.weeks.count)
    for failure in failures {
      let first = calendar.days[calendar.dayOfInterval[failure.intervals.lowerBound]].week
      let last = calendar.days[calendar.dayOfInterval[failure.intervals.upperBound - 1]].week
      for week in first...last { byWeek[week] = max(byWeek[week], failure.raise) }
    }
    var raises = Array(repeating: byWeek, count: teamCount)
    guard teamCount > 1, let weeks = periods(.week) else { return raises }
    for week in byWeek.indices where byWeek[week] > 0 {
      let busy = raises.indices.map { weeks.occupancy(pool: $0, period: week) }
        .map { $0.isDefined ? $0.mean : 0 }
      let most = busy.max() ?? 0
      for step in raises.indices where busy[step] < most - 0.01 { raises[step][week] = 0 }
    }
    return raises
  }
}
