import Quantities

/// A cause of work.
public struct DriverSpec: Sendable {
  /// The kinds of cause.
  public enum Cause: Sendable {
    /// Items for each claim that a predicate selects.
    case claims(predicate: String, location: String, perClaim: Double)
    /// Contacts for each member and month, by tenure.
    case members(perMemberMonth: Double, tenureCurve: [TenurePoint])
    /// Attempts to remind people before a fill runs out, `leadDays` before the run-out date.
    case refillsDue(predicate: String?, location: String, perRefill: Double, leadDays: Double)
    /// A dated cause: pieces or affected members × response.
    case event(name: String, date: LocalDate, pieces: Double, responseShare: Double)
    /// A plain rate in events per second of open time.
    case rate(perSecond: Double)
    /// An interval export that is forecast as it is.
    case history(file: String, timeColumn: String, valueColumn: String)
    /// Real contacts, replayed at their own times. Only simulated.
    case contacts(file: String, timeColumn: String)
    /// Work that is there on business days of each period.
    case schedule(ScheduleSpec)
    /// Approvals that run out and are asked for again.
    case expiries(ExpiriesSpec)
    /// Items of claimants after deductibles or accumulators begin anew.
    case reset(ResetSpec)
    /// Work that another queue's finished or abandoned items cause.
    case queue(name: String, share: Double)
  }
  /// How often scheduled work comes.
  public enum Recurrence: String, Sendable, CaseIterable { case day, week, month, quarter, year }
  /// A point of a tenure curve: the multiple of the base rate at a time since the effective date.
  public struct TenurePoint: Sendable {
    /// Days since the effective date; negative before it.
    public var days: Double
    /// Multiple of the base rate; not negative.
    public var multiple: Double
    /// Makes a point.
    public init(days: Double, multiple: Double) { (self.days, self.multiple) = (days, multiple) }
  }
  /// A point of a lag distribution: the share of items that have come by then.
  public struct LagPoint: Sendable {
    /// Seconds since the cause.
    public var after: Double
    /// Cumulative share, ascending to 1.
    public var share: Double
    /// Makes a point.
    public init(after: Double, share: Double) { (self.after, self.share) = (after, share) }
  }
  /// The shape of demand over the week and the day.
  public struct Profile: Sendable {
    /// Relative demand by weekday, Monday first; 7 values with a positive sum.
    public var weekdays: [Double]
    /// Relative demand by hour of the day; 24 values with a positive sum.
    public var hours: [Double]
    /// Makes a profile.
    public init(weekdays: [Double], hours: [Double]) {
      (self.weekdays, self.hours) = (weekdays, hours)
    }
  }
  /// A name for the report.
  public var name: String
  /// The cause.
  public var cause: Cause
  /// Time from cause to item; empty for at once.
  public var lag: [LagPoint]
  /// The shape over the week and day; nothing for an even spread over open hours (or the data's own).
  public var profile: Profile?
  /// Spread of the true level about the given one: coefficient of variation of the whole level.
  public var levelSpread: Double
  /// Spread of single days about the level: coefficient of variation of a day.
  public var daySpread: Double
  /// Spread of single intervals about their day: coefficient of variation; only simulated.
  public var intervalSpread = 0.0
  /// Makes a cause of work.
  public init(
    name: String, cause: Cause, lag: [LagPoint], profile: Profile?, levelSpread: Double,
    daySpread: Double
  ) {
    (self.name, self.cause, self.lag, self.profile) = (name, cause, lag, profile)
    (self.levelSpread, self.daySpread) = (levelSpread, daySpread)
  }
}
