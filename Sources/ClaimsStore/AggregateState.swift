import ClaimsKernels

/// What an aggregate knows of each group so far.
struct AggregateState: Sendable {
  private let call: AggregateCall
  /// Rows that counted, by group.
  private var counts: [Int64] = []
  private var narrow: [Int64] = []
  private var wide: [Int128] = []
  private var reals: [Double] = []
  private var squares: [Double] = []
  private var texts: [String] = []
  /// Values kept one by one, with their groups, for quantiles and distinct counts.
  private var keptGroups: [Int32] = []
  private var kept: [SQLVector] = []
  /// For distinct counts of values from a small range: one bit for each group and value.
  private let distinctRange: ClosedRange<Int64>?
  private var bits: [UInt64] = []

  /// - Parameters:
  ///   - call: The aggregate.
  ///   - distinctRange: A range that holds every stored integer, small enough for one bit each.
  init(_ call: AggregateCall, distinctRange: ClosedRange<Int64>? = nil) {
    self.call = call
    self.distinctRange = distinctRange
  }

  /// Words of bits for one group.
  private var wordsPerGroup: Int {
    distinctRange.map { Int($0.upperBound - $0.lowerBound) / 64 + 1 } ?? 0
  }

  private enum Storage {
    case none
    case narrow
    case wide
    case real
    case text
  }

  private var argumentStorage: Storage {
    guard let type = call.argument?.type else { return .none }
    switch type {
    case .double: return .real
    case .text: return .text
    default: return SQLVector.isWide(type) ? .wide : .narrow
    }
  }

  private var keepsValues: Bool {
    if case .quantile = call.kind { return true }
    return call.isDistinct && call.kind != .minimum && call.kind != .maximum
  }

  /// Whether sums of this argument stay inside 64 bits for any number of rows that fit in memory.
  private var sumsNarrow: Bool {
    guard let type = call.argument?.type else { return false }
    return type == .integer || type == .boolean
  }

  /// Makes room for groups.
  mutating func grow(to groups: Int) {
    guard counts.count < groups else { return }
    let more = groups - counts.count
    counts += repeatElement(0, count: more)
    if distinctRange != nil { bits += repeatElement(0, count: more * wordsPerGroup) }
    guard !keepsValues else { return }
    switch call.kind {
    case .count: break
    case .sum, .average:
      if argumentStorage == .real {
        reals += repeatElement(0, count: more)
      } else if sumsNarrow {
        narrow += repeatElement(0, count: more)
      } else {
        wide += repeatElement(0, count: more)
      }
    case .deviation:
      reals += repeatElement(0, count: more)
      squares += repeatElement(0, count: more)
    case .minimum, .maximum:
      let isLargest = call.kind == .maximum
      switch argumentStorage {
      case .narrow: narrow += repeatElement(isLargest ? .min : .max, count: more)
      case .wide: wide += repeatElement(0, count: more)
      case .real: reals += repeatElement(0, count: more)
      default: texts += repeatElement("", count: more)
      }
    case .quantile: break
    }
  }

  /// Adds the rows of a batch.
  ///
  /// - Parameters:
  ///   - batch: The rows.
  ///   - allGroups: The group of each row.
  /// - Throws: ``ClaimsQueryError`` when a value does not fit its type.
  mutating func add(_ batch: QueryBatch, groups allGroups: [Int32]) throws {
    var groups = allGroups
    // The argument is computed for every row, also those that the filter leaves out.
    var argument = try call.argument?.evaluate(batch)
    if let filter = call.filter {
      let truth = try filter.truth(batch)
      let rows = markedRows(truth.yes)
      if rows.count < batch.count {
        argument = argument?.taking(rows)
        groups = rows.map { allGroups[$0] }
      }
    }
    guard var vector = argument else {
      countByGroup(groups, to: &counts)
      return
    }
    if vector.nulls.contains(1) {
      let rows = (0..<vector.count).filter { !vector.isNull($0) }
      vector = vector.taking(rows)
      vector.nulls = []
      groups = rows.map { groups[$0] }
    }
    if let distinctRange, let codes = vector.codes {
      setBits(
        codes, groups: groups, from: distinctRange.lowerBound, wordsPerGroup: wordsPerGroup,
        in: &bits)
      return
    }
    if keepsValues {
      keptGroups += groups
      kept.append(vector)
      return
    }
    try add(vector, groups)
  }

