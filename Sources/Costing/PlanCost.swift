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
  let lines = bill.items.map(\.line).filter { $0.cents != .zero }
  var result = CostResult(
    lines: lines, totalCents: lines.map(\.cents).total(), example: bill.example(),
    unitCosts: unitCosts(plan, lines, volumes))
  result.items = bill.items
  result.volumes = volumes.entries.map {
    CostVolume(
      month: $0.month, pool: $0.pool, queue: $0.queue, contacts: $0.contacts, cases: $0.cases,
      handledHours: $0.handledHours)
  }
  return result
}

extension PoolCostTerms {
  /// A yearly salary as the spec gives it: by the year, or by the hour to a billionth of a dollar.
  func salary(_ year: Double, _ use: CostFactor.Use) -> CostFactor.Price {
    guard let hours = wageHoursPerYear, hours > 0 else {
      return CostFactor.Price(key: "salaryPerYear", value: year, use: use)
    }
    let wage = (year / hours * 1e9).rounded() / 1e9
    return CostFactor.Price(key: "wagePerHour", value: wage, use: use, hoursPerYear: hours)
  }
}

/// Collects the lines of a bill.
struct Bill {
  let months: [CostMonth]
  let queues: [String]
  var items: [CostItem] = []
  /// The most people so far, by pool, where something is bought for each.
  var most: [Int: Double] = [:]

  /// Adds a line of named values whose product it is, in order; a name that begins with `dollars` is a price.
  @discardableResult
  mutating func add(
    _ entry: MonthQuantities, _ pool: String, queue: String, kind: String, oneOff: Bool,
    isCapital: Bool = false, _ factors: [(String, Double)]
  ) -> Cents {
    add(
      entry, pool, queue: queue, kind: kind, oneOff: oneOff, isCapital: isCapital,
      factors.map { name, value in
        name.hasPrefix("dollars")
          ? CostFactor(name: name, price: .init(key: name, value: value, use: .whole))
          : CostFactor(name: name, value: value)
      })
  }

  /// Adds a line; nothing when its quantities make it zero at any price.
  ///
  /// `pay` is the month's pay on which the forms other than a product lean.
  @discardableResult
  mutating func add(
    _ entry: MonthQuantities, _ pool: String, queue: String, kind: String, oneOff: Bool,
    isCapital: Bool = false, form: CostItem.Form = .product, pay: Cents = .zero,
    _ factors: [CostFactor]
  ) -> Cents {
    guard factors.allSatisfy({ $0.price != nil || $0.value != 0 }) else { return .zero }
    let product = factors.reduce(1) { $0 * $1.value }
    let cents =
      switch form {
      case .product: Cents(roundingDollars: product)
      case .shareOfPay, .shareOfInvoice:
        Cents(roundingDollars: factors.reduce(pay.dollars) { $0 * $1.value })
      case .topUp: max(.zero, Cents(roundingDollars: product) - pay)
      }
    items.append(
      CostItem(
        line: CostLine(
          month: months[entry.month].label, pool: pool, queue: queue, kind: kind, oneOff: oneOff,
          isCapital: isCapital, cents: cents),
        form: form, factors: factors))
    return cents
  }

  /// Adds pay split to queues; of assistants, the vendor's invoice.
  mutating func addPay(_ entry: MonthQuantities, _ term: PoolCostTerms, _ volumes: WorkVolumes) {
    let month = entry.month
    switch term.pay {
    case .loadedCost(let year):
      split(
        entry, term.pool,
        salaried(entry, .init(key: "loadedCostPerYear", value: year[month], use: .monthly)))
    case .salary(let year, let load):
      split(
        entry, term.pool,
        salaried(entry, term.salary(year[month], .monthly)) + [
          CostFactor(
            name: "1 + load share of salary",
            price: .init(
              key: term.wageHoursPerYear == nil ? "load.shareOfSalary" : "load.shareOfWages",
              value: load, use: .onTop))
        ])
    case .assistants(let price): addInvoice(entry, term.pool, price, volumes)
    }
  }

  private func salaried(
    _ entry: MonthQuantities, _ price: CostFactor.Price
  ) -> [CostFactor] {
    [
      CostFactor(name: "people on the payroll", value: entry.people),
      CostFactor(name: "dollars a month", price: price),
      CostFactor(name: "share of the month", value: months[entry.month].share),
    ]
  }

