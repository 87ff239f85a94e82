/// The sums over replications of every measure, overall and by period.
struct ResultSums {
  /// One grouping of time: a row for each period, in it the measures of each queue, then pools.
  struct Table {
    var periodOfBucket: [Int]
    var periods: Int
    /// The last bucket of each period, at whose end the backlog is taken; -1 is the horizon.
    var lastBucket: [Int]
    var queueSums: [RatioSums]
    var poolSums: [RatioSums]
    var counts: [Int64]
    var sums: [Double]
    var pools: [Double]
  }

  static let quantiles = [0.5, 0.9, 0.95, 0.99]
  static let poolMeasures = 5

  let model: CompiledModel
  let layouts: [MeasureLayout]
  let layoutStart: [Int]
  let rowLength: Int
  var tables: [Table]
  var waits: [RatioSums]
  /// Expected arrivals by queue, where they are known, and what ties each measure to their excess.
  let expectedArrivals: [Double?]
  var controls: [ControlSums]
  var replications = 0
  var events = 0
  var contacts = 0
  var keepsHistory = false
  /// Numerators and denominators of every measure, one row per replication; empty unless kept.
  var rows: [SIMD2<Double>] = []

  init(_ model: CompiledModel) {
    self.model = model
    layouts = model.model.queues.map { MeasureLayout($0) }
    var starts: [Int] = []
    var length = 0
    for layout in layouts {
      starts.append(length)
      length += layout.count
    }
    layoutStart = starts
    rowLength = length
    let whole = (0..<model.bucketCount).map {
      model.keepsIntervals && $0 < model.firstCounted ? -1 : 0
    }
    var groupings = [(periods: 1, map: whole)]
    for map in model.model.periods {
      let periods = map.periodOfInterval.enumerated().map {
        $0.offset < model.firstCounted ? -1 : $0.element
      }
      groupings.append((periods: map.count, map: periods))
    }
    tables = groupings.enumerated().map { number, grouping in
      var last = [Int](repeating: -1, count: grouping.periods)
      if number > 0 {
        for (bucket, period) in grouping.map.enumerated() where period >= 0 {
          last[period] = bucket
        }
      }
      return Table(
        periodOfBucket: grouping.map, periods: grouping.periods, lastBucket: last,
        queueSums: [RatioSums](repeating: RatioSums(), count: grouping.periods * length),
        poolSums: [RatioSums](
          repeating: RatioSums(), count: grouping.periods * model.poolCount * Self.poolMeasures),
        counts: [Int64](repeating: 0, count: grouping.periods * model.stride),
        sums: [Double](
          repeating: 0, count: grouping.periods * model.queueCount * CompiledModel.sumsPerQueue),
        pools: [Double](
          repeating: 0, count: grouping.periods * model.poolCount * CompiledModel.sumsPerPool))
    }
    waits = [RatioSums](repeating: RatioSums(), count: model.queueCount * Self.quantiles.count)
    expectedArrivals = (0..<model.queueCount).map { model.expectedArrivals($0) }
    controls = [ControlSums](repeating: ControlSums(), count: length)
  }

  /// Adds a replication; called in the order of replications, so sums never depend on threads.
  mutating func add(_ tally: ReplicationTally) {
    replications += 1
    events += tally.events
    contacts += tally.contacts
    for index in tables.indices { add(tally, to: &tables[index]) }
    remember(tally)
    for queue in 0..<model.queueCount {
      let bins = tally.waits[queue * WaitHistogram.bins..<(queue + 1) * WaitHistogram.bins]
      for (position, share) in Self.quantiles.enumerated() {
        guard let wait = WaitHistogram.quantile(share, bins) else { continue }
        waits[queue * Self.quantiles.count + position].add(wait, 1)
      }
    }
  }

  /// Who waited and who was under way in a queue at the end of a bucket; of the horizon at -1.
  private func backlog(_ tally: ReplicationTally, queue: Int, bucket: Int) -> SIMD2<Double> {
    bucket < 0
      ? SIMD2(Double(tally.waitingAtEnd[queue]), Double(tally.inServiceAtEnd[queue]))
      : SIMD2<Double>(tally.backlog[bucket * model.queueCount + queue])
  }

