import RandomStreams

/// Random factors on the expected arrivals of a queue: days and intervals that run hot or cold.
///
/// Each factor is gamma distributed with mean 1, so that counts are over-dispersed (a gamma-Poisson
/// mixture). Factors of days may be correlated between queues; see
/// ``SimulationModel/dayCorrelation``. Fixed counts and replayed times are not varied.
public struct ArrivalVariation: Equatable, Sendable {
  /// Coefficient of variation of a day's factor, `0...10`.
  public var dayCV: Double
  /// Coefficient of variation of an interval's own factor, `0...10`.
  public var intervalCV: Double
  /// The number of intervals in a day, `>= 1`; days start with the first interval.
  public var intervalsPerDay: Int
  /// Coefficient of variation of one factor on the whole horizon, `0...10`.
  public var levelCV = 0.0

  /// Makes a variation.
  ///
  /// - Parameters:
  ///   - dayCV: Coefficient of variation of a day's factor.
  ///   - intervalCV: Coefficient of variation of an interval's own factor.
  ///   - intervalsPerDay: The number of intervals in a day.
  public init(dayCV: Double, intervalCV: Double = 0, intervalsPerDay: Int) {
    self.dayCV = dayCV
    self.intervalCV = intervalCV
    self.intervalsPerDay = intervalsPerDay
  }
}

extension CompiledModel {
  /// The factors on the expected arrivals of a queue, one per interval; empty without variation.
  func arrivalFactors(queue: Int, replication: UInt32, seed: SIMD2<UInt32>) -> [Double] {
    guard let variation = model.queues[queue].variation else { return [] }
    let own = DurationSampler(.gamma(mean: 1, cv: variation.intervalCV))
    var level = 1.0
    if variation.levelCV > 0 {
      // A third seed keeps this draw apart from those of days and intervals.
      var key = variationKey(queue, 0, replication, seed)
      key.seed.y ^= 0x3C6E_F372
      level = gammaQuantile(
        unit(key.block(purpose: DrawKey.variationPurpose).x), cv: variation.levelCV)
    }
    var dayFactor = 1.0
    return (0..<intervalCount).map { interval in
      if variation.dayCV > 0, interval % variation.intervalsPerDay == 0 {
        let day = interval / variation.intervalsPerDay
        dayFactor = gammaQuantile(
          dayProbability(queue: queue, day: day, replication: replication, seed: seed),
          cv: variation.dayCV)
      }
      guard variation.intervalCV > 0 else { return level * dayFactor }
      // A second seed keeps these draws apart from those of the interval's contacts.
      var key = variationKey(queue, interval, replication, seed)
      key.seed.y ^= 0x6C62_272E
      return level * dayFactor * own.sample(0, key, DrawKey.handlePurpose)
    }
  }

  /// The probability that a day's factor is read at: uniform, and correlated as the model says.
  private func dayProbability(
    queue: Int, day: Int, replication: UInt32, seed: SIMD2<UInt32>
  ) -> Double {
    func draw(_ queue: Int) -> Double {
      unit(variationKey(queue, day, replication, seed).block(purpose: DrawKey.variationPurpose).x)
    }
    guard let correlation else { return draw(queue) }
    var normal = 0.0
    for other in 0...queue {
      let weight = correlation.weight(queue, other)
      if weight != 0 { normal += weight * normalQuantile(draw(other)) }
    }
    return min(max(normalProbability(normal), 1e-12), 1 - 1e-12)
  }

  private func variationKey(
    _ queue: Int, _ index: Int, _ replication: UInt32, _ seed: SIMD2<UInt32>
  ) -> DrawKey {
    DrawKey(
      number: 0, interval: UInt32(truncatingIfNeeded: index), replication: replication,
      place: DrawKey.place(queue: queue, attempt: 0, step: 0), seed: seed)
  }
}
