import Quantities

/// How the people of one pool may be put on shifts.
public struct ShiftRules: Equatable, Sendable {
  /// A form of contract: the shifts of one person in a week.
  public struct Contract: Equatable, Sendable {
    /// The contract's name in results: `full time`.
    public var name: String
    /// Paid hours of one shift.
    public var paidHoursPerDay: Double
    /// Shifts in a full week, 1...7.
    public var daysPerWeek: Int
    /// Unpaid meal in minutes, placed at a third, the half or two thirds of the shift; 0 for none.
    public var mealMinutes: Int
    /// Paid rests in minutes, spread evenly over the shift; what they take must not be in the shrinkage.
    public var breakMinutes: [Int]
    /// Hours inside which each of the shifts lies; a span up to midnight goes on where the next day's begins.
    public var within: WeeklyHours
    /// Share of the pool's people who may have this contract at most, `0...1`.
    public var mostShare: Double
    /// Whether shifts are bought one by one, on any day, rather than a week's shifts with one person.
    public var isBlock: Bool
    /// Makes a contract.
    public init(
      name: String, paidHoursPerDay: Double, daysPerWeek: Int, mealMinutes: Int = 30,
      breakMinutes: [Int] = [], within: WeeklyHours = .always, mostShare: Double = 1,
      isBlock: Bool = false
    ) {
      (self.name, self.paidHoursPerDay, self.daysPerWeek) = (name, paidHoursPerDay, daysPerWeek)
      (self.mealMinutes, self.breakMinutes, self.within) = (mealMinutes, breakMinutes, within)
      (self.mostShare, self.isBlock) = (mostShare, isBlock)
    }
  }
  /// A limit on the people who work at some time of the week: weekends, evenings.
  public struct Limit: Equatable, Sendable {
    /// The hours that count.
    public var hours: WeeklyHours
    /// Share of a week's people who may work in them at most, `0...1`.
    public var share: Double
    /// Makes a limit.
    public init(hours: WeeklyHours, share: Double) { (self.hours, self.share) = (hours, share) }
  }
  /// The contracts that people may have.
  public var contracts: [Contract]
  /// Minutes between possible starts; a whole number of intervals.
  public var startEveryMinutes: Int
  /// Whether the days off of a week follow each other (Sunday before Monday).
  public var consecutiveDaysOff: Bool
  /// Limits on who works at some time of the week.
  public var limits: [Limit]
  /// Days on which nobody of the pool works: the holidays of its country.
  public var daysAway: Set<LocalDate>
  /// Makes rules.
  public init(
    contracts: [Contract], startEveryMinutes: Int = 30, consecutiveDaysOff: Bool = true,
    limits: [Limit] = [], daysAway: Set<LocalDate> = []
  ) {
    (self.contracts, self.startEveryMinutes) = (contracts, startEveryMinutes)
    (self.consecutiveDaysOff, self.limits) = (consecutiveDaysOff, limits)
    self.daysAway = daysAway
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
    for contract in contracts { contract.require(&check, interval: interval) }
    for limit in limits {
      check.require(
        limit.share.isFinite && (0...1).contains(limit.share), "the limit on \(limit.hours)",
        "\(limit.share)", "a share of the people from 0 to 1")
    }
    return check.found
  }
}

extension ShiftRules.Contract {
  /// Minutes from the start of a shift to its end.
  var lengthMinutes: Int { Int((paidHoursPerDay * 60).rounded()) + mealMinutes }

  /// Whether a shift that starts at a minute of a weekday lies inside the contract's hours.
  func allows(_ weekday: Weekday, start: Int) -> Bool {
    guard
      var close = within.spans[weekday.rawValue].first(where: { $0.contains(start) })?.upperBound
    else { return false }
    let next = within.spans[(weekday.rawValue + 1) % 7].first
    if close == 1440, let next, next.lowerBound == 0 { close += next.upperBound }
    return start + lengthMinutes <= close
  }

  /// Weekdays on which a shift may start at a minute.
  func days(startingAt start: Int) -> [Weekday] {
    Weekday.allCases.filter { allows($0, start: start) }
  }

  /// The hours in words, short where all days are alike.
  private var hoursText: String {
    guard let first = within.spans.first, within.spans.allSatisfy({ $0 == first }) else {
      return within.description
    }
    let monday = WeeklyHours(spans: [first] + Array(repeating: [], count: 6)).description
    return monday.replacing("Mon ", with: "daily ")
  }

  fileprivate func require(_ check: inout DomainCheck, interval: Int) {
    let minutes = paidHoursPerDay * 60
    check.require(
      minutes.isFinite && minutes > 0 && minutes <= 1440, "\(name) paidHours",
      "\(paidHoursPerDay)", "hours above 0 and at most 24")
    guard minutes.isFinite, minutes > 0, minutes <= 1440 else { return }
    check.require(
      mealMinutes >= 0 && Double(lengthMinutes) == minutes + Double(mealMinutes)
        && lengthMinutes % interval == 0 && lengthMinutes <= 1440, "\(name)",
      "\(paidHoursPerDay) h and a meal of \(mealMinutes) minutes",
      "a shift of whole intervals of \(interval) minutes, at most a day, its meal included")
    check.require(
      breakMinutes.allSatisfy { (1...120).contains($0) }
        && Double(breakMinutes.reduce(0, +)) < minutes, "\(name) breaks", "\(breakMinutes) minutes",
      "rests of 1 to 120 minutes that leave time to work")
    check.require(
      (1...7).contains(daysPerWeek), "\(name) days", "\(daysPerWeek)", "1 to 7 days a week")
    check.require(
      mostShare.isFinite && (0...1).contains(mostShare), "\(name) mostShare", "\(mostShare)",
      "a share of the people from 0 to 1")
    let most = stride(from: 0, to: 1440, by: interval).map { days(startingAt: $0).count }.max() ?? 0
    check.require(
      most > 0, "\(name)", "\(lengthMinutes) minutes long, its meal included",
      "a shift that fits into \(hoursText)", code: .contradiction)
    check.require(
      most == 0 || (isBlock ? 1 : daysPerWeek) <= most, "\(name) days", "\(daysPerWeek)",
      "1 to the \(most) days on which the shift fits into \(hoursText)", code: .contradiction)
  }
}
