import Foundation
import Queueing
import Testing

@Suite("Other models agree with slow versions")
struct OtherModelsTests {
  /// Solves a birth-death chain by products, with rates up[i] from i and down[i] from i + 1.
  private func stationary(up: [Double], down: [Double]) -> [Double] {
    var weights = [1.0]
    for (rise, fall) in zip(up, down) { weights.append(weights[weights.count - 1] * rise / fall) }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  @Test("Engset agrees with its chain", arguments: UInt64(0)..<20)
  func engsetChain(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let sources = Int.random(in: 1...40, using: &random)
    let servers = Int.random(in: 1...sources, using: &random)
    let idle = exp(Double.random(in: -3...2, using: &random))
    let states = stationary(
      up: (0..<servers).map { Double(sources - $0) * idle }, down: (1...servers).map(Double.init))
    let attempts = states.enumerated().map { Double(sources - $0) * idle * $1 }
    let result = try engset(sources: sources, idleRate: idle, serviceRate: 1, servers: servers)
    #expect(agree(result.timeCongestion, states[servers], 1e-12))
    #expect(agree(result.callCongestion, attempts[servers] / attempts.reduce(0, +), 1e-12))
    let busy = states.enumerated().reduce(0) { $0 + Double($1.0) * $1.1 }
    #expect(agree(result.occupancy, busy / Double(servers), 1e-12))
  }

  @Test("M/M/n/K agrees with its chain, also in overload", arguments: UInt64(0)..<40)
  func finiteQueueChain(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<5 {
      let agents = Int.random(in: 1...40, using: &random)
      let places = agents + Int.random(in: 0...40, using: &random)
      let rate = Double(agents) * exp(Double.random(in: -2...1, using: &random))
      let within = Double.random(in: 0...0.5, using: &random)
      let states = stationary(
        up: Array(repeating: rate, count: places),
        down: (1...places).map { Double(min($0, agents)) })
      let queue = try finiteQueue(
        arrivalRate: rate, serviceRate: 1, agents: agents, places: places, within: within)
      #expect(agree(queue.pBlock, states[places], 1e-12))
      var length = 0.0
      var late = 0.0
      for state in agents...places {
        length += states[state] * Double(state - agents)
        guard state < places else { continue }
        // Late when at most state − n of the departures at rate n come within the threshold.
        var term = exp(-Double(agents) * within)
        var atMost = 0.0
        for number in 0...(state - agents) {
          atMost += term
          term *= Double(agents) * within / Double(number + 1)
        }
        late += states[state] * atMost
      }
      #expect(abs(queue.queueLength - length) <= 1e-12 * max(length, 1e-10))
      #expect(abs(queue.serviceLevelAccepted - (1 - late / (1 - states[places]))) < 1e-12)
    }
  }

  @Test("Chat with equal handle times is Erlang A with n × k servers", arguments: UInt64(0)..<40)
  func chatIsErlangA(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<3 {
      let agents = Int.random(in: 1...30, using: &random)
      let limit = Int.random(in: 1...4, using: &random)
      let rate = Double(agents * limit) / 5 * Double.random(in: 0.3...1.5, using: &random)
      let theta = exp(Double.random(in: -3...2, using: &random))
      let chat = try chatBalanced(
        load: ChatLoad(
          arrivalRate: rate, handleTimes: Array(repeating: 5, count: limit),
          abandonmentRate: theta),
        agents: agents, within: 0.3)
      let voice = try erlangA(
        arrivalRate: rate, serviceRate: 0.2, abandonmentRate: theta, agents: agents * limit,
        within: 0.3)
      #expect(agree(chat.queue.pWait, voice.pWait, 1e-11))
      #expect(agree(chat.queue.pAbandon, voice.pAbandon, 1e-11))
      #expect(agree(chat.queue.serviceLevelOffered, voice.serviceLevelOffered, 1e-11))
      #expect(agree(chat.chatsPerAgent, voice.occupancy * Double(limit), 1e-11))
    }
  }

  @Test("The exact chat chain with one chat each, or one agent, is the balanced model")
  func exactChatLimits() throws {
    for (agents, times) in [(6, [4.0]), (1, [3.0, 4, 5, 6]), (1, [2.0, 3])] {
      let load = ChatLoad(arrivalRate: 1.1, handleTimes: times, abandonmentRate: 0.4)
      let exact = try chatJoinShortestQueue(load: load, agents: agents, within: 0.2)
      let balanced = try chatBalanced(load: load, agents: agents, within: 0.2)
      #expect(agree(exact.queue.pWait, balanced.queue.pWait, 1e-11))
      #expect(agree(exact.agentBusy, balanced.agentBusy, 1e-11))
      #expect(agree(exact.chatsPerAgent, balanced.chatsPerAgent, 1e-11))
    }
    #expect(throws: QueueingError.self) {
      try chatJoinShortestQueue(
        load: ChatLoad(arrivalRate: 90, handleTimes: [5, 7, 9, 11], abandonmentRate: 0.1),
        agents: 200, within: 0)
    }
  }

