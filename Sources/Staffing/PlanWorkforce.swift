import Quantities
import Results

/// Finds the cheapest people that cover the work, by an integer program over the weeks.
///
/// Employees start in classes after the lead time, train, speed up along the ramp and leave at the
/// weekly chance; assistants come and go in whole heads with notice, and are paid between commitment
/// and full hours. In every week each unit's hours are covered, no pool gives more hours than its
/// people have, and no pool has more people at work at once than it has people. Hours that nobody
/// could cover even with every class full are left short, spread evenly over the units of the week.
///
/// - Parameters:
///   - problem: The weeks, the work and the pools.
///   - limits: When the search may stop.
/// - Returns: The plan without a roster (``PoolPlan/agents`` is empty), with its proven gap. The same
///   bytes for the same problem.
/// - Throws: ``StaffingError``, the first of ``WorkforceProblem/problems()``.
/// - Complexity: Some linear programs of about weeks × pools × units columns, and up to
///   `limits.maximumNodes` more; 53 weeks, 4 pools and 8 units take well under a second.
public func planWorkforce(
  _ problem: WorkforceProblem, limits: PlanLimits = PlanLimits()
) throws(StaffingError) -> StaffPlan {
  if let first = problem.problems().first { throw first }
  let search = PlanSearch(problem)
  let found = try search.cheapest(SearchLimits(gap: limits.gap, nodes: limits.maximumNodes))
  let gap = found.objective > 0 ? max(0, (found.objective - found.bound) / found.objective) : 0
  let ending =
    switch found.found {
    case .given, .rounded: "the relaxation rounded up to whole people was within half the gap"
    case .searched(let nodes):
      "branch and cut, \(nodes) nodes" + (gap > limits.gap + 1e-9 ? ", stopped at its limit" : "")
    }
  let method = "Integer program over \(problem.weeks.count) weeks on CBC: \(ending)"
  return staffPlan(problem, search, found, method: method, gap: gap)
}

/// Shares the work out among the people there are, when nobody is hired or released.
///
/// - Parameter problem: The weeks, the work and the pools.
/// - Returns: The plan without a roster and without a gap, as nothing is chosen.
/// - Throws: ``StaffingError``, the first of ``WorkforceProblem/problems()``.
public func assignCurrent(_ problem: WorkforceProblem) throws(StaffingError) -> StaffPlan {
  if let first = problem.problems().first { throw first }
  var problem = problem
  // Nothing changes: nobody is asked for more hours either.
  for pool in problem.pools.indices { problem.pools[pool].overtime = nil }
  let search = PlanSearch(problem)
  let found = try search.assign(search.limits.map(\.unchanged))
  return staffPlan(
    problem, search, found, method: "Current people only; the work is shared out among them",
    gap: nil)
}

/// When the search for a plan may stop; never by the clock.
public struct PlanLimits: Equatable, Sendable {
  /// Share by which the plan's cost may exceed the least possible; `0..<1`.
  public var gap: Double
  /// Most nodes of the search tree; positive.
  public var maximumNodes: Int
  /// Makes limits.
  public init(gap: Double = 0.01, maximumNodes: Int = 2000) {
    precondition((0..<1).contains(gap) && maximumNodes > 0, "gap \(gap), nodes \(maximumNodes)")
    (self.gap, self.maximumNodes) = (gap, maximumNodes)
  }
}

/// Writes decisions down as the value that later stages read.
func staffPlan(
  _ problem: WorkforceProblem, _ search: PlanSearch, _ found: PlanDecisions, method: String,
  gap: Double?
) -> StaffPlan {
  let pools = problem.pools.enumerated().map { index, pool in
    let timeline = found.timelines[index]
    let weeks = problem.weeks.indices.map { week -> PoolWeek in
      let span = problem.weeks[week]
      let full = pool.hoursPerWeek * span.workShare
      let payroll = timeline.payroll[week]
      let training = timeline.inTraining[week]
      let lost = payroll - timeline.productive[week]
      let overtime = pool.isVA ? 0 : found.overtime[index][week]
      let paid = pool.isVA ? found.paid[index][week] : payroll * full + overtime
      let scheduled = max(0, paid - training * full)
      let onPhone = max(0, paid - lost * full) * (1 - pool.shrinkage)
      return PoolWeek(
        headcount: payroll - training, inTraining: training,
        starting: Double(timeline.starting[week]), leavers: timeline.leavers[week],
        productive: timeline.productive[week], paidHours: paid, scheduledHours: scheduled,
        onPhoneHours: onPhone, assignedHours: found.assigned[index][week],
        released: Double(timeline.released[week]), overtimeHours: overtime)
    }
    var plan = PoolPlan(
      pool: pool.name, isVA: pool.isVA, weeks: weeks,
      hires: hireDecisions(pool, problem.weeks, timeline.starting), agents: [])
    if let terms = pool.crossTraining {
      plan.crossTraining = crossTrainings(terms, problem, timeline.taught)
    }
    return plan
  }
  let coverage = problem.units.enumerated().map { unit, work in
    let short = problem.weeks.indices.map { week -> Double in
      let given = found.assigned.reduce(0) { $0 + $1[week][unit] }
      let missing = work.requiredHours[week] - given
      return missing > 1e-6 * max(1, work.requiredHours[week]) ? missing : 0
    }
    return UnitCoverage(
      queue: work.queue, step: work.step, requiredHours: work.requiredHours, shortHours: short)
  }
  return StaffPlan(
    pools: pools, weeks: problem.weeks.map(\.start), coverage: coverage, method: method, gap: gap)
}

private func crossTrainings(
  _ terms: CrossTrainingTerms, _ problem: WorkforceProblem, _ taught: [Int]
) -> [CrossTrainingDecision] {
  taught.enumerated().compactMap { week, people in
    guard people > 0 else { return nil }
    let start = problem.weeks[week].start
    return CrossTrainingDecision(
      start: start, workFrom: start + Int(terms.trainingDays.rounded(.up)), people: people,
      work: terms.units.map { problem.units[$0].title })
  }
}

private func hireDecisions(
  _ pool: WorkforcePool, _ weeks: [WorkforceWeek], _ starting: [Int]
) -> [HireDecision] {
  let lead = Int((pool.hiring?.leadDays ?? 0).rounded(.up))
  let training = Int((pool.hiring?.trainingDays ?? 0).rounded(.up))
  return starting.enumerated().compactMap { week, people in
    guard people > 0 else { return nil }
    let start = weeks[week].start
    return HireDecision(
      decideBy: start - lead, start: start, workFrom: start + training, people: people)
  }
}
