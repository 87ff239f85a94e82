import Quantities
import Queueing
import Staffing
import Testing

/// Shifts of a day, judged by the exact equations of the day.
@Suite("Shifts of a day and its exact course")
struct DayCoverTests {
  private let goals = [DayGoal.interval(.serviceLevel(.offered, within: 60, share: 0.8))]

  /// Calls by interval that take twenty minutes each; callers wait five minutes on average.
  private func day(_ calls: [Double], minutes: Double) -> DayWork {
    DayWork(
      profile: .steps(interval: minutes * 60, rates: calls.map { $0 / (minutes * 60) }),
      serviceRate: 1 / 1200, abandonmentRate: 1 / 300, interval: minutes * 60,
      intervals: calls.count, startsEmpty: true)
  }

  private func rules(_ hours: Double, from start: Int, to end: Int, every minutes: Int)
    -> ShiftRules
  {
    ShiftRules(
      contracts: [
        ShiftRules.Contract(
          name: "short", paidHoursPerDay: hours, daysPerWeek: 1, mealMinutes: 0,
          within: WeeklyHours(spans: Array(repeating: [start..<end], count: 7)))
      ], startEveryMinutes: minutes)
  }

  private func misses(_ day: DayWork, _ agents: [Int]) throws -> [Int] {
    let judged = try day.certify(agents: agents, goals: goals)
    return agents.indices.filter { judged.goals[0].violation[$0] > 0 }
  }

  @Test("Shifts that cover SIPP miss intervals after each peak; two hours more keep all of them")
  func peaks() throws {
    let day = day([6, 6, 24, 24, 6, 6, 6, 6, 20, 20, 6, 6], minutes: 30)
    let sipp = try day.staffing(by: .sipp, goals: goals).agents
    let found = try coverDay(
      required: sipp, startMinute: 540, stepMinutes: 30, isPeriodic: false,
      rules: rules(2, from: 540, to: 900, every: 30)
    ) { try misses(day, $0) }
    #expect(zip(found.first.agents, sipp).allSatisfy { $0 >= $1 })
    #expect(try misses(day, found.first.agents) == [4, 10, 11])
    let best = try #require(found.best)
    #expect(try misses(day, best.agents).isEmpty)
    #expect(found.first.paidHours == 66 && best.paidHours == 68 && found.boundHours == 68)
    // The people counted anew from the shifts.
    for cover in [found.first, best] {
      var present = [Int](repeating: 0, count: sipp.count)
      for shift in cover.shifts {
        #expect(shift.startMinute >= 540 && shift.endMinute <= 900)
        for interval in (shift.startMinute - 540) / 30..<(shift.endMinute - 540) / 30 {
          present[interval] += shift.people
        }
      }
      #expect(present == cover.agents)
    }
  }

  @Test(
    "No shifts that cost less keep the goal: all of them were tried",
    arguments: [[1.5, 5, 2, 1, 4, 1], [4, 1, 1, 6, 1.5, 1.5], [2, 2, 5, 2, 2, 1]])
  func exhaustive(calls: [Double]) throws {
    let day = day(calls, minutes: 60)
    let sipp = try day.staffing(by: .sipp, goals: goals).agents
    let found = try coverDay(
      required: sipp, startMinute: 540, stepMinutes: 60, isPeriodic: false,
      rules: rules(2, from: 540, to: 900, every: 60)
    ) { try misses(day, $0) }
    let best = try #require(found.best)
    #expect(try misses(day, best.agents).isEmpty)
    #expect(found.boundHours == best.paidHours)
    // One shift of two hours less, at any of the five starts.
    let fewer = Int(best.paidHours / 2) - 1
    var counts = [Int](repeating: 0, count: 5)
    func tryAll(_ start: Int, _ left: Int) throws -> Bool {
      if start == 4 {
        counts[4] = left
        var agents = [Int](repeating: 0, count: 6)
        for (first, people) in counts.enumerated() {
          agents[first] += people
          agents[first + 1] += people
        }
        return try misses(day, agents).isEmpty
      }
      for people in 0...left {
        counts[start] = people
        if try tryAll(start + 1, left - people) { return true }
      }
      return false
    }
    #expect(try !tryAll(0, fewer))
  }
}
