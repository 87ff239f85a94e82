import RandomStreams

/// A validated model as flat arrays, the form that the event loop reads.
struct CompiledModel {
  /// One line of waiting contacts as one pool sees it.
  struct PoolLine {
    var line: Int32
    var group: Int32
    /// Chats that an agent may have open when taking from this line; 0 is one contact at a time.
    var concurrency: Int32
    /// Whether anything beyond the order restricts the pool; see ``Engine/mayTake``.
    var isRestricted: Bool
    var after: Double
  }

  /// Where the columns of a queue stand in a tally.
  struct QueueColumns {
    var first: Int
    var thresholds: Int
    var deadlines: Int
    var end: Int
  }

  let model: SimulationModel
  let horizon: Double
  let interval: Double
  let intervalCount: Int
  let queueCount: Int
  let poolCount: Int

  // Queues.
  let isLive: [Bool]
  let byDeadline: [Bool]
  let concurrency: [Int32]
  let open: [[Bool]]
  let patience: [DurationSampler?]
  let redialProbability: [Double]
  let redialDelay: [DurationSampler?]
  let waitingPlaces: [Int]
  let abandonmentEvents: [Bool]
  let thresholds: [[Double]]
  let longestThreshold: [Double]
  let shortAbandon: [Double]
  let deadlines: [[DeadlineClass]]
  let openSeconds: [[Double]]
  let columns: [QueueColumns]
  let stride: Int
  let isOutbound: [Bool]
  let attemptTime: [DurationSampler?]
  let retryDelay: [DurationSampler?]
  let correlation: CorrelatedNormals?
  let firstFeed: [Int]
  let feedLags: [DurationSampler]

  // Stations: one per step of a queue.
  let firstStation: [Int]
  let stepCount: [Int]
  let handle: [DurationSampler]
  let stationPools: [[Int32]]
  let overflow: [[OverflowRule]]
  let outsideWait: [DurationSampler?]
  let dropOut: [Double]
  let longestIdle: [Bool]
  let tracksIdle: [Bool]
  /// Fixed shares by station, and the lane of each eligible pool.
  let laneShares: [[Double]]
  let poolLanes: [[UInt8]]
  let caps: [[CompiledCap]]
  let capCount: Int
  /// Whether a station has any rule of allocation.
  let isAllocated: [Bool]
  let stationFirstLine: [Int]
  let lineStation: [Int32]
  let lineQueue: [Int32]

  // Pools.
  let staffed: [[Int32]]
  let mostStaffed: [Int32]
  let absence: [AbsenceModel?]
  let factor: [Double]
  let learning: [[Double]]
  let setsAside: [Bool]
  let poolLines: [[PoolLine]]
  let holdsChats: [Bool]
  let slowdown: [[Double]]

  // Buckets of results.
  let keepsIntervals: Bool
  let bucketCount: Int
  let firstCounted: Int

  static let baseColumns = 12
  static let columnsPerThreshold = 5
  static let columnsPerDeadline = 3
  static let sumsPerQueue = 3
  static let sumsPerPool = 4

