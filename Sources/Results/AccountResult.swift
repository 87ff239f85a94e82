import Quantities

/// What an alternative achieves, counted beside its cost and never netted against it.
public struct OutcomeValue: Codable, Equatable, Sendable {
  /// The alternative.
  public var alternative: String
  /// The outcome's name.
  public var name: String
  /// The queue whose items count.
  public var queue: String
  /// Which of them: `failed`, `kept` or `offered`.
  public var of: String
  /// How many they are over the horizon, by the simulation.
  public var items: Double
  /// The same in the outcome's unit.
  public var amount: Double
  /// The unit.
  public var unit: String
  /// What it is worth; nothing when the spec does not say.
  public var cents: Cents?
  /// Where the numbers come from.
  public var source: String
  /// Makes a value.
  public init(
    alternative: String, name: String, queue: String, of: String, items: Double, amount: Double,
    unit: String, cents: Cents?, source: String
  ) {
    (self.alternative, self.name, self.queue, self.of) = (alternative, name, queue, of)
    (self.items, self.amount, self.unit) = (items, amount, unit)
    (self.cents, self.source) = (cents, source)
  }
}

/// A client's cost, service and fees at risk in an alternative.
public struct ClientAccount: Codable, Equatable, Sendable {
  /// The alternative.
  public var alternative: String
  /// The client.
  public var client: String
  /// Its line of business; may be empty.
  public var lineOfBusiness: String
  /// Its members.
  public var members: Double
  /// Cost of its queues over the horizon, shared costs by hours included.
  public var costCents: Cents
  /// The same by member and month, in dollars.
  public var dollarsPerMemberMonth: Double
  /// Goals and periods that are promised to it.
  public var promises: Int
  /// How many of them are missed.
  public var missed: Int
  /// The fees for them, at most the cap.
  public var exposureCents: Cents
  /// Makes an account.
  public init(
    alternative: String, client: String, lineOfBusiness: String, members: Double,
    costCents: Cents, dollarsPerMemberMonth: Double, promises: Int, missed: Int,
    exposureCents: Cents
  ) {
    (self.alternative, self.client, self.members) = (alternative, client, members)
    (self.lineOfBusiness, self.costCents) = (lineOfBusiness, costCents)
    self.dollarsPerMemberMonth = dollarsPerMemberMonth
    (self.promises, self.missed, self.exposureCents) = (promises, missed, exposureCents)
  }
}
