import Quantities
import Results

extension Bill {
  /// Adds what people cost beside their pay, after the pay of the month.
  mutating func addExtras(
    _ entry: MonthQuantities, _ term: PoolCostTerms, _ volumes: WorkVolumes
  ) {
    for extra in term.extras {
      let price = CostFactor(
        name: "dollars for one",
        price: .init(key: extra.key, value: extra.price[entry.month], use: extra.use))
      let each = CostFactor(name: extra.eachName, value: extra.each)
      let share = CostFactor(name: "share of the month", value: months[entry.month].share)
      func counted(_ name: String, _ value: Double) -> CostFactor {
        CostFactor(name: name, value: value)
      }
      switch extra.driver {
      case .people:
        line(
          entry, term, extra, "",
          [counted("people on the payroll", entry.people), each, price, share])
      case .trainees:
        line(
          entry, term, extra, "",
          [counted("people in training", entry.inTraining), each, price, share])
      case .newPeople(let beyond):
        let before = most[entry.pool] ?? beyond
        most[entry.pool] = max(before, entry.mostPeople)
        line(
          entry, term, extra, "",
          [
            counted("people beyond the most before", max(0, entry.mostPeople - before)), each,
            price,
          ])
      case .taught:
        line(
          entry, term, extra, "",
          [counted("people taught other work", entry.taught), each, price])
      case .items:
        for queue in volumes.queues(beginningWith: queues) {
          let done = volumes.total(month: entry.month, pool: term.pool, queue: queue)
          line(
            entry, term, extra, queue,
            [counted("items done", printable(done.contacts + done.cases)), each, price])
        }
      case .invoice:
        let share = CostFactor(
          name: extra.eachName, price: .init(key: extra.key, value: extra.each, use: .whole))
        line(
          entry, term, extra, "", [share], form: .shareOfInvoice, pay: invoiced(entry, term))
      case .months:
        if entry.inForce { line(entry, term, extra, "", [each, price, share]) }
      }
    }
  }

  private mutating func line(
    _ entry: MonthQuantities, _ term: PoolCostTerms, _ extra: ExtraTerms, _ queue: String,
    _ factors: [CostFactor], form: CostItem.Form = .product, pay: Cents = .zero
  ) {
    add(
      entry, term.pool, queue: queue, kind: extra.kind,
      oneOff: extra.isCapital || extra.driver == .taught,
      isCapital: extra.isCapital, form: form, pay: pay, factors)
  }

  /// What the pool's vendor is paid in the month, credits taken off.
  private func invoiced(_ entry: MonthQuantities, _ term: PoolCostTerms) -> Cents {
    let month = months[entry.month].label
    return items.filter {
      $0.line.month == month && $0.line.pool == term.pool
        && CostItem.invoiced.contains($0.line.kind)
    }.map(\.line.cents).total()
  }
}
