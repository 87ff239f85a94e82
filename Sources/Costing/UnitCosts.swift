import Quantities
import Results

/// What an hour and an item cost.
///
/// An item's cost is its queue's lines and its part of the pools' own lines (idle time, recruiting,
/// supervision), which follow the hours that each pool gives to each queue over the horizon.
func unitCosts(_ plan: StaffPlan, _ lines: [CostLine], _ volumes: WorkVolumes) -> [UnitCost] {
  let total = lines.map(\.cents).total()
  func hours(_ value: (PoolWeek) -> Double) -> Double {
    plan.pools.reduce(0) { $0 + $1.weeks.reduce(0) { $0 + value($1) } }
  }
  var found: [UnitCost] = []
  func append(_ measure: String, _ count: Double, _ dollars: Double) {
    guard count > 0 else { return }
    found.append(
      UnitCost(
        measure: measure, count: printable(count), cents: Cents(roundingDollars: dollars / count)))
  }
  append("paid hour", hours(\.paidHours), total.dollars)
  append("on-phone hour", hours(\.onPhoneHours), total.dollars)
  append("handled hour", volumes.entries.reduce(0) { $0 + $1.handledHours }, total.dollars)
  for queue in volumes.queues(beginningWith: queueNames(of: plan)) {
    let items = volumes.entries.reduce(0) {
      $0 + ($1.queue == queue ? $1.contacts + $1.cases : 0)
    }
    append("\(queue) item", items, dollars(of: queue, plan, lines))
  }
  return found
}

private func dollars(of queue: String, _ plan: StaffPlan, _ lines: [CostLine]) -> Double {
  var sum = 0.0
  for pool in plan.pools {
    var (given, all) = (0.0, 0.0)
    for week in pool.weeks {
      for (unit, hours) in zip(plan.coverage, week.assignedHours) {
        all += hours
        if unit.queue == queue { given += hours }
      }
    }
    for line in lines where line.pool == pool.pool {
      if line.queue == queue { sum += line.cents.dollars }
      if line.queue.isEmpty, all > 0 { sum += line.cents.dollars * given / all }
    }
  }
  return sum
}

extension WorkVolumes {
  /// The queues of a plan, then those that only the volumes name, each once.
  func queues(beginningWith known: [String]) -> [String] {
    var names = known
    for entry in entries where !names.contains(entry.queue) { names.append(entry.queue) }
    return names
  }

  /// Work of one month, pool and queue.
  func total(
    month: Int, pool: String, queue: String
  ) -> (contacts: Double, cases: Double, handledHours: Double) {
    var sum = (contacts: 0.0, cases: 0.0, handledHours: 0.0)
    for entry in entries
    where entry.month == month && entry.pool == pool && entry.queue == queue {
      sum.contacts += entry.contacts
      sum.cases += entry.cases
      sum.handledHours += entry.handledHours
    }
    return sum
  }
}
