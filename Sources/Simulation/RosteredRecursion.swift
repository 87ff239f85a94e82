import RandomStreams

/// One replication of a single first-come pool whose staff changes by interval, without an event queue.
///
/// Who waits is served in order of arrival, so a contact starts at the first instant, not before the
/// one ahead of it, at which fewer agents are busy than are there. Staff that leaves ends what it is
/// doing. The draws and the counts are those of the event loop.
struct RosteredRecursion {
  private let model: CompiledModel
  private let staffed: [Int32]
  private let replication: UInt32
  private let seedKey: SIMD2<UInt32>
  private var stream: ArrivalStream
  private var tally: ReplicationTally
  /// When the services that are under way end, ascending; those before `first` are over.
  private var ends: [Double] = []
  private var first = 0
  /// When the last contact that was reached was reached, and the interval of that instant.
  private var clock = 0.0
  private var place = 0
  private var boundary: Double
  /// Changes, from interval to interval, of how many wait at its end.
  private var waiting: [Int32]

  /// Whether the recursion gives the same answer as the event loop.
  static func applies(to model: CompiledModel) -> Bool {
    guard model.queueCount == 1, model.poolCount == 1, model.keepsIntervals,
      model.firstCounted == 0
    else { return false }
    let queue = model.model.queues[0]
    guard queue.steps.count == 1, model.concurrency[0] == 0, !model.setsAside[0],
      queue.redial == nil, queue.waitingPlaces == nil, queue.callback == nil,
      queue.feeds.isEmpty, queue.outbound == nil, model.learning[0].isEmpty,
      queue.steps[0].overflow.isEmpty, queue.steps[0].allocation.isEmpty,
      model.outsideWait[0] == nil, model.absence[0] == nil
    else { return false }
    // By due time, contacts of one deadline still go in the order in which they came.
    return queue.order == .oldest || queue.deadlines.count <= 1
  }

  init(_ model: CompiledModel, seed: UInt64, replication: UInt32) {
    self.model = model
    self.replication = replication
    staffed = model.staffed[0]
    seedKey = Philox.key(seed: seed)
    stream = ArrivalStream(queue: 0, model: model, replication: replication, seed: seed)
    tally = ReplicationTally(model)
    waiting = [Int32](repeating: 0, count: model.intervalCount + 1)
    boundary = min(model.interval, model.horizon)
  }

  /// Runs to the horizon and returns what was counted.
  mutating func run() -> ReplicationTally {
    stream.advance()
    bookStaff()
    for interval in 0..<model.intervalCount {
      let end = endOfInterval(interval)
      guard stream.time < end else { continue }
      if model.isLive[0], !model.open[0].isEmpty, !model.open[0][interval] {
        turnAway(interval, until: end)
      } else {
        receive(interval, until: end)
      }
    }
    while place + 1 < model.intervalCount { cross() }
    finish()
    return tally
  }

  private func endOfInterval(_ interval: Int) -> Double {
    min(Double(interval + 1) * model.interval, model.horizon)
  }

  private mutating func turnAway(_ interval: Int, until end: Double) {
    while stream.time < end {
      tally.contacts += 1
      tally.events += 1
      tally.counts[interval * model.stride + Column.closed] += 1
      stream.advance()
    }
  }

  /// Takes the arrivals of an interval; all that is counted of them stands in its bucket.
  private mutating func receive(_ interval: Int, until end: Double) {
    let base = interval * model.stride
    var sums = SIMD4<Double>()
    while stream.time < end {
      tally.counts[base + Column.offered] += 1
      tally.contacts += 1
      tally.events += 1
      sums += serve(interval, base)
      stream.advance()
    }
    let place = interval * CompiledModel.sumsPerQueue
    tally.sums[place] += sums.x
    tally.sums[place + 1] += sums.y
    tally.sums[place + 2] += sums.z
  }

  /// Takes one arrival and returns its wait, its wait if it was served, and its time until it was done.
  private mutating func serve(_ interval: Int, _ base: Int) -> SIMD4<Double> {
    let arrival = stream.time
    let start = firstFree(from: arrival)
    var deadlineClass = 0
    var due = Double.infinity
    if !model.deadlines[0].isEmpty {
      deadlineClass = model.deadlineClass(queue: 0, word: stream.choiceWord)
      due = model.due(queue: 0, deadlineClass: deadlineClass, arrival: arrival)
    }
    let deadline =
      base + model.columns[0].deadlines + deadlineClass * CompiledModel.columnsPerDeadline
    if start > arrival {
      let abandonAt = arrival + patience(interval)
      if abandonAt <= min(start, model.horizon) {
        wait(from: interval, until: abandonAt, isReached: false)
        return lose(arrival, start, abandonAt, base)
      }
      if start >= model.horizon {
        tally.waitingAtEnd[0] += 1
        wait(from: interval, until: .infinity, isReached: true)
        if due < .infinity || !model.deadlines[0].isEmpty {
          tally.counts[due <= model.horizon ? deadline + 1 : deadline + 2] += 1
        }
        undecided(arrival, isGone: false, base)
        return SIMD4()
      }
      wait(from: interval, until: start, isReached: true)
    }
    let wait = start - arrival
    let end = start + stream.handleTime * model.factor[0]
    tally.counts[base + Column.started] += 1
    countInTime(wait, ThresholdColumn.served, base)
    countInTime(wait, ThresholdColumn.virtual, base)
    tally.waits[WaitHistogram.bin(wait)] += 1
    work(from: start, until: end)
    guard end < model.horizon else {
      tally.inServiceAtEnd[0] += 1
      if !model.deadlines[0].isEmpty {
        tally.counts[due <= model.horizon ? deadline + 1 : deadline + 2] += 1
      }
      return SIMD4(wait, wait, 0, 0)
    }
    tally.counts[base + Column.completed] += 1
    tally.events += 1
    if !model.deadlines[0].isEmpty { tally.counts[end <= due ? deadline : deadline + 1] += 1 }
    return SIMD4(wait, wait, end - arrival, 0)
  }

