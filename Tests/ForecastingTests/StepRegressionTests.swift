import Foundation
import RandomStreams
import Testing

@testable import Forecasting

@Suite("Known causes of months and weeks")
struct StepRegressionTests {
  @Test("The 80 % intervals of known effects hold 70 to 90 % of 200 effects")
  func coverage() throws {
    // The truth is drawn here: a drifting level, a season, a flag and a share, log-normal noise.
    var inside = 0
    var count = 0
    for seed in 0..<100 {
      var random = RandomStream(seed: UInt64(seed), stream: 3, replication: 0, entity: 0)
      let (flagEffect, shareEffect) = (0.2 + 0.1 * random.nextNormal(), 3 + random.nextUniform())
      let season = (0..<12).map { _ in 0.1 * random.nextNormal() }
      let flags = (0..<72).map { _ in random.nextUniform() < 0.2 ? 1.0 : 0 }
      let shares = (0..<72).map { $0 % 12 == 0 ? 0.15 * random.nextUniform() : 0 }
      var level = 7.0
      let values = (0..<72).map { month -> Double? in
        level += 0.02 * random.nextNormal()
        let mean = level + season[month % 12] + flagEffect * flags[month]
        return exp(mean + 0.03 * random.nextNormal()) * (1 + shareEffect * shares[month])
      }
      let found = try StepRegression(
        values: values, period: 12, exposure: [],
        regressors: [
          Regressor(name: "letters", values: flags),
          Regressor(name: "new_share", values: shares, expectedSpread: 5, form: .share),
        ])
      for (effect, truth) in zip(found.effects, [flagEffect, shareEffect]) {
        if abs(effect.estimate - truth) < 1.2816 * effect.standardDeviation { inside += 1 }
        count += 1
      }
    }
    #expect(count == 200)
    #expect(inside >= 140 && inside <= 180, "\(inside) of 200")
  }

  @Test("Growth enters once, through what the values are proportional to")
  func exposure() throws {
    let members = (0..<48).map { 1000 * pow(1.02, Double($0)) }
    let values = members.prefix(36).map { Optional(0.05 * $0) }
    let found = try StepRegression(
      values: Array(values), period: 1, exposure: members,
      regressors: [Regressor(name: "odd", values: (0..<48).map { Double($0 % 2) })])
    #expect(abs(found.effects[0].estimate) < 0.01)
    #expect(abs(found.factor(40) / members[40] - 1) < 0.02)
  }

  @Test("Fewer values than causes need are refused with what to give")
  func refused() {
    #expect(throws: ForecastingError.self) {
      _ = try StepRegression(
        values: [1, 2, 3], period: 1, exposure: [],
        regressors: [Regressor(name: "x", values: [0, 1, 0])])
    }
  }
}

@Suite("Outlying steps")
struct StepOutliersTests {
  @Test(
    "A single month ten times as high is listed with its neighbours' value, a lasting shift is not")
  func listed() {
    func usual(_ month: Int, _ level: Double) -> Double {
      let season: Double = 10 * Double(month % 12)
      return level + season + Double(month * 7 % 5)
    }
    var values: [Double] = (0..<48).map { usual($0, 200) }
    #expect(StepOutliers(values, period: 12).found.isEmpty)
    values[30] *= 10
    let found: [StepOutliers.Outlier] = StepOutliers(values, period: 12).found
    #expect(found.map(\.step) == [30])
    let expected: Double = found.first?.expected ?? 0
    #expect(abs(expected - 262) < 25)
    for month in 24..<48 { values[month] = usual(month, 500) }
    #expect(StepOutliers(values, period: 12).found.isEmpty)
  }
}
