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
    self.init(ColumnDraft(name: name, type: type, runs: parts))
  }

  /// Joins parts of text codes, each with its own list of texts.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - groups: Runs of rows in order; their codes index `texts`, in any order, unused ones too.
  init(name: String, groups: [(texts: [[UInt8]], parts: [ColumnBuilder.Part])]) {
    self.init(
      ColumnDraft(
        name: name, type: .text, runs: groups.flatMap(\.parts),
        sources: groups.enumerated().flatMap { index, group in group.parts.map { _ in index } },
        lists: groups.map(\.texts), areAllUsed: false))
  }
}
