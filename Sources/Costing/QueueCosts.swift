import Quantities
import Results

/// Shares a bill out to queues so that it adds up to the cent.
///
/// A queue has its own lines; the pools' own lines (idle time, recruiting, supervision, technology) follow
/// the hours that each pool gives to each queue over the horizon, cents by largest remainder.
///
/// - Parameters:
///   - plan: The plan that was priced.
///   - lines: Its bill.
///   - clients: Whose work each queue is; queues left out are nobody's in particular.
/// - Returns: The queues in the order of the plan, then, if there is any, what pools without work cost.
public func queueCosts(
  _ plan: StaffPlan, _ lines: [CostLine], clients: [String: String] = [:]
) -> [QueueCost] {
  var names = queueNames(of: plan)
  for line in lines where !line.queue.isEmpty && !names.contains(line.queue) {
    names.append(line.queue)
  }
  var own = Array(repeating: Cents.zero, count: names.count)
  var shared = own
  var nobody = Cents.zero
  for (place, name) in names.enumerated() {
    own[place] = lines.filter { $0.queue == name }.map(\.cents).total()
  }
  for pool in plan.pools {
    let rest = lines.filter { $0.pool == pool.pool && $0.queue.isEmpty }.map(\.cents).total()
    var hours = Array(repeating: 0.0, count: names.count)
    for week in pool.weeks {
      for (unit, given) in zip(plan.coverage, week.assignedHours) {
        if let place = names.firstIndex(of: unit.queue) { hours[place] += given }
      }
    }
    guard hours.contains(where: { $0 > 0 }) else {
      nobody += rest
      continue
    }
    for (place, part) in shares(of: rest, by: hours).enumerated() { shared[place] += part }
  }
  var found = names.indices.map {
    QueueCost(
      queue: names[$0], client: clients[names[$0]] ?? "", ownCents: own[$0],
      sharedCents: shared[$0])
  }
  if nobody != .zero {
    found.append(QueueCost(queue: "", client: "", ownCents: .zero, sharedCents: nobody))
  }
  return found
}

/// Cuts an amount by weights, not all zero, so that the parts add up to it.
private func shares(of amount: Cents, by weights: [Double]) -> [Cents] {
  let all = weights.reduce(0, +)
  let exact = weights.map { Double(amount.value) * $0 / all }
  var parts = exact.map { Int($0.rounded(.down)) }
  let order = exact.indices.sorted {
    (exact[$1] - Double(parts[$1]), $0) < (exact[$0] - Double(parts[$0]), $1)
  }
  var left = amount.value - parts.reduce(0, +)
  for place in order where left > 0 {
    parts[place] += 1
    left -= 1
  }
  return parts.map { Cents($0) }
}
