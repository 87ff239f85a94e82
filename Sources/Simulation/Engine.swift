import RandomStreams

/// One replication of a model as a loop over events.
///
/// All state is flat arrays; a contact is a slot that is used again. Contacts that hang up while
/// waiting stay in line as ghosts until an agent would have reached them, which tells the wait that
/// they were offered; ghosts that can no longer matter leave at each interval.
struct Engine {
  let model: CompiledModel
  let seed: UInt64
  let replication: UInt32
  let seedKey: SIMD2<UInt32>
  var tally: ReplicationTally
  var heap = EventHeap()
  var streams: [ArrivalStream]

  var contacts: [Contact] = []
  var firstFree: Int32 = -1

  var lineHead: [Int32]
  var lineTail: [Int32]
  var inLine = 0
  /// Contacts that wait and have not hung up, by queue; kept only where hang-ups are events.
  var live: [Int]

  var staffed: [Int32]
  var busy: [Int32]
  var poolLast: [Double]
  var poolBusySeconds: [Double]
  var poolOvertime: [Double]
  var poolHandled: [Int]

  var agents: [ChatAgent] = []
  var agentChats: [Int32] = []
  var agentStride = 0
  var poolFirstAgent: [Int]
  /// When each idle agent became idle, ascending, for the pools where it matters.
  var idleSince: [[Double]]

  var now = 0.0
  var intervalIndex = 0
  var bucket: Int32 = 0
  var audit: Audit
  /// The events not yet handed over; `nil` when no trace is wanted.
  var recorded: [TraceEvent]?

  init(_ model: CompiledModel, seed: UInt64, replication: UInt32) {
    self.model = model
    self.seed = seed
    self.replication = replication
    seedKey = Philox.key(seed: seed)
    tally = ReplicationTally(model)
    streams = (0..<model.queueCount).map {
      ArrivalStream(queue: $0, model: model, replication: replication, seed: seed)
    }
    let lines = model.lineStation.count
    lineHead = [Int32](repeating: -1, count: lines)
    lineTail = [Int32](repeating: -1, count: lines)
    live = [Int](repeating: 0, count: model.queueCount)
    staffed = [Int32](repeating: 0, count: model.poolCount)
    busy = [Int32](repeating: 0, count: model.poolCount)
    poolLast = [Double](repeating: 0, count: model.poolCount)
    poolBusySeconds = [Double](repeating: 0, count: model.poolCount)
    poolOvertime = [Double](repeating: 0, count: model.poolCount)
    poolHandled = [Int](repeating: 0, count: model.poolCount)
    poolFirstAgent = [Int](repeating: 0, count: model.poolCount)
    idleSince = [[Double]](repeating: [], count: model.poolCount)
    audit = Audit(lines: lines, pools: model.poolCount)
    makeChatAgents()
  }

  /// Runs to the horizon and returns what was counted.
  mutating func run() -> ReplicationTally {
    begin()
    while true {
      let boundary = min(Double(intervalIndex + 1) * model.interval, model.horizon)
      while heap.nextTime < boundary { step() }
      now = boundary
      endInterval()
      if intervalIndex + 1 >= model.intervalCount { break }
      startInterval(intervalIndex + 1)
    }
    finish()
    return tally
  }

  /// Runs to the horizon and hands over the events as they happen.
  mutating func runTraced(_ write: (TraceEvent) throws -> Void) throws {
    begin()
    while true {
      let boundary = min(Double(intervalIndex + 1) * model.interval, model.horizon)
      while heap.nextTime < boundary {
        step()
        try handOver(write)
      }
      now = boundary
      endInterval()
      if intervalIndex + 1 >= model.intervalCount { break }
      startInterval(intervalIndex + 1)
      try handOver(write)
    }
    finish()
    try handOver(write)
  }

  private mutating func handOver(_ write: (TraceEvent) throws -> Void) throws {
    let events = recorded ?? []
    recorded?.removeAll(keepingCapacity: true)
    for event in events { try write(event) }
  }

  private mutating func begin() {
    startInterval(0)
    for queue in 0..<model.queueCount {
      streams[queue].advance()
      let time = streams[queue].time
      if time < .infinity { heap.push(Event(time: time, kind: .arrival, subject: Int32(queue))) }
    }
  }

  @inline(__always)
  private mutating func step() {
    let event = heap.events[0]
    now = event.time
    tally.events &+= 1
    if event.kind == EventKind.arrival.rawValue {
      arrival(Int(event.subject))
    } else if event.kind == EventKind.serviceEnd.rawValue {
      heap.removeFirst()
      // A set-aside step has a new generation, and its old end means nothing.
      if contacts[Int(event.subject)].generation & 0x0FFF_FFFF == event.generation {
        serviceEnd(event.subject)
      }
    } else {
      heap.removeFirst()
      rareEvent(event)
    }
  }

