import Quantities
import Results
import Testing

@testable import Costing

@Suite("What lines of cost are made from")
struct CostItemTests {
  /// Prices the items as a spreadsheet would, each price multiplied by a factor first.
  private func total(_ items: [CostItem], times factor: Double) -> Cents {
    func product(_ item: CostItem) -> Double {
      item.factors.reduce(1) { sum, one in
        guard let price = one.price, price.use != .onTop, price.use != .divisor else {
          return sum * one.value
        }
        var moved = price
        moved.value *= factor
        return sum * CostFactor(name: one.name, price: moved).value
      }
    }
    var paid: [String: Cents] = [:]
    var invoiced: [String: Cents] = [:]
    var sum = Cents.zero
    for item in items {
      let key = item.line.month + item.line.pool
      let cents: Cents =
        switch item.form {
        case .product: Cents(roundingDollars: product(item))
        case .topUp: max(.zero, Cents(roundingDollars: product(item)) - (paid[key] ?? .zero))
        case .shareOfPay: Cents(roundingDollars: (paid[key] ?? .zero).dollars * product(item))
        case .shareOfInvoice:
          Cents(roundingDollars: (invoiced[key] ?? .zero).dollars * product(item))
        }
      if item.line.kind == "pay" { paid[key, default: .zero] += cents }
      if CostItem.invoiced.contains(item.line.kind) { invoiced[key, default: .zero] += cents }
      sum += cents
    }
    return sum
  }

  private func moved(_ factor: Double) -> [PoolCostTerms] {
    PlanCostSample.terms(
      coordinators: .salary(perYear: [50000 * factor, 50000 * factor], loadShareOfSalary: 0.248),
      price: 12.5 * factor, minimum: 2000 * factor
    ).map { terms in
      var scaled = terms
      scaled.recruitingPerHire = terms.recruitingPerHire.map { $0 * factor }
      scaled.trainingPerHire = terms.trainingPerHire.map { $0 * factor }
      scaled.technologyPerMonth = terms.technologyPerMonth.map { $0 * factor }
      scaled.supervision?.loadedCostPerYear = [78000 * factor, 78000 * factor]
      if case .assistants(var price) = terms.pay {
        price.setUp *= factor
        scaled.pay = .assistants(price)
      }
      return scaled
    }
  }

  @Test(
    "The items at other prices come to the cost at these prices", arguments: [1.0, 0.5, 3, 1.07])
  func reprices(factor: Double) throws {
    let plan = PlanCostSample.plan
    let base = try cost(of: plan, through: PlanCostSample.end, terms: moved(1))
    let other = try cost(of: plan, through: PlanCostSample.end, terms: moved(factor))
    #expect(total(base.items, times: factor) == other.totalCents)
    #expect(base.items.map(\.line).filter { $0.cents != .zero } == base.lines)
  }

  @Test(
    "A minimum that does not bind today is an item that costs nothing, and does at a lower price")
  func minimum() throws {
    let plan = PlanCostSample.plan
    let result = try cost(
      of: plan, through: PlanCostSample.end, terms: PlanCostSample.terms(minimum: 1000))
    let items = result.items.filter { $0.form == .topUp }
    #expect(items.count == 2 && items[1].line.cents == .zero)
    #expect(!result.lines.contains { $0.kind == "minimum" && $0.month == "2027-01" })
  }

  @Test("A wage stands in the items as the spec has it, not as a yearly salary")
  func wage() throws {
    var terms = PlanCostSample.terms(
      coordinators: .salary(perYear: [19.37 * 40 * 52, 19.37 * 40 * 52], loadShareOfSalary: 0.235))
    let yearly = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    terms[0].wageHoursPerYear = 2080
    let hourly = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    #expect(hourly.lines == yearly.lines)
    let wages = hourly.items.flatMap(\.factors).compactMap(\.price).filter {
      $0.key == "wagePerHour"
    }
    #expect(!wages.isEmpty && wages.allSatisfy { $0.value == 19.37 })
  }
}
