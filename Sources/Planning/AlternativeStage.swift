import Costing
import Forecasting
import Quantities
import Queueing
import Results
import Scenarios
import Simulation
import Staffing

/// Plans, proves and prices one alternative.
struct AlternativeStage {
  let calendar: IntervalCalendar
  var alternative: AlternativeSpec
  let masks: [[Bool]]
  let paths: DemandPaths
  var requirement: RequirementResult
  /// Expected items by queue and interval.
  let mean: [[Double]]
  /// The demand path at rank `planFor` by workload.
  let planningPath: (index: Int, rank: Double)
  /// The demand paths by workload, least first.
  let rankedPaths: [Int]
  let uncertainty: UncertaintySpec
  let seed: UInt64
  let threads: Int

  /// Most plans made until one is proven.
  static let rounds = 10
  /// Demand paths simulated to say in how many the goals are kept.
  static let sampledPaths = 20

  /// The whole of an alternative, with the factors on the requirement that its proof asked for.
  func run() throws -> (result: AlternativeResult, raises: [[Double]]?) {
    let inputs = WorkforceInputs(
      calendar: calendar, queues: alternative.queues, pools: alternative.pools)
    let problem = inputs.problem(requirement)
    let agents = requirement.units.map(\.agents)
    var plan: StaffPlan
    var raises: [[Double]]?
    if alternative.plan == .cheapest {
      var loop = ProofLoop(stage: self, problem: problem, agents: agents)
      let proven = try planUntilProven(
        problem, maximumRounds: AlternativeStage.rounds, feedback: &loop)
      (plan, raises) = (proven.plan, proven.raises)
      if proven.rounds > 1 {
        plan.method += "; raised \(proven.rounds - 1) times after the simulated check"
      }
    } else {
      plan = try assignCurrent(problem)
    }
    let rostered = roster(
      plan, problem: problem, calendar: calendar, agents: agents, raises: raises)
    plan = rostered.plan
    let teams = teams(rostered.teams)
    let verdict = try prove(
      teams, effort: alternative.plan == .cheapest ? .precise : .look)
    let share = try shareOfPaths(teams)
    let proof = ProofResult(
      goals: verdict.goals, certified: verdict.certified,
      replications: verdict.results.replications, pathRank: planningPath.rank,
      pathShare: share.estimate, pathsSimulated: share.count,
      occupancy: occupancy(verdict.results, teams: teams))
    let cost = try price(plan, volumes: volumes(plan, verdict.results))
    let result = AlternativeResult(
      name: alternative.name, planned: alternative.plan == .cheapest,
      certified: proof.certified, costCents: cost.totalCents, costRange: nil,
      requirement: requirement, plan: plan, proof: proof, cost: cost)
    return (result, raises)
  }

  /// The cost of the cheapest plan for a requirement, unproven, for comparisons of inputs.
  func costOfPlan(raises: [[Double]]?) throws -> Cents {
    let inputs = WorkforceInputs(
      calendar: calendar, queues: alternative.queues, pools: alternative.pools)
    var problem = inputs.problem(requirement)
    if let raises { problem = problem.raised(by: raises) }
    let plan = try planWorkforce(problem)
    return try price(plan, volumes: expectedVolumes(plan)).totalCents
  }

  /// Prices a plan.
  func price(_ plan: StaffPlan, volumes: WorkVolumes) throws -> CostResult {
    try cost(
      of: plan, through: calendar.end,
      terms: CostInputs(calendar: calendar).terms(alternative.pools), volumes: volumes)
  }

  /// The requirement stage for changed queues on the same demand.
  func requirementStage(queues: [QueueSpec]) -> RequirementStage {
    RequirementStage(
      calendar: calendar, queues: queues, masks: masks, mean: mean, paths: paths,
      planFor: uncertainty.planFor, threads: threads)
  }

  /// Workload of a demand path ÷ that of the mean forecast.
  func workloadRatio(path: Int) -> Double {
    let stage = requirementStage(queues: alternative.queues)
    let all = stage.workload(mean)
    let items = alternative.queues.indices.map { paths.items(path: path, queue: $0) }
    return all > 0 ? stage.workload(items) / all : 1
  }

