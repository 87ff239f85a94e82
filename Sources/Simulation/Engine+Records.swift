import RandomStreams

extension Engine {
  /// Counts the start of a contact's first step.
  @inline(__always)
  mutating func recordStart(_ index: Int, _ queue: Int) {
    let wait = now - contacts[index].arrival
    let bucket = Int(contacts[index].bucket)
    let columns = model.columns[queue]
    let base = bucket &* model.stride
    tally.counts[base &+ columns.first &+ Column.started] &+= 1
    let sums = (bucket &* model.queueCount &+ queue) &* CompiledModel.sumsPerQueue
    tally.sums[sums] += wait
    tally.sums[sums &+ 1] += wait
    var column = base &+ columns.thresholds
    for position in 0..<model.thresholds[queue].count {
      if wait <= model.thresholds[queue][position] {
        tally.counts[column &+ ThresholdColumn.served] &+= 1
        tally.counts[column &+ ThresholdColumn.virtual] &+= 1
      }
      column &+= CompiledModel.columnsPerThreshold
    }
    if bucket < model.bucketCount {
      tally.waits[queue &* WaitHistogram.bins &+ WaitHistogram.bin(wait)] &+= 1
    }
    if contacts[index].state == Contact.State.waiting { live[queue] &-= 1 }
    contacts[index].begun = true
    underWay[queue] &+= 1
  }

  /// Counts a hang-up at its own instant and schedules the next try.
  mutating func recordAbandonment(_ slot: Int32) {
    let index = Int(slot)
    let contact = contacts[index]
    let queue = Int(contact.queue)
    let wait = contact.abandonAt - contact.arrival
    let columns = model.columns[queue]
    let base = Int(contact.bucket) * model.stride
    tally.counts[base + columns.first + Column.abandoned] &+= 1
    if wait <= model.shortAbandon[queue] {
      tally.counts[base + columns.first + Column.shortAbandoned] &+= 1
    }
    tally.sums[(Int(contact.bucket) * model.queueCount + queue) * CompiledModel.sumsPerQueue] +=
      wait
    for (position, threshold) in model.thresholds[queue].enumerated() where wait <= threshold {
      tally.counts[
        base + columns.thresholds + position * CompiledModel.columnsPerThreshold
          + ThresholdColumn.abandoned] &+= 1
    }
    if recorded != nil { record(.abandoned, slot) }
    contacts[index].state = Contact.State.ghost
    live[queue] -= 1
    guard let delay = model.redialDelay[queue], UInt32(contact.attempt) < DrawKey.maximumAttempt,
      unit(contact.choiceWord) < model.redialProbability[queue]
    else { return }
    tally.counts[base + columns.first + Column.redials] &+= 1
    let again = newSlot()
    contacts[Int(again)].queue = contact.queue
    contacts[Int(again)].number = contact.number
    contacts[Int(again)].interval = contact.interval
    contacts[Int(again)].attempt = contact.attempt + 1
    contacts[Int(again)].step = 0
    contacts[Int(again)].begun = false
    let key = lagKey(contacts[Int(again)], feed: 0)
    scheduleReturn(again, at: now + delay.sample(key.block().x, key, DrawKey.handlePurpose))
  }

  /// Counts a finished contact and schedules the work that it causes.
  mutating func recordCompletion(_ index: Int, queue: Int, pool: Int) {
    let bucket = Int(contacts[index].bucket)
    let columns = model.columns[queue]
    let base = bucket &* model.stride
    underWay[queue] &-= 1
    tally.counts[base &+ columns.first &+ Column.completed] &+= 1
    tally.sums[(bucket &* model.queueCount &+ queue) &* CompiledModel.sumsPerQueue &+ 2] +=
      now - contacts[index].arrival
    if columns.deadlines < columns.end {
      let column =
        base &+ columns.deadlines
        &+ Int(contacts[index].deadlineClass) &* CompiledModel.columnsPerDeadline
      tally.counts[now <= contacts[index].due ? column : column &+ 1] &+= 1
    }
    if !model.model.queues[queue].feeds.isEmpty { feed(contacts[index], queue, pool) }
  }

