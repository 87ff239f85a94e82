import ClaimsKernels

/// Groups and aggregates of a stored table, straight from its codes.
///
/// `nil` from the initialiser means that keys or aggregates need more than codes; the general way then
/// takes over, with the same answers.
struct ScanAggregation: Sendable {
  private let table: ClaimsTable
  private let filter: RowFilter?
  private let filters: [RowFilter]
  private let scan: GroupScan
  private let places: [ScanBinder.Place]
  private let keys: [BoundExpression]
  /// For groups too many for a record each: rows are sorted by their keys first.
  private let order: OrderedScan?
  private let outputs: [Output]
  private let sources: [Int]
  private let threads: Int

  /// How an aggregate's values come from a group's numbers.
  private struct Output: Sendable {
    var call: AggregateCall
    var input: GroupScan.Input
    var value: ScanBinder.Value?
  }

  /// The most bytes of a worker's records, and of its bits.
  private static let room = 1 << 30

  init?(
    table: ClaimsTable, filter: RowFilter?, keys: [BoundExpression], aggregates: [AggregateCall],
    threads: Int
  ) {
    if let filter, !filter.isOnCodes { return nil }
    var binder = ScanBinder(table)
    let dense = Self.places(keys, &binder, rows: table.rowCount)
    if dense == nil {
      binder = ScanBinder(table)
      let sorted = OrderedScan(table, partition: keys.map { ($0, nil) }, order: [])
      guard let sorted, aggregates.allSatisfy({ $0.filter == nil }) else { return nil }
      order = sorted
    } else {
      order = nil
    }
    let places = dense?.places ?? []
    let groups = dense?.groups ?? 1
    var filters: [RowFilter] = []
    var outputs: [Output] = []
    var wanted: [GroupScan.Aggregate] = []
    for call in aggregates {
      var input = GroupScan.Input(column: nil)
      if let own = call.rowFilter {
        guard own.isOnCodes else { return nil }
        input.filter = filters.count
        filters.append(own)
      } else if call.filter != nil {
        return nil
      }
      var value: ScanBinder.Value?
      if let argument = call.argument {
        guard let bound = binder.value(Self.stored(argument, call)) else { return nil }
        (value, input.column) = (bound, bound.column)
      }
      guard let aggregate = Self.aggregate(call, input, value, groups) else { return nil }
      wanted.append(aggregate)
      outputs.append(Output(call: call, input: input, value: value))
    }
    scan = GroupScan(
      columns: binder.columns, keys: places.map { ($0.column, UInt32($0.width)) },
      aggregates: wanted)
    guard (groups + 1) * (wanted.count * 2 + 1) * 8 <= Self.room else { return nil }
    // Codes kept or marked one by one need the number of groups beforehand.
    if order != nil {
      for aggregate in wanted {
        switch aggregate {
        case .distinct, .keep: return nil
        default: break
        }
      }
    }
    self.keys = keys
    self.table = table
    self.filter = filter
    self.filters = filters
    self.places = places
    self.outputs = outputs
    self.threads = threads
    sources = Set(binder.sources).sorted()
  }

  /// The places of every key, when a record for each combination is affordable.
  private static func places(
    _ keys: [BoundExpression], _ binder: inout ScanBinder, rows: Int
  ) -> (places: [ScanBinder.Place], groups: Int)? {
    var places: [ScanBinder.Place] = []
    var groups = 1
    let most = max(1 << 16, 4 * rows)
    for key in keys {
      guard let place = binder.place(key) else { return nil }
      let (total, overflow) = groups.multipliedReportingOverflow(by: place.width)
      guard !overflow, total <= most, total < Int(Int32.max) else { return nil }
      groups = total
      places.append(place)
    }
    return (places, groups)
  }

  /// The argument before it is made a double, where codes say the same.
  private static func stored(_ argument: BoundExpression, _ call: AggregateCall) -> BoundExpression
  {
    guard case .quantile = call.kind, case .cast(let inner) = argument.node,
      inner.type == .integer || inner.type == .bigint
    else { return argument }
    return inner
  }

  private static func aggregate(
    _ call: AggregateCall, _ input: GroupScan.Input, _ value: ScanBinder.Value?, _ groups: Int
  ) -> GroupScan.Aggregate? {
    switch call.kind {
    case .count:
      guard call.isDistinct else { return .count(input) }
      guard let value else { return nil }
      let words = (value.size + 63) / 64
      guard (groups + 1).multipliedReportingOverflow(by: words * 8).partialValue <= room / 4,
        words < room
      else { return nil }
      return .distinct(input, size: value.size)
    case .sum, .average:
      return call.isDistinct || value == nil || value?.pool != nil ? nil : .sum(input)
    case .minimum: return .least(input)
    case .maximum: return .most(input)
    case .quantile: return call.isDistinct ? nil : .keep(input)
    case .deviation: return nil
    }
  }