  @inline(never)
  private mutating func rareEvent(_ event: Event) {
    let generation = event.generation
    if event.kind == EventKind.chatEnd.rawValue {
      if agents[Int(event.subject)].generation & 0x0FFF_FFFF == generation {
        chatEnd(Int(event.subject))
      }
    } else if event.kind == EventKind.abandonment.rawValue {
      let contact = contacts[Int(event.subject)]
      if contact.generation & 0x0FFF_FFFF == generation, contact.state == Contact.State.waiting {
        recordAbandonment(event.subject)
      }
    } else if event.kind == EventKind.retry.rawValue
      || event.kind == EventKind.resume.rawValue
    {
      rejoin(event.subject)
    } else if event.kind == EventKind.overflow.rawValue {
      let contact = contacts[Int(event.subject)]
      if contact.generation & 0x0FFF_FFFF == generation, contact.state == Contact.State.waiting,
        contact.abandonAt > now
      {
        overflow(event.subject)
      }
    } else {
      comeback(event.subject)
    }
  }

  /// Draws for a contact that comes again or was caused by another, and lets it in.
  private mutating func comeback(_ slot: Int32) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    let key = drawKey(contacts[index])
    let words = key.block()
    contacts[index].handleTime =
      model.handle[model.firstStation[queue]].sample(words.y, key, DrawKey.handlePurpose)
    contacts[index].choiceWord = words.w
    enter(slot, patience: model.patience[queue] == nil ? .infinity : -1, patienceWord: words.z)
  }

  /// Takes the arrival that is due and puts the next one of its queue in its place.
  private mutating func arrival(_ queue: Int) {
    let slot = newSlot()
    let index = Int(slot)
    contacts[index].queue = Int32(queue)
    contacts[index].number = streams[queue].number
    contacts[index].interval = UInt32(truncatingIfNeeded: intervalIndex)
    contacts[index].attempt = 0
    contacts[index].handleTime = streams[queue].handleTime
    contacts[index].choiceWord = streams[queue].choiceWord
    let patience = streams[queue].patience
    let word = streams[queue].patienceWord
    streams[queue].advance()
    let time = streams[queue].time
    if time < .infinity {
      heap.replaceFirst(with: Event(time: time, kind: .arrival, subject: Int32(queue)))
    } else {
      heap.removeFirst()
    }
    enter(slot, patience: patience, patienceWord: word)
  }

  /// Counts a contact in and serves it, lets it wait, or turns it away.
  private mutating func enter(_ slot: Int32, patience: Double, patienceWord: UInt32) {
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
    if startIfIdle(slot, station: station, queue: queue) { return }
    if model.abandonmentEvents[queue], live[queue] >= model.waitingPlaces[queue] {
      tally.counts[base + Column.blocked] &+= 1
      if recorded != nil { record(.blocked, slot) }
      release(slot)
      return
    }
    if model.model.queues[queue].callback != nil, acceptsCallback(index, queue: queue) {
      tally.counts[base + Column.callbacks] &+= 1
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
    var rest = unit(word)
    let classes = model.deadlines[queue]
    var chosen = 0
    while chosen + 1 < classes.count, rest >= classes[chosen].share {
      rest -= classes[chosen].share
      chosen += 1
    }
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
    let duration =
      model.isOutbound[queue]
      ? attemptDuration(index, queue: queue, pool: pool)
      : duration(index, queue: queue, pool: pool)
    contacts[index].duration = duration
    contacts[index].state = Contact.State.inService
    contacts[index].pool = Int32(pool)
    contacts[index].mark = now
    changeBusy(pool, by: 1)
    audit.serviceStarts[pool] += now
    if recorded != nil { record(.started, slot, pool: Int32(pool)) }
    heap.push(
      Event(
        time: now + duration, kind: .serviceEnd, subject: slot,
        generation: contacts[index].generation))
  }

  private mutating func serviceEnd(_ slot: Int32) {
    let pool = Int(contacts[Int(slot)].pool)
    changeBusy(pool, by: -1)
    poolHandled[pool] &+= 1
    audit.serviceEnds[pool] += now
    if model.holdsChats[pool] { releaseAgent(Int(contacts[Int(slot)].agent)) }
    stepDone(slot, pool: pool)
  }

  /// Sends a contact to its next step or out, and the agent to the next work.
  mutating func stepDone(_ slot: Int32, pool: Int) {
    let index = Int(slot)
    let queue = Int(contacts[index].queue)
    if model.isOutbound[queue] {
      tally.counts[
        Int(contacts[index].bucket) * model.stride + model.columns[queue].first + Column.attempts] &+=
        1
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
      release(slot)
      dispatch(pool)
      return
    }
    if let wait = model.outsideWait[station] {
      var outside = key
      outside.seed.y ^= 0x1B87_3593
      contacts[index].state = Contact.State.pending
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

  @inline(__always)
  func drawKey(_ contact: Contact) -> DrawKey {
    DrawKey(
      number: contact.number, interval: contact.interval, replication: replication,
      place: DrawKey.place(
        queue: Int(contact.queue), attempt: UInt32(contact.attempt), step: Int(contact.step)),
      seed: seedKey)
  }

  mutating func newSlot() -> Int32 {
    if firstFree >= 0 {
      let slot = firstFree
      firstFree = contacts[Int(slot)].next
      contacts[Int(slot)].next = -1
      return slot
    }
    contacts.append(Contact())
    return Int32(contacts.count - 1)
  }

  mutating func release(_ slot: Int32) {
    let index = Int(slot)
    contacts[index].state = Contact.State.free
    contacts[index].generation &+= 1
    contacts[index].next = firstFree
    firstFree = slot
  }
}