  /// Counts a contact that was never reached.
  mutating func recordUnreached(_ index: Int, queue: Int) {
    let columns = model.columns[queue]
    let base = Int(contacts[index].bucket) * model.stride
    tally.counts[base + columns.first + Column.unreached] &+= 1
    underWay[queue] &-= 1
    if columns.deadlines < columns.end {
      let deadlineClass = Int(contacts[index].deadlineClass)
      tally.counts[
        base + columns.deadlines + deadlineClass * CompiledModel.columnsPerDeadline + 1] &+= 1
    }
  }

  private mutating func feed(_ source: Contact, _ queue: Int, _ pool: Int) {
    for (position, feed) in model.model.queues[queue].feeds.enumerated() {
      let number = model.firstFeed[queue] + position + 1
      let key = lagKey(source, feed: UInt32(number))
      let words = key.block()
      guard unit(words.y) < feed.shareByPool?[pool] ?? feed.share else { continue }
      let slot = newSlot()
      contacts[Int(slot)].queue = Int32(feed.queue)
      contacts[Int(slot)].number = (source.number & 0x00FF_FFFF) | UInt32(number) << 24
      contacts[Int(slot)].interval = source.interval
      contacts[Int(slot)].attempt = (source.attempt + 1) & 63
      if source.attempt == 63 {
        // The count begins again: without a new place the draws of 64 rounds ago would come back, for ever.
        let renewed = key.block(purpose: DrawKey.renewalPurpose)
        contacts[Int(slot)].number = (renewed.x & 0x00FF_FFFF) | UInt32(number) << 24
        contacts[Int(slot)].interval = renewed.y
      }
      contacts[Int(slot)].step = 0
      contacts[Int(slot)].begun = false
      let lag = model.feedLags[number - 1].sample(words.x, key, DrawKey.handlePurpose)
      scheduleReturn(slot, at: now + lag)
    }
  }

  private mutating func scheduleReturn(_ slot: Int32, at time: Double) {
    contacts[Int(slot)].state = Contact.State.pending
    heap.push(Event(time: time, kind: .comeback, subject: slot))
  }

  /// The place of the draws for a delay, apart from those of any contact.
  func lagKey(_ contact: Contact, feed: UInt32) -> DrawKey {
    var key = drawKey(contact)
    key.seed.x ^= 0x5851_F42D &+ feed &* 0x9E37_79B9
    return key
  }

  /// Changes the number of busy agents and adds up the time until now.
  @inline(__always)
  mutating func changeBusy(_ pool: Int, by change: Int32) {
    let elapsed = now - poolLast[pool]
    let before = busy[pool]
    poolBusySeconds[pool] += Double(before) * elapsed
    if before > staffed[pool] { poolOvertime[pool] += Double(before &- staffed[pool]) * elapsed }
    poolLast[pool] = now
    busy[pool] = before &+ change
    if model.tracksIdle[pool] { trackIdle(pool) }
  }

  /// Brings the list of idle agents up to date: who was idle longest goes to work first.
  @inline(never)
  mutating func trackIdle(_ pool: Int) {
    let idle = max(Int(staffed[pool] - busy[pool]), 0)
    if idleSince[pool].count > idle { idleSince[pool].removeFirst(idleSince[pool].count - idle) }
    while idleSince[pool].count < idle { idleSince[pool].append(now) }
  }

  /// Serves a contact with the eligible pool whose agent has been idle longest.
  mutating func startWithLongestIdle(_ slot: Int32, station: Int) -> Bool {
    let queue = Int(contacts[Int(slot)].queue)
    var best = -1
    var bestSince = Double.infinity
    for candidate in model.stationPools[station] {
      let pool = Int(candidate)
      if model.isOutbound[queue], !mayCall(queue: queue, pool: pool) { continue }
      if model.isAllocated[station],
        !admits(lane: contacts[Int(slot)].lane, station: station, pool: pool)
      {
        continue
      }
      guard let since = idleSince[pool].first, since < bestSince else { continue }
      best = pool
      bestSince = since
    }
    guard best >= 0 else { return false }
    startService(slot, pool: best)
    return true
  }

