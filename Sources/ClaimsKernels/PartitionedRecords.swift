/// The rows of a table as records, parted by the highest bits of their keys.
///
/// Two passes over the rows: one counts, one writes each record to its partition. A partition then
/// fits the cache, where ``sort(_:into:)`` orders it; sorting all rows at once moves every record
/// through memory once for each eleven bits of its key.
@safe
public final class PartitionedRecords: Sendable {
  /// The most rows that are asked for at once.
  public static let tileRows = 4_096
  /// The rows of one task.
  private static let taskRows = 1 << 20

  // SAFETY: written only by `init`, at places that no two tasks share; freed by `deinit`.
  private nonisolated(unsafe) let records: UnsafeMutablePointer<KeyedRecord>
  private let starts: [Int]
  private let bits: Int
  /// The rows without a key, ascending.
  public let alone: [UInt32]

  /// The number of partitions.
  public var count: Int { starts.count - 1 }

  /// Parts the rows; the result does not depend on `threads`.
  ///
  /// - Parameters:
  ///   - source: Computes keys and times.
  ///   - threads: The most threads to use.
  /// - Throws: Nothing by itself.
  /// - Complexity: O(rows) time, 24 bytes a row.
  public init(_ source: some KeyedRows, threads: Int) throws {
    let rowCount = source.rowCount
    precondition(rowCount <= Int(UInt32.max), "\(rowCount) rows")
    // About 8,000 records, 192 KiB, in each partition.
    let bits = (0...12).first { rowCount >> $0 <= 12_288 } ?? 12
    let tasks = max(1, (rowCount + Self.taskRows - 1) / Self.taskRows)
    let counts = try parallelMap(count: tasks, threads: threads) { task in
      Self.counts(source, Self.rows(of: task, rowCount), bits)
    }
    var starts = [0]
    var places = [[Int]](repeating: [], count: tasks)
    var total = 0
    for partition in 0..<1 << bits {
      for task in 0..<tasks {
        places[task].append(total)
        total += counts[task].counts[partition]
      }
      starts.append(total)
    }
    unsafe records = UnsafeMutablePointer<KeyedRecord>.allocate(capacity: total + 1)
    self.starts = starts
    self.bits = bits
    alone = counts.flatMap(\.alone)
    let firstPlaces = places
    _ = try parallelMap(count: tasks, threads: threads) { task in
      unsafe Self.write(
        source, Self.rows(of: task, rowCount), bits, firstPlaces[task], to: records)
    }
  }

  deinit { unsafe records.deallocate() }

  private static func rows(of task: Int, _ rowCount: Int) -> Range<Int> {
    task * taskRows..<min((task + 1) * taskRows, rowCount)
  }

  /// The partition of a key.
  @inline(__always)
  private static func partition(_ key: UInt64, _ bits: Int) -> Int {
    Int(truncatingIfNeeded: (key >> 1) >> UInt64(63 - bits))
  }

  private static func counts(
    _ source: some KeyedRows, _ rows: Range<Int>, _ bits: Int
  ) -> (counts: [Int], alone: [UInt32]) {
    var counts = [Int](repeating: 0, count: 1 << bits)
    var alone: [UInt32] = []
    var keys = [UInt64](repeating: 0, count: tileRows)
    var isAlone = [UInt8](repeating: 0, count: tileRows)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
      let length = min(tileRows, rows.upperBound - start)
      source.keys(of: start..<start + length, into: &keys, isAlone: &isAlone)
      for index in 0..<length {
        if isAlone[index] != 0 {
          alone.append(UInt32(start + index))
        } else {
          counts[partition(keys[index], bits)] += 1
        }
      }
    }
    return (counts, alone)
  }

  // SAFETY: `places` are the first places of this task in each partition, and the counts of the first
  // pass, which sees the same keys, leave room up to the next task's.
  @unsafe
  private static func write(
    _ source: some KeyedRows, _ rows: Range<Int>, _ bits: Int, _ firstPlaces: [Int],
    to records: UnsafeMutablePointer<KeyedRecord>
  ) {
    var places = firstPlaces
    var keys = [UInt64](repeating: 0, count: tileRows)
    var times = [UInt64](repeating: 0, count: tileRows)
    var isAlone = [UInt8](repeating: 0, count: tileRows)
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: tileRows) {
      let length = min(tileRows, rows.upperBound - start)
      source.keys(of: start..<start + length, into: &keys, isAlone: &isAlone)
      source.times(of: start..<start + length, into: &times)
      for index in 0..<length where isAlone[index] == 0 {
        let partition = partition(keys[index], bits)
        let place = places[partition]
        places[partition] = place + 1
        unsafe (records + place).initialize(
          to: KeyedRecord(key: keys[index], time: times[index], row: UInt32(start + index)))
      }
    }
  }

  /// How many records lie in a run of partitions.
  public func recordCount(of partitions: Range<Int>) -> Int {
    starts[partitions.upperBound] - starts[partitions.lowerBound]
  }

  /// Gives the records of one partition, by key, time and row.
  ///
  /// - Parameters:
  ///   - partition: Which; partitions follow each other in the order of their keys.
  ///   - sorted: Receives the records alone; its memory is used again.
  /// - Complexity: O(records) for keys that are mixed well and groups of less than some 30 rows, else
  ///   O(records × log records).
  public func sort(_ partition: Int, into sorted: inout [KeyedRecord]) {
    let (start, end) = (starts[partition], starts[partition + 1])
    let count = end - start
    // About one group in each bucket: the bits of the key that follow those of the partition.
    var bucketBits = 0
    while bucketBits < 16, count >> bucketBits > 1 { bucketBits += 1 }
    let shift = UInt64(63 - bucketBits)
    let mine = UInt64(bits)
    @inline(__always) func bucket(_ key: UInt64) -> Int {
      Int(truncatingIfNeeded: ((key << mine) >> 1) >> shift)
    }
    var places = [Int](repeating: 0, count: (1 << bucketBits) + 1)
    if sorted.count > count { sorted.removeLast(sorted.count - count) }
    while sorted.count < count { sorted.append(KeyedRecord(key: 0, time: 0, row: 0)) }
    // SAFETY: the partition's records lie from `start` to `end`; the counted places stay in 0..<count.
    unsafe sorted.withUnsafeMutableBufferPointer { out in
      unsafe places.withUnsafeMutableBufferPointer { places in
        for place in start..<end { unsafe places[bucket(records[place].key) + 1] += 1 }
        for index in 1..<places.count { unsafe places[index] += places[index - 1] }
        for place in start..<end {
          let record = unsafe records[place]
          let bucket = bucket(record.key)
          unsafe out[places[bucket]] = record
          unsafe places[bucket] += 1
        }
        // Each place is now the end of its bucket.
        var low = 0
        for bucket in 0..<places.count - 1 {
          let high = unsafe places[bucket]
          if high - low > 32 {
            unsafe out[low..<high].sort { $0.precedes($1) }
          } else if high - low > 1 {
            unsafe insertionSort(out, low, high)
          }
          low = high
        }
      }
    }
  }
}

// SAFETY: the caller's `low..<high` lies inside the buffer.
@unsafe
private func insertionSort(_ out: UnsafeMutableBufferPointer<KeyedRecord>, _ low: Int, _ high: Int)
{
  for index in low + 1..<high {
    let record = unsafe out[index]
    var place = index
    while place > low, unsafe record.precedes(out[place - 1]) {
      unsafe out[place] = out[place - 1]
      place -= 1
    }
    unsafe out[place] = record
  }
}
