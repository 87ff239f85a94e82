import Quantities

/// One pool's people over a plan.
public struct PoolSummary: Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Whether the people are assistants.
  public var isVA: Bool
  /// Mean people on the payroll over the days of the plan, training included.
  public var averagePeople: Double
  /// Most people on the payroll in a week, training included.
  public var peakPeople: Double
  /// First day of the first week with that many; nothing when the plan has no week.
  public var peakWeek: LocalDate?
  /// Paid hours ÷ full-time hours.
  public var fullTimeEquivalents: FTE
  /// People whom the plan hires.
  public var hires: Int
  /// Expected leavers.
  public var leavers: Double
  /// Paid hours over the plan.
  public var paidHours: Double
}

/// A decision to hire with the pool that it is for.
public struct PoolHire: Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Whether the people are assistants.
  public var isVA: Bool
  /// The decision.
  public var decision: HireDecision
}

extension StaffPlan {
  /// Paid hours of one full-time person in a week, by which equivalents are counted.
  public static let fullTimeHours = 40.0

  /// The days of each week that belong to the plan, given its last day.
  public func weekLengths(through end: LocalDate) -> [Int] {
    weeks.indices.map { index in
      let next = index + 1 < weeks.count ? weeks[index + 1] : end + 1
      return max(0, next - weeks[index])
    }
  }

  /// People on the payroll by week over all pools, training included.
  public var peopleByWeek: [Double] {
    weeks.indices.map { week in pools.reduce(0) { $0 + $1.people(week) } }
  }

  /// The pools in numbers, in the order of the spec.
  public func summaries(through end: LocalDate) -> [PoolSummary] {
    pools.map { summary(of: $0, lengths: weekLengths(through: end)) }
  }

  /// All pools together; `isVA` says whether every pool is of assistants.
  public func total(through end: LocalDate) -> PoolSummary {
    let each = summaries(through: end)
    let people = peopleByWeek
    let peak = people.max() ?? 0
    return PoolSummary(
      pool: "", isVA: !each.isEmpty && each.allSatisfy(\.isVA),
      averagePeople: each.reduce(0) { $0 + $1.averagePeople }, peakPeople: peak,
      peakWeek: people.firstIndex(of: peak).map { weeks[$0] },
      fullTimeEquivalents: FTE(each.reduce(0) { $0 + $1.fullTimeEquivalents.value }),
      hires: each.reduce(0) { $0 + $1.hires }, leavers: each.reduce(0) { $0 + $1.leavers },
      paidHours: each.reduce(0) { $0 + $1.paidHours })
  }

  /// Every decision to hire, the earliest last safe date first.
  public var decisions: [PoolHire] {
    pools.flatMap { pool in
      pool.hires.map { PoolHire(pool: pool.pool, isVA: pool.isVA, decision: $0) }
    }.enumerated().sorted {
      ($0.element.decision.decideBy, $0.offset) < ($1.element.decision.decideBy, $1.offset)
    }.map(\.element)
  }

  /// Every decision to teach people other work with its pool, the earliest first.
  public var crossTrainings: [(pool: String, decision: CrossTrainingDecision)] {
    pools.flatMap { pool in (pool.crossTraining ?? []).map { (pool.pool, $0) } }
      .enumerated().sorted {
        ($0.element.1.start, $0.offset) < ($1.element.1.start, $1.offset)
      }.map { ($0.element.0, $0.element.1) }
  }

  /// The decisions that share the earliest last safe date.
  public var firstDecisions: [PoolHire] {
    let all = decisions
    return all.filter { $0.decision.decideBy == all[0].decision.decideBy }
  }

  /// Hours required by week over all units.
  public var requiredHoursByWeek: [Double] {
    weeks.indices.map { week in
      coverage.reduce(0) {
        $0 + ($1.requiredHours.indices.contains(week) ? $1.requiredHours[week] : 0)
      }
    }
  }

  /// Hours that no pool covers over the plan, over all units.
  public var shortHours: Double { coverage.reduce(0) { $0 + $1.shortHours.reduce(0, +) } }

  private func summary(of pool: PoolPlan, lengths: [Int]) -> PoolSummary {
    let people = weeks.indices.map { pool.people($0) }
    let days = Double(lengths.reduce(0, +))
    let peak = people.max() ?? 0
    let personDays = zip(people, lengths).reduce(0) { $0 + $1.0 * Double($1.1) }
    let paid = pool.weeks.reduce(0) { $0 + $1.paidHours }
    return PoolSummary(
      pool: pool.pool, isVA: pool.isVA, averagePeople: days > 0 ? personDays / days : 0,
      peakPeople: peak, peakWeek: people.firstIndex(of: peak).map { weeks[$0] },
      fullTimeEquivalents: FTE(days > 0 ? paid / (StaffPlan.fullTimeHours * days / 7) : 0),
      hires: pool.hires.reduce(0) { $0 + $1.people },
      leavers: pool.weeks.reduce(0) { $0 + $1.leavers }, paidHours: paid)
  }
}

extension PoolPlan {
  /// People on the payroll in a week, training included; none where the plan has no such week.
  public func people(_ week: Int) -> Double {
    weeks.indices.contains(week) ? weeks[week].headcount + weeks[week].inTraining : 0
  }
}

extension StaffPlan {
  /// The queues of the plan, each once, in the order of its units.
  public var queueNames: [String] {
    var names: [String] = []
    for unit in coverage where !names.contains(unit.queue) { names.append(unit.queue) }
    return names
  }

  /// Hours that each pool gives to each queue over the horizon, by pool and ``queueNames``.
  public var hoursByQueue: [[Double]] {
    let names = queueNames
    return pools.map { pool in
      var hours = Array(repeating: 0.0, count: names.count)
      for week in pool.weeks {
        for (unit, given) in zip(coverage, week.assignedHours) {
          if let place = names.firstIndex(of: unit.queue) { hours[place] += given }
        }
      }
      return hours
    }
  }
}
