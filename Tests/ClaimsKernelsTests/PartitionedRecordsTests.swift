import Testing

@testable import ClaimsKernels

@Suite("Partitioned records")
struct PartitionedRecordsTests {
  private struct Rows: KeyedRows {
    var rowCount: Int
    var key: @Sendable (Int) -> UInt64?
    var time: @Sendable (Int) -> UInt64

    func keys(of rows: Range<Int>, into keys: inout [UInt64], isAlone: inout [UInt8]) {
      for (index, row) in rows.enumerated() {
        keys[index] = key(row) ?? 0
        isAlone[index] = key(row) == nil ? 1 : 0
      }
    }

    func times(of rows: Range<Int>, into times: inout [UInt64]) {
      for (index, row) in rows.enumerated() { times[index] = time(row) }
    }
  }

  @Test(
    "Each row is in one partition, sorted by key, time and row, whatever the threads",
    arguments: [0, 1, 100, 12_289, 60_000], [1, 3])
  func partitions(count: Int, threads: Int) throws {
    let rows = Rows(
      rowCount: count,
      key: { $0 % 11 == 0 ? nil : $0 % 7 == 0 ? mixedKey(42) : mixedKey(UInt64($0 % 9_001)) },
      time: { UInt64($0 * 7_919 % 1_000) })
    let parted = try PartitionedRecords(rows, threads: threads)
    var all: [KeyedRecord] = []
    var records: [KeyedRecord] = []
    for partition in 0..<parted.count {
      parted.sort(partition, into: &records)
      #expect(records.count == parted.recordCount(of: partition..<partition + 1))
      #expect(zip(records, records.dropFirst()).allSatisfy { $0.precedes($1) })
      all += records
    }
    let expected = (0..<count).compactMap { row in
      rows.key(row).map { KeyedRecord(key: $0, time: rows.time(row), row: UInt32(row)) }
    }.sorted { $0.precedes($1) }
    // Partitions follow the highest bits, so they are in order too.
    #expect(all == expected)
    let alone = (0..<count).filter { $0 % 11 == 0 }.map { UInt32($0) }
    #expect(parted.alone == alone)
  }

  @Test("No two keys are mixed into one")
  func mixing() {
    let numbers: [UInt64] = (0..<100_000).map { mixedKey(UInt64($0)) }
    #expect(Set(numbers).count == 100_000)
    let powers: [UInt64] = (0..<64).map { mixedKey(UInt64(1) << UInt64($0)) }
    #expect(Set(powers).count == 64)
  }
}
