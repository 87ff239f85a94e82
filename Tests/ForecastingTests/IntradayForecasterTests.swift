import Foundation
import Quantities
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
    let shared = try #require(sharedFolder())
    let file = shared.appendingPathComponent("data/calls/bank_calls_30min_first120days.csv")
    var recorded: [LocalDate: [Double?]] = [:]
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      let date = try #require(LocalDate(String(fields[0].prefix(10))))
      recorded[date, default: []].append(Double(fields[1]))
    }
    let dates = recorded.keys.sorted()
    let start = dates[0]
    let empty = [Double?](repeating: nil, count: 28)
    let rows = (0...(dates[dates.count - 1] - start)).map { recorded[start + $0] ?? empty }
    let closed = rows.enumerated().map {
      recorded[start + $0.offset] != nil && $0.element.contains(nil)
    }
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