  private func add(_ tally: ReplicationTally, to table: inout Table) {
    let stride = model.stride
    let sumStride = model.queueCount * CompiledModel.sumsPerQueue
    let poolStride = model.poolCount * CompiledModel.sumsPerPool
    for index in table.counts.indices { table.counts[index] = 0 }
    for index in table.sums.indices { table.sums[index] = 0 }
    for index in table.pools.indices { table.pools[index] = 0 }
    for (bucket, period) in table.periodOfBucket.enumerated() where period >= 0 {
      for column in 0..<stride {
        table.counts[period * stride + column] += Int64(tally.counts[bucket * stride + column])
      }
      for column in 0..<sumStride {
        table.sums[period * sumStride + column] += tally.sums[bucket * sumStride + column]
      }
      for column in 0..<poolStride {
        table.pools[period * poolStride + column] += tally.poolSums[bucket * poolStride + column]
      }
    }
    for period in 0..<table.periods {
      for queue in 0..<model.queueCount {
        let columns = model.columns[queue]
        let sums = period * sumStride + queue * CompiledModel.sumsPerQueue
        layouts[queue].add(
          counts: table.counts[period * stride + columns.first..<period * stride + columns.end],
          sums: table.sums[sums..<sums + CompiledModel.sumsPerQueue],
          backlog: backlog(tally, queue: queue, bucket: table.lastBucket[period]),
          to: &table.queueSums, row: period * rowLength + layoutStart[queue])
      }
      for pool in 0..<model.poolCount {
        let base = period * poolStride + pool * CompiledModel.sumsPerPool
        let place = (period * model.poolCount + pool) * Self.poolMeasures
        let (busy, staffed) = (table.pools[base], table.pools[base + 1])
        let (overtime, handled) = (table.pools[base + 2], table.pools[base + 3])
        table.poolSums[place].add(busy, staffed + overtime)
        for (offset, value) in [busy, staffed, overtime, handled].enumerated() {
          table.poolSums[place + 1 + offset].add(value, 1)
        }
      }
    }
  }

  /// Takes the totals that the first table has just added up to the controls and, if kept, to rows.
  private mutating func remember(_ tally: ReplicationTally) {
    var row = [RatioSums](repeating: RatioSums(), count: rowLength)
    for queue in 0..<model.queueCount {
      let columns = model.columns[queue]
      let sums = queue * CompiledModel.sumsPerQueue
      layouts[queue].add(
        counts: tables[0].counts[columns.first..<columns.end],
        sums: tables[0].sums[sums..<sums + CompiledModel.sumsPerQueue],
        backlog: backlog(tally, queue: queue, bucket: -1), to: &row, row: layoutStart[queue])
    }
    for queue in 0..<model.queueCount {
      guard let expected = expectedArrivals[queue] else { continue }
      let start = layoutStart[queue]
      let excess = row[start + QueueCount.offered.rawValue].numerator - expected
      for place in start..<start + layouts[queue].count {
        controls[place].add(
          excess: excess, numerator: row[place].numerator, denominator: row[place].denominator)
      }
    }
    if keepsHistory { rows += row.map { SIMD2($0.numerator, $0.denominator) } }
  }

  /// A measure's numerator and denominator in each replication; `nil` when there is no such one.
  func history(_ measure: QueueMeasure, queue: Int) -> [SIMD2<Double>]? {
    guard keepsHistory, let index = layouts[queue].index(of: measure) else { return nil }
    let place = layoutStart[queue] + index
    return (0..<replications).map { rows[$0 * rowLength + place] }
  }

  func queueEstimate(table: Int, period: Int, queue: Int, measure: Int) -> Estimate {
    tables[table].queueSums[period * rowLength + layoutStart[queue] + measure]
      .estimate(replications: replications)
  }

  func poolEstimate(table: Int, period: Int, pool: Int, measure: Int) -> Estimate {
    tables[table].poolSums[(period * model.poolCount + pool) * Self.poolMeasures + measure]
      .estimate(replications: replications)
  }
}
