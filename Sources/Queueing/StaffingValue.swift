/// Finds the smallest real number of agents that meets every goal, for volumes too low for whole people.
///
/// The analytic extension of Erlang A in n; the answer lies between one agent less than the whole requirement and
/// the requirement. It says how many people such queues need on average when several are answered by turns.
///
/// - Parameters:
///   - goals: The goals.
///   - load: The work in the interval.
/// - Returns: Agents, a real number; 0 without arrivals.
/// - Throws: As ``agentsNeeded(for:load:)``.
/// - Complexity: About fifty evaluations of Erlang A.
public func fractionalAgentsNeeded(
  for goals: [ServiceGoal], load: ContactLoad
) throws(QueueingError) -> Double {
  let whole = try agentsNeeded(for: goals, load: load)
  guard whole > 0 else { return 0 }
  let judge = GoalJudge(goals: goals)
  let least = load.abandonmentRate > 0 ? 0 : load.offeredLoad
  var low = max(Double(whole - 1), least)
  var high = Double(whole)
  for _ in 0..<60 {
    let middle = 0.5 * (low + high)
    guard middle > low, middle < high else { break }
    if judge.margin(load: load, agents: middle) >= 0 { high = middle } else { low = middle }
  }
  return high
}

/// What one more person changes.
public struct MarginalValue: Sendable, Equatable {
  /// The queue as it is.
  public var now: ErlangAResult
  /// The queue with one more.
  public var withOneMore: ErlangAResult
  /// Contacts per time unit that no longer hang up.
  public var contactsSaved: Double
  /// Gain in the service level, offered definition.
  public var serviceLevelGain: Double
}

/// Computes what the next person is worth.
///
/// - Parameters:
///   - load: The work in the interval.
///   - agents: Agents now, `>= 0`.
///   - within: Service-level threshold; finite, `>= 0`.
/// - Returns: The queue before and after, and the differences, free of cancellation to about 1e-12 of the results.
/// - Throws: ``QueueingError`` as for Erlang A.
/// - Complexity: Two evaluations of Erlang A.
public func marginalValue(
  load: ContactLoad, agents: Int, within: Double
) throws(QueueingError) -> MarginalValue {
  let now = try erlangA(
    arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
    abandonmentRate: load.abandonmentRate, agents: agents, within: within)
  let more = try erlangA(
    arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
    abandonmentRate: load.abandonmentRate, agents: agents + 1, within: within)
  return MarginalValue(
    now: now, withOneMore: more,
    contactsSaved: load.arrivalRate * (now.pAbandon - more.pAbandon),
    serviceLevelGain: more.serviceLevelOffered - now.serviceLevelOffered)
}

/// People for queues that are answered separately and together.
public struct PoolingResult: Sendable, Equatable {
  /// Agents by queue when each has its own.
  public var separate: [Int]
  /// Agents when everybody answers everything.
  public var pooled: Int
  /// The load of the pooled queue.
  public var pooledLoad: ContactLoad

  /// Agents saved by pooling.
  public var saved: Int { separate.reduce(0, +) - pooled }
}

/// Compares separate queues with one pooled queue under the same goals.
///
/// The pooled queue has the sum of the arrivals, the volume-weighted mean handle time, and the volume-weighted mean
/// hang-up rate; it takes no longer to answer for several queues than for one.
///
/// - Parameters:
///   - goals: Goals for each queue, and for the pool.
///   - loads: The work by queue, in one time unit.
/// - Returns: Agents by queue and pooled.
/// - Throws: As ``agentsNeeded(for:load:)``.
/// - Complexity: One search per queue and one for the pool.
public func pooling(
  for goals: [ServiceGoal], loads: [ContactLoad]
) throws(QueueingError) -> PoolingResult {
  var separate: [Int] = []
  var arrivals = 0.0
  var work = 0.0
  var hangUps = 0.0
  for load in loads {
    separate.append(try agentsNeeded(for: goals, load: load))
    arrivals += load.arrivalRate
    work += load.offeredLoad
    hangUps += load.arrivalRate * load.abandonmentRate
  }
  guard arrivals > 0 else {
    return PoolingResult(
      separate: separate, pooled: 0, pooledLoad: ContactLoad(arrivalRate: 0, serviceRate: 1))
  }
  let pooled = ContactLoad(
    arrivalRate: arrivals, serviceRate: arrivals / work, abandonmentRate: hangUps / arrivals)
  return PoolingResult(
    separate: separate, pooled: try agentsNeeded(for: goals, load: pooled), pooledLoad: pooled)
}
