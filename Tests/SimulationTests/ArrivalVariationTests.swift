import RandomStreams
import Testing

@testable import Simulation

@Suite("Arrival variation")
struct ArrivalVariationTests {
  static func counts(_ model: SimulationModel, seed: UInt64) -> [[Double]] {
    let compiled = CompiledModel(model)
    return (0..<600).map { replication in
      var engine = Engine(compiled, seed: seed, replication: UInt32(replication))
      let tally = engine.run()
      return (0..<model.queues.count).map { queue in
        Double(tally.counts[compiled.columns[queue].first + Column.offered])
      }
    }
  }

  static func model(_ variation: ArrivalVariation, correlation: [[Double]]?) -> SimulationModel {
    let queues = ["a", "b"].map { name in
      var queue = QueueModel(
        name: name, arrivals: .expected([25, 25, 25, 25]),
        steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: [0])])
      queue.variation = variation
      return queue
    }
    var model = SimulationModel(
      horizon: 400, interval: 100, queues: queues, pools: [PoolModel(name: "p", agents: [9])])
    model.dayCorrelation = correlation
    return model
  }

  static func moments(_ rows: [[Double]]) -> (mean: Double, variance: Double, correlation: Double) {
    let count = Double(rows.count)
    let means = (0..<2).map { column in rows.reduce(0) { $0 + $1[column] } / count }
    func covariance(_ a: Int, _ b: Int) -> Double {
      rows.reduce(0) { $0 + ($1[a] - means[a]) * ($1[b] - means[b]) } / (count - 1)
    }
    let correlation = covariance(0, 1) / (covariance(0, 0) * covariance(1, 1)).squareRoot()
    return (means[0], covariance(0, 0), correlation)
  }

  // A gamma-Poisson count has variance mean + (mean × cv)²; 100 + 400 = 500 for a day of cv 0.2.
  @Test("A day's factor spreads its whole count")
  func day() throws {
    let model = Self.model(ArrivalVariation(dayCV: 0.2, intervalsPerDay: 4), correlation: nil)
    try model.validate()
    let found = Self.moments(Self.counts(model, seed: 3))
    #expect(abs(found.mean - 100) < 4 * (500.0 / 600).squareRoot())
    #expect(abs(found.variance / 500 - 1) < 0.25)
    #expect(abs(found.correlation) < 0.16)
  }

  // Four independent intervals of 25 with cv 0.4: variance 4 × (25 + 100) = 500.
  @Test("An interval's own factor spreads only its own count")
  func interval() {
    let variation = ArrivalVariation(dayCV: 0, intervalCV: 0.4, intervalsPerDay: 4)
    let found = Self.moments(Self.counts(Self.model(variation, correlation: nil), seed: 4))
    #expect(abs(found.variance / 500 - 1) < 0.25)
  }

  // The factors carry 400 of the variance of 500, so counts correlate 0.8 times as much.
  @Test("Days run hot together as much as the model says")
  func correlated() throws {
    let model = Self.model(
      ArrivalVariation(dayCV: 0.2, intervalsPerDay: 4), correlation: [[1, 0.9], [0.9, 1]])
    try model.validate()
    let found = Self.moments(Self.counts(model, seed: 5))
    #expect(abs(found.correlation - 0.72) < 0.08)
  }

  @Test("A matrix that is no correlation is refused")
  func refused() {
    let variation = ArrivalVariation(dayCV: 0.2, intervalsPerDay: 4)
    for matrix in [[[1.0]], [[1, 2], [2, 1]], [[1, 0.5], [0.4, 1]]] {
      let model = Self.model(variation, correlation: matrix)
      #expect(throws: SimulationError.self) { try model.validate() }
    }
  }
}