  mutating func startInterval(_ index: Int) {
    intervalIndex = index
    bucket =
      index < model.firstCounted
      ? Int32(model.bucketCount) : Int32(model.keepsIntervals ? index : 0)
    for pool in 0..<model.poolCount {
      let before = staffed[pool]
      staffed[pool] = agentsThere(pool, index)
      if recorded != nil { recordStaff(pool, from: before) }
      if model.tracksIdle[pool] { trackIdle(pool) }
    }
    for pool in 0..<model.poolCount where model.setsAside[pool] { setAside(pool: pool) }
    if inLine > 0 {
      for pool in 0..<model.poolCount { dispatch(pool) }
    }
  }

  /// Counts who hung up, and books the backlog and the agents' time of the interval that ends now.
  mutating func endInterval() {
    if inLine > 0 { sweepGhosts() }
    if model.keepsIntervals {
      for queue in 0..<model.queueCount {
        tally.backlog[Int(bucket) * model.queueCount + queue] = SIMD2(
          Int32(truncatingIfNeeded: live[queue]), Int32(truncatingIfNeeded: underWay[queue]))
      }
    }
    let length = now - Double(intervalIndex) * model.interval
    for pool in 0..<model.poolCount {
      changeBusy(pool, by: 0)
      let base = (Int(bucket) * model.poolCount + pool) * CompiledModel.sumsPerPool
      tally.poolSums[base] += poolBusySeconds[pool]
      tally.poolSums[base + 1] += Double(staffed[pool]) * length
      tally.poolSums[base + 2] += poolOvertime[pool]
      tally.poolSums[base + 3] += Double(poolHandled[pool])
      audit.busySeconds[pool] += poolBusySeconds[pool]
      poolBusySeconds[pool] = 0
      poolOvertime[pool] = 0
      poolHandled[pool] = 0
    }
  }

  /// Books what is unfinished at the horizon and checks the run.
  mutating func finish() {
    var waitingOrGhost = 0
    for index in contacts.indices {
      let contact = contacts[index]
      let queue = Int(contact.queue)
      let columns = model.columns[queue]
      let base = Int(contact.bucket) * model.stride
      let isWaiting = contact.state == Contact.State.waiting
      if isWaiting || contact.state == Contact.State.ghost {
        waitingOrGhost += 1
        guard !contact.begun else {
          // It waits for a later step: under way, and in line.
          tally.inServiceAtEnd[queue] += 1
          recordUnfinished(contact, base: base, columns: columns)
          continue
        }
        for (position, threshold) in model.thresholds[queue].enumerated()
        where now - contact.arrival <= threshold {
          let column =
            base + columns.thresholds + position * CompiledModel.columnsPerThreshold
          tally.counts[column + ThresholdColumn.undecidedVirtual] &+= 1
          if isWaiting { tally.counts[column + ThresholdColumn.undecided] &+= 1 }
        }
        if isWaiting {
          tally.waitingAtEnd[queue] += 1
          recordUnfinished(contact, base: base, columns: columns)
        }
      } else if contact.state == Contact.State.inService {
        tally.inServiceAtEnd[queue] += 1
        audit.inService[Int(contact.pool)] += 1
        recordUnfinished(contact, base: base, columns: columns)
      } else if contact.state == Contact.State.pending, contact.begun {
        tally.inServiceAtEnd[queue] += 1
        recordUnfinished(contact, base: base, columns: columns)
      }
    }
    audit.check(self, waiting: waitingOrGhost)
  }

  private mutating func recordUnfinished(
    _ contact: Contact, base: Int, columns: CompiledModel.QueueColumns
  ) {
    guard columns.deadlines < columns.end else { return }
    let column =
      base + columns.deadlines + Int(contact.deadlineClass) * CompiledModel.columnsPerDeadline
    tally.counts[contact.due <= now ? column + 1 : column + 2] &+= 1
  }
}
