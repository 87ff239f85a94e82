/// Two accounts of the same run that must agree: flows, and Little's law for lines and agents.
///
/// One account integrates the number present over time at each change; the other sums the time of
/// each contact, as leaving minus joining instants.
struct Audit {
  /// Instants of leaving less those of joining a line: one sum, which stays small and so exact.
  var waited = 0.0
  /// The same for the ends and starts of service, by pool.
  var handled: [Double]
  var busySeconds: [Double]
  var inService: [Int]
  private var present: [Int]
  private var last: [Double]
  private var area: [Double]

  init(lines: Int, pools: Int) {
    handled = [Double](repeating: 0, count: pools)
    busySeconds = handled
    inService = [Int](repeating: 0, count: pools)
    present = [Int](repeating: 0, count: lines)
    last = [Double](repeating: 0, count: lines)
    area = [Double](repeating: 0, count: lines)
  }

  @inline(__always)
  mutating func change(line: Int, by change: Int, at time: Double) {
    area[line] += Double(present[line]) * (time - last[line])
    last[line] = time
    present[line] &+= change
  }

  /// Traps when the accounts differ by more than rounding.
  mutating func check(_ engine: Engine, waiting: Int) {
    let horizon = engine.now
    var queueSeconds = 0.0
    for line in area.indices {
      change(line: line, by: 0, at: horizon)
      queueSeconds += area[line]
    }
    let waited = waited + Double(waiting) * horizon
    // What rounding may add up to over all events.
    let rounding = 1e-16 * horizon * Double(engine.tally.events + 1)
    let scale = 1e-9 * (1 + queueSeconds) + rounding
    precondition(
      abs(waited - queueSeconds) <= scale,
      "Little's law fails for waiting: \(waited) s waited, \(queueSeconds) s in line")
    for pool in busySeconds.indices {
      let handled = handled[pool] + Double(inService[pool]) * horizon
      let tolerance = 1e-9 * (1 + busySeconds[pool]) + rounding
      precondition(
        abs(handled - busySeconds[pool]) <= tolerance || engine.model.holdsChats[pool],
        "Little's law fails for pool \(pool): \(handled) s handled, \(busySeconds[pool]) s busy")
    }
    for queue in 0..<engine.model.queueCount { checkFlow(engine, queue) }
  }

  private func checkFlow(_ engine: Engine, _ queue: Int) {
    let model = engine.model
    let first = model.columns[queue].first
    var totals = [Int](repeating: 0, count: CompiledModel.baseColumns)
    for bucket in 0...model.bucketCount {
      for column in totals.indices {
        totals[column] += Int(engine.tally.counts[bucket * model.stride + first + column])
      }
    }
    let waiting = engine.tally.waitingAtEnd[queue]
    let out =
      totals[Column.started] + totals[Column.abandoned] + totals[Column.blocked] + waiting
    precondition(
      totals[Column.offered] == out,
      "Flow fails in queue \(queue): \(totals[Column.offered]) offered, \(out) accounted for")
    let handled =
      totals[Column.completed] + totals[Column.unreached] + totals[Column.droppedOut]
      + engine.tally.inServiceAtEnd[queue]
    precondition(
      engine.live[queue] == waiting && engine.underWay[queue] == engine.tally.inServiceAtEnd[queue],
      "The backlog of queue \(queue) was counted wrongly")
    precondition(
      totals[Column.started] == handled,
      "Flow fails in queue \(queue): \(totals[Column.started]) started, \(handled) accounted for")
  }
}
