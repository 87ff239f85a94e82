/// What one replication counted, by bucket: an interval, or everything in one.
///
/// Counts are whole numbers. The last bucket holds what warm-up leaves out.
struct ReplicationTally {
  var counts: [Int32]
  var sums: [Double]
  var poolSums: [Double]
  var waits: [Int32]
  var waitingAtEnd: [Int]
  var inServiceAtEnd: [Int]
  /// Who waited for a first step and who was under way at the end of each interval, by interval and
  /// queue; empty when intervals are not kept.
  var backlog: [SIMD2<Int32>]
  var events = 0
  var contacts = 0

  init(_ model: CompiledModel) {
    let buckets = model.bucketCount + 1
    counts = [Int32](repeating: 0, count: buckets * model.stride)
    sums = [Double](repeating: 0, count: buckets * model.queueCount * CompiledModel.sumsPerQueue)
    poolSums = [Double](repeating: 0, count: buckets * model.poolCount * CompiledModel.sumsPerPool)
    waits = [Int32](repeating: 0, count: model.queueCount * WaitHistogram.bins)
    waitingAtEnd = [Int](repeating: 0, count: model.queueCount)
    inServiceAtEnd = [Int](repeating: 0, count: model.queueCount)
    backlog = [SIMD2<Int32>](
      repeating: .zero, count: model.keepsIntervals ? buckets * model.queueCount : 0)
  }
}

/// The base columns of a queue, in order.
enum Column {
  static let offered = 0
  static let started = 1
  static let completed = 2
  static let abandoned = 3
  static let blocked = 4
  static let closed = 5
  static let redials = 6
  static let shortAbandoned = 7
  static let unreached = 8
  static let attempts = 9
  static let callbacks = 10
  static let droppedOut = 11
}

/// The columns of a threshold, in order.
enum ThresholdColumn {
  static let served = 0
  static let abandoned = 1
  static let virtual = 2
  static let undecided = 3
  static let undecidedVirtual = 4
}

/// Waits counted in bins that widen with the wait: 64 a doubling.
///
/// A bin spans at most 1.6 % of its value, and quantiles interpolate within it. Waits below 2^-10 s
/// share the first bin with no wait at all; those above 2^30 s share the last.
enum WaitHistogram {
  static let bins = 40 * 64 + 1
  private static let origin = (1023 - 10) << 6

  @inline(__always)
  static func bin(_ seconds: Double) -> Int {
    let index = Int(truncatingIfNeeded: seconds.bitPattern &>> 46) &- origin &+ 1
    return min(max(index, 0), bins - 1)
  }

  static func lowerEdge(_ bin: Int) -> Double {
    bin == 0 ? 0 : Double(bitPattern: UInt64(bin - 1 + origin) << 46)
  }

  /// The wait that a share of the counted contacts did not exceed; `nil` when there are none.
  static func quantile(_ share: Double, _ counts: ArraySlice<Int32>) -> Double? {
    var total = 0
    for count in counts { total += Int(count) }
    guard total > 0 else { return nil }
    let target = share * Double(total)
    var before = 0.0
    for (bin, count) in counts.enumerated() where count > 0 {
      let within = Double(count)
      if before + within >= target {
        guard bin > 0 else { return 0 }
        let low = lowerEdge(bin)
        return low + (lowerEdge(bin + 1) - low) * (target - before) / within
      }
      before += within
    }
    return lowerEdge(bins - 1)
  }
}
