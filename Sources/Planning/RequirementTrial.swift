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

  /// Factors on the required people by unit and week, at least 1.
  func raises() throws -> [[Double]] {
    let calendar = proof.calendar
    // Queues do not touch each other: each is tried by itself, the largest first.
    let hours = proof.queues.map { queue in
      units.reduce(0) { $0 + ($1.queue == queue.name ? $1.hours : 0) }
    }
    let order = hours.indices.sorted { (hours[$1], $0) < (hours[$0], $1) }
    let found = try inParallel(count: order.count, threads: proof.threads) { position in
      try raises(queue: order[position])
    }
    let none = Array(repeating: 1.0, count: calendar.weeks.count)
    return units.map { unit in
      for (position, index) in order.enumerated() where proof.queues[index].name == unit.queue {
        return found[position]
      }
      return none
    }
  }

  private func raises(queue index: Int) throws -> [Double] {
    let calendar = proof.calendar
    let own = units.filter { $0.queue == proof.queues[index].name }
    var raises = Array(repeating: 1.0, count: calendar.weeks.count)
    for _ in 0..<RequirementTrial.rounds {
      let teams = own.map {
        Team(unit: $0, agents: scaledAgents($0.agents, by: raises, calendar: calendar))
      }
      let verdict = try proof.prove(teams, queue: index, effort: .look, threads: 1)
      if verdict.failures.isEmpty { break }
      for (week, raise) in verdict.raiseByWeek(calendar).enumerated() { raises[week] *= 1 + raise }
    }
    return raises
  }
}

extension ProofStage.Verdict {
  /// By how much people are missing in each week: the most of the failed periods that touch it.
  func raiseByWeek(_ calendar: IntervalCalendar) -> [Double] {
    var raises = Array(repeating: 0.0, count: calendar.weeks.count)
    for failure in failures {
      let first = calendar.days[calendar.dayOfInterval[failure.intervals.lowerBound]].week
      let last = calendar.days[calendar.dayOfInterval[failure.intervals.upperBound - 1]].week
      for week in first...last { raises[week] = max(raises[week], failure.raise) }
    }
    return raises
  }
}
