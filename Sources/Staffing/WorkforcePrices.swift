/// What a pool's people cost in the choice of a plan, in dollars.
///
/// Every component that does not apply is 0. The bill itself is computed by `Costing` from the plan.
public struct WorkforcePrices: Equatable, Sendable {
  /// For a person on the payroll (or an assistant on contract) in a full week, by week.
  public var perPersonWeek: [Double]
  /// For a paid hour of an assistant, by week.
  public var perPaidHour: [Double]
  /// For an hour assigned to work, by week: handled minutes, contacts or cases as hours.
  public var perAssignedHour: [Double]
  /// Least paid-hour and assigned-hour dollars in a month in which an assistant is on contract.
  public var minimumPerMonth: Double
  /// Once, when an assistants' pool without current people is first used.
  public var setUp: Double
  /// Recruiting and training of one hire, beside pay.
  public var perHire: Double
  /// Makes prices.
  public init(
    perPersonWeek: [Double], perPaidHour: [Double], perAssignedHour: [Double],
    minimumPerMonth: Double = 0, setUp: Double = 0, perHire: Double = 0
  ) {
    (self.perPersonWeek, self.perPaidHour) = (perPersonWeek, perPaidHour)
    self.perAssignedHour = perAssignedHour
    (self.minimumPerMonth, self.setUp, self.perHire) = (minimumPerMonth, setUp, perHire)
  }
  /// Employees at one cost a year over all weeks: a week costs the year's 7/365.25.
  ///
  /// - Parameters:
  ///   - year: Loaded dollars a person-year, technology and supervision included.
  ///   - weeks: The number of weeks.
  ///   - perHire: Recruiting and training of one hire.
  /// - Returns: The prices, one for each week.
  public static func employees(perYear year: Double, weeks: Int, perHire: Double = 0)
    -> WorkforcePrices
  {
    let none = [Double](repeating: 0, count: weeks)
    return WorkforcePrices(
      perPersonWeek: Array(repeating: year * 7 / 365.25, count: weeks), perPaidHour: none,
      perAssignedHour: none, perHire: perHire)
  }
  /// Assistants at one price a paid hour over all weeks.
  ///
  /// - Parameters:
  ///   - perPaidHour: Dollars a paid hour.
  ///   - weeks: The number of weeks.
  ///   - minimumPerMonth: Least dollars in a month on contract.
  ///   - setUp: Once, when the pool is first used.
  ///   - perPersonWeek: Technology and supervision of one assistant in a week.
  /// - Returns: The prices, one for each week.
  public static func assistants(
    perPaidHour: Double, weeks: Int, minimumPerMonth: Double = 0, setUp: Double = 0,
    perPersonWeek: Double = 0
  ) -> WorkforcePrices {
    WorkforcePrices(
      perPersonWeek: Array(repeating: perPersonWeek, count: weeks),
      perPaidHour: Array(repeating: perPaidHour, count: weeks),
      perAssignedHour: Array(repeating: 0, count: weeks), minimumPerMonth: minimumPerMonth,
      setUp: setUp)
  }
}
