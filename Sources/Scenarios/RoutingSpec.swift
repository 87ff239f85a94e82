import Quantities

/// What only a simulation can do with a queue: who goes first, who may help, who tries again.
public struct RoutingSpec: Sendable, Equatable {
  /// Which of several idle pools takes a contact that arrives.
  public enum Selection: String, Sendable, CaseIterable {
    /// The first in the order of preference.
    case preference
    /// The one whose agent has been idle longest.
    case longestIdle
    /// The one that works the fewest queues, so that the others stay free for the rest.
    case leastSkilled
  }
  /// Which waiting contact of the queue goes first.
  public enum Order: String, Sendable, CaseIterable {
    /// The one that arrived first.
    case oldest
    /// The one that is due first.
    case earliestDeadline
  }
  /// A pool that may take a contact only after it has waited for a while.
  public struct Overflow: Sendable, Equatable {
    /// The pool's name.
    public var pool: String
    /// The time in line in seconds.
    public var after: Double
    /// Makes a rule.
    public init(pool: String, after: Double) { (self.pool, self.after) = (pool, after) }
  }

  /// How contacts are divided between pools, as a contract says.
  public struct Allocation: Sendable, Equatable {
    /// The pool's name.
    public var pool: String
    /// A fixed share of the contacts that only this pool takes; nothing for a cap.
    public var share: Double?
    /// The most contacts that the pool begins in a day; nothing for a share.
    public var mostPerDay: Int?
    /// Makes a rule.
    public init(pool: String, share: Double?, mostPerDay: Int?) {
      (self.pool, self.share, self.mostPerDay) = (pool, share, mostPerDay)
    }
  }

  /// Contacts that come again because the first one did not settle the matter.
  public struct Repeats: Sendable, Equatable {
    /// The share of finished contacts that come again.
    public var share: Double
    /// The time until they do.
    public var after: DurationSpec
    /// The share by the name of the pool that did the work, where it differs.
    public var byPool: [String: Double]
    /// Makes a rule.
    public init(share: Double, after: DurationSpec, byPool: [String: Double]) {
      (self.share, self.after, self.byPool) = (share, after, byPool)
    }
  }

  /// Importance: a free agent takes work of the greatest number first.
  public var priority = 0
  /// Names of pools, most wanted first; those not named follow in the order of the spec.
  public var pools: [String] = []
  /// Which of several idle pools takes a contact that arrives.
  public var selection = Selection.preference
  /// Pools that help only after a while.
  public var overflow: [Overflow] = []
  /// Contacts that come again; none when not given.
  public var repeats: Repeats?
  /// How contacts are divided between pools; by who is free without rules.
  public var allocation: [Allocation] = []
  /// Which waiting contact goes first; by deadline where there is one when not given.
  public var order: Order?
  /// Callers who hang up and try again: the share and the time until then.
  public var redials: (share: Double, after: DurationSpec)?
  /// The offer to be called back: above which expected wait in seconds, and the share that accepts.
  public var virtualHold: (above: Double, acceptance: Double)?
  /// The most contacts that may wait; unbounded when not given.
  public var waitingPlaces: Int?
  /// Hang-ups within this time in seconds leave `excludingShortAbandons`; the threshold when not given.
  public var shortAbandon: Double?
  /// For outbound work, the time until the next attempt.
  public var retryAfter: DurationSpec?
  /// For outbound work, agents who stay free for calls that come in.
  public var reserveAgents = 0

  /// Makes the usual routing: first come, first served by whoever has the skill.
  public init() {}

  /// Whether two routings are the same.
  public static func == (one: Self, other: Self) -> Bool {
    one.priority == other.priority && one.pools == other.pools && one.selection == other.selection
      && one.overflow == other.overflow && one.allocation == other.allocation
      && one.repeats == other.repeats
      && one.order == other.order
      && one.redials?.share == other.redials?.share && one.redials?.after == other.redials?.after
      && one.virtualHold?.above == other.virtualHold?.above
      && one.virtualHold?.acceptance == other.virtualHold?.acceptance
      && one.waitingPlaces == other.waitingPlaces && one.shortAbandon == other.shortAbandon
      && one.retryAfter == other.retryAfter && one.reserveAgents == other.reserveAgents
  }
}

/// What only a simulation can do with a pool.
public struct PoolRoutingSpec: Sendable {
  /// What a free agent takes among waiting work of equal priority.
  public enum Takes: String, Sendable, CaseIterable {
    /// The queues in the order of `skills`.
    case inOrder
    /// The contact that has waited longest (or is due first), whatever its queue.
    case oldest
  }
  /// What becomes of deferred work in hand when an agent's time ends.
  public enum ShiftEnd: String, Sendable, CaseIterable {
    /// It is finished first.
    case finish
    /// It goes back into line with the work done.
    case setAside
  }
  /// People who work the same hours.
  public struct Shift: Sendable, Equatable {
    /// When they are there.
    public var hours: WeeklyHours
    /// When they rest, such as lunch.
    public var breaks: [WeeklyHours]
    /// How many they are.
    public var agents: Int
    /// Whether holidays are ordinary days for them.
    public var onHolidays: Bool
    /// Makes a shift.
    public init(hours: WeeklyHours, breaks: [WeeklyHours], agents: Int, onHolidays: Bool) {
      (self.hours, self.breaks, self.agents) = (hours, breaks, agents)
      self.onHolidays = onHolidays
    }
  }
  /// What a free agent takes among waiting work of equal priority.
  public var takes = Takes.inOrder
  /// What becomes of deferred work in hand when an agent's time ends.
  public var shiftEnd = ShiftEnd.finish
  /// From some seconds of the horizon on, a factor on every handle time: people who learn.
  public var learning: [(after: Double, factor: Double)] = []
  /// The chance that a person does not come on a day.
  public var absence = 0.0
  /// People by weekly hours in place of a fixed number; empty when there is one.
  public var shifts: [Shift] = []
  /// Factors on the handle time by queue, where they differ from 1.
  public var handleTimeFactors: [String: Double] = [:]
  /// Makes the usual routing of a pool.
  public init() {}
}
