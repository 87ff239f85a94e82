import Results

/// The terms in the order of the plan's pools, each value in its domain.
func checked(
  _ terms: [PoolCostTerms], plan: StaffPlan, months: [CostMonth], volumes: WorkVolumes
) throws(CostingError) -> [PoolCostTerms] {
  var ordered: [PoolCostTerms] = []
  for pool in plan.pools {
    let own = terms.filter { $0.pool == pool.pool }
    guard own.count == 1, let term = own.first else {
      throw CostingError(
        code: .unknownPool, subject: "pool \"\(pool.pool)\"",
        problem: "\(own.count) sets of cost terms", remedy: "Give exactly one.")
    }
    try check(term, months: months.count)
    ordered.append(term)
  }
  if let stray = terms.first(where: { term in !plan.pools.contains { $0.pool == term.pool } }) {
    throw CostingError(
      code: .unknownPool, subject: "pool \"\(stray.pool)\"", problem: "the plan has no such pool",
      remedy: "Leave its terms out, or name one of: "
        + plan.pools.map(\.pool).joined(separator: ", ") + ".")
  }
  try check(volumes, pools: plan.pools.map(\.pool), months: months.count)
  return ordered
}

private func check(_ term: PoolCostTerms, months: Int) throws(CostingError) {
  let subject = "pool \"\(term.pool)\""
  func series(_ values: [Double], _ name: String) throws(CostingError) {
    guard values.count == months else {
      throw CostingError(
        code: .wrongLength, subject: "\(subject): \(name)", problem: "\(values.count) values",
        remedy: "Give one for each of the \(months) months.")
    }
    for value in values { try amount(value, name) }
  }
  func amount(_ value: Double, _ name: String) throws(CostingError) {
    guard value.isFinite, value >= 0, value < 1e9 else {
      throw CostingError(
        code: .outOfRange, subject: "\(subject): \(name)", problem: "found \(value)",
        remedy: "Write dollars from 0 to a billion.")
    }
  }
  switch term.pay {
  case .loadedCost(let year): try series(year, "loadedCostPerYear")
  case .salary(let year, let load):
    try series(year, "salaryPerYear")
    guard load.isFinite, (0...5).contains(load) else {
      throw CostingError(
        code: .outOfRange, subject: "\(subject): load share of salary", problem: "found \(load)",
        remedy: "Write a share such as 0.235; 0.235 means 23.5 % on top of the salary.")
    }
  case .assistants(let price):
    try series(price.price, price.unit.rawValue)
    try series(price.minimumPerMonth, "minimumPerMonth")
    try amount(price.setUp, "setUp")
    if let rate = price.trainingRate { try series(rate, "trainingRate") }
    try amount(price.holidayPremium, "holidayPremium")
    try series(price.holidayShare, "share of work on holidays")
    try series(price.creditShare, "service credit")
    var before = 0.0
    for tier in price.tiers {
      try amount(tier.price, "price above \(tier.above)")
      guard tier.above.isFinite, tier.above > before else {
        throw CostingError(
          code: .outOfRange, subject: "\(subject): tiers", problem: "found \(tier.above)",
          remedy: "Write positive numbers of units that rise from tier to tier.")
      }
      before = tier.above
    }
  }
  try series(term.recruitingPerHire, "recruitingPerHire")
  try series(term.trainingPerHire, "trainingPerHire")
  try series(term.technologyPerMonth, "technologyPerMonth")
  if let price = term.releasePerPerson { try series(price, "cost of letting someone go") }
  if let price = term.overtimePerHour { try series(price, "an hour of overtime") }
  for extra in term.extras {
    try series(extra.price, extra.kind)
    try amount(extra.each, "\(extra.kind): \(extra.eachName)")
  }
  guard let supervision = term.supervision else { return }
  try series(supervision.loadedCostPerYear, "supervision loadedCostPerYear")
  guard supervision.span.isFinite, supervision.span > 0 else {
    throw CostingError(
      code: .outOfRange, subject: "\(subject): supervision span",
      problem: "found \(supervision.span)", remedy: "Write the people a supervisor leads: 12.")
  }
}

private func check(
  _ volumes: WorkVolumes, pools: [String], months: Int
) throws(CostingError) {
  for entry in volumes.entries {
    guard (0..<months).contains(entry.month) else {
      throw CostingError(
        code: .unknownMonth, subject: "work of \(entry.pool) on \(entry.queue)",
        problem: "month \(entry.month)", remedy: "Write an index from 0 to \(months - 1).")
    }
    guard pools.contains(entry.pool) else {
      throw CostingError(
        code: .unknownPool, subject: "work of \(entry.pool) on \(entry.queue)",
        problem: "the plan has no such pool", remedy: "Name a pool of the plan.")
    }
    for value in [entry.contacts, entry.cases, entry.handledHours] {
      guard value.isFinite, value >= 0, value < 1e12 else {
        throw CostingError(
          code: .outOfRange, subject: "work of \(entry.pool) on \(entry.queue)",
          problem: "found \(value)", remedy: "Write a count of 0 or more.")
      }
    }
  }
}
