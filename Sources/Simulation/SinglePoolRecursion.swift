import RandomStreams

/// One replication of a single first-come pool without an event queue.
///
/// With a fixed number of agents and service in order of arrival, a contact starts when it arrives
/// or when the agent who is free first becomes free (Kiefer and Wolfowitz); who hangs up before
/// that changes nothing for the others. The draws and the counts are those of the event loop.
struct SinglePoolRecursion {
  private let model: CompiledModel
  private let handle: DurationSampler
  private let patience: DurationSampler?
  private let factor: Double
  private let key: DrawKey
  private let thresholds: [Double]
  private var tally: ReplicationTally
  /// When each agent becomes free, in ascending seconds.
  private var free: [Double]
  private var bucket = 0
  private var desk: ServiceDesk
  /// By threshold, the columns of ``ThresholdColumn``; answered in time stands once, not twice.
  private var byThreshold: [Int32]

  /// Whether the recursion gives the same answer as the event loop.
  static func applies(to model: CompiledModel) -> Bool {
    guard model.queueCount == 1, model.poolCount == 1, !model.keepsIntervals else { return false }
    let queue = model.model.queues[0]
    guard queue.kind != .deferred || queue.steps.count == 1, model.concurrency[0] == 0,
      queue.deadlines.isEmpty, queue.redial == nil, queue.waitingPlaces == nil, queue.open == nil,
      queue.feeds.isEmpty, queue.variation == nil, queue.callback == nil,
      queue.outbound == nil, model.learning[0].isEmpty, queue.steps[0].overflow.isEmpty,
      queue.steps[0].allocation.isEmpty, model.absence[0] == nil
    else { return false }
    switch queue.arrivals {
    case .rate, .expected: break
    case .counts, .times: return false
    }
    let agents = model.staffed[0][0]
    return agents >= 1 && agents <= 4_096 && model.staffed[0].allSatisfy { $0 == agents }
  }

  init(_ model: CompiledModel, seed: UInt64, replication: UInt32) {
    self.model = model
    handle = model.handle[0]
    patience = model.patience[0]
    factor = model.factor[0]
    key = DrawKey(
      number: 0, interval: 0, replication: replication,
      place: DrawKey.place(queue: 0, attempt: 0, step: 0), seed: Philox.key(seed: seed))
    thresholds = model.thresholds[0]
    tally = ReplicationTally(model)
    free = [Double](repeating: 0, count: Int(model.staffed[0][0]))
    desk = ServiceDesk(
      horizon: model.horizon, firstCounted: Double(model.firstCounted) * model.interval,
      shortAbandon: model.shortAbandon[0])
    byThreshold = [Int32](
      repeating: 0, count: thresholds.count * CompiledModel.columnsPerThreshold)
  }

  /// Runs to the horizon and returns what was counted.
  mutating func run() -> ReplicationTally {
    for interval in 0..<model.intervalCount {
      bucket = interval < model.firstCounted ? model.bucketCount : 0
      let start = Double(interval) * model.interval
      let end = min(start + model.interval, model.horizon)
      let gapMean: Double
      switch model.model.queues[0].arrivals {
      case .rate(let rate): gapMean = rate > 0 ? 1 / rate : .infinity
      case .expected(let numbers):
        gapMean = numbers[interval] > 0 ? (end - start) / numbers[interval] : .infinity
      case .counts, .times: preconditionFailure("Only Poisson arrivals come here")
      }
      if gapMean < .infinity { runInterval(interval, from: start, to: end, gapMean: gapMean) }
      book(length: end - start)
    }
    return tally
  }

