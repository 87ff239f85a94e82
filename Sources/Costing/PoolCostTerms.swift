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
  /// Makes a price.
  public init(unit: Unit, price: [Double], minimumPerMonth: [Double], setUp: Double) {
    (self.unit, self.price) = (unit, price)
    (self.minimumPerMonth, self.setUp) = (minimumPerMonth, setUp)
  }
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