  /// The people of a roster as teams; those that are never there are left out.
  fileprivate func teams(_ roster: [[[Int]]]) -> [Team] {
    alternative.pools.indices.flatMap { pool in
      requirement.units.indices.compactMap { index -> Team? in
        let unit = requirement.units[index]
        guard roster[pool][index].contains(where: { $0 > 0 }) else { return nil }
        let work = unit.step == unit.queue ? unit.queue : "\(unit.queue), \(unit.step)"
        return Team(
          pool: pool, queue: unit.queue, step: unit.step,
          name: "\(alternative.pools[pool].name): \(work)", agents: roster[pool][index])
      }
    } + idleTeams(roster)
  }

  /// A team without people for each step that nobody works on, so that its work can wait.
  private func idleTeams(_ roster: [[[Int]]]) -> [Team] {
    requirement.units.indices.compactMap { index in
      guard roster.allSatisfy({ !$0[index].contains { $0 > 0 } }) else { return nil }
      let unit = requirement.units[index]
      return Team(
        pool: -1, queue: unit.queue, step: unit.step, name: "nobody: \(unit.queue), \(unit.step)",
        agents: roster.first?[index] ?? [])
    }
  }

  /// Busy ÷ staffed time of each pool, over its teams.
  private func occupancy(_ results: SimulationResults, teams: [Team]) -> [PoolOccupancy] {
    alternative.pools.indices.map { pool in
      let mine = teams.indices.filter { teams[$0].pool == pool }.map { results.pools[$0] }
      let busy = mine.reduce(0) { $0 + $1.busySeconds.mean }
      let staffed = mine.reduce(0) { $0 + $1.staffedSeconds.mean + $1.overtimeSeconds.mean }
      // Teams vary together at most, so the sum of their half-widths is not too narrow.
      let width = mine.reduce(0) {
        $0 + ($1.busySeconds.halfWidth.isFinite ? $1.busySeconds.halfWidth : 0)
      }
      return PoolOccupancy(
        pool: alternative.pools[pool].name,
        occupancy: Results.Estimate(
          mean: staffed > 0 ? busy / staffed : 0, halfWidth: staffed > 0 ? width / staffed : 0))
    }
  }

  fileprivate func prove(
    _ teams: [Team], effort: ProofStage.Effort
  ) throws -> ProofStage.Verdict {
    let items = alternative.queues.indices.map {
      paths.items(path: planningPath.index, queue: $0)
    }
    return try proofStage.prove(
      items: items, teams: teams, formulas: formulas(teams, items: items), effort: effort)
  }

  private var proofStage: ProofStage {
    ProofStage(
      calendar: calendar, queues: alternative.queues, masks: masks,
      halfWidth: uncertainty.proofHalfWidth, seed: seed, threads: threads)
  }

  /// The share of demand paths, evenly spread by workload, in which one simulated run keeps every
  /// required goal, with its 95 % interval.
  private func shareOfPaths(_ teams: [Team]) throws -> (estimate: Results.Estimate?, count: Int) {
    let ranked = rankedPaths
    let count = min(AlternativeStage.sampledPaths, ranked.count)
    guard count > 1 else { return (nil, 0) }
    let stage = proofStage
    let kept = try inParallel(count: count, threads: threads) { position -> Bool in
      let place = (2 * position + 1) * ranked.count / (2 * count)
      let items = alternative.queues.indices.map { paths.items(path: ranked[place], queue: $0) }
      return try stage.keepsGoals(items: items, teams: teams, replication: UInt64(position))
    }
    let share = Double(kept.count { $0 }) / Double(count)
    return (Results.Estimate(mean: share, halfWidth: wilsonHalfWidth(share, count)), count)
  }

  /// What the closed forms say of the people at each live queue on a path, by queue, goal and period.
  private func formulas(_ teams: [Team], items: [[Double]]) throws -> [[[Double?]]] {
    try alternative.queues.indices.map { index in
      let queue = alternative.queues[index]
      guard queue.kind == .voice || queue.kind == .chat else { return queue.goals.map { _ in [] } }
      let judge = LiveFormula(calendar: calendar, queue: queue)
      var people = Array(repeating: 0.0, count: calendar.intervalCount)
      for team in teams where team.queue == queue.name {
        for (interval, agents) in team.agents.enumerated() { people[interval] += Double(agents) }
      }
      return try queue.goals.map {
        try judge.values($0, items: items[index], agents: people)
      }
    }
  }

