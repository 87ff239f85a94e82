import LocatedJSON
import Quantities

extension ReadingContext {
  /// Reads what an employee costs: exactly one of loaded cost, salary and wage.
  func paySpec(_ reader: ObjectReader, hoursPerWeek: Double, isFixed: Bool) -> PaySpec? {
    let words = ["loadedCostPerYear", "salaryPerYear", "wagePerHour"]
    let given = words.filter { reader.has($0) }
    guard let basis = given.first else {
      if !isFixed {
        report(
          .missingKey, reader.item, "an FTE pool has no pay",
          "Add \"salaryPerYear\": 46000 with \"load\": { \"shareOfSalary\": 0.235 }, "
            + "or \"loadedCostPerYear\": 62000")
      }
      return nil
    }
    let amount = given.map { reader.dollars($0) }[0]
    for extra in given.dropFirst() {
      reader.report(
        .contradiction, extra, "pay is given by \"\(basis)\" and by \"\(extra)\"",
        "Keep one: each component of pay enters once")
    }
    if given.count > 1 { return nil }
    let load = loadShare(reader, basis: basis)
    guard let amount else { return nil }
    switch basis {
    case "loadedCostPerYear": return .loaded(perYear: amount)
    case "salaryPerYear": return load.map { .salary(perYear: amount, loadShareOfSalary: $0) }
    default:
      let yearly = amount.steps.map { (from: $0.from, value: $0.value * hoursPerWeek * 52) }
      return load.map { .salary(perYear: Dated(steps: yearly), loadShareOfSalary: $0) }
    }
  }

  private func loadShare(_ reader: ObjectReader, basis: String) -> Double? {
    guard let item = reader.item("load") else {
      guard basis != "loadedCostPerYear" else { return 0 }
      let word = basis == "salaryPerYear" ? "shareOfSalary" : "shareOfWages"
      note(
        reader.item.path.key("load").key(word), "0.235",
        "legally required benefits, insurance and retirement on pay that holds the leave "
          + "(BLS ECEC, June 2025)")
      return 0.235
    }
    if basis == "loadedCostPerYear" {
      report(
        .contradiction, item, "\"loadedCostPerYear\" already holds the load",
        "Leave the load out, or give \"salaryPerYear\" instead")
      return nil
    }
    guard let inner = reader.object("load") else { return nil }
    let wanted = basis == "salaryPerYear" ? "shareOfSalary" : "shareOfWages"
    let other = basis == "salaryPerYear" ? "shareOfWages" : "shareOfSalary"
    if inner.has(other) {
      inner.report(
        .contradiction, other, "\"\(other)\" does not fit \"\(basis)\"", "Write \"\(wanted)\"")
    } else if !inner.has(wanted) {
      report(.missingKey, item, "the load has no share", "Add \"\(wanted)\": 0.235")
    }
    guard let share = inner.number(wanted), let place = inner.item(wanted) else { return nil }
    if share > 0.35 {
      warn(
        place,
        "a load of \(plain(share)) on pay that holds the leave is high: benefits of 29.8 % of "
          + "total compensation are 0.4245 on wages for hours worked, leave included",
        "For a year's pay 0.235 (0.286 with supplemental pay) is the same figure without the "
          + "leave (BLS ECEC, June 2025)")
    }
    return share
  }

  /// Reads what a virtual assistant costs: exactly one unit with its price.
  func pricingSpec(_ reader: ObjectReader, isFixed: Bool) -> PricingSpec? {
    guard reader.has("pricing") else {
      if !isFixed {
        report(
          .missingKey, reader.item, "a VA pool has no pricing",
          "Add \"pricing\": { \"perPaidHour\": 12.5 }; there is no sound source for a default")
      }
      return nil
    }
    guard let inner = reader.object("pricing") else { return nil }
    let given = PricingSpec.Unit.allCases.filter { inner.has($0.rawValue) }
    let prices = given.map { inner.dollars($0.rawValue) }
    let minimum = inner.dollars("minimumPerMonth", or: 0, "none is given")
    let setUp = inner.number("setUp", or: 0, "none is given")
    if given.isEmpty {
      report(
        .missingKey, inner.item, "the pricing names no unit",
        "Add one of \(quotedList(PricingSpec.Unit.allCases.map(\.rawValue)))")
    }
    for extra in given.dropFirst() {
      inner.report(
        .contradiction, extra.rawValue,
        "the price is \"\(given[0].rawValue)\" and \"\(extra.rawValue)\"", "Keep one unit")
    }
    let tiers = priceTiers(inner)
    inner.note("trainingRate", "the price", "training is paid as work unless the spec says not")
    let training = inner.dollars("trainingRate")
    let premium = inner.number("holidayPremium", or: 0, "none is given")
    inner.note("serviceCredits", "none", "none are given")
    let credit = inner.object("serviceCredits")?.number("shareOfPay") ?? 0
    let rate = inner.dollars("exchangeRate", or: 1, "prices are in dollars")
    checkCurrency(inner)
    guard given.count == 1, let price = prices[0] else { return nil }
    var spec = PricingSpec(unit: given[0], price: price, minimumPerMonth: minimum, setUp: setUp)
    (spec.tiers, spec.trainingRate, spec.holidayPremium) = (tiers, training, premium)
    (spec.creditShare, spec.exchangeRate) = (credit, rate)
    return spec
  }

  private func checkCurrency(_ reader: ObjectReader) {
    guard let item = reader.item("currency"), let currency = text(item) else { return }
    guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      report(
        .unreadableValue, item, "\(item.words) is no currency",
        "Write three capital letters (ISO 4217), such as \"USD\" or \"PHP\"")
      return
    }
    if currency != "USD", !reader.has("exchangeRate") {
      report(
        .missingPart, item, "prices in \(currency) have no exchange rate",
        "Add \"exchangeRate\": dollars for one \(currency), or by date "
          + "[{ \"from\": \"2027-01-01\", \"value\": 0.0175 }]")
    }
  }

  private func priceTiers(_ reader: ObjectReader) -> [(above: Double, price: Double)] {
    var found: [(above: Double, price: Double)] = []
    for element in reader.list("tiers") ?? [] {
      guard let tier = ObjectReader(element, tierKeys, self),
        let above = tier.number("above"), let price = tier.number("price")
      else { continue }
      if let last = found.last, above <= last.above {
        tier.report(
          .contradiction, "above", "tiers rise from one to the next",
          "Write more than \(plain(last.above)), or put the tiers in order")
      }
      found.append((above, price))
    }
    return found
  }
}
