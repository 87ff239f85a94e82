import Quantities

/// One pool's shifts in the weeks that stand for the horizon.
public struct PoolShifts: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// The weeks that were put on shifts, in order.
  public var weeks: [PoolShiftWeek]
  /// Makes a pool's shifts.
  public init(pool: String, weeks: [PoolShiftWeek]) { (self.pool, self.weeks) = (pool, weeks) }
}

/// One pool's shifts in one week.
public struct PoolShiftWeek: Codable, Equatable, Sendable {
  /// First day of the week.
  public var week: LocalDate
  /// What it stands for: `typical` or `peak` of its month, or `every` where all weeks were solved.
  public var kind: String
  /// Weeks of the plan for which its shifts stand, itself included.
  public var standsFor: Int
  /// People on shifts, those who share blocks by their hours.
  public var people: Int
  /// People whom the plan has, at full speed.
  public var available: Double
  /// Paid hours on shifts.
  public var scheduledHours: Double
  /// Agent-hours that the plan gives to the pool.
  public var requiredHours: Double
  /// Of these, hours that no shift covers.
  public var shortHours: Double
  /// Covered hours ÷ scheduled hours less shrinkage: the rest is the price of whole shifts.
  public var efficiency: Double
  /// Share by which the shifts may exceed the least possible.
  public var gap: Double
  /// The shifts that are used.
  public var shifts: [PoolShift]
  /// Intervals that lack half a person or more, with what that means for the goals.
  public var shortages: [ShiftShortage]
  /// Makes a week.
  public init(
    week: LocalDate, kind: String, standsFor: Int, people: Int, available: Double,
    scheduledHours: Double, requiredHours: Double, shortHours: Double, efficiency: Double,
    gap: Double, shifts: [PoolShift], shortages: [ShiftShortage]
  ) {
    (self.week, self.kind, self.standsFor) = (week, kind, standsFor)
    (self.people, self.available) = (people, available)
    (self.scheduledHours, self.requiredHours) = (scheduledHours, requiredHours)
    (self.shortHours, self.efficiency, self.gap) = (shortHours, efficiency, gap)
    (self.shifts, self.shortages) = (shifts, shortages)
  }
}

/// People with the same shift through a week.
public struct PoolShift: Codable, Equatable, Sendable {
  /// The contract's name.
  public var contract: String
  /// Start as `08:30`.
  public var start: String
  /// End as `17:00`, of the next day when it is not later than the start.
  public var end: String
  /// Start of the meal as `12:00`; nothing without one.
  public var meal: String?
  /// Days on which they work, as `Mon Tue Wed`.
  public var days: String
  /// Whole people; of blocks, how many of them.
  public var people: Int
  /// Makes a shift.
  public init(
    contract: String, start: String, end: String, meal: String?, days: String, people: Int
  ) {
    (self.contract, self.start, self.end, self.meal) = (contract, start, end, meal)
    (self.days, self.people) = (days, people)
  }
}

/// An interval that shifts do not cover, and what that means for a queue.
public struct ShiftShortage: Codable, Equatable, Sendable {
  /// The interval as local `2027-01-04 08:30`.
  public var time: String
  /// The queue whose people are missing.
  public var queue: String
  /// People of all pools that its requirement asks for there.
  public var required: Double
  /// People who are there.
  public var present: Double
  /// The goal's measure, of goals that the closed forms judge by interval; nothing for deferred work.
  public var measure: String?
  /// Its value with everybody who is required.
  public var planned: Double?
  /// Its value with those who are there.
  public var value: Double?
  /// Makes a shortage.
  public init(
    time: String, queue: String, required: Double, present: Double, measure: String?,
    planned: Double?, value: Double?
  ) {
    (self.time, self.queue, self.required, self.present) = (time, queue, required, present)
    (self.measure, self.planned, self.value) = (measure, planned, value)
  }
}
