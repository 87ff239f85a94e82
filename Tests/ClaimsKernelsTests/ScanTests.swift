import Testing

@testable import ClaimsKernels

/// Columns made at random, and what a scan of them must say, row by row.
private struct Sample {
  var values: [Int64?]
  var packed: PackedIntegers
  var nulls: Bitmap?

  init(count: Int, below: Int64, nullShare: UInt64, seed: UInt64) {
    var state = seed
    func next(_ bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
    values = (0..<count).map { _ in
      next(100) < nullShare ? nil : Int64(next(UInt64(below)))
    }
    let plain = values.map { $0 ?? 0 }
    let marks = values.map { $0 == nil ? UInt8(1) : 0 }
    let isMarked = marks.contains(1)
    var builder = PackedIntegersBuilder(
      count: count, spread: IntegerSpread(minimum: 0, maximum: below - 1, step: 1))
    builder.store(plain, nulls: isMarked ? marks : [], count: count, at: 0)
    packed = builder.finish()
    guard isMarked else { return }
    var bits = Bitmap(repeating: false, count: count)
    for row in marks.indices where marks[row] == 1 { bits[row] = true }
    nulls = bits
  }

  func column(
    offset: UInt32 = 0, divisor: UInt32 = 1, table: [UInt32] = [], nullValue: UInt32? = nil
  ) -> ScanColumn {
    let blocks = stride(from: 0, to: values.count, by: ClaimsBlock.rows).map { start in
      let own = values[start..<min(values.count, start + ClaimsBlock.rows)]
      let codes = own.map { UInt32($0 ?? 0) }
      return ScanColumn.Block(
        low: codes.min() ?? 0, high: codes.max() ?? 0, hasNulls: own.contains { $0 == nil })
    }
    return ScanColumn(
      values: packed, nulls: nulls, offset: offset, divisor: divisor, table: table,
      nullValue: nullValue, blocks: blocks)
  }
}

@Suite("Scans")
struct ScanTests {
  /// Runs a scan over all rows that a mask keeps.
  private func run(_ scan: GroupScan, rows: Int, keep: (Int) -> Bool) -> GroupScanWorker {
    let worker = GroupScanWorker(scan)
    let step = GroupScanWorker.runRows(scan)
    var mask = RowMask(capacity: step)
    var filter = RowMask(capacity: step)
    for start in stride(from: 0, to: rows, by: step) {
      mask.reset(count: min(step, rows - start))
      mask.keep { keep(start + $0) }
      filter.reset(count: min(step, rows - start))
      filter.keep { (start + $0) % 3 == 0 }
      worker.add(from: start, mask: mask, filters: [filter])
    }
    return worker
  }

