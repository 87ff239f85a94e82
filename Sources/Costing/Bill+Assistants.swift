import Quantities
import Results

extension Bill {
  /// Adds what a vendor invoices for a month: the counted units by tier, training time, holiday premium,
  /// the top-up to the minimum, and credits for missed service.
  mutating func addInvoice(
    _ entry: MonthQuantities, _ pool: String, _ price: AssistantPrice, _ volumes: WorkVolumes
  ) {
    let month = entry.month
    var paid =
      price.unit.isByTime
      ? timed(entry, pool, price) : counted(entry, pool, price, volumes)
    let priced = paid
    if let rate = price.trainingRate {
      paid += add(
        entry, pool, queue: "", kind: "trainingTime", oneOff: false,
        [
          CostFactor(
            name: "training hours", value: printable(entry.paidHours - entry.scheduledHours)),
          CostFactor(
            name: "dollars a training hour",
            price: .init(key: "pricing.trainingRate", value: rate[month], use: .whole)),
        ])
    }
    if price.holidayPremium > 0 {
      paid += add(
        entry, pool, queue: "", kind: "holidayPremium", oneOff: false, form: .shareOfPay,
        pay: priced,
        [
          CostFactor(
            name: "share of the work on holidays", value: printable(price.holidayShare[month])),
          CostFactor(
            name: "premium",
            price: .init(
              key: "pricing.holidayPremium", value: price.holidayPremium, use: .whole)),
        ])
    }
    if entry.inForce, price.minimumPerMonth.contains(where: { $0 > 0 }) {
      add(
        entry, pool, queue: "", kind: "minimum", oneOff: false, form: .topUp, pay: paid,
        [
          CostFactor(
            name: "least dollars a month",
            price: .init(
              key: "pricing.minimumPerMonth", value: price.minimumPerMonth[month], use: .whole)),
          CostFactor(name: "share of the month", value: months[month].share),
        ])
    }
    let credit = price.creditShare[month]
    if credit > 0 {
      add(
        entry, pool, queue: "", kind: "serviceCredit", oneOff: false, form: .shareOfPay,
        pay: priced,
        [
          CostFactor(
            name: "credit for missed goals, share",
            price: .init(key: "pricing.serviceCredits.shareOfPay", value: credit, use: .negative))
        ])
    }
  }

  /// Pay by time on contract, split to queues by the hours given to them.
  private mutating func timed(
    _ entry: MonthQuantities, _ pool: String, _ price: AssistantPrice
  ) -> Cents {
    let (name, count, dollars): (String, Double, String) =
      switch price.unit {
      case .perPaidHour where price.trainingRate != nil:
        ("paid hours without training", entry.scheduledHours, "dollars a paid hour")
      case .perPaidHour: ("paid hours", entry.paidHours, "dollars a paid hour")
      case .perScheduledHour:
        ("scheduled hours", entry.scheduledHours, "dollars a scheduled hour")
      case .perLoggedInHour:
        ("logged-in hours", entry.loggedInHours, "dollars a logged-in hour")
      default: ("people on contract", entry.people, "dollars a person-month")
      }
    let rest =
      price.unit == .perFTEMonth
      ? [CostFactor(name: "share of the month", value: months[entry.month].share)] : []
    var sum = Cents.zero
    for slice in price.slices(of: count, month: entry.month) {
      sum += split(
        entry, pool,
        [
          CostFactor(name: name, value: printable(slice.count)),
          CostFactor(name: dollars, price: slice.priceFactor(price.unit)),
        ] + rest)
    }
    return sum
  }

  /// Pay by work done; each queue has its part of every tier.
  private mutating func counted(
    _ entry: MonthQuantities, _ pool: String, _ price: AssistantPrice, _ volumes: WorkVolumes
  ) -> Cents {
    let names = volumes.queues(beginningWith: queues)
    let done = names.map { queue -> Double in
      let sums = volumes.total(month: entry.month, pool: pool, queue: queue)
      return switch price.unit {
      case .perHandledMinute: sums.handledHours * 60
      case .perContact: sums.contacts
      default: sums.cases
      }
    }
    let unit =
      switch price.unit {
      case .perHandledMinute: "handled minutes"
      case .perContact: "contacts"
      default: "cases"
      }
    let all = done.reduce(0, +)
    guard all > 0 else { return .zero }
    var sum = Cents.zero
    for slice in price.slices(of: all, month: entry.month) {
      for (queue, count) in zip(names, done) where count > 0 {
        sum += add(
          entry, pool, queue: queue, kind: "pay", oneOff: false,
          [
            CostFactor(name: unit, value: printable(count * slice.count / all)),
            CostFactor(name: "dollars each", price: slice.priceFactor(price.unit)),
          ])
      }
    }
    return sum
  }
}

extension AssistantPrice.Unit {
  /// Whether time on contract is paid, rather than work done.
  public var isByTime: Bool {
    switch self {
    case .perPaidHour, .perScheduledHour, .perLoggedInHour, .perFTEMonth: true
    case .perHandledMinute, .perContact, .perCase: false
    }
  }
}

extension AssistantPrice {
  /// A month's units cut by the tiers, each part with its own price; the first price below all tiers.
  func slices(of count: Double, month: Int) -> [PriceSlice] {
    var parts: [PriceSlice] = []
    var (from, rate) = (0.0, price[month])
    for tier in tiers {
      let part = min(count, tier.above) - from
      if part > 0 { parts.append(PriceSlice(count: part, price: rate, above: from)) }
      (from, rate) = (tier.above, tier.price)
    }
    if count > from { parts.append(PriceSlice(count: count - from, price: rate, above: from)) }
    return parts
  }
}

/// A month's units that have one price.
struct PriceSlice: Equatable {
  var count: Double
  var price: Double
  /// Units before these.
  var above: Double

  /// The price by the spec's key; a tier's is told apart by where it begins.
  func priceFactor(_ unit: AssistantPrice.Unit) -> CostFactor.Price {
    CostFactor.Price(
      key: above > 0 ? "pricing.tiers, above \(above)" : "pricing.\(unit.rawValue)",
      value: price, use: .whole)
  }
}
