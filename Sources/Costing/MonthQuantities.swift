import Quantities
import Results

/// What one pool did and was paid for in one calendar month of a plan.
///
/// A week's hours lie evenly over its days. Every number has six decimals at most, so that a reader
/// who types the printed numbers gets the printed money.
public struct MonthQuantities: Equatable, Sendable {
  /// Index of the pool in the plan.
  public var pool: Int
  /// Index of the month.
  public var month: Int
  /// Mean people on the payroll over the month's days inside the horizon, trainees included.
  public var people: Double
  /// Of these, people in training.
  public var inTraining: Double
  /// Most people on the payroll in a week that the month touches.
  public var mostPeople: Double
  /// People whose first day lies in the month.
  public var starting: Double
  /// People whose teaching of other work begins on a day of the month.
  public var taught: Double
  /// People let go on a day of the month.
  public var released: Double
  /// Paid hours, training and overtime included.
  public var paidHours: Double
  /// Hours of overtime.
  public var overtimeHours: Double
  /// Paid hours of people who may work.
  public var scheduledHours: Double
  /// Hours logged in for work, at whatever speed.
  public var loggedInHours: Double
  /// Hours logged in, at full speed.
  public var onPhoneHours: Double
  /// Share of the on-phone hours that the plan assigns to each queue; `1` less their sum is idle.
  public var queueShares: [(queue: String, share: Double)]
  /// Whether anyone is on the payroll on some day of the month.
  public var inForce: Bool

  /// Equal when every part is.
  public static func == (left: MonthQuantities, right: MonthQuantities) -> Bool {
    left.pool == right.pool && left.month == right.month && left.people == right.people
      && left.inTraining == right.inTraining && left.mostPeople == right.mostPeople
      && left.starting == right.starting && left.taught == right.taught
      && left.released == right.released
      && left.paidHours == right.paidHours && left.overtimeHours == right.overtimeHours
      && left.scheduledHours == right.scheduledHours && left.loggedInHours == right.loggedInHours
      && left.onPhoneHours == right.onPhoneHours && left.inForce == right.inForce
      && left.queueShares.elementsEqual(right.queueShares) { $0 == $1 }
  }
}

/// The quantities of a plan by pool and calendar month: everything that a price multiplies.
///
/// - Parameters:
///   - plan: The plan; its weeks begin the horizon.
///   - end: Last day of the horizon, inclusive.
/// - Returns: One entry for each month and pool, months first.
/// - Complexity: O(weeks × pools × units).
public func monthQuantities(of plan: StaffPlan, through end: LocalDate) -> [MonthQuantities] {
  guard let start = plan.weeks.first, start <= end else { return [] }
  let months = CostMonth.covering(from: start, through: end)
  let queues = queueNames(of: plan)
  var found: [MonthQuantities] = []
  for month in months.indices {
    let weeks = overlaps(of: months[month], plan.weeks, end)
    for pool in plan.pools.indices {
      found.append(quantities(plan, pool, month, months[month], weeks, queues))
    }
  }
  return found
}

/// A week's part in a month.
private struct Overlap {
  var week: Int
  /// Days of the week in the month.
  var days: Int
  /// Those days ÷ the week's days.
  var share: Double
  /// Whether the week's first day lies in the month.
  var begins: Bool
}

private func overlaps(
  of month: CostMonth, _ weeks: [LocalDate], _ end: LocalDate
) -> [Overlap] {
  weeks.indices.compactMap { week in
    let next = week + 1 < weeks.count ? weeks[week + 1] : end + 1
    let first = max(weeks[week], month.start)
    let days = min(next, month.start + month.days) - first
    guard days > 0 else { return nil }
    return Overlap(
      week: week, days: days, share: Double(days) / Double(next - weeks[week]),
      begins: weeks[week] >= month.start)
  }
}

private func quantities(
  _ plan: StaffPlan, _ pool: Int, _ month: Int, _ span: CostMonth, _ overlaps: [Overlap],
  _ queues: [String]
) -> MonthQuantities {
  let weeks = plan.pools[pool].weeks
  func sum(_ value: (PoolWeek) -> Double) -> Double {
    overlaps.reduce(0) { $0 + $1.share * value(weeks[$1.week]) }
  }
  let days = overlaps.reduce(0.0) {
    $0 + Double($1.days) * (weeks[$1.week].headcount + weeks[$1.week].inTraining)
  }
  let trainees = overlaps.reduce(0.0) { $0 + Double($1.days) * weeks[$1.week].inTraining }
  let most = overlaps.map { weeks[$0.week].headcount + weeks[$0.week].inTraining }.max() ?? 0
  let onPhone = sum(\.onPhoneHours)
  let assigned = queues.map { queue in
    sum { week in
      zip(plan.coverage, week.assignedHours).reduce(0) { $0 + ($1.0.queue == queue ? $1.1 : 0) }
    }
  }
  let base = max(onPhone, assigned.reduce(0, +))
  return MonthQuantities(
    pool: pool, month: month, people: printable(days / Double(span.days)),
    inTraining: printable(trainees / Double(span.days)), mostPeople: printable(most),
    starting: overlaps.reduce(0) { $0 + ($1.begins ? weeks[$1.week].starting : 0) },
    taught: (plan.pools[pool].crossTraining ?? []).reduce(0) {
      (span.start..<span.start + span.days).contains($1.start) ? $0 + Double($1.people) : $0
    },
    released: overlaps.reduce(0) { $0 + ($1.begins ? weeks[$1.week].released : 0) },
    paidHours: printable(sum(\.paidHours)), overtimeHours: printable(sum(\.overtimeHours)),
    scheduledHours: printable(sum(\.scheduledHours)),
    loggedInHours: printable(
      sum { $0.productive > 0 ? $0.onPhoneHours * $0.headcount / $0.productive : 0 }),
    onPhoneHours: printable(onPhone),
    queueShares: zip(queues, assigned).map { ($0, base > 0 ? printable($1 / base) : 0) },
    inForce: days > 0)
}

/// Queues of a plan, each once, in the order of its units.
func queueNames(of plan: StaffPlan) -> [String] {
  var names: [String] = []
  for unit in plan.coverage where !names.contains(unit.queue) { names.append(unit.queue) }
  return names
}

/// Six decimals, as reports print them.
func printable(_ value: Double) -> Double {
  (value * 1e6).rounded(.toNearestOrAwayFromZero) / 1e6
}