  /// Compiles a model that has been validated.
  ///
  /// With `hangUpsAreEvents` each hang-up happens at its own instant, which a trace needs; the
  /// counts are the same.
  init(_ model: SimulationModel, hangUpsAreEvents: Bool = false) {
    self.model = model
    horizon = model.horizon
    interval = model.interval
    intervalCount = model.intervalCount
    let queues = model.queues
    isOutbound = queues.map { $0.outbound != nil }
    attemptTime = queues.map { $0.outbound.map { DurationSampler($0.attemptTime) } }
    retryDelay = queues.map { $0.outbound.map { DurationSampler($0.retryDelay) } }
    overflow = queues.flatMap { $0.steps.map(\.overflow) }
    let steps = queues.flatMap(\.steps)
    outsideWait = steps.map { $0.outsideWait.map(DurationSampler.init) }
    dropOut = steps.map(\.dropOut)
    longestIdle = steps.map { $0.selection == .longestIdle }
    tracksIdle = model.pools.indices.map { pool in
      steps.contains { $0.selection == .longestIdle && $0.eligiblePools.contains(pool) }
    }
    learning = model.pools.map { $0.learningFactors ?? [] }
    setsAside = model.pools.map { $0.shiftEnd == .setAside }
    queueCount = queues.count
    poolCount = model.pools.count
    keepsIntervals = !model.periods.isEmpty
    bucketCount = model.periods.isEmpty ? 1 : model.intervalCount
    firstCounted = Int((model.warmUp / model.interval).rounded())

    isLive = queues.map(\.isLive)
    byDeadline = queues.map { $0.order == .earliestDeadline }
    concurrency = queues.map { queue in
      if case .chat(let concurrency, _) = queue.kind { Int32(concurrency) } else { 0 }
    }
    open = queues.map { $0.open ?? [] }
    patience = queues.map { $0.patience.map(DurationSampler.init) }
    redialProbability = queues.map { $0.redial?.probability ?? 0 }
    redialDelay = queues.map { $0.redial.map { DurationSampler($0.delay) } }
    waitingPlaces = queues.map { $0.waitingPlaces ?? .max }
    abandonmentEvents = queues.map {
      $0.redial != nil || $0.waitingPlaces != nil || $0.callback != nil || hangUpsAreEvents
    }
    thresholds = queues.map(\.thresholds)
    longestThreshold = queues.map { $0.thresholds.max() ?? 0 }
    shortAbandon = queues.map { $0.shortAbandon ?? -1 }
    deadlines = queues.map(\.deadlines)
    openSeconds = queues.map { Self.openSeconds(of: $0, in: model) }

    // Validated before; a matrix that cannot be factored has been refused.
    correlation = model.dayCorrelation.flatMap { matrix in
      do { return try CorrelatedNormals(correlation: matrix) } catch { return nil }
    }
    var firstFeed: [Int] = []
    var feedLags: [DurationSampler] = []
    for queue in queues {
      firstFeed.append(feedLags.count)
      feedLags += queue.feeds.map { DurationSampler($0.lag) }
    }
    self.firstFeed = firstFeed
    self.feedLags = feedLags

    var columns: [QueueColumns] = []
    var next = 0
    for queue in queues {
      let thresholds = next + Self.baseColumns
      let deadlines = thresholds + queue.thresholds.count * Self.columnsPerThreshold
      let end = deadlines + queue.deadlines.count * Self.columnsPerDeadline
      columns.append(
        QueueColumns(first: next, thresholds: thresholds, deadlines: deadlines, end: end))
      next = end
    }
    self.columns = columns
    stride = next

    var firstStation: [Int] = []
    var handle: [DurationSampler] = []
    var stationPools: [[Int32]] = []
    var stationFirstLine: [Int] = []
    var lineStation: [Int32] = []
    var lineQueue: [Int32] = []
    var lineStep: [Int] = []
    var lineLane: [Int] = []
    for (index, queue) in queues.enumerated() {
      firstStation.append(handle.count)
      for (stepIndex, step) in queue.steps.enumerated() {
        stationFirstLine.append(lineStation.count)
        let lanes = step.fixedShares.count + 1
        for line in 0..<max(1, queue.deadlines.count) * lanes {
          lineStation.append(Int32(handle.count))
          lineQueue.append(Int32(index))
          lineStep.append(stepIndex)
          lineLane.append(line % lanes)
        }
        handle.append(DurationSampler(step.handleTime))
        stationPools.append(Self.inOrder(step, model).map { Int32($0) })
      }
    }
    self.firstStation = firstStation
    stepCount = queues.map(\.steps.count)
    self.handle = handle
    self.stationPools = stationPools
    let orders = stationPools
    laneShares = steps.map { $0.fixedShares.map(\.share) }
    poolLanes = steps.enumerated().map { station, step in
      orders[station].map { UInt8(step.lane(of: Int($0)) ?? 0) }
    }
    var counters = 0
    caps = steps.map { step in
      step.allocation.compactMap { rule in
        guard case .cap(let most, let intervals) = rule.kind else { return nil }
        counters += 1
        return CompiledCap(
          pool: Int32(rule.pool), most: most, intervals: intervals, counter: counters - 1)
      }
    }
    capCount = counters
    isAllocated = steps.map { !$0.allocation.isEmpty }
    self.stationFirstLine = stationFirstLine
    self.lineStation = lineStation
    self.lineQueue = lineQueue

    staffed = model.pools.map { pool in
      pool.agents.count == 1
        ? [Int32](repeating: Int32(pool.agents[0]), count: model.intervalCount)
        : pool.agents.map { Int32($0) }
    }
    mostStaffed = staffed.map { $0.max() ?? 0 }
    absence = model.pools.map(\.absence)
    factor = model.pools.flatMap { pool in
      queues.indices.map { pool.handleTimeFactors?[$0] ?? 1 }
    }
    let concurrencies = concurrency
    poolLines = model.pools.indices.map { pool in
      Self.lines(
        of: pool, model: model, lineQueue: lineQueue, lineStep: lineStep, lineLane: lineLane,
        concurrency: concurrencies)
    }
    holdsChats = poolLines.map { $0.contains { $0.concurrency > 0 } }
    slowdown = poolLines.map { lines in
      var table: [Double] = [1]
      for entry in lines {
        guard case .chat(_, let factors) = queues[Int(lineQueue[Int(entry.line)])].kind else {
          continue
        }
        while table.count <= factors.count { table.append(table[table.count - 1]) }
        for (open, factor) in factors.enumerated() {
          table[open + 1] = max(table[open + 1], factor)
        }
      }
      return table
    }
  }
}
