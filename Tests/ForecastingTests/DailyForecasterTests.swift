import Forecasting
import Foundation
import Quantities
import RandomStreams
import Testing

@Suite("Daily forecaster")
struct DailyForecasterTests {
  static let monday = day("2026-01-05")

  @Test("A pure weekday pattern is continued", arguments: [3.0, 100.0, 10_000.0])
  func weekdayPattern(scale: Double) throws {
    // The closed form: the next week equals every week before it. Of three a day only ten items were
    // seen on Sundays, so that their effect is shrunk by about a tenth.
    let pattern = [1.3, 1.1, 1.0, 1.0, 0.9, 0.4, 0.2].map { $0 * scale }
    let values = counts(days: 16 * 7, from: Self.monday) { index, _ in pattern[index % 7] }
    let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
    let forecast = model.forecast(from: Self.monday + values.count, days: 14)
    for (index, mean) in forecast.mean.enumerated() {
      #expect(abs(mean / pattern[index % 7] - 1) < (scale < 10 ? 0.15 : 0.01))
    }
  }

  @Test(
    "Items expected from counted causes are held by 80 % intervals as often as counts",
    arguments: [0.03, 2])
  func expectedItems(each: Double) throws {
    // 200 claims a day by chance around a week and a level that drifts by 1 % a day, `each` items from each.
    var inside = (0.0, 0.0)
    for seed in UInt64(1)...12 {
      var draws = RandomStream(seed: seed, stream: 1, replication: 0, entity: 0)
      var level = 0.0
      let values = counts(days: 364, from: Self.monday) { index, _ in
        level = 0.97 * level + 0.01 * draws.nextNormal()
        let week = [1.3, 1.1, 1.0, 1.0, 0.9, 0.5, 0.4][index % 7]
        return each * Double(draws.nextPoisson(mean: 200 * week * exp(level)))
      }
      var series = try DailySeries(start: Self.monday, values: values)
      series.countVariance = each
      let backtest = DailyBacktest(
        series, holidays: KnownHolidays(), model: DailyForecaster(series))
      inside.0 += (backtest.coverage80 ?? 0) * Double(backtest.days)
      inside.1 += Double(backtest.days)
    }
    #expect(inside.1 > 2000)
    #expect(abs(inside.0 / inside.1 - 0.8) < 0.05)
  }

  @Test("Twice the members get twice the items, once")
  func exposureEntersOnce() throws {
    let values = counts(days: 84, from: Self.monday) { index, _ in 200 + Double(index % 7) }
    let members = Array(repeating: 50_000.0, count: 84)
    let model = DailyForecaster(
      try DailySeries(start: Self.monday, values: values, exposure: members))
    let same = model.forecast(
      from: Self.monday + 84, days: 7, exposure: Array(repeating: 50_000, count: 7))
    let twice = model.forecast(
      from: Self.monday + 84, days: 7, exposure: Array(repeating: 100_000, count: 7))
    for (once, doubled) in zip(same.mean, twice.mean) {
      #expect(abs(doubled / once - 2) < 1e-12)
      #expect(abs(once / 203 - 1) < 0.03)
    }
  }

