import Foundation
import Quantities
import Results

@testable import Staffing

/// Random instances with the planner's answers as JSON, for a solver outside this package.
enum InstanceFile {
  static func make(seeds: ClosedRange<UInt64>) throws -> Data {
    let instances = try seeds.map { seed -> [String: Any] in
      let problem = SampleProblems.random(seed: seed)
      let plan = try planWorkforce(problem)
      let start = problem.weeks[0].start
      return [
        "seed": seed, "gap": plan.gap ?? 0, "dollars": PlanCheck(problem, plan).dollars,
        "short": plan.coverage.map(\.shortHours),
        "weeks": problem.weeks.map { week -> [String: Any] in
          [
            "day": week.start - start, "days": week.days, "share": week.workShare,
            "months": (0..<week.days).map { (week.start + $0).monthText },
            "monthDays": (0..<week.days).map { (week.start + $0).daysInMonth },
          ]
        },
        "units": problem.units.map { ["hours": $0.requiredHours, "peak": $0.peakAgents] },
        "pools": problem.pools.map(pool),
      ]
    }
    return try JSONSerialization.data(withJSONObject: instances, options: [.sortedKeys])
  }

  private static func pool(_ pool: WorkforcePool) -> [String: Any] {
    var object: [String: Any] = [
      "va": pool.isVA, "units": pool.eligibleUnits, "hours": pool.hoursPerWeek,
      "shrinkage": pool.shrinkage, "attrition": pool.attritionPerYear,
      "headcount": pool.currentHeadcount, "training": pool.currentInTraining,
      "commitment": pool.commitmentHoursPerWeek, "notice": pool.noticeDays,
      "personWeek": pool.prices.perPersonWeek, "paidHour": pool.prices.perPaidHour,
      "minimum": pool.prices.minimumPerMonth, "setUp": pool.prices.setUp,
      "perHire": pool.prices.perHire,
    ]
    if let heads = pool.maximumHeads { object["maximumHeads"] = heads }
    if let cost = pool.releaseCost { object["release"] = cost }
    if let overtime = pool.overtime {
      var terms: [String: Any] = [
        "hours": overtime.hoursPerWeek, "price": overtime.pricePerHour,
      ]
      if let yearly = overtime.hoursPerYear { terms["yearly"] = yearly }
      object["overtime"] = terms
    }
    if let teaching = pool.crossTraining {
      var terms: [String: Any] = [
        "units": teaching.units, "days": teaching.trainingDays, "cost": teaching.costPerPerson,
      ]
      if let most = teaching.maximumPeople { terms["most"] = most }
      object["cross"] = terms
    }
    if let up = pool.rampLimits?.upPerWeek { object["up"] = up }
    if let down = pool.rampLimits?.downPerWeek { object["down"] = down }
    if let hiring = pool.hiring {
      var terms: [String: Any] = [
        "lead": hiring.leadDays, "training": hiring.trainingDays, "class": hiring.classSize,
        "ramp": hiring.ramp,
      ]
      if let places = hiring.trainingPlaces { terms["places"] = places }
      object["hiring"] = terms
    }
    return object
  }
}
