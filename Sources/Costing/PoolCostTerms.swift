import Quantities

/// What one pool's people cost, in dollars, with one value for each calendar month of the horizon.
public struct PoolCostTerms: Equatable, Sendable {
  /// The pool's name, as in the plan.
  public var pool: String
  /// How the people are paid.
  public var pay: PayTerms
  /// Recruiting of one hire.
  public var recruitingPerHire: [Double]
  /// Training of one hire, beside pay.
  public var trainingPerHire: [Double]
  /// Technology and seat of one person in a month.
  public var technologyPerMonth: [Double]
  /// Supervision; nothing when it is not counted.
  public var supervision: SupervisionTerms?
  /// Severance or termination fee of one person who is let go, by month; nothing costs nothing.
  public var releasePerPerson: [Double]?
  /// An hour of overtime, by month; nothing when none is worked.
  public var overtimePerHour: [Double]?
  /// Hours a year for which a salary is a wage, where the pay was agreed by the hour.
  public var wageHoursPerYear: Double?
  /// What people cost beside their pay.
  public var extras: [ExtraTerms] = []
  /// Makes terms.
  public init(
    pool: String, pay: PayTerms, recruitingPerHire: [Double], trainingPerHire: [Double],
    technologyPerMonth: [Double], supervision: SupervisionTerms?
  ) {
    (self.pool, self.pay) = (pool, pay)
    (self.recruitingPerHire, self.trainingPerHire) = (recruitingPerHire, trainingPerHire)
    (self.technologyPerMonth, self.supervision) = (technologyPerMonth, supervision)
  }
}

/// How people are paid; each form of pay by itself, so that no component enters twice.
public enum PayTerms: Equatable, Sendable {
  /// Employees: salary and benefits together, dollars a year by month.
  case loadedCost(perYear: [Double])
  /// Employees: salary in dollars a year by month, and the load as a share of the salary.
  case salary(perYear: [Double], loadShareOfSalary: Double)
  /// Assistants at a price.
  case assistants(AssistantPrice)
}

/// What assistants cost.
public struct AssistantPrice: Equatable, Sendable {
  /// What is counted.
  public enum Unit: String, Sendable, CaseIterable {
    /// Paid hours.
    case perPaidHour
    /// Scheduled hours: paid hours without training.
    case perScheduledHour
    /// Hours logged in for work: scheduled hours after shrinkage.
    case perLoggedInHour
    /// Minutes of handling.
    case perHandledMinute
    /// Contacts handled.
    case perContact
    /// Cases finished.
    case perCase
    /// People on contract × months.
    case perFTEMonth
  }
  /// What is counted.
  public var unit: Unit
  /// Dollars a unit, by month.
  public var price: [Double]
  /// Least dollars of pay in a month in which someone is on contract, by month.
  public var minimumPerMonth: [Double]
  /// Dollars once, in the first month on contract; 0 when the contract began before the horizon.
  public var setUp: Double
  /// Prices of the units of a month beyond a number, rising; the month's first units cost ``price``.
  public var tiers: [PriceTier]
  /// Dollars a paid hour of training, by month; training hours then count as no paid hours.
  ///
  /// Without it they cost what a paid hour costs, and nothing where other units are counted.
  public var trainingRate: [Double]?
  /// Share of pay on top for work on holidays.
  public var holidayPremium: Double
  /// Share of the month's work that falls on holidays, by month.
  public var holidayShare: [Double]
  /// Share of the month's pay that the vendor gives back for missed goals, by month; 0 where kept.
  public var creditShare: [Double]
  /// Makes a price; what is not given does not apply.
  public init(
    unit: Unit, price: [Double], minimumPerMonth: [Double], setUp: Double,
    tiers: [PriceTier] = [], trainingRate: [Double]? = nil, holidayPremium: Double = 0,
    holidayShare: [Double]? = nil, creditShare: [Double]? = nil
  ) {
    let none = Array(repeating: 0.0, count: price.count)
    (self.unit, self.price) = (unit, price)
    (self.minimumPerMonth, self.setUp) = (minimumPerMonth, setUp)
    (self.tiers, self.trainingRate, self.holidayPremium) = (tiers, trainingRate, holidayPremium)
    (self.holidayShare, self.creditShare) = (holidayShare ?? none, creditShare ?? none)
  }
}

/// A price that begins beyond a number of units in a month.
public struct PriceTier: Equatable, Sendable {
  /// Units of a month up to which the price before holds; positive.
  public var above: Double
  /// Dollars a unit beyond.
  public var price: Double
  /// Makes a tier.
  public init(above: Double, price: Double) { (self.above, self.price) = (above, price) }
}

/// What supervision costs.
public struct SupervisionTerms: Equatable, Sendable {
  /// People that one supervisor leads; positive.
  public var span: Double
  /// Loaded dollars a year of one supervisor, by month.
  public var loadedCostPerYear: [Double]
  /// Makes terms.
  public init(span: Double, loadedCostPerYear: [Double]) {
    (self.span, self.loadedCostPerYear) = (span, loadedCostPerYear)
  }
}