  /// Adds one line for each queue and one for the rest; returns their sum.
  @discardableResult
  mutating func split(
    _ entry: MonthQuantities, _ pool: String, _ factors: [CostFactor]
  ) -> Cents {
    var sum = Cents.zero
    var rest = 1.0
    for (queue, share) in entry.queueShares where share > 0 {
      sum += add(
        entry, pool, queue: queue, kind: "pay", oneOff: false,
        factors + [CostFactor(name: "share of on-phone hours", value: share)])
      rest -= share
    }
    rest = printable(max(0, rest))
    guard rest > 0 else { return sum }
    sum += add(
      entry, pool, queue: "", kind: "pay", oneOff: false,
      factors + [CostFactor(name: "share unassigned", value: rest)])
    return sum
  }

  /// Adds overtime, which employees are paid beside the salary.
  mutating func addOvertime(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    guard let price = term.overtimePerHour else { return }
    let perHour = price[entry.month]
    // An hour's pay is a part of the year's, so that it moves with it.
    let year: CostFactor.Price =
      switch term.pay {
      case .loadedCost(let year):
        .init(key: "loadedCostPerYear", value: year[entry.month], use: .yearly)
      case .salary(let year, _): term.salary(year[entry.month], .yearly)
      case .assistants: .init(key: "an hour of overtime", value: perHour, use: .yearly)
      }
    let yearly = CostFactor(name: "dollars a year", price: year)
    guard yearly.value > 0 else { return }
    add(
      entry, term.pool, queue: "", kind: "overtime", oneOff: false,
      [
        CostFactor(name: "hours of overtime", value: entry.overtimeHours),
        yearly,
        CostFactor(
          name: "an hour's part of a year, with premium", value: perHour / yearly.value),
      ])
  }

  /// Adds what a hire costs once, and what letting someone go does.
  mutating func addHiring(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    if let price = term.releasePerPerson {
      add(
        entry, term.pool, queue: "", kind: "severance", oneOff: true,
        [
          CostFactor(name: "people let go", value: entry.released),
          CostFactor(
            name: "dollars a person",
            price: .init(key: releaseKey(term), value: price[entry.month], use: .whole)),
        ])
    }
    for (kind, price) in [
      ("recruiting", term.recruitingPerHire), ("training", term.trainingPerHire),
    ] {
      add(
        entry, term.pool, queue: "", kind: kind, oneOff: true,
        [
          CostFactor(name: "people who start", value: entry.starting),
          CostFactor(
            name: "dollars a hire",
            price: .init(key: "hiring.\(kind)PerHire", value: price[entry.month], use: .whole)),
        ])
    }
  }

  private func releaseKey(_ term: PoolCostTerms) -> String {
    term.assistantPrice == nil ? "severancePerPerson" : "terminationFee"
  }

  /// Adds supervision and technology.
  mutating func addSupport(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    let month = entry.month
    if let supervision = term.supervision {
      add(
        entry, term.pool, queue: "", kind: "supervision", oneOff: false,
        [
          CostFactor(name: "people on the payroll", value: entry.people),
          CostFactor(
            name: "supervisors a person",
            price: .init(key: "supervision.span", value: supervision.span, use: .divisor)),
          CostFactor(
            name: "dollars a month",
            price: .init(
              key: "supervision.loadedCostPerYear", value: supervision.loadedCostPerYear[month],
              use: .monthly)),
          CostFactor(name: "share of the month", value: months[month].share),
        ])
    }
    add(
      entry, term.pool, queue: "", kind: "technology", oneOff: false,
      [
        CostFactor(name: "people on the payroll", value: entry.people),
        CostFactor(
          name: "dollars a person-month",
          price: .init(
            key: "technologyPerMonth", value: term.technologyPerMonth[month], use: .whole)),
        CostFactor(name: "share of the month", value: months[month].share),
      ])
  }

  /// Adds what is due when the contract begins.
  mutating func addSetUp(_ entry: MonthQuantities, _ term: PoolCostTerms) {
    guard case .assistants(let price) = term.pay, price.setUp > 0 else { return }
    add(
      entry, term.pool, queue: "", kind: "setUp", oneOff: true,
      [
        CostFactor(
          name: "set-up, dollars",
          price: .init(key: "pricing.setUp", value: price.setUp, use: .whole))
      ])
  }

  /// The largest line of pay with its factors; nothing without pay.
  func example() -> WorkedCost? {
    var largest: CostItem?
    for item in items where item.line.kind == "pay" && item.line.cents != .zero {
      if largest.map({ $0.line.cents < item.line.cents }) ?? true { largest = item }
    }
    guard let largest else { return nil }
    return WorkedCost(
      month: largest.line.month, pool: largest.line.pool, kind: largest.line.kind,
      factors: largest.factors.map { WorkedCost.Factor(name: $0.name, value: $0.value) },
      cents: largest.line.cents)
  }
}
