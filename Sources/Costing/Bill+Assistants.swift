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
          ("training hours", printable(entry.paidHours - entry.scheduledHours)),
          ("dollars a training hour", rate[month]),
        ])
    }
    if price.holidayPremium > 0 {
      paid += add(
        entry, pool, queue: "", kind: "holidayPremium", oneOff: false,
        [
          ("pay, dollars", priced.dollars),
          ("share of the work on holidays", printable(price.holidayShare[month])),
          ("premium", price.holidayPremium),
        ])
    }
    if entry.inForce {
      let least = Cents(
        roundingDollars: price.minimumPerMonth[month] * months[month].share)
      if paid < least {
        add(
          entry, pool, queue: "", kind: "minimum", oneOff: false,
          [("minimum less pay, dollars", (least - paid).dollars)])
      }
    }
    let credit = price.creditShare[month]
    if credit > 0 {
      add(
        entry, pool, queue: "", kind: "serviceCredit", oneOff: false,
        [("pay, dollars", priced.dollars), ("credit for missed goals, share", -credit)])
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
      price.unit == .perFTEMonth ? [("share of the month", months[entry.month].share)] : []
    var sum = Cents.zero
    for slice in price.slices(of: count, month: entry.month) {
      sum += split(entry, pool, [(name, printable(slice.count)), (dollars, slice.price)] + rest)
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
          [(unit, printable(count * slice.count / all)), ("dollars each", slice.price)])
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
  func slices(of count: Double, month: Int) -> [(count: Double, price: Double)] {
    var parts: [(count: Double, price: Double)] = []
    var (from, rate) = (0.0, price[month])
    for tier in tiers {
      let part = min(count, tier.above) - from
      if part > 0 { parts.append((part, rate)) }
      (from, rate) = (tier.above, tier.price)
    }
    if count > from { parts.append((count - from, rate)) }
    return parts
  }
}
