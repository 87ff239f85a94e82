import Foundation
import Queueing
import Testing

/// One random queue: sizes and patience over many orders of magnitude, loads near and far from saturation.
struct RandomQueue {
  let agents: Int
  let arrivalRate: Double
  let serviceRate: Double
  let abandonmentRate: Double
  let within: Double

  init(_ random: inout SeededRandom, mostAgents: Double = 300) {
    agents = max(1, Int(exp(Double.random(in: 0...log(mostAgents), using: &random))))
    serviceRate = exp(Double.random(in: -3...3, using: &random))
    let spread = Double(agents).squareRoot()
    let load =
      Bool.random(using: &random)
      ? Double(agents) * exp(Double.random(in: -2.5...1, using: &random))
      : max(0.01, Double(agents) + spread * Double.random(in: -3...3, using: &random))
    arrivalRate = load * serviceRate
    abandonmentRate = serviceRate * exp(Double.random(in: -5...5, using: &random))
    let scale = 1 / (Double(agents) * serviceRate)
    within =
      Int.random(in: 0..<5, using: &random) == 0
      ? 0 : scale * exp(Double.random(in: -3...3, using: &random))
  }
}

/// Whether two numbers agree to a relative tolerance; numbers that underflow agree.
func agree(_ left: Double, _ right: Double, _ tolerance: Double) -> Bool {
  if abs(left) < 1e-280 && abs(right) < 1e-280 { return true }
  return abs(left - right) <= tolerance * max(abs(left), abs(right))
}

@Suite("Erlang A, B and C agree with slow versions")
struct ErlangAgreementTests {
  @Test("Erlang A agrees with its chain summed in 31 digits", arguments: UInt64(0)..<60)
  func erlangAChain(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<20 {
      let queue = RandomQueue(&random)
      let slow = BirthDeathChain(
        agents: queue.agents, arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
        abandonmentRate: queue.abandonmentRate, within: queue.within)
      let fast = try erlangA(
        arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
        abandonmentRate: queue.abandonmentRate, agents: queue.agents, within: queue.within)
      // The last digits of the inputs move a small probability by its logarithm times as much.
      let small = 1e-12 * max(1, -log(max(slow.pWait, 1e-300)) / 50)
      #expect(agree(fast.pWait, slow.pWait, small), "\(queue)")
      #expect(agree(fast.pAbandon, slow.pAbandon, small), "\(queue)")
      #expect(agree(fast.queueLength, slow.queueLength, small), "\(queue)")
      #expect(agree(fast.speedOfAnswer, slow.speedOfAnswer, max(small, 2e-12)), "\(queue)")
      #expect(agree(fast.occupancy, slow.occupancy, 1e-12), "\(queue)")
      let rare = 1e-12 * max(1, -log(max(slow.servedInTime, 1e-300)) / 50)
      // Below this the chain itself has lost digits to 1 − P(late).
      guard slow.servedInTime > 1e-14 else { continue }
      #expect(agree(fast.serviceLevelOffered, slow.servedInTime, rare), "\(queue)")
      #expect(agree(fast.serviceLevelVirtual, slow.reachedInTime, rare), "\(queue)")
      let answered = slow.servedInTime / (1 - slow.pAbandon)
      if slow.pAbandon < 0.9 { #expect(agree(fast.serviceLevelAnswered, answered, rare * 10)) }
    }
  }

  @Test("Erlang B agrees with its recursion in 31 digits", arguments: UInt64(0)..<30)
  func erlangBRecursion(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<10 {
      let servers = Int(exp(Double.random(in: 0...log(3000), using: &random)))
      let lightest = Bool.random(using: &random) ? -3.0 : -25
      let load = Double(servers) * exp(Double.random(in: lightest...2, using: &random))
      var inverse = DoubleDouble(1)
      for level in 1...servers where inverse.high < 1e295 {
        inverse = DoubleDouble(1) + DoubleDouble(level) / DoubleDouble(load) * inverse
      }
      guard inverse.high < 1e295 else { continue }
      let slow = 1 / inverse.value
      let fast = try erlangB(offeredLoad: load, servers: servers)
      #expect(agree(fast, slow, 1e-12), "\(servers) servers, \(load) erlangs: \(fast) \(slow)")
    }
  }

  @Test("Erlang B for a real number of servers obeys the recursion", arguments: UInt64(0)..<15)
  func erlangBRealServers(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<10 {
      let servers = exp(Double.random(in: -3...6, using: &random))
      let load = servers * exp(Double.random(in: -2...2, using: &random))
      let lower = try erlangB(offeredLoad: load, servers: servers)
      let upper = try erlangB(offeredLoad: load, servers: servers + 1)
      #expect(
        agree(1 / upper, 1 + (servers + 1) / load / lower, 2e-13), "\(servers), \(load)")
    }
  }