  /// Work done in the proof, by month, pool and queue; a queue's items go to its pools by their hours.
  private func volumes(_ plan: StaffPlan, _ results: SimulationResults) -> WorkVolumes {
    guard let months = results.periods.first(where: { $0.name == GoalSpec.Period.month.rawValue })
    else { return expectedVolumes(plan) }
    return spread(plan) { queue, month in
      months.parts(.count(.served), queue: queue, period: month)?.numerator ?? 0
    }
  }

  /// The same for the mean forecast, when nothing was simulated.
  func expectedVolumes(_ plan: StaffPlan) -> WorkVolumes {
    spread(plan) { queue, month in
      let range = calendar.intervals(ofDays: calendar.months[month])
      let unit = requirement.units.first { $0.queue == alternative.queues[queue].name }
      return (unit?.items[range].reduce(0, +) ?? 0) / requirement.planningFactor
    }
  }

  private func spread(
    _ plan: StaffPlan, items: (_ queue: Int, _ month: Int) -> Double
  ) -> WorkVolumes {
    var entries: [WorkVolumes.Entry] = []
    for month in calendar.months.indices {
      let weeks = Set(calendar.months[month].map { calendar.days[$0].week })
      for (index, queue) in alternative.queues.enumerated() {
        let done = items(index, month)
        for (place, unit) in requirement.units.enumerated() where unit.queue == queue.name {
          let given = plan.pools.map { pool in
            weeks.reduce(0) { $0 + pool.weeks[$1].assignedHours[place] }
          }
          let total = given.reduce(0, +)
          guard total > 0 else { continue }
          // An item counts where its last step is done; its hours count at every step.
          let last = unit.step == queue.steps[queue.steps.count - 1].name
          for (pool, hours) in given.enumerated() where hours > 0 {
            let part = done * hours / total
            let isCase = queue.kind.isCase
            entries.append(
              WorkVolumes.Entry(
                month: month, pool: plan.pools[pool].pool, queue: queue.name,
                contacts: last && !isCase ? part : 0, cases: last && isCase ? part : 0,
                handledHours: part * unit.handleTimeSeconds / 3600))
          }
        }
      }
    }
    return WorkVolumes(entries)
  }
}

/// Proves each plan of the loop and says by how much to raise the weeks that fail.
private struct ProofLoop: ProofFeedback {
  let stage: AlternativeStage
  let problem: WorkforceProblem
  let agents: [[Int]]

  mutating func shortfalls(
    of plan: StaffPlan, raises: [[Double]], round: Int
  ) throws -> [ProofShortfall] {
    let rostered = roster(
      plan, problem: problem.raised(by: raises), calendar: stage.calendar, agents: agents,
      raises: raises)
    let verdict = try stage.prove(
      stage.teams(rostered.teams), effort: .look)
    var wanted: [Int: [Int: Double]] = [:]
    for failure in verdict.failures {
      let name = stage.alternative.queues[failure.queue].name
      let calendar = stage.calendar
      let first = calendar.days[calendar.dayOfInterval[failure.intervals.lowerBound]].week
      let last = calendar.days[calendar.dayOfInterval[failure.intervals.upperBound - 1]].week
      for (unit, work) in problem.units.enumerated() where work.queue == name {
        for week in first...last where worthRaising(plan, unit: unit, week: week) {
          wanted[unit, default: [:]][week] = max(
            wanted[unit]?[week] ?? 0, failure.raise)
        }
      }
    }
    return wanted.sorted { $0.key < $1.key }.flatMap { unit, weeks in
      weeks.sorted { $0.key < $1.key }.map { week, raise in
        ProofShortfall(unit: unit, weeks: week..<(week + 1), raise: raise)
      }
    }
  }

  /// More is worth asking only where what was asked for was given.
  private func worthRaising(_ plan: StaffPlan, unit: Int, week: Int) -> Bool {
    plan.coverage[unit].requiredHours[week] > 0 && plan.coverage[unit].shortHours[week] == 0
  }
}

/// Half the width of Wilson's 95 % interval for a share.
private func wilsonHalfWidth(_ share: Double, _ count: Int) -> Double {
  let z = 1.959_963_984_540_054
  let n = Double(count)
  return z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
}
