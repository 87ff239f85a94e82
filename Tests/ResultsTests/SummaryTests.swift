import Quantities
import Results
import Testing

@Suite("Summaries of a plan")
struct StaffPlanSummaryTests {
  private let start = LocalDate(daysSince1970: 20_727)  // Thursday, 2026-10-01

  private func week(_ people: Double, training: Double, hours: Double) -> PoolWeek {
    PoolWeek(
      headcount: people, inTraining: training, starting: 0, leavers: 0.5, productive: people,
      paidHours: hours, scheduledHours: hours, onPhoneHours: hours, assignedHours: [])
  }

  private func plan() -> StaffPlan {
    StaffPlan(
      pools: [
        PoolPlan(
          pool: "a", isVA: false,
          weeks: [week(10, training: 0, hours: 160), week(10, training: 4, hours: 560)],
          hires: [
            HireDecision(decideBy: start + 9, start: start + 20, workFrom: start + 30, people: 4),
            HireDecision(decideBy: start + 2, start: start + 20, workFrom: start + 30, people: 3),
          ], agents: [1, 2]),
        PoolPlan(
          pool: "b", isVA: true,
          weeks: [week(7, training: 0, hours: 100), week(2, training: 0, hours: 80)],
          hires: [
            HireDecision(decideBy: start + 2, start: start + 5, workFrom: start + 9, people: 2)
          ], agents: [3, 4, 5]),
      ], weeks: [start, start + 4], coverage: [], method: "", gap: nil)
  }

  @Test("The first week of four days weighs four elevenths in the average")
  func average() {
    let pools = plan().summaries(through: start + 10)
    #expect(plan().weekLengths(through: start + 10) == [4, 7])
    // By hand: (10 × 4 + 14 × 7) ÷ 11 and (7 × 4 + 2 × 7) ÷ 11.
    #expect(abs(pools[0].averagePeople - 138.0 / 11) < 1e-12)
    #expect(abs(pools[1].averagePeople - 42.0 / 11) < 1e-12)
    #expect(pools[0].peakPeople == 14 && pools[0].peakWeek == start + 4)
    #expect(pools[1].peakPeople == 7 && pools[1].peakWeek == start)
  }

  @Test("The peak of all pools is that of their sum, not the sum of their peaks")
  func peak() {
    let total = plan().total(through: start + 10)
    #expect(total.peakPeople == 17 && total.peakWeek == start)  // 10 + 7, not 14 + 7
    #expect(total.hires == 9)
    // 900 paid hours ÷ (40 h × 11 days ÷ 7).
    #expect(abs(total.fullTimeEquivalents.value - 900 / (40 * 11.0 / 7)) < 1e-12)
  }

  @Test("Decisions come by last safe date, and of equals by pool")
  func decisions() {
    #expect(plan().decisions.map(\.decision.people) == [3, 2, 4])
    #expect(plan().firstDecisions.map(\.pool) == ["a", "b"])
  }

  @Test("Pools of different lengths add up interval by interval")
  func agents() {
    #expect(plan().agentsByInterval == [4, 6, 5])
  }
}

@Suite("Money by month, pool and kind")
struct CostBreakdownTests {
  private let cost = CostResult(
    lines: [
      CostLine(
        month: "2026-11", pool: "a", queue: "q", kind: "pay", oneOff: false, cents: Cents(5)),
      CostLine(
        month: "2026-10", pool: "a", queue: "r", kind: "pay", oneOff: false, cents: Cents(7)),
      CostLine(
        month: "2026-10", pool: "a", queue: "q", kind: "pay", oneOff: true, cents: Cents(11)),
      CostLine(
        month: "2026-10", pool: "b", queue: "", kind: "setUp", oneOff: true, cents: Cents(13)),
    ], totalCents: Cents(36), example: nil, unitCosts: [])

  @Test("Every total is the sum of its lines")
  func totals() {
    let breakdown = CostBreakdown(cost)
    #expect(breakdown.months == ["2026-10", "2026-11"] && breakdown.pools == ["a", "b"])
    #expect(breakdown.cents() == cost.totalCents)
    #expect(breakdown.cents(month: "2026-10") == Cents(31))
    #expect(breakdown.cents(month: "2026-10", pool: "a") == Cents(18))
    #expect(breakdown.cents(pool: "a", kind: .init(name: "pay", oneOff: false)) == Cents(12))
    #expect(breakdown.kinds(of: "a").map(\.oneOff) == [false, true])
    #expect(breakdown.cents(month: "2027-01") == .zero)
  }
}

@Suite("Summaries of a proof")
struct ProofSummaryTests {
  private func goal(_ name: String, required: Bool, met: Bool, _ failure: Int?) -> GoalProof {
    GoalProof(
      queue: "q", goal: name, measure: "serviceLevel", target: 0.8, greaterIsBetter: true,
      required: required,
      periods: [
        PeriodProof(
          period: "1", formula: 0.9, simulated: Estimate(mean: 0.85, halfWidth: 0.06), met: false,
          offered: 10, failed: 1),
        PeriodProof(
          period: "2", formula: nil, simulated: Estimate(mean: 0.84, halfWidth: 0.01), met: true,
          offered: 10, failed: 2),
      ], met: met, firstFailure: failure.map { LocalDate(daysSince1970: $0) })
  }

  private func proof(_ goals: [GoalProof]) -> ProofResult {
    ProofResult(
      goals: goals, certified: false, replications: 1, pathRank: 0.8, pathShare: nil,
      pathsSimulated: 0, occupancy: [])
  }

  @Test("The goal that fails first is required, missed and earliest")
  func first() {
    let goals = [
      goal("wish", required: false, met: false, 1),
      goal("undated", required: true, met: false, nil),
      goal("late", required: true, met: false, 9), goal("early", required: true, met: false, 5),
      goal("kept", required: true, met: true, nil),
    ]
    #expect(proof(goals).firstMissedGoal?.goal == "early")
    #expect(proof(goals).missedGoals.map(\.goal) == ["undated", "late", "early"])
    #expect(proof([]).firstMissedGoal == nil)
  }

  @Test("A wide interval is tighter than a lower mean with a narrow one")
  func tightest() {
    let goal = goal("g", required: true, met: false, nil)
    #expect(goal.tightest?.period == "1")  // 0.85 − 0.06 − 0.8 = −0.01 against +0.03
    #expect(abs((goal.periods[0].difference ?? 0) - -0.05) < 1e-12)
    #expect(goal.periods[1].difference == nil && goal.failed == 3 && goal.offered == 20)
  }
}

@Suite("Weeks of a horizon")
struct HorizonWeekTests {
  @Test("Weeks end on Sundays and cover every day once")
  func weeks() {
    let start = LocalDate(daysSince1970: 20_727)  // Thursday
    let horizon = Horizon(
      start: start, end: start + 12, intervalSeconds: 3600, timeZone: "UTC", intervalCount: 0,
      dayStarts: Array(stride(from: 0, through: 13 * 24, by: 24)))
    #expect(horizon.weeks == [0..<4, 4..<11, 11..<13])
    #expect(horizon.intervals(ofDay: 1) == 24..<48 && horizon.intervals(ofDay: 13).isEmpty)
    #expect(horizon.sum(Array(repeating: 1, count: 30), days: 0..<4) == 30)
  }
}