  /// The first instant at which an agent can take a contact; the horizon or later when there is none.
  private mutating func firstFree(from arrival: Double) -> Double {
    var time = max(arrival, clock)
    while boundary <= time, place + 1 < model.intervalCount { cross() }
    while first < ends.count, ends[first] <= time { first += 1 }
    while ends.count - first >= Int(staffed[place]) {
      if first < ends.count, ends[first] < boundary {
        time = ends[first]
        first += 1
      } else if place + 1 < model.intervalCount {
        time = boundary
        cross()
      } else {
        time = .infinity
        break
      }
    }
    clock = time
    return time
  }

  /// Goes on to the next interval: who is still busy beyond its staff works overtime.
  private mutating func cross() {
    while first < ends.count, ends[first] < boundary { first += 1 }
    tally.backlog[place].y = Int32(ends.count - first)
    let start = boundary
    place += 1
    boundary = endOfInterval(place)
    let beyond = ends.count - first - Int(staffed[place])
    guard beyond > 0 else { return }
    var overtime = 0.0
    for position in first..<first + beyond { overtime += min(ends[position], boundary) - start }
    tally.poolSums[place * CompiledModel.sumsPerPool + 2] += overtime
  }

  /// Keeps the end of a service, and books it and its time in the intervals over which it goes.
  private mutating func work(from start: Double, until end: Double) {
    if first > 64, first * 2 > ends.count {
      ends.removeFirst(first)
      first = 0
    }
    ends.append(end)
    var position = ends.count - 1
    while position > first, ends[position - 1] > end {
      ends[position] = ends[position - 1]
      position -= 1
    }
    ends[position] = end
    var interval = place
    var from = start
    let last = min(end, model.horizon)
    var until = boundary
    while last > until {
      tally.poolSums[interval * CompiledModel.sumsPerPool] += until - from
      from = until
      interval += 1
      until = endOfInterval(interval)
    }
    tally.poolSums[interval * CompiledModel.sumsPerPool] += last - from
    guard end < model.horizon else { return }
    if end == until { interval += 1 }
    tally.poolSums[interval * CompiledModel.sumsPerPool + 3] += 1
  }

  private func patience(_ interval: Int) -> Double {
    guard let sampler = model.patience[0] else { return .infinity }
    guard stream.patience < 0 else { return stream.patience }
    let key = DrawKey(
      number: stream.number, interval: UInt32(truncatingIfNeeded: interval),
      replication: replication, place: DrawKey.place(queue: 0, attempt: 0, step: 0), seed: seedKey)
    return sampler.sample(stream.patienceWord, key, DrawKey.patiencePurpose)
  }

  /// Counts a contact into the backlog at the ends of the intervals that its wait goes beyond.
  private mutating func wait(from interval: Int, until time: Double, isReached: Bool) {
    // Who begins at a boundary waited at the end of the interval before it; who has hung up did not.
    var last = time < model.horizon ? Int(time / model.interval) : model.intervalCount
    if !isReached, last > interval, Double(last) * model.interval >= time { last -= 1 }
    guard last > interval else { return }
    waiting[interval] += 1
    waiting[last] -= 1
  }

  /// Counts a contact that hangs up.
  private mutating func lose(
    _ arrival: Double, _ start: Double, _ abandonAt: Double, _ base: Int
  ) -> SIMD4<Double> {
    let wait = abandonAt - arrival
    tally.counts[base + Column.abandoned] += 1
    if wait <= model.shortAbandon[0] { tally.counts[base + Column.shortAbandoned] += 1 }
    countInTime(wait, ThresholdColumn.abandoned, base)
    if start < model.horizon {
      countInTime(start - arrival, ThresholdColumn.virtual, base)
    } else {
      undecided(arrival, isGone: true, base)
    }
    return SIMD4(wait, 0, 0, 0)
  }

  @inline(__always)
  private mutating func countInTime(_ wait: Double, _ kind: Int, _ base: Int) {
    var column = base + model.columns[0].thresholds + kind
    for threshold in model.thresholds[0] {
      if wait <= threshold { tally.counts[column] += 1 }
      column += CompiledModel.columnsPerThreshold
    }
  }

  private mutating func undecided(_ arrival: Double, isGone: Bool, _ base: Int) {
    let wait = model.horizon - arrival
    countInTime(wait, ThresholdColumn.undecidedVirtual, base)
    if !isGone { countInTime(wait, ThresholdColumn.undecided, base) }
  }

  private mutating func bookStaff() {
    for interval in 0..<model.intervalCount {
      let length = endOfInterval(interval) - Double(interval) * model.interval
      tally.poolSums[interval * CompiledModel.sumsPerPool + 1] = Double(staffed[interval]) * length
    }
  }

  /// Adds up the backlog and counts who is under way at the horizon.
  private mutating func finish() {
    tally.backlog[place].y = Int32(ends.count { $0 >= model.horizon })
    var count: Int32 = 0
    for interval in 0..<model.intervalCount {
      count += waiting[interval]
      tally.backlog[interval].x = count
    }
  }
}
