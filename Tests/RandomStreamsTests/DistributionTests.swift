import Foundation
import Testing

@testable import RandomStreams

@Suite("Distributions")
struct DistributionTests {
  @Test("Sequence and random access agree")
  func randomAccess() {
    var sequence = RandomStream(seed: 3, stream: 1, replication: 2, entity: 9)
    let fixed = sequence
    for draw in 0..<101 { #expect(sequence.nextUniform() == fixed.uniform(draw: UInt32(draw))) }
  }

  @Test("The extreme bit patterns stay strictly inside the unit interval")
  func openInterval() {
    #expect(RandomStream.openUnit(0) > 0)
    #expect(RandomStream.openUnit(.max) < 1)
  }

  // Printed values of the standard normal quantile (NIST handbook; R qnorm for the far tail).
  @Test(
    "The normal quantile matches tables",
    arguments: [
      (0.5, 0.0), (0.975, 1.959963984540054), (0.025, -1.959963984540054),
      (0.99, 2.3263478740408408), (0.001, -3.090232306167813), (1e-10, -6.361340902404056),
      (1e-20, -9.262340089798408),
    ])
  func quantile(probability: Double, value: Double) {
    #expect(abs(normalQuantile(probability) - value) <= 1e-14 * max(1, abs(value)) * 4)
  }

  @Test("The log factorial equals the sum of logarithms", arguments: [0, 1, 5, 15, 16, 40, 170])
  func factorial(k: Int) {
    let sum = k < 2 ? 0 : (2...k).reduce(0.0) { $0 + log(Double($1)) }
    #expect(abs(logFactorial(Double(k)) - sum) <= 1e-12 * max(1, sum))
  }

  // Moments are the closed forms; the bound is five standard errors at a fixed seed.
  @Test(
    "Samples have the stated mean and second moment",
    arguments: [
      DurationDistribution.exponential(mean: 300), .lognormal(mean: 390, cv: 0.9),
      .gamma(mean: 200, cv: 0.5), .gamma(mean: 200, cv: 1.5), .deterministic(60),
      .empirical([10, 20, 60, 600]),
    ])
  func moments(distribution: DurationDistribution) throws {
    try distribution.validate()
    let count = 200_000
    var random = RandomStream(seed: 11, stream: 5)
    var sums = (first: 0.0, second: 0.0, fourth: 0.0)
    for _ in 0..<count {
      let x = distribution.sample(&random)
      sums.first += x
      sums.second += x * x
      sums.fourth += x * x * x * x
    }
    let n = Double(count)
    let variance = distribution.secondMoment - distribution.mean * distribution.mean
    let bound = 5 * (max(variance, 0) / n).squareRoot() + 1e-9
    #expect(abs(sums.first / n - distribution.mean) <= bound)
    let spread = (sums.fourth / n - (sums.second / n) * (sums.second / n)) / n
    let secondBound = 5 * max(spread, 0).squareRoot() + 1e-6
    #expect(abs(sums.second / n - distribution.secondMoment) <= secondBound)
  }

  // Pearson's test against the Poisson probabilities; 1e-6 of seeds would exceed six deviations.
  @Test("Poisson counts follow the Poisson law", arguments: [0.3, 4.0, 9.99, 10.0, 47.0, 2_000])
  func poisson(mean: Double) {
    let count = 100_000
    var random = RandomStream(seed: 17, stream: 6)
    var seen: [Int: Int] = [:]
    for _ in 0..<count { seen[random.nextPoisson(mean: mean), default: 0] += 1 }
    var statistic = 0.0
    var cells = 0
    for k in 0..<Int(mean + 12 * mean.squareRoot() + 20) {
      let expected = Double(count) * exp(Double(k) * log(mean) - mean - logFactorial(Double(k)))
      guard expected >= 5 else { continue }
      let difference = Double(seen[k, default: 0]) - expected
      statistic += difference * difference / expected
      cells += 1
    }
    #expect(statistic <= Double(cells) + 6 * (2 * Double(cells)).squareRoot() + 6)
  }

  @Test("A gamma-Poisson count has variance mean + (mean × cv)²")
  func gammaPoisson() {
    var random = RandomStream(seed: 19, stream: 7)
    let counts = (0..<100_000).map { _ in Double(random.nextGammaPoisson(mean: 40, rateCV: 0.3)) }
    let mean = counts.reduce(0, +) / 100_000
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99_999
    #expect(abs(mean - 40) < 5 * (184.0 / 100_000).squareRoot())
    #expect(abs(variance / 184 - 1) < 0.03)
  }

  @Test("An alias table gives each outcome its share")
  func alias() throws {
    let weights = [3.0, 0, 1, 4, 2]
    let table = try DiscreteTable(weights: weights)
    var random = RandomStream(seed: 23, stream: 8)
    var seen = [Double](repeating: 0, count: 5)
    for _ in 0..<100_000 { seen[table.sample(&random)] += 1 }
    for (outcome, weight) in weights.enumerated() {
      #expect(abs(seen[outcome] / 100_000 - weight / 10) < 0.008)
    }
    #expect(seen[1] == 0)
  }

  @Test("Integers below a bound are equally likely")
  func integers() {
    var random = RandomStream(seed: 29, stream: 9)
    var seen = [Int](repeating: 0, count: 7)
    for _ in 0..<70_000 { seen[random.nextInteger(below: 7)] += 1 }
    for count in seen { #expect(abs(count - 10_000) < 500) }
  }

  @Test("Correlated normals have the stated correlation")
  func correlation() throws {
    let pairs = try CorrelatedNormals(correlation: [[1, 0.6], [0.6, 1]])
    var random = RandomStream(seed: 31, stream: 10)
    var product = 0.0
    for _ in 0..<100_000 {
      let pair = pairs.sample(&random)
      product += pair[0] * pair[1]
    }
    #expect(abs(product / 100_000 - 0.6) < 0.02)
  }

  @Test("Wrong parameters are named")
  func rejections() {
    #expect(
      throws: DistributionError.invalid(
        parameter: "mean", value: "nan", expected: "finite and at least 0.0")
    ) { try DurationDistribution.exponential(mean: .nan).validate() }
    #expect(throws: DistributionError.self) { try DurationDistribution.empirical([]).validate() }
    #expect(throws: DistributionError.self) {
      try DurationDistribution.empirical([2, 1]).validate()
    }
    #expect(throws: DistributionError.self) {
      try DurationDistribution.lognormal(mean: 0, cv: 1).validate()
    }
    #expect(throws: DistributionError.self) { try DiscreteTable(weights: [0, 0]) }
    #expect(throws: DistributionError.self) {
      try CorrelatedNormals(correlation: [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    }
  }
}

@Suite("Normal quantiles by four")
struct NormalQuantileLaneTests {
  @Test("Each lane is the quantile of its probability", arguments: 0..<50)
  func lanes(step: Int) {
    let probabilities = SIMD4(
      0x1p-33, (Double(step) + 0.5) / 50, 1 - 0x1p-33, Double(step + 1) / 1_000)
    let quantiles = normalQuantiles(probabilities)
    for lane in 0..<4 { #expect(quantiles[lane] == normalQuantile(probabilities[lane])) }
  }
}
