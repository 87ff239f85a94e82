/// The inner step of ``SinglePoolRecursion`` and what it counts within an interval.
struct ServiceDesk {
  let horizon: Double
  let firstCounted: Double
  let shortAbandon: Double
  var isCounted = true
  var started = 0
  var unfinished = 0
  var abandoned = 0
  var shortAbandoned = 0
  var waitingAtEnd = 0
  var waitStarted = 0.0
  var waitAbandoned = 0.0
  /// Handle times of all who started, and the part of them that does not count.
  var work = 0.0
  var unfinishedTurnaround = 0.0
  var uncountedWork = 0.0
  var uncountedEnds = 0

  /// Up to this many agents a pass over all of them is faster than a heap.
  static let fewAgents = 24

  init(horizon: Double, firstCounted: Double, shortAbandon: Double) {
    self.horizon = horizon
    self.firstCounted = firstCounted
    self.shortAbandon = shortAbandon
  }

  /// Forgets the counts.
  mutating func reset() {
    self = ServiceDesk(horizon: horizon, firstCounted: firstCounted, shortAbandon: shortAbandon)
  }

  /// Takes the next arrival.
  ///
  /// `free` holds when each agent becomes free, the earliest first; `met` the columns of each
  /// threshold. What is rare or follows from other counts is kept out of the way.
  @inline(__always)
  mutating func serve(
    _ arrival: Double, _ duration: Double, _ patience: Double, _ free: inout MutableSpan<Double>,
    _ waits: inout MutableSpan<Int32>, _ met: inout MutableSpan<Int32>,
    _ thresholds: borrowing Span<Double>
  ) {
    let start = max(arrival, free[0])
    let abandonAt = arrival + patience
    // Who starts on arrival never hangs up, even with no patience at all.
    if start >= horizon || (abandonAt <= start && start > arrival) {
      lose(arrival, start, abandonAt, &met, thresholds)
      return
    }
    let wait = start - arrival
    let end = start + duration
    started &+= 1
    waitStarted += wait
    work += duration
    for position in 0..<thresholds.count {
      met[position &* CompiledModel.columnsPerThreshold] &+= wait <= thresholds[position] ? 1 : 0
    }
    if end >= horizon || !isCounted { atTheEdge(arrival, start, end) }
    if isCounted { waits[WaitHistogram.bin(wait)] &+= 1 }
    if free.count <= Self.fewAgents {
      Self.pass(end, &free)
    } else {
      Self.sift(end, &free)
    }
  }

  /// Replaces the first of an ascending list, keeping the order, without a branch on the times.
  @inline(__always)
  private static func pass(_ end: Double, _ free: inout MutableSpan<Double>) {
    var late = end
    for agent in 1..<max(free.count, 1) {
      let other = free[agent]
      free[agent &- 1] = other < late ? other : late
      late = other < late ? late : other
    }
    free[free.count &- 1] = late
  }

  /// Replaces the first of a heap with four children a node.
  private static func sift(_ end: Double, _ free: inout MutableSpan<Double>) {
    let count = free.count
    var hole = 0
    while true {
      let first = hole &* 4 &+ 1
      if first >= count { break }
      var best = first
      var bestTime = free[first]
      for child in first &+ 1..<min(first &+ 4, count) where free[child] < bestTime {
        best = child
        bestTime = free[child]
      }
      if bestTime >= end { break }
      free[hole] = bestTime
      hole = best
    }
    free[hole] = end
  }

  /// Corrects the sums for service that passes the horizon or begins in the warm-up.
  @inline(never)
  private mutating func atTheEdge(_ arrival: Double, _ start: Double, _ end: Double) {
    if end >= horizon {
      unfinished &+= 1
      unfinishedTurnaround += end - arrival
    }
    uncountedWork += (end - start) - max(min(end, horizon) - max(start, firstCounted), 0)
    if end >= horizon || end < firstCounted { uncountedEnds &+= 1 }
  }

  /// Counts a contact that hangs up, or that still waits at the horizon.
  @inline(never)
  private mutating func lose(
    _ arrival: Double, _ start: Double, _ abandonAt: Double, _ met: inout MutableSpan<Int32>,
    _ thresholds: borrowing Span<Double>
  ) {
    let isGone = abandonAt <= min(start, horizon)
    if isGone {
      let wait = abandonAt - arrival
      abandoned &+= 1
      waitAbandoned += wait
      if wait <= shortAbandon { shortAbandoned &+= 1 }
      for position in 0..<thresholds.count where wait <= thresholds[position] {
        met[position &* CompiledModel.columnsPerThreshold &+ ThresholdColumn.abandoned] &+= 1
      }
    } else {
      waitingAtEnd &+= 1
    }
    for position in 0..<thresholds.count {
      let base = position &* CompiledModel.columnsPerThreshold
      if start < horizon {
        if start - arrival <= thresholds[position] {
          met[base &+ ThresholdColumn.virtual] &+= 1
        }
      } else if horizon - arrival <= thresholds[position] {
        met[base &+ ThresholdColumn.undecidedVirtual] &+= 1
        if !isGone { met[base &+ ThresholdColumn.undecided] &+= 1 }
      }
    }
  }
}
