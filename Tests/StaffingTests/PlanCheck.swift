import Foundation
import Quantities
import Results

@testable import Staffing

/// Checks a plan against its problem day by day, by code that shares nothing with the planner.
struct PlanCheck {
  let problem: WorkforceProblem
  let plan: StaffPlan
  var violations: [String] = []
  /// Pay, hires, set-up and monthly minimums at the problem's prices.
  var dollars = 0.0

  init(_ problem: WorkforceProblem, _ plan: StaffPlan) {
    (self.problem, self.plan) = (problem, plan)
    for (index, pool) in problem.pools.enumerated() {
      if pool.isVA { checkAssistants(index) } else { checkEmployees(index) }
      checkWork(index)
      checkHires(index)
    }
    checkCoverage()
  }

  private mutating func expect(
    _ value: Double, atMost limit: Double, _ what: String
  ) {
    if value > limit + 1e-4 * max(1, abs(limit)) {
      violations.append("\(what): \(value) > \(limit)")
    }
  }

  private mutating func expect(_ value: Double, is other: Double, _ what: String) {
    expect(value, atMost: other, what)
    expect(other, atMost: value, what)
  }

  /// Speed of a person on a day, by days on the payroll.
  private func speed(_ terms: HiringTerms?, _ days: Double) -> Double {
    guard let terms else { return 1 }
    let worked = days - terms.trainingDays
    if worked < 0 { return 0 }
    let period = Int(worked) / 28
    return period < terms.ramp.count ? terms.ramp[period] : 1
  }

  private mutating func checkEmployees(_ index: Int) {
    let pool = problem.pools[index]
    let planned = plan.pools[index].weeks
    // Each group: people now, days on the payroll on the first day of the horizon (negative: later).
    var groups: [(people: Double, age: Double)] = [(pool.currentHeadcount, 1e6)]
    let length = pool.hiring?.trainingDays ?? 0
    let parts = max(1, Int(length.rounded(.up)))
    for part in 0..<parts {
      groups.append(
        (
          pool.currentInTraining / Double(parts),
          pool.hiring == nil ? 1e6 : length * (Double(part) + 0.5) / Double(parts)
        ))
    }
    var (overtime, overtimeLimit) = (0.0, 0.0)
    for (week, span) in problem.weeks.enumerated() {
      if planned[week].starting > 0 {
        groups.append((planned[week].starting, -Double(span.start - problem.weeks[0].start)))
      }
      // Who is let go is missing among those at full speed from then on.
      if planned[week].released > 0 { groups.append((-planned[week].released, 1e6)) }
      let since = Double(span.start - problem.weeks[0].start)
      let payroll = groups.reduce(0) { $0 + $1.people }
      var productive = 0.0
      for day in 0..<span.days {
        productive += groups.reduce(0) {
          $0 + $1.people * speed(pool.hiring, $1.age + since + Double(day))
        }
      }
      productive /= Double(span.days)
      productive -= checkTaught(index, week)
      let name = "\(pool.name) week \(week)"
      expect(planned[week].headcount + planned[week].inTraining, is: payroll, "\(name) payroll")
      expect(planned[week].productive, is: productive, "\(name) productive")
      if let seats = pool.maximumHeads { expect(payroll, atMost: Double(seats), "\(name) seats") }
      if let places = pool.hiring?.trainingPlaces {
        let learning = (0..<span.days).reduce(0.0) { sum, day in
          sum + groups.reduce(0) { $0 + ($1.age + since + Double(day) < length ? $1.people : 0) }
        }
        expect(learning / Double(span.days), atMost: Double(places), "\(name) places")
      }
      overtime += planned[week].overtimeHours
      overtimeLimit += (pool.overtime?.hoursPerYear ?? .infinity) * productive * Double(span.days)
      let full = pool.hoursPerWeek * span.workShare
      let extra = planned[week].overtimeHours
      expect(
        extra, atMost: (pool.overtime?.hoursPerWeek ?? 0) * span.workShare * productive,
        "\(name) overtime")
      expect(0, atMost: productive, "\(name) nobody is let go who is not there")
      expect(planned[week].paidHours, is: payroll * full + extra, "\(name) paid")
      let assigned = planned[week].assignedHours.reduce(0, +)
      expect(
        assigned, atMost: (productive * full + extra) * (1 - pool.shrinkage), "\(name) hours")
      dollars +=
        extra * (pool.overtime?.pricePerHour[week] ?? 0)
        + planned[week].released * (pool.releaseCost ?? 0)
      checkAtOnce(index, week, productive * (1 - pool.shrinkage))
      dollars +=
        payroll * pool.prices.perPersonWeek[week] * Double(span.days) / 7
        + planned[week].starting * pool.prices.perHire
      // One chance of leaving a day, the week's in all.
      var here = 1.0
      for _ in 0..<span.days { here *= exp(-pool.attritionPerYear / 52 / 7) }
      for group in groups.indices { groups[group].people *= here }
    }
    if overtime > 0 { expect(overtime, atMost: overtimeLimit / 365.25, "\(pool.name) year") }
  }

