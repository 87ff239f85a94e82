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

extension SampleProblems {
  /// A random instance: 6-26 weeks, 1-5 units, 1-4 pools, with every feature now and then.
  static func random(seed: UInt64) -> WorkforceProblem {
    var random = SplitMix64(seed: seed)
    let start = date("2026-10-01") + Int.random(in: 0..<30, using: &random)
    let days = Int.random(in: 40...180, using: &random)
    let weeks = weeks(from: start, through: start + days)
    let unitCount = Int.random(in: 1...5, using: &random)
    let units = (0..<unitCount).map { index -> WorkUnit in
      let level = Double.random(in: 30...400, using: &random)
      let hours = weeks.map {
        (level * Double.random(in: 0.7...1.3, using: &random) * $0.workShare * 10).rounded() / 10
      }
      let peak = hours.map { ($0 / Double.random(in: 18...60, using: &random)).rounded(.up) }
      return WorkUnit(
        queue: "queue\(index)", step: "step", requiredHours: hours, peakAgents: peak)
    }
    let poolCount = Int.random(in: 1...4, using: &random)
    var pools = (0..<poolCount).map { index -> WorkforcePool in
      var eligible = (0..<unitCount).filter { _ in Double.random(in: 0..<1, using: &random) < 0.7 }
      if index == 0 { eligible = Array(0..<unitCount) }
      return index > 0 && Bool.random(using: &random)
        ? assistants("pool\(index)", eligible, weeks.count, &random)
        : employees("pool\(index)", eligible, weeks.count, &random)
    }
    for index in pools.indices {
      if !pools[index].isVA, random.next() % 3 == 0 {
        pools[index].overtime = OvertimeTerms(
          hoursPerWeek: Double(Int.random(in: 1...10, using: &random)),
          pricePerHour: weeks.map { _ in Double.random(in: 20...60, using: &random) })
      }
      if random.next() % 3 == 0 {
        pools[index].releaseCost = Double.random(in: 0...6000, using: &random)
      }
    }
    for index in pools.indices { limit(&pools[index], &random) }
    for index in pools.indices where !pools[index].isVA && random.next() % 2 == 0 {
      teach(&pools[index], unitCount, &random)
    }
    return WorkforceProblem(weeks: weeks, units: units, pools: pools)
  }

  /// Now and then places to train, seats, a vendor's ramp limits and a year's overtime.
  private static func limit(_ pool: inout WorkforcePool, _ random: inout SplitMix64) {
    let now = Int((pool.currentHeadcount + pool.currentInTraining).rounded(.up))
    if pool.hiring != nil, random.next() % 4 == 0 {
      pool.hiring?.trainingPlaces = now + Int.random(in: 1...10, using: &random)
    }
    if pool.isVA, random.next() % 3 == 0 {
      pool.rampLimits = RampLimits(
        upPerWeek: Int.random(in: 1...6, using: &random),
        downPerWeek: Bool.random(using: &random) ? Int.random(in: 1...4, using: &random) : nil)
    }
    if !pool.isVA, random.next() % 4 == 0 {
      pool.maximumHeads = now + Int.random(in: 0...15, using: &random)
    }
    if random.next() % 2 == 0 {
      pool.overtime?.hoursPerYear = Double.random(in: 10...120, using: &random)
    }
  }

  /// Lets a pool of employees be taught some of the work that it cannot do.
  private static func teach(
    _ pool: inout WorkforcePool, _ unitCount: Int, _ random: inout SplitMix64
  ) {
    let others = (0..<unitCount).filter { !pool.eligibleUnits.contains($0) }
      .filter { _ in Bool.random(using: &random) }
    guard !others.isEmpty else { return }
    pool.eligibleUnits = (pool.eligibleUnits + others).sorted()
    pool.crossTraining = CrossTrainingTerms(
      units: others, trainingDays: Double(Int.random(in: 0...24, using: &random)),
      costPerPerson: Double.random(in: 0...1500, using: &random),
      maximumPeople: Bool.random(using: &random) ? Int.random(in: 1...8, using: &random) : nil)
  }

  private static func terms(_ random: inout SplitMix64) -> HiringTerms {
    HiringTerms(
      leadDays: Double(Int.random(in: 0...40, using: &random)),
      trainingDays: Double(Int.random(in: 0...30, using: &random)),
      classSize: Int.random(in: 1...12, using: &random),
      ramp: [[], [0.5, 0.75, 0.9], [0.8, 1], [0.6]].randomElement(using: &random) ?? [])
  }

  private static func employees(
    _ name: String, _ units: [Int], _ weeks: Int, _ random: inout SplitMix64
  ) -> WorkforcePool {
    WorkforcePool(
      name: name, isVA: false, eligibleUnits: units, hoursPerWeek: 40,
      shrinkage: Double.random(in: 0.2...0.4, using: &random),
      attritionPerYear: Double.random(in: 0...0.8, using: &random),
      currentHeadcount: Double(Int.random(in: 0...20, using: &random)),
      currentInTraining: Double(Int.random(in: 0...4, using: &random)),
      hiring: Double.random(in: 0..<1, using: &random) < 0.85 ? terms(&random) : nil,
      commitmentHoursPerWeek: 0, noticeDays: 0,
      prices: .employees(
        perYear: Double.random(in: 45_000...165_000, using: &random), weeks: weeks,
        perHire: Double.random(in: 0...8000, using: &random)))
  }

  private static func assistants(
    _ name: String, _ units: [Int], _ weeks: Int, _ random: inout SplitMix64
  ) -> WorkforcePool {
    let price = Double.random(in: 8...40, using: &random)
    var pool = WorkforcePool(
      name: name, isVA: true, eligibleUnits: units, hoursPerWeek: 40,
      shrinkage: Double.random(in: 0.02...0.15, using: &random),
      attritionPerYear: Bool.random(using: &random) ? 0.6 : 0,
      currentHeadcount: Double(Int.random(in: 0...3, using: &random)), currentInTraining: 0,
      hiring: Bool.random(using: &random) ? terms(&random) : nil,
      maximumHeads: Bool.random(using: &random) ? 15 : nil,
      commitmentHoursPerWeek: Double([0, 20, 30].randomElement(using: &random) ?? 0),
      noticeDays: Double([0, 7, 14, 28].randomElement(using: &random) ?? 0),
      prices: .assistants(
        perPaidHour: price, weeks: weeks, minimumPerMonth: Bool.random(using: &random) ? 4000 : 0,
        setUp: Bool.random(using: &random) ? 12_000 : 0, perPersonWeek: 5))
    pool.prices.perHire = Bool.random(using: &random) ? 300 : 0
    return pool
  }
}
