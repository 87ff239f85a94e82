import Forecasting
import Foundation
import Quantities
import RandomStreams
import Testing

@Suite("Known causes")
struct RegressorTests {
  static let start = day("2025-01-06")

  /// Counts with a rule's factor on top of a steady mean.
  static func noisy(days: Int, mean: Double, seed: UInt64, _ factor: (Int) -> Double) -> [Double?] {
    var draws = RandomStream(seed: seed, stream: 1)
    return (0..<days).map { index in
      Double(draws.nextPoisson(mean: draws.nextLognormal(mean: mean * factor(index), cv: 0.05)))
    }
  }

  @Test("New members that call eight times as much are told from growth", arguments: UInt64(1)...3)
  func shareOfNewMembers(seed: UInt64) throws {
    // Cohorts join on days 60 and 200 and fade over 40 days; rate × (1 + 7 × share of new members).
    let share = (0..<330).map { index -> Double in
      var sum = 0.0
      for (joined, size) in [(60, 0.05), (200, 0.15), (300, 0.2)] where index >= joined {
        sum += size * exp(-Double(index - joined) / 40)
      }
      return sum
    }
    let values = Self.noisy(days: 280, mean: 400, seed: seed) { 1 + 7 * share[$0] }
    let series = try DailySeries(
      start: Self.start, values: values,
      regressors: [Regressor(name: "new", values: share, expectedSpread: 5, form: .share)])
    let model = DailyForecaster(series)
    let effect = try #require(model.effects.first)
    #expect(abs(effect.estimate - 7) < 3 * effect.standardDeviation)
    #expect(effect.standardDeviation < 1.5)
    // The next cohort is larger than any seen: 1 + 7 × 0.2 and the last one's rest.
    let forecast = model.forecast(from: Self.start + 300, days: 7)
    for (index, mean) in forecast.mean.enumerated() {
      let truth = 400 * (1 + 7 * share[300 + index])
      #expect(abs(mean / truth - 1) < 0.15)
    }
  }

  @Test("A mailing's effect is estimated within its interval", arguments: UInt64(1)...3)
  func mailing(seed: UInt64) throws {
    let mailed = (0..<260).map { index -> Double in
      let since = index % 60
      return since >= 20 ? exp(-Double(since - 20) / 5) : 0
    }
    let values = Self.noisy(days: 200, mean: 300, seed: seed) { exp(0.4 * mailed[$0]) }
    let model = DailyForecaster(
      try DailySeries(
        start: Self.start, values: values,
        regressors: [Regressor(name: "letters", values: mailed)]))
    let effect = try #require(model.effects.first)
    #expect(effect.name == "letters")
    #expect(abs(effect.estimate - 0.4) < 3 * effect.standardDeviation)
    #expect(effect.standardDeviation < 0.1)
  }

  @Test("A cause that is shorter than the history is refused by name")
  func refusals() {
    #expect(
      throws: ForecastingError(
        .lengthMismatch, at: "calls, regressor letters", problem: "it has 1 days, the history 2",
        remedy: "Give a value for each day of the history and of the forecast")
    ) {
      _ = try DailySeries(
        start: Self.start, values: [1, 2], regressors: [Regressor(name: "letters", values: [1])],
        location: "calls")
    }
  }
}
