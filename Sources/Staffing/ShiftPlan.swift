import Quantities
import Results

/// Shifts of one pool that cover its required agents, week by week.
public struct ShiftPlan: Equatable, Sendable {
  /// The weeks, in the order of the calendar.
  public var weeks: [ShiftWeek]
  /// Agents on the phones by interval of the horizon; fractional, as shrinkage takes a share.
  public var agents: [Double]
}

/// One pool's shifts in one week.
public struct ShiftWeek: Equatable, Sendable {
  /// The shifts that are used, in the order of their contract, start and days off.
  public var shifts: [ShiftCount]
  /// Whole people; those who share blocks by their hours, and at least as many as work at once.
  public var people: Int
  /// Paid hours on shifts in the week, days on which the pool is away included.
  public var scheduledHours: Double
  /// Hours on the phones: hours at work, rests apart, less shrinkage.
  public var onPhoneHours: Double
  /// Agent-hours required.
  public var requiredHours: Double
  /// Agent-hours required and not covered, by interval of the week.
  public var short: [Double]
  /// Covered required hours ÷ scheduled hours less shrinkage, 0...1: the rest is the price of whole
  /// shifts, rests and days away; 1 when nobody is needed.
  public var efficiency: Double
  /// Share by which the week's cost may exceed the least possible.
  public var gap: Double
}

extension ShiftWeek {
  /// A week that is not put on shifts.
  static func none(intervals: Int) -> ShiftWeek {
    ShiftWeek(
      shifts: [], people: 0, scheduledHours: 0, onPhoneHours: 0, requiredHours: 0,
      short: Array(repeating: 0, count: intervals), efficiency: 1, gap: 0)
  }
}

/// People with the same shift through a week.
public struct ShiftCount: Equatable, Sendable {
  /// The contract's name.
  public var contract: String
  /// Start in local minutes of the day.
  public var startMinute: Int
  /// End in local minutes of the day of the start; over 1440 past midnight.
  public var endMinute: Int
  /// Start of the meal in local minutes of the day; nothing without a meal.
  public var mealMinute: Int?
  /// Days on which they work.
  public var days: [Weekday]
  /// Whole people; of blocks, how many of them.
  public var people: Int
}

/// Covers one pool's required agents by shifts: an integer program for each week on CBC.
///
/// Each person has one contract, one start, one meal time and fixed days in a week. What nobody
/// covers is short, at a price in paid hours that rises with the missing share of the interval, so
/// that a shortage spreads instead of making the week infeasible. Shifts past midnight on Sunday
/// count for the Monday of the same week, as if every week were like its neighbours.
///
/// - Parameters:
///   - agents: Agents on the phones required by interval of the calendar, `>= 0`.
///   - pool: Whose shifts they are; its shrinkage applies to every paid interval alike.
///   - rules: The shifts that may be worked.
///   - calendar: The horizon.
///   - headcount: People by week; nothing to use as many as needed.
///   - chosen: Indices of the weeks to put on shifts; nothing for all. The others stay without.
///   - limits: When the search for each week may stop.
/// - Returns: The shifts, and what they leave short.
/// - Throws: ``StaffingError`` for rules from which no shift can be made, and headcounts that are not
///   one for each week.
public func coverShifts(
  agents: [Int], pool: WorkforcePool, rules: ShiftRules, calendar: IntervalCalendar,
  headcount: [Double]? = nil, weeks chosen: Set<Int>? = nil,
  limits: PlanLimits = PlanLimits(gap: 0.01, maximumNodes: 200)
) throws(StaffingError) -> ShiftPlan {
  precondition(agents.count == calendar.intervalCount, "\(agents.count) intervals of agents")
  let problems = rules.problems(pool: pool.name, intervalSeconds: calendar.intervalSeconds)
  if let first = problems.first { throw first }
  if let headcount, headcount.count != calendar.weeks.count {
    throw StaffingError(
      code: .wrongLength, subject: "pool \"\(pool.name)\": headcount",
      problem: "\(headcount.count) values",
      remedy: "Give one for each of the \(calendar.weeks.count) weeks.")
  }
  var weeks: [ShiftWeek] = []
  var present = [Double](repeating: 0, count: agents.count)
  var known: [ShiftProgram.Key: ShiftProgram.Cover] = [:]
  for (index, days) in calendar.weeks.enumerated() {
    let span = calendar.intervals(ofDays: days)
    guard chosen?.contains(index) ?? true else {
      weeks.append(ShiftWeek.none(intervals: span.count))
      continue
    }
    let program = ShiftProgram(
      required: Array(agents[span]), shrinkage: pool.shrinkage, hoursPerWeek: pool.hoursPerWeek,
      rules: rules, calendar: calendar, days: days,
      people: headcount.map { Int($0[index].rounded(.down)) })
    // Weeks alike have the same shifts, so each kind is solved once.
    let solved: ShiftProgram.Cover
    if let before = known[program.key] {
      solved = before
    } else {
      solved = try program.solve(limits)
      known[program.key] = solved
    }
    weeks.append(solved.week)
    for (place, interval) in span.enumerated() { present[interval] = solved.agents[place] }
  }
  return ShiftPlan(weeks: weeks, agents: present)
}

/// Factors by which shifts raise each unit's required hours, by unit and week.
///
/// A pool whose shifts turn only 85 % of their hours into covered requirement must bring 1 ÷ 0.85 of
/// them; a unit's factor weighs its pools by the hours that they give it.
///
/// - Parameters:
///   - plan: The plan whose pools were put on shifts.
///   - efficiency: By pool in the plan's order and week, as ``ShiftWeek/efficiency``; nothing for pools
///     without shifts.
/// - Returns: Factors of at least 1 for ``WorkforceProblem/raised(by:)``.
public func shiftRaises(_ plan: StaffPlan, efficiency: [[Double]?]) -> [[Double]] {
  precondition(efficiency.count == plan.pools.count, "\(efficiency.count) pools")
  return plan.coverage.indices.map { unit in
    plan.weeks.indices.map { week in
      var (given, needed) = (0.0, 0.0)
      for (pool, share) in zip(plan.pools, efficiency) {
        let hours = pool.weeks[week].assignedHours[unit]
        let part = share?[week] ?? 1
        given += hours
        needed += part > 0 ? hours / part : hours
      }
      return given > 0 ? max(1, needed / given) : 1
    }
  }
}
