import Foundation
import Quantities

@testable import Staffing

/// A generator for repeatable instances (Steele, Lea and Flood's SplitMix64).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Weeks from a date through another, Monday to Sunday.
func weeks(from start: LocalDate, through end: LocalDate) -> [WorkforceWeek] {
  var found: [WorkforceWeek] = []
  var day = start
  while day <= end {
    let next = min(day.startOfWeek + 7, end + 1)
    found.append(WorkforceWeek(start: day, days: next - day))
    day = next
  }
  return found
}

func date(_ text: String) -> LocalDate {
  guard let date = LocalDate(text) else { preconditionFailure("\(text) is not a date") }
  return date
}

enum SampleProblems {
  /// A year of mail-order support with a January peak: eight units of work, four pools.
  static func mailOrder(years: Int = 1, scale: Double = 1) -> WorkforceProblem {
    let weeks = weeks(from: date("2026-10-01"), through: date("2026-10-01") + 365 * years - 1)
    let count = weeks.count
    let base: [(String, String, Double, Double)] = [
      ("voice", "voice", 1150, 45), ("chat", "chat", 240, 10), ("prior-auth", "intake", 420, 22),
      ("prior-auth", "decision", 260, 14), ("refills", "refills", 380, 16),
      ("exceptions", "exceptions", 160, 8), ("billing", "billing", 120, 5),
      ("appeals", "review", 45, 3),
    ]
    let units = base.map { queue, step, hours, peak in
      let factors = weeks.indices.map { week -> Double in
        let wave = 1 + 0.08 * sin(Double(week) * 0.37 + hours)
        let january = (13...22).contains(week % 52) ? 1.7 - 0.05 * Double(week % 52 - 13) : 1
        return wave * january * weeks[week].workShare
      }
      return WorkUnit(
        queue: queue, step: step, requiredHours: factors.map { (hours * $0 * scale) },
        peakAgents: factors.map { (peak * $0 * scale).rounded(.up) })
    }
    func pool(
      _ name: String, _ units: [Int], _ year: Double, _ heads: Double, _ training: Double,
      _ attrition: Double, _ terms: HiringTerms?
    ) -> WorkforcePool {
      WorkforcePool(
        name: name, isVA: false, eligibleUnits: units, hoursPerWeek: 40, shrinkage: 0.32,
        attritionPerYear: attrition, currentHeadcount: heads, currentInTraining: training,
        hiring: terms, commitmentHoursPerWeek: 0, noticeDays: 0,
        prices: .employees(perYear: year, weeks: count, perHire: 4500))
    }
    let ramp = [0.5, 0.75, 0.9, 1.0]
    let pools = [
      pool(
        "coordinators", [0, 1, 2, 4, 5, 6], 56_810, (58 * scale).rounded(), 4, 0.38,
        HiringTerms(leadDays: 45, trainingDays: 30, classSize: 20, ramp: ramp)),
      pool(
        "pharmacists", [2, 3, 7], 165_000, (6 * scale).rounded(), 0, 0.15,
        HiringTerms(leadDays: 60, trainingDays: 14, classSize: 4, ramp: [0.8, 1.0])),
      pool(
        "specialists", [2, 5, 6], 61_000, (9 * scale).rounded(), 1, 0.30,
        HiringTerms(leadDays: 45, trainingDays: 21, classSize: 6, ramp: ramp)),
      WorkforcePool(
        name: "assistants", isVA: true, eligibleUnits: [0, 1, 2, 4, 5], hoursPerWeek: 40,
        shrinkage: 0.08, attritionPerYear: 0, currentHeadcount: 0, currentInTraining: 0,
        hiring: nil, commitmentHoursPerWeek: 20, noticeDays: 14,
        prices: .assistants(perPaidHour: 12.5, weeks: count, minimumPerMonth: 5000, setUp: 20000)),
    ]
    return WorkforceProblem(weeks: weeks, units: units, pools: pools)
  }
}