  /// How groups are found, in words.
  var way: String {
    if order != nil { return "rows sorted by the codes of their keys" }
    return places.isEmpty
      ? "one, over codes" : "numbers computed from codes, \(scan.groups) records"
  }

  /// A worker's scan, and the masks that it fills.
  private final class Worker: @unchecked Sendable {
    // SAFETY: `parallelFold` gives a worker to one thread at a time.
    let scan: GroupScanWorker
    var mask: RowMask
    var filters: [RowMask]

    init(_ plan: GroupScan, filters: Int) {
      scan = GroupScanWorker(plan)
      let rows = GroupScanWorker.runRows(plan)
      mask = RowMask(capacity: rows)
      self.filters = (0..<filters).map { _ in RowMask(capacity: rows) }
    }
  }

  /// The groups as a relation: keys first, then aggregates.
  func run(_ scope: QueryScope) throws -> Relation {
    if let order { return try sorted(order, scope) }
    let rows = GroupScanWorker.runRows(scan)
    let blocks = (table.rowCount + ClaimsColumn.blockRows - 1) / ClaimsColumn.blockRows
    let states = try parallelFold(units: blocks, threads: threads) {
      Worker(scan, filters: filters.count)
    } _: { worker, block in
      try add(block, rows, to: worker)
    }
    let total = states[0].scan
    for other in states.dropFirst() { total.merge(other.scan) }
    let groups = places.isEmpty ? [0] : total.filledGroups
    var vectors: [SQLVector] = []
    var rest = groups
    for place in places.reversed() {
      let width = place.width
      vectors.insert(place.vector(fastMap(rest) { $0 % width }), at: 0)
      rest = fastMap(rest) { $0 / width }
    }
    let quantiles = try quantiles(total, groups)
    for (index, output) in outputs.enumerated() {
      vectors.append(try result(output, total, groups, quantiles[index]))
    }
    return Relation(scope: scope, vectors: vectors, count: groups.count)
  }

  // MARK: - Groups by sorting

  /// The groups as runs of rows that are sorted by their keys.
  private func sorted(_ scan: OrderedScan, _ scope: QueryScope) throws -> Relation {
    var read = Set(sources)
    for key in keys { key.collectColumns(into: &read) }
    try table.verify(read.sorted(), threads: threads)
    let order = try scan.rows(of: table.rowCount, threads: threads) { start, mask in
      if filter?.excludes(start / ClaimsColumn.blockRows) ?? false { return mask.clear() }
      try filter?.keep(from: start, in: &mask)
    }
    // Shares of rows that begin where a group does.
    let shares = max(1, min(64, order.count / 65_536))
    var cuts = [0]
    for share in 1..<max(shares, 1) {
      let cut = order.partitionStart(order.count * share / shares)
      if let last = cuts.last, cut > last { cuts.append(cut) }
    }
    cuts.append(order.count)
    let bounds = cuts
    let parts = try parallelMap(count: bounds.count - 1, threads: threads) { part in
      let places = bounds[part]..<bounds[part + 1]
      let groups = order.partitions(places)
      let plan = GroupScan(
        columns: self.scan.columns, keys: [], aggregates: self.scan.aggregates, groups: groups)
      let worker = GroupScanWorker(plan)
      worker.add(order, places: places)
      let first = table.batch(rows: order.firstRows(places))
      var vectors = try keys.map { try $0.evaluate(first) }
      for output in outputs {
        vectors.append(try result(output, worker, Array(0..<groups), nil))
      }
      return vectors
    }
    let vectors = scope.columns.indices.map { index in
      SQLVector.joined(parts.map { $0[index] }, type: scope.columns[index].type)
    }
    return Relation(scope: scope, vectors: vectors, count: vectors.first?.count ?? 0)
  }

  // MARK: - Groups by number

