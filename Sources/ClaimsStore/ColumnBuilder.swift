import ClaimsKernels

/// Collects the values of one column, packing them block by block.
struct ColumnBuilder {
  /// A packed run of rows.
  struct Part: Sendable {
    var values: PackedIntegers
    var nulls: Bitmap?
    var spread: IntegerSpread?
  }

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
    self.init(name: name, type: type, parts: parts.map { ($0, nil) }, dictionary: nil)
  }

  /// Joins parts of text codes, each with its own list of texts.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - groups: Runs of rows in order; their codes index `texts`, in any order, unused ones too.
  init(name: String, groups: [(texts: [[UInt8]], parts: [ColumnBuilder.Part])]) {
    var used = groups.map { [Bool](repeating: false, count: $0.texts.count) }
    var tile: [Int64] = []
    for (group, content) in groups.enumerated() {
      for part in content.parts where part.spread != nil {
        if tile.count < part.values.count { tile = [Int64](repeating: 0, count: part.values.count) }
        part.values.decode(from: 0, count: part.values.count, into: &tile)
        if let nulls = part.nulls {
          for row in 0..<part.values.count where !nulls[row] { used[group][Int(tile[row])] = true }
        } else {
          for row in 0..<part.values.count { used[group][Int(tile[row])] = true }
        }
      }
    }
    var all: [(text: [UInt8], group: Int, code: Int)] = []
    for (group, content) in groups.enumerated() {
      for (code, text) in content.texts.enumerated() where used[group][code] {
        all.append((text, group, code))
      }
    }
    all.sort { $0.text.lexicographicallyPrecedes($1.text) }
    var maps = groups.map { [Int64](repeating: 0, count: $0.texts.count) }
    var sorted: [[UInt8]] = []
    for entry in all {
      if sorted.last != entry.text { sorted.append(entry.text) }
      maps[entry.group][entry.code] = Int64(sorted.count - 1)
    }
    var mapped: [(ColumnBuilder.Part, [Int64]?)] = []
    for (group, content) in groups.enumerated() {
      let isIdentity = maps[group].indices.allSatisfy { maps[group][$0] == Int64($0) }
      for part in content.parts { mapped.append((part, isIdentity ? nil : maps[group])) }
    }
    self.init(
      name: name, type: .text, parts: mapped, dictionary: TextDictionary(sorted: sorted))
  }

  private init(
    name: String, type: ClaimsType, parts: [(part: ColumnBuilder.Part, map: [Int64]?)],
    dictionary: TextDictionary?
  ) {
    let total = parts.reduce(0) { $0 + $1.part.values.count }
    var spread: IntegerSpread?
    if let dictionary {
      if dictionary.count > 0 {
        spread = IntegerSpread(
          minimum: 0, maximum: Int64(dictionary.count - 1), step: dictionary.count > 1 ? 1 : 0)
      }
    } else {
      for (part, _) in parts {
        guard let next = part.spread else { continue }
        spread = spread?.union(next) ?? next
      }
    }
    var packer = PackedIntegersBuilder(count: total, spread: spread)
    let hasNulls = parts.contains { $0.part.nulls != nil }
    var words = [UInt64](repeating: 0, count: hasNulls ? (total + 63) / 64 : 0)
    var tile: [Int64] = []
    var nullBytes: [UInt8] = []
    var statistics = BlockCollector()
    var row = 0
    for (part, map) in parts {
      let length = part.values.count
      if tile.count < length { tile = [Int64](repeating: 0, count: length) }
      part.values.decode(from: 0, count: length, into: &tile)
      if let nulls = part.nulls {
        nullBytes = [UInt8](repeating: 0, count: length)
        for index in nulls.rows {
          nullBytes[index] = 1
          words[(row + index) >> 6] |= 1 << UInt64((row + index) & 63)
        }
      } else {
        nullBytes = []
      }
      if let map {
        for index in 0..<length where nullBytes.isEmpty || nullBytes[index] == 0 {
          tile[index] = map[Int(tile[index])]
        }
      }
      packer.store(tile, nulls: nullBytes, count: length, at: row)
      statistics.add(tile, nulls: nullBytes, count: length)
      row += length
    }
    self.init(
      name: name, type: type, values: packer.finish(),
      nulls: hasNulls ? Bitmap(words: words, count: total) : nil, dictionary: dictionary,
      blocks: statistics.finish())
  }
}

/// Gathers block statistics from runs of any length.
private struct BlockCollector {
  private var blocks: [ClaimsColumn.BlockStatistics] = []
  private var current = ClaimsColumn.BlockStatistics(minimum: .max, maximum: .min, nullCount: 0)
  private var rows = 0

  mutating func add(_ values: [Int64], nulls: [UInt8], count: Int) {
    var index = 0
    while index < count {
      let end = min(count, index + ClaimsColumn.blockRows - rows)
      var (low, high, empty) = (current.minimum, current.maximum, 0)
      if nulls.isEmpty {
        for position in index..<end {
          low = min(low, values[position])
          high = max(high, values[position])
        }
      } else {
        for position in index..<end {
          if nulls[position] != 0 {
            empty += 1
          } else {
            low = min(low, values[position])
            high = max(high, values[position])
          }
        }
      }
      current.minimum = low
      current.maximum = high
      current.nullCount += empty
      rows += end - index
      index = end
      if rows == ClaimsColumn.blockRows { close() }
    }
  }

  private mutating func close() {
    if current.nullCount == rows { (current.minimum, current.maximum) = (0, 0) }
    blocks.append(current)
    current = ClaimsColumn.BlockStatistics(minimum: .max, maximum: .min, nullCount: 0)
    rows = 0
  }

  mutating func finish() -> [ClaimsColumn.BlockStatistics] {
    if rows > 0 { close() }
    return blocks
  }
}