  @Test("The fewest chat agents meet the goal and one fewer does not", arguments: UInt64(0)..<20)
  func chatAgents(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let load = ChatLoad(
      arrivalRate: exp(Double.random(in: -2...2, using: &random)), handleTimes: [5, 7, 10],
      abandonmentRate: 0.3)
    let agents = try agentsNeeded(
      for: [.serviceLevel(.offered, within: 0.5, share: 0.85)], chat: load)
    let now = try chatBalanced(load: load, agents: agents, within: 0.5).queue.serviceLevelOffered
    #expect(now >= 0.85)
    let less = try chatBalanced(load: load, agents: agents - 1, within: 0.5)
    #expect(less.queue.serviceLevelOffered < 0.85)
  }

  @Test("Work is conserved under priorities", arguments: UInt64(0)..<30)
  func conservation(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<5 {
      let agents = Int.random(in: 1...60, using: &random)
      let rates = (0..<3).map { _ in
        Double(agents) * Double.random(in: 0.05...0.32, using: &random)
      }
      let waits = try priorityWaits(arrivalRates: rates, serviceRate: 1, agents: agents)
      // Kleinrock: the volume-weighted mean wait is that of first come first served.
      let mean = zip(rates, waits).reduce(0) { $0 + $1.0 * $1.1 } / rates.reduce(0, +)
      let plain = try erlangC(
        arrivalRate: rates.reduce(0, +), serviceRate: 1, agents: Double(agents), within: 0)
      #expect(agree(mean, plain.waitMeanAll, 1e-10))
      #expect(waits[0] <= waits[1] && waits[1] <= waits[2])
    }
  }

  @Test("M/D/1 waits integrate to the Pollaczek-Khinchine mean", arguments: [0.1, 0.5, 0.85])
  func deterministicMean(load: Double) throws {
    // E[W] = ∫ P(W > t) dt, Simpson on each handle time (a corner at every multiple).
    var mean = 0.0
    var last = 1.0
    var step = 0
    while last > 1e-13 {
      let panels = 8
      for panel in 0..<panels {
        let width = 1.0 / Double(panels)
        let start = Double(step) + Double(panel) * width
        let values = try [start, start + width / 2, start + width * (1 - 1e-13)].map {
          1 - (try deterministicServiceLevel(arrivalRate: load, handleTime: 1, within: $0))
        }
        mean += width / 6 * (values[0] + 4 * values[1] + values[2])
        last = values[2]
      }
      step += 1
    }
    let expected = try pollaczekKhinchine(arrivalRate: load, meanHandleTime: 1, secondMoment: 1)
    #expect(agree(mean, expected.waitMean, 1e-5))
    let plain = try allenCunneen(
      arrivalRate: load, serviceRate: 1, agents: 1, arrivalVariation: 1, serviceVariation: 0)
    #expect(agree(plain, expected.waitMean, 1e-12))
  }

  @Test("General patience that is exponential is Erlang A", arguments: UInt64(0)..<15)
  func exponentialPatience(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let queue = RandomQueue(&random, mostAgents: 60)
    let plain = try erlangA(
      arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
      abandonmentRate: queue.abandonmentRate, agents: queue.agents, within: queue.within)
    guard plain.pWait > 1e-9, queue.arrivalRate < 3 * Double(queue.agents) * queue.serviceRate
    else {
      return
    }
    let general = try erlangA(
      arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
      patience: .exponential(mean: 1 / queue.abandonmentRate), agents: queue.agents,
      within: queue.within)
    #expect(agree(general.pWait, plain.pWait, 1e-9), "\(queue)")
    #expect(agree(general.pAbandon, plain.pAbandon, 1e-8), "\(queue)")
    #expect(agree(general.speedOfAnswer, plain.speedOfAnswer, 1e-9), "\(queue)")
    #expect(agree(general.queueLength, plain.queueLength, 1e-8), "\(queue)")
    #expect(agree(general.serviceLevelOffered, plain.serviceLevelOffered, 1e-8), "\(queue)")
    let chain = try erlangAStateDependent(
      arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
      patience: .exponential(mean: 1 / queue.abandonmentRate), agents: queue.agents)
    // With a constant hazard the state-dependent chain is Erlang A itself.
    #expect(agree(chain.pWait, plain.pWait, 1e-10))
    #expect(agree(chain.queueLength, plain.queueLength, 1e-10))
  }

  @Test("Deterministic patience in M/M/1 has the closed form of Barrer")
  func deterministicPatience() throws {
    // M/M/1+D: density of the offered wait ∝ e^((λ−μ)v) up to d and e^(λd − μv) after it (Barrer, 1957).
    let (rate, service, limit) = (1.3, 1.0, 2.0)
    let inside = service * (exp((rate - service) * limit) - 1) / (rate - service)
    let outside = exp((rate - service) * limit)
    let total = service / rate + inside + outside
    let queue = try erlangA(
      arrivalRate: rate, serviceRate: service, patience: .deterministic(limit), agents: 1,
      within: 5)
    #expect(agree(queue.pWait, (inside + outside) / total, 1e-9))
    #expect(agree(queue.pAbandon, outside / total, 1e-9))
  }

