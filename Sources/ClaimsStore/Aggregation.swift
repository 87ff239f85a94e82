import ClaimsKernels

/// Groups rows and computes aggregates over each group.
struct Aggregation: Sendable {
  let relation: Relation
  let filter: RowFilter?
  let keys: [BoundExpression]
  let aggregates: [AggregateCall]
  let threads: Int

  private struct Partial: Sendable {
    var groups: GroupKeys
    var counts: [Int64]
    var states: [AggregateState]
  }

  /// The groups as a relation: keys first, then aggregates.
  func run() throws -> Relation {
    if case .table(let table) = relation.source,
      let scan = ScanAggregation(
        table: table, filter: filter, keys: keys, aggregates: aggregates, threads: threads)
    {
      return try scan.run(scope)
    }
    let types = keys.map(\.type)
    let dense = GroupKeys.Dense(keys.map { denseRange($0) })
    let tiles = relation.tiles
    // Exact results do not depend on how rows are shared out; others get a fixed share.
    let share =
      aggregates.contains(where: \.dependsOnOrder)
      ? 128 : max(1, (tiles.count + threads - 1) / max(1, threads))
    let shares = max(1, (tiles.count + share - 1) / share)
    let partials = try parallelMap(count: shares, threads: threads) { index in
      try partial(
        tiles[min(index * share, tiles.count)..<min((index + 1) * share, tiles.count)], types, dense
      )
    }
    guard var total = partials.first else {
      return Relation(scope: scope, vectors: [], count: 0)
    }
    for part in partials.dropFirst() {
      let map = total.groups.merge(part.groups)
      for index in total.states.indices {
        total.states[index].grow(to: total.groups.count)
        try total.states[index].merge(part.states[index], groups: map)
      }
      if let map {
        total.counts += repeatElement(0, count: total.groups.count - total.counts.count)
        for (theirs, mine) in map.enumerated() { total.counts[Int(mine)] += part.counts[theirs] }
      } else {
        total.counts = zipMap(total.counts, part.counts) { $0 &+ $1 }
      }
    }
    var chosen = total.counts.indices.filter { total.counts[$0] > 0 }
    if keys.isEmpty {
      // Without GROUP BY there is one row, even of nothing.
      chosen = [0]
      for index in total.states.indices { total.states[index].grow(to: 1) }
    }
    var vectors = keys.isEmpty ? [] : total.groups.vectors(chosen)
    for state in total.states { vectors.append(try state.finish(chosen)) }
    return Relation(scope: scope, vectors: vectors, count: chosen.count)
  }

  private var scope: QueryScope {
    QueryScope(
      columns: keys.map { QueryScope.Column(name: "", type: $0.type == .null ? .integer : $0.type) }
        + aggregates.map { QueryScope.Column(name: "", type: $0.type) })
  }

  /// The domain of a key whose codes or integers are known and few.
  private func denseRange(_ key: BoundExpression) -> ClosedRange<Int64>? {
    switch key.type {
    case .text:
      guard let dictionary = key.dictionary(relation) else { return nil }
      return 0...Int64(max(0, dictionary.count - 1))
    case .boolean, .integer, .bigint, .date, .timestamp: return key.bounds(relation)
    default: return nil
    }
  }

  /// The range of a distinct count's argument, when a bit for each group and value is affordable.
  private func distinctRange(
    _ call: AggregateCall, _ dense: GroupKeys.Dense?
  ) -> ClosedRange<Int64>? {
    guard call.kind == .count, call.isDistinct, let argument = call.argument, let dense,
      let range = denseRange(argument)
    else { return nil }
    let (width, overflow) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
    let room = 1 << 28
    guard !overflow, width < Int64(room), (Int(width) + 64) <= room / max(1, dense.count) else {
      return nil
    }
    return range
  }

  private func partial(
    _ tiles: ArraySlice<(start: Int, count: Int)>, _ types: [ClaimsType], _ dense: GroupKeys.Dense?
  ) throws -> Partial {
    var result = Partial(
      groups: GroupKeys(types: types, dense: dense), counts: [],
      states: aggregates.map { AggregateState($0, distinctRange: distinctRange($0, dense)) })
    if let dense {
      result.counts = [Int64](repeating: 0, count: dense.count)
      for index in result.states.indices { result.states[index].grow(to: dense.count) }
    }
    for (start, count) in tiles {
      var batch = try relation.batch(from: start, count: count)
      if let filter { batch = try filter.apply(batch, start: start) }
      guard batch.count > 0 else { continue }
      let groups = result.groups.groups(try keys.map { try $0.evaluate(batch) }, count: batch.count)
      let known = max(result.groups.count, keys.isEmpty ? 1 : 0)
      if result.counts.count < known {
        result.counts += repeatElement(0, count: known - result.counts.count)
      }
      countByGroup(groups, to: &result.counts)
      for index in result.states.indices {
        result.states[index].grow(to: known)
        try result.states[index].add(batch, groups: groups)
      }
    }
    return result
  }
}
