/// A whole operation over a horizon: queues of work, pools of people, and how time is cut.
///
/// Time is seconds from 0. The horizon is cut into intervals; everything that varies in time
/// (arrivals, opening, agents) is one value per interval and changes at its start.
public struct SimulationModel: Equatable, Sendable {
  /// The simulated time, in seconds; `> 0`.
  public var horizon: Double
  /// The length of an interval, in seconds; `> 0`; the last interval may be shorter.
  public var interval: Double
  /// The kinds of work.
  public var queues: [QueueModel]
  /// The groups of people.
  public var pools: [PoolModel]
  /// Time at the start that is simulated but not counted, in seconds; whole intervals.
  ///
  /// Contacts are counted by their arrival. Use it only where the real operation never empties.
  public var warmUp: Double
  /// Ways to group intervals into periods over which results are wanted.
  public var periods: [PeriodMap]
  /// Correlations of the queues' day factors (of the normal variables behind them).
  ///
  /// A square matrix in the order of the queues; independent when `nil`.
  public var dayCorrelation: [[Double]]?

  /// Makes a model; ``validate()`` checks it.
  ///
  /// - Parameters:
  ///   - horizon: The simulated time, in seconds.
  ///   - interval: The length of an interval, in seconds; the whole horizon when `nil`.
  ///   - queues: The kinds of work.
  ///   - pools: The groups of people.
  ///   - warmUp: Uncounted time at the start, in seconds.
  ///   - periods: Groupings of intervals to report.
  public init(
    horizon: Double, interval: Double? = nil, queues: [QueueModel], pools: [PoolModel],
    warmUp: Double = 0, periods: [PeriodMap] = []
  ) {
    self.horizon = horizon
    self.interval = interval ?? horizon
    self.queues = queues
    self.pools = pools
    self.warmUp = warmUp
    self.periods = periods
  }

  /// The number of intervals, the last one possibly short; 0 when the times are not valid.
  public var intervalCount: Int {
    // A quotient that rounding lifts just above a whole number does not add an empty interval.
    let count = (horizon / interval - 1e-9).rounded(.up)
    return count >= 1 && count <= 1e8 ? Int(count) : 0
  }
}

/// A grouping of intervals into periods, such as months or days.
public struct PeriodMap: Equatable, Sendable {
  /// What the periods are, such as `month`.
  public var name: String
  /// The number of periods.
  public var count: Int
  /// The period of each interval, `0..<count`; -1 leaves the interval out.
  public var periodOfInterval: [Int]

  /// Makes a grouping.
  ///
  /// - Parameters:
  ///   - name: What the periods are.
  ///   - count: The number of periods.
  ///   - periodOfInterval: One per interval, in order; -1 leaves an interval out.
  public init(name: String, count: Int, periodOfInterval: [Int]) {
    self.name = name
    self.count = count
    self.periodOfInterval = periodOfInterval
  }

  /// Groups every interval by itself.
  ///
  /// - Parameter count: The number of intervals.
  /// - Returns: A map named `interval`.
  public static func eachInterval(_ count: Int) -> PeriodMap {
    PeriodMap(name: "interval", count: count, periodOfInterval: Array(0..<max(count, 0)))
  }
}
