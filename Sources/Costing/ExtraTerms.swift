import Results

/// What people cost beside their pay: trainers, quality sampling, vendor management, seats.
public struct ExtraTerms: Equatable, Sendable {
  /// What is counted.
  public enum Driver: Equatable, Sendable {
    /// Mean people on the payroll × months.
    case people
    /// Mean people in training × months.
    case trainees
    /// People beyond the most so far, beginning with a number of them; once each.
    case newPeople(beyond: Double)
    /// People whose teaching of other work begins.
    case taught
    /// Contacts handled and cases finished, by queue.
    case items
    /// Dollars that a vendor is paid in the month.
    case invoice
    /// Months in which someone is on the payroll.
    case months
  }
  /// The kind of line: `trainers`, `quality`, `vendorManagement`, `vendorShare`, `seats`, `newSeats`
  /// or `crossTraining`.
  public var kind: String
  /// What is counted.
  public var driver: Driver
  /// What one of those counted needs of it: trainers a trainee, hours of review an item, seats a person.
  public var each: Double
  /// What ``each`` is called in a worked line.
  public var eachName: String
  /// Dollars for one, by month.
  public var price: [Double]
  /// Whether it buys something that lasts, rather than running.
  public var isCapital: Bool
  /// The spec's key of ``price``, or of ``each`` where the invoice is counted.
  public var key: String
  /// How the price enters: by the month of a yearly one, or whole.
  public var use: CostFactor.Use
  /// Makes terms.
  public init(
    kind: String, driver: Driver, each: Double, eachName: String, price: [Double],
    isCapital: Bool = false, key: String? = nil, use: CostFactor.Use = .whole
  ) {
    (self.kind, self.driver, self.each, self.eachName) = (kind, driver, each, eachName)
    (self.price, self.isCapital) = (price, isCapital)
    (self.key, self.use) = (key ?? kind, use)
  }
}