  @Test("Erlang C is Erlang A with patience of ages", arguments: UInt64(0)..<20)
  func erlangCIsLimit(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<10 {
      let agents = Int(exp(Double.random(in: 0...6, using: &random)))
      let load = Double(agents) * Double.random(in: 0.3...0.98, using: &random)
      let patient = try erlangA(
        arrivalRate: load, serviceRate: 1, abandonmentRate: 1e-13, agents: agents, within: 0.1)
      let endless = try erlangC(
        arrivalRate: load, serviceRate: 1, agents: Double(agents), within: 0.1)
      #expect(agree(patient.pWait, endless.pWait, 1e-8))
      #expect(agree(patient.serviceLevelOffered, endless.serviceLevel, 1e-8))
      #expect(agree(patient.waitMeanAll, endless.waitMeanAll, 1e-6))
    }
  }

  @Test("Erlang C agrees with its chain in 31 digits", arguments: UInt64(0)..<30)
  func erlangCChain(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<10 {
      let agents = Int(exp(Double.random(in: 0...7, using: &random)))
      let load = Double(agents) * Double.random(in: 0.05...0.999, using: &random)
      var weight = DoubleDouble(1)
      var idle = DoubleDouble(0)
      for state in stride(from: agents, to: 0, by: -1) where weight.high > 1e-40 * idle.high {
        weight = weight * DoubleDouble(state) / DoubleDouble(load)
        idle = idle + weight
        if idle.high > 1e290 { break }
      }
      guard idle.high < 1e290 else { continue }
      let waiting = DoubleDouble(agents) / (DoubleDouble(agents) - DoubleDouble(load))
      let slow = (waiting / (idle + waiting)).value
      #expect(agree(try erlangC(offeredLoad: load, servers: Double(agents)), slow, 2e-12))
    }
  }

  @Test("More than ten thousand servers keep their digits")
  func large() throws {
    // Equal rates of handling and hanging up: the number in the queue is Poisson, and P(wait) its tail. The two
    // sides use different shapes of the same expansion; the recursion for B stands between.
    for agents in [20_000, 100_000] {
      let load = Double(agents) - 100
      var inverse = 1.0
      for level in 1...agents { inverse = 1 + Double(level) / load * inverse }
      let fast = try erlangB(offeredLoad: load, servers: agents)
      #expect(agree(fast, 1 / inverse, 1e-11))
    }
  }

  @Test("Patience from microseconds to years gives numbers in range", arguments: -9...9)
  func patience(power: Int) throws {
    let theta = pow(10, Double(power))
    for load in [1e-9, 0.5, 9.99, 10, 10.01, 200.0] {
      for within in [0, 1e-6, 0.1, 100] {
        let queue = try erlangA(
          arrivalRate: load, serviceRate: 1, abandonmentRate: theta, agents: 10, within: within)
        for share in [
          queue.pWait, queue.pAbandon, queue.occupancy, queue.serviceLevelOffered,
          queue.serviceLevelAnswered, queue.serviceLevelVirtual,
          queue.serviceLevelExcludingShortAbandons, queue.serviceLevelWithinThreshold,
        ] { #expect((0...1).contains(share), "θ \(theta), load \(load), t \(within): \(share)") }
        #expect(queue.serviceLevelOffered <= queue.serviceLevelVirtual + 1e-15)
        #expect(queue.serviceLevelOffered <= queue.serviceLevelWithinThreshold + 1e-15)
        // Flow balance: served contacts are what the agents finish.
        let finished = queue.occupancy * 10
        #expect(agree(load * (1 - queue.pAbandon), finished, 1e-9), "θ \(theta), load \(load)")
      }
    }
  }
}
