import Quantities
import Results
import Testing

@testable import Costing

/// What people cost beside their pay, on the two weeks of ``PlanCostSample``.
@Suite("Costs beside pay")
struct ExtraCostTests {
  private func lines(
    _ extras: [ExtraTerms], pool: Int = 0, volumes: WorkVolumes = WorkVolumes([])
  ) throws -> [String] {
    var terms = PlanCostSample.terms(minimum: 0)
    terms[pool].extras = extras
    let kinds = Set(extras.map(\.kind))
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms, volumes: volumes)
    #expect(result.totalCents == result.lines.map(\.cents).total())
    var kept = result
    kept.lines.removeAll { !kinds.contains($0.kind) }
    return PlanCostSample.lines(kept)
  }

  /// December has two trainees on each of four days: 2 ÷ 10 trainers × 90,000 ÷ 12 × 4/31 = 193.55.
  ///
  /// In January they are there on three days of ten: 0.6 ÷ 10 × 7,500 × 10/31 = 145.16.
  @Test("A trainer for ten trainees is paid for the days on which there are any")
  func trainers() throws {
    #expect(
      try lines([
        ExtraTerms(
          kind: "trainers", driver: .trainees, each: 0.1, eachName: "trainers a trainee",
          price: [7500, 7500])
      ]) == ["2026-12 coordinators - trainers 19355", "2027-01 coordinators - trainers 14516"])
  }

  /// 2 % of 1,000 calls and of 250 cases, twenty minutes each at $30: 20 ÷ 3 × 30 = 200, and 50.
  @Test("Quality sampling follows the items done, queue by queue")
  func quality() throws {
    #expect(
      try lines(
        [
          ExtraTerms(
            kind: "quality", driver: .items, each: 0.02 / 3, eachName: "hours of review an item",
            price: [30, 30])
        ],
        volumes: WorkVolumes([
          .init(
            month: 1, pool: "coordinators", queue: "voice", contacts: 1000, cases: 0,
            handledHours: 80),
          .init(
            month: 1, pool: "coordinators", queue: "cases", contacts: 0, cases: 250,
            handledHours: 40),
        ]))
        == ["2027-01 coordinators voice quality 20000", "2027-01 coordinators cases quality 5000"])
  }

  /// Twelve people on the payroll in both weeks at most (10 + 2, 11.5), ten seats for one each: two are
  /// bought at $1,500 in December.
  ///
  /// Rent of $62 a seat: 12 × 62 × 4/31 = 96, 11.65 × 62 × 10/31 = 233.
  @Test("Seats are rented for all and bought once for those beyond what there is: capital")
  func seats() throws {
    let seats = [
      ExtraTerms(
        kind: "seats", driver: .people, each: 1, eachName: "seats a person", price: [62, 62]),
      ExtraTerms(
        kind: "newSeats", driver: .newPeople(beyond: 10), each: 1, eachName: "seats a person",
        price: [1500, 1500], isCapital: true),
    ]
    #expect(
      try lines(seats) == [
        "2026-12 coordinators - seats 9600", "2026-12 coordinators - newSeats 300000 once",
        "2027-01 coordinators - seats 23300",
      ])
    var terms = PlanCostSample.terms()
    terms[0].extras = seats
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
    #expect(result.lines.filter(\.isCapital).map(\.cents) == [Cents(300_000)])
  }

  /// The assistants' pay is 57.142857 and 202.857143 h × 12.50 = 714.29 and 2,535.72; 4 % of it, and
  /// $310 a month for 4 and 10 of 31 days.
  @Test("A vendor is managed for a fee by the month and a share of its invoices")
  func vendor() throws {
    #expect(
      try lines(
        [
          ExtraTerms(
            kind: "vendorManagement", driver: .months, each: 1, eachName: "months",
            price: [310, 310]),
          ExtraTerms(
            kind: "vendorShare", driver: .invoice, each: 0.04,
            eachName: "share of the invoice", price: [1, 1]),
        ], pool: 1) == [
          "2026-12 assistants - vendorManagement 4000",
          "2026-12 assistants - vendorShare 2857",
          "2027-01 assistants - vendorManagement 10000",
          "2027-01 assistants - vendorShare 10143",
        ])
  }

  @Test("Prices below nothing are refused by the name of what they price")
  func refusals() {
    #expect(throws: CostingError.self) {
      try lines([
        ExtraTerms(
          kind: "trainers", driver: .trainees, each: 0.1, eachName: "trainers", price: [7500, -1])
      ])
    }
  }
}
