import Quantities

/// How the people of one pool may be put on shifts.
public struct ShiftRules: Equatable, Sendable {
  /// A form of contract: paid hours of a day and days of a week.
  public struct Contract: Equatable, Sendable {
    /// The contract's name in results: `full time`.
    public var name: String
    /// Paid hours of one shift; a whole number of intervals.
    public var paidHoursPerDay: Double
    /// Shifts in a full week, 1...7.
    public var daysPerWeek: Int
    /// Makes a contract.
    public init(name: String, paidHoursPerDay: Double, daysPerWeek: Int) {
      (self.name, self.paidHoursPerDay, self.daysPerWeek) = (name, paidHoursPerDay, daysPerWeek)
    }
  }
  /// The contracts that people may have.
  public var contracts: [Contract]
  /// Minutes between possible starts; a whole number of intervals.
  public var startEveryMinutes: Int
  /// Earliest start, in local minutes of the day.
  public var earliestStart: Int
  /// Latest end, in local minutes of the day; over 1440 runs past midnight.
  public var latestEnd: Int
  /// Unpaid meal in minutes, placed at a third, the half or two thirds of the shift; 0 for none.
  public var mealMinutes: Int
  /// Days on which the pool may work.
  public var workingDays: [Weekday]
  /// Whether the days off of a week follow each other (Sunday before Monday).
  public var consecutiveDaysOff: Bool
  /// Makes rules.
  public init(
    contracts: [Contract], startEveryMinutes: Int = 30, earliestStart: Int = 0,
    latestEnd: Int = 1440, mealMinutes: Int = 30, workingDays: [Weekday] = Weekday.allCases,
    consecutiveDaysOff: Bool = true
  ) {
    (self.contracts, self.startEveryMinutes) = (contracts, startEveryMinutes)
    (self.earliestStart, self.latestEnd) = (earliestStart, latestEnd)
    (self.mealMinutes, self.workingDays) = (mealMinutes, workingDays)
    self.consecutiveDaysOff = consecutiveDaysOff
  }

  /// Everything that is wrong with the rules; empty when shifts can be made from them.
  ///
  /// - Parameters:
  ///   - pool: The pool's name, for the messages.
  ///   - intervalSeconds: Length of an interval.
  /// - Returns: The problems, each with its remedy.
  public func problems(pool: String, intervalSeconds: Int) -> [StaffingError] {
    var check = DomainCheck(subject: "pool \"\(pool)\": shifts")
    let interval = intervalSeconds / 60
    check.require(!contracts.isEmpty, "contracts", "empty", "at least one contract")
    check.require(
      startEveryMinutes > 0 && startEveryMinutes % interval == 0, "startEvery",
      "\(startEveryMinutes) minutes", "a multiple of the interval of \(interval) minutes")
    check.require(
      mealMinutes >= 0 && mealMinutes % interval == 0, "meal", "\(mealMinutes) minutes",
      "a multiple of the interval of \(interval) minutes")
    check.require(
      Set(workingDays).count == workingDays.count && !workingDays.isEmpty, "workingDays",
      "\(workingDays.map(\.shortName))", "each day at most once, and at least one")
    check.require(
      (0..<1440).contains(earliestStart), "earliestStart", "\(earliestStart)",
      "minutes of the day from 0 to 1439")
    for contract in contracts {
      let minutes = contract.paidHoursPerDay * 60
      check.require(
        minutes.isFinite && minutes > 0 && minutes <= 1440
          && minutes.truncatingRemainder(dividingBy: Double(interval)) == 0,
        "\(contract.name) paidHoursPerDay", "\(contract.paidHoursPerDay)",
        "hours above 0 that are whole intervals of \(interval) minutes")
      check.require(
        (1...workingDays.count.clamped(atLeast: 1)).contains(contract.daysPerWeek),
        "\(contract.name) daysPerWeek", "\(contract.daysPerWeek)",
        "1 to the \(workingDays.count) working days", code: .contradiction)
      check.require(
        Double(earliestStart + mealMinutes) + minutes <= Double(latestEnd),
        "\(contract.name)", "\(contract.paidHoursPerDay) h and a meal of \(mealMinutes) minutes",
        "a shift that fits between \(earliestStart) and \(latestEnd) minutes of the day",
        code: .contradiction)
    }
    return check.found
  }
}

extension Int {
  fileprivate func clamped(atLeast least: Int) -> Int { Swift.max(self, least) }
}
