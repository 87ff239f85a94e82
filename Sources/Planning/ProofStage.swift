import Quantities
import Results
import Scenarios
import Simulation

/// Runs a plan in the simulator and judges every goal over its own period.
struct ProofStage {
  let calendar: IntervalCalendar
  let queues: [QueueSpec]
  let masks: [[Bool]]
  let halfWidth: Double
  let seed: UInt64
  let threads: Int

  /// Replications between two looks at the half-widths.
  static let batch = 8
  /// The most replications of one proof.
  static let most = 64

  /// What one run of the simulator says of every goal.
  struct Verdict {
    var goals: [GoalProof]
    var results: SimulationResults
    /// Failed periods of required goals: the queue, the weeks, and by how much people are missing.
    var failures: [(queue: Int, intervals: Range<Int>, raise: Double)]

    var certified: Bool { failures.isEmpty }
  }

  /// How long a plan is simulated.
  enum Effort {
    /// Until every required goal is as precise as asked.
    case precise
    /// One batch: to see where a plan fails.
    case look
  }

  /// Simulates a plan on one demand path and judges every goal.
  ///
  /// `formulas` is what the closed forms say, by queue, goal and period.
  func prove(
    items: [[Double]], teams: [Team], formulas: [[[Double?]]], effort: Effort
  ) throws -> Verdict {
    let model = inputs.model(items: items, teams: teams)
    let results = try simulateUntil(
      model, seed: seed, targets: effort == .precise ? targets : [], batch: ProofStage.batch,
      maximum: ProofStage.most, threads: threads)
    return judge(results, formulas: formulas)
  }

  /// Whether one replication on each of several demand paths keeps every required goal.
  func keepsGoals(items: [[Double]], teams: [Team], replication: UInt64) throws -> Bool {
    let model = inputs.model(items: items, teams: teams)
    let results = try simulate(model, seed: seed &+ 1 &+ replication, replications: 1)
    for (index, queue) in queues.enumerated() {
      for (place, goal) in queue.goals.enumerated() where goal.required {
        let target = GoalTarget(goal)
        // One run says too little of a half hour; paths are judged by the day, as by the closed forms.
        let map = mapIndex(goal.over == .interval ? .day : goal.over)
        let periods = results.periods[map]
        for period in 0..<periods.count {
          let measure = measure(queue, place)
          guard let value = periods.estimate(measure, queue: index, period: period),
            value.isDefined
          else { continue }
          if !target.isMet(value.mean) { return false }
        }
      }
    }
    return true
  }

  private var inputs: SimulationInputs {
    SimulationInputs(
      calendar: calendar, queues: queues, masks: masks, periodKinds: periodKinds)
  }

  /// Weeks always, to find the first one that fails; months for the cost.
  private var periodKinds: [GoalSpec.Period] {
    var kinds: Set<GoalSpec.Period> = [.week, .month]
    for queue in queues {
      for goal in queue.goals {
        kinds.insert(goal.over)
        if goal.over == .interval { kinds.insert(.day) }
        if let floor = goal.floor { kinds.insert(floor.over) }
      }
    }
    return GoalSpec.Period.allCases.filter(kinds.contains)
  }

  private func mapIndex(_ kind: GoalSpec.Period) -> Int {
    guard let index = periodKinds.firstIndex(of: kind) else {
      preconditionFailure("no results by \(kind.rawValue)")
    }
    return index
  }

  private var targets: [PrecisionTarget] {
    queues.indices.flatMap { index in
      queues[index].goals.indices.flatMap { place -> [PrecisionTarget] in
        let goal = queues[index].goals[place]
        // Single intervals hold too few contacts to be known that well.
        guard goal.required, goal.over != .interval else { return [] }
        let target = GoalTarget(goal)
        return Periods.of(goal.over, in: calendar).indices.map { period in
          PrecisionTarget(
            measure: measure(queues[index], place), queue: index,
            period: PeriodReference(map: mapIndex(goal.over), period: period),
            halfWidth: target.isShare ? halfWidth : halfWidth * target.value)
        }
      }
    }
  }

  /// The simulator's measure for the goal at a place in a queue's list.
  private func measure(_ queue: QueueSpec, _ place: Int) -> QueueMeasure {
    switch queue.goals[place].measure {
    case .serviceLevel(_, _, let definition):
      let threshold = queue.goals.prefix(place).count {
        if case .serviceLevel = $0.measure { true } else { false }
      }
      return .serviceLevel(ProofStage.definition(definition), threshold: threshold)
    case .speedOfAnswer: return .speedOfAnswer
    case .abandonment: return .abandonment
    case .deadline: return .deadlinesMet(deadlineClass: nil)
    }
  }

