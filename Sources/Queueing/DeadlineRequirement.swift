/// The fewest people for deferred work so that, by an order of work, each class is in time with a planning probability.
///
/// Under earliest deadline first, work that arrives and falls due inside a window needs its seconds of people inside
/// it; first in first out treats all work as due with the tightest class, and priority lets all that arrives of
/// the classes above go ahead. For divisible work these conditions on windows are necessary and sufficient.
///
/// Approximation: work that arrives and falls due inside a window of intervals is a compound Poisson sum; in every
/// window of up to `longestWindow` the people must hold its mean plus z standard deviations (for `met` below 1
/// only that share of the mean is required). z is the normal quantile of 1 − (1 − p)/m with p the planning
/// probability and m the number of spans of the longest deadline in the period over which the goal is judged, as if
/// overlapping windows shared their luck and others did not. The joint probability is thus near, but not exactly,
/// the planned one; ``check(people:replications:seed:)`` measures it by simulation.
///
/// People are constant within a group of intervals (a week, say). Windows are taken by their end, and where people are
/// missing they are added to the group where least of the addition falls outside of the window, the latest
/// among equals: with one group per interval this is the optimal cover.
public struct DeadlineRequirement: Sendable {
  /// People by interval; 0 where closed.
  public let people: [Double]
  /// Whole people by interval: each group rounded up.
  public let wholePeople: [Int]
  /// People by group.
  public let peopleByGroup: [Double]
  /// Person-hours in open intervals, before rounding.
  public let hours: Double
  /// Expected items by class that no number of people can finish in time, because nobody works before they are
  /// due; they are planned for the first open interval instead.
  public let unreachableItems: [Double]
  /// The normal quantile used.
  public let standardDeviations: Double

  private let work: DeadlineWork
  private let discipline: DeadlineSchedule.Discipline

  /// Finds the people.
  ///
  /// - Parameters:
  ///   - work: Expected arrivals, handle times and classes.
  ///   - planningProbability: Probability with which each class is to be in time, 0.5..<1.
  ///   - judgedOver: Length of the period over which a class is in time or not, in seconds; default 30 days.
  ///   - groups: The group of each interval, rising; empty for one group per interval. People are constant within
  ///     the open intervals of a group.
  ///   - discipline: The order of work.
  ///   - longestWindow: Longest window examined, in seconds; longer ones follow from the mean work, which is always
  ///     covered. Default two weeks beyond the longest deadline.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain.
  /// - Complexity: O(intervals × window × classes).
  public init(
    work: DeadlineWork, planningProbability: Double = 0.995, judgedOver: Double = 30 * 86_400,
    groups: [Int] = [], discipline: DeadlineSchedule.Discipline = .earliestDeadlineFirst,
    longestWindow: Double? = nil
  ) throws(QueueingError) {
    try work.validate()
    guard planningProbability >= 0.5, planningProbability < 1 else {
      throw .invalid(
        parameter: "planningProbability", value: "\(planningProbability)",
        expected: "at least 0.5 and less than 1")
    }
    guard groups.isEmpty || groups.count == work.arrivals.count else {
      throw .invalid(
        parameter: "groups", value: "\(groups.count) intervals",
        expected: "one per interval, \(work.arrivals.count)")
    }
    try requirePositive(judgedOver, "judgedOver")
    self.work = work
    self.discipline = discipline
    let longest = work.classes.reduce(0) { max($0, $1.within) }
    let horizon = Double(work.arrivals.count) * work.interval
    let spans = max(1, min(judgedOver, horizon) / longest)
    standardDeviations = NormalDistribution.quantile(
      max(0.5, 1 - (1 - planningProbability) / spans))
    let span = longestWindow ?? (longest + 14 * 86_400)
    var cover = DeadlineCover(
      work: work, groups: groups.isEmpty ? Array(work.arrivals.indices) : groups,
      standardDeviations: standardDeviations,
      window: max(1, Int(min(span / work.interval, 1e9).rounded(.up))), discipline: discipline)
    cover.fill()
    cover.trim()
    peopleByGroup = cover.people
    let groupOf = cover.groupOf
    let byGroup = cover.people
    people = work.open.indices.map { work.open[$0] ? byGroup[groupOf[$0]] : 0 }
    wholePeople = people.map { Int(($0 - 1e-9).rounded(.up)) }
    hours = people.reduce(0, +) * work.interval / 3600
    unreachableItems = cover.unreachable
  }

  /// Simulates random streams of the work through `people` (or the whole people found) in the order of work planned for.
  ///
  /// Items by interval and class are Poisson, their total handle time Gamma with the given two moments.
  ///
  /// - Parameters:
  ///   - people: People by interval; nil for ``wholePeople``.
  ///   - replications: Number of streams, `>= 1`.
  ///   - seed: Where the random numbers start; the same seed gives the same answer.
  /// - Returns: By class, the share of replications in which it met its share, and its expected late items.
  /// - Throws: ``QueueingError/invalid(parameter:value:expected:)`` when an input leaves its domain.
  /// - Complexity: O(replications × intervals × classes).
  public func check(
    people: [Double]? = nil, replications: Int, seed: UInt64
  ) throws(QueueingError) -> DeadlineCheck {
    let staff = people ?? wholePeople.map(Double.init)
    guard staff.count == work.arrivals.count else {
      throw .invalid(
        parameter: "people", value: "\(staff.count) intervals",
        expected: "one per interval, \(work.arrivals.count)")
    }
    guard replications >= 1 else {
      throw .invalid(parameter: "replications", value: "\(replications)", expected: "1 or more")
    }
    return DeadlineCheck(
      work: work, people: staff, discipline: discipline, replications: replications, seed: seed)
  }
}
