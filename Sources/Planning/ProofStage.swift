import Quantities
import Results
import Scenarios
import Simulation

/// Runs the people at one queue in the simulator and judges its goals, each over its own period.
///
/// People keep to one step of one queue within an interval, so queues do not touch each other and
/// each is simulated by itself, with draws of its own.
struct ProofStage {
  let calendar: IntervalCalendar
  let queue: QueueSpec
  let mask: [Bool]
  let halfWidth: Double
  let threads: Int
  private let seed: UInt64

  /// Draws follow from the seed and the queue's name.
  init(
    calendar: IntervalCalendar, queue: QueueSpec, mask: [Bool], halfWidth: Double, seed: UInt64,
    threads: Int
  ) {
    (self.calendar, self.queue, self.mask) = (calendar, queue, mask)
    (self.halfWidth, self.threads) = (halfWidth, threads)
    self.seed = seed ^ (UInt64(streamNumber(queue.name)) << 32)
  }

  /// Replications between two looks at the half-widths.
  static let batch = 8
  /// The most replications of one proof.
  static let most = 64

  /// What one run of the simulator says of every goal.
  struct Verdict {
    var goals: [GoalProof]
    var results: SimulationResults
    /// Failed periods of required goals: their intervals, and by how much people are missing.
    var failures: [(intervals: Range<Int>, raise: Double)]
    /// Teams of the queue, one for each step.
    var teamCount: Int

    /// The results by week or month.
    func periods(_ kind: GoalSpec.Period) -> PeriodResults? {
      results.periods.first { $0.name == kind.rawValue }
    }
  }

  /// How long the people are simulated.
  enum Effort {
    /// Until every required goal is as precise as asked.
    case precise
    /// Until then, or until a required goal is surely missed.
    case decisive
    /// One batch: to see where a plan fails.
    case look
  }

  /// Simulates people on given items by interval and judges every goal.
  ///
  /// `formulas` is what the closed forms say, by goal and period.
  func prove(
    items: [Double], teams: [Team], formulas: [[Double?]], effort: Effort
  ) throws -> Verdict {
    let model = inputs.model(items: [items], teams: teams)
    let results = try simulateUntil(
      model, seed: seed, targets: effort == .look ? [] : targets(effort), batch: ProofStage.batch,
      maximum: ProofStage.most, threads: threads)
    return judge(results, teamCount: teams.count, formulas: formulas)
  }

  /// Whether one replication on given items keeps every required goal.
  func keepsGoals(items: [Double], teams: [Team], replication: UInt64) throws -> Bool {
    guard queue.goals.contains(where: \.required) else { return true }
    // One run says too little of a half hour; paths are judged by the day, as by the closed forms.
    func kind(_ goal: GoalSpec) -> GoalSpec.Period { goal.over == .interval ? .day : goal.over }
    let wanted = Set(queue.goals.filter(\.required).map(kind))
    let kinds = GoalSpec.Period.allCases.filter(wanted.contains)
    let model = SimulationInputs(
      calendar: calendar, queues: [queue], masks: [mask], periodKinds: kinds
    ).model(items: [items], teams: teams)
    let results = try simulate(model, seed: seed &+ 1 &+ replication, replications: 1)
    for (place, goal) in queue.goals.enumerated() where goal.required {
      let target = GoalTarget(goal)
      guard let periods = results.periods.first(where: { $0.name == kind(goal).rawValue }) else {
        continue
      }
      let starts = Periods.of(kind(goal), in: calendar).map(\.start)
      for period in 0..<periods.count where goal.holds(on: starts[period]) {
        guard let value = periods.estimate(measure(place), queue: 0, period: period),
          value.isDefined
        else { continue }
        if !target.isMet(value.mean) { return false }
      }
    }
    return true
  }

  private var inputs: SimulationInputs {
    SimulationInputs(
      calendar: calendar, queues: [queue], masks: [mask], periodKinds: periodKinds)
  }

  /// Weeks always, to find the first one that fails; months for the cost.
  private var periodKinds: [GoalSpec.Period] {
    var kinds: Set<GoalSpec.Period> = [.week, .month]
    for goal in queue.goals {
      kinds.insert(goal.over)
      if goal.over == .interval { kinds.insert(.day) }
      if let floor = goal.floor { kinds.insert(floor.over) }
    }
    return GoalSpec.Period.allCases.filter(kinds.contains)
  }

  private func mapIndex(_ kind: GoalSpec.Period) -> Int {
    guard let index = periodKinds.firstIndex(of: kind) else {
      preconditionFailure("no results by \(kind.rawValue)")
    }
    return index
  }

  private func targets(_ effort: Effort) -> [PrecisionTarget] {
    queue.goals.indices.flatMap { place -> [PrecisionTarget] in
      let goal = queue.goals[place]
      // Single intervals hold too few contacts to be known that well.
      guard goal.required, goal.over != .interval else { return [] }
      let target = GoalTarget(goal)
      return periods(of: goal).map { number, _ in
        PrecisionTarget(
          measure: measure(place), queue: 0,
          period: PeriodReference(map: mapIndex(goal.over), period: number),
          halfWidth: target.isShare ? halfWidth : halfWidth * target.value,
          acceptable: effort == .decisive ? target.acceptable : nil)
      }
    }
  }