  private mutating func runInterval(
    _ interval: Int, from start: Double, to end: Double, gapMean: Double
  ) {
    var key = key
    key.interval = UInt32(truncatingIfNeeded: interval)
    var last = start
    var number: UInt32 = 0
    let drawsHandles = handle.hasLanes
    let patienceMean = patience?.exponentialMean
    // Spans of local copies: the loop then checks bounds but not who else holds the arrays.
    var freeTimes: [Double] = []
    swap(&freeTimes, &free)
    var waits: [Int32] = []
    swap(&waits, &tally.waits)
    var met: [Int32] = []
    swap(&met, &byThreshold)
    // A copy, so that the span does not borrow all of self.
    let limits = thresholds
    var desk = desk
    desk.isCounted = bucket == 0
    var freeSpan = freeTimes.mutableSpan
    var waitSpan = waits.mutableSpan
    var metSpan = met.mutableSpan
    let limitSpan = limits.span
    while last < end {
      let draws = DrawLanes(key, first: number)
      let gaps = gapMean * DrawLanes.negativeLog(draws.gap)
      var handles = DrawLanes.Values(repeating: 0)
      if drawsHandles {
        handles = factor * handle.lanes(draws.handle)
      } else {
        for lane in 0..<4 {
          key.number = number &+ UInt32(truncatingIfNeeded: lane)
          let word = UInt32(truncatingIfNeeded: draws.handle[lane])
          handles[lane] = handle.sample(word, key, DrawKey.handlePurpose) * factor
        }
      }
      var stays = DrawLanes.Values(repeating: .infinity)
      if let patienceMean {
        stays = patienceMean * DrawLanes.negativeLog(draws.patience)
      } else if let patience {
        for lane in 0..<4 {
          key.number = number &+ UInt32(truncatingIfNeeded: lane)
          let word = UInt32(truncatingIfNeeded: draws.patience[lane])
          stays[lane] = patience.sample(word, key, DrawKey.patiencePurpose)
        }
      }
      last += gaps.x
      if last >= end { break }
      desk.serve(
        last, handles.x, stays.x, &freeSpan, &waitSpan, &metSpan, limitSpan)
      last += gaps.y
      if last >= end { break }
      desk.serve(
        last, handles.y, stays.y, &freeSpan, &waitSpan, &metSpan, limitSpan)
      last += gaps.z
      if last >= end { break }
      desk.serve(
        last, handles.z, stays.z, &freeSpan, &waitSpan, &metSpan, limitSpan)
      last += gaps.w
      if last >= end { break }
      desk.serve(
        last, handles.w, stays.w, &freeSpan, &waitSpan, &metSpan, limitSpan)
      number &+= 4
    }
    free = freeTimes
    tally.waits = waits
    byThreshold = met
    self.desk = desk
  }

  /// Moves the counts of an interval to its bucket.
  private mutating func book(length: Double) {
    let base = bucket * model.stride
    let offered = desk.started + desk.abandoned + desk.waitingAtEnd
    let completed = desk.started - desk.unfinished
    tally.waitingAtEnd[0] += desk.waitingAtEnd
    tally.inServiceAtEnd[0] += desk.unfinished
    tally.contacts += offered
    tally.events += offered + completed
    tally.counts[base + Column.offered] &+= Int32(offered)
    tally.counts[base + Column.started] &+= Int32(desk.started)
    tally.counts[base + Column.completed] &+= Int32(completed)
    tally.counts[base + Column.abandoned] &+= Int32(desk.abandoned)
    tally.counts[base + Column.shortAbandoned] &+= Int32(desk.shortAbandoned)
    for position in thresholds.indices {
      let block = position * CompiledModel.columnsPerThreshold
      let column = base + model.columns[0].thresholds + block
      tally.counts[column + ThresholdColumn.virtual] &+= byThreshold[block]
      for offset in 0..<CompiledModel.columnsPerThreshold {
        tally.counts[column + offset] &+= byThreshold[block + offset]
        byThreshold[block + offset] = 0
      }
    }
    let sums = bucket * CompiledModel.sumsPerQueue
    tally.sums[sums] += desk.waitStarted + desk.waitAbandoned
    tally.sums[sums + 1] += desk.waitStarted
    tally.sums[sums + 2] += desk.waitStarted + desk.work - desk.unfinishedTurnaround
    tally.poolSums[0] += desk.work - desk.uncountedWork
    tally.poolSums[3] += Double(desk.started - desk.uncountedEnds)
    tally.poolSums[bucket * CompiledModel.sumsPerPool + 1] += Double(free.count) * length
    desk.reset()
  }
}
