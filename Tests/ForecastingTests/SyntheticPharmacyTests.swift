import Forecasting
import Foundation
import Quantities
import Testing

@Suite("Synthetic pharmacy series", .enabled(if: hasSharedData))
struct SyntheticPharmacyTests {
  @Test("January, one seen before, is forecast better than by last week's days")
  func january() throws {
    let shared = try #require(sharedFolder())
    let file = shared.appendingPathComponent("data/series/synth_daily_0.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",") }
    let dates = rows.compactMap { LocalDate(String($0[0])) }
    let items = rows.compactMap { Double($0[1]) }
    let members = rows.compactMap { Double($0[2]) }
    #expect(dates.count == rows.count && items.count == rows.count)
    let origin = try #require(dates.firstIndex(of: day("2025-01-01")))
    let holidays = try #require(
      Holidays.dates(calendar: "us-federal", from: dates[0], to: day("2025-02-28")))
    let series = try DailySeries(
      start: dates[0], values: items.prefix(origin).map { $0 },
      exposure: Array(members.prefix(origin)))
    let model = DailyForecaster(series, holidays: KnownHolidays(names: holidays))
    let forecast = model.forecast(
      from: dates[origin], days: 31, exposure: Array(members[origin..<origin + 31]))
    var (error, naive, total) = (0.0, 0.0, 0.0)
    for index in 0..<31 {
      error += abs(forecast.mean[index] - items[origin + index])
      naive += abs(items[origin - 7 + index % 7] - items[origin + index])
      total += items[origin + index]
    }
    #expect(error / total < 0.5 * naive / total)
    #expect(error / total < 0.15)
  }
}
