import Quantities
import Results

/// Prices a plan: money by month, pool, queue and kind, every line rounded once to cents.
///
/// An employee's pay of a month is the mean people on the payroll over the month's days inside the
/// horizon × the yearly cost ÷ 12 × those days ÷ the days of the month. An assistant's pay is what is
/// counted (hours of a week lie evenly over its days) × the price; the monthly minimum tops it up in
/// months in which someone is on contract, in proportion to the days inside the horizon; a month whose
/// goals were missed brings a credit. Pay splits to queues by assigned hours; the rest, and everything else, belongs to the pool: queue `""`.
///
/// - Parameters:
///   - plan: The plan; its weeks begin the horizon.
///   - end: Last day of the horizon, inclusive.
///   - terms: What each pool of the plan costs, with a value for each calendar month.
///   - volumes: The work done; needed for prices per handled minute, contact or case, and for unit
///     costs per item.
/// - Returns: The lines by month, pool, queue and kind, their total, a worked line and unit costs.
/// - Throws: ``CostingError`` when terms are missing, of the wrong length or out of their domain.
/// - Complexity: O(months × pools × queues + weeks × pools × units).
public func cost(
  of plan: StaffPlan, through end: LocalDate, terms: [PoolCostTerms],
  volumes: WorkVolumes = WorkVolumes([])
) throws(CostingError) -> CostResult {
  guard let start = plan.weeks.first, start <= end else {
    return CostResult(lines: [], totalCents: .zero, example: nil, unitCosts: [])
  }
  let months = CostMonth.covering(from: start, through: end)
  let ordered = try checked(terms, plan: plan, months: months, volumes: volumes)
  var bill = Bill(months: months, queues: queueNames(of: plan))
  var begun = Set<Int>()
  for entry in monthQuantities(of: plan, through: end) {
    let term = ordered[entry.pool]
    bill.addPay(entry, term, volumes)
    bill.addOvertime(entry, term)
    bill.addHiring(entry, term)
    bill.addSupport(entry, term)
    bill.addExtras(entry, term, volumes)
    if entry.inForce, begun.insert(entry.pool).inserted { bill.addSetUp(entry, term) }
  }
  let lines = bill.entries.map(\.line)
  return CostResult(
    lines: lines, totalCents: lines.map(\.cents).total(), example: bill.example(),
    unitCosts: unitCosts(plan, lines, volumes))
}

/// A line with the factors whose product it is.
struct BillEntry {
  var line: CostLine
  var factors: [WorkedCost.Factor]
}

/// Collects the lines of a bill.
struct Bill {
  let months: [CostMonth]
  let queues: [String]
  var entries: [BillEntry] = []
  /// The most people so far, by pool, where something is bought for each.
  var most: [Int: Double] = [:]

  /// Adds a line that is the product of its factors, in order; nothing when it rounds to zero.
  @discardableResult
  mutating func add(
    _ entry: MonthQuantities, _ pool: String, queue: String, kind: String, oneOff: Bool,
    isCapital: Bool = false, _ factors: [(String, Double)]
  ) -> Cents {
    let cents = Cents(roundingDollars: factors.reduce(1) { $0 * $1.1 })
    guard cents != .zero else { return cents }
    entries.append(
      BillEntry(
        line: CostLine(
          month: months[entry.month].label, pool: pool, queue: queue, kind: kind, oneOff: oneOff,
          isCapital: isCapital, cents: cents),
        factors: factors.map { WorkedCost.Factor(name: $0.0, value: $0.1) }))
    return cents
  }

  /// Adds pay split to queues; of assistants, the vendor's invoice.
  mutating func addPay(_ entry: MonthQuantities, _ term: PoolCostTerms, _ volumes: WorkVolumes) {
    let month = entry.month
    switch term.pay {
    case .loadedCost(let year):
      split(entry, term.pool, salaried(entry, year[month]))
    case .salary(let year, let load):
      split(
        entry, term.pool,
        salaried(entry, year[month]) + [("1 + load share of salary", 1 + load)])
    case .assistants(let price): addInvoice(entry, term.pool, price, volumes)
    }
  }

  private func salaried(_ entry: MonthQuantities, _ year: Double) -> [(String, Double)] {
    [
      ("people on the payroll", entry.people), ("dollars a month", year / 12),
      ("share of the month", months[entry.month].share),
    ]
  }

  /// Adds one line for each queue and one for the rest; returns their sum.
  @discardableResult
  mutating func split(
    _ entry: MonthQuantities, _ pool: String, _ factors: [(String, Double)]
  ) -> Cents {
    var sum = Cents.zero
    var rest = 1.0
    for (queue, share) in entry.queueShares where share > 0 {
      sum += add(
        entry, pool, queue: queue, kind: "pay", oneOff: false,
        factors + [("share of on-phone hours", share)])
      rest -= share
    }
    rest = printable(max(0, rest))
    guard rest > 0 else { return sum }
    sum += add(
      entry, pool, queue: "", kind: "pay", oneOff: false, factors + [("share unassigned", rest)])
    return sum
  }

  /// Adds overtime, which employees are paid beside the salary.
  mutating func addOvertime(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    guard let price = term.overtimePerHour else { return }
    add(
      entry, term.pool, queue: "", kind: "overtime", oneOff: false,
      [("hours of overtime", entry.overtimeHours), ("dollars an hour", price[entry.month])])
  }

  /// Adds what a hire costs once, and what letting someone go does.
  mutating func addHiring(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    if let price = term.releasePerPerson {
      add(
        entry, term.pool, queue: "", kind: "severance", oneOff: true,
        [("people let go", entry.released), ("dollars a person", price[entry.month])])
    }
    for (kind, price) in [
      ("recruiting", term.recruitingPerHire), ("training", term.trainingPerHire),
    ] {
      add(
        entry, term.pool, queue: "", kind: kind, oneOff: true,
        [("people who start", entry.starting), ("dollars a hire", price[entry.month])])
    }
  }

  /// Adds supervision and technology.
  mutating func addSupport(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    let month = entry.month
    if let supervision = term.supervision {
      add(
        entry, term.pool, queue: "", kind: "supervision", oneOff: false,
        [
          ("supervisors", printable(entry.people / supervision.span)),
          ("dollars a month", supervision.loadedCostPerYear[month] / 12),
          ("share of the month", months[month].share),
        ])
    }
    add(
      entry, term.pool, queue: "", kind: "technology", oneOff: false,
      [
        ("people on the payroll", entry.people),
        ("dollars a person-month", term.technologyPerMonth[month]),
        ("share of the month", months[month].share),
      ])
  }

  /// Adds what is due when the contract begins.
  mutating func addSetUp(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    guard case .assistants(let price) = term.pay else { return }
    add(
      entry, term.pool, queue: "", kind: "setUp", oneOff: true, [("set-up, dollars", price.setUp)])
  }

  /// The largest line of pay with its factors; nothing without pay.
  func example() -> WorkedCost? {
    var largest: BillEntry?
    for entry in entries where entry.line.kind == "pay" {
      if largest.map({ $0.line.cents < entry.line.cents }) ?? true { largest = entry }
    }
    guard let largest else { return nil }
    return WorkedCost(
      month: largest.line.month, pool: largest.line.pool, kind: largest.line.kind,
      factors: largest.factors, cents: largest.line.cents)
  }
}