  private static func definition(
    _ definition: Scenarios.ServiceLevelDefinition
  ) -> Simulation.ServiceLevelDefinition {
    switch definition {
    case .offered: .offered
    case .answered: .answered
    case .virtual: .virtual
    case .excludingShortAbandons: .excludingShortAbandons
    case .withinThreshold: .withinThreshold
    }
  }

  private func judge(_ results: SimulationResults, formulas: [[[Double?]]]) -> Verdict {
    var verdict = Verdict(goals: [], results: results, failures: [])
    for (index, queue) in queues.enumerated() {
      for (place, goal) in queue.goals.enumerated() {
        let target = GoalTarget(goal)
        let measure = measure(queue, place)
        var proof = goalProof(
          goal, target: target, queue: index, measure: measure, results: results,
          formulas: formulas[index][place])
        if let floor = goal.floor {
          let missed = floorMisses(floor, target, queue: index, measure: measure, results: results)
          if !missed.isEmpty {
            proof.met = false
            proof.firstFailure = min(proof.firstFailure ?? missed[0].start, missed[0].start)
            if goal.required {
              verdict.failures += missed.map { (index, $0.intervals, 0.02) }
            }
          }
        }
        if goal.required {
          let periods = Periods.of(goal.over, in: calendar)
          for (number, period) in proof.periods.enumerated() where !period.met {
            verdict.failures.append(
              (index, periods[number].intervals, target.raise(from: period.simulated)))
          }
        }
        verdict.goals.append(proof)
      }
    }
    return verdict
  }

  private func goalProof(
    _ goal: GoalSpec, target: GoalTarget, queue: Int, measure: QueueMeasure,
    results: SimulationResults, formulas: [Double?]
  ) -> GoalProof {
    let periods = Periods.of(goal.over, in: calendar)
    let values = results.periods[mapIndex(goal.over)]
    var judged: [PeriodProof] = []
    for (number, period) in periods.enumerated() {
      guard let value = values.estimate(measure, queue: queue, period: number) else { continue }
      let offered = values.parts(.count(.offered), queue: queue, period: number)?.numerator ?? 0
      let parts = values.parts(measure, queue: queue, period: number)
      let failed: Double
      if case .deadlinesMet = measure {
        failed = max(0, (parts?.denominator ?? 0) - (parts?.numerator ?? 0))
      } else {
        failed = values.parts(.count(.abandoned), queue: queue, period: number)?.numerator ?? 0
      }
      // A period without contacts keeps every promise.
      let met = !value.isDefined || target.isMet(target.greaterIsBetter ? value.low : value.high)
      judged.append(
        PeriodProof(
          period: period.name, formula: number < formulas.count ? formulas[number] : nil,
          simulated: Results.Estimate(
            mean: value.isDefined ? value.mean : target.perfect,
            halfWidth: value.isDefined && value.halfWidth.isFinite ? value.halfWidth : 0),
          met: met, offered: offered, failed: failed))
    }
    if goal.over == .interval { judged = judged.filter { $0.offered > 0 } }
    return GoalProof(
      queue: queues[queue].name, goal: target.words(goal, kind: queues[queue].kind),
      measure: target.name, target: target.value, greaterIsBetter: target.greaterIsBetter,
      required: goal.required, periods: judged, met: judged.allSatisfy(\.met),
      firstFailure: firstFailure(target, queue: queue, measure: measure, results: results))
  }

  /// The first day of the first week whose interval lies wholly on the wrong side of the target.
  private func firstFailure(
    _ target: GoalTarget, queue: Int, measure: QueueMeasure, results: SimulationResults
  ) -> LocalDate? {
    let weeks = results.periods[mapIndex(.week)]
    for (number, week) in Periods.of(.week, in: calendar).enumerated() {
      guard let value = weeks.estimate(measure, queue: queue, period: number), value.isDefined
      else { continue }
      if !target.isMet(target.greaterIsBetter ? value.high : value.low) { return week.start }
    }
    return nil
  }

  /// Periods of a floor that the simulation says are missed: their whole interval lies below.
  private func floorMisses(
    _ floor: (over: GoalSpec.Period, share: Double), _ target: GoalTarget, queue: Int,
    measure: QueueMeasure, results: SimulationResults
  ) -> [Periods.Period] {
    let values = results.periods[mapIndex(floor.over)]
    return Periods.of(floor.over, in: calendar).enumerated().compactMap { number, period in
      guard let value = values.estimate(measure, queue: queue, period: number), value.isDefined
      else { return nil }
      return value.high < floor.share ? period : nil
    }
  }
}