  @Test("The state-dependent approximation is near the exact queue for Erlang-2 patience")
  func stateDependent() throws {
    let patience = Patience.erlang(phases: 2, mean: 1)
    let exact = try erlangA(
      arrivalRate: 102, serviceRate: 1, patience: patience, agents: 100, within: 0)
    let near = try erlangAStateDependent(
      arrivalRate: 102, serviceRate: 1, patience: patience, agents: 100)
    // Whitt (2005) reports errors of about one per cent in this range.
    #expect(agree(near.pAbandon, exact.pAbandon, 0.05))
    #expect(agree(near.queueLength, exact.queueLength, 0.05))
  }

  @Test("A virtual hold that nobody takes is Erlang A, and one that all take loses nobody")
  func virtualHoldLimits() throws {
    let none = try virtualHold(
      arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, agents: 50, acceptance: 0, within: 0.3)
    let plain = try erlangA(
      arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, agents: 50, within: 0.3)
    #expect(agree(none.queue.pAbandon, plain.pAbandon, 1e-8))
    let all = try virtualHold(
      arrivalRate: 48, serviceRate: 1, abandonmentRate: 0.5, agents: 50, acceptance: 1, within: 0.3)
    let endless = try erlangC(arrivalRate: 48, serviceRate: 1, agents: 50, within: 0.3)
    #expect(all.queue.pAbandon < 1e-12)
    #expect(agree(all.queue.serviceLevelOffered, endless.serviceLevel, 1e-8))
    #expect(throws: QueueingError.self) {
      try virtualHold(
        arrivalRate: 60, serviceRate: 1, abandonmentRate: 0.5, agents: 50, acceptance: 0.9,
        within: 0)
    }
  }

  @Test("Blending agrees with its chain and keeps everybody busy without a reserve")
  func blendingChain() throws {
    for reserve in [0, 1, 4, 12] {
      let (rate, theta, agents) = (8.0, 0.5, 12)
      let lowest = agents - reserve
      let states = stationary(
        up: Array(repeating: rate, count: 400),
        down: (1...400).map {
          let state = lowest + $0
          return Double(min(state, agents)) + theta * Double(max(0, state - agents))
        })
      let result = try blending(
        arrivalRate: rate, serviceRate: 1, abandonmentRate: theta, agents: agents,
        reserve: reserve, within: 0.1)
      #expect(agree(result.inbound.pWait, states[reserve...].reduce(0, +), 1e-12))
      #expect(agree(result.outboundRate, states[0] * Double(lowest), 1e-12) || reserve == 12)
      let busy = states.enumerated().reduce(0) { $0 + Double(min(lowest + $1.0, agents)) * $1.1 }
      #expect(agree(result.inbound.occupancy, busy / Double(agents), 1e-12))
      // What is done is inbound served plus outbound.
      let served = rate * (1 - result.inbound.pAbandon)
      #expect(agree(served + result.outboundRate, busy, 1e-11))
    }
  }

  @Test("Redials solve their equation", arguments: UInt64(0)..<30)
  func redials(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<3 {
      let queue = RandomQueue(&random)
      let again = Double.random(in: 0...0.99, using: &random)
      let result = try erlangRedial(
        arrivalRate: queue.arrivalRate, serviceRate: queue.serviceRate,
        abandonmentRate: queue.abandonmentRate, agents: queue.agents, redialProbability: again,
        within: 0)
      let total = result.arrivalRateTotal
      #expect(agree(total, queue.arrivalRate + again * total * result.queue.pAbandon, 1e-12))
      // Served first contacts and lost ones make up all first contacts.
      let servedShare = total * (1 - result.queue.pAbandon) / queue.arrivalRate
      #expect(abs(servedShare + result.pLostFinally - 1) < 1e-9)
    }
  }

  @Test(
    "A Gamma rate agrees with the negative-binomial sum over few classes", arguments: [1, 2, 5])
  func gammaRate(agents: Int) throws {
    // With θ = μ and n agents, E[λ p_wait] follows from the negative binomial number in an infinite-server
    // queue: given λ the number found is Poisson(λ), and mixed it is negative binomial; an arrival sees
    // it size-biased (shape + 1).
    let (mean, variation) = (3.0, 0.25)
    let shape = 1 / variation
    let success = 1 / (1 + mean * variation)
    var term = pow(success, shape + 1)
    var below = 0.0
    for number in 0..<agents {
      below += term
      term *= (shape + 1 + Double(number)) / Double(number + 1) * (1 - success)
    }
    let queue = try erlangAGammaRate(
      arrivalRateMean: mean, arrivalRateVariation: variation, serviceRate: 1, abandonmentRate: 1,
      agents: agents, within: 0)
    #expect(agree(queue.pWait, 1 - below, 1e-11))
  }
}
