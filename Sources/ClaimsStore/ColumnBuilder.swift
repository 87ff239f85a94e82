import ClaimsKernels

/// Collects the values of one column, packing them block by block.
struct ColumnBuilder {
  /// A packed run of rows.
  typealias Part = ColumnTile.Run

  private(set) var parts: [Part] = []
  private(set) var count = 0
  private var pending: [Int64] = []
  private var pendingNulls: [UInt8] = []
  private var anyNull = false

  init() {
    pending.reserveCapacity(ClaimsColumn.blockRows)
    pendingNulls.reserveCapacity(ClaimsColumn.blockRows)
  }

  mutating func append(_ value: Int64) {
    pending.append(value)
    pendingNulls.append(0)
    count += 1
    if pending.count == ClaimsColumn.blockRows { flush() }
  }

  mutating func appendNull() {
    pending.append(0)
    pendingNulls.append(1)
    anyNull = true
    count += 1
    if pending.count == ClaimsColumn.blockRows { flush() }
  }

  mutating func append(_ value: Int64?) {
    if let value { append(value) } else { appendNull() }
  }

  mutating func flush() {
    guard !pending.isEmpty else { return }
    parts.append(packPart(pending, nulls: anyNull ? pendingNulls : []))
    pending.removeAll(keepingCapacity: true)
    pendingNulls.removeAll(keepingCapacity: true)
    anyNull = false
  }
}

/// Packs a run of values with the width that they need by themselves.
func packPart(_ values: [Int64], nulls marks: [UInt8]) -> ColumnBuilder.Part {
  let nulls = marks.contains(1) ? marks : []
  let spread = integerSpread(values, nulls: nulls)
  var packer = PackedIntegersBuilder(count: values.count, spread: spread)
  packer.store(values, nulls: nulls, count: values.count, at: 0)
  var bitmap: Bitmap?
  if !nulls.isEmpty {
    bitmap = Bitmap(repeating: false, count: values.count)
    bitmap?.store(nulls, at: 0, length: values.count)
  }
  return ColumnBuilder.Part(values: packer.finish(), nulls: bitmap, spread: spread)
}

extension ClaimsColumn {
  /// Joins parts into one column with one width.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - type: Its type; not text.
  ///   - parts: The runs of rows in order.
  init(name: String, type: ClaimsType, parts: [ColumnBuilder.Part]) {
    var spread: IntegerSpread?
    for part in parts {
      guard let next = part.spread else { continue }
      spread = spread?.union(next) ?? next
    }
    var join = PackedJoin(
      count: parts.reduce(0) { $0 + $1.values.count }, spread: spread,
      hasNulls: parts.contains { $0.nulls != nil })
    for part in parts { join.append(part.values, nulls: part.nulls) }
    self.init(name: name, type: type, joined: join, dictionary: nil)
  }

  /// Joins parts of text codes, each with its own list of texts.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - groups: Runs of rows in order; their codes index `texts`, in any order, unused ones too.
  init(name: String, groups: [(texts: [[UInt8]], parts: [ColumnBuilder.Part])]) {
    self.init(
      name: name, sources: groups.map(\.texts),
      parts: groups.enumerated().flatMap { index, group in group.parts.map { ($0, index) } },
      areAllUsed: false)
  }

  /// Joins parts of text codes that share lists of texts.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - sources: The lists of texts, in any order.
  ///   - parts: Runs of rows in order, each with the list that its codes index.
  ///   - areAllUsed: Whether every text is known to stand in some row.
  init(
    name: String, sources: [[[UInt8]]], parts: [(run: ColumnBuilder.Part, source: Int)],
    areAllUsed: Bool
  ) {
    let used = areAllUsed ? nil : usedCodes(sources.map(\.count), parts)
    // Texts order by their bytes; the first eight as one number decide most comparisons.
    var all: [(prefix: UInt64, source: Int, code: Int)] = []
    for (source, texts) in sources.enumerated() {
      for (code, text) in texts.enumerated() where used?[source][code] ?? true {
        all.append((textPrefix(text), source, code))
      }
    }
    all.sort { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      return sources[left.source][left.code]
        .lexicographicallyPrecedes(sources[right.source][right.code])
    }
    var maps = sources.map { [UInt32](repeating: 0, count: $0.count) }
    var sorted: [[UInt8]] = []
    for entry in all {
      let text = sources[entry.source][entry.code]
      if sorted.last != text { sorted.append(text) }
      maps[entry.source][entry.code] = UInt32(sorted.count - 1)
    }
    var spread: IntegerSpread?
    if !sorted.isEmpty {
      spread = IntegerSpread(
        minimum: 0, maximum: Int64(sorted.count - 1), step: sorted.count > 1 ? 1 : 0)
    }
    var join = PackedJoin(
      count: parts.reduce(0) { $0 + $1.run.values.count }, spread: spread,
      hasNulls: parts.contains { $0.run.nulls != nil })
    for part in parts {
      join.append(part.run.values, nulls: part.run.nulls, map: maps[part.source])
    }
    self.init(name: name, type: .text, joined: join, dictionary: TextDictionary(sorted: sorted))
  }

  private init(
    name: String, type: ClaimsType, joined: consuming PackedJoin, dictionary: TextDictionary?
  ) {
    let (values, nulls, blocks) = joined.finish(blockRows: Self.blockRows)
    self.init(
      name: name, type: type, values: values, nulls: nulls, dictionary: dictionary,
      blocks: blocks.map { .init(minimum: $0.low, maximum: $0.high, nullCount: $0.nulls) })
  }

  /// The whole column as one run, for joining it with others.
  var run: ColumnBuilder.Part {
    var spread: IntegerSpread?
    for block in blocks.indices {
      let rows = min(Self.blockRows, count - block * Self.blockRows)
      if blocks[block].nullCount == rows { continue }
      let (low, high) = (blocks[block].minimum, blocks[block].maximum)
      let next = IntegerSpread(minimum: low, maximum: high, step: low == high ? 0 : values.step)
      spread = spread?.union(next) ?? next
    }
    return ColumnBuilder.Part(values: values, nulls: nulls, spread: spread)
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
