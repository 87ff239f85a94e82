import Quantities
import Results
import Testing

@testable import Costing

/// Two weeks across New Year, worked with pencil and spreadsheet: 2026-12-28 (four days in December,
/// three in January) and 2027-01-04.
enum PlanCostSample {
  static func day(_ text: String) -> LocalDate {
    guard let date = LocalDate(text) else { preconditionFailure(text) }
    return date
  }
  static let end = day("2027-01-10")

  static func week(
    _ headcount: Double, _ training: Double, _ starting: Double, paid: Double, scheduled: Double,
    onPhone: Double, _ assigned: [Double], productive: Double? = nil
  ) -> PoolWeek {
    PoolWeek(
      headcount: headcount, inTraining: training, starting: starting, leavers: 0,
      productive: productive ?? headcount, paidHours: paid, scheduledHours: scheduled,
      onPhoneHours: onPhone, assignedHours: assigned)
  }

  static let plan = StaffPlan(
    pools: [
      PoolPlan(
        pool: "coordinators", isVA: false,
        weeks: [
          week(10, 2, 2, paid: 480, scheduled: 400, onPhone: 270, [200, 30, 10]),
          week(11.5, 0, 1, paid: 460, scheduled: 460, onPhone: 300, [250, 30, 20]),
        ], hires: [], agents: []),
      PoolPlan(
        pool: "assistants", isVA: true,
        weeks: [
          week(5, 0, 5, paid: 100, scheduled: 90, onPhone: 92, [92, 0, 0], productive: 4),
          week(5, 0, 0, paid: 160, scheduled: 160, onPhone: 147.2, [140, 0, 0]),
        ], hires: [], agents: []),
    ], weeks: [day("2026-12-28"), day("2027-01-04")],
    coverage: [("voice", "voice"), ("cases", "intake"), ("cases", "decision")].map {
      UnitCoverage(queue: $0, step: $1, requiredHours: [0, 0], shortHours: [0, 0])
    }, method: "by hand", gap: nil)

  static func terms(
    coordinators: PayTerms = .salary(perYear: [50000, 50000], loadShareOfSalary: 0.248),
    assistants: AssistantPrice.Unit = .perPaidHour, price: Double = 12.5, minimum: Double = 10000
  ) -> [PoolCostTerms] {
    [
      PoolCostTerms(
        pool: "coordinators", pay: coordinators, recruitingPerHire: [1000, 1100],
        trainingPerHire: [400, 400], technologyPerMonth: [150, 150],
        supervision: SupervisionTerms(span: 12, loadedCostPerYear: [78000, 78000])),
      PoolCostTerms(
        pool: "assistants",
        pay: .assistants(
          AssistantPrice(
            unit: assistants, price: [price, price], minimumPerMonth: [minimum, minimum],
            setUp: 20000)), recruitingPerHire: [0, 0], trainingPerHire: [0, 0],
        technologyPerMonth: [0, 0], supervision: nil),
    ]
  }

  static func lines(_ result: CostResult) -> [String] {
    result.lines.map {
      "\($0.month) \($0.pool) \($0.queue.isEmpty ? "-" : $0.queue) \($0.kind) \($0.cents.value)"
        + ($0.oneOff ? " once" : "")
    }
  }
}