  private func add(_ block: Int, _ rows: Int, to worker: Worker) throws {
    let first = block * ClaimsColumn.blockRows
    let end = min(table.rowCount, first + ClaimsColumn.blockRows)
    if let filter, filter.excludes(block) { return }
    var isVerified = false
    for start in stride(from: first, to: end, by: rows) {
      let count = min(rows, end - start)
      worker.mask.reset(count: count)
      try filter?.keep(from: start, in: &worker.mask)
      if worker.mask.kind == .none { continue }
      if !isVerified {
        for index in sources { try table.columns[index].verify(block: block) }
        isVerified = true
      }
      for (index, own) in filters.enumerated() {
        worker.filters[index].reset(count: count)
        try own.keep(from: start, in: &worker.filters[index])
      }
      worker.scan.add(from: start, mask: worker.mask, filters: worker.filters)
    }
  }

  // MARK: - From codes to values

  private func result(
    _ output: Output, _ scan: GroupScanWorker, _ groups: [Int], _ ranked: [KeptCodes.Rank]?
  ) throws -> SQLVector {
    let (call, input) = (output.call, output.input)
    if case .count = call.kind, call.isDistinct {
      let found = scan.distinctCounts(input, groups)
      return SQLVector(type: .bigint, content: .narrow(found), nulls: [])
    }
    let counts = scan.counts(input, groups)
    guard let value = output.value else {
      return SQLVector(type: .bigint, content: .narrow(counts), nulls: [])
    }
    let nulls = fastMap(counts) { $0 == 0 ? UInt8(1) : 0 }
    func vector(_ content: SQLVector.Content) -> SQLVector {
      SQLVector(type: call.type, content: content, nulls: nulls.contains(1) ? nulls : [])
    }
    func number(_ code: UInt32) -> Int64 {
      value.base &+ Int64(bitPattern: UInt64(code) &* value.step)
    }
    switch call.kind {
    case .count: return SQLVector(type: .bigint, content: .narrow(counts), nulls: [])
    case .sum, .average:
      let (base, step) = (Int128(value.base), Int128(value.step))
      let sums = zipMap(counts, scan.sums(input, groups)) { base * Int128($0) + step * Int128($1) }
      guard call.kind == .average else { return vector(.wide(sums)) }
      return vector(.real(zipMap(sums, counts) { call.average($0, $1) }))
    case .minimum, .maximum:
      let codes = scan.extremes(input, isLargest: call.kind == .maximum, groups)
      if let pool = value.pool { return vector(.text(codes.map { Int64($0 ?? 0) }, pool)) }
      return vector(.narrow(codes.map { $0.map { number($0) } ?? 0 }))
    case .quantile(_, let isDiscrete):
      return vector(
        content(call, ranked ?? [], isDiscrete: isDiscrete, pool: value.pool, number))
    case .deviation: preconditionFailure("Deviations are not scanned")
    }
  }

  /// The ranks of every quantile, those of one input together.
  private func quantiles(
    _ scan: GroupScanWorker, _ groups: [Int]
  ) throws -> [[KeptCodes.Rank]?] {
    var found = [[KeptCodes.Rank]?](repeating: nil, count: outputs.count)
    for index in outputs.indices where found[index] == nil {
      guard case .quantile = outputs[index].call.kind else { continue }
      let input = outputs[index].input
      var places: [Int] = []
      var fractions: [(fraction: Double, isDiscrete: Bool)] = []
      for (place, output) in outputs.enumerated() where output.input == input {
        guard case .quantile(let fraction, let isDiscrete) = output.call.kind,
          fractions.count < KeptCodes.mostFractions
        else { continue }
        places.append(place)
        fractions.append((fraction, isDiscrete))
      }
      let ranked = try scan.keptCodes(input).byGroup(self.scan.groups).ranked(
        groups, fractions: fractions, threads: threads)
      for (place, ranks) in zip(places, ranked) { found[place] = ranks }
    }
    return found
  }

  /// Values at ranks, and between two ranks for continuous quantiles.
  private func content(
    _ call: AggregateCall, _ ranked: [KeptCodes.Rank], isDiscrete: Bool, pool: TextPool?,
    _ number: (UInt32) -> Int64
  ) -> SQLVector.Content {
    if isDiscrete {
      if let pool { return .text(ranked.map { Int64($0.low) }, pool) }
      return .narrow(ranked.map { number($0.low) })
    }
    if case .decimal = call.type {
      return .narrow(
        ranked.map {
          let (low, high) = (number($0.low), number($0.high))
          if low == high { return low }
          let between = Double(low) + Double(high - low) * $0.share
          return Int64(between.rounded(.towardZero))
        })
    }
    return .real(
      ranked.map {
        let (low, high) = (Double(number($0.low)), Double(number($0.high)))
        return low + (high - low) * $0.share
      })
  }
}
