import Foundation
import Quantities
import RandomStreams
import Testing

@testable import Forecasting

@Suite("Intraday forecaster")
struct IntradayForecasterTests {
  static let monday = day("2026-01-05")

  @Test("A fixed shape is continued and its shares sum to one")
  func fixedShape() throws {
    let shape = [0.1, 0.4, 0.3, 0.2]
    let rows = (0..<70).map { index -> [Double?] in
      let total = index % 7 < 5 ? 1000.0 : 500
      return shape.map { $0 * total }
    }
    let model = try IntradayForecaster(start: Self.monday, intervals: rows)
    let forecast = model.forecast(from: Self.monday + 70, days: 7)
    for index in 0..<7 {
      #expect(abs(forecast.shares[index].reduce(0, +) - 1) < 1e-12)
      for (slot, mean) in forecast.mean(ofDay: index).enumerated() {
        let expected = shape[slot] * (index < 5 ? 1000 : 500)
        #expect(abs(mean / expected - 1) < 0.02)
      }
    }
  }

  @Test("Closed slots of a weekday stay closed, and a missing slot makes its day's total missing")
  func closedAndMissingSlots() throws {
    // Saturdays have no evening; one Tuesday evening was not recorded.
    let rows = (0..<56).map { index -> [Double?] in
      if index % 7 == 5 { return [100, 100, nil] }
      return [100, 100, index == 29 ? nil : 200]
    }
    let model = try IntradayForecaster(start: Self.monday, intervals: rows)
    let forecast = model.forecast(from: Self.monday + 56, days: 7)
    #expect(forecast.mean(ofDay: 5)[2] == 0)
    #expect(abs(forecast.days.mean[5] / 200 - 1) < 0.02)
    #expect(abs(forecast.days.mean[1] / 400 - 1) < 0.01)
    #expect(abs(forecast.mean(ofDay: 1)[2] / 200 - 1) < 0.02)
  }

  @Test("A slot that an outage emptied is listed with the rest of its day, and lowers nothing")
  func outlyingSlot() throws {
    var random = RandomStream(seed: 5, stream: 1, replication: 0, entity: 0)
    let usual: [Double] = [100, 200, 150, 120]
    var rows: [[Double?]] = []
    for _ in 0..<70 {
      var row: [Double?] = []
      for mean in usual { row.append(Double(random.nextPoisson(mean: mean))) }
      rows.append(row)
    }
    rows[40][1] = 0
    let model = try IntradayForecaster(start: Self.monday, intervals: rows)
    #expect(model.flagged.map(\.date) == [Self.monday + 40])
    #expect(model.flagged.map(\.slot) == [1])
    let flagged = try #require(model.flagged.first)
    let ratio: Double = flagged.expected / 200
    #expect(flagged.seen == 0)
    #expect(abs(ratio - 1) < 0.2)
    let kept = try IntradayForecaster(
      start: Self.monday, intervals: rows, options: .init(keepsOutliers: true))
    #expect(kept.flagged.map(\.slot).contains(1))
    // A tenth of the day's items are missing on one day of seventy.
    let without = model.forecast(from: Self.monday + 70, days: 7)
    let week: Double = without.days.mean.reduce(0, +)
    #expect(abs(week / 3990 - 1) < 0.03)
  }

  @Test("Without the week as a season all weekdays are forecast alike")
  func noWeek() throws {
    let rows = (0..<70).map { index -> [Double?] in index % 7 < 5 ? [60, 40] : [30, 20] }
    let model = try IntradayForecaster(
      start: Self.monday, intervals: rows, options: .init(hasWeek: false))
    let means = model.forecast(from: Self.monday + 70, days: 7).days.mean
    #expect((means.max() ?? 0) / (means.min() ?? 1) < 1.2)
  }

  @Test("Days of another length are refused with their date")
  func refusals() {
    #expect(
      throws: ForecastingError(
        .lengthMismatch, at: "calls, 2026-01-06", problem: "1 slots are given, other days have 2",
        remedy: "Give every slot of the day, empty where nothing was recorded")
    ) {
      _ = try IntradayForecaster(start: Self.monday, intervals: [[1, 2], [1]], location: "calls")
    }
  }

  @Test("Eigenvectors of a known matrix come largest first")
  func eigenvectors() {
    // [[2, 1], [1, 2]] has 3 with (1, 1) / √2 and 1 with (-1, 1) / √2.
    let vectors = leadingEigenvectors([[2, 1], [1, 2]], count: 2)
    let half = Double(2).squareRoot() / 2
    for entry in vectors[0] { #expect(abs(entry - half) < 1e-12) }
    #expect(abs(vectors[1][0] + vectors[1][1]) < 1e-12)
  }

  @Test(
    "Bank calls: half hours four weeks ahead are within 6.5 %, and 80 % intervals are honest",
    .enabled(if: hasSharedData))
  func bankCalls() throws {
    let bank = try BankCalls()
    let (start, dates, rows, closed) = (bank.start, bank.dates, bank.rows, bank.closed)
    let holidays = [day("2003-05-26"): "Memorial Day", day("2003-07-04"): "Independence Day"]
    var (seen, mean, lower, upper) = ([Double](), [Double](), [Double](), [Double]())
    for origin in stride(from: 60, through: 100, by: 10) {
      let known = dates[origin] - start
      let model = try IntradayForecaster(
        start: start, intervals: Array(rows.prefix(known)), closed: Array(closed.prefix(known)),
        holidays: KnownHolidays(names: holidays))
      let forecast = model.forecast(
        from: dates[origin], days: dates[origin + 19] - dates[origin] + 1)
      for date in dates[origin..<origin + 20] where !closed[date - start] {
        let index = date - dates[origin]
        let slots = forecast.mean(ofDay: index)
        for slot in 0..<28 {
          seen.append(try #require(rows[date - start][slot]))
          mean.append(slots[slot])
          lower.append(forecast.quantile(ofDay: index, slot: slot, 0.1))
          upper.append(forecast.quantile(ofDay: index, slot: slot, 0.9))
        }
      }
    }
    let wape = try #require(ForecastMetrics.wape(seen: seen, forecast: mean))
    let coverage = try #require(
      ForecastMetrics.coverage(seen: seen, lower: lower, upper: upper))
    #expect(wape < 0.065)
    #expect(coverage > 0.72 && coverage < 0.88)
  }
}
