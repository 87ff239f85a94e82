import RandomStreams

/// One kind of work: how it arrives, what it takes, and how long it can wait.
public struct QueueModel: Equatable, Sendable {
  /// How the work behaves while it waits and is handled.
  public enum Kind: Equatable, Sendable {
    /// A live call: one agent, one contact; arrivals outside opening hours are turned away.
    case voice
    /// A live chat: an agent holds up to `concurrency` at once.
    ///
    /// `slowdown[j]` is the factor on the handle time while the agent has j + 1 chats open; one
    /// value per number open, each `>= 1` and not decreasing.
    case chat(concurrency: Int, slowdown: [Double])
    /// Deferred work in steps; arrives at any hour and waits for as long as it takes.
    case deferred
  }

  /// Which waiting contact of the queue goes first.
  public enum Order: Equatable, Sendable {
    /// The one that arrived first.
    case oldest
    /// The one that is due first; needs deadline classes.
    case earliestDeadline
  }

  /// The name, unique in the model.
  public var name: String
  /// How the work behaves.
  public var kind: Kind
  /// When it arrives.
  public var arrivals: Arrivals
  /// Whether the queue is open, one per interval; always open when `nil`.
  public var open: [Bool]?
  /// What is done, in order; exactly one step for voice and chat.
  public var steps: [StepModel]
  /// How long a waiting contact stays; for ever when `nil`.
  public var patience: DurationDistribution?
  /// Abandoning contacts that try again; none when `nil`.
  public var redial: RedialModel?
  /// Importance: a free agent takes work from the queue with the greatest number first.
  public var priority: Int
  /// Which waiting contact goes first.
  public var order: Order
  /// Deadlines with the share of contacts that has each; the shares sum to 1, or the list is empty.
  public var deadlines: [DeadlineClass]
  /// Service-level thresholds, in seconds; each `>= 0`.
  public var thresholds: [Double]
  /// Abandonments within this time leave `excludingShortAbandons`; the threshold itself when `nil`.
  public var shortAbandon: Double?
  /// The most contacts that may wait; an arrival beyond that is blocked; unbounded when `nil`.
  public var waitingPlaces: Int?
  /// Work that finished contacts cause in other queues (or this one), such as appeals.
  public var feeds: [FeedModel]
  /// Days and intervals that run hot or cold; plain Poisson arrivals when `nil`.
  public var variation: ArrivalVariation?
  /// How the contacts are called; the queue is then deferred with one step; not at all when `nil`.
  public var outbound: OutboundModel?
  /// An offer to call waiting callers back; none when `nil`.
  public var callback: CallbackModel?

  /// Makes a queue.
  ///
  /// - Parameters:
  ///   - name: The name, unique in the model.
  ///   - kind: How the work behaves.
  ///   - arrivals: When it arrives.
  ///   - open: Open or closed, one per interval; always open when `nil`.
  ///   - steps: What is done, in order.
  ///   - patience: How long a waiting contact stays, in seconds.
  ///   - redial: Abandoning contacts that try again.
  ///   - priority: Greater goes first.
  ///   - order: Which waiting contact goes first; by deadline for deferred work that has any.
  ///   - deadlines: Deadline classes.
  ///   - thresholds: Service-level thresholds, in seconds.
  ///   - shortAbandon: Threshold of abandonments that do not count, in seconds.
  ///   - waitingPlaces: The most contacts that may wait.
  ///   - feeds: Work that finished contacts cause.
  public init(
    name: String, kind: Kind = .voice, arrivals: Arrivals, open: [Bool]? = nil,
    steps: [StepModel], patience: DurationDistribution? = nil, redial: RedialModel? = nil,
    priority: Int = 0, order: Order? = nil, deadlines: [DeadlineClass] = [],
    thresholds: [Double] = [20], shortAbandon: Double? = nil, waitingPlaces: Int? = nil,
    feeds: [FeedModel] = []
  ) {
    self.name = name
    self.kind = kind
    self.arrivals = arrivals
    self.open = open
    self.steps = steps
    self.patience = patience
    self.redial = redial
    self.priority = priority
    self.order = order ?? (deadlines.isEmpty ? .oldest : .earliestDeadline)
    self.deadlines = deadlines
    self.thresholds = thresholds
    self.shortAbandon = shortAbandon
    self.waitingPlaces = waitingPlaces
    self.feeds = feeds
  }

  /// Whether contacts wait on the line, so that answering them is what counts.
  public var isLive: Bool { kind != .deferred }
}

