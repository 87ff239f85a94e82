import Forecasting

/// Drivers estimated from claims, members and recorded contacts, with their lags and tenure.
public struct DriverEstimate: Encodable, Sendable {
  /// A driver on claims as a spec states it, with what was estimated.
  public struct Driver: Encodable, Sendable {
    /// The predicate over claims.
    public var claims: String
    /// Events on the days that were used.
    public var events: Double
    /// Items for one event.
    public var perClaim: Double
    /// Ends of its 95 % interval.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
    /// Mean days from claim to contact; nothing when the cause brings none.
    public var meanLagDays: Double?
    /// Share of the contacts by days after the claim.
    public var lagShares: [Double]
  }

  /// Contacts of members by tenure.
  public struct Members: Encodable, Sendable {
    /// Contacts of a long-standing member in a month of 30.4375 days.
    public var perMemberMonth: Double
    /// Ends of its 95 % interval.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
    /// Points of the tenure curve; empty when nobody joined.
    public var tenureCurve: [Point]
  }

  /// A point of a tenure curve.
  public struct Point: Encodable, Sendable {
    /// Days since the effective date.
    public var days: Double
    /// Multiple of the rate of long-standing members.
    public var times: Double
    /// Ends of its 95 % interval; both 1 for the last point, whose rate is the unit.
    public var lower95: Double
    /// The upper end.
    public var upper95: Double
  }

  /// A value that was written into a spec.
  public struct Filled: Encodable, Sendable {
    /// The driver's path.
    public var path: String
    /// What it is on: a predicate, or `members`.
    public var driver: String
    /// The keys that were set.
    public var keys: [String]
  }

  /// The first and the last day on which claims and contacts overlap.
  public var from: String
  /// The last day.
  public var through: String
  /// Days that were used.
  public var days: Int
  /// The drivers on claims, fills last.
  public var drivers: [Driver]
  /// Contacts of members; nothing without a table of members.
  public var members: Members?
  /// Contacts a day that no claim explains; 0 with a table of members, whose rate then holds them.
  public var perDay: Double
  /// Relative contacts by weekday from Monday; empty when weekdays do not matter.
  public var weekdays: [Double]
  /// Variance of contacts over their expectation.
  public var dispersion: Double
  /// How contacts vary: `poisson`, or `negative binomial`.
  public var variance: String
  /// What the data cannot tell and what was assumed, in sentences.
  public var statements: [String]
  /// What was written into the spec; empty without one.
  public var filled: [Filled] = []

  init(
    _ fit: LagRegression, from: String, through: String, days: Int, hasCurve: Bool,
    statements: [String]
  ) {
    (self.from, self.through, self.days) = (from, through, days)
    drivers = fit.effects.map {
      Driver(
        claims: $0.name, events: $0.events, perClaim: $0.perEvent, lower95: $0.lower95,
        upper95: $0.upper95, meanLagDays: $0.meanLagDays, lagShares: $0.lagShares)
    }
    let month = 30.4375
    members = fit.tenure.last.map { standing in
      Members(
        perMemberMonth: standing.perMemberDay * month, lower95: standing.lower95 * month,
        upper95: standing.upper95 * month,
        tenureCurve: hasCurve
          ? fit.tenure.dropLast().map {
            Point(days: $0.days, times: $0.multiple, lower95: $0.lower95, upper95: $0.upper95)
          } + [Point(days: standing.days, times: 1, lower95: 1, upper95: 1)]
          : [])
    }
    (perDay, weekdays, dispersion) = (fit.constant, fit.weekdays, fit.dispersion)
    variance = fit.isNegativeBinomial ? "negative binomial" : "poisson"
    self.statements = statements
  }
}
