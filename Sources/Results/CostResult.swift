import Quantities

/// What the cost stage hands on for one alternative: money by month, every line rounded once.
public struct CostResult: Codable, Equatable, Sendable {
  /// The line items, by month, pool, queue and kind.
  public var lines: [CostLine]
  /// The sum of the lines.
  public var totalCents: Cents
  /// The worked month: the largest line, with the numbers it is made from.
  public var example: WorkedCost?
  /// What each measure of work costs.
  public var unitCosts: [UnitCost]
  /// What the lines are made from, in their order; also what costs nothing at today's prices.
  public var items: [CostItem] = []
  /// The work done that was priced.
  public var volumes: [CostVolume] = []
  /// Makes the stage's value.
  public init(
    lines: [CostLine], totalCents: Cents, example: WorkedCost?, unitCosts: [UnitCost]
  ) {
    (self.lines, self.totalCents) = (lines, totalCents)
    (self.example, self.unitCosts) = (example, unitCosts)
  }
}

/// One line of cost.
public struct CostLine: Codable, Equatable, Sendable {
  /// The month as `2026-10`.
  public var month: String
  /// The pool's name.
  public var pool: String
  /// The queue to which the money belongs; empty for a pool's own.
  public var queue: String
  /// The kind: `pay`, `overtime`, `training`, `trainingTime`, `recruiting`, `supervision`,
  /// `technology`, `setUp`, `minimum`, `holidayPremium`, `serviceCredit`, `severance`, `trainers`,
  /// `quality`, `vendorManagement`, `vendorShare`, `seats` or `newSeats`; of what takes work off people `setUp`, `deflectedItems`
  /// and `licence`; of promises to clients `penalty`.
  public var kind: String
  /// Whether the line is spent once rather than running.
  public var oneOff: Bool
  /// Whether it buys something that lasts (capital) rather than being used up (operating).
  public var isCapital: Bool
  /// The amount.
  public var cents: Cents
  /// Makes a line.
  public init(
    month: String, pool: String, queue: String, kind: String, oneOff: Bool,
    isCapital: Bool = false, cents: Cents
  ) {
    (self.month, self.pool, self.queue, self.kind) = (month, pool, queue, kind)
    (self.oneOff, self.isCapital, self.cents) = (oneOff, isCapital, cents)
  }
}

/// One line of cost worked in full.
public struct WorkedCost: Codable, Equatable, Sendable {
  /// The month as `2027-01`.
  public var month: String
  /// The pool's name.
  public var pool: String
  /// The kind of line.
  public var kind: String
  /// The factors in order, each with its name and value; their product is dollars.
  public var factors: [Factor]
  /// The product, rounded.
  public var cents: Cents
  /// A named factor.
  public struct Factor: Codable, Equatable, Sendable {
    /// The factor's name and unit.
    public var name: String
    /// The value.
    public var value: Double
    /// Makes a factor.
    public init(name: String, value: Double) { (self.name, self.value) = (name, value) }
  }
  /// Makes a worked line.
  public init(month: String, pool: String, kind: String, factors: [Factor], cents: Cents) {
    (self.month, self.pool, self.kind) = (month, pool, kind)
    (self.factors, self.cents) = (factors, cents)
  }
}

/// What one unit of work or time costs.
public struct UnitCost: Codable, Equatable, Sendable {
  /// The measure: `paid hour`, `on-phone hour`, `handled hour`, or a queue's item.
  public var measure: String
  /// How many there are.
  public var count: Double
  /// Cents for one, rounded.
  public var cents: Cents
  /// Makes a unit cost.
  public init(measure: String, count: Double, cents: Cents) {
    (self.measure, self.count, self.cents) = (measure, count, cents)
  }
}
