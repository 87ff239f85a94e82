import Foundation
import Queueing
import Testing

@Suite("Extreme inputs")
struct ExtremeInputTests {
  @Test("Erlang A in deep overload agrees with its chain in 31 digits", arguments: UInt64(0)..<40)
  func deepOverload(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let agents = Int.random(in: 1...40, using: &random)
    let service = exp(Double.random(in: -2...2, using: &random))
    let theta = service * exp(Double.random(in: -2...4, using: &random))
    let rate = Double(agents) * service * exp(Double.random(in: 1...6, using: &random))
    // About when the queue is half emptied by those who hang up.
    let within = exp(Double.random(in: -4...1, using: &random)) / theta
    let slow = BirthDeathChain(
      agents: agents, arrivalRate: rate, serviceRate: service, abandonmentRate: theta,
      within: within)
    let fast = try erlangA(
      arrivalRate: rate, serviceRate: service, abandonmentRate: theta, agents: agents,
      within: within)
    #expect(agree(fast.pAbandon, slow.pAbandon, 1e-12))
    #expect(agree(fast.speedOfAnswer, slow.speedOfAnswer, 1e-11))
    // The chain loses digits to 1 − P(late).
    if slow.servedInTime > 1e-12 {
      #expect(agree(fast.serviceLevelOffered, slow.servedInTime, 1e-11))
    }
  }

  @Test("A goal that is met exactly does not ask for one more, whatever rounding says")
  func exactBorders() throws {
    // 5.1 erlangs on 6 agents are 85 %, 444 on 555 are 80 %; both quotients round above.
    for (rate, service, cap, agents) in [
      (61.2, 12.0, 0.85, 6), (444 * 0.4, 0.4, 0.8, 555), (4.9, 1, 0.7, 7),
    ] {
      let found = try agentsNeeded(
        for: [.occupancy(atMost: cap)],
        load: ContactLoad(arrivalRate: rate, serviceRate: service))
      #expect(found == agents)
    }
    for whole in 1...400 {
      let raw = Double(whole) * 0.7
      #expect(try Shrinkage.paid(raw, shrinkage: 0.3).people == whole)
    }
    #expect(try Shrinkage.paid(104.500000001045, shrinkage: 0.5).people == 210)
  }

  @Test("M/D/1 waits of a million handle times are not certain")
  func longWaits() throws {
    // By the root of λ(e^η − 1) = η with 50 digits: 0.18127.
    let level = try deterministicServiceLevel(arrivalRate: 0.9999999, handleTime: 1, within: 1e6)
    #expect(abs(level - 0.18127) < 1e-5)
    // The sum and the exponential tail meet at 25 handle times.
    for load in [0.05, 0.5, 0.9, 0.99] {
      let before = 1 - (try deterministicServiceLevel(arrivalRate: load, handleTime: 1, within: 25))
      let after =
        1 - (try deterministicServiceLevel(arrivalRate: load, handleTime: 1, within: 25 + 1e-9))
      #expect(abs(before - after) < 1e-9 * max(before, 1e-4))
    }
  }

  @Test("Blending that keeps everyone free for calls is Erlang A, however light the load")
  func lightBlending() throws {
    for load in [0.0034, 2, 80] {
      let blend = try blending(
        arrivalRate: load, serviceRate: 1, abandonmentRate: 0.5, agents: 85, reserve: 85,
        within: 0.1)
      let plain = try erlangA(
        arrivalRate: load, serviceRate: 1, abandonmentRate: 0.5, agents: 85, within: 0.1)
      #expect(agree(blend.inbound.occupancy, plain.occupancy, 1e-12))
    }
  }

  @Test("A virtual hold that nobody takes is Erlang A, in overload too")
  func holdInOverload() throws {
    let hold = try virtualHold(
      arrivalRate: 28_788, serviceRate: 1, abandonmentRate: 0.0128, agents: 1001, acceptance: 0,
      within: 100)
    let plain = try erlangA(
      arrivalRate: 28_788, serviceRate: 1, abandonmentRate: 0.0128, agents: 1001, within: 100)
    #expect(agree(hold.queue.queueLength, plain.queueLength, 1e-12))
    #expect(agree(hold.queue.serviceLevelOffered, plain.serviceLevelOffered, 1e-12))
  }

  @Test("Rates near the largest number end, with an answer or an error")
  func hugeRates() {
    for (rate, theta) in [(1e155, 1e155), (1e200, 1e190), (1e80, 1e80)] {
      let queue = try? erlangA(
        arrivalRate: rate, serviceRate: 1, abandonmentRate: theta, agents: 10, within: 1)
      if let queue { #expect(!queue.pAbandon.isNaN) }
    }
  }

  @Test("A small chance through time has its digits")
  func smallTransient() throws {
    // From empty without hanging up or service, P(n by T) is a Poisson tail: λT = 0.1, n = 12.
    var tail = 0.0
    var term = exp(-0.1)
    for number in 1...40 {
      term *= 0.1 / Double(number)
      if number >= 12 { tail += term }
    }
    let answer = CalcBatch.evaluate(
      CalcCase(
        id: "x", model: "mt_mnm_transient",
        inputs: [
          "n": .text("12"), "mu": .text("1e-300"), "theta": .text("0"), "T": .text("1"),
          "lam": .object([
            "mean": .text("0.1"), "amplitude": .text("0"), "angular_frequency": .text("1"),
          ]),
        ]))
    let found = try #require(answer.outputs.first { $0.name == "p_all_busy" })
    #expect(agree(found.value, tail, 1e-10))
  }
}
