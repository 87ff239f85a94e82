import Quantities

/// One pool's hours by interval, from what is paid down to what is handled.
public struct HoursLedger: Codable, Equatable, Sendable {
  /// The pool's name.
  public var pool: String
  /// Intervals in which the order paid ≥ scheduled ≥ logged-in ≥ on-phone ≥ handled was checked.
  public var intervals: Int
  /// Of these, intervals in which it does not hold or more people work than are on the payroll.
  public var contradictions: Int
  /// Hours over the horizon, summed over the intervals.
  public var total: Hours
  /// First day of the busiest week, whose intervals follow.
  public var week: LocalDate
  /// The intervals of that week with anybody paid.
  public var rows: [Row]

  /// Hours of a pool in some time.
  public struct Hours: Codable, Equatable, Sendable {
    /// Paid, training included.
    public var paid: Double
    /// Paid hours of people who may work.
    public var scheduled: Double
    /// Hours logged in for work, at whatever speed.
    public var loggedIn: Double
    /// The same at full speed.
    public var onPhone: Double
    /// Hours of handling, by the simulated occupancy of the week.
    public var handled: Double
    /// Makes hours.
    public init(
      paid: Double = 0, scheduled: Double = 0, loggedIn: Double = 0, onPhone: Double = 0,
      handled: Double = 0
    ) {
      (self.paid, self.scheduled, self.loggedIn) = (paid, scheduled, loggedIn)
      (self.onPhone, self.handled) = (onPhone, handled)
    }
    /// Whether each is at least the next, to a millionth.
    public var isInOrder: Bool {
      let chain = [paid, scheduled, loggedIn, onPhone, handled, 0]
      return zip(chain, chain.dropFirst()).allSatisfy { $0 >= $1 - 1e-6 * max(1, $0) }
    }
  }

  /// One interval.
  public struct Row: Codable, Equatable, Sendable {
    /// The interval as local `2027-01-04 08:30`.
    public var time: String
    /// The hours.
    public var hours: Hours
    /// Makes a row.
    public init(time: String, hours: Hours) { (self.time, self.hours) = (time, hours) }
  }

  /// Makes a ledger.
  public init(
    pool: String, intervals: Int, contradictions: Int, total: Hours, week: LocalDate, rows: [Row]
  ) {
    (self.pool, self.intervals, self.contradictions) = (pool, intervals, contradictions)
    (self.total, self.week, self.rows) = (total, week, rows)
  }
}
