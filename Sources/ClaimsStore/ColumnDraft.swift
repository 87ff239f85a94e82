import ClaimsKernels

/// A column in the runs in which it was read, before one width is chosen for all of them.
struct ColumnDraft: Sendable {
  var name: String
  var type: ClaimsType
  /// The runs of rows in order.
  var runs: [ColumnBuilder.Part]
  /// For text, the list that each run's codes index.
  var sources: [Int] = []
  /// Lists of texts, in any order.
  var lists: [[[UInt8]]] = []
  /// Whether every text is known to stand in some row.
  var areAllUsed = false

  var count: Int { runs.reduce(0) { $0 + $1.values.count } }

  /// Whether no row has a value.
  var isAllNull: Bool { runs.allSatisfy { $0.spread == nil } }

  /// Takes another column's rows behind its own; the types agree.
  mutating func append(_ other: ColumnDraft) {
    runs += other.runs
    sources += other.sources.map { $0 + lists.count }
    lists += other.lists
    areAllUsed = areAllUsed && other.areAllUsed
  }

  /// What all runs have in common.
  func plan() -> Plan {
    var spread: IntegerSpread?
    var maps: [[UInt32]] = []
    var dictionary: TextDictionary?
    if type == .text {
      let texts = sortedTexts()
      maps = texts.maps
      dictionary = TextDictionary(sorted: texts.sorted)
      let count = texts.sorted.count
      if count > 0 {
        spread = IntegerSpread(minimum: 0, maximum: Int64(count - 1), step: count > 1 ? 1 : 0)
      }
    } else {
      for run in runs {
        guard let next = run.spread else { continue }
        spread = spread?.union(next) ?? next
      }
    }
    return Plan(
      count: count, spread: spread, hasNulls: runs.contains { $0.nulls != nil }, maps: maps,
      dictionary: dictionary)
  }

  /// What is known of a column before its runs are joined.
  struct Plan: Sendable {
    var count: Int
    var spread: IntegerSpread?
    var hasNulls: Bool
    /// For text, the column's code for each code of each list.
    var maps: [[UInt32]]
    var dictionary: TextDictionary?

    var base: Int64 { spread?.minimum ?? 0 }
    var step: UInt64 { max(spread?.step ?? 1, 1) }
    var width: CodeWidth { spread?.width ?? .none }
  }

  /// The distinct texts in their order, and each list's codes among them.
  private func sortedTexts() -> (sorted: [[UInt8]], maps: [[UInt32]]) {
    let used =
      areAllUsed ? nil : usedCodes(lists.map(\.count), Array(zip(runs, sources)))
    // Texts order by their bytes; the first eight as one number decide most comparisons.
    var all: [(prefix: UInt64, list: Int, code: Int)] = []
    for (list, texts) in lists.enumerated() {
      for (code, text) in texts.enumerated() where used?[list][code] ?? true {
        all.append((textPrefix(text), list, code))
      }
    }
    all.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return lists[left.list][left.code].lexicographicallyPrecedes(lists[right.list][right.code])
    }
    var maps = lists.map { [UInt32](repeating: 0, count: $0.count) }
    var sorted: [[UInt8]] = []
    for entry in all {
      let text = lists[entry.list][entry.code]
      if sorted.last != text { sorted.append(text) }
      maps[entry.list][entry.code] = UInt32(sorted.count - 1)
    }
    return (sorted, maps)
  }

  /// Joins the runs.
  ///
  /// - Parameters:
  ///   - plan: The column's own.
  ///   - keepsAll: Whether the codes are kept together, not handed on.
  ///   - sink: Receives the codes of each block otherwise.
  /// - Returns: Nulls and extents, and the codes when they were kept.
  /// - Throws: What `sink` throws.
  func join<Failure: Error>(
    _ plan: Plan, keepsAll: Bool, sink: (ColumnBytes, Int) throws(Failure) -> Void
  ) throws(Failure) -> PackedJoin.Joined {
    var join = PackedJoin(
      count: plan.count, spread: plan.spread, hasNulls: plan.hasNulls,
      blockRows: ClaimsColumn.blockRows, keepsAll: keepsAll)
    for (index, run) in runs.enumerated() {
      let map = type == .text ? plan.maps[sources[index]] : nil
      try join.append(run.values, nulls: run.nulls, map: map, sink: sink)
    }
    return join.finish()
  }
}

extension ClaimsColumn {
  /// Joins the runs of a draft in memory.
  init(_ draft: ColumnDraft) {
    let plan = draft.plan()
    let joined = draft.join(plan, keepsAll: true) { _, _ in }
    guard let values = joined.values else { preconditionFailure("\(draft.name) was not kept") }
    self.init(
      name: draft.name, type: draft.type, values: values, nulls: joined.nulls,
      dictionary: plan.dictionary, blocks: joined.blocks.map(BlockStatistics.init(_:)))
  }

  /// The column as a draft of one run, for joining it with others.
  var draft: ColumnDraft {
    var spread: IntegerSpread?
    for block in blocks.indices {
      let rows = min(Self.blockRows, count - block * Self.blockRows)
      if blocks[block].nullCount == rows { continue }
      let (low, high) = (blocks[block].minimum, blocks[block].maximum)
      let next = IntegerSpread(minimum: low, maximum: high, step: low == high ? 0 : values.step)
      spread = spread?.union(next) ?? next
    }
    let texts = dictionary.map { known in (0..<known.count).map { known.utf8($0) } }
    return ColumnDraft(
      name: name, type: type,
      runs: [ColumnBuilder.Part(values: values, nulls: nulls, spread: spread)],
      sources: texts == nil ? [] : [0], lists: texts.map { [$0] } ?? [], areAllUsed: true)
  }
}

extension ClaimsColumn.BlockStatistics {
  init(_ block: (low: Int64, high: Int64, nulls: Int)) {
    self.init(minimum: block.low, maximum: block.high, nullCount: block.nulls)
  }
}

/// The first eight bytes as a number that orders as they do.
private func textPrefix(_ text: [UInt8]) -> UInt64 {
  var prefix: UInt64 = 0
  for place in 0..<8 { prefix = prefix << 8 | (place < text.count ? UInt64(text[place]) : 0) }
  return prefix
}

/// Which codes stand in some row, for each list of texts.
func usedCodes(
  _ counts: [Int], _ parts: [(run: ColumnBuilder.Part, source: Int)]
) -> [[Bool]] {
  var used = counts.map { [Bool](repeating: false, count: $0) }
  var tile: [Int64] = []
  var nulls: [UInt8] = []
  for part in parts where part.run.spread != nil {
    let count = part.run.values.count
    if tile.count < count { tile = [Int64](repeating: 0, count: count) }
    part.run.values.decode(from: 0, count: count, into: &tile)
    if let bitmap = part.run.nulls {
      if nulls.count < count { nulls = [UInt8](repeating: 0, count: count) }
      spread(bitmap, from: 0, count: count, into: &nulls)
      for row in 0..<count where nulls[row] == 0 { used[part.source][Int(tile[row])] = true }
    } else {
      for row in 0..<count { used[part.source][Int(tile[row])] = true }
    }
  }
  return used
}
