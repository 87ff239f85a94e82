import Quantities
import Results

extension Bill {
  /// Adds what people cost beside their pay, after the pay of the month.
  mutating func addExtras(
    _ entry: MonthQuantities, _ term: PoolCostTerms, _ volumes: WorkVolumes
  ) {
    for extra in term.extras {
      let price = ("dollars for one", extra.price[entry.month])
      let each = (extra.eachName, extra.each)
      let share = ("share of the month", months[entry.month].share)
      switch extra.driver {
      case .people:
        line(entry, term, extra, "", [("people on the payroll", entry.people), each, price, share])
      case .trainees:
        line(
          entry, term, extra, "", [("people in training", entry.inTraining), each, price, share])
      case .newPeople(let beyond):
        let before = most[entry.pool] ?? beyond
        most[entry.pool] = max(before, entry.mostPeople)
        line(
          entry, term, extra, "",
          [("people beyond the most before", max(0, entry.mostPeople - before)), each, price])
      case .items:
        for queue in volumes.queues(beginningWith: queues) {
          let done = volumes.total(month: entry.month, pool: term.pool, queue: queue)
          line(
            entry, term, extra, queue,
            [("items done", printable(done.contacts + done.cases)), each, price])
        }
      case .invoice:
        line(
          entry, term, extra, "",
          [("invoice, dollars", invoiced(entry, term).dollars), each, price])
      case .months:
        if entry.inForce { line(entry, term, extra, "", [each, price, share]) }
      }
    }
  }

  private mutating func line(
    _ entry: MonthQuantities, _ term: PoolCostTerms, _ extra: ExtraTerms, _ queue: String,
    _ factors: [(String, Double)]
  ) {
    add(
      entry, term.pool, queue: queue, kind: extra.kind, oneOff: extra.isCapital,
      isCapital: extra.isCapital, factors)
  }

  /// What the pool's vendor is paid in the month, credits taken off.
  private func invoiced(_ entry: MonthQuantities, _ term: PoolCostTerms) -> Cents {
    let month = months[entry.month].label
    let kinds = ["pay", "minimum", "holidayPremium", "trainingTime", "serviceCredit"]
    return entries.filter {
      $0.line.month == month && $0.line.pool == term.pool && kinds.contains($0.line.kind)
    }.map(\.line.cents).total()
  }
}
