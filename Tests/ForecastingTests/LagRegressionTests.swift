import Forecasting
import Foundation
import Quantities
import RandomStreams
import Testing

@Suite("Contacts per cause with their lags")
struct LagRegressionTests {
  /// Contacts of two causes with known rates, 30 a day besides, and a weekly pattern when wanted.
  private func sample(
    _ seed: UInt64, days: Int = 500, rates: [Double] = [0.4, 0.1], weekly: Bool = false
  ) throws -> LagRegression {
    let lag = LagRegression.longestLag
    let start = day("2026-01-05")
    var draws = RandomStream(seed: seed, stream: 5)
    let causes = [60.0, 90].enumerated().map { place, mean in
      LagRegression.Cause(
        name: "cause \(place)",
        events: (0..<(days + lag)).map { _ in
          Double(draws.nextPoisson(mean: mean * (0.6 + 0.8 * draws.nextUniform())))
        })
    }
    let items = (0..<days).map { place -> Double? in
      // Half on the same day and half three days later; the second cause a day later.
      let first = (causes[0].events[place + lag] + causes[0].events[place + lag - 3]) / 2
      let second = causes[1].events[place + lag - 1]
      let factor = weekly ? (place % 7 < 5 ? 1.2 : 0.5) : 1
      return Double(
        draws.nextPoisson(mean: factor * (30 + rates[0] * first + rates[1] * second)))
    }
    return try LagRegression(items: items, start: start, causes: causes)
  }

  @Test("The 95 % intervals hold the truth in at least 36 of 40 cases")
  func coverage() throws {
    var inside = 0
    // Benchmarks/peers/drivers_coverage.py counts over a hundred seeds of an independent generator.
    for seed in UInt64(1)...20 {
      let fit = try sample(seed)
      for (effect, truth) in zip(fit.effects, [0.4, 0.1])
      where effect.lower95 <= truth && truth <= effect.upper95 { inside += 1 }
    }
    #expect(inside >= 36, "\(inside) of 40")
  }

  @Test("Lags and weekdays are found", arguments: [1, 2, 3] as [UInt64])
  func lags(seed: UInt64) throws {
    let fit = try sample(seed, days: 1000, rates: [1.5, 1.0], weekly: true)
    let shares = fit.effects[0].lagShares
    #expect(abs(shares[0] - 0.5) < 0.1 && abs(shares[3] - 0.5) < 0.1)
    #expect(fit.effects[1].lagShares[1] > 0.8)
    #expect(fit.weekdays.count == 7)
    #expect(abs(fit.weekdays[0] / fit.weekdays[6] - 2.4) < 0.3)
  }

  @Test("Two causes that come together are said to be confused")
  func confused() throws {
    var draws = RandomStream(seed: 3, stream: 1)
    let events = (0..<514).map { _ in Double(draws.nextPoisson(mean: 50)) }
    let near = events.map { $0 + Double(draws.nextPoisson(mean: 0.2)) }
    let items = (0..<500).map { place -> Double? in
      Double(draws.nextPoisson(mean: 5 + 0.5 * events[place + 14]))
    }
    let fit = try LagRegression(
      items: items, start: day("2026-01-05"),
      causes: [
        LagRegression.Cause(name: "a", events: events),
        LagRegression.Cause(name: "b", events: near),
      ])
    #expect(fit.confused.count == 1)
  }

  @Test("Too few days, and causes of another length, are refused")
  func refused() {
    let start = day("2026-01-05")
    #expect(throws: ForecastingError.self) {
      _ = try LagRegression(
        items: [1, 2], start: start,
        causes: [LagRegression.Cause(name: "a", events: Array(repeating: 1, count: 16))])
    }
    #expect(throws: ForecastingError.self) {
      _ = try LagRegression(
        items: Array(repeating: 1, count: 100), start: start,
        causes: [LagRegression.Cause(name: "a", events: [1])])
    }
  }
}