/// When the contacts of a queue arrive.
public enum Arrivals: Equatable, Sendable {
  /// A Poisson stream with these expected numbers, one per interval, spread evenly within it.
  case expected([Double])
  /// A Poisson stream with a constant rate, in contacts per second.
  case rate(Double)
  /// Exactly these numbers, one per interval, at random instants within it.
  case counts([Int])
  /// Exactly these instants in every replication, in ascending seconds.
  case times([Double])
}

/// One thing that is done to a contact: how long it takes and who may do it.
public struct StepModel: Equatable, Sendable {
  /// Which of several idle pools takes an arriving contact.
  public enum Selection: Equatable, Sendable {
    /// The first of ``StepModel/eligiblePools``.
    case preference
    /// The one whose agent has been idle longest.
    case longestIdle
    /// The one that may do the fewest steps of the model, so that the others stay free for the rest.
    ///
    /// Among equals the first of ``StepModel/eligiblePools``.
    case leastSkilled
  }

  /// The name, for messages and traces.
  public var name: String
  /// The time that an agent is occupied, in seconds; the mean is `> 0`.
  public var handleTime: DurationDistribution
  /// Indices of the pools that may do it, most wanted first.
  public var eligiblePools: [Int]
  /// Pools that may take a contact only after it has waited for a while.
  public var overflow: [OverflowRule]
  /// A wait outside before the step, such as for a prescriber's answer, in seconds; or `nil`.
  ///
  /// Deadlines run on meanwhile. Before the first step it does not apply.
  public var outsideWait: DurationDistribution?
  /// The share of contacts that leave the queue for good before the step, `0...1`; not the first.
  public var dropOut = 0.0
  /// Which of several idle pools takes an arriving contact.
  public var selection = Selection.preference
  /// How contacts are divided between the pools; by who is free without rules.
  public var allocation: [AllocationRule] = []

  /// Makes a step.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - handleTime: The time that an agent is occupied, in seconds.
  ///   - eligiblePools: Indices of the pools that may do it, most wanted first.
  ///   - overflow: Pools that may take a contact only after a while.
  public init(
    name: String = "handle", handleTime: DurationDistribution, eligiblePools: [Int],
    overflow: [OverflowRule] = []
  ) {
    self.name = name
    self.handleTime = handleTime
    self.eligiblePools = eligiblePools
    self.overflow = overflow
  }
}

/// Abandoning contacts that try again.
public struct RedialModel: Equatable, Sendable {
  /// The share of abandoning contacts that try again, `0...1`; at most 63 times in a row.
  public var probability: Double
  /// The time until the next try, in seconds.
  public var delay: DurationDistribution

  /// Makes a redial rule.
  ///
  /// - Parameters:
  ///   - probability: The share of abandoning contacts that try again.
  ///   - delay: The time until the next try, in seconds.
  public init(probability: Double, delay: DurationDistribution) {
    self.probability = probability
    self.delay = delay
  }
}

/// A time within which a share of the contacts must be finished.
public struct DeadlineClass: Equatable, Sendable {
  /// Which time counts.
  public enum Clock: Equatable, Sendable {
    /// Every second, through nights and weekends.
    case calendar
    /// Only seconds in intervals in which the queue is open.
    case open
  }

  /// The share of contacts with this deadline, `0...1`.
  public var share: Double
  /// The time from arrival to the end of the last step, in seconds of the clock; `> 0`.
  public var within: Double
  /// Which time counts.
  public var clock: Clock

  /// Makes a deadline class.
  ///
  /// - Parameters:
  ///   - share: The share of contacts with this deadline.
  ///   - within: The time from arrival to the end of the last step, in seconds of the clock.
  ///   - clock: Which time counts.
  public init(share: Double, within: Double, clock: Clock = .calendar) {
    self.share = share
    self.within = within
    self.clock = clock
  }
}

/// Work that a finished contact causes, such as the appeal of a denial or a repeat contact.
public struct FeedModel: Equatable, Sendable {
  /// The index of the queue that receives the work.
  public var queue: Int
  /// The share of finished contacts that cause it, `0...1`.
  public var share: Double
  /// The time from the end of the last step to the new arrival, in seconds.
  public var lag: DurationDistribution
  /// A share by the index of the pool that did the last step, in place of `share`.
  public var shareByPool: [Double]?

  /// Makes a feed.
  ///
  /// - Parameters:
  ///   - queue: The index of the queue that receives the work.
  ///   - share: The share of finished contacts that cause it.
  ///   - lag: The time until the new arrival, in seconds.
  ///   - shareByPool: A share by pool, one per pool of the model.
  public init(
    queue: Int, share: Double, lag: DurationDistribution, shareByPool: [Double]? = nil
  ) {
    self.queue = queue
    self.share = share
    self.lag = lag
    self.shareByPool = shareByPool
  }
}
