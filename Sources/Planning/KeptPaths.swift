import Forecasting

/// The demand paths that a plan was judged on, for other programs to read.
public struct KeptPaths: Sendable {
  /// The alternatives that share them.
  public var alternatives: [String]
  /// The queues, in the order of the matrix.
  public var queues: [String]
  /// Intervals of the horizon.
  public var intervals: Int
  private let paths: DemandPaths

  init(alternatives: [String], queues: [String], intervals: Int, paths: DemandPaths) {
    (self.alternatives, self.queues) = (alternatives, queues)
    (self.intervals, self.paths) = (intervals, paths)
  }

  /// The number of paths.
  public var count: Int { paths.count }

  /// Expected items for people as 32-bit little-endian numbers: by path, by queue, by interval.
  ///
  /// - Returns: 4 × ``count`` × queues × ``intervals`` bytes.
  /// - Complexity: O(paths × drivers × intervals).
  public func float32() -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * count * queues.count * intervals)
    for path in 0..<count {
      for queue in queues.indices {
        for items in paths.items(path: path, queue: queue) {
          let bits = Float(items).bitPattern
          for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
          }
        }
      }
    }
    return bytes
  }
}
