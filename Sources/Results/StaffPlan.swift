import Quantities

/// What the plan stage hands on for one alternative: who is hired when and who works on what.
public struct StaffPlan: Codable, Equatable, Sendable {
  /// The pools, in the order of the spec.
  public var pools: [PoolPlan]
  /// First day of each week of the plan (Mondays, but for the first).
  public var weeks: [LocalDate]
  /// Hours by week that no pool covers, for each unit; as `coverage` orders them.
  public var coverage: [UnitCoverage]
  /// How the plan was found, in a sentence.
  public var method: String
  /// Share by which the plan's cost may exceed the least possible; nothing when nothing was chosen.
  public var gap: Double?
  /// The shifts of pools that have rules for them; nothing where none has.
  public var shifts: [PoolShifts]?
  /// Makes the stage's value.
  public init(
    pools: [PoolPlan], weeks: [LocalDate], coverage: [UnitCoverage], method: String, gap: Double?
  ) {
    (self.pools, self.weeks, self.coverage) = (pools, weeks, coverage)
    (self.method, self.gap) = (method, gap)
  }
}

/// One pool's people by week.
public struct PoolPlan: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Whether the people are assistants paid by the hour, month, contact or case.
  public var isVA: Bool
  /// The weeks, in the order of ``StaffPlan/weeks``.
  public var weeks: [PoolWeek]
  /// The dated decisions to hire, in order.
  public var hires: [HireDecision]
  /// The dated decisions to teach people other work, in order; nothing where none can be taught.
  public var crossTraining: [CrossTrainingDecision]?
  /// Agents at work by interval of the horizon.
  public var agents: [Int]
  /// Makes a pool's plan.
  public init(
    pool: String, isVA: Bool, weeks: [PoolWeek], hires: [HireDecision], agents: [Int]
  ) {
    (self.pool, self.isVA, self.weeks) = (pool, isVA, weeks)
    (self.hires, self.agents) = (hires, agents)
  }
}

/// One pool in one week.
public struct PoolWeek: Codable, Equatable, Sendable {
  /// People on the payroll who may work, of any tenure; survivors may be fractional.
  public var headcount: Double
  /// People on the payroll in training, those who are taught other work among them.
  public var inTraining: Double
  /// Whole people whose training starts this week.
  public var starting: Double
  /// Expected leavers in the week.
  public var leavers: Double
  /// Equivalents at full speed: headcount less the loss of the ramp.
  public var productive: Double
  /// Paid hours, training included.
  public var paidHours: Double
  /// Paid hours of people who may work, before shrinkage.
  public var scheduledHours: Double
  /// Hours logged in for work that the people can give, after shrinkage, at full speed.
  public var onPhoneHours: Double
  /// Of these, hours that the plan assigns to a unit of work, by unit in the order of the coverage.
  public var assignedHours: [Double]
  /// Whole people let go at the beginning of the week.
  public var released: Double
  /// Hours of overtime, which are among the paid hours.
  public var overtimeHours: Double
  /// Makes a week.
  public init(
    headcount: Double, inTraining: Double, starting: Double, leavers: Double, productive: Double,
    paidHours: Double, scheduledHours: Double, onPhoneHours: Double, assignedHours: [Double],
    released: Double = 0, overtimeHours: Double = 0
  ) {
    (self.headcount, self.inTraining, self.starting) = (headcount, inTraining, starting)
    (self.leavers, self.productive, self.paidHours) = (leavers, productive, paidHours)
    (self.scheduledHours, self.onPhoneHours) = (scheduledHours, onPhoneHours)
    self.assignedHours = assignedHours
    (self.released, self.overtimeHours) = (released, overtimeHours)
  }
}

/// A decision to bring people in.
public struct HireDecision: Codable, Equatable, Sendable {
  /// The last day on which the decision can be taken.
  public var decideBy: LocalDate
  /// First day on the payroll.
  public var start: LocalDate
  /// First day of work after training.
  public var workFrom: LocalDate
  /// Whole people.
  public var people: Int
  /// Makes a decision.
  public init(decideBy: LocalDate, start: LocalDate, workFrom: LocalDate, people: Int) {
    (self.decideBy, self.start, self.workFrom, self.people) = (decideBy, start, workFrom, people)
  }
}

/// A decision to teach people of a pool work beyond their own.
public struct CrossTrainingDecision: Codable, Equatable, Sendable {
  /// First day of teaching.
  public var start: LocalDate
  /// First day on which they can do the other work.
  public var workFrom: LocalDate
  /// Whole people.
  public var people: Int
  /// The work taught: queues, or queues and steps.
  public var work: [String]
  /// Makes a decision.
  public init(start: LocalDate, workFrom: LocalDate, people: Int, work: [String]) {
    (self.start, self.workFrom, self.people, self.work) = (start, workFrom, people, work)
  }
}

/// How far one unit of work is covered.
public struct UnitCoverage: Codable, Equatable, Sendable {
  /// The queue's name.
  public var queue: String
  /// The step's name.
  public var step: String
  /// Hours required by week.
  public var requiredHours: [Double]
  /// Hours short by week; zero where covered.
  public var shortHours: [Double]
  /// Makes a unit's coverage.
  public init(queue: String, step: String, requiredHours: [Double], shortHours: [Double]) {
    (self.queue, self.step) = (queue, step)
    (self.requiredHours, self.shortHours) = (requiredHours, shortHours)
  }
}