  /// The periods over which a goal is judged, with their numbers: those that begin while it holds.
  private func periods(of goal: GoalSpec) -> [(number: Int, period: Periods.Period)] {
    Periods.of(goal.over, in: calendar).enumerated().map { ($0.offset, $0.element) }
      .filter { goal.holds(on: $0.1.start) }
  }

  /// The simulator's measure for the goal at a place in the queue's list.
  private func measure(_ place: Int) -> QueueMeasure {
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

  private func judge(
    _ results: SimulationResults, teamCount: Int, formulas: [[Double?]]
  ) -> Verdict {
    var verdict = Verdict(goals: [], results: results, failures: [], teamCount: teamCount)
    for (place, goal) in queue.goals.enumerated() {
      let target = GoalTarget(goal)
      let measure = measure(place)
      var proof = goalProof(
        goal, target: target, measure: measure, results: results, formulas: formulas[place])
      if let floor = goal.floor {
        let missed = floorMisses(floor, of: goal, measure: measure, results: results)
        if !missed.isEmpty {
          proof.met = false
          proof.firstFailure = min(proof.firstFailure ?? missed[0].start, missed[0].start)
          if goal.required { verdict.failures += missed.map { ($0.intervals, 0.02) } }
        }
      }
      if goal.required {
        for (judged, period) in zip(periods(of: goal), proof.periods) where !period.met {
          verdict.failures += located(
            judged.period.intervals, target.raise(from: period.simulated), target: target,
            measure: measure, results: results)
        }
      }
      // Of the many half hours only those with work are told.
      if goal.over == .interval { proof.periods.removeAll { $0.offered == 0 } }
      verdict.goals.append(proof)
    }
    return verdict
  }

  /// The weeks of a failed period that miss the goal themselves, each with what it is missing; the
  /// whole period when none of them does.
  private func located(
    _ intervals: Range<Int>, _ raise: Double, target: GoalTarget, measure: QueueMeasure,
    results: SimulationResults
  ) -> [(intervals: Range<Int>, raise: Double)] {
    let weeks = results.periods[mapIndex(.week)]
    let found = Periods.of(.week, in: calendar).enumerated().compactMap {
      number, week -> (intervals: Range<Int>, raise: Double)? in
      let own = week.intervals.clamped(to: intervals)
      guard !own.isEmpty, let value = weeks.estimate(measure, queue: 0, period: number),
        value.isDefined, !target.isMet(value.mean)
      else { return nil }
      let missed = target.raise(from: Results.Estimate(mean: value.mean, halfWidth: 0))
      return (own, max(raise, missed))
    }
    return found.isEmpty ? [(intervals, raise)] : found
  }

  private func goalProof(
    _ goal: GoalSpec, target: GoalTarget, measure: QueueMeasure, results: SimulationResults,
    formulas: [Double?]
  ) -> GoalProof {
    let values = results.periods[mapIndex(goal.over)]
    var judged: [PeriodProof] = []
    for (number, period) in periods(of: goal) {
      guard let value = values.estimate(measure, queue: 0, period: number) else { continue }
      let offered = values.parts(.count(.offered), queue: 0, period: number)?.numerator ?? 0
      let parts = values.parts(measure, queue: 0, period: number)
      let failed: Double
      if case .deadlinesMet = measure {
        failed = max(0, (parts?.denominator ?? 0) - (parts?.numerator ?? 0))
      } else {
        failed = values.parts(.count(.abandoned), queue: 0, period: number)?.numerator ?? 0
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
    return GoalProof(
      queue: queue.name, goal: target.words(goal, kind: queue.kind),
      measure: target.name, target: target.value, greaterIsBetter: target.greaterIsBetter,
      required: goal.required, periods: judged, met: judged.allSatisfy(\.met),
      firstFailure: firstFailure(goal, target, measure: measure, results: results))
  }

  /// The first day of the first week whose interval lies wholly on the wrong side of the target.
  private func firstFailure(
    _ goal: GoalSpec, _ target: GoalTarget, measure: QueueMeasure, results: SimulationResults
  ) -> LocalDate? {
    let weeks = results.periods[mapIndex(.week)]
    for (number, week) in Periods.of(.week, in: calendar).enumerated()
    where goal.holds(on: week.start) {
      guard let value = weeks.estimate(measure, queue: 0, period: number), value.isDefined
      else { continue }
      if !target.isMet(target.greaterIsBetter ? value.high : value.low) { return week.start }
    }
    return nil
  }

  /// Periods of a floor that the simulation says are missed: their whole interval lies below.
  private func floorMisses(
    _ floor: (over: GoalSpec.Period, share: Double), of goal: GoalSpec, measure: QueueMeasure,
    results: SimulationResults
  ) -> [Periods.Period] {
    let values = results.periods[mapIndex(floor.over)]
    return Periods.of(floor.over, in: calendar).enumerated().compactMap { number, period in
      guard goal.holds(on: period.start),
        let value = values.estimate(measure, queue: 0, period: number), value.isDefined
      else { return nil }
      return value.high < floor.share ? period : nil
    }
  }
}
