import Quantities

/// How the people of a pool may be put on shifts.
public struct ShiftSpec: Sendable {
  /// A form of contract: the shifts of one person in a week.
  public struct Contract: Sendable {
    /// The contract's name in results.
    public var name: String
    /// Paid hours of one shift.
    public var paidHours: Double
    /// Shifts in a full week.
    public var days: Int
    /// Unpaid meal in minutes.
    public var mealMinutes: Int
    /// Paid rests in minutes, which are not in the shrinkage.
    public var breakMinutes: [Int]
    /// Hours inside which each of the shifts lies.
    public var within: WeeklyHours
    /// Share of the pool's people who may have this contract at most.
    public var mostShare: Double
    /// Whether shifts are bought one by one, on any day.
    public var isBlock: Bool
  }
  /// The contracts that people may have.
  public var contracts: [Contract]
  /// Minutes between possible starts.
  public var startEveryMinutes: Int
  /// Whether the days off of a week follow each other.
  public var consecutiveDaysOff: Bool
  /// The share of people who may work in some hours of the week at most.
  public var limits: [(hours: WeeklyHours, share: Double)]
  /// Days on which nobody of the pool works.
  public var daysAway: [LocalDate]
}
