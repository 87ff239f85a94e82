import ClaimsKernels

/// Gives rows with equal keys the same group number.
struct GroupKeys: Sendable {
  /// How a key becomes numbers.
  private enum Part: Sendable {
    case narrow
    case wide
    case text
  }
  /// The domain of each key when all are small: a group number is then computed, not looked up.
  struct Dense: Sendable {
    var ranges: [ClosedRange<Int64>]
    /// The number of possible groups; one more than the range for nulls, for each key.
    var count: Int

    /// The most groups that are counted in arrays.
    static let limit = 1 << 22

    init?(_ ranges: [ClosedRange<Int64>?]) {
      var total = 1
      self.ranges = []
      for range in ranges {
        guard let range else { return nil }
        let (width, tooWide) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        guard !tooWide, width < Int64(Self.limit) else { return nil }
        total *= Int(width) + 2
        guard total <= Self.limit else { return nil }
        self.ranges.append(range)
      }
      count = total
    }
  }

  let types: [ClaimsType]
  let dense: Dense?
  private let parts: [Part]
  private let stride: Int
  private var table: KeyTable
  /// The texts of keys whose codes are not those of one dictionary, by key.
  private var texts: [[String]]
  private var textCodes: [[String: Int64]]
  /// The dictionary of a text key, when all its codes come from one.
  private var pools: [TextPool?]

  init(types: [ClaimsType], dense: Dense?) {
    self.types = types
    self.dense = dense
    parts = types.map { $0 == .text ? .text : SQLVector.isWide($0) ? .wide : .narrow }
    // One word for each key and one more for a wide one, then the bits of nulls.
    stride = parts.reduce(1) { total, part in
      if case .wide = part { total + 2 } else { total + 1 }
    }
    table = KeyTable(width: stride)
    texts = types.map { _ in [] }
    textCodes = types.map { _ in [:] }
    pools = types.map { _ in nil }
  }

  /// The number of groups, or of possible ones when they are computed.
  var count: Int { dense?.count ?? table.count }

  /// The group of each row.
  mutating func groups(_ keys: [SQLVector], count rows: Int) -> [Int32] {
    for (index, key) in keys.enumerated() {
      if case .text(_, let pool) = key.content, case .sorted = pool, pools[index] == nil {
        pools[index] = pool
      }
    }
    if keys.isEmpty {
      if dense == nil, table.count == 0 { _ = table.numbers([[0]]) }
      return [Int32](repeating: 0, count: rows)
    }
    if let dense { return denseGroups(keys, dense, rows) }
    var columns: [[Int64]] = []
    var nulls = [Int64](repeating: 0, count: rows)
    for (index, key) in keys.enumerated() {
      var parts = numbers(key, index)
      if key.nulls.contains(1) {
        let bit = Int64(1) << Int64(index % 63)
        nulls = zipMap(nulls, key.nulls) { $1 != 0 ? $0 | bit : $0 }
        parts = parts.map { zipMap($0, key.nulls) { $1 != 0 ? 0 : $0 } }
      }
      columns += parts
    }
    return table.numbers(columns + [nulls])
  }

