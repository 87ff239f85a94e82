import Foundation

/// Chat work at one queue: several contacts an agent, each slower the more are open.
public struct ChatLoad: Sendable, Equatable {
  /// Chats per time unit, `>= 0`.
  public var arrivalRate: Double
  /// Mean handle time of a chat by how many its agent has open: first with one open, last at the limit.
  public var handleTimes: [Double]
  /// 1 / mean patience, `>= 0`; 0 is endless patience.
  public var abandonmentRate: Double

  /// A load in one common time unit; the number of handle times is the limit of chats an agent.
  public init(arrivalRate: Double, handleTimes: [Double], abandonmentRate: Double = 0) {
    self.arrivalRate = arrivalRate
    self.handleTimes = handleTimes
    self.abandonmentRate = abandonmentRate
  }

  /// Most chats that one agent has open.
  public var concurrency: Int { handleTimes.count }

  /// Chats finished per time unit by an agent with `open` of them.
  func completionRate(open: Int) -> Double {
    open == 0 ? 0 : Double(open) / handleTimes[open - 1]
  }

  func validate() throws(QueueingError) {
    try requireNonNegative(arrivalRate, "arrivalRate")
    try requirePatience(abandonmentRate, against: arrivalRate)
    guard !handleTimes.isEmpty else {
      throw .invalid(
        parameter: "handleTimes", value: "[]", expected: "one handle time per number of open chats")
    }
    for time in handleTimes { try requirePositive(time, "handleTimes") }
  }
}

/// What a chat model says about one queue.
public struct ChatResult: Sendable, Equatable {
  /// The queue, with `occupancy` the share of agents that have at least one chat.
  public var queue: ErlangAResult
  /// Share of agents with at least one chat open.
  public var agentBusy: Double
  /// Mean number of chats open per agent.
  public var chatsPerAgent: Double
}

/// Computes a chat queue under the assumption that open chats are always spread evenly over the agents.
///
/// Poisson arrivals, exponential handling whose rate depends on how many chats the agent has open, exponential
/// patience. Moving chats between agents is what the assumption adds; without it, see ``chatJoinShortestQueue(load:agents:within:)``.
/// With equal handle times it is Erlang A with n × k servers.
///
///     let chat = try chatBalanced(
///       load: ChatLoad(arrivalRate: 1.5, handleTimes: [6, 8, 11], abandonmentRate: 0.5), agents: 5, within: 1)
///     // chat.queue.pAbandon == 0.1504
///
/// - Parameters:
///   - load: The chat work, in one time unit.
///   - agents: Agents on chat, `>= 0`.
///   - within: Service-level threshold, finite, `>= 0`.
/// - Returns: The queue and what the agents have open; relative error at most 1e-12.
/// - Throws: ``QueueingError/unstable(offeredLoad:servers:)`` when patience is endless and full agents finish too
///   few; ``QueueingError/invalid(parameter:value:expected:)`` when an argument leaves its domain.
/// - Complexity: O(agents × concurrency).
public func chatBalanced(
  load: ChatLoad, agents: Int, within: Double
) throws(QueueingError) -> ChatResult {
  try load.validate()
  try requireNonNegative(Double(agents), "agents")
  try requireAtMost(Double(agents) * Double(load.concurrency), 1e8, "agents × concurrency")
  try requireNonNegative(within, "within")
  guard load.arrivalRate > 0 else {
    return ChatResult(
      queue: .withoutArrivals(agents: Double(agents)), agentBusy: 0, chatsPerAgent: 0)
  }
  guard
    load.abandonmentRate > 0
      || Double(agents) * load.completionRate(open: load.concurrency) > load.arrivalRate
  else {
    throw .unstable(
      offeredLoad: load.arrivalRate / load.completionRate(open: load.concurrency),
      servers: Double(agents))
  }
  guard agents > 0 else {
    return ChatResult(
      queue: .withoutAgents(
        arrivalRate: load.arrivalRate, abandonmentRate: load.abandonmentRate, within: within),
      agentBusy: 0, chatsPerAgent: 0)
  }
  let chain = BalancedChatChain(load: load, agents: agents)
  let state = chain.state
  return ChatResult(
    queue: ErlangAResult(
      state, speedOfAnswer: state.speedOfAnswer, at: state.threshold(within),
      occupancy: chain.agentBusy),
    agentBusy: chain.agentBusy, chatsPerAgent: chain.chatsPerAgent)
}