  /// Checks who was taught other work, adds its cost, and returns how many people are being taught in a week.
  private mutating func checkTaught(_ index: Int, _ week: Int) -> Double {
    let (pool, planned) = (problem.pools[index], plan.pools[index])
    guard let terms = pool.crossTraining else { return 0 }
    let (span, weekly) = (problem.weeks[week], pool.attritionPerYear / 52 / 7)
    let decisions = planned.crossTraining ?? []
    let name = "\(pool.name) week \(week)"
    if week == 0 {
      let people = decisions.reduce(0) { $0 + $1.people }
      dollars += Double(people) * terms.costPerPerson
      expect(Double(people), atMost: Double(terms.maximumPeople ?? .max), "\(pool.name) taught")
    }
    var (learning, able) = (0.0, 0.0)
    for decision in decisions where decision.start <= span.start {
      let days = Double(span.start - decision.start)
      let here = Double(decision.people) * exp(-weekly * days)
      for day in 0..<span.days where days + Double(day) < terms.trainingDays {
        learning += here / Double(span.days)
      }
      if days >= terms.trainingDays { able += here }
    }
    let assigned = terms.units.reduce(0) { $0 + planned.weeks[week].assignedHours[$1] }
    let most = (pool.hoursPerWeek + (pool.overtime?.hoursPerWeek ?? 0)) * span.workShare
    expect(assigned, atMost: able * most * (1 - pool.shrinkage), "\(name) hours of the taught")
    let busy = terms.units.reduce(0.0) { sum, unit in
      let work = problem.units[unit]
      return sum + planned.weeks[week].assignedHours[unit] / work.requiredHours[week]
        * work.peakAgents[week]
    }
    expect(busy, atMost: able * (1 - pool.shrinkage), "\(name) taught people at once")
    return learning
  }

  private mutating func checkAssistants(_ index: Int) {
    let pool = problem.pools[index]
    let planned = plan.pools[index].weeks
    let heads = planned.map { $0.headcount + $0.inTraining }
    let current = pool.currentHeadcount + pool.currentInTraining
    var used = false
    for (week, span) in problem.weeks.enumerated() {
      let name = "\(pool.name) week \(week)"
      expect(heads[week], is: heads[week].rounded(), "\(name) whole heads")
      expect(heads[week], atMost: Double(pool.maximumHeads ?? .max), "\(name) heads")
      let full = pool.hoursPerWeek * span.workShare
      expect(planned[week].paidHours, atMost: heads[week] * full, "\(name) full hours")
      expect(
        pool.commitmentHoursPerWeek * span.workShare * heads[week],
        atMost: planned[week].paidHours, "\(name) commitment")
      let before = week == 0 ? current : heads[week - 1]
      let since = Double(span.start - problem.weeks[0].start)
      // Who is here on the first day or started within the notice period is still here.
      var recent = since < pool.noticeDays ? current : 0
      for start in 0...week
      where Double(span.start - problem.weeks[start].start) < pool.noticeDays {
        recent += planned[start].starting
      }
      expect(recent, atMost: heads[week], "\(name) stay")
      expect(planned[week].starting, is: max(0, heads[week] - before), "\(name) starters")
      expect(
        heads[week] - before, atMost: Double(pool.rampLimits?.upPerWeek ?? .max), "\(name) up")
      expect(
        before - heads[week], atMost: Double(pool.rampLimits?.downPerWeek ?? .max),
        "\(name) down")
      if let hiring = pool.hiring, let places = hiring.trainingPlaces {
        var learning = 0.0
        for start in 0...week {
          for day in 0..<span.days
          where Double(span.start - problem.weeks[start].start + day) < hiring.trainingDays {
            learning += planned[start].starting / Double(span.days)
          }
        }
        expect(learning, atMost: Double(places), "\(name) places")
      }
      // Learners lose what their speed lacks; of the rest, replacements lose the same share always.
      var speeds = 0.0
      for day in 0..<span.days {
        var learning = 0.0
        for start in 0...week {
          let age = Double(span.start - problem.weeks[start].start + day)
          learning += planned[start].starting * (1 - speed(pool.hiring, age))
        }
        var replacing = 0.0
        let leaving =
          (1 - exp(-pool.attritionPerYear / 52 * Double(span.days) / 7)) / 7
        var age = 0.0
        while speed(pool.hiring, age) < 1 && age < 1000 {
          replacing += leaving * (1 - speed(pool.hiring, age))
          age += 1
        }
        speeds += (heads[week] - learning) * (1 - replacing)
      }
      let lost = heads[week] - speeds / Double(span.days)
      let assigned = planned[week].assignedHours.reduce(0, +)
      if assigned > 0 {
        expect(
          assigned, atMost: (planned[week].paidHours - lost * full) * (1 - pool.shrinkage),
          "\(name) hours")
      }
      checkAtOnce(index, week, (heads[week] - lost) * (1 - pool.shrinkage))
      used = used || heads[week] > 0
      dollars +=
        heads[week] * pool.prices.perPersonWeek[week] * Double(span.days) / 7
        + planned[week].paidHours * pool.prices.perPaidHour[week]
        + planned[week].starting * pool.prices.perHire
        + planned[week].released * (pool.releaseCost ?? 0)
    }
    if used && current == 0 { dollars += pool.prices.setUp }
    addMinimums(pool, planned, heads)
  }

