import Foundation
import Quantities
import Results
import Testing

@testable import Staffing

@Suite("Shift cover")
struct ShiftPlanTests {
  static func pool(shrinkage: Double) -> WorkforcePool {
    var pool = ClosedFormPlanTests.employees(now: 0, hiring: nil)
    pool.shrinkage = shrinkage
    return pool
  }

  /// From seven to nine in the evening, every day.
  static let hours = WeeklyHours(spans: Array(repeating: [420..<1260], count: 7))
  static let fullTime = ShiftRules.Contract(
    name: "full time", paidHoursPerDay: 8, daysPerWeek: 5, within: hours)
  static let withoutMeal = ShiftRules.Contract(
    name: "full time", paidHoursPerDay: 8, daysPerWeek: 5, mealMinutes: 0)
  /// Enough for facts that do not depend on the last percent.
  static let quick = PlanLimits(gap: 0.03, maximumNodes: 50)
  static let halfTime = ShiftRules.Contract(
    name: "half time", paidHoursPerDay: 4, daysPerWeek: 5, within: hours)

  /// Agents through weekdays 8-20 and Saturday 9-17 with a morning peak, random by seed.
  static func agents(_ calendar: IntervalCalendar, level: Double, seed: UInt64) -> [Int] {
    var random = SplitMix64(seed: seed)
    return (0..<calendar.intervalCount).map { interval in
      let weekday = calendar.days[calendar.dayOfInterval[interval]].date.weekday.rawValue
      let hour = Double(calendar.minutes[interval]) / 60
      let open = weekday < 5 ? (8..<20).contains(hour) : weekday == 5 && (9..<17).contains(hour)
      guard open else { return 0 }
      let wave = 0.55 + 0.45 * exp(-(hour - 10.5) * (hour - 10.5) / 8)
      let noise = Double.random(in: 0.85...1.15, using: &random)
      return Int((level * wave * noise * (weekday == 5 ? 0.5 : 1)).rounded())
    }
  }

