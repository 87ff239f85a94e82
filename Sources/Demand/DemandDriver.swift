import ClaimsStore
import Quantities
import Results

/// A cause of work as the demand stage takes it.
public struct DemandDriver: Sendable {
  /// The causes.
  public enum Cause: Sendable {
    /// `perClaim` items for each episode that a predicate over claims selects.
    case claims(predicate: ClaimsPredicate, perClaim: Double)
    /// `perRefill` items for each surviving fill, `leadDays` before it runs out.
    case refillsDue(predicate: ClaimsPredicate?, perRefill: Double, leadDays: Double)
    /// Contacts a member makes in a month of 30.4375 days, times a curve over tenure.
    case members(perMemberMonth: Double, tenure: TenureCurve)
    /// Pieces or affected members on a date × the share that responds.
    case event(date: LocalDate, pieces: Double, responseShare: Double)
    /// Items that arise on given dates, and why.
    case dated(items: [(date: LocalDate, items: Double)], why: String)
    /// Items of claimants from each date on, half of what is still to come in each half-life: of so many
    /// claimants, or of a share of the day's members when their number is not given.
    case reset(
      dates: [LocalDate], claimants: Double?, shareOfMembers: Double, perClaimant: Double,
      halfLifeDays: Double)
    /// Items of each interval of the horizon, and why.
    case given(items: [Double], why: String)
    /// Items a second of open time.
    case rate(perSecond: Double)
    /// A recorded series that is forecast as it is.
    case history(IntervalExport)
    /// A share of another queue's items.
    case queue(name: String, share: Double)
  }

  /// A name for the report.
  public var name: String
  /// The cause.
  public var cause: Cause
  /// Time from cause to item.
  public var lag: LagCurve
  /// The shape over week and day; nothing for an even spread over open hours or the data's own.
  public var profile: WeekProfile?
  /// Coefficient of variation of the level about the given one; 0 or more.
  public var levelSpread: Double
  /// Coefficient of variation of single days; 0 or more.
  public var daySpread: Double

  /// Makes a cause of work.
  public init(
    name: String, cause: Cause, lag: LagCurve, profile: WeekProfile?, levelSpread: Double,
    daySpread: Double
  ) {
    (self.name, self.cause, self.lag, self.profile) = (name, cause, lag, profile)
    (self.levelSpread, self.daySpread) = (levelSpread, daySpread)
  }
}

/// A queue as the demand stage takes it.
public struct DemandQueue: Sendable {
  /// The queue's name.
  public var name: String
  /// Whether contacts arrive only while the queue is open (voice, chat, outbound).
  public var isLive: Bool
  /// Whether each interval of the horizon is open.
  public var openMask: [Bool]
  /// The causes of its work.
  public var drivers: [DemandDriver]
  /// Dated causes that multiply all of its work but what other queues cause.
  public var effects: [DatedEffect] = []

  /// Makes a queue.
  public init(name: String, isLive: Bool, openMask: [Bool], drivers: [DemandDriver]) {
    (self.name, self.isLive, self.openMask, self.drivers) = (name, isLive, openMask, drivers)
  }
}

/// How contacts per member depend on the time since the member joined.
public struct TenureCurve: Sendable, Equatable {
  /// Days since the effective date, ascending; negative before it.
  public var days: [Double]
  /// Multiple of the base rate at each point; straight lines between, 0 before the first, level
  /// after the last.
  public var multiples: [Double]

  /// Makes a curve.
  ///
  /// - Parameters:
  ///   - days: Ascending days since the effective date; may be empty for a level curve of 1.
  ///   - multiples: As many values, 0 or more.
  public init(days: [Double], multiples: [Double]) {
    precondition(days.count == multiples.count, "\(days.count) days, \(multiples.count) multiples")
    (self.days, self.multiples) = (days, multiples)
  }

  /// The multiple at a tenure in days; before the first point it is 0, after the last it stays.
  public func multiple(at tenure: Double) -> Double {
    guard let first = days.first, let last = multiples.last else { return tenure < 0 ? 0 : 1 }
    if tenure < first { return 0 }
    guard let next = days.firstIndex(where: { $0 > tenure }) else { return last }
    let share = (tenure - days[next - 1]) / (days[next] - days[next - 1])
    return multiples[next - 1] + share * (multiples[next] - multiples[next - 1])
  }

  /// The multiple of members who have long been there.
  public var mature: Double { multiples.last ?? 1 }
}

/// Cumulative share of items that have come by a time after their cause.
public struct LagCurve: Sendable, Equatable {
  /// Seconds since the cause, ascending.
  public var after: [Double]
  /// Cumulative share at each time, ascending to 1.
  public var shares: [Double]

  /// Items come at once.
  public static let none = LagCurve(after: [], shares: [])

  /// Makes a curve; straight lines between the points, starting from 0 at 0 s.
  public init(after: [Double], shares: [Double]) {
    precondition(after.count == shares.count, "\(after.count) times, \(shares.count) shares")
    (self.after, self.shares) = (after, shares)
  }

  /// Share of items that come in each step of `width` seconds after the cause, to the last.
  public func steps(of width: Double) -> [Double] {
    guard let last = after.last, last > 0 else { return [1] }
    let count = max(1, Int((last / width).rounded(.up)))
    var before = 0.0
    return (1...count).map { step in
      let reached = step == count ? 1 : cumulative(at: Double(step) * width)
      defer { before = reached }
      return reached - before
    }
  }

  private func cumulative(at seconds: Double) -> Double {
    var from = (time: 0.0, share: 0.0)
    for (time, share) in zip(after, shares) {
      if seconds < time {
        let part = (seconds - from.time) / (time - from.time)
        return from.share + part * (share - from.share)
      }
      from = (time, share)
    }
    return from.share
  }
}

/// The shape of demand over the week and the day.
public struct WeekProfile: Sendable, Equatable {
  /// Relative demand by weekday, Monday first; seven values of 0 or more with a positive sum.
  public var weekdays: [Double]
  /// Relative demand by local hour; 24 values of 0 or more with a positive sum.
  public var hours: [Double]

  /// Makes a shape.
  public init(weekdays: [Double], hours: [Double]) {
    precondition(weekdays.count == 7 && hours.count == 24, "a profile needs 7 days and 24 hours")
    (self.weekdays, self.hours) = (weekdays, hours)
  }

  /// The same at every time.
  public static let even = WeekProfile(
    weekdays: Array(repeating: 1, count: 7), hours: Array(repeating: 1, count: 24))
}