  @Test(
    "Sums, extremes and counts by group are those of a plain loop", arguments: UInt64(1)...40)
  func groups(seed: UInt64) {
    let rows = [1, 63, 64, 65, 1000, 20_000, 70_001][Int(seed % 7)]
    let width: Int64 = [2, 200, 60_000, 5_000_000][Int(seed % 4)]
    let key = Sample(count: rows, below: 5, nullShare: seed % 2 * 10, seed: seed)
    let other = Sample(count: rows, below: 300, nullShare: 0, seed: seed + 1)
    let value = Sample(count: rows, below: width, nullShare: seed % 3 * 20, seed: seed + 2)
    // Every second place of the other key is told apart, and one of them is null.
    let table = (0..<160).map { $0 == 3 ? ScanColumn.missing : UInt32($0 / 40) }
    let input = GroupScan.Input(column: 2)
    let filtered = GroupScan.Input(column: 2, filter: 0)
    let scan = GroupScan(
      columns: [key.column(), other.column(offset: 5, divisor: 2, table: table), value.column()],
      keys: [(0, 6), (1, 5)],
      aggregates: [
        .count(input), .sum(input), .least(input), .most(input),
        .distinct(input, size: Int(width)), .sum(filtered), .count(filtered),
        .count(GroupScan.Input(column: nil, filter: 0)), .keep(input),
      ])
    let keeps: (Int) -> Bool =
      [{ _ in true }, { $0 % 7 == 2 }, { $0 % 7 != 2 }, { _ in false }][Int(seed / 4 % 4)]
    let worker = run(scan, rows: rows, keep: keeps)
    var members: [Int: [Int]] = [:]
    for row in 0..<rows where keeps(row) {
      let first = key.values[row].map { Int($0) } ?? 5
      let place = table[Int(((other.values[row] ?? 0) + 5) / 2)]
      let second = place == ScanColumn.missing ? 4 : Int(place)
      members[first * 5 + second, default: []].append(row)
    }
    let groups = worker.filledGroups
    #expect(groups == members.keys.sorted())
    let own = groups.map { (members[$0] ?? []).compactMap { value.values[$0] } }
    let third = groups.map { (members[$0] ?? []).filter { $0 % 3 == 0 } }
    let thirdValues = third.map { $0.compactMap { value.values[$0] } }
    #expect(worker.rowCounts(groups) == groups.map { Int64(members[$0]?.count ?? 0) })
    #expect(worker.counts(input, groups) == own.map { Int64($0.count) })
    #expect(worker.sums(input, groups) == own.map { UInt64($0.reduce(0, +)) })
    #expect(
      worker.extremes(input, isLargest: false, groups) == own.map { $0.min().map { UInt32($0) } })
    #expect(
      worker.extremes(input, isLargest: true, groups) == own.map { $0.max().map { UInt32($0) } })
    #expect(worker.distinctCounts(input, groups) == own.map { Int64(Set($0).count) })
    #expect(worker.sums(filtered, groups) == thirdValues.map { UInt64($0.reduce(0, +)) })
    #expect(worker.counts(filtered, groups) == thirdValues.map { Int64($0.count) })
    #expect(
      worker.counts(GroupScan.Input(column: nil, filter: 0), groups)
        == third.map { Int64($0.count) })
  }

  @Test("Ranks of kept codes are those of a sort", arguments: UInt64(1)...30)
  func ranks(seed: UInt64) throws {
    let rows = [1, 40, 49, 3000, 100_000][Int(seed % 5)]
    let width: Int64 = [1, 3, 2000, 90_000, 4_000_000_000][Int(seed % 5 + seed / 5) % 5]
    let key = Sample(count: rows, below: 3, nullShare: 0, seed: seed)
    let value = Sample(count: rows, below: width, nullShare: seed % 2 * 30, seed: seed + 9)
    let input = GroupScan.Input(column: 1)
    let scan = GroupScan(
      columns: [key.column(), value.column()], keys: [(0, 4)], aggregates: [.keep(input)])
    let worker = run(scan, rows: rows) { $0 % 5 != 1 || rows < 5 }
    let groups = worker.filledGroups
    let fractions = [
      (0.0, true), (0.25, true), (0.5, false), (0.9, true), (0.99, false), (1, true),
    ]
    let found = try worker.keptCodes(input).byGroup(scan.groups).ranked(
      groups, fractions: fractions, threads: 2)
    for (place, group) in groups.enumerated() {
      let own = (0..<rows).filter { key.values[$0] == Int64(group) && ($0 % 5 != 1 || rows < 5) }
        .compactMap { value.values[$0] }.sorted()
      guard !own.isEmpty else { continue }
      for (index, (fraction, isDiscrete)) in fractions.enumerated() {
        let rank = found[index][place]
        if isDiscrete {
          let wanted = max(1, Int((fraction * Double(own.count)).rounded(.up)))
          #expect(Int64(rank.low) == own[wanted - 1])
        } else {
          let at = fraction * Double(own.count - 1)
          #expect(Int64(rank.low) == own[Int(at.rounded(.down))])
          #expect(Int64(rank.high) == own[Int(at.rounded(.up))])
        }
      }
    }
  }

  @Test("Rows come in the order of a stable sort by all keys", arguments: UInt64(1)...40)
  func ordering(seed: UInt64) throws {
    let rows = [0, 1, 30, 1000, 70_000][Int(seed % 5)]
    let samples = [
      Sample(count: rows, below: 40, nullShare: seed % 3 * 10, seed: seed),
      Sample(count: rows, below: 3_000_000, nullShare: seed % 2 * 10, seed: seed + 1),
      Sample(count: rows, below: 2, nullShare: 0, seed: seed + 2),
    ]
    let largest: [UInt32] = [39, 2_999_999, 1]
    let flags = (0..<3).map { (seed >> UInt64($0) & 1 == 1, seed >> UInt64($0 + 1) & 1 == 1) }
    let keys = samples.indices.map {
      OrderedScan.Key(
        column: samples[$0].column(), largest: largest[$0], isDescending: flags[$0].0,
        nullsFirst: flags[$0].1)
    }
    let partition = Int(seed / 5 % 4)
    let scan = try #require(
      OrderedScan(
        partition: Array(keys.prefix(partition)), order: Array(keys.dropFirst(partition)),
        rows: rows))
    let order = try scan.rows(of: rows, threads: 2) { start, mask in
      mask.keep { (start + $0) % 4 != 1 }
    }
    /// Where a row stands for one key.
    func place(_ row: Int, _ key: Int) -> Int64 {
      guard let value = samples[key].values[row] else { return flags[key].1 ? .min : .max }
      return flags[key].0 ? -value : value
    }
    let expected = (0..<rows).filter { $0 % 4 != 1 }.sorted { one, other in
      for key in keys.indices where place(one, key) != place(other, key) {
        return place(one, key) < place(other, key)
      }
      return one < other
    }
    #expect((0..<order.count).map { order.row($0) } == expected)
    for index in expected.indices {
      let isNew =
        index == 0
        || (0..<partition).contains {
          place(expected[index], $0) != place(expected[index - 1], $0)
        }
      #expect(order.begins(index) == isNew)
    }
    #expect(
      order.values(samples[1].packed, from: 0, count: order.count)
        == expected.map { samples[1].values[$0] ?? 0 })
  }

  @Test("Masks join as sets do", arguments: UInt64(1)...30)
  func masks(seed: UInt64) {
    let count = [0, 1, 63, 64, 65, 500][Int(seed % 6)]
    func made(_ kind: UInt64, _ modulus: Int) -> (RowMask, Set<Int>) {
      var mask = RowMask(capacity: count)
      mask.reset(count: count)
      if kind == 1 { mask.clear() }
      if kind == 2 { mask.keep { $0 % modulus == 0 } }
      let rows = kind == 1 ? [] : (0..<count).filter { kind == 0 || $0 % modulus == 0 }
      return (mask, Set(rows))
    }
    for one in 0..<3 as Range<UInt64> {
      for other in 0..<3 as Range<UInt64> {
        let (first, firstRows) = made(one, 2)
        let (second, secondRows) = made(other, 3)
        var both = first
        both.formIntersection(second)
        #expect(both.rows == firstRows.intersection(secondRows).sorted())
        #expect(both.population == both.rows.count)
        var either = first
        either.formUnion(second)
        #expect(either.rows == firstRows.union(secondRows).sorted())
        #expect(either.bitmap.rows == either.rows)
      }
    }
  }
}
