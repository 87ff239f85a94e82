/// An agent who may hold several chats, or one other contact.
struct ChatAgent {
  var pool: Int32
  /// Chats open; a contact that is not a chat occupies the agent alone.
  var open: Int32 = 0
  var isExclusive = false
  /// Work done on each open chat since the start, in seconds of an undisturbed chat.
  var progress = 0.0
  var last = 0.0
  var idleSince = 0.0
  var generation: UInt32 = 0
}

extension Engine {
  /// Makes one agent for each that a pool with chats ever has.
  mutating func makeChatAgents() {
    for pool in 0..<model.poolCount {
      poolFirstAgent[pool] = agents.count
      guard model.holdsChats[pool] else { continue }
      let most = Int(model.staffed[pool].max() ?? 0)
      for _ in 0..<most { agents.append(ChatAgent(pool: Int32(pool))) }
      agentStride = max(agentStride, model.slowdown[pool].count)
    }
    agentChats = [Int32](repeating: -1, count: agents.count * agentStride)
  }

  /// The agent with the fewest open chats who may take one more, longest idle first; -1 if none.
  ///
  /// Looks at every agent of the pool.
  func idleAgent(pool: Int, concurrency: Int) -> Int {
    let first = poolFirstAgent[pool]
    var best = -1
    var fewest = Int32(max(concurrency, 1))
    for agent in first..<first + Int(staffed[pool]) {
      let open = agents[agent].isExclusive ? Int32.max : agents[agent].open
      if open < fewest
        || (open == fewest && best >= 0 && agents[agent].idleSince < agents[best].idleSince)
      {
        best = agent
        fewest = open
      }
    }
    return best
  }

  mutating func startWithAgent(_ slot: Int32, agent: Int, pool: Int) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    contacts[index].agent = Int32(agent)
    guard model.concurrency[queue] > 0 else {
      agents[agent].isExclusive = true
      startService(slot, pool: pool)
      return
    }
    if !contacts[index].begun { recordStart(index, queue) }
    if model.capCount > 0 { countAgainstCap(index, pool: pool) }
    let duration = duration(index, queue: queue, pool: pool)
    contacts[index].state = Contact.State.inService
    contacts[index].pool = Int32(pool)
    advance(agent)
    contacts[index].mark = agents[agent].progress + duration
    if recorded != nil { record(.started, slot, pool: Int32(pool)) }
    let open = Int(agents[agent].open)
    if open == 0 { changeBusy(pool, by: 1) }
    agentChats[agent * agentStride + open] = slot
    agents[agent].open += 1
    scheduleChatEnd(agent)
  }

  mutating func releaseAgent(_ agent: Int) {
    agents[agent].isExclusive = false
    agents[agent].idleSince = now
  }

  /// Ends the chat of an agent that is nearest to its end.
  mutating func chatEnd(_ agent: Int) {
    let position = nearestChat(agent)
    let base = agent * agentStride
    let slot = agentChats[base + position]
    let pool = Int(agents[agent].pool)
    agents[agent].progress = contacts[Int(slot)].mark
    agents[agent].last = now
    agents[agent].open -= 1
    let open = Int(agents[agent].open)
    agentChats[base + position] = agentChats[base + open]
    if open == 0 {
      changeBusy(pool, by: -1)
      agents[agent].idleSince = now
    }
    poolHandled[pool] &+= 1
    scheduleChatEnd(agent)
    stepDone(slot, pool: pool)
  }

  mutating func dispatchChats(_ pool: Int) {
    while inLine > 0 {
      let first = poolFirstAgent[pool]
      var fewest = Int32.max
      for agent in first..<first + Int(staffed[pool]) where !agents[agent].isExclusive {
        fewest = min(fewest, agents[agent].open)
      }
      guard fewest < Int32.max else { return }
      let slot = selectNext(pool, openChats: fewest)
      guard slot >= 0 else { return }
      let queue = Int(contacts[Int(slot)].queue)
      let agent = idleAgent(pool: pool, concurrency: Int(model.concurrency[queue]))
      precondition(agent >= 0, "Pool \(pool) chose a contact that none of its agents can take")
      leaveLine(slot)
      startWithAgent(slot, agent: agent, pool: pool)
    }
  }

  private mutating func advance(_ agent: Int) {
    let state = agents[agent]
    let slowdown = model.slowdown[Int(state.pool)][Int(state.open)]
    agents[agent].progress += (now - state.last) / slowdown
    agents[agent].last = now
  }

  private func nearestChat(_ agent: Int) -> Int {
    let base = agent * agentStride
    var nearest = 0
    for position in 1..<max(Int(agents[agent].open), 1)
    where contacts[Int(agentChats[base + position])].mark
      < contacts[Int(agentChats[base + nearest])].mark
    {
      nearest = position
    }
    return nearest
  }

  private mutating func scheduleChatEnd(_ agent: Int) {
    agents[agent].generation &+= 1
    let state = agents[agent]
    guard state.open > 0 else { return }
    let nearest = contacts[Int(agentChats[agent * agentStride + nearestChat(agent)])].mark
    let slowdown = model.slowdown[Int(state.pool)][Int(state.open)]
    let time = now + max(nearest - state.progress, 0) * slowdown
    heap.push(
      Event(
        time: time, kind: .chatEnd, subject: Int32(agent), generation: state.generation))
  }
}
