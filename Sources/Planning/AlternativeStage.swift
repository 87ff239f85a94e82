import Costing
import Forecasting
import Quantities
import Results
import Scenarios
import Staffing

/// Plans, proves and prices one alternative.
struct AlternativeStage {
  let calendar: IntervalCalendar
  var alternative: AlternativeSpec
  var requirement: RequirementResult
  /// The requirement's stage, to require people for other inputs.
  let requirementStage: RequirementStage
  /// Factors on the requirement by unit and week for which its own simulation asked; the start of a plan.
  let raises: [[Double]]?
  let proof: PlanProof
  /// What an hour of work that nobody covers is worth, when the spec says.
  let givenShortHourPrice: Double?
  /// What takes work off people costs this, whatever the plan.
  let costLines: [CostLine]

  /// Most plans made until one is proven.
  static let rounds = 10

  /// The whole of an alternative, with the factors on the requirement for which it was planned: those of
  /// the proof, and of shifts where pools have rules for them.
  func run() throws -> (result: AlternativeResult, raises: [[Double]]?) {
    let problem = problem
    let agents = requirement.units.map(\.agents)
    let isPlanned = alternative.plan == .cheapest
    var plan: StaffPlan
    var raises: [[Double]]?
    if isPlanned {
      var loop = ProofLoop(stage: self, problem: problem, agents: agents)
      let proven = try planUntilProven(
        problem, raises: self.raises, maximumRounds: AlternativeStage.rounds, feedback: &loop)
      (plan, raises) = (proven.plan, proven.raises)
      if proven.rounds > 1 {
        let raises = proven.rounds - 1
        plan.method +=
          "; raised \(raises == 1 ? "once" : "\(raises) times") after the simulated check"
      }
    } else {
      plan = try assignCurrent(problem)
    }
    let shifts = ShiftStage(stage: self)
    var planned = raises
    if isPlanned, let factors = try shifts.raises(plan, agents: agents, raises: raises) {
      // Whole shifts cover less than the hours that they pay: the plan brings people for both.
      let both = zip(factors, raises ?? factors.map { $0.map { _ in 1 } }).map {
        zip($0, $1).map { $0 * $1 }
      }
      let method = plan.method
      plan = try planWorkforce(problem.raised(by: both))
      plan.method = method + "; made again for people on shifts"
      planned = both
    }
    plan.shifts = try shifts.cover(plan, agents: agents, raises: raises)
    let rostered = roster(
      plan, problem: problem, calendar: calendar, agents: agents, raises: raises)
    plan = rostered.plan
    let teams = teams(rostered.teams)
    let verdicts = try proof.prove(teams, effort: isPlanned ? .precise : .look)
    let share = try proof.shareOfPaths(teams, verdicts: verdicts)
    let proven = ProofResult(
      goals: verdicts.flatMap(\.goals), certified: verdicts.allSatisfy(\.failures.isEmpty),
      replications: verdicts.map(\.results.replications).max() ?? 0,
      pathRank: proof.planningPath.rank, pathShare: share.estimate, pathsSimulated: share.count,
      occupancy: proof.occupancy(
        verdicts, teams: teams, roster: rostered.teams, units: requirement.units,
        pools: alternative.pools.map(\.name)))
    let cost = try price(
      plan, volumes: work.simulated(plan, verdicts), goals: proven.goals)
    var result = AlternativeResult(
      name: alternative.name, planned: isPlanned, certified: proven.certified,
      costCents: cost.totalCents, costRange: nil, requirement: requirement, plan: plan,
      proof: proven, cost: cost)
    result.hours = HoursLedgerStage(
      calendar: calendar, pools: alternative.pools, plan: plan, teams: rostered.teams
    ).ledgers(occupancy: proof.weeklyOccupancy(verdicts, teams: teams, units: requirement.units))
    return (result, planned)
  }

  /// What the people are planned for.
  var problem: WorkforceProblem {
    WorkforceInputs(
      calendar: calendar, queues: alternative.queues, pools: alternative.pools
    ).problem(requirement)
  }

  /// Dollars of an hour of work that nobody covers: the spec's, or five times the dearest hour, as whoever
  /// covers a peak is often paid far beyond it.
  var shortHourPrice: Double { givenShortHourPrice ?? max(1, 5 * problem.dearestHour) }

  /// How the work of the months falls to the pools.
  var work: DoneWork {
    DoneWork(calendar: calendar, queues: alternative.queues, requirement: requirement)
  }

