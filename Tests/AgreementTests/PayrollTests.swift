import Costing
import Foundation
import Quantities
import Results
import Staffing
import Testing

/// The plan and its cost beside a payroll that is kept day by day, as a spreadsheet does.
@Suite("A year's payroll by hand")
struct PayrollTests {
  private let start = LocalDate(daysSince1970: 20_731)
  private let weekCount = 26

  /// Twenty coordinators, work that grows by half after fifteen weeks, and hires in classes of eight.
  private var problem: WorkforceProblem {
    let hours = (0..<weekCount).map { $0 < 15 ? 430.0 : 700 }
    return WorkforceProblem(
      weeks: (0..<weekCount).map { WorkforceWeek(start: start + 7 * $0, days: 7) },
      units: [
        WorkUnit(
          queue: "voice", step: "voice", requiredHours: hours,
          peakAgents: hours.map { _ in 0 })
      ],
      pools: [
        WorkforcePool(
          name: "coordinators", isVA: false, eligibleUnits: [0], hoursPerWeek: 40, shrinkage: 0.32,
          attritionPerYear: 0.38, currentHeadcount: 20, currentInTraining: 0,
          hiring: HiringTerms(leadDays: 45, trainingDays: 30, classSize: 8, ramp: [0.5, 0.75]),
          commitmentHoursPerWeek: 0, noticeDays: 0, prices: prices(perWeek: 1088, perHire: 1800)),
        WorkforcePool(
          name: "assistants", isVA: true, eligibleUnits: [0], hoursPerWeek: 40, shrinkage: 0.08,
          attritionPerYear: 0, currentHeadcount: 6, currentInTraining: 0, hiring: nil,
          commitmentHoursPerWeek: 20, noticeDays: 14, prices: prices(perHour: 150)),
      ])
  }

  private func prices(
    perWeek: Double = 0, perHour: Double = 0, perHire: Double = 0
  ) -> WorkforcePrices {
    let none = Array(repeating: 0.0, count: weekCount)
    return WorkforcePrices(
      perPersonWeek: none.map { _ in perWeek }, perPaidHour: none.map { _ in perHour },
      perAssignedHour: none, minimumPerMonth: 0, setUp: 0, perHire: perHire)
  }

  /// Speed at a number of days since the first day: nothing in training, then the ramp.
  private func speed(_ days: Int) -> Double {
    days < 30 ? 0 : days < 58 ? 0.5 : days < 86 ? 0.75 : 1
  }

  @Test("Ramp, attrition, notice and pay are the spreadsheet's, month by month")
  func spreadsheet() throws {
    let plan = try planWorkforce(problem)
    let (own, vendor) = (plan.pools[0].weeks, plan.pools[1].weeks)
    let hires = own.map(\.starting)
    #expect(hires.reduce(0, +) > 0 && hires[..<7].allSatisfy { $0 == 0 })
    // Leavers go at the end of each week: of those there are, 1 − exp(−0.38 ÷ 52).
    let stay = exp(-0.38 / 52)
    for week in 0..<weekCount {
      var (there, training, full) = (
        20 * pow(stay, Double(week)), 0.0, 20 * pow(stay, Double(week))
      )
      for (first, people) in hires.enumerated() where people > 0 && first <= week {
        let here = people * pow(stay, Double(week - first))
        let days = (0..<7).map { 7 * (week - first) + $0 }
        let learning = Double(days.count { $0 < 30 }) / 7
        training += here * learning
        there += here * (1 - learning)
        full += here * days.reduce(0.0) { $0 + speed($1) } / 7
      }
      #expect(abs(own[week].headcount - there) < 1e-6, "week \(week)")
      #expect(abs(own[week].inTraining - training) < 1e-6, "week \(week)")
      #expect(abs(own[week].productive - full) < 1e-6, "week \(week)")
      #expect(abs(own[week].onPhoneHours - full * 40 * 0.68) < 1e-6, "week \(week)")
    }
    // Nobody is let go before the notice is over, and until then twenty hours a head are paid.
    #expect(
      vendor[..<2].allSatisfy { $0.headcount >= 6 && $0.paidHours >= 20 * $0.headcount - 1e-6 })
    try checkMoney(plan, hires: hires)
  }

  private func checkMoney(_ plan: StaffPlan, hires: [Double]) throws {
    let end = start + 7 * weekCount - 1
    let count = CostMonth.covering(from: start, through: end).count
    func monthly(_ value: Double) -> [Double] { Array(repeating: value, count: count) }
    // BLS: benefits of 29.8 % of compensation are 23.5 % on a salary that pays the leave.
    let load = SalaryLoad.onSalary(
      compensation: 45.65, benefits: 0.298 * 45.65, paidLeave: 3.44, supplementalPay: 1.84)
    #expect(abs(load - 0.235) < 0.0015)
    let result = try cost(
      of: plan, through: end,
      terms: [
        PoolCostTerms(
          pool: "coordinators", pay: .salary(perYear: monthly(46_000), loadShareOfSalary: 0.235),
          recruitingPerHire: monthly(1800), trainingPerHire: monthly(1200),
          technologyPerMonth: monthly(0), supervision: nil),
        PoolCostTerms(
          pool: "assistants",
          pay: .assistants(
            AssistantPrice(
              unit: .perPaidHour, price: monthly(12.5), minimumPerMonth: monthly(0), setUp: 0)),
          recruitingPerHire: monthly(0), trainingPerHire: monthly(0),
          technologyPerMonth: monthly(0), supervision: nil),
      ])
    var day = start
    var pay: [String: Double] = [:]
    while day <= end {
      let week = (day - start) / 7
      let people = plan.pools[0].weeks[week]
      pay["coordinators \(day.monthText) pay", default: 0] +=
        (people.headcount + people.inTraining) * 46_000 * 1.235 / 12 / Double(day.daysInMonth)
      pay["assistants \(day.monthText) pay", default: 0] +=
        plan.pools[1].weeks[week].paidHours / 7 * 12.5
      if (day - start) % 7 == 0 {
        pay["coordinators \(day.monthText) recruiting", default: 0] += hires[week] * 1800
        pay["coordinators \(day.monthText) training", default: 0] += hires[week] * 1200
      }
      day = day + 1
    }
    var counted: [String: Int] = [:]
    for line in result.lines {
      counted["\(line.pool) \(line.month) \(line.kind)", default: 0] += line.cents.value
    }
    for (key, dollars) in pay {
      // Each of at most two lines of a month rounds once, from factors of six decimals.
      #expect(abs(Double(counted[key] ?? 0) - dollars * 100) <= 3, "\(key)")
    }
    #expect(counted.keys.allSatisfy { pay[$0] != nil })
    #expect(result.lines.reduce(0) { $0 + $1.cents.value } == result.totalCents.value)
  }

  @Test("The same pay is $55,000-75,000 loaded once; loaded twice or as on wages it is not")
  func traps() {
    let once = 46_000 * 1.235
    #expect((55_000...75_000).contains(once))
    #expect(abs(SalaryLoad.onWages(shareOfCompensation: 0.298) - 0.4245) < 5e-5)
    // The markup on wages put on a salary pays the leave twice: fifteen per cent too much.
    let trap = 46_000 * (1 + SalaryLoad.onWages(shareOfCompensation: 0.298))
    #expect(trap / once > 1.15)
    // A loaded cost that is loaded again leaves the range from its middle on.
    #expect(65_000 * 1.235 > 75_000)
  }
}
