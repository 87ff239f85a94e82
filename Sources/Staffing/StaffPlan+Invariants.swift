import Results

extension StaffPlan {
  /// What contradicts itself in the plan; empty when every hour adds up.
  ///
  /// Paid ≥ scheduled ≥ on-phone ≥ assigned hours in every week and pool, work is given only to pools
  /// that may do it, given and short hours add up to the required ones, and a roster covers the
  /// horizon.
  ///
  /// - Parameter problem: What the plan was made for.
  /// - Returns: One sentence for each contradiction, in the order of the plan.
  public func checkInvariants(of problem: WorkforceProblem) -> [String] {
    var found: [String] = []
    for (pool, terms) in zip(pools, problem.pools) {
      for (week, people) in pool.weeks.enumerated() {
        let assigned = people.assignedHours.reduce(0, +)
        let chain = [people.paidHours, people.scheduledHours, people.onPhoneHours, assigned, 0]
        for (larger, smaller) in zip(chain, chain.dropFirst())
        where smaller > larger + 1e-5 * max(1, larger) {
          found.append("\(pool.pool), week \(week): hours do not descend: \(chain)")
        }
        if people.productive > people.headcount + people.inTraining + 1e-9 {
          found.append("\(pool.pool), week \(week): \(people.productive) productive people")
        }
        for (unit, hours) in people.assignedHours.enumerated()
        where hours > 0 && !terms.eligibleUnits.contains(unit) {
          found.append("\(pool.pool), week \(week): \(hours) h of work it may not do")
        }
      }
    }
    for (unit, work) in coverage.enumerated() {
      for week in weeks.indices {
        let given = pools.reduce(0) { $0 + $1.weeks[week].assignedHours[unit] }
        let sum = given + work.shortHours[week]
        if abs(sum - work.requiredHours[week]) > 1e-5 * max(1, sum) {
          found.append(
            "\(work.queue)/\(work.step), week \(week): \(sum) h of \(work.requiredHours[week])")
        }
      }
    }
    return found
  }
}