  private mutating func add(_ vector: SQLVector, _ groups: [Int32]) throws {
    switch (call.kind, vector.content) {
    case (.count, _): break
    case (.sum, .narrow(let values)), (.average, .narrow(let values)):
      if sumsNarrow, narrow.count == 1 {
        narrow[0] &+= sumWrapping(values)
      } else if sumsNarrow {
        addByGroup(values, groups: groups, to: &narrow)
      } else {
        for row in values.indices { try add(Int128(values[row]), Int(groups[row])) }
      }
    case (.sum, .wide(let values)), (.average, .wide(let values)):
      for row in values.indices { try add(values[row], Int(groups[row])) }
    case (.sum, .real(let values)), (.average, .real(let values)):
      for row in values.indices { reals[Int(groups[row])] += values[row] }
    case (.deviation, .real(let values)):
      for row in values.indices {
        let group = Int(groups[row])
        counts[group] += 1
        let apart = values[row] - reals[group]
        reals[group] += apart / Double(counts[group])
        squares[group] += apart * (values[row] - reals[group])
      }
      return
    case (_, .narrow(let values)) where narrow.count == 1:
      if let extreme = call.kind == .maximum ? values.max() : values.min() {
        narrow[0] = call.kind == .maximum ? max(narrow[0], extreme) : min(narrow[0], extreme)
      }
    case (_, .narrow(let values)):
      extremeByGroup(values, groups: groups, isLargest: call.kind == .maximum, to: &narrow)
    case (_, .wide(let values)):
      for row in values.indices { keep(values[row], Int(groups[row])) }
      return
    case (_, .real(let values)):
      for row in values.indices { keep(values[row], Int(groups[row])) }
      return
    case (_, .text(let codes, let pool)):
      for row in codes.indices { keep(pool[Int(codes[row])], Int(groups[row])) }
      return
    }
    countByGroup(groups, to: &counts)
  }

  private mutating func add(_ value: Int128, _ group: Int) throws {
    let (sum, overflow) = wide[group].addingReportingOverflow(value)
    if overflow {
      throw ClaimsQueryError(
        .outOfRange, at: call.position, "The sum does not fit \(call.type.sqlName)",
        remedy: "Sum fewer rows, or CAST to DOUBLE")
    }
    wide[group] = sum
  }

  private mutating func keep(_ value: Int128, _ group: Int) {
    let replaces = call.kind == .maximum ? value > wide[group] : value < wide[group]
    if counts[group] == 0 || replaces { wide[group] = value }
    counts[group] += 1
  }

  private mutating func keep(_ value: Double, _ group: Int) {
    let order = totalOrder(value, reals[group])
    if counts[group] == 0 || (call.kind == .maximum ? order > 0 : order < 0) {
      reals[group] = value
    }
    counts[group] += 1
  }

  private mutating func keep(_ value: String, _ group: Int) {
    let order = textOrder(value, texts[group])
    if counts[group] == 0 || (call.kind == .maximum ? order > 0 : order < 0) {
      texts[group] = value
    }
    counts[group] += 1
  }

  /// Adds what another state knows.
  ///
  /// - Parameters:
  ///   - other: A state of the same aggregate over later rows.
  ///   - groups: The group here of each group there; `nil` when they are the same.
  /// - Throws: ``ClaimsQueryError`` when a sum does not fit its type.
  mutating func merge(_ other: AggregateState, groups: [Int32]?) throws {
    if distinctRange != nil {
      precondition(groups == nil, "Bits are kept for computed groups only")
      bits = zipMap(bits, other.bits) { $0 | $1 }
      return
    }
    if keepsValues {
      keptGroups += groups.map { map in other.keptGroups.map { map[Int($0)] } } ?? other.keptGroups
      kept += other.kept
      return
    }
    for theirs in other.counts.indices where other.counts[theirs] > 0 {
      let group = groups.map { Int($0[theirs]) } ?? theirs
      let (mine, added) = (counts[group], other.counts[theirs])
      switch call.kind {
      case .count: break
      case .sum, .average:
        if argumentStorage == .real {
          reals[group] += other.reals[theirs]
        } else if sumsNarrow {
          narrow[group] &+= other.narrow[theirs]
        } else {
          try add(other.wide[theirs], group)
        }
      case .deviation:
        let total = Double(mine + added)
        let apart = other.reals[theirs] - reals[group]
        squares[group] +=
          other.squares[theirs] + apart * apart * Double(mine) * Double(added) / total
        reals[group] += apart * Double(added) / total
      case .minimum, .maximum:
        switch argumentStorage {
        case .narrow:
          narrow[group] =
            call.kind == .maximum
            ? max(narrow[group], other.narrow[theirs]) : min(narrow[group], other.narrow[theirs])
        case .wide:
          keep(other.wide[theirs], group)
          counts[group] = mine
        case .real:
          keep(other.reals[theirs], group)
          counts[group] = mine
        default:
          keep(other.texts[theirs], group)
          counts[group] = mine
        }
      case .quantile: break
      }
      counts[group] = mine + added
    }
  }

