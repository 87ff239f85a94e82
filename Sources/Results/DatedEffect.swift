import Quantities

/// A dated cause that multiplies work and fades: a deductible reset, a mailing, a formulary update, or a what-if.
public struct DatedEffect: Codable, Equatable, Sendable {
  /// The cause's name.
  public var name: String
  /// The days on which it begins, each time with the same size.
  public var dates: [LocalDate]
  /// The multiple of the work on the first day; nothing when it is to be estimated from the history.
  public var times: Double?
  /// Days in which what it adds falls to half; nothing when it lasts.
  public var halfLifeDays: Double?
  /// Makes a cause.
  public init(name: String, dates: [LocalDate], times: Double?, halfLifeDays: Double?) {
    (self.name, self.dates, self.times, self.halfLifeDays) = (name, dates, times, halfLifeDays)
  }
}

/// A dated cause's size as estimated from a history.
public struct EstimatedEffect: Codable, Equatable, Sendable {
  /// The cause's name.
  public var name: String
  /// The multiple of the work on the first day.
  public var times: Double
  /// Ends of its 95 % interval.
  public var lower95: Double
  /// The upper end.
  public var upper95: Double
  /// How often it began within the history.
  public var seen: Int
  /// Makes an estimate.
  public init(name: String, times: Double, lower95: Double, upper95: Double, seen: Int) {
    (self.name, self.times, self.seen) = (name, times, seen)
    (self.lower95, self.upper95) = (lower95, upper95)
  }
}