@Suite("The cost of a plan")
struct PlanCostTests {
  /// The arithmetic by hand.
  ///
  /// December: 12 people × 62,400/12 × 4/31 = 8,051.6129, of which 200/270 (0.740741) is voice and
  /// 40/270 (0.148148) cases. January: (3 × 12 + 7 × 11.5)/10 = 11.65 people × 5,200 × 10/31 =
  /// 19,541.9355; on-phone 270 × 3/7 + 300 = 415.7143, voice 200 × 3/7 + 250 = 335.7143 (0.807560),
  /// cases 40 × 3/7 + 50 = 67.1429 (0.161512). Supervisors 12/12 and 11.65/12 (0.970833) × 6,500.
  /// Assistants: 100 × 4/7 = 57.142857 h and 100 × 3/7 + 160 = 202.857143 h at 12.50; the minimum is
  /// 10,000 × 4/31 = 1,290.32 and 10,000 × 10/31 = 3,225.81.
  @Test("Two weeks across New Year cost what a spreadsheet says, line by line")
  func handCalculation() throws {
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms())
    #expect(
      PlanCostSample.lines(result) == [
        "2026-12 coordinators voice pay 596416",
        "2026-12 coordinators cases pay 119283",
        "2026-12 coordinators - pay 89462",
        "2026-12 coordinators - recruiting 200000 once",
        "2026-12 coordinators - training 80000 once",
        "2026-12 coordinators - supervision 83871",
        "2026-12 coordinators - technology 23226",
        "2026-12 assistants voice pay 71429",
        "2026-12 assistants - minimum 57603",
        "2026-12 assistants - setUp 2000000 once",
        "2027-01 coordinators voice pay 1578129",
        "2027-01 coordinators cases pay 315626",
        "2027-01 coordinators - pay 60439",
        "2027-01 coordinators - recruiting 110000 once",
        "2027-01 coordinators - training 40000 once",
        "2027-01 coordinators - supervision 203562",
        "2027-01 coordinators - technology 56371",
        "2027-01 assistants voice pay 243789",
        "2027-01 assistants - pay 9783",
        "2027-01 assistants - minimum 69009",
      ])
    #expect(result.totalCents == Cents(6_007_998))
  }

  @Test("A loaded cost gives the same pay as its salary and load")
  func loadedEqualsSalaryAndLoad() throws {
    let salary = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms())
    let loaded = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end,
      terms: PlanCostSample.terms(coordinators: .loadedCost(perYear: [62400, 62400])))
    #expect(loaded.totalCents == salary.totalCents)
  }

  @Test("The worked line's printed factors multiply to its printed cents")
  func workedLine() throws {
    let example = try #require(
      try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms())
        .example)
    #expect(example.month == "2027-01" && example.pool == "coordinators")
    #expect(example.cents == Cents(1_578_129))
    let product = example.factors.reduce(1) { $0 * $1.value }
    #expect(Cents(roundingDollars: product) == example.cents)
    #expect(
      example.factors.map(\.name) == [
        "people on the payroll", "dollars a month", "share of the month",
        "1 + load share of salary", "share of on-phone hours",
      ])
  }

  /// Logged-in hours undo the ramp: 92 on-phone at full speed by 4 of 5 people is 115 logged in.
  @Test(
    "Each form of price counts its own unit",
    arguments: [
      // Scheduled 90 × 4/7 and 90 × 3/7 + 160; logged in 115 × 4/7 and 115 × 3/7 + 147.2.
      (AssistantPrice.Unit.perScheduledHour, 10.0, [51_429, 198_571]),
      (.perLoggedInHour, 10, [65_714, 196_486]),
      // 5 people × 1,000 × 4/31 and × 10/31.
      (.perFTEMonth, 1000, [64_516, 161_290]),
      (.perHandledMinute, 0.5, [60 * 40 * 50, 60 * 130 * 50]),
      (.perContact, 3, [500 * 300, 1700 * 300]),
      (.perCase, 9, [7 * 900, 11 * 900]),
    ])
  func priceForms(unit: AssistantPrice.Unit, price: Double, cents: [Int]) throws {
    let volumes = WorkVolumes([
      .init(
        month: 0, pool: "assistants", queue: "voice", contacts: 500, cases: 0, handledHours: 40),
      .init(
        month: 1, pool: "assistants", queue: "voice", contacts: 1700, cases: 0, handledHours: 130),
      .init(
        month: 0, pool: "assistants", queue: "cases", contacts: 0, cases: 7, handledHours: 0),
      .init(
        month: 1, pool: "assistants", queue: "cases", contacts: 0, cases: 11, handledHours: 0),
    ])
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end,
      terms: PlanCostSample.terms(assistants: unit, price: price, minimum: 0), volumes: volumes)
    let paid = ["2026-12", "2027-01"].map { month in
      result.lines.filter { $0.month == month && $0.pool == "assistants" && $0.kind == "pay" }
        .map(\.cents).total().value
    }
    // Splitting to queues rounds each line once, so the sum may be a cent off the whole.
    #expect(zip(paid, cents).allSatisfy { abs($0 - $1) <= 1 }, "\(paid)")
  }

  @Test("Unit costs divide the whole bill by each measure, and items carry their pools' own lines")
  func unitCosts() throws {
    let volumes = WorkVolumes([
      .init(
        month: 1, pool: "coordinators", queue: "cases", contacts: 0, cases: 100, handledHours: 80)
    ])
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms(),
      volumes: volumes)
    let costs = Dictionary(uniqueKeysWithValues: result.unitCosts.map { ($0.measure, $0) })
    // 480 + 460 + 100 + 160 paid and 270 + 300 + 92 + 147.2 on-phone hours; $60,079.98 in all (74.2461 an on-phone hour).
    #expect(costs["paid hour"]?.count == 1200)
    #expect(costs["paid hour"]?.cents == Cents(5007))
    #expect(costs["on-phone hour"]?.cents == Cents(7425))
    #expect(costs["handled hour"]?.cents == Cents(75100))
    // Cases: 1,192.83 + 3,156.26, and 90 of 540 assigned hours of the coordinators' own 9,469.31.
    #expect(costs["cases item"]?.cents == Cents(5927))
    #expect(costs["voice item"] == nil)
  }

  /// Coordinators give 450 hours to voice and 90 to cases, assistants all theirs to voice.
  ///
  /// Voice's own:
  /// 5,964.16 + 15,781.29 + 714.29 + 2,437.89; cases' 1,192.83 + 3,156.26; coordinators' rest 9,469.31,
  /// of which 5/6 are 7,891.09; assistants' rest 576.03 + 20,000 + 97.83 + 690.09 = 21,363.95.
  @Test("Queues share the bill out to the cent")
  func byQueue() throws {
    let result = try cost(
      of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms())
    let queues = queueCosts(PlanCostSample.plan, result.lines, clients: ["voice": "Acme"])
    #expect(queues.map(\.queue) == ["voice", "cases"] && queues[0].client == "Acme")
    #expect(queues.map(\.ownCents) == [Cents(2_489_763), Cents(434_909)])
    #expect(queues.map(\.sharedCents) == [Cents(789_109 + 2_136_395), Cents(157_822)])
    #expect(queues.map(\.cents).total() == result.totalCents)
  }

  @Test("Terms that do not fit the plan are refused with the pool and the remedy")
  func refusals() {
    func refusal(_ change: (inout [PoolCostTerms]) -> Void) -> CostingError? {
      var terms = PlanCostSample.terms()
      change(&terms)
      do {
        _ = try cost(of: PlanCostSample.plan, through: PlanCostSample.end, terms: terms)
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { _ in } == nil)
    #expect(refusal { $0.removeLast() }?.code == .unknownPool)
    #expect(refusal { $0.append($0[0]) }?.code == .unknownPool)
    #expect(refusal { $0[0].technologyPerMonth = [1] }?.code == .wrongLength)
    #expect(refusal { $0[0].recruitingPerHire = [-1, 0] }?.code == .outOfRange)
    #expect(refusal { $0[0].supervision?.span = 0 }?.code == .outOfRange)
    let load = refusal { $0[0].pay = .salary(perYear: [1, 1], loadShareOfSalary: 23.5) }
    #expect(load?.description.contains("a share such as 0.235") == true)
    let stray = refusal { terms in
      terms.append(terms[0])
      terms[2].pool = "pharmacists"
    }
    #expect(stray?.subject == "pool \"pharmacists\"")
    #expect(stray?.remedy.contains("coordinators, assistants") == true)
  }

  @Test("Work counted outside the horizon or for a stranger is refused")
  func strayVolumes() {
    for (month, pool, code) in [
      (2, "assistants", CostingError.Code.unknownMonth), (0, "nobody", .unknownPool),
    ] {
      let volumes = WorkVolumes([
        .init(month: month, pool: pool, queue: "voice", contacts: 1, cases: 0, handledHours: 1)
      ])
      let error = #expect(throws: CostingError.self) {
        try cost(
          of: PlanCostSample.plan, through: PlanCostSample.end, terms: PlanCostSample.terms(),
          volumes: volumes)
      }
      #expect(error?.code == code)
    }
  }
}