  /// The cheapest plan for the requirement and its cost, unproven, for comparisons of inputs.
  ///
  /// `delay` makes every decision to hire come so many days later.
  func costOfPlan(
    raises: [[Double]]?, delayedBy delay: Int = 0
  ) throws -> (plan: StaffPlan, totalCents: Cents) {
    var problem = problem
    if let raises { problem = problem.raised(by: raises) }
    if delay > 0 { problem = problem.delayed(byDays: Double(delay)) }
    let plan = roster(
      try planWorkforce(problem), problem: problem, calendar: calendar,
      agents: requirement.units.map(\.agents), raises: raises
    ).plan
    return (plan, try price(plan, volumes: work.expected(plan)).totalCents)
  }

  /// A finished plan and its cost by the volumes of ``costOfPlan(raises:delayedBy:)``: what that would
  /// find again, as the same problem has the same plan.
  func repriced(_ result: AlternativeResult) throws -> (plan: StaffPlan, totalCents: Cents) {
    (result.plan, try price(result.plan, volumes: work.expected(result.plan)).totalCents)
  }

  /// Prices a plan.
  func price(
    _ plan: StaffPlan, volumes: WorkVolumes, goals: [GoalProof] = []
  ) throws -> CostResult {
    try cost(
      of: plan, through: calendar.end, terms: terms(plan, goals: goals), volumes: volumes
    ).adding(costLines + Penalties(calendar: calendar, queues: alternative.queues).lines(goals))
  }

  /// What each pool of a plan costs.
  func terms(_ plan: StaffPlan, goals: [GoalProof] = []) -> [PoolCostTerms] {
    CostInputs(calendar: calendar).terms(alternative.pools, plan: plan, goals: goals)
  }

  /// The people of a roster by step, pools together.
  func teams(_ roster: [[[Int]]]) -> [Team] {
    requirement.units.enumerated().map { index, unit in
      var agents = Array(repeating: 0, count: calendar.intervalCount)
      for pool in roster {
        for (interval, people) in pool[index].enumerated() { agents[interval] += people }
      }
      return Team(unit: unit, agents: agents)
    }
  }
}

extension Team {
  /// The people of a unit of work.
  init(unit: WorkUnitRequirement, agents: [Int]) {
    self.init(
      queue: unit.queue, step: unit.step,
      name: unit.step == unit.queue ? unit.queue : "\(unit.queue), \(unit.step)", agents: agents)
  }
}

/// Proves each plan of the loop and says by how much to raise the weeks that fail.
private struct ProofLoop: ProofFeedback {
  let stage: AlternativeStage
  let problem: WorkforceProblem
  let agents: [[Int]]
  /// Queues that failed last: they are tried first, and alone while they fail.
  private var failing: [Int] = []
  /// What was asked for last, by unit and week: a second time asks for twice as much.
  private var asked: [[Double]]

  init(stage: AlternativeStage, problem: WorkforceProblem, agents: [[Int]]) {
    (self.stage, self.problem, self.agents) = (stage, problem, agents)
    asked = problem.units.map { _ in Array(repeating: 0, count: problem.weeks.count) }
  }

  mutating func shortfalls(
    of plan: StaffPlan, raises: [[Double]], round: Int
  ) throws -> [ProofShortfall] {
    let rostered = roster(
      plan, problem: problem.raised(by: raises), calendar: stage.calendar, agents: agents,
      raises: raises)
    let teams = stage.teams(rostered.teams)
    let all = Array(stage.alternative.queues.indices)
    for queues in [failing, all.filter { !failing.contains($0) }] {
      let found = try shortfalls(of: plan, teams, queues)
      if !found.isEmpty { return found }
    }
    return []
  }

  private mutating func shortfalls(
    of plan: StaffPlan, _ teams: [Team], _ queues: [Int]
  ) throws -> [ProofShortfall] {
    var found: [ProofShortfall] = []
    var failed: [Int] = []
    for queue in queues {
      let name = stage.alternative.queues[queue].name
      let verdict = try stage.proof.prove(
        teams.filter { $0.queue == name }, queue: queue, effort: .decisive,
        threads: stage.proof.threads)
      let before = found.count
      let wanted = verdict.raises(stage.calendar)
      let own = problem.units.indices.filter { problem.units[$0].queue == name }
      for (unit, weeks) in zip(own, wanted) {
        for (week, raise) in weeks.enumerated()
        where raise > 0 && worthRaising(plan, unit: unit, week: week) {
          asked[unit][week] = min(0.2, max(raise, 2 * asked[unit][week]))
          found.append(
            ProofShortfall(unit: unit, weeks: week..<(week + 1), raise: asked[unit][week]))
        }
      }
      if found.count > before { failed.append(queue) }
    }
    if !failed.isEmpty { failing = failed }
    return found
  }

  /// More is worth asking only where what was asked for was given.
  private func worthRaising(_ plan: StaffPlan, unit: Int, week: Int) -> Bool {
    plan.coverage[unit].requiredHours[week] > 0 && plan.coverage[unit].shortHours[week] == 0
  }
}
