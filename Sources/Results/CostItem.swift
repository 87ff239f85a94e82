import Quantities

/// A line of cost with what it is made from, so that another program can price it anew.
///
/// Also lines that come to nothing today but would not at another price.
public struct CostItem: Codable, Equatable, Sendable {
  /// How the amount follows from the factors; each form rounds once, half away from zero.
  public enum Form: String, Codable, Sendable {
    /// The product of the factors, in their order.
    case product
    /// The product of the factors × the month's `pay` lines of the pool.
    case shareOfPay
    /// By how much the rounded product exceeds the month's `pay` and `trainingTime` lines of the pool;
    /// nothing when it does not.
    case topUp
    /// The product of the factors × the month's lines of the pool whose kinds are ``invoiced``.
    case shareOfInvoice
  }
  /// Kinds of line that a vendor invoices, credits taken off.
  public static let invoiced: Set<String> = [
    "pay", "minimum", "holidayPremium", "trainingTime", "serviceCredit",
  ]
  /// The line; its amount may be zero.
  public var line: CostLine
  /// How the amount follows.
  public var form: Form
  /// What is multiplied, in order.
  public var factors: [CostFactor]
  /// Makes an item.
  public init(line: CostLine, form: Form, factors: [CostFactor]) {
    (self.line, self.form, self.factors) = (line, form, factors)
  }
}

/// A factor of a line of cost: a quantity of the plan, or a price of the spec.
public struct CostFactor: Codable, Equatable, Sendable {
  /// How a price enters the product.
  public enum Use: String, Codable, Sendable {
    /// As it is.
    case whole
    /// A twelfth: a yearly price for a month.
    case monthly
    /// As it is, for the hours of a year.
    case yearly
    /// One more than it: a load on top of a salary.
    case onTop
    /// Its negative: money that comes back.
    case negative
    /// One divided by it: how many people one leads.
    case divisor
  }
  /// A price as the spec gives it.
  public struct Price: Codable, Equatable, Sendable {
    /// The spec's key below the pool, with dots: `supervision.loadedCostPerYear`; words where the spec
    /// has no key of its own for it.
    public var key: String
    /// The value in dollars, a share, or a number of people.
    public var value: Double
    /// How it enters the product.
    public var use: Use
    /// Hours of a year by which it is multiplied first; nothing for a price that is not a wage.
    public var hoursPerYear: Double?
    /// Makes a price.
    public init(key: String, value: Double, use: Use, hoursPerYear: Double? = nil) {
      (self.key, self.value, self.use) = (key, value, use)
      self.hoursPerYear = hoursPerYear
    }
  }
  /// The factor's name and unit.
  public var name: String
  /// What is multiplied.
  public var value: Double
  /// The price behind the value; nothing for a quantity.
  public var price: Price?
  /// Makes a quantity.
  public init(name: String, value: Double) { (self.name, self.value) = (name, value) }
  /// Makes a factor from a price.
  public init(name: String, price: Price) {
    (self.name, self.price) = (name, price)
    value =
      switch price.use {
      case .whole: price.value
      case .monthly: price.value * (price.hoursPerYear ?? 1) / 12
      case .yearly: price.value * (price.hoursPerYear ?? 1)
      case .onTop: 1 + price.value
      case .negative: -price.value
      case .divisor: 1 / price.value
      }
  }
}

/// Work done by a pool on a queue in a month, which prices by contact, case or minute count.
public struct CostVolume: Codable, Equatable, Sendable {
  /// Index of the calendar month of the horizon.
  public var month: Int
  /// The pool's name.
  public var pool: String
  /// The queue's name.
  public var queue: String
  /// Contacts handled.
  public var contacts: Double
  /// Cases finished.
  public var cases: Double
  /// Hours of handling.
  public var handledHours: Double
  /// Makes a volume.
  public init(
    month: Int, pool: String, queue: String, contacts: Double, cases: Double, handledHours: Double
  ) {
    (self.month, self.pool, self.queue) = (month, pool, queue)
    (self.contacts, self.cases, self.handledHours) = (contacts, cases, handledHours)
  }
}
