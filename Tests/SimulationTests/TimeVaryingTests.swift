import RandomStreams
import Testing

@testable import Simulation

/// A day whose rate rises and falls, against the forward equations of its birth-and-death chain.
@Suite("Time-varying load")
struct TimeVaryingTests {
  static let agents = 12
  static let states = 70
  static let interval = 0.25
  static let rates = (0..<32).map { (index: Int) -> Double in
    // A triangle between 6 and 14, one value per interval.
    let phase = Double(index % 16) / 16
    return 6 + 16 * min(phase, 1 - phase)
  }

  /// Busy agents and waiting contacts in each interval, averaged over it, from empty at 0.
  ///
  /// Runge and Kutta's fourth-order steps over all states; service rate 1, hang-up rate ½.
  static func forwardEquations() -> [(busy: Double, waiting: Double)] {
    var shares = [Double](repeating: 0, count: states + 1)
    shares[0] = 1
    func slope(_ p: [Double], _ rate: Double) -> [Double] {
      var change = [Double](repeating: 0, count: p.count)
      for n in 0..<p.count {
        let leaving = Double(min(n, agents)) + 0.5 * Double(max(n - agents, 0))
        if n > 0 {
          change[n] -= leaving * p[n]
          change[n - 1] += leaving * p[n]
        }
        if n + 1 < p.count {
          change[n] -= rate * p[n]
          change[n + 1] += rate * p[n]
        }
      }
      return change
    }
    func moved(_ p: [Double], _ k: [Double], _ h: Double) -> [Double] {
      zip(p, k).map { $0 + h * $1 }
    }
    func means(_ p: [Double]) -> (busy: Double, waiting: Double) {
      var result = (busy: 0.0, waiting: 0.0)
      for (n, share) in p.enumerated() {
        result.busy += Double(min(n, agents)) * share
        result.waiting += Double(max(n - agents, 0)) * share
      }
      return result
    }
    let steps = 25
    let h = interval / Double(steps)
    return rates.map { rate in
      var total = (busy: 0.0, waiting: 0.0)
      for _ in 0..<steps {
        let before = means(shares)
        let k1 = slope(shares, rate)
        let k2 = slope(moved(shares, k1, h / 2), rate)
        let k3 = slope(moved(shares, k2, h / 2), rate)
        let k4 = slope(moved(shares, k3, h), rate)
        for n in shares.indices {
          shares[n] += h / 6 * (k1[n] + 2 * k2[n] + 2 * k3[n] + k4[n])
        }
        let after = means(shares)
        total.busy += (before.busy + after.busy) / 2
        total.waiting += (before.waiting + after.waiting) / 2
      }
      return (total.busy / Double(steps), total.waiting / Double(steps))
    }
  }

  @Test("The simulated day follows the forward equations in every interval")
  func everyInterval() throws {
    let queue = QueueModel(
      name: "calls", arrivals: .expected(Self.rates.map { $0 * Self.interval }),
      steps: [StepModel(handleTime: .exponential(mean: 1), eligiblePools: [0])],
      patience: .exponential(mean: 2))
    let count = Self.rates.count
    let model = SimulationModel(
      horizon: Double(count) * Self.interval, interval: Self.interval, queues: [queue],
      pools: [PoolModel(name: "agents", agents: [Self.agents])], periods: [.eachInterval(count)])
    let results = try simulate(model, seed: 11, replications: 500)
    var offered = 0.0
    var waiting = 0.0
    for (period, exact) in Self.forwardEquations().enumerated() {
      let occupancy = results.periods[0].occupancy(pool: 0, period: period)
      // Two half-widths are four standard errors: 32 intervals all pass but once in 500 seeds.
      #expect(
        abs(occupancy.mean - exact.busy / Double(Self.agents)) <= 2 * occupancy.halfWidth,
        "interval \(period)")
      offered += Self.rates[period] * Self.interval
      waiting += exact.waiting * Self.interval
    }
    // Hang-ups over the day are ½ × the time spent waiting.
    let abandoned = results.queues[0].abandoned
    #expect(abs(abandoned.mean - waiting / 2) <= 2 * abandoned.halfWidth + 0.02 * waiting)
    #expect(
      abs(results.queues[0].offered.mean - offered) <= 2 * results.queues[0].offered.halfWidth)
  }
}
