import Quantities
import RandomStreams
import Testing

@testable import Forecasting

@Suite("A January that runs high")
struct JanuaryTests {
  @Test(
    "Work that triples through January twice is forecast to triple again", arguments: [1, 2, 3])
  func wholeMonth(seed: UInt64) throws {
    let start = try #require(LocalDate("2024-10-01"))
    let first = try #require(LocalDate("2027-01-01"))
    var random = RandomStream(seed: seed, stream: 1, replication: 0, entity: 0)
    let values = (0..<730).map { day -> Double? in
      let mean = (start + day).parts.month == 1 ? 60.0 : 20.0
      return Double(random.nextPoisson(mean: mean))
    }
    let series = try DailySeries(
      start: start, values: values, closed: Array(repeating: false, count: 730),
      exposure: [], regressors: [], location: "test")
    let forecast = DailyForecaster(series, holidays: KnownHolidays(names: [:]))
      .forecast(from: start + 730, days: 212, exposure: [])
    let january = forecast.mean.dropFirst(first - (start + 730)).prefix(31).reduce(0, +)
    // The truth is known: 31 days of 60.
    #expect(abs(january / (31 * 60) - 1) < 0.15)
  }
}