  @Test("Seven agents through five equal days are ten people's shifts at 30 % shrinkage")
  func exactCover() throws {
    let calendar = try RosterTests.calendar()
    let agents = (0..<calendar.intervalCount).map { interval in
      let weekday = calendar.days[calendar.dayOfInterval[interval]].date.weekday.rawValue
      return weekday < 5 && (480..<960).contains(calendar.minutes[interval]) ? 7 : 0
    }
    let plan = try coverShifts(
      agents: agents, pool: Self.pool(shrinkage: 0.3),
      rules: ShiftRules(contracts: [Self.withoutMeal]), calendar: calendar)
    for week in plan.weeks {
      #expect(
        week.shifts == [
          ShiftCount(
            contract: "full time", startMinute: 480, endMinute: 960, mealMinute: nil,
            days: [.monday, .tuesday, .wednesday, .thursday, .friday], people: 10)
        ])
      #expect(abs(week.efficiency - 1) < 1e-9 && week.scheduledHours == 400)
      #expect(week.short.allSatisfy { $0 < 1e-9 })
    }
  }

  @Test("Seven days of eight hours with five shifts each need 7/5 of the people")
  func sevenDays() throws {
    let calendar = try RosterTests.calendar()
    let agents = calendar.minutes.map { (480..<960).contains($0) ? 5 : 0 }
    let plan = try coverShifts(
      agents: agents, pool: Self.pool(shrinkage: 0),
      rules: ShiftRules(contracts: [Self.withoutMeal]), calendar: calendar)
    // Five on each of seven days are 35 shifts, five a person.
    #expect(plan.weeks.map(\.people) == [7, 7])
    #expect(plan.weeks.allSatisfy { $0.short.allSatisfy { $0 < 1e-9 } })
  }

  @Test(
    "Counted shift by shift, the cover, the hours and the rules are kept",
    arguments: UInt64(1)...4)
  func recheck(seed: UInt64) throws {
    let calendar = try RosterTests.calendar()
    let agents = Self.agents(calendar, level: 4 + Double(seed) * 3, seed: seed)
    let rules = ShiftRules(
      contracts: seed % 2 == 0 ? [Self.fullTime] : [Self.fullTime, Self.halfTime])
    let shrinkage = 0.3
    let plan = try coverShifts(
      agents: agents, pool: Self.pool(shrinkage: shrinkage), rules: rules, calendar: calendar,
      limits: Self.quick)
    for (index, days) in calendar.weeks.enumerated() {
      let week = plan.weeks[index]
      var present = [Int](repeating: 0, count: calendar.intervalCount)
      var paid = 0.0
      for shift in week.shifts {
        let hours = shift.contract == "full time" ? 8 : 4
        #expect(shift.days.count == 5)
        let meal = try #require(shift.mealMinute)
        #expect(meal >= shift.startMinute && shift.startMinute >= 420)
        let end = shift.startMinute + hours * 60 + 30
        #expect(end <= 1260)
        for day in days where shift.days.contains(calendar.days[day].date.weekday) {
          for interval in calendar.days[day].intervals {
            let minute = calendar.minutes[interval]
            guard (shift.startMinute..<end).contains(minute), minute != meal else { continue }
            present[interval] += shift.people
            paid += 0.5 * Double(shift.people)
          }
        }
      }
      #expect(abs(paid - week.scheduledHours) < 1e-9)
      let span = calendar.intervals(ofDays: days)
      for (place, interval) in span.enumerated() {
        let logged = Double(present[interval]) * (1 - shrinkage)
        #expect(abs(logged - plan.agents[interval]) < 1e-9)
        #expect(abs(week.short[place] - max(0, Double(agents[interval]) - logged)) < 1e-9)
      }
      // Enough people for all but fractions of an agent, at no more than twice the hours.
      #expect(week.short.reduce(0, +) * 0.5 <= 0.02 * week.requiredHours)
      #expect(week.efficiency > 0.5 && week.efficiency <= 1)
    }
  }

  @Test("With fewer people than needed the shortage spreads instead of failing")
  func shortOfPeople() throws {
    let calendar = try RosterTests.calendar()
    let agents = Self.agents(calendar, level: 20, seed: 5)
    let rules = ShiftRules(contracts: [Self.fullTime])
    let free = try coverShifts(
      agents: agents, pool: Self.pool(shrinkage: 0.3), rules: rules, calendar: calendar,
      limits: Self.quick)
    let few = try coverShifts(
      agents: agents, pool: Self.pool(shrinkage: 0.3), rules: rules, calendar: calendar,
      headcount: free.weeks.map { Double($0.people) * 0.7 }, limits: Self.quick)
    for (week, all) in zip(few.weeks, free.weeks) {
      #expect(Double(week.people) <= 0.7 * Double(all.people))
      #expect(week.short.reduce(0, +) > all.short.reduce(0, +))
    }
  }

  @Test("Raises weigh each pool's efficiency by the hours that it gives a unit")
  func raises() throws {
    let calendar = try RosterTests.calendar()
    let needs = RosterTests.agents(calendar, units: 3, seed: 3)
    let problem = RosterTests.problem(
      calendar, needs, pools: RosterTests.pools(now: [40, 40, 40]))
    let plan = try assignCurrent(problem)
    let raises = shiftRaises(plan, efficiency: [[0.8, 0.8], [0.8, 0.8], [0.8, 0.8]])
    #expect(raises.joined().allSatisfy { abs($0 - 1.25) < 1e-9 })
    #expect(shiftRaises(plan, efficiency: [nil, nil, nil]).joined().allSatisfy { $0 == 1 })
  }

  @Test("Rules from which no shift can be made are refused with a remedy")
  func refusals() throws {
    let calendar = try RosterTests.calendar()
    let agents = [Int](repeating: 1, count: calendar.intervalCount)
    func refusal(_ rules: ShiftRules) -> String? {
      do {
        _ = try coverShifts(
          agents: agents, pool: Self.pool(shrinkage: 0.3), rules: rules, calendar: calendar)
        return nil
      } catch {
        return error.description
      }
    }
    #expect(
      refusal(ShiftRules(contracts: []))
        == "pool \"coordinators\": shifts: contracts is empty. Write at least one contract.")
    #expect(
      refusal(ShiftRules(contracts: [Self.fullTime], startEveryMinutes: 20))
        == "pool \"coordinators\": shifts: startEvery is 20 minutes. Write a multiple of the "
        + "interval of 30 minutes.")
    var narrow = Self.fullTime
    narrow.within = WeeklyHours(spans: [[600..<1000]] + Array(repeating: [], count: 6))
    #expect(
      refusal(ShiftRules(contracts: [narrow]))
        == "pool \"coordinators\": shifts: full time is 510 minutes long, its meal included. Write a "
        + "shift that fits into Mon 10:00-16:40.")
    narrow.within = WeeklyHours(spans: [[420..<1260]] + Array(repeating: [], count: 6))
    #expect(
      refusal(ShiftRules(contracts: [narrow]))
        == "pool \"coordinators\": shifts: full time days is 5. Write 1 to the 1 days on which the "
        + "shift fits into Mon 07:00-21:00.")
  }

  /// Writes weeks and answers for `Benchmarks/peers/shift_milp.py`.
  @Test(
    "Shift weeks are written for the independent solver",
    .enabled(if: ProcessInfo.processInfo.environment["SHIFT_INSTANCES"] != nil))
  func writesInstances() throws {
    let path = try #require(ProcessInfo.processInfo.environment["SHIFT_INSTANCES"])
    let calendar = try RosterTests.calendar()
    var instances: [[String: Any]] = []
    for seed in UInt64(1)...100 {
      let agents = Self.agents(calendar, level: 3 + Double(seed) * 2, seed: seed)
      var contracts = seed % 3 == 0 ? [Self.fullTime, Self.halfTime] : [Self.fullTime]
      let meal = seed % 5 == 0 ? 0 : 30
      for index in contracts.indices { contracts[index].mealMinutes = meal }
      let rules = ShiftRules(
        contracts: contracts, startEveryMinutes: seed % 2 == 0 ? 60 : 30,
        consecutiveDaysOff: seed % 7 != 0)
      let plan = try coverShifts(
        agents: agents, pool: Self.pool(shrinkage: 0.3), rules: rules, calendar: calendar)
      for (week, days) in calendar.weeks.enumerated() {
        instances.append([
          "seed": seed, "week": week, "gap": plan.weeks[week].gap,
          "paid": plan.weeks[week].scheduledHours, "short": plan.weeks[week].short,
          "required": Array(agents[calendar.intervals(ofDays: days)]), "shrinkage": 0.3,
          "hours": rules.contracts.map(\.paidHoursPerDay), "every": rules.startEveryMinutes,
          "earliest": 420, "latest": 1260, "meal": meal,
          "consecutive": rules.consecutiveDaysOff,
        ])
      }
    }
    try JSONSerialization.data(withJSONObject: instances, options: [.sortedKeys])
      .write(to: URL(fileURLWithPath: path))
  }
}