  @Test("Growth that members explain is not taken for a season or a trend")
  func growthInMembersIsNotCountedTwice() throws {
    // 1 item for 1,000 members a day throughout; membership doubles over the history.
    let members = (0..<400).map { 100_000 * (1 + Double($0) / 400) }
    let values = members.map { Optional($0 / 1000) }
    let model = DailyForecaster(
      try DailySeries(start: Self.monday, values: values, exposure: members))
    let forecast = model.forecast(
      from: Self.monday + 400, days: 90, exposure: Array(repeating: 200_000, count: 90))
    for mean in forecast.mean { #expect(abs(mean / 200 - 1) < 0.01) }
  }

  @Test("A weekday never seen is closed, and closed days do not shift the others")
  func closedWeekdays() throws {
    let values = (0..<70).map { index -> Double? in
      let weekday = index % 7
      return weekday >= 5 ? nil : 100 + 10 * Double(weekday)
    }
    let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
    let forecast = model.forecast(from: Self.monday + 71, days: 7)
    let expected: [Double] = [110, 120, 130, 140, 0, 0, 100]
    for (mean, value) in zip(forecast.mean, expected) { #expect(abs(mean - value) < 1.5) }
    #expect(forecast.mean[4] == 0 && forecast.mean[5] == 0)
  }

  @Test("Missing days are missing, not zero")
  func gaps() throws {
    let values = (0..<90).map { index -> Double? in (30..<60).contains(index) ? nil : 500 }
    let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
    for mean in model.forecast(from: Self.monday + 90, days: 7).mean {
      #expect(abs(mean - 500) < 2)
    }
  }

  @Test("One day of ten times the items is left out and named with its reason")
  func outlier() throws {
    let values = counts(days: 120, from: Self.monday) { index, _ in
      index == 100 ? 3000 : 300 + Double((index * 37) % 11)
    }
    let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
    #expect(model.flagged.map(\.date) == [Self.monday + 100])
    #expect(model.flagged.first?.seen == 3000)
    #expect(model.flagged.first?.reason == "far above its neighbours for one day")
    let mean = model.forecast(from: Self.monday + 120, days: 7).mean.reduce(0, +) / 7
    #expect(abs(mean / 305 - 1) < 0.02)
  }

  @Test("A lasting change of level is followed, not flagged")
  func levelShift() throws {
    let values = counts(days: 140, from: Self.monday) { index, _ in index < 100 ? 200 : 300 }
    let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
    #expect(model.flagged.isEmpty)
    let mean = model.forecast(from: Self.monday + 140, days: 7).mean.reduce(0, +) / 7
    #expect(mean > 285 && mean < 305)
  }

  @Test("Histories of nothing, zeros, one day and one week give a forecast that is not negative")
  func shortHistories() throws {
    let cases: [[Double?]] = [
      [], [nil, nil, nil], Array(repeating: 0, count: 60), [7], [3, 0, 2, 5, 1, 0, 0],
      Array(repeating: nil, count: 20) + [4],
    ]
    for values in cases {
      let model = DailyForecaster(try DailySeries(start: Self.monday, values: values))
      let forecast = model.forecast(from: Self.monday + values.count, days: 400)
      #expect(forecast.mean.allSatisfy { $0 >= 0 && $0.isFinite })
      for path in 0..<3 {
        let factors = forecast.factors(path: path, seed: 1, stream: 2)
        #expect(factors.allSatisfy { $0 > 0 && $0.isFinite })
      }
    }
    let week = DailyForecaster(
      try DailySeries(start: Self.monday, values: [10, 10, 10, 10, 10, 10, 10]))
    let mean = week.forecast(from: Self.monday + 7, days: 7).mean
    #expect(mean.allSatisfy { abs($0 - 10) < 0.5 })
  }

  @Test("A negative or endless value is refused with its date")
  func refusals() {
    #expect(
      throws: ForecastingError(
        .invalidValue, at: "calls, 2026-01-06", problem: "-1.0 items",
        remedy: "Give a number of at least 0, or nothing where nothing was recorded")
    ) { try DailySeries(start: Self.monday, values: [1, -1], location: "calls") }
    #expect(
      throws: ForecastingError(
        .lengthMismatch, at: "calls", problem: "exposure has 1 days, the history 2",
        remedy: "Give one for each day of the history, or none")
    ) {
      try DailySeries(start: Self.monday, values: [1, 1], exposure: [1], location: "calls")
    }
  }

  @Test("Holidays and the day after are learnt from last year's")
  func holidays() throws {
    let start = day("2025-01-06")
    let names = try #require(
      Holidays.dates(calendar: "us-federal", from: start, to: day("2026-12-31")))
    let values = counts(days: 400, from: start) { _, date in
      if names[date] != nil { return 80 }
      return names[date - 1] != nil ? 260 : 200
    }
    let model = DailyForecaster(
      try DailySeries(start: start, values: values), holidays: KnownHolidays(names: names))
    let first = start + 400
    let forecast = model.forecast(from: first, days: 200)
    // Presidents' Day 2026-02-16 and Memorial Day 2026-05-25, each seen once.
    for date in [day("2026-02-16"), day("2026-05-25")] {
      #expect(abs(forecast.mean[date - first] / 80 - 1) < 0.05)
      #expect(abs(forecast.mean[date + 1 - first] / 260 - 1) < 0.05)
      #expect(abs(forecast.mean[date + 2 - first] / 200 - 1) < 0.03)
    }
  }

  @Test("Holidays on which nothing ever came rest in the future as well")
  func restingHolidays() throws {
    let start = day("2025-01-06")
    let names = try #require(
      Holidays.dates(calendar: "us-federal", from: start, to: day("2026-12-31")))
    let values = counts(days: 400, from: start) { _, date in names[date] == nil ? 200 : 0 }
    let model = DailyForecaster(
      try DailySeries(start: start, values: values), holidays: KnownHolidays(names: names))
    let forecast = model.forecast(from: start + 400, days: 200)
    let date = day("2026-05-25")
    #expect(forecast.mean[date - (start + 400)] == 0)
    #expect(forecast.mean[date + 1 - (start + 400)] > 190)
  }

  @Test("A year with a summer low is forecast with it; half a year has no season")
  func season() throws {
    let start = day("2023-01-02")
    func truth(_ date: LocalDate) -> Double {
      let angle = 2 * Double.pi * Double(date - day("2023-01-01")) / 365.25
      return 1000 * exp(0.2 * cos(angle))
    }
    let values = counts(days: 1000, from: start) { _, date in truth(date) }
    let model = DailyForecaster(try DailySeries(start: start, values: values))
    let forecast = model.forecast(from: start + 1000, days: 365)
    let errors = forecast.mean.enumerated().map { abs($1 / truth(start + 1000 + $0) - 1) }
    #expect(errors.reduce(0, +) / 365 < 0.03)
    let short = DailyForecaster(try DailySeries(start: start, values: Array(values.prefix(180))))
    #expect(short.modelName == "log-linear: level, weekday, holidays")
    #expect(model.modelName == "log-linear: level, weekday, season, holidays")
  }
}