  /// The result of each group, in the order given.
  func finish(_ groups: [Int]) throws -> SQLVector {
    if distinctRange != nil {
      let words = wordsPerGroup
      let found = groups.map { group in
        bits[group * words..<(group + 1) * words].reduce(Int64(0)) {
          $0 + Int64($1.nonzeroBitCount)
        }
      }
      return SQLVector(type: .bigint, content: .narrow(found), nulls: [])
    }
    if keepsValues { return try finishKept(groups) }
    let nulls = groups.map { counts[$0] == 0 ? UInt8(1) : 0 }
    let missing = nulls.contains(1) ? nulls : []
    func result(_ content: SQLVector.Content) -> SQLVector {
      SQLVector(type: call.type, content: content, nulls: missing)
    }
    switch call.kind {
    case .count:
      return SQLVector(type: .bigint, content: .narrow(groups.map { counts[$0] }), nulls: [])
    case .sum:
      if argumentStorage == .real { return result(.real(groups.map { reals[$0] })) }
      return result(.wide(groups.map { sumsNarrow ? Int128(narrow[$0]) : wide[$0] }))
    case .average:
      return result(.real(groups.map { average($0) }))
    case .deviation:
      let tooFew = groups.map { counts[$0] < 2 ? UInt8(1) : 0 }
      return SQLVector(
        type: .double,
        content: .real(
          groups.map { counts[$0] < 2 ? 0 : (squares[$0] / Double(counts[$0] - 1)).squareRoot() }),
        nulls: tooFew.contains(1) ? tooFew : [])
    case .minimum, .maximum:
      switch argumentStorage {
      case .narrow: return result(.narrow(groups.map { counts[$0] == 0 ? 0 : narrow[$0] }))
      case .wide: return result(.wide(groups.map { wide[$0] }))
      case .real: return result(.real(groups.map { reals[$0] }))
      default:
        return result(.text(groups.indices.map { Int64($0) }, .list(groups.map { texts[$0] })))
      }
    case .quantile: return .constant(.null, call.type, count: groups.count)
    }
  }

  private func average(_ group: Int) -> Double {
    if case .real = argumentStorage { return reals[group] / Double(max(1, counts[group])) }
    return call.average(sumsNarrow ? Int128(narrow[group]) : wide[group], counts[group])
  }

  private func finishKept(_ groups: [Int]) throws -> SQLVector {
    let type = call.argument?.type ?? .integer
    let values = SQLVector.joined(kept, type: type)
    if let quick = narrowQuantiles(values, groups) { return quick }
    let keys = ValueOrder(values)
    // Sort rows by group, then by value.
    let byValue = keys.order
    let order = sortedOrder(byValue.map { UInt64(keptGroups[Int($0)]) }).map { byValue[Int($0)] }
    var ranges = [Range<Int>](repeating: 0..<0, count: (groups.max() ?? -1) + 1)
    var low = 0
    while low < order.count {
      let group = Int(keptGroups[Int(order[low])])
      var high = low
      while high < order.count, Int(keptGroups[Int(order[high])]) == group { high += 1 }
      if group < ranges.count { ranges[group] = low..<high }
      low = high
    }
    if case .quantile(let fraction, let isDiscrete) = call.kind {
      var results: [SQLValue] = []
      for group in groups {
        var rows = order[ranges[group]].map { Int($0) }
        if call.isDistinct { rows = keys.distinct(rows) }
        results.append(quantile(values, rows, fraction, isDiscrete))
      }
      return .make(results, call.type)
    }
    // A distinct count, sum or average: one row of each value counts.
    var inner = AggregateState(
      {
        var plain = call
        plain.isDistinct = false
        plain.filter = nil
        return plain
      }())
    inner.grow(to: ranges.count)
    var chosen: [Int] = []
    var owners: [Int32] = []
    for group in groups {
      let rows = keys.distinct(order[ranges[group]].map { Int($0) })
      chosen += rows
      owners += repeatElement(Int32(group), count: rows.count)
    }
    if call.kind == .count {
      countByGroup(owners, to: &inner.counts)
    } else {
      try inner.add(values.taking(chosen), owners)
    }
    return try inner.finish(groups)
  }

