/// Simulates a model and estimates every measure over a set of replications.
///
///     let calls = QueueModel(
///       name: "calls", arrivals: .rate(10.0 / 60),
///       steps: [StepModel(handleTime: .exponential(mean: 60), eligiblePools: [0])],
///       patience: .exponential(mean: 120), thresholds: [20])
///     let model = SimulationModel(
///       horizon: 86_400, queues: [calls], pools: [PoolModel(name: "agents", agents: [10])])
///     let results = try simulate(model, seed: 7, replications: 100)
///     let level = results.queues[0].serviceLevels[0].offered
///
/// The same model and seed give the same bytes for any number of threads: every draw is a function
/// of seed, queue, replication and contact, and replications are added up in order. A plan and its
/// alternative simulated under one seed share their contacts' luck, so that their difference is
/// far less noisy than either. Flow balance and Little's law are checked inside every replication.
///
/// - Parameters:
///   - model: The operation.
///   - seed: Any value.
///   - replications: The number of independent runs; `>= 1`.
///   - threads: The most replications at a time; `>= 1`.
///   - progress: Told the number of finished replications now and then, in order, on the calling
///     thread; `false` ends the run.
/// - Returns: The estimates, with warnings about queues that must grow.
/// - Throws: ``SimulationError`` when the model is not valid, with the field named; with the code
///   `interrupted` when `progress` ended the run.
/// - Complexity: O(events × log(contacts in the system)) per replication; memory grows with the
///   contacts in the system and with intervals × queues when the model has periods, not with the
///   contacts that passed.
public func simulate(
  _ model: SimulationModel, seed: UInt64, replications: Int, threads: Int = 1,
  progress: ((Int) -> Bool)? = nil
) throws(SimulationError) -> SimulationResults {
  try simulate(
    model, seed: seed, replications: replications, threads: threads, keepsHistory: false,
    progress: progress)
}

/// Simulates and, when asked, keeps each replication's totals for paired differences.
func simulate(
  _ model: SimulationModel, seed: UInt64, replications: Int, threads: Int, keepsHistory: Bool,
  progress: ((Int) -> Bool)? = nil
) throws(SimulationError) -> SimulationResults {
  try requireCount("replications", replications)
  try requireCount("threads", threads)
  try model.validate()
  let compiled = CompiledModel(model)
  var sums = ResultSums(compiled)
  sums.keepsHistory = keepsHistory
  try addReplications(
    0..<replications, of: compiled, seed: seed, threads: threads, to: &sums, progress: progress)
  return sums.results(warnings: model.warnings())
}

/// A measure and the half-width that its 95 % interval may have.
public struct PrecisionTarget: Equatable, Sendable {
  /// What is measured.
  public var measure: QueueMeasure
  /// The index of the queue.
  public var queue: Int
  /// The grouping and period in which it is judged; the whole horizon when `nil`.
  public var period: PeriodReference?
  /// The widest half-width allowed, in the unit of the measure.
  public var halfWidth: Double
  /// The values that are good enough: once an interval lies wholly outside, no more is simulated.
  public var acceptable: ClosedRange<Double>?

  /// Makes a target.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue.
  ///   - period: Where it is judged; the whole horizon when `nil`.
  ///   - halfWidth: The widest half-width allowed.
  ///   - acceptable: The values that are good enough; nothing to be precise about any.
  public init(
    measure: QueueMeasure, queue: Int, period: PeriodReference? = nil, halfWidth: Double,
    acceptable: ClosedRange<Double>? = nil
  ) {
    self.acceptable = acceptable
    self.measure = measure
    self.queue = queue
    self.period = period
    self.halfWidth = halfWidth
  }
}

/// One period of one of the model's groupings.
public struct PeriodReference: Equatable, Sendable {
  /// The index of the grouping in ``SimulationModel/periods``.
  public var map: Int
  /// The index of the period.
  public var period: Int

  /// Makes a reference.
  ///
  /// - Parameters:
  ///   - map: The index of the grouping.
  ///   - period: The index of the period.
  public init(map: Int, period: Int) {
    self.map = map
    self.period = period
  }
}

