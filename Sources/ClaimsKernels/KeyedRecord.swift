/// A row with what it is grouped by and what orders it within its group.
public struct KeyedRecord: Sendable, Equatable {
  /// Equal for rows of one group; mixed well, because its highest bits choose a partition.
  public var key: UInt64
  /// The order within a group.
  public var time: UInt64
  /// The row.
  public var row: UInt32

  /// Describes a row.
  public init(key: UInt64, time: UInt64, row: UInt32) {
    self.key = key
    self.time = time
    self.row = row
  }

  /// Whether it comes before another of any group.
  @inline(__always)
  public func precedes(_ other: KeyedRecord) -> Bool {
    if key != other.key { return key < other.key }
    if time != other.time { return time < other.time }
    return row < other.row
  }
}

/// Computes keys and times of runs of rows.
public protocol KeyedRows: Sendable {
  /// The number of rows; fewer than 2^32.
  var rowCount: Int { get }
  /// Whether each row of a run has a key, and which.
  ///
  /// - Parameters:
  ///   - rows: The run; at most ``PartitionedRecords/tileRows`` rows.
  ///   - keys: Receives the keys from index 0.
  ///   - isAlone: Receives 1 for a row without a key, else 0.
  func keys(of rows: Range<Int>, into keys: inout [UInt64], isAlone: inout [UInt8])
  /// The times of a run of rows, from index 0.
  func times(of rows: Range<Int>, into times: inout [UInt64])
}

/// Mixes the bits of a key; no two keys give the same result.
public func mixedKey(_ key: UInt64) -> UInt64 {
  var mixed = (key ^ (key >> 32)) &* 0x9E37_79B9_7F4A_7C15
  mixed = (mixed ^ (mixed >> 29)) &* 0xBF58_476D_1CE4_E5B9
  return mixed ^ (mixed >> 32)
}
