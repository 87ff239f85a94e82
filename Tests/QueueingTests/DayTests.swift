import Foundation
import Queueing
import Testing

@Suite("Through the day")
struct DayTests {
  /// The long-handle-time day: λ(t) = 60 + 36 sin(2πt/24) per hour, two hours of handling and patience.
  private let day = DayWork(
    profile: .sinusoid(mean: 60, amplitude: 36, angularFrequency: 2 * .pi / 24),
    serviceRate: 0.5, abandonmentRate: 0.5, interval: 0.5, intervals: 48)

  @Test("With equal rates the queue is Poisson around the load of unlimited servers")
  func poisson() throws {
    // Hanging up as fast as finishing, the number there is that of M(t)/M/∞: Poisson from an empty start.
    var equations = try ForwardEquations(
      profile: .sinusoid(mean: 20, amplitude: 10, angularFrequency: 1), serviceRate: 0.7,
      abandonmentRate: 0.7)
    equations.advance(to: 5, agents: 18)
    var load = 0.0
    let steps = 40_000
    for step in 0..<steps {
      let time = 5 * (Double(step) + 0.5) / Double(steps)
      load += (20 + 10 * sin(time)) * exp(-0.7 * (5 - time)) * 5 / Double(steps)
    }
    var term = exp(-load)
    for number in 0..<60 {
      #expect(abs(equations.probabilities[number] - term) < 1e-9)
      term *= load / Double(number + 1)
    }
  }

  @Test("With constant arrivals the forward equations settle at Erlang A", arguments: UInt64(0)..<8)
  func settles(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let agents = Int.random(in: 1...25, using: &random)
    let rate = Double(agents) * Double.random(in: 0.5...1.4, using: &random)
    let theta = Double.random(in: 0.3...3, using: &random)
    var equations = try ForwardEquations(
      profile: .steps(interval: 1, rates: [rate]), serviceRate: 1, abandonmentRate: theta)
    equations.advance(to: 60, agents: agents)
    let queue = try erlangA(
      arrivalRate: rate, serviceRate: 1, abandonmentRate: theta, agents: agents, within: 0)
    #expect(agree(equations.allBusy(agents: agents), queue.pWait, 1e-8))
    #expect(agree(equations.queueLength(agents: agents), queue.queueLength, 1e-7))
    #expect(agree(equations.busy(agents: agents) / Double(agents), queue.occupancy, 1e-8))
  }

  @Test("The load of unlimited servers solves m' = λ − μm for steps")
  func infiniteServerSteps() {
    let profile = ArrivalProfile.steps(interval: 1, rates: [2, 9, 4, 0])
    var load = 0.0
    let steps = 10_000
    for step in 0..<(4 * steps * 6) {
      let time = (Double(step) + 0.5) / Double(steps)
      load += (profile.rate(at: time) - 0.8 * load) / Double(steps)
      if step == 4 * steps * 6 - steps - 1 {
        #expect(abs(load - profile.infiniteServerLoad(at: 3, serviceRate: 0.8)) < 2e-3)
      }
    }
    #expect(abs(load - profile.infiniteServerLoad(at: 0, serviceRate: 0.8)) < 2e-3)
  }

  @Test("On the long-handle-time day SIPP fails for half the day, MOL and ISA never")
  func longHandleTimes() throws {
    let goal = DayGoal.delay(atMost: 0.2)
    let sipp = try day.staffing(by: .sipp, goal: goal)
    let above = sipp.allBusy.count { $0 > 0.25 }
    #expect(Double(above) / Double(sipp.allBusy.count) > 0.4)
    for method in [DayMethod.modifiedOfferedLoad, .iterative] {
      let plan = try day.staffing(by: method, goal: goal)
      #expect(plan.isCertified)
      #expect(plan.measure.allSatisfy { $0 <= 0.2 })
      #expect(plan.agentTime <= 1.03 * sipp.agentTime)
    }
    let lagged = try day.staffing(by: .lagSIPP, goal: goal)
    #expect(lagged.meanViolation < sipp.meanViolation)
  }

  @Test("Iterative staffing meets a service level in every interval with fewer agents than MOL")
  func iterativeServiceLevel() throws {
    let goal = DayGoal.serviceLevel(within: 20.0 / 3600, share: 0.8)
    let iterative = try day.staffing(by: .iterative, goal: goal)
    let offered = try day.staffing(by: .modifiedOfferedLoad, goal: goal)
    #expect(iterative.isCertified && offered.isCertified)
    #expect(iterative.agentTime <= offered.agentTime)
    let given = try day.certify(agents: iterative.agents, goal: goal)
    #expect(given.isCertified && given.method == nil)
    let thin = try day.certify(agents: iterative.agents.map { max(0, $0 - 20) }, goal: goal)
    #expect(!thin.isCertified && thin.worstViolation > 0.1)
  }

  @Test("A constant day needs what the stationary formula says")
  func constantDay() throws {
    let flat = DayWork(
      profile: .steps(interval: 1, rates: [30]), serviceRate: 2, abandonmentRate: 1, interval: 1,
      intervals: 4)
    let needed = try agentsNeeded(
      for: [.serviceLevel(.offered, within: 0.05, share: 0.9)],
      load: ContactLoad(arrivalRate: 30, serviceRate: 2, abandonmentRate: 1))
    for method in DayMethod.allCases {
      let plan = try flat.staffing(by: method, goal: .serviceLevel(within: 0.05, share: 0.9))
      #expect(plan.agents == Array(repeating: needed, count: 4), "\(method)")
    }
    let exact = try erlangA(
      arrivalRate: 30, serviceRate: 2, abandonmentRate: 1, agents: needed, within: 0.05)
    let plan = try flat.certify(
      agents: Array(repeating: needed, count: 4), goal: .serviceLevel(within: 0.05, share: 0.9))
    #expect(agree(plan.measure[0], exact.serviceLevelOffered, 1e-7))
    let lost = try flat.certify(
      agents: Array(repeating: needed, count: 4), goal: .abandonment(atMost: 0.5))
    #expect(agree(lost.measure[0], exact.pAbandon, 1e-6))
  }

  @Test("A day that endless patience never settles is refused")
  func unstable() {
    let flat = DayWork(
      profile: .steps(interval: 1, rates: [30]), serviceRate: 2, abandonmentRate: 0, interval: 1,
      intervals: 2)
    #expect(throws: QueueingError.self) {
      try flat.certify(agents: [15, 15], goal: .delay(atMost: 0.5))
    }
  }
}
