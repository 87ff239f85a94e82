import Foundation
import Queueing
import Testing

@Suite("Requirements")
struct RequirementTests {
  /// Whether `agents` meet a goal, by the public formula.
  private func meets(_ goal: ServiceGoal, _ load: ContactLoad, _ agents: Int) throws -> Bool {
    let within: Double
    if case .serviceLevel(_, let threshold, _) = goal { within = threshold } else { within = 0 }
    guard load.abandonmentRate > 0 || Double(agents) > load.offeredLoad else { return false }
    let queue = try erlangA(
      arrivalRate: load.arrivalRate, serviceRate: load.serviceRate,
      abandonmentRate: load.abandonmentRate, agents: agents, within: within)
    switch goal {
    case .serviceLevel(let definition, _, let share):
      return queue.serviceLevel(definition) >= share
    case .speedOfAnswer(let most): return queue.speedOfAnswer <= most
    case .abandonment(let most): return queue.pAbandon <= most
    case .occupancy(let most): return queue.occupancy <= most
    case .deadline(let within, let share):
      return try shareLate(
        arrivalRate: load.arrivalRate, serviceRate: load.serviceRate, agents: Double(agents),
        deadline: within) <= 1 - share
    }
  }

  @Test("The answer meets every goal and one agent fewer fails one", arguments: UInt64(0)..<60)
  func exact(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<5 {
      let offered = exp(Double.random(in: -6...7, using: &random))
      let endless = Int.random(in: 0..<4, using: &random) == 0
      let load = ContactLoad(
        arrivalRate: offered / 300, serviceRate: 1.0 / 300,
        abandonmentRate: endless ? 0 : 1 / exp(Double.random(in: 2...9, using: &random)))
      var goals: [ServiceGoal] = []
      let definition = try #require(ServiceLevelDefinition.allCases.randomElement(using: &random))
      if Bool.random(using: &random) {
        goals.append(
          .serviceLevel(
            definition, within: Double.random(in: 0...120, using: &random),
            share: Double.random(in: 0.3...0.99, using: &random)))
      }
      if Bool.random(using: &random), !endless {
        goals.append(.abandonment(atMost: exp(Double.random(in: -6 ... -1, using: &random))))
      }
      if Bool.random(using: &random) {
        goals.append(.occupancy(atMost: Double.random(in: 0.5...0.99, using: &random)))
      }
      if Bool.random(using: &random) {
        goals.append(.speedOfAnswer(atMost: exp(Double.random(in: 0...5, using: &random))))
      }
      if endless, Bool.random(using: &random) {
        goals.append(.deadline(within: Double.random(in: 1000...4000, using: &random), share: 0.9))
      }
      let agents = try agentsNeeded(for: goals, load: load)
      for goal in goals { #expect(try meets(goal, load, agents), "\(goal), \(load), \(agents)") }
      if agents > 0 {
        let fewer = try goals.allSatisfy { try meets($0, load, agents - 1) }
        let isStable = load.abandonmentRate > 0 || Double(agents - 1) > load.offeredLoad
        #expect(!(fewer && isStable), "\(goals), \(load), \(agents)")
      }
    }
  }

  @Test("Without arrivals nobody is needed, and impossible questions say why")
  func edges() throws {
    let quiet = ContactLoad(arrivalRate: 0, serviceRate: 1)
    #expect(try agentsNeeded(for: [.occupancy(atMost: 0.8)], load: quiet) == 0)
    let load = ContactLoad(arrivalRate: 10, serviceRate: 1)
    #expect(throws: QueueingError.self) {
      try agentsNeeded(for: [.deadline(within: 0.1, share: 0.9)], load: load)
    }
    #expect(throws: QueueingError.self) {
      try agentsNeeded(for: [.serviceLevel(.offered, within: 1, share: 1)], load: load)
    }
    #expect(throws: QueueingError.self) {
      try agentsNeeded(for: [], load: ContactLoad(arrivalRate: .nan, serviceRate: 1))
    }
    #expect(throws: QueueingError.self) {
      try agentsNeeded(for: [.occupancy(atMost: 1e-30)], load: load)
    }
    #expect(throws: QueueingError.self) {
      try agentsNeeded(for: [], load: ContactLoad(arrivalRate: 1e300, serviceRate: 1))
    }
    #expect(
      throws: QueueingError.unstable(offeredLoad: 10, servers: 10)
    ) { try erlangC(offeredLoad: 10, servers: 10) }
  }

  @Test("A fractional requirement lies just below the whole one", arguments: UInt64(0)..<20)
  func fractional(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let load = ContactLoad(
      arrivalRate: exp(Double.random(in: -3...4, using: &random)), serviceRate: 1,
      abandonmentRate: 0.5)
    let goals = [ServiceGoal.serviceLevel(.offered, within: 0.1, share: 0.8)]
    let whole = try agentsNeeded(for: goals, load: load)
    let real = try fractionalAgentsNeeded(for: goals, load: load)
    #expect(real <= Double(whole) && real > Double(whole - 1))
    let queue = try erlangA(
      arrivalRate: load.arrivalRate, serviceRate: 1, abandonmentRate: 0.5, agents: real,
      within: 0.1)
    #expect(abs(queue.serviceLevelOffered - 0.8) < 1e-9)
  }

  @Test("Pooling like queues never needs more people")
  func pooled() throws {
    let load = ContactLoad(
      arrivalRate: 8.0 / 60, serviceRate: 1.0 / 300, abandonmentRate: 1.0 / 180)
    let result = try pooling(
      for: [.serviceLevel(.offered, within: 20, share: 0.8)], loads: [load, load, load])
    #expect(result.saved > 0)
    #expect(abs(result.pooledLoad.offeredLoad - 3 * load.offeredLoad) < 1e-9)
    let value = try marginalValue(load: load, agents: result.separate[0], within: 20)
    #expect(value.serviceLevelGain > 0 && value.contactsSaved > 0)
  }

  /// Half-hours with a bell-shaped load.
  private func day(_ base: Double, count: Int) -> [PeriodRequirement.Interval] {
    (0..<count).map { index in
      let load = base * (0.5 + sin(Double.pi * (Double(index) + 0.5) / Double(count)))
      return PeriodRequirement.Interval(
        load: ContactLoad(
          arrivalRate: load / 390, serviceRate: 1.0 / 390, abandonmentRate: 1.0 / 180),
        weight: 0.5)
    }
  }

  @Test("Goals over a period come within one agent-interval of the least by exhaustive search")
  func periodAgainstEnumeration() throws {
    let intervals = day(4, count: 5)
    let goals = [ServiceGoal.serviceLevel(.offered, within: 20, share: 0.8)]
    let floor = [ServiceGoal.serviceLevel(.offered, within: 20, share: 0.6)]
    let plan = try PeriodRequirement(intervals: intervals, goals: goals, floor: floor)
    #expect(plan.attained[0] >= 0.8)
    // Every combination of up to four more than the floor in each of five intervals.
    var least = Int.max
    for code in 0..<3125 {
      var rest = code
      var met = 0.0
      var volume = 0.0
      var total = 0
      for (index, interval) in intervals.enumerated() {
        let agents = plan.floorAgents[index] + rest % 5
        rest /= 5
        total += agents
        let queue = try erlangA(
          arrivalRate: interval.load.arrivalRate, serviceRate: interval.load.serviceRate,
          abandonmentRate: interval.load.abandonmentRate, agents: agents, within: 20)
        met += queue.serviceLevelOffered * interval.load.arrivalRate
        volume += interval.load.arrivalRate
      }
      if met >= 0.8 * volume { least = min(least, total) }
    }
    #expect(plan.agents.reduce(0, +) <= least + 1)
    #expect(plan.agents.reduce(0, +) >= least)
  }

  @Test(
    "80 % over the month with a 60 % floor costs less than 80 % in every interval",
    arguments: [4.0, 15, 44])
  func stricterCosts(base: Double) throws {
    let intervals = day(base, count: 26)
    let goal = ServiceGoal.serviceLevel(.offered, within: 20, share: 0.8)
    let plan = try PeriodRequirement(
      intervals: intervals, goals: [goal],
      floor: [.serviceLevel(.offered, within: 20, share: 0.6)])
    let strict = try intervals.map { try agentsNeeded(for: [goal], load: $0.load) }
    #expect(plan.attained[0] >= 0.8)
    #expect(plan.agents.reduce(0, +) < strict.reduce(0, +))
    for (agents, interval) in zip(plan.agents, intervals) {
      let queue = try erlangA(
        arrivalRate: interval.load.arrivalRate, serviceRate: interval.load.serviceRate,
        abandonmentRate: interval.load.abandonmentRate, agents: agents, within: 20)
      #expect(queue.serviceLevelOffered >= 0.6)
    }
  }

  @Test(
    "Several goals over a period are all met, with the speed of answer weighted by the answered")
  func severalGoals() throws {
    let goals: [ServiceGoal] = [
      .serviceLevel(.answered, within: 20, share: 0.8), .abandonment(atMost: 0.04),
      .speedOfAnswer(atMost: 15), .occupancy(atMost: 0.85),
    ]
    let plan = try PeriodRequirement(intervals: day(15, count: 20), goals: goals)
    #expect(plan.attained[0] >= 0.8 && plan.attained[1] <= 0.04)
    #expect(plan.attained[2] <= 15 && plan.attained[3] <= 0.85)
  }

  @Test(
    "The table is within its error bound of Erlang A",
    arguments: ServiceLevelDefinition.allCases)
  func table(definition: ServiceLevelDefinition) throws {
    for patience in [20.0, 180, 20_000] {
      let agents = [1, 2, 5, 17, 60, 300]
      let table = try ServiceTable(
        serviceRate: 1.0 / 300, abandonmentRate: 1 / patience, within: 20, definition: definition,
        agents: agents, largestArrivalRate: 2, speedOfAnswer: true)
      var random = SeededRandom(seed: 3)
      for people in agents + [0, 9] {
        for _ in 0..<60 {
          let rate = Double.random(in: 0...2.2, using: &random)
          let entry = table.entry(agents: people, arrivalRate: rate)
          let exact = try erlangA(
            arrivalRate: rate, serviceRate: 1.0 / 300, abandonmentRate: 1 / patience,
            agents: people, within: 20)
          #expect(abs(entry.abandoned - exact.pAbandon) <= ServiceTable.errorBound)
          if entry.counted > 0.01 {
            let error = abs(entry.serviceLevel - exact.serviceLevel(definition))
            #expect(error <= 2 * ServiceTable.errorBound / entry.counted, "\(people) \(rate)")
          }
          if people > 0 {
            let waits = exact.speedOfAnswer * (1 - exact.pAbandon)
            #expect(abs(entry.answeredWait - waits) / 300 <= ServiceTable.errorBound)
          }
        }
      }
    }
  }
}
