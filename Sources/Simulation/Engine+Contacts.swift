import RandomStreams

/// The way of a contact through its queue.
extension Engine {
  /// Draws for a contact that comes again or was caused by another, and lets it in.
  mutating func comeback(_ slot: Int32) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    let key = drawKey(contacts[index])
    let words = key.block()
    contacts[index].handleTime =
      model.handle[model.firstStation[queue]].sample(words.y, key, DrawKey.handlePurpose)
    contacts[index].choiceWord = words.w
    enter(slot, patience: model.patience[queue] == nil ? .infinity : -1, patienceWord: words.z)
  }

  /// Counts a contact in and serves it, lets it wait, or turns it away.
  mutating func enter(_ slot: Int32, patience: Double, patienceWord: UInt32) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    let base = Int(bucket) * model.stride + model.columns[queue].first
    tally.contacts &+= 1
    if model.isLive[queue], !model.open[queue].isEmpty, !model.open[queue][intervalIndex] {
      tally.counts[base + Column.closed] &+= 1
      contacts[index].step = 0
      if recorded != nil { record(.closed, slot) }
      release(slot)
      return
    }
    tally.counts[base + Column.offered] &+= 1
    contacts[index].arrival = now
    contacts[index].bucket = bucket
    contacts[index].step = 0
    contacts[index].begun = false
    contacts[index].deadlineClass = 0
    contacts[index].due = .infinity
    contacts[index].abandonAt = .infinity
    if recorded != nil { record(.arrived, slot) }
    if !model.deadlines[queue].isEmpty { setDeadline(index, queue, contacts[index].choiceWord) }
    let station = model.firstStation[queue]
    if model.isAllocated[station] { chooseLane(index, station: station) }
    if startIfIdle(slot, station: station, queue: queue) { return }
    if model.abandonmentEvents[queue], live[queue] >= model.waitingPlaces[queue] {
      tally.counts[base + Column.blocked] &+= 1
      if recorded != nil { record(.blocked, slot) }
      release(slot)
      return
    }
    if model.model.queues[queue].callback != nil, acceptsCallback(index, queue: queue) {
      tally.counts[base + Column.callbacks] &+= 1
      if recorded != nil { record(.acceptsCallback, slot) }
    } else if patience < .infinity {
      var stay = patience
      if stay < 0, let sampler = model.patience[queue] {
        stay = sampler.sample(patienceWord, drawKey(contacts[index]), DrawKey.patiencePurpose)
      }
      let abandonAt = now + stay
      contacts[index].abandonAt = abandonAt
      if model.abandonmentEvents[queue] {
        heap.push(
          Event(
            time: abandonAt, kind: .abandonment, subject: slot,
            generation: contacts[index].generation))
      }
    }
    live[queue] &+= 1
    join(slot, station: station)
    if recorded != nil { record(.waits, slot) }
  }

  private mutating func setDeadline(_ index: Int, _ queue: Int, _ word: UInt32) {
    let chosen = model.deadlineClass(queue: queue, word: word)
    contacts[index].deadlineClass = UInt8(chosen)
    contacts[index].due = model.due(queue: queue, deadlineClass: chosen, arrival: now)
  }

  /// Serves a contact at once when an eligible agent is idle, the most wanted pool first.
  mutating func startIfIdle(_ slot: Int32, station: Int, queue: Int) -> Bool {
    if model.longestIdle[station] { return startWithLongestIdle(slot, station: station) }
    let eligible = model.stationPools[station].count
    for position in 0..<eligible {
      let pool = Int(model.stationPools[station][position])
      if model.isOutbound[queue], !mayCall(queue: queue, pool: pool) { continue }
      if model.isAllocated[station],
        !admits(lane: contacts[Int(slot)].lane, station: station, pool: pool)
      {
        continue
      }
      if model.holdsChats[pool] {
        let agent = idleAgent(pool: pool, concurrency: Int(model.concurrency[queue]))
        guard agent >= 0 else { continue }
        startWithAgent(slot, agent: agent, pool: pool)
        return true
      }
      if busy[pool] < staffed[pool] {
        startService(slot, pool: pool)
        return true
      }
    }
    return false
  }

  /// Begins a contact's step with a pool in which each agent does one thing at a time.
  mutating func startService(_ slot: Int32, pool: Int) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    if !contacts[index].begun { recordStart(index, queue) }
    if model.capCount > 0 { countAgainstCap(index, pool: pool) }
    let duration =
      model.isOutbound[queue]
      ? attemptDuration(index, queue: queue, pool: pool)
      : duration(index, queue: queue, pool: pool)
    contacts[index].duration = duration
    contacts[index].state = Contact.State.inService
    contacts[index].pool = Int32(pool)
    contacts[index].mark = now
    changeBusy(pool, by: 1)
    audit.handled[pool] -= now
    if recorded != nil { record(.started, slot, pool: Int32(pool)) }
    heap.push(
      Event(
        time: now + duration, kind: .serviceEnd, subject: slot,
        generation: contacts[index].generation))
  }

  mutating func serviceEnd(_ slot: Int32) {
    let pool = Int(contacts[Int(slot)].pool)
    changeBusy(pool, by: -1)
    poolHandled[pool] &+= 1
    audit.handled[pool] += now
    if model.holdsChats[pool] { releaseAgent(Int(contacts[Int(slot)].agent)) }
    stepDone(slot, pool: pool)
  }

  /// Sends a contact to its next step or out, and the agent to the next work.
  mutating func stepDone(_ slot: Int32, pool: Int) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    if model.isOutbound[queue] {
      let base = Int(contacts[index].bucket) * model.stride + model.columns[queue].first
      tally.counts[base + Column.attempts] &+= 1
      if !contacts[index].connects {
        if recorded != nil { record(.finished, slot, pool: Int32(pool)) }
        attemptFailed(slot, queue: queue, pool: pool)
        return
      }
    }
    let step = Int(contacts[index].step) + 1
    if recorded != nil {
      record(step < model.stepCount[queue] ? .finished : .completed, slot, pool: Int32(pool))
    }
    guard step < model.stepCount[queue] else {
      recordCompletion(index, queue: queue, pool: pool)
      release(slot)
      dispatch(pool)
      return
    }
    contacts[index].step = UInt8(step)
    let key = drawKey(contacts[index])
    let words = key.block()
    let station = model.firstStation[queue] + step
    contacts[index].handleTime =
      model.handle[station].sample(words.y, key, DrawKey.handlePurpose)
    if model.dropOut[station] > 0, unit(words.z) < model.dropOut[station] {
      tally.counts[
        Int(contacts[index].bucket) * model.stride + model.columns[queue].first
          + Column.droppedOut] &+= 1
      underWay[queue] -= 1
      if recorded != nil { record(.droppedOut, slot) }
      release(slot)
      dispatch(pool)
      return
    }
    if model.isAllocated[station] { chooseLane(index, station: station) }
    if let wait = model.outsideWait[station] {
      var outside = key
      outside.seed.y ^= 0x1B87_3593
      contacts[index].state = Contact.State.pending
      if recorded != nil { record(.waitsOutside, slot) }
      let time = now + wait.sample(words.x, outside, DrawKey.handlePurpose)
      heap.push(Event(time: time, kind: .resume, subject: slot))
      dispatch(pool)
      return
    }
    let generation = contacts[index].generation
    join(slot, station: station)
    dispatch(pool)
    guard contacts[index].state == Contact.State.waiting, contacts[index].generation == generation
    else { return }
    leaveLine(slot)
    if startIfIdle(slot, station: station, queue: queue) { return }
    join(slot, station: station)
    if recorded != nil { record(.waits, slot) }
  }

  /// Gives waiting work to the idle agents of a pool.
  mutating func dispatch(_ pool: Int) {
    if model.holdsChats[pool] {
      dispatchChats(pool)
      return
    }
    while inLine > 0, busy[pool] < staffed[pool] {
      let slot = selectNext(pool, openChats: 0)
      guard slot >= 0 else { return }
      leaveLine(slot)
      startService(slot, pool: pool)
    }
  }

  /// The time that a pool takes for the step that a contact is at.
  @inline(__always)
  func duration(_ index: Int, queue: Int, pool: Int) -> Double {
    let time = contacts[index].handleTime * model.factor[pool &* model.queueCount &+ queue]
    return model.learning[pool].isEmpty ? time : time * model.learning[pool][intervalIndex]
  }
}