  /// Discrete quantiles of narrow values: one sort of group and value together.
  private func narrowQuantiles(_ values: SQLVector, _ groups: [Int]) -> SQLVector? {
    guard case .quantile(let fraction, isDiscrete: true) = call.kind, !call.isDistinct,
      case .narrow(let numbers) = values.content, let low = numbers.min(), let high = numbers.max()
    else { return nil }
    let (width, tooWide) = high.subtractingReportingOverflow(low)
    let most = UInt64(groups.max() ?? 0) + 1
    let (span, wraps) = UInt64(bitPattern: width).addingReportingOverflow(1)
    guard !tooWide, !wraps, !most.multipliedReportingOverflow(by: span).overflow else { return nil }
    let sorted = sortedKeys(
      zipMap(numbers, keptGroups) { UInt64(bitPattern: $0 &- low) &+ UInt64($1) &* span })
    var places = [Int](repeating: 0, count: Int(most) + 1)
    for group in keptGroups { places[Int(group) + 1] += 1 }
    for group in 0..<Int(most) { places[group + 1] += places[group] }
    let results = groups.map { group -> SQLValue in
      let count = places[group + 1] - places[group]
      guard count > 0 else { return .null }
      let rank = min(count, max(1, Int((fraction * Double(count)).rounded(.up))))
      let value =
        low &+ Int64(bitPattern: sorted[places[group] + rank - 1] &- UInt64(group) &* span)
      return SQLVector.value(Int128(value), call.type)
    }
    return .make(results, call.type)
  }

  private func quantile(
    _ values: SQLVector, _ rows: [Int], _ fraction: Double, _ isDiscrete: Bool
  ) -> SQLValue {
    guard !rows.isEmpty else { return .null }
    if isDiscrete {
      let place = max(1, Int((fraction * Double(rows.count)).rounded(.up)))
      return values[rows[min(place, rows.count) - 1]]
    }
    let place = fraction * Double(rows.count - 1)
    let (low, high) = (Int(place.rounded(.down)), Int(place.rounded(.up)))
    if low == high { return values[rows[low]] }
    switch (values[rows[low]], values[rows[high]]) {
    // Also when both are infinite, so that their difference is no number.
    case (.double(let one), .double(let other)) where one == other: return .double(one)
    case (.double(let one), .double(let other)):
      return .double(one + (other - one) * (place - Double(low)))
    case (.decimal(let one, let scale), .decimal(let other, _)):
      let share = place - Double(low)
      // DuckDB cuts the sum towards zero with one rounding in 64 bits, and only the step in 128.
      let between =
        SQLVector.isWide(values.type)
        ? one + Int128((Double(other - one) * share).rounded(.towardZero))
        : Int128(Double(one).addingProduct(Double(other - one), share).rounded(.towardZero))
      return .decimal(between, scale: scale)
    default: return .null
    }
  }
}

/// The order of a vector's values, nulls left out of account.
struct ValueOrder {
  private let values: SQLVector
  /// Equal values have equal ranks, larger ones larger ranks.
  let ranks: [UInt64]
  /// The rows, the smallest value first.
  let order: [UInt32]

  init(_ values: SQLVector) {
    self.values = values
    ranks = Self.ranks(values)
    let least = ranks.min() ?? 0
    order = sortedOrder(fastMap(ranks) { $0 &- least })
  }

  /// Numbers that order as the values do.
  static func ranks(_ values: SQLVector) -> [UInt64] {
    switch values.content {
    case .narrow(let numbers): return fastMap(numbers) { UInt64(bitPattern: $0) ^ 1 << 63 }
    case .real(let numbers): return fastMap(numbers) { ValueOrder.rank($0) }
    case .text(let codes, .sorted): return fastMap(codes) { UInt64(bitPattern: $0) }
    case .text(let codes, .list(let texts)):
      let sorted = texts.indices.sorted { textOrder(texts[$0], texts[$1]) < 0 }
      var rank = [UInt64](repeating: 0, count: texts.count)
      for (place, code) in sorted.enumerated() where place > 0 {
        let isSame = textOrder(texts[sorted[place - 1]], texts[code]) == 0
        rank[code] = rank[sorted[place - 1]] + (isSame ? 0 : 1)
      }
      return codes.map { rank[Int($0)] }
    case .wide(let numbers):
      let sorted = numbers.indices.sorted { numbers[$0] < numbers[$1] }
      var rank = [UInt64](repeating: 0, count: numbers.count)
      for (place, row) in sorted.enumerated() where place > 0 {
        rank[row] = rank[sorted[place - 1]] + (numbers[sorted[place - 1]] == numbers[row] ? 0 : 1)
      }
      return rank
    }
  }

  private static func rank(_ value: Double) -> UInt64 {
    if value.isNaN { return .max }
    let bits = (value == 0 ? 0.0 : value).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }

  /// Rows in order, one of each value.
  func distinct(_ sorted: [Int]) -> [Int] {
    sorted.indices.filter { $0 == 0 || ranks[sorted[$0]] != ranks[sorted[$0 - 1]] }.map {
      sorted[$0]
    }
  }
}