/// Simulates batches of replications until every target is precise enough, or one is surely not met.
///
/// Batches have a fixed size, so where it stops depends on the seed and never on threads or time.
/// A measure that never occurs (no contact in its period) does not hold the run up.
///
/// - Parameters:
///   - model: The operation.
///   - seed: Any value.
///   - targets: The half-widths wanted; the first batch is the whole run when there are none.
///   - batch: Replications between two looks; `>= 2`.
///   - maximum: The most replications; `>= batch`.
///   - threads: The most replications at a time; `>= 1`.
///   - progress: Told the number of finished replications now and then; `false` ends the run.
/// - Returns: The estimates. Look at the half-widths to see whether `maximum` stopped the run.
/// - Throws: ``SimulationError`` when the model or a target is not valid.
/// - Complexity: As ``simulate(_:seed:replications:threads:progress:)``.
public func simulateUntil(
  _ model: SimulationModel, seed: UInt64, targets: [PrecisionTarget], batch: Int = 20,
  maximum: Int = 1_000, threads: Int = 1, progress: ((Int) -> Bool)? = nil
) throws(SimulationError) -> SimulationResults {
  try requireCount("threads", threads)
  guard batch >= 2, maximum >= batch else {
    throw SimulationError(
      code: .outOfRange, field: "batch", problem: "found \(batch) with a maximum of \(maximum)",
      remedy: "Give a batch of at least 2 and a maximum of at least the batch")
  }
  try model.validate()
  for (index, target) in targets.enumerated() {
    try validate(target, path: "targets[\(index)]", model: model)
  }
  let compiled = CompiledModel(model)
  var sums = ResultSums(compiled)
  while sums.replications < maximum {
    let end = min(sums.replications + batch, maximum)
    try addReplications(
      sums.replications..<end, of: compiled, seed: seed, threads: threads, to: &sums,
      progress: progress)
    if targets.allSatisfy({ isMet($0, sums) }) || targets.contains(where: { isLost($0, sums) }) {
      break
    }
  }
  return sums.results(warnings: model.warnings())
}

private func isMet(_ target: PrecisionTarget, _ sums: ResultSums) -> Bool {
  guard let estimate = estimate(target, sums) else { return true }
  return estimate.halfWidth <= target.halfWidth
}

/// Whether the whole interval lies outside of what is good enough.
private func isLost(_ target: PrecisionTarget, _ sums: ResultSums) -> Bool {
  guard let acceptable = target.acceptable, let estimate = estimate(target, sums) else {
    return false
  }
  return estimate.mean + estimate.halfWidth < acceptable.lowerBound
    || estimate.mean - estimate.halfWidth > acceptable.upperBound
}

/// What is known of a target's measure; nothing where it has not occurred.
private func estimate(_ target: PrecisionTarget, _ sums: ResultSums) -> Estimate? {
  guard let measure = sums.layouts[target.queue].index(of: target.measure) else { return nil }
  let estimate = sums.queueEstimate(
    table: target.period.map { $0.map + 1 } ?? 0, period: target.period?.period ?? 0,
    queue: target.queue, measure: measure)
  return estimate.isDefined ? estimate : nil
}

private func validate(
  _ target: PrecisionTarget, path: String, model: SimulationModel
) throws(SimulationError) {
  try model.requireQueue("\(path).queue", target.queue)
  guard MeasureLayout(model.queues[target.queue]).index(of: target.measure) != nil else {
    throw SimulationError(
      code: .unknownReference, field: "\(path).measure", problem: "found \(target.measure)",
      remedy: "Give a threshold or deadline class that the queue has")
  }
  if let period = target.period {
    guard model.periods.indices.contains(period.map),
      (0..<model.periods[period.map].count).contains(period.period)
    else {
      throw SimulationError(
        code: .unknownReference, field: "\(path).period",
        problem: "found map \(period.map), period \(period.period)",
        remedy: "Give a period that the model has")
    }
  }
  guard target.halfWidth > 0 else {
    throw SimulationError(
      code: .outOfRange, field: "\(path).halfWidth", problem: "found \(target.halfWidth)",
      remedy: "Give a half-width above 0")
  }
}

private func requireCount(_ field: String, _ count: Int) throws(SimulationError) {
  guard count >= 1, count <= 100_000_000 else {
    throw SimulationError(
      code: .outOfRange, field: field, problem: "found \(count)", remedy: "Give 1 to 100000000")
  }
}

/// Runs replications, several at a time, and adds them up in their order.
private func addReplications(
  _ range: Range<Int>, of model: CompiledModel, seed: UInt64, threads: Int,
  to sums: inout ResultSums, progress: ((Int) -> Bool)?
) throws(SimulationError) {
  if threads == 1 {
    for replication in range {
      sums.add(runReplication(model, seed: seed, replication: UInt32(replication)))
      try tell(progress, sums.replications)
    }
    return
  }
  let pool = ReplicationPool(model, seed: seed, range: range, threads: threads)
  defer { pool.stop() }
  for replication in range {
    sums.add(pool.take(replication))
    try tell(progress, sums.replications)
  }
}

private func tell(_ progress: ((Int) -> Bool)?, _ finished: Int) throws(SimulationError) {
  guard let progress, !progress(finished) else { return }
  throw SimulationError(
    code: .interrupted, field: "replications", problem: "stopped after \(finished)",
    remedy: "Run again to finish")
}

/// Runs one replication by the fastest method that is exact for the model.
func runReplication(
  _ model: CompiledModel, seed: UInt64, replication: UInt32
) -> ReplicationTally {
  if SinglePoolRecursion.applies(to: model) {
    var recursion = SinglePoolRecursion(model, seed: seed, replication: replication)
    return recursion.run()
  }
  if RosteredRecursion.applies(to: model) {
    var recursion = RosteredRecursion(model, seed: seed, replication: replication)
    return recursion.run()
  }
  var engine = Engine(model, seed: seed, replication: replication)
  return engine.run()
}
