import Forecasting
import Foundation
import Testing

@Suite("Decomposition by local regression")
struct SeasonalDecompositionTests {
  private static func farthest(_ seen: [Double], _ expected: [Double]) -> Double {
    let size = expected.map(abs).max() ?? 1
    return (zip(seen, expected).map { abs($0 - $1) }.max() ?? 0) / max(1, size)
  }

  @Test(
    "Season and trend are those of R's stl within 1e-6 under four settings",
    .enabled(if: hasSharedData),
    arguments: ["periodic", "s7", "s7_t13_robust", "s11_nojump"])
  func reference(name: String) throws {
    let settings: [String: SeasonalDecomposition.Settings] = [
      "periodic": .init(seasonWindow: nil), "s7": .init(seasonWindow: 7),
      "s7_t13_robust": .init(seasonWindow: 7, trendWindow: 13, isRobust: true),
      "s11_nojump": .init(seasonWindow: 11, isExact: true),
    ]
    let setting = try #require(settings[name])
    for series in try ReferenceFits.series() {
      guard let fits = series.fields["stl"] as? [String: Any], !fits.isEmpty else { continue }
      let expected = try #require(fits[name] as? [String: Any])
      let parts = SeasonalDecomposition(series.values, period: series.period, settings: setting)
      let season = try #require(expected["seasonal"] as? [Double])
      let trend = try #require(expected["trend"] as? [Double])
      #expect(Self.farthest(parts.seasons[0], season) < 1e-6, "\(series.name)")
      #expect(Self.farthest(parts.trend, trend) < 1e-6, "\(series.name)")
    }
  }

  @Test("Two seasons are those of R's mstl within 1e-6", .enabled(if: hasSharedData))
  func several() throws {
    let reference = try ReferenceFits.load("mstl_r")
    let parts = SeasonalDecomposition(
      try #require(reference["y"] as? [Double]),
      periods: try #require(reference["periods"] as? [Int]),
      windows: try #require(reference["s_window"] as? [Int]))
    for (name, seen) in [
      ("s28", parts.seasons[0]), ("s140", parts.seasons[1]), ("trend", parts.trend),
      ("remainder", parts.remainder),
    ] {
      let expected = try #require(reference[name] as? [Double])
      #expect(Self.farthest(seen, expected) < 1e-6, "\(name)")
    }
  }

  @Test("The parts add up to the series")
  func sum() {
    let values = (0..<40).map { Double(($0 * 7) % 13) + Double($0) }
    let parts = SeasonalDecomposition(values, period: 4, settings: .init(seasonWindow: 7))
    for place in values.indices {
      let sum = parts.trend[place] + parts.seasons[0][place] + parts.remainder[place]
      #expect(abs(sum - values[place]) < 1e-9)
    }
  }
}