  private mutating func addMinimums(
    _ pool: WorkforcePool, _ planned: [PoolWeek], _ heads: [Double]
  ) {
    var months: [(month: String, days: Int, of: Int, pay: Double, inForce: Bool)] = []
    for (week, span) in problem.weeks.enumerated() {
      for day in 0..<span.days {
        let today = span.start + day
        if months.last?.month != today.monthText {
          months.append((today.monthText, 0, today.daysInMonth, 0, false))
        }
        let last = months.count - 1
        months[last].days += 1
        months[last].pay +=
          planned[week].paidHours * pool.prices.perPaidHour[week] / Double(span.days)
        months[last].inForce = months[last].inForce || heads[week] > 0
      }
    }
    for month in months where month.inForce {
      let least = pool.prices.minimumPerMonth * Double(month.days) / Double(month.of)
      dollars += max(0, least - month.pay)
    }
  }

  private mutating func checkAtOnce(_ index: Int, _ week: Int, _ people: Double) {
    let busy = problem.units.enumerated().reduce(0.0) { sum, entry in
      let hours = entry.element.requiredHours[week]
      guard hours > 0 else { return sum }
      let share = plan.pools[index].weeks[week].assignedHours[entry.offset] / hours
      return sum + share * entry.element.peakAgents[week]
    }
    expect(busy, atMost: max(0, people), "\(problem.pools[index].name) week \(week) at once")
  }

  private mutating func checkWork(_ index: Int) {
    for (week, people) in plan.pools[index].weeks.enumerated() {
      for (unit, hours) in people.assignedHours.enumerated() {
        expect(0, atMost: hours, "negative hours")
        if !problem.pools[index].eligibleUnits.contains(unit) {
          expect(hours, atMost: 0, "\(problem.pools[index].name) week \(week) unit \(unit)")
        }
      }
    }
  }

  private mutating func checkHires(_ index: Int) {
    let pool = problem.pools[index]
    for (week, people) in plan.pools[index].weeks.enumerated() {
      let name = "\(pool.name) week \(week)"
      expect(people.starting, is: people.starting.rounded(), "\(name) whole starters")
      guard people.starting > 0 else { continue }
      let since = Double(problem.weeks[week].start - problem.weeks[0].start)
      if let hiring = pool.hiring {
        expect(people.starting, atMost: Double(hiring.classSize), "\(name) class")
        expect(hiring.leadDays, atMost: since, "\(name) lead")
      } else if !pool.isVA {
        violations.append("\(name): employees hired without terms")
      }
    }
  }

  private mutating func checkCoverage() {
    for (unit, work) in problem.units.enumerated() {
      for week in problem.weeks.indices {
        let given = plan.pools.reduce(0) { $0 + $1.weeks[week].assignedHours[unit] }
        expect(
          given + plan.coverage[unit].shortHours[week], is: work.requiredHours[week],
          "\(work.queue) week \(week) coverage")
      }
    }
  }
}
