import Forecasting
import Foundation
import Testing

@Suite("Forecast metrics")
struct ForecastMetricsTests {
  /// The example of reference/forecasting/metrics.json, which holds each definition's value.
  private struct Example: Decodable {
    var train: [Double]
    var m: Int
    var y: [Double]
    var point: [Double]
    var levels: [Double]
    var wape: Double
    var smape: Double
    var mase: Double
    var loss: Double

    private enum CodingKeys: String, CodingKey {
      case train, m, y, point, levels
      case wape = "WAPE"
      case smape = "sMAPE"
      case mase = "MASE_m12"
      case loss = "WQL"
    }
  }

  @Test("Agree with the reference example", .enabled(if: hasSharedData))
  func referenceExample() throws {
    let shared = try #require(sharedFolder())
    let file = shared.appendingPathComponent("reference/forecasting/metrics.json")
    let data = try Data(contentsOf: file)
    let example = try JSONDecoder().decode(Example.self, from: data)
    let (seen, point) = (example.y, example.point)
    let wape = try #require(ForecastMetrics.wape(seen: seen, forecast: point))
    #expect(abs(wape - example.wape) < 1e-12)
    let smape = try #require(ForecastMetrics.smape(seen: seen, forecast: point))
    #expect(abs(100 * smape - example.smape) < 1e-10)
    let mase = try #require(
      ForecastMetrics.mase(seen: seen, forecast: point, history: example.train, period: example.m))
    #expect(abs(mase - example.mase) < 1e-12)
    let whole = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let quantiles = try #require(whole["quantiles_type7"] as? [[Double]])
    let loss = try #require(
      ForecastMetrics.weightedQuantileLoss(
        seen: seen, quantiles: quantiles, levels: example.levels))
    #expect(abs(loss - example.loss) < 1e-12)
  }

  @Test("A forecast of what came has no error; nothing seen has none to divide by")
  func edges() {
    #expect(ForecastMetrics.wape(seen: [1, 2], forecast: [1, 2]) == 0)
    #expect(ForecastMetrics.wape(seen: [0, 0], forecast: [1, 2]) == nil)
    #expect(ForecastMetrics.smape(seen: [0], forecast: [0]) == 0)
    #expect(ForecastMetrics.mase(seen: [1], forecast: [1], history: [2, 2, 2], period: 1) == nil)
    // 10 above at the 0.9 quantile costs 9, 10 below costs 1; the mean of both is 5.
    #expect(ForecastMetrics.pinball(seen: [10, 0], quantile: [0, 10], level: 0.9) == 5)
    #expect(ForecastMetrics.coverage(seen: [1, 5], lower: [1, 1], upper: [2, 2]) == 0.5)
  }

  @Test("Every measure is the reference's within 1e-12", .enabled(if: hasSharedData))
  func reference() throws {
    let given = try ReferenceFits.load("metrics")
    func list(_ name: String) throws -> [Double] { try #require(given[name] as? [Double]) }
    func number(_ name: String) throws -> Double { try #require(given[name] as? Double) }
    let (seen, point) = (try list("y"), try list("point"))
    let levels = try list("levels")
    let quantiles = try #require(given["quantiles_type7"] as? [[Double]])
    let samples = try #require(given["samples"] as? [[Double]])
    func near(_ value: Double?, _ expected: Double) -> Bool {
      value.map { abs($0 - expected) <= 1e-12 * max(1, abs(expected)) } ?? false
    }
    #expect(near(ForecastMetrics.wape(seen: seen, forecast: point), try number("WAPE")))
    let smape = ForecastMetrics.smape(seen: seen, forecast: point).map { 100 * $0 }
    #expect(near(smape, try number("sMAPE")))
    #expect(
      near(
        ForecastMetrics.mase(
          seen: seen, forecast: point, history: try list("train"), period: 12),
        try number("MASE_m12")))
    #expect(
      near(
        ForecastMetrics.weightedQuantileLoss(seen: seen, quantiles: quantiles, levels: levels),
        try number("WQL")))
    let pinball = try #require(given["pinball"] as? [[Double]])
    for (place, level) in levels.enumerated() {
      let mean = pinball[place].reduce(0, +) / Double(pinball[place].count)
      #expect(
        near(
          ForecastMetrics.pinball(seen: seen, quantile: quantiles[place], level: level), mean))
    }
    let inside = ForecastMetrics.coverage(
      seen: seen, lower: quantiles[1], upper: quantiles[levels.count - 2])
    #expect(near(inside, try number("cov80")))
    for (step, expected) in try list("CRPS_sample").enumerated() {
      let own = samples.map { $0[step] }
      #expect(
        near(ForecastMetrics.rankedProbabilityScore(seen: seen[step], samples: own), expected))
    }
  }
}