  private func denseGroups(_ keys: [SQLVector], _ dense: Dense, _ rows: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: rows)
    for (index, key) in keys.enumerated() {
      let range = dense.ranges[index]
      let width = Int32(range.upperBound - range.lowerBound) + 2
      let low = range.lowerBound
      let values: [Int64]
      switch key.content {
      case .narrow(let numbers): values = numbers
      case .text(let codes, _): values = codes
      default: preconditionFailure("A dense key is narrow")
      }
      if key.nulls.isEmpty {
        result = zipMap(result, values) { $0 &* width &+ Int32(truncatingIfNeeded: $1 &- low) }
      } else {
        let places = zipMap(values, key.nulls) { value, isNull in
          isNull != 0 ? width - 1 : Int32(truncatingIfNeeded: value &- low)
        }
        result = zipMap(result, places) { $0 &* width &+ $1 }
      }
    }
    return result
  }

  /// The numbers that stand for a key's values.
  private mutating func numbers(_ key: SQLVector, _ index: Int) -> [[Int64]] {
    switch key.content {
    case .narrow(let values): return [values]
    case .real(let values):
      return [
        fastMap(values) { $0.isNaN ? .max : Int64(bitPattern: ($0 == 0 ? 0 : $0).bitPattern) }
      ]
    case .wide(let values):
      return [
        values.map { Int64(truncatingIfNeeded: $0) },
        values.map { Int64(truncatingIfNeeded: $0 >> 64) },
      ]
    case .text(let codes, .sorted): return [codes]
    case .text(let codes, .list(let list)):
      var known = [Int64](repeating: -1, count: list.count)
      var result = [Int64](repeating: 0, count: codes.count)
      for row in codes.indices where !key.isNull(row) {
        let code = Int(codes[row])
        if known[code] < 0 { known[code] = intern(list[code], index) }
        result[row] = known[code]
      }
      return [result]
    }
  }

  private mutating func intern(_ text: String, _ index: Int) -> Int64 {
    if let code = textCodes[index][text] { return code }
    let code = Int64(texts[index].count)
    textCodes[index][text] = code
    texts[index].append(text)
    return code
  }

  /// Takes over the groups of later rows.
  ///
  /// - Returns: The group here of each group there; `nil` when they are the same.
  mutating func merge(_ other: GroupKeys) -> [Int32]? {
    for index in pools.indices where pools[index] == nil { pools[index] = other.pools[index] }
    guard dense == nil else { return nil }
    var columns = (0..<stride).map { place in
      (0..<other.table.count).map { other.table.word($0, place) }
    }
    var place = 0
    for index in parts.indices {
      if case .text = parts[index], !other.texts[index].isEmpty {
        for group in 0..<other.table.count
        where columns[stride - 1][group] >> Int64(index % 63) & 1 == 0 {
          columns[place][group] = intern(
            other.texts[index][Int(columns[place][group])], index)
        }
      }
      if case .wide = parts[index] { place += 2 } else { place += 1 }
    }
    return table.numbers(columns)
  }

  /// The key values of groups.
  func vectors(_ groups: [Int]) -> [SQLVector] {
    if let dense { return denseVectors(groups, dense) }
    var place = 0
    return parts.indices.map { index in
      let start = place
      if case .wide = parts[index] { place += 2 } else { place += 1 }
      let nulls = groups.map {
        UInt8(truncatingIfNeeded: table.word($0, stride - 1) >> Int64(index % 63) & 1)
      }
      let low = groups.map { table.word($0, start) }
      let content: SQLVector.Content =
        switch parts[index] {
        case .wide:
          .wide(
            groups.map { group in
              Int128(table.word(group, start + 1)) << 64
                | Int128(UInt64(bitPattern: table.word(group, start)))
            })
        case .text:
          if let pool = pools[index], texts[index].isEmpty {
            .text(low, pool)
          } else {
            .text(low, .list(texts[index].isEmpty ? [""] : texts[index]))
          }
        case .narrow:
          types[index] == .double
            ? .real(low.map { $0 == .max ? .nan : Double(bitPattern: UInt64(bitPattern: $0)) })
            : .narrow(low)
        }
      return SQLVector(type: types[index], content: content, nulls: nulls.contains(1) ? nulls : [])
    }
  }

  private func denseVectors(_ groups: [Int], _ dense: Dense) -> [SQLVector] {
    var rest = groups
    var result: [SQLVector] = []
    for index in dense.ranges.indices.reversed() {
      let range = dense.ranges[index]
      let width = Int(range.upperBound - range.lowerBound) + 2
      let places = rest.map { $0 % width }
      rest = rest.map { $0 / width }
      let nulls = places.map { $0 == width - 1 ? UInt8(1) : 0 }
      let values = places.map { $0 == width - 1 ? 0 : range.lowerBound + Int64($0) }
      let content: SQLVector.Content =
        types[index] == .text ? .text(values, pools[index] ?? .list([""])) : .narrow(values)
      result.insert(
        SQLVector(type: types[index], content: content, nulls: nulls.contains(1) ? nulls : []),
        at: 0)
    }
    return result
  }
}

