import LocatedJSON
import Quantities

/// Keys of trainers.
let trainerKeys = KeyTable(
  "trainers",
  [
    .required(
      "trainees", .number(.from(1, to: 1000), example: "12"), "People in training of one trainer."),
    .required("loadedCostPerYear", .datedDollars, "What a trainer costs a year, all included."),
  ])

/// Keys of quality sampling.
let qualityKeys = KeyTable(
  "quality sampling",
  [
    .required("share", .anyShare, "Share of the items done that are reviewed."),
    .required(
      "time", .duration(.above(0, to: 86_400), example: "20m"),
      "Time of one review, coaching included."),
    .required("perHour", .dated(.dollars(.from(0, to: 10_000), example: "32")), "An hour of it."),
  ])

/// Keys of vendor management.
let vendorManagementKeys = KeyTable(
  "vendor management",
  [
    .optional("perMonth", .datedDollars, "Dollars of a month in which someone is on contract."),
    .optional("shareOfPay", .anyShare, "Share of what the vendor invoices."),
  ])

/// Keys of seats.
let seatKeys = KeyTable(
  "seats",
  [
    .optional(
      "peoplePerSeat", .number(.from(0.1, to: 10), example: "1.2"), "People who share one seat."),
    .optional("perMonth", .datedDollars, "Rent and upkeep of one seat in use."),
    .optional("each", .datedDollars, "Buying one more seat than there are: capital."),
    .optional("now", .people, "Seats that there are."),
  ])

/// Keys of a rise in prices.
let priceRiseKeys = KeyTable(
  "a rise in prices",
  [
    .required("from", .date, "The first day with the new prices."),
    .required(
      "share", .share(.from(-0.5, to: 1), example: "0.03"),
      "What they rise by, on top of earlier rises."),
  ])

extension ReadingContext {
  /// Reads what a pool costs beside its pay, and lets everything rise with its dates.
  func addExtras(_ spec: inout PoolSpec, _ reader: ObjectReader) {
    let kinds =
      ["trainers", "quality", "seats"] + (spec.contract == .va ? ["vendorManagement"] : [])
    for key in kinds { reader.note(key, "none", "none is given, so none is counted") }
    if let inner = reader.object("trainers"), let trainees = inner.number("trainees"),
      let cost = inner.dollars("loadedCostPerYear")
    {
      spec.trainers = (trainees, cost)
    }
    if let inner = reader.object("quality"), let share = inner.number("share"),
      let time = inner.duration("time"), let price = inner.dollars("perHour")
    {
      spec.quality = (share, time / 3600, price)
    }
    if spec.contract == .va, let inner = reader.object("vendorManagement") {
      let perMonth = inner.dollars("perMonth", or: 0, "none is given")
      spec.vendorManagement = (perMonth, inner.number("shareOfPay", or: 0, "none is given"))
    }
    if let inner = reader.object("seats") {
      let people = inner.number("peoplePerSeat", or: 1, "everybody has a seat")
      let perMonth = inner.dollars("perMonth", or: 0, "none is given")
      let each = inner.dollars("each", or: 0, "none is given")
      let now = inner.number(
        "now", or: (spec.current.headcount + spec.current.inTraining) / max(0.1, people),
        "as many as the people now need")
      spec.seats = (people, perMonth, each, now)
    }
    let rises = priceRises(reader)
    if !rises.isEmpty { spec.raisePrices(rises) }
  }

  private func priceRises(_ reader: ObjectReader) -> [(from: LocalDate, factor: Double)] {
    var found: [(from: LocalDate, factor: Double)] = []
    for element in reader.list("priceRises") ?? [] {
      guard let rise = ObjectReader(element, priceRiseKeys, self), let from = rise.date("from"),
        let share = rise.number("share")
      else { continue }
      if let last = found.last, from <= last.from {
        rise.report(
          .contradiction, "from",
          "\(from) is not after \(last.from), the date before it in the list",
          "Put the rises in the order of their dates, each date once")
        continue
      }
      found.append((from, (found.last?.factor ?? 1) * (1 + share)))
    }
    return found
  }
}

extension Dated<Double> {
  /// The values with factors from dates on, which are in order.
  func rising(_ rises: [(from: LocalDate, factor: Double)]) -> Dated<Double> {
    let dates = Set(steps.dropFirst().map(\.from) + rises.map(\.from)).sorted()
    func factor(_ date: LocalDate) -> Double { rises.last { $0.from <= date }?.factor ?? 1 }
    let first = steps[0].from
    return Dated(
      steps: [(first, steps[0].value * factor(first))]
        + dates.filter { $0 > first }.map { ($0, value(on: $0) * factor($0)) })
  }
}

extension PoolSpec {
  /// Lets everything that the pool costs rise from dates on.
  fileprivate mutating func raisePrices(_ rises: [(from: LocalDate, factor: Double)]) {
    switch pay {
    case .loaded(let perYear): pay = .loaded(perYear: perYear.rising(rises))
    case .salary(let perYear, let load):
      pay = .salary(perYear: perYear.rising(rises), loadShareOfSalary: load)
    case nil: break
    }
    if var price = pricing {
      price.price = price.price.rising(rises)
      price.minimumPerMonth = price.minimumPerMonth.rising(rises)
      price.trainingRate = price.trainingRate?.rising(rises)
      pricing = price
    }
    if var terms = hiring {
      terms.recruitingPerHire = terms.recruitingPerHire.rising(rises)
      terms.trainingPerHire = terms.trainingPerHire.rising(rises)
      hiring = terms
    }
    technologyPerMonth = technologyPerMonth.rising(rises)
    releasePerPerson = releasePerPerson?.rising(rises)
    if let cost = crossTraining?.costPerPerson {
      crossTraining?.costPerPerson = cost.rising(rises)
    }
    supervision = supervision.map { ($0.span, $0.loadedCostPerYear.rising(rises)) }
    trainers = trainers.map { ($0.trainees, $0.loadedCostPerYear.rising(rises)) }
    quality = quality.map { ($0.share, $0.hours, $0.perHour.rising(rises)) }
    vendorManagement = vendorManagement.map { ($0.perMonth.rising(rises), $0.shareOfPay) }
    seats = seats.map {
      ($0.peoplePerSeat, $0.perMonth.rising(rises), $0.each.rising(rises), $0.now)
    }
  }
}
