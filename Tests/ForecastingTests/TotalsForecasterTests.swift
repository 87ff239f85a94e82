import Foundation
import Quantities
import Testing

@testable import Forecasting

@Suite("Day totals by named models")
struct TotalsForecasterTests {
  private let monday = day("2026-01-05")

  private func rows(_ days: Int) -> [[Double?]] {
    (0..<days).map { index -> [Double?] in
      guard index % 7 < 5 else { return [nil, nil, nil] }
      let size = Double(100 + 10 * (index % 7))
      return [size, 2 * size, size]
    }
  }

  @Test(
    "A pattern that repeats each week is continued by every seasonal model",
    arguments: [SeriesModel.ets, .theta, .stl, .mstl, .seasonalNaive])
  func repeats(model: SeriesModel) throws {
    let closed = (0..<70).map { _ in false }
    let fitted = try TotalsForecaster(
      start: monday, intervals: rows(70), closed: closed, holidays: KnownHolidays(), model: model,
      location: "test")
    let forecast = fitted.forecast(from: monday + 70, days: 7, seed: 1, stream: 1)
    for index in 0..<5 {
      let size = Double(100 + 10 * index)
      #expect(abs(forecast.days.mean[index] / (4 * size) - 1) < 0.03, "\(model) on day \(index)")
      #expect(abs(forecast.mean(ofDay: index)[1] / (2 * size) - 1) < 0.05)
    }
    #expect(forecast.days.mean[5] == 0 && forecast.days.mean[6] == 0)
  }

  @Test("Closed days and holidays do not shift the week")
  func phase() throws {
    var (given, closed) = (rows(70), Array(repeating: false, count: 70))
    given[30] = [nil, nil, nil]
    closed[30] = true
    given[44] = [1, 1, 1]
    let fitted = try TotalsForecaster(
      start: monday, intervals: given, closed: closed,
      holidays: KnownHolidays(names: [monday + 44: "Founders' day"]), model: .seasonalNaive,
      location: "test")
    let forecast = fitted.forecast(from: monday + 72, days: 3, seed: 1, stream: 1)
    #expect(forecast.days.mean == [480, 520, 560])
  }
}
