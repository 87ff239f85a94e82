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
  private var arrivalTime = Double.infinity
  private var arrivalQueue = 0

  var contacts: [Contact] = []
  var firstFree: Int32 = -1

  var lineHead: [Int32]
  var lineTail: [Int32]
  var inLine = 0
  /// Contacts that wait for their first step, by queue; without those who have hung up where hang-ups
  /// are events, and everywhere right after a sweep.
  var live: [Int]
  /// Contacts whose first step has begun and whose last has not ended, by queue.
  var underWay: [Int]

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
  var attendance: [Attendance]
  var capUse: [CapUse]

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
    underWay = live
    staffed = [Int32](repeating: 0, count: model.poolCount)
    busy = [Int32](repeating: 0, count: model.poolCount)
    poolLast = [Double](repeating: 0, count: model.poolCount)
    poolBusySeconds = [Double](repeating: 0, count: model.poolCount)
    poolOvertime = [Double](repeating: 0, count: model.poolCount)
    poolHandled = [Int](repeating: 0, count: model.poolCount)
    poolFirstAgent = [Int](repeating: 0, count: model.poolCount)
    idleSince = [[Double]](repeating: [], count: model.poolCount)
    attendance = [Attendance](repeating: Attendance(), count: model.poolCount)
    capUse = [CapUse](repeating: CapUse(), count: model.capCount)
    audit = Audit(lines: lines, pools: model.poolCount)
    makeChatAgents()
  }

  /// Runs to the horizon and returns what was counted.
  mutating func run() -> ReplicationTally {
    begin()
    while true {
      let boundary = min(Double(intervalIndex + 1) * model.interval, model.horizon)
      while true {
        let eventTime = heap.nextTime()
        guard min(eventTime, arrivalTime) < boundary else { break }
        step(eventTime)
      }
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
      while true {
        let eventTime = heap.nextTime()
        guard min(eventTime, arrivalTime) < boundary else { break }
        step(eventTime)
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
    for queue in 0..<model.queueCount { streams[queue].advance() }
    findArrival()
  }

  @inline(__always)
  private mutating func step(_ eventTime: Double) {
    tally.events &+= 1
    if arrivalTime < eventTime {
      now = arrivalTime
      arrival(arrivalQueue)
      return
    }
    let event = heap.takeFirst()
    now = eventTime
    if event.kind == EventKind.serviceEnd.rawValue {
      // A set-aside step has a new generation, and its old end means nothing.
      if contacts[Int(event.subject)].generation & 0x0FFF_FFFF == event.generation {
        serviceEnd(event.subject)
      }
    } else {
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

  /// Looks for the queue in which the next contact arrives.
  @inline(__always)
  private mutating func findArrival() {
    arrivalTime = .infinity
    for queue in 0..<model.queueCount where streams[queue].time < arrivalTime {
      arrivalTime = streams[queue].time
      arrivalQueue = queue
    }
  }

  /// Takes the arrival that is due and goes on to the next one of its queue.
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
    findArrival()
    enter(slot, patience: patience, patienceWord: word)
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
