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
    let sipp = try day.staffing(by: .sipp, goals: [goal])
    let above = sipp.allBusy.count { $0 > 0.25 }
    #expect(Double(above) / Double(sipp.allBusy.count) > 0.4)
    for method in [DayMethod.modifiedOfferedLoad, .iterative] {
      let plan = try day.staffing(by: method, goals: [goal])
      #expect(plan.isCertified)
      #expect(plan.goals[0].measure.allSatisfy { $0 <= 0.2 })
      #expect(plan.agentTime <= 1.03 * sipp.agentTime)
    }
    let lagged = try day.staffing(by: .lagSIPP, goals: [goal])
    #expect(lagged.goals[0].meanViolation < sipp.goals[0].meanViolation)
  }

  @Test("Iterative staffing meets a service level in every interval with fewer agents than MOL")
  func iterativeServiceLevel() throws {
    let goal = DayGoal.interval(.serviceLevel(.offered, within: 20.0 / 3600, share: 0.8))
    let iterative = try day.staffing(by: .iterative, goals: [goal])
    let offered = try day.staffing(by: .modifiedOfferedLoad, goals: [goal])
    #expect(iterative.isCertified && offered.isCertified)
    #expect(iterative.agentTime <= offered.agentTime)
    let given = try day.certify(agents: iterative.agents, goals: [goal])
    #expect(given.isCertified && given.method == nil)
    let thin = try day.certify(agents: iterative.agents.map { max(0, $0 - 20) }, goals: [goal])
    #expect(!thin.isCertified && thin.goals[0].worstViolation > 0.1)
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
      let plan = try flat.staffing(
        by: method, goals: [.interval(.serviceLevel(.offered, within: 0.05, share: 0.9))])
      #expect(plan.agents == Array(repeating: needed, count: 4), "\(method)")
    }
    let exact = try erlangA(
      arrivalRate: 30, serviceRate: 2, abandonmentRate: 1, agents: needed, within: 0.05)
    let plan = try flat.certify(
      agents: Array(repeating: needed, count: 4),
      goals: [.interval(.serviceLevel(.offered, within: 0.05, share: 0.9))])
    #expect(agree(plan.goals[0].measure[0], exact.serviceLevelOffered, 1e-7))
    let lost = try flat.certify(
      agents: Array(repeating: needed, count: 4), goals: [.interval(.abandonment(atMost: 0.5))])
    #expect(agree(lost.goals[0].measure[0], exact.pAbandon, 1e-6))
  }

  @Test(
    "Uniformization agrees with the Runge-Kutta solver under constant rates",
    arguments: UInt64(0)..<30)
  func twoSolvers(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let rate = exp(Double.random(in: -2...5, using: &random))
    let service = exp(Double.random(in: -1...1, using: &random))
    let theta =
      Int.random(in: 0..<4, using: &random) == 0
      ? 0 : exp(Double.random(in: -3...2, using: &random))
    var steps = try ForwardEquations(
      profile: .steps(interval: 100, rates: [rate]), serviceRate: service, abandonmentRate: theta)
    var smooth = try ForwardEquations(
      profile: .sinusoid(mean: rate, amplitude: 0, angularFrequency: 1), serviceRate: service,
      abandonmentRate: theta)
    for (end, share) in [(0.5, 0.7), (1.5, 1.2), (4, 0.4)] {
      let agents = Int(share * rate / service)
      steps.advance(to: end, agents: agents)
      smooth.advance(to: end, agents: agents)
      let count = min(steps.probabilities.count, smooth.probabilities.count)
      for state in 0..<count {
        #expect(abs(steps.probabilities[state] - smooth.probabilities[state]) < 1e-10)
      }
      #expect(abs(steps.probabilities.reduce(0, +) - 1) < 1e-12)
    }
  }

  @Test(
    "On a constant day every goal's measure is that of the stationary queue",
    arguments: [0.4, 1, 3], [0, 1])
  func measuresOfConstantDay(load: Double, patience: Double) throws {
    let agents = 12
    let rate = load * (patience == 0 ? 0.8 : 1.1) * 10 / max(load, 1)
    let theta = patience == 0 ? 0 : 0.7
    let flat = DayWork(
      profile: .steps(interval: 1, rates: [rate]), serviceRate: 1, abandonmentRate: theta,
      interval: 1, intervals: 24)
    let within = 0.2
    let goals: [DayGoal] =
      ServiceLevelDefinition.allCases.map {
        .interval(.serviceLevel($0, within: within, share: 0.8))
      } + [
        .interval(.speedOfAnswer(atMost: 1)), .interval(.abandonment(atMost: 0.5)),
        .interval(.occupancy(atMost: 0.9)), .delay(atMost: 0.5),
      ]
    let exact = try erlangA(
      arrivalRate: rate, serviceRate: 1, abandonmentRate: theta, agents: agents, within: within)
    let expected =
      ServiceLevelDefinition.allCases.map(exact.serviceLevel) + [
        exact.speedOfAnswer, exact.pAbandon, exact.occupancy, exact.pWait,
      ]
    let judged = try flat.certify(agents: Array(repeating: agents, count: 24), goals: goals)
    for (course, value) in zip(judged.goals, expected) {
      #expect(abs(course.measure[20] - value) < 1e-8, "\(course.goal)")
    }
  }

  @Test("A day that starts empty needs fewer people in its first interval")
  func startsEmpty() throws {
    let rates = Array(repeating: 60.0, count: 8)
    let goal = DayGoal.interval(.serviceLevel(.offered, within: 0.01, share: 0.8))
    func plan(_ startsEmpty: Bool) throws -> DayStaffing {
      try DayWork(
        profile: .steps(interval: 0.5, rates: rates), serviceRate: 2, abandonmentRate: 10,
        interval: 0.5, intervals: 8, startsEmpty: startsEmpty
      ).staffing(by: .iterative, goals: [goal])
    }
    let (empty, periodic) = (try plan(true), try plan(false))
    #expect(empty.isCertified && periodic.isCertified)
    #expect(empty.agents[0] < periodic.agents[0])
    #expect(empty.agents[7] == periodic.agents[7])
    #expect(Set(periodic.agents).count == 1)
  }

  @Test("Contacts whose agent leaves count again, so that closing needs someone to finish them")
  func handedBack() throws {
    let closing = DayWork(
      profile: .steps(interval: 1800, rates: [0, 600.0 / 1800, 0, 0]), serviceRate: 1.0 / 300,
      abandonmentRate: 1.0 / 180, interval: 1800, intervals: 4, startsEmpty: true)
    let goal = DayGoal.interval(.abandonment(atMost: 0.05))
    let plan = try closing.staffing(by: .iterative, goals: [goal])
    #expect(plan.isCertified)
    // About 100 calls are in hand at the end of the busy half hour.
    #expect(plan.agents[0] == 0 && plan.agents[2] > 50)
    let walkAway = try closing.certify(agents: [0, plan.agents[1], 0, 0], goals: [goal])
    #expect(!walkAway.isCertified && walkAway.goals[0].measure[2] > 0.99)
  }

  @Test("Handle times that double at noon double the people, and are certified as they are")
  func changingHandleTimes() throws {
    var day = DayWork(
      profile: .steps(interval: 1800, rates: Array(repeating: 1.0 / 30, count: 16)),
      serviceRate: 1, abandonmentRate: 1.0 / 180, interval: 1800, intervals: 16, startsEmpty: true)
    day.serviceRates = (0..<16).map { $0 < 8 ? 1.0 / 300 : 1.0 / 600 }
    let goal = ServiceGoal.serviceLevel(.offered, within: 30, share: 0.8)
    let plan = try day.staffing(by: .sipp, goals: [.interval(goal)])
    for (index, handleTime) in [(3, 300.0), (14, 600)] {
      let needed = try agentsNeeded(
        for: [goal],
        load: ContactLoad(volume: 60, interval: 1800, handleTime: handleTime, patience: 180))
      #expect(plan.agents[index] == needed)
      let exact = try erlangA(
        arrivalRate: 1.0 / 30, serviceRate: 1 / handleTime, abandonmentRate: 1.0 / 180,
        agents: needed, within: 30)
      #expect(abs(plan.goals[0].measure[index] - exact.serviceLevelOffered) < 1e-3)
    }
  }

  @Test(
    "Goals that hardly bind end with enough people to keep the queue finite",
    arguments: [0.01, 0.3])
  func looseGoals(share: Double) throws {
    let day = DayWork(
      profile: .steps(interval: 1800, rates: Array(repeating: 100.0 / 1800, count: 20)),
      serviceRate: 1.0 / 390, abandonmentRate: 0, interval: 1800, intervals: 20, startsEmpty: true)
    let plan = try day.staffing(
      by: .iterative, goals: [.interval(.serviceLevel(.offered, within: 30, share: share))])
    #expect(plan.isCertified && plan.agents.allSatisfy { $0 >= 22 })
  }

  @Test("A day whose exact course would take hours is refused, and so are goals without a meaning")
  func refused() {
    let huge = DayWork(
      profile: .steps(interval: 900, rates: Array(repeating: 100, count: 96)),
      serviceRate: 1.0 / 300, abandonmentRate: 1.0 / 180, interval: 900, intervals: 96)
    #expect(throws: QueueingError.self) {
      try huge.staffing(by: .sipp, goals: [.delay(atMost: 0.2)])
    }
    #expect(throws: QueueingError.self) {
      try day.staffing(by: .sipp, goals: [.interval(.deadline(within: 1, share: 0.9))])
    }
    #expect(throws: QueueingError.self) { try day.staffing(by: .sipp, goals: []) }
  }

  @Test("A day that endless patience never settles is refused")
  func unstable() {
    let flat = DayWork(
      profile: .steps(interval: 1, rates: [30]), serviceRate: 2, abandonmentRate: 0, interval: 1,
      intervals: 2)
    #expect(throws: QueueingError.self) {
      try flat.certify(agents: [15, 15], goals: [.delay(atMost: 0.5)])
    }
  }
}
