import RandomStreams

/// How the contacts of a deferred queue are called: attempts in calling hours until one connects.
///
/// Calls are made only in intervals in which the queue is open and while more than `reserveAgents`
/// agents of the pool are idle, so that inbound work goes first (blending). A contact that is never
/// reached misses its deadline, if it has one.
public struct OutboundModel: Equatable, Sendable {
  /// The share of attempts that connect, `0...1`; one per interval, or one for all.
  public var connectRates: [Double]
  /// The time that an attempt takes an agent when nobody answers, in seconds; the mean is `> 0`.
  public var attemptTime: DurationDistribution
  /// The most attempts for a contact, `1...63`.
  public var maximumAttempts: Int
  /// The time from an attempt in vain to the next, in seconds.
  public var retryDelay: DurationDistribution
  /// Agents who must stay idle for inbound work when a call is made.
  public var reserveAgents: Int

  /// Makes a rule for calling.
  ///
  /// - Parameters:
  ///   - connectRates: The share of attempts that connect, one per interval or one for all.
  ///   - attemptTime: The time of an attempt in vain, in seconds.
  ///   - maximumAttempts: The most attempts for a contact.
  ///   - retryDelay: The time until the next attempt, in seconds.
  ///   - reserveAgents: Agents who must stay idle.
  public init(
    connectRates: [Double], attemptTime: DurationDistribution, maximumAttempts: Int,
    retryDelay: DurationDistribution, reserveAgents: Int = 0
  ) {
    self.connectRates = connectRates
    self.attemptTime = attemptTime
    self.maximumAttempts = maximumAttempts
    self.retryDelay = retryDelay
    self.reserveAgents = reserveAgents
  }
}

/// An offer to call a waiting caller back (virtual hold).
///
/// Who accepts keeps the place in line, does not hang up, and counts with the time until the call.
public struct CallbackModel: Equatable, Sendable {
  /// The offer is made when the expected wait exceeds this, in seconds.
  ///
  /// Expected is (callers waiting + 1) × mean handle time ÷ agents of the eligible pools.
  public var offeredAbove: Double
  /// The share of callers who accept, `0...1`.
  public var acceptance: Double

  /// Makes an offer.
  ///
  /// - Parameters:
  ///   - offeredAbove: The expected wait above which the offer is made, in seconds.
  ///   - acceptance: The share of callers who accept.
  public init(offeredAbove: Double, acceptance: Double) {
    self.offeredAbove = offeredAbove
    self.acceptance = acceptance
  }
}

/// A further pool that may take a contact after it has waited for a while.
///
/// Where the line is sorted by deadline the contact at its head decides.
public struct OverflowRule: Equatable, Sendable {
  /// The index of the pool.
  public var pool: Int
  /// The time in this line after which the pool may take the contact, in seconds; `> 0`.
  public var after: Double

  /// Makes a rule.
  ///
  /// - Parameters:
  ///   - pool: The index of the pool.
  ///   - after: The time in line, in seconds.
  public init(pool: Int, after: Double) {
    self.pool = pool
    self.after = after
  }
}
