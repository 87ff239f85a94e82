import Quantities

/// What the staffing plan is chosen for: the weeks, the work to cover and the pools that may do it.
public struct WorkforceProblem: Equatable, Sendable {
  /// The weeks, oldest first and without gaps; the first and the last may be short.
  public var weeks: [WorkforceWeek]
  /// The units of work: one for each step of each queue.
  public var units: [WorkUnit]
  /// The pools of people.
  public var pools: [WorkforcePool]
  /// Makes a problem; ``problems()`` says what is wrong with it.
  public init(weeks: [WorkforceWeek], units: [WorkUnit], pools: [WorkforcePool]) {
    (self.weeks, self.units, self.pools) = (weeks, units, pools)
  }
}

/// One week of the horizon, Monday to Sunday but for the first and the last.
public struct WorkforceWeek: Equatable, Sendable {
  /// First day.
  public var start: LocalDate
  /// Days inside the horizon, 1...7.
  public var days: Int
  /// Share of a full week's paid hours that people work in it, 0...1.
  public var workShare: Double

  /// Makes a week.
  ///
  /// - Parameters:
  ///   - start: First day.
  ///   - days: Days inside the horizon, 1...7.
  ///   - workShare: Share of a full week's paid hours; when not given, the larger of the Mondays to
  ///     Fridays ÷ 5 and the days ÷ 7, as five shifts can lie on any of the days.
  public init(start: LocalDate, days: Int, workShare: Double? = nil) {
    (self.start, self.days) = (start, days)
    let weekdays = (0..<max(0, min(days, 7))).count { (start + $0).weekday.rawValue < 5 }
    self.workShare = workShare ?? max(Double(weekdays) / 5, Double(days) / 7)
  }
}

/// The work of one step of one queue.
public struct WorkUnit: Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// The step's name.
  public var step: String
  /// On-phone hours (handling or waiting for work) required by week; one for each week, `>= 0`.
  public var requiredHours: [Double]
  /// Most agents required at once by week; one for each week, `>= 0`.
  public var peakAgents: [Double]
  /// Makes a unit of work.
  public init(queue: String, step: String, requiredHours: [Double], peakAgents: [Double]) {
    (self.queue, self.step) = (queue, step)
    (self.requiredHours, self.peakAgents) = (requiredHours, peakAgents)
  }
  /// The queue and step as messages name them.
  public var title: String { step == queue || step.isEmpty ? queue : "\(queue)/\(step)" }
}

/// People with the same contract, place, skills and shifts, as the plan needs them.
public struct WorkforcePool: Equatable, Sendable {
  /// The pool's name.
  public var name: String
  /// Whether the people are assistants, who are taken on and released by notice, not employees.
  public var isVA: Bool
  /// Indices into ``WorkforceProblem/units`` of the work that the pool may do, ascending; work that
  /// ``crossTraining`` teaches among it.
  public var eligibleUnits: [Int]
  /// Paid hours of one person in a full week; `0 < hours <= 168`.
  public var hoursPerWeek: Double
  /// Paid time not logged in for work, `0..<1`.
  public var shrinkage: Double
  /// Leavers ÷ average headcount a year; the weekly chance is 1 − exp(−a/52); `0..<52`.
  ///
  /// An employee who leaves is gone. A vendor replaces an assistant who leaves, and the new one
  /// goes through training and ramp.
  public var attritionPerYear: Double
  /// People able to work at full speed on the first day; `>= 0`.
  public var currentHeadcount: Double
  /// People in training on the first day, spread evenly over its length; `>= 0`.
  ///
  /// Without ``hiring`` the length is not known and they work from the first day.
  public var currentInTraining: Double
  /// How people join; without it employees are never hired and assistants start at once, fully able.
  public var hiring: HiringTerms?
  /// Most people on the payroll or on contract at once, such as seats; nothing without a limit.
  public var maximumHeads: Int?
  /// Least paid hours of one assistant in a full week; at most ``hoursPerWeek``.
  public var commitmentHoursPerWeek: Double
  /// Calendar days of notice before an assistant can be released; `>= 0`.
  public var noticeDays: Double
  /// What the people cost.
  public var prices: WorkforcePrices
  /// Overtime of employees; nothing when none is worked.
  public var overtime: OvertimeTerms?
  /// Other work that employees can be taught; nothing when they are not.
  public var crossTraining: CrossTrainingTerms?
  /// Dollars for each person who is let go; nothing when employees are never let go.
  ///
  /// Assistants are released for nothing when it is not given.
  public var releaseCost: Double?
  /// How fast a vendor adds and takes back heads; nothing without a limit.
  public var rampLimits: RampLimits?
  /// Share by which paid hours of assistants may leave the hours locked before demand is known.
  ///
  /// Nothing when they follow demand. It binds only in a plan over many demands,
  /// ``planUnderUncertainty(_:paths:shortHourPrice:sampleSize:)``.
  public var lockBand: Double?
  /// Makes a pool; what is not among the arguments is set afterwards.
  public init(
    name: String, isVA: Bool, eligibleUnits: [Int], hoursPerWeek: Double, shrinkage: Double,
    attritionPerYear: Double, currentHeadcount: Double, currentInTraining: Double,
    hiring: HiringTerms?, maximumHeads: Int? = nil, commitmentHoursPerWeek: Double,
    noticeDays: Double, prices: WorkforcePrices
  ) {
    (self.name, self.isVA, self.eligibleUnits) = (name, isVA, eligibleUnits)
    (self.hoursPerWeek, self.shrinkage) = (hoursPerWeek, shrinkage)
    (self.attritionPerYear, self.currentHeadcount) = (attritionPerYear, currentHeadcount)
    (self.currentInTraining, self.hiring) = (currentInTraining, hiring)
    (self.maximumHeads, self.commitmentHoursPerWeek) = (maximumHeads, commitmentHoursPerWeek)
    (self.noticeDays, self.prices) = (noticeDays, prices)
  }
}

