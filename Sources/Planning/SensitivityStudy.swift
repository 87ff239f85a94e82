import Quantities
import Results
import Scenarios

/// What one alternative would cost if an input were different.
struct SensitivityStudy {
  let stage: AlternativeStage
  let result: AlternativeResult
  /// Factors on the requirement that the proof asked for.
  let raises: [[Double]]?

  /// The share by which each input is moved.
  static let move = 0.1
  /// The name of the volume of all queues.
  static let volume = "volume of all work"

  /// The change of cost when each input moves 10 % either way, the largest first.
  ///
  /// Volume, handle time and shrinkage are planned anew by the closed forms; prices reprice the plan.
  func sensitivities() throws -> [Sensitivity] {
    let replanned = try base()
    var cases: [Case] = []
    func add(
      _ input: String, base: Cents, _ cost: @escaping @Sendable (Double) throws -> Cents
    ) {
      cases.append(Case(input: input, base: base, cost: cost))
    }
    add(SensitivityStudy.volume, base: replanned) { factor in
      try cost(queues: stage.alternative.queues, changed: nil, factor: factor)
    }
    for index in largestQueues.prefix(2) {
      let name = stage.alternative.queues[index].name
      add("handle time of \(name)", base: replanned) { factor in
        var queues = stage.alternative.queues
        for step in queues[index].steps.indices {
          queues[index].steps[step].handleTime.mean *= factor
        }
        return try cost(queues: queues, changed: index, factor: 1)
      }
    }
    for (index, pool) in stage.alternative.pools.enumerated() {
      guard result.cost.lines.contains(where: { $0.pool == pool.name && $0.cents.value != 0 })
      else { continue }
      let what = pool.contract == .va ? "price of \(pool.name)" : "pay of \(pool.name)"
      add(what, base: result.costCents) { factor in
        var changed = stage
        changed.alternative.pools[index].scalePay(factor)
        return try changed.price(result.plan, volumes: changed.work.expected(result.plan))
          .totalCents - (replanned - result.costCents)
      }
    }
    if let largest = stage.alternative.pools.indices.max(by: {
      payroll(stage.alternative.pools[$0]) < payroll(stage.alternative.pools[$1])
    }) {
      let pool = stage.alternative.pools[largest]
      add("shrinkage of \(pool.name)", base: replanned) { factor in
        var changed = stage
        changed.alternative.pools[largest].shrinkage = min(0.95, pool.shrinkage * factor)
        return try changed.costOfPlan(raises: raises).totalCents
      }
    }
    let tried = cases
    let costs = try inParallel(count: 2 * tried.count, threads: stage.proof.threads) { place in
      let sign = place % 2 == 0 ? -1.0 : 1
      return try tried[place / 2].cost(1 + sign * SensitivityStudy.move)
    }
    let found = tried.enumerated().map { place, one in
      Sensitivity(
        input: one.input, low: "-10 %", high: "+10 %", lowCents: costs[2 * place] - one.base,
        highCents: costs[2 * place + 1] - one.base)
    }
    return found.sorted {
      max(abs($0.lowCents.value), abs($0.highCents.value))
        > max(abs($1.lowCents.value), abs($1.highCents.value))
    }
  }

  /// An input that is moved.
  private struct Case: Sendable {
    var input: String
    var base: Cents
    var cost: @Sendable (Double) throws -> Cents
  }

  /// The plan as it is by the same volumes as the changed ones, so that only what is moved differs.
  func base() throws -> Cents {
    try stage.repriced(result).totalCents
  }

  /// The cost of the cheapest plan for one changed queue, or for a multiple of all volumes.
  func cost(queues: [QueueSpec], changed index: Int?, factor: Double) throws -> Cents {
    var changed = stage
    changed.alternative.queues = queues
    let factor = stage.requirement.planningFactor * factor
    var requirementStage = stage.requirementStage
    requirementStage.queues = queues
    let units = try requirementStage.units(factor: factor, of: index.map { [$0] })
    let names = Set(units.map(\.queue))
    changed.requirement.planningFactor = factor
    changed.requirement.units = queues.flatMap { queue in
      (names.contains(queue.name) ? units : stage.requirement.units)
        .filter { $0.queue == queue.name }
    }
    return try changed.costOfPlan(raises: raises).totalCents
  }

  /// Queues by hours required, most first.
  private var largestQueues: [Int] {
    let hours = stage.alternative.queues.map { queue in
      stage.requirement.units.reduce(0) { $0 + ($1.queue == queue.name ? $1.hours : 0) }
    }
    return hours.indices.sorted { (hours[$1], $0) < (hours[$0], $1) }
  }

  private func payroll(_ pool: PoolSpec) -> Double {
    guard pool.contract == .fte,
      let plan = result.plan.pools.first(where: { $0.pool == pool.name })
    else { return 0 }
    return plan.weeks.reduce(0) { $0 + $1.paidHours }
  }
}

extension PoolSpec {
  /// Multiplies pay or price.
  fileprivate mutating func scalePay(_ factor: Double) {
    switch pay {
    case .loaded(let perYear): pay = .loaded(perYear: perYear.scaled(by: factor))
    case .salary(let perYear, let load):
      pay = .salary(perYear: perYear.scaled(by: factor), loadShareOfSalary: load)
    case nil: break
    }
    if let price = pricing?.price { pricing?.price = price.scaled(by: factor) }
  }
}

extension Dated where Value == Double {
  fileprivate func scaled(by factor: Double) -> Dated {
    Dated(steps: steps.map { ($0.from, $0.value * factor) })
  }
}