/// Finds the fewest chat agents that meet every goal at once, by ``chatBalanced(load:agents:within:)``.
///
/// - Parameters:
///   - goals: The goals; ``ServiceGoal/deadline(within:share:)`` is for case work and is refused. An occupancy
///     goal is about the share of agents with at least one chat.
///   - chat: The chat work. Without arrivals the answer is 0.
/// - Returns: The exact integer under the model.
/// - Throws: As ``agentsNeeded(for:load:)``.
/// - Complexity: About five evaluations, each O(agents × concurrency).
public func agentsNeeded(for goals: [ServiceGoal], chat: ChatLoad) throws(QueueingError) -> Int {
  try chat.validate()
  let slowest = chat.completionRate(open: chat.concurrency)
  let plain = ContactLoad(
    arrivalRate: chat.arrivalRate, serviceRate: slowest, abandonmentRate: chat.abandonmentRate)
  for goal in goals {
    try goal.validate(for: plain)
    if case .deadline = goal {
      throw .invalid(
        parameter: "goal", value: "\(goal)", expected: "a goal about waiting, for chat")
    }
  }
  guard chat.arrivalRate > 0 else { return 0 }
  let judge = GoalJudge(goals: goals)
  let offered = plain.offeredLoad
  guard offered < 1e6 else {
    throw .invalid(parameter: "offeredLoad", value: "\(offered)", expected: "under 1e6 agents")
  }
  let fewest = chat.abandonmentRate > 0 ? 0 : Int(offered.rounded(.down)) + 1
  let found = RequirementSearch.fewest(
    from: fewest, startingAt: max(fewest, Int(offered) + 1),
    slope: 2 / max(offered, 0.25).squareRoot()
  ) { agents in
    guard agents > 0 else { return judge.marginWithoutAgents(plain) }
    let chain = BalancedChatChain(load: chat, agents: agents)
    return judge.margin(state: chain.state, occupancy: chain.agentBusy)
  }
  guard let found else { throw unattainable(goals) }
  return found
}

/// The birth-death chain of evenly spread chats, summed below n × k and closed as Erlang A above.
struct BalancedChatChain {
  let state: ErlangASteadyState
  let agentBusy: Double
  let chatsPerAgent: Double

  /// - Precondition: a valid load with `arrivalRate > 0`, stable; `agents > 0`.
  init(load: ChatLoad, agents: Int) {
    let limit = load.concurrency
    let places = agents * limit
    let inverseRate = 1 / load.arrivalRate
    // Weights of 0...j relative to state j, with `top` the weight of state j itself.
    var top = 1.0
    var below = 0.0
    var busy = 0.0
    var chats = 0.0
    var open = 0
    for each in 0..<limit {
      let lower = load.completionRate(open: each)
      let upper = load.completionRate(open: each + 1)
      for fuller in 1...agents {
        let rate = Double(agents - fuller) * lower + Double(fuller) * upper
        let ratio = rate * inverseRate
        busy = (busy + Double(min(open, agents)) * top) * ratio
        chats = (chats + Double(open) * top) * ratio
        below = (below + top) * ratio
        open += 1
        if below > 1e200 {
          below *= 1e-200
          busy *= 1e-200
          chats *= 1e-200
          top *= 1e-200
        }
      }
    }
    let full = Double(agents) * load.completionRate(open: limit)
    state = ErlangASteadyState(
      arrivalRate: load.arrivalRate, serviceRate: full / Double(places),
      abandonmentRate: load.abandonmentRate, agents: Double(places),
      drift: load.arrivalRate - full, idle: below / top)
    let idleShare = state.pIdle / below
    agentBusy = busy * idleShare / Double(agents) + state.pWait
    chatsPerAgent = chats * idleShare / Double(agents) + state.pWait * Double(limit)
  }
}
