import Forecasting
import Foundation
import Quantities
import Testing

@Suite("Synthetic pharmacy series", .enabled(if: hasSharedData))
struct SyntheticPharmacyTests {
  private struct Sample {
    var dates: [LocalDate] = []
    var items: [Double] = []
    var members: [Double] = []
    var causes: [String: [Double]] = [:]
    var holidays: [LocalDate: String] = [:]

    init(_ number: Int) throws {
      let shared = try #require(sharedFolder())
      let file = shared.appendingPathComponent("data/series/synth_daily_\(number).csv")
      let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
        $0.split(separator: ",").map(String.init)
      }
      for row in rows.dropFirst() {
        dates.append(try #require(LocalDate(row[0])))
        items.append(try #require(Double(row[1])))
        members.append(try #require(Double(row[2])))
        for (name, field) in zip(rows[0], row).dropFirst(3) {
          causes[name, default: []].append(try #require(Double(field)))
        }
      }
      holidays = try #require(
        Holidays.dates(calendar: "us-federal", from: dates[0], to: dates[dates.count - 1]))
    }

    /// Errors of January 2025 forecast on the evening before, and those of the last week's days.
    func january(
      _ regressors: [Regressor], hasOwnReset: Bool
    ) throws -> (model: Double, naive: Double) {
      let origin = try #require(dates.firstIndex(of: day("2025-01-01")))
      var series = try DailySeries(
        start: dates[0], values: items.prefix(origin).map { $0 },
        exposure: Array(members.prefix(origin)), regressors: regressors)
      series.hasOwnReset = hasOwnReset
      let model = DailyForecaster(series, holidays: KnownHolidays(names: holidays))
      let forecast = model.forecast(
        from: dates[origin], days: 31, exposure: Array(members[origin..<origin + 31]))
      let seen = Array(items[origin..<origin + 31])
      let naive = (0..<31).map { items[origin - 7 + $0 % 7] }
      return (
        try #require(ForecastMetrics.wape(seen: seen, forecast: forecast.mean)),
        try #require(ForecastMetrics.wape(seen: seen, forecast: naive))
      )
    }
  }

  @Test("January, one seen before, is forecast better than by last week's days")
  func january() throws {
    let error = try Sample(0).january([], hasOwnReset: false)
    #expect(error.model < 0.5 * error.naive)
    #expect(error.model < 0.15)
  }

  @Test("With members and events January is within 13.8 %, the log-linear peer's, on average")
  func januaryWithEvents() throws {
    var sum = 0.0
    for number in 0..<3 {
      let sample = try Sample(number)
      func cause(_ name: String, _ spread: Double, _ form: Regressor.Form) throws -> Regressor {
        let values = try #require(sample.causes[name])
        return Regressor(name: name, values: values, expectedSpread: spread, form: form)
      }
      let regressors = [
        try cause("deductible", 0.5, .multiplier), try cause("elections", 0.5, .multiplier),
        try cause("formulary", 0.5, .multiplier), try cause("new_share", 5, .share),
      ]
      sum += try sample.january(regressors, hasOwnReset: true).model
    }
    #expect(sum / 3 < 0.138)
  }
}
