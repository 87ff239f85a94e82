import RandomStreams

extension Engine {
  /// Whether a pool may take from a line now: calling hours, reserve of idle agents, overflow time.
  @inline(never)
  func mayTake(_ head: Int32, queue: Int, pool: Int, after: Double, station: Int) -> Bool {
    if model.isAllocated[station], isCapped(station: station, pool: pool) { return false }
    if after > 0, now - contacts[Int(head)].joined < after { return false }
    guard model.isOutbound[queue] else { return true }
    return mayCall(queue: queue, pool: pool)
  }

  func mayCall(queue: Int, pool: Int) -> Bool {
    guard let outbound = model.model.queues[queue].outbound else { return true }
    if !model.open[queue].isEmpty, !model.open[queue][intervalIndex] { return false }
    return Int(staffed[pool] - busy[pool]) > outbound.reserveAgents
  }

  /// Decides whether an attempt connects and how long it takes the agent.
  mutating func attemptDuration(_ index: Int, queue: Int, pool: Int) -> Double {
    guard let outbound = model.model.queues[queue].outbound,
      let attemptTime = model.attemptTime[queue]
    else { return duration(index, queue: queue, pool: pool) }
    let rates = outbound.connectRates
    let rate = rates.count == 1 ? rates[0] : rates[intervalIndex]
    let words = drawKey(contacts[index]).block(purpose: DrawKey.attemptPurpose)
    contacts[index].connects = unit(words.x) < rate
    if contacts[index].connects { return duration(index, queue: queue, pool: pool) }
    var key = drawKey(contacts[index])
    key.seed.y ^= 0x2545_F491
    return attemptTime.sample(words.y, key, DrawKey.handlePurpose)
  }

  /// Puts a call in vain aside until the next attempt, or gives the contact up.
  mutating func attemptFailed(_ slot: Int32, queue: Int, pool: Int) {
    let index = Int(slot)
    guard let outbound = model.model.queues[queue].outbound,
      let delay = model.retryDelay[queue]
    else { return }
    let attempt = Int(contacts[index].attempt) + 1
    if attempt >= outbound.maximumAttempts {
      recordUnreached(index, queue: queue)
      if recorded != nil { record(.unreached, slot, pool: Int32(pool)) }
      release(slot)
    } else {
      if recorded != nil { record(.triesAgainLater, slot, pool: Int32(pool)) }
      contacts[index].attempt = UInt8(attempt)
      let key = lagKey(contacts[index], feed: 0)
      let wait = delay.sample(key.block().x, key, DrawKey.handlePurpose)
      contacts[index].state = Contact.State.pending
      heap.push(Event(time: now + wait, kind: .retry, subject: slot))
    }
    dispatch(pool)
  }

  /// Brings a contact back for its next attempt, or from a wait outside.
  mutating func rejoin(_ slot: Int32) {
    let queue = Int(contacts[Int(slot)].queue)
    let station = model.firstStation[queue] + Int(contacts[Int(slot)].step)
    if !startIfIdle(slot, station: station, queue: queue) { join(slot, station: station) }
  }

  /// Offers a contact that has waited long enough to the pools of its overflow rules.
  mutating func overflow(_ slot: Int32) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    let station = Int(model.lineStation[Int(contacts[index].line)])
    for rule in model.overflow[station] where now - contacts[index].joined >= rule.after {
      if model.holdsChats[rule.pool] {
        let agent = idleAgent(pool: rule.pool, concurrency: Int(model.concurrency[queue]))
        guard agent >= 0 else { continue }
        leaveLine(slot)
        startWithAgent(slot, agent: agent, pool: rule.pool)
        return
      }
      if busy[rule.pool] < staffed[rule.pool] {
        leaveLine(slot)
        startService(slot, pool: rule.pool)
        return
      }
    }
  }

  /// Whether a caller who must wait accepts to be called back.
  mutating func acceptsCallback(_ index: Int, queue: Int) -> Bool {
    guard let callback = model.model.queues[queue].callback else { return false }
    let station = model.firstStation[queue]
    let agents = model.stationPools[station].reduce(0) { $0 + Int(staffed[Int($1)]) }
    let mean = model.model.queues[queue].steps[0].handleTime.mean
    let expected = agents > 0 ? Double(live[queue] + 1) * mean / Double(agents) : .infinity
    guard expected > callback.offeredAbove else { return false }
    let words = drawKey(contacts[index]).block(purpose: DrawKey.attemptPurpose)
    return unit(words.z) < callback.acceptance
  }

  /// Sends agents home whose pool puts deferred work aside, the last begun first.
  mutating func setAside(pool: Int) {
    guard busy[pool] > staffed[pool] else { return }
    var candidates = contacts.indices.filter { index in
      contacts[index].state == Contact.State.inService && contacts[index].pool == Int32(pool)
        && !model.isLive[Int(contacts[index].queue)]
        && !model.isOutbound[Int(contacts[index].queue)]
    }
    candidates.sort { (contacts[$0].mark, $0) > (contacts[$1].mark, $1) }
    for index in candidates.prefix(Int(busy[pool] - staffed[pool])) {
      let queue = Int(contacts[index].queue)
      let factor =
        contacts[index].handleTime > 0
        ? contacts[index].duration / contacts[index].handleTime : 1
      let rest = max(contacts[index].mark + contacts[index].duration - now, 0)
      contacts[index].handleTime = rest / max(factor, .leastNormalMagnitude)
      // Cancels the end of service that was scheduled.
      contacts[index].generation &+= 1
      changeBusy(pool, by: -1)
      audit.handled[pool] += now
      if recorded != nil { record(.setAside, Int32(index), pool: Int32(pool)) }
      join(Int32(index), station: model.firstStation[queue] + Int(contacts[index].step))
    }
  }
}