extension BoundExpression {
  /// A range that holds every stored integer of the expression, when one is known.
  func bounds(_ relation: Relation) -> ClosedRange<Int64>? {
    switch node {
    case .column(let index):
      let table: ClaimsTable
      switch relation.source {
      case .table(let whole): table = whole
      case .ordered(let rows) where index < rows.table.columns.count: table = rows.table
      case .projection(let projection):
        return projection.items[index].bounds(projection.inner)
      case .vectors(let vectors):
        guard case .narrow(let values) = vectors[index].content, vectors[index].nulls.isEmpty
        else { return nil }
        return extent(values)
      default: return nil
      }
      let column = table.columns[index]
      let filled = column.blocks.indices.filter { block in
        let rows = min(ClaimsColumn.blockRows, column.count - block * ClaimsColumn.blockRows)
        return column.blocks[block].nullCount < rows
      }
      guard let first = filled.first else { return 0...0 }
      return filled.reduce(column.blocks[first].minimum...column.blocks[first].maximum) {
        known, block in
        min(
          known.lowerBound, column.blocks[block].minimum)...max(
            known.upperBound, column.blocks[block].maximum)
      }
    case .constant(.integer(let value)):
      return Int64(exactly: value).map { $0...$0 }
    case .constant(.date(let days)): return Int64(days)...Int64(days)
    case .constant(.timestamp(let micros)): return micros...micros
    case .comparison, .and, .or, .not, .isNull, .like: return 0...1
    case .arithmetic(let symbol, let left, let right):
      guard !SQLVector.isWide(type), type.isNumeric, type != .double,
        let one = left.bounds(relation),
        let other = right.bounds(relation)
      else { return nil }
      switch symbol {
      case .add:
        return sum(one, other)
      case .subtract:
        guard other.lowerBound > .min else { return nil }
        return sum(one, -other.upperBound ... -other.lowerBound)
      case .multiply:
        var ends: [Int64] = []
        for left in [one.lowerBound, one.upperBound] {
          for right in [other.lowerBound, other.upperBound] {
            let (value, overflow) = left.multipliedReportingOverflow(by: right)
            if overflow { return nil }
            ends.append(value)
          }
        }
        guard let low = ends.min(), let high = ends.max() else { return nil }
        return low...high
      default: return nil
      }
    case .cast(let operand):
      guard let inner = operand.bounds(relation) else { return nil }
      switch (operand.type, type) {
      case (.integer, .bigint), (.bigint, .integer), (.boolean, .integer), (.boolean, .bigint):
        return inner
      case (.timestamp, .date):
        return floorDivide(
          inner.lowerBound, 86_400_000_000)...floorDivide(
            inner.upperBound, 86_400_000_000)
      case (.date, .timestamp):
        let unit: Int64 = 86_400_000_000
        guard abs(inner.lowerBound) < 100_000_000, abs(inner.upperBound) < 100_000_000 else {
          return nil
        }
        return inner.lowerBound * unit...inner.upperBound * unit
      default: return nil
      }
    case .part(let part, let operand):
      switch part {
      case .quarter: return 1...4
      case .month: return 1...12
      case .day: return 1...31
      case .hour: return 0...23
      case .minute, .second: return 0...59
      case .isodow: return 1...7
      case .year:
        guard let inner = operand.bounds(relation) else { return nil }
        let unit: Int64 = operand.type == .date ? 86_400_000_000 : 1
        guard
          unit == 1 || abs(inner.lowerBound) < 100_000_000 && abs(inner.upperBound) < 100_000_000
        else { return nil }
        return part.value(inner.lowerBound * unit)...part.value(inner.upperBound * unit)
      default: return nil
      }
    case .difference(let part, let from, let to):
      guard part != .week, let one = from.bounds(relation), let other = to.bounds(relation) else {
        return nil
      }
      return part.index(other.lowerBound) - part.index(one.upperBound)...part.index(
        other.upperBound)
        - part.index(one.lowerBound)
    default: return nil
    }
  }

  /// The dictionary whose codes stand for the texts of the expression, when there is one.
  func dictionary(_ relation: Relation) -> TextDictionary? {
    guard case .column(let index) = node else { return nil }
    switch relation.source {
    case .table(let table): return table.columns[index].dictionary
    case .ordered(let rows):
      return index < rows.table.columns.count ? rows.table.columns[index].dictionary : nil
    case .projection(let projection):
      return projection.items[index].dictionary(projection.inner)
    case .vectors: return nil
    }
  }

  private func sum(_ one: ClosedRange<Int64>, _ other: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    let (low, under) = one.lowerBound.addingReportingOverflow(other.lowerBound)
    let (high, over) = one.upperBound.addingReportingOverflow(other.upperBound)
    return under || over ? nil : low...high
  }
}
