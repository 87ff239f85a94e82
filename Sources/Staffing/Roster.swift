import Quantities
import Results

/// Puts a plan's people to work by interval.
///
/// Each unit's required agents are split over the pools by their shares of the week's hours, with
/// largest remainders carried from interval to interval, so that in a fully covered week the pools
/// together never have fewer than required. In a short week the requirement is scaled down evenly by
/// error diffusion. On-phone hours that the plan assigns to nothing are people at work too: they are
/// spread over the open intervals in proportion to the requirement of the work that the pool may do,
/// up to the people at work at once.
///
/// - Parameters:
///   - plan: The plan; its weeks are the calendar's.
///   - problem: What the plan was made for.
///   - calendar: The horizon.
///   - agents: Agents required by unit (in the order of the problem) and interval.
///   - raises: Factor on the required agents by unit and week; nothing when none was raised.
/// - Returns: The plan with ``PoolPlan/agents`` filled: agents at full speed by interval; and the same
///   people by pool, unit and interval.
/// - Complexity: O(intervals × units × pools).
public func roster(
  _ plan: StaffPlan, problem: WorkforceProblem, calendar: IntervalCalendar, agents: [[Int]],
  raises: [[Double]]? = nil
) -> (plan: StaffPlan, teams: [[[Int]]]) {
  precondition(
    plan.weeks.count == calendar.weeks.count && problem.weeks.count == plan.weeks.count,
    "\(plan.weeks.count) weeks of the plan, \(calendar.weeks.count) of the calendar")
  precondition(
    agents.count == problem.units.count
      && agents.allSatisfy { $0.count == calendar.intervalCount },
    "agents of \(agents.count) units for \(problem.units.count)")
  var roster = Roster(plan: plan, problem: problem, calendar: calendar, agents: agents)
  for week in plan.weeks.indices {
    for unit in problem.units.indices {
      roster.place(unit: unit, week: week, raise: raises?[unit][week] ?? 1)
    }
    for pool in problem.pools.indices { roster.placeSurplus(pool: pool, week: week) }
  }
  var filled = plan
  for pool in filled.pools.indices { filled.pools[pool].agents = roster.atWork[pool] }
  return (filled, roster.teams)
}

private struct Roster {
  let plan: StaffPlan
  let problem: WorkforceProblem
  let calendar: IntervalCalendar
  let agents: [[Int]]
  /// People by pool and interval.
  var atWork: [[Int]]
  /// The same people by pool, unit and interval.
  var teams: [[[Int]]]

  init(
    plan: StaffPlan, problem: WorkforceProblem, calendar: IntervalCalendar, agents: [[Int]]
  ) {
    (self.plan, self.problem, self.calendar) = (plan, problem, calendar)
    self.agents = agents
    let nobody = Array(repeating: 0, count: calendar.intervalCount)
    atWork = plan.pools.map { _ in nobody }
    teams = plan.pools.map { _ in problem.units.map { _ in nobody } }
  }

  private mutating func add(_ people: Int, pool: Int, unit: Int, interval: Int) {
    atWork[pool][interval] += people
    teams[pool][unit][interval] += people
  }

  private func intervals(_ week: Int) -> Range<Int> {
    calendar.intervals(ofDays: calendar.weeks[week])
  }

  /// Splits one unit's agents of a week over the pools.
  mutating func place(unit: Int, week: Int, raise: Double) {
    let given = plan.pools.map { $0.weeks[week].assignedHours[unit] }
    let total = given.reduce(0, +)
    guard total > 0 else { return }
    let short = plan.coverage[unit].shortHours[week]
    let shares = given.map { $0 / total }
    var scaling = Scaling(factor: raise * (short > 0 ? total / (total + short) : 1))
    var owed = [Double](repeating: 0, count: shares.count)
    for interval in intervals(week) {
      let required = agents[unit][interval]
      guard required > 0 else { continue }
      let people = scaling.next(required)
      var left = people
      for pool in shares.indices {
        owed[pool] += Double(people) * shares[pool]
        let part = min(left, max(0, Int(owed[pool].rounded(.down))))
        add(part, pool: pool, unit: unit, interval: interval)
        owed[pool] -= Double(part)
        left -= part
      }
      while left > 0 {
        var most = 0
        for pool in owed.indices where owed[pool] > owed[most] { most = pool }
        add(1, pool: most, unit: unit, interval: interval)
        owed[most] -= 1
        left -= 1
      }
    }
  }

  /// Spreads a pool's unassigned on-phone hours of a week over the open intervals of its work.
  mutating func placeSurplus(pool index: Int, week: Int) {
    let pool = problem.pools[index]
    let people = plan.pools[index].weeks[week]
    let surplus = people.onPhoneHours - people.assignedHours.reduce(0, +)
    let range = intervals(week)
    // Only the taught could be at work that is taught, and the plan has given them what they do of it.
    let own = pool.eligibleUnits.filter { !(pool.crossTraining?.units.contains($0) ?? false) }
    let total = own.reduce(0) { $0 + agents[$1][range].reduce(0, +) }
    guard surplus > 0, total > 0 else { return }
    let limit = Int((people.productive * (1 - pool.shrinkage)).rounded(.up))
    let each = surplus / calendar.intervalHours / Double(total)
    for unit in own {
      var diffusion = Diffusion()
      for interval in range where agents[unit][interval] > 0 {
        let extra = diffusion.next(Double(agents[unit][interval]) * each)
        let room = max(0, limit - atWork[index][interval])
        add(min(extra, room), pool: index, unit: unit, interval: interval)
        if extra > room { diffusion.returned(extra - room) }
      }
    }
  }
}

/// Multiplies required agents week by week, rounded so that hours are kept.
///
/// - Parameters:
///   - agents: Agents required by interval of the calendar.
///   - factors: One for each week, `>= 0`; from 1 on nobody required is left out.
///   - calendar: The horizon.
/// - Returns: Whole agents by interval: as ``roster(_:problem:calendar:agents:raises:)`` puts to work
///   whom a covered week was raised for.
public func scaledAgents(
  _ agents: [Int], by factors: [Double], calendar: IntervalCalendar
) -> [Int] {
  precondition(
    agents.count == calendar.intervalCount && factors.count == calendar.weeks.count,
    "\(agents.count) intervals and \(factors.count) weeks")
  var scaled = agents
  for (days, factor) in zip(calendar.weeks, factors) where factor != 1 {
    var scaling = Scaling(factor: factor)
    for interval in calendar.intervals(ofDays: days) where agents[interval] > 0 {
      scaled[interval] = scaling.next(agents[interval])
    }
  }
  return scaled
}

/// Multiplies the agents of a week by a factor.
private struct Scaling {
  let factor: Double
  private var diffusion = Diffusion()

  init(factor: Double) { self.factor = factor }

  /// The next interval's agents; no fewer than required when the factor is 1 or more.
  mutating func next(_ required: Int) -> Int {
    let whole = factor >= 1 ? required : 0
    return whole + diffusion.next(Double(required) * factor - Double(whole))
  }
}

/// Rounds a series so that its running sum stays within one half of the true one.
private struct Diffusion {
  private var carried = 0.5

  /// The next whole number, at least 0.
  mutating func next(_ value: Double) -> Int {
    carried += value
    // A hair forgives sums such as 0.1 + 0.2 that end just under a whole number.
    let whole = max(0, Int((carried + 1e-9).rounded(.down)))
    carried -= Double(whole)
    return whole
  }

  /// Takes back what had no room, to be placed later.
  mutating func returned(_ count: Int) { carried += Double(count) }
}
