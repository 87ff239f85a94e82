/// Two models simulated with the same luck, and how their measures differ.
public struct PairedComparison: Sendable {
  /// The results of the first model.
  public var base: SimulationResults
  /// The results of the second model.
  public var alternative: SimulationResults

  /// Returns alternative − base for a measure over the whole horizon, replication by replication.
  ///
  /// - Parameters:
  ///   - measure: What is measured.
  ///   - queue: The index of the queue in the base; the alternative's queue of that name is taken.
  /// - Returns: The difference with its own 95 % interval; `nil` when either model lacks the queue,
  ///   the threshold or the deadline class.
  public func difference(_ measure: QueueMeasure, queue: Int) -> Estimate? {
    precondition(base.queues.indices.contains(queue), "There is no queue \(queue)")
    let name = base.queues[queue].name
    guard let other = alternative.queues.firstIndex(where: { $0.name == name }),
      let first = base.sums.history(measure, queue: queue),
      let second = alternative.sums.history(measure, queue: other)
    else { return nil }
    return Self.difference(first, second)
  }

  /// The difference of two ratios of means from paired observations (the delta method).
  static func difference(_ base: [SIMD2<Double>], _ alternative: [SIMD2<Double>]) -> Estimate {
    let count = Double(min(base.count, alternative.count))
    let first = base.reduce(SIMD2(0, 0), +)
    let second = alternative.reduce(SIMD2(0, 0), +)
    guard first.y > 0, second.y > 0 else {
      return Estimate(mean: 0, halfWidth: .infinity, isDefined: false)
    }
    let baseRatio = first.x / first.y
    let otherRatio = second.x / second.y
    guard count > 1 else { return Estimate(mean: otherRatio - baseRatio, halfWidth: .infinity) }
    var squares = 0.0
    for (one, other) in zip(base, alternative) {
      let influence =
        (other.x - otherRatio * other.y) / second.y - (one.x - baseRatio * one.y) / first.y
      squares += influence * influence
    }
    let error = (squares * count / (count - 1)).squareRoot()
    return Estimate(
      mean: otherRatio - baseRatio,
      halfWidth: studentT95(degreesOfFreedom: Int(count) - 1) * error)
  }
}

/// Simulates two models under one seed and pairs their replications.
///
/// A contact is known by its queue, interval and number, so both models see the same arrivals,
/// handle times and patience, and most of the noise cancels in the difference. Keep the order of
/// the queues the same in both.
///
/// - Parameters:
///   - base: The first model.
///   - alternative: The second model.
///   - seed: Any value.
///   - replications: The number of pairs; `>= 2` for intervals.
///   - threads: The most replications at a time.
///   - progress: Told the number of finished replications of both now and then; `false` ends the run.
/// - Returns: Both results and their differences.
/// - Throws: ``SimulationError`` when either model is not valid; with the code `interrupted` when
///   `progress` ended the run.
/// - Complexity: Twice that of ``simulate(_:seed:replications:threads:progress:)``.
public func comparePaired(
  _ base: SimulationModel, _ alternative: SimulationModel, seed: UInt64, replications: Int,
  threads: Int = 1, progress: ((Int) -> Bool)? = nil
) throws(SimulationError) -> PairedComparison {
  PairedComparison(
    base: try simulate(
      base, seed: seed, replications: replications, threads: threads, keepsHistory: true,
      progress: progress),
    alternative: try simulate(
      alternative, seed: seed, replications: replications, threads: threads, keepsHistory: true,
      progress: progress.map { report in { report(replications + $0) } }))
}