/// How fast a vendor may add and take back heads.
public struct RampLimits: Equatable, Sendable {
  /// Most heads added in one week; nothing without a limit.
  public var upPerWeek: Int?
  /// Most heads taken back in one week; nothing without a limit.
  public var downPerWeek: Int?
  /// Makes the limits.
  public init(upPerWeek: Int?, downPerWeek: Int?) {
    (self.upPerWeek, self.downPerWeek) = (upPerWeek, downPerWeek)
  }
}

/// Work beyond their own that people of a pool do once they were taught it.
public struct CrossTrainingTerms: Equatable, Sendable {
  /// Indices into ``WorkforceProblem/units`` of the work taught, ascending; among the pool's eligible
  /// units, where the others are its own.
  public var units: [Int]
  /// Calendar days of paid teaching, in which a person does no work; `>= 0`.
  public var trainingDays: Double
  /// Dollars for each person taught.
  public var costPerPerson: Double
  /// Most people whom the plan may teach; nothing without a limit.
  public var maximumPeople: Int?
  /// Makes the terms.
  public init(
    units: [Int], trainingDays: Double, costPerPerson: Double, maximumPeople: Int? = nil
  ) {
    (self.units, self.trainingDays) = (units, trainingDays)
    (self.costPerPerson, self.maximumPeople) = (costPerPerson, maximumPeople)
  }
}

/// Overtime of employees.
public struct OvertimeTerms: Equatable, Sendable {
  /// Most hours of overtime of one person in a full week; `>= 0`.
  public var hoursPerWeek: Double
  /// Dollars of an hour of overtime, by week.
  public var pricePerHour: [Double]
  /// Most hours of overtime in a year, on average of the people at full speed; nothing without a limit.
  public var hoursPerYear: Double?
  /// Makes the terms.
  public init(hoursPerWeek: Double, pricePerHour: [Double], hoursPerYear: Double? = nil) {
    (self.hoursPerWeek, self.pricePerHour) = (hoursPerWeek, pricePerHour)
    self.hoursPerYear = hoursPerYear
  }
}

/// How people join a pool.
public struct HiringTerms: Equatable, Sendable {
  /// Calendar days from decision to first day on the payroll; `>= 0`.
  public var leadDays: Double
  /// Calendar days of paid training before any work; `>= 0`.
  public var trainingDays: Double
  /// Most people that may start in one week; 0 when nobody is hired but training is known.
  public var classSize: Int
  /// Share of full speed in each four weeks after training, `0...1`; full speed afterwards.
  public var ramp: [Double]
  /// Most people in training at once, for whom there are trainers and rooms; nothing without a limit.
  ///
  /// Those who replace assistants that leave are the vendor's matter and do not count.
  public var trainingPlaces: Int?
  /// Makes the terms.
  public init(
    leadDays: Double, trainingDays: Double, classSize: Int, ramp: [Double],
    trainingPlaces: Int? = nil
  ) {
    (self.leadDays, self.trainingDays) = (leadDays, trainingDays)
    (self.classSize, self.ramp) = (classSize, ramp)
    self.trainingPlaces = trainingPlaces
  }
}
