import Forecasting
import Foundation
import Testing

@Suite("Forecasts of months and numbered steps")
struct SeriesForecasterTests {
  static let months = (0..<60).map { place in
    (100 + Double(place)) * (1 + 0.3 * sin(2 * Double.pi * Double(place) / 12))
  }

  @Test(
    "A growing season is continued within 3 % by every seasonal model",
    arguments: [SeriesModel.auto, .ets, .theta, .stl])
  func continued(model: SeriesModel) throws {
    let forecaster = try SeriesForecaster(values: Self.months, period: 12, model: model)
    let forecast = forecaster.forecast(steps: 12)
    for step in 0..<12 {
      let expected = (160 + Double(step)) * (1 + 0.3 * sin(2 * Double.pi * Double(step) / 12))
      #expect(abs(forecast.mean[step] / expected - 1) < 0.03)
    }
  }

  @Test("Paths and means are never below zero, and the same seed gives the same bytes")
  func neverNegative() throws {
    let values = (0..<36).map { Double(max(0, 5 - $0 / 4)) + Double($0 % 3) }
    for model in SeriesModel.allCases {
      let forecaster = try SeriesForecaster(values: values, period: 12, model: model)
      let one = forecaster.forecast(steps: 18, paths: 50, seed: 3)
      let again = forecaster.forecast(steps: 18, paths: 50, seed: 3)
      #expect(one.paths == again.paths)
      #expect(one.mean.allSatisfy { $0 >= 0 && $0.isFinite }, "\(model)")
      #expect(one.paths.allSatisfy { $0.allSatisfy { $0 >= 0 && $0.isFinite } }, "\(model)")
    }
  }

  @Test("A constant, three values and zeros are forecast as they are")
  func plain() throws {
    for values in [Array(repeating: 7.0, count: 30), [7, 7, 7], Array(repeating: 0, count: 25)] {
      let forecast = try SeriesForecaster(values: values, period: 12).forecast(steps: 3, paths: 10)
      for mean in forecast.mean { #expect(abs(mean - values[0]) < 1e-6) }
    }
  }

  @Test("Two values, and values below zero, are refused")
  func refused() {
    #expect(throws: ForecastingError.self) {
      _ = try SeriesForecaster(values: [1, 2], period: 1)
    }
    #expect(throws: ForecastingError.self) {
      _ = try SeriesForecaster(values: [1, 2, -3, 4], period: 1)
    }
    #expect(throws: ForecastingError.self) {
      _ = try SeriesForecaster(values: [1, 2, 3, 4], period: 12, model: .stl)
    }
  }
}
