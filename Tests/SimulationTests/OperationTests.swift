import RandomStreams
import Testing

@testable import Simulation

/// Small cases whose outcome is worked out by hand in the test.
@Suite("Operation")
struct OperationTests {
  @Test("Deferred work set aside at the end of a shift goes on where it stopped")
  func setAside() throws {
    var cases = EngineTests.queue(.times([8]))
    cases.kind = .deferred
    var pool = PoolModel(name: "agents", agents: [1, 0, 1, 1])
    pool.shiftEnd = .setAside
    let model = SimulationModel(horizon: 40, interval: 10, queues: [cases], pools: [pool])
    let results = try simulate(model, seed: 1, replications: 2)
    // Two seconds before 10, the other eight from 20 to 28.
    #expect(results.pools[0].overtimeSeconds.mean == 0)
    #expect(results.pools[0].busySeconds.mean == 10)
    #expect(results.queues[0].turnaroundMean.mean == 20)
    #expect(results.queues[0].waitMean.mean == 0)
  }

  @Test("A live contact is finished at the end of a shift even where cases are set aside")
  func liveIsFinished() throws {
    var pool = PoolModel(name: "agents", agents: [1, 0])
    pool.shiftEnd = .setAside
    let model = SimulationModel(
      horizon: 20, interval: 10, queues: [EngineTests.queue(.times([8]), seconds: 9)], pools: [pool]
    )
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.pools[0].overtimeSeconds.mean == 7)
  }

  @Test("Another pool helps after a contact has waited for its time")
  func overflow() throws {
    var calls = EngineTests.queue(.times([0, 1, 2]))
    calls.steps[0].overflow = [OverflowRule(pool: 1, after: 4)]
    let model = SimulationModel(
      horizon: 100, queues: [calls],
      pools: [PoolModel(name: "own", agents: [1]), PoolModel(name: "help", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // The second goes to the helper at 5; the third waits for the own agent until 10.
    #expect(results.queues[0].waitMean.mean == 4)
    #expect(results.pools[1].handled.mean == 1)
  }

  @Test("A helper who becomes free takes only those who have waited for their time")
  func overflowWhenFreed() throws {
    var calls = EngineTests.queue(.times([0, 5]))
    calls.steps[0].overflow = [OverflowRule(pool: 1, after: 4)]
    let other = EngineTests.queue(.times([0]), seconds: 8, pools: [1], name: "other")
    let model = SimulationModel(
      horizon: 100, queues: [calls, other],
      pools: [PoolModel(name: "own", agents: [1]), PoolModel(name: "help", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // Free at 8, the helper leaves a wait of 3 alone and takes it at 9, before the own agent at 10.
    #expect(results.queues[0].waitMean.mean == 2)
  }

  @Test("Attempts in vain are repeated until the last")
  func outboundInVain() throws {
    var calls = EngineTests.queue(.times([0]))
    calls.kind = .deferred
    calls.outbound = OutboundModel(
      connectRates: [0], attemptTime: .deterministic(2), maximumAttempts: 3,
      retryDelay: .deterministic(10))
    let model = SimulationModel(
      horizon: 100, queues: [calls], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    #expect(results.estimate(.count(.attempts), queue: 0)?.mean == 3)
    #expect(results.estimate(.count(.unreached), queue: 0)?.mean == 1)
    #expect(results.pools[0].busySeconds.mean == 6)
    #expect(results.queues[0].completed.mean == 0)
  }

  @Test("Calls are made in calling hours and only beyond the reserve")
  func outboundHours() throws {
    var calls = EngineTests.queue(.times([0, 0]))
    calls.kind = .deferred
    calls.open = [false, true, true, true]
    calls.outbound = OutboundModel(
      connectRates: [1], attemptTime: .deterministic(2), maximumAttempts: 1,
      retryDelay: .deterministic(10), reserveAgents: 1)
    let model = SimulationModel(
      horizon: 80, interval: 20, queues: [calls], pools: [PoolModel(name: "agents", agents: [2])])
    let results = try simulate(model, seed: 1, replications: 2)
    // One agent stays in reserve: calls from 20 to 30 and from 30 to 40.
    #expect(results.queues[0].turnaroundMean.mean == 35)
  }

  // Attempts are geometric, cut at the last: with p = 0.3 and 4 tries, (1 − 0.7⁴) / 0.3 = 2.533.
  @Test("Attempts and reached contacts follow the connect rate")
  func connectRate() throws {
    var calls = EngineTests.queue(.counts([400]), seconds: 1)
    calls.kind = .deferred
    calls.outbound = OutboundModel(
      connectRates: [0.3], attemptTime: .deterministic(1), maximumAttempts: 4,
      retryDelay: .exponential(mean: 5))
    let model = SimulationModel(
      horizon: 4_000, queues: [calls], pools: [PoolModel(name: "agents", agents: [5])])
    let results = try simulate(model, seed: 3, replications: 20)
    let attempts = try #require(results.estimate(.count(.attempts), queue: 0))
    #expect(abs(attempts.mean / 400 - 2.533) < 0.05)
    #expect(abs(results.queues[0].completed.mean / 400 - 0.759_9) < 0.015)
  }

  @Test("A caller who accepts to be called back does not hang up")
  func callback() throws {
    var calls = EngineTests.queue(.times([0, 1, 2]))
    calls.patience = .deterministic(3)
    calls.callback = CallbackModel(offeredAbove: 15, acceptance: 1)
    let model = SimulationModel(
      horizon: 100, queues: [calls], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // The second expects 10 s and hangs up; the third expects 20 s, accepts and starts at 10.
    #expect(results.estimate(.count(.callbacks), queue: 0)?.mean == 1)
    #expect(results.queues[0].abandoned.mean == 1)
    #expect(results.queues[0].served.mean == 2)
    #expect(results.queues[0].speedOfAnswer.mean == 4)
  }

  @Test("People who are learning take longer, by interval")
  func learning() throws {
    var pool = PoolModel(name: "agents", agents: [1])
    pool.learningFactors = [2, 1]
    let model = SimulationModel(
      horizon: 60, interval: 30, queues: [EngineTests.queue(.times([0, 30]))], pools: [pool])
    #expect(try simulate(model, seed: 1, replications: 2).pools[0].busySeconds.mean == 30)
  }

  @Test("An agent with a call takes no chat, and one with a chat takes no call")
  func blended() throws {
    let voice = EngineTests.queue(.times([0]))
    var chat = EngineTests.queue(.times([1, 2]), name: "chat")
    chat.kind = .chat(concurrency: 2, slowdown: [1, 1.5])
    let model = SimulationModel(
      horizon: 100, queues: [voice, chat], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // Both chats start at 10 and slow each other: 15 s each.
    #expect(results.queues[1].waitMean.mean == 8.5)
    #expect(results.pools[0].busySeconds.mean == 25)
  }

  @Test("A wait outside stands between two steps, and the deadline runs on")
  func outsideWait() throws {
    var cases = EngineTests.queue(.times([0, 0]))
    cases.kind = .deferred
    cases.deadlines = [DeadlineClass(share: 1, within: 66)]
    var second = StepModel(handleTime: .deterministic(5), eligiblePools: [0])
    second.outsideWait = .deterministic(50)
    cases.steps.append(second)
    let model = SimulationModel(
      horizon: 200, queues: [cases], pools: [PoolModel(name: "agents", agents: [1])])
    let results = try simulate(model, seed: 1, replications: 2)
    // First steps end at 10 and 20, second ones run from 60 to 65 and from 70 to 75.
    #expect(results.queues[0].turnaroundMean.mean == 70)
    #expect(results.queues[0].deadlinesMet?.mean == 0.5)
    #expect(results.pools[0].busySeconds.mean == 30)
  }

  @Test("Those who drop out do not take the next step")
  func dropOut() throws {
    var cases = EngineTests.queue(.counts([1_000]), seconds: 1)
    cases.kind = .deferred
    var second = StepModel(handleTime: .deterministic(1), eligiblePools: [0])
    second.dropOut = 0.25
    cases.steps.append(second)
    let model = SimulationModel(
      horizon: 10_000, queues: [cases], pools: [PoolModel(name: "agents", agents: [3])])
    let results = try simulate(model, seed: 2, replications: 10)
    let dropped = try #require(results.estimate(.count(.droppedOut), queue: 0))
    // 10,000 draws of share ¼: four standard errors are 0.0173.
    #expect(abs(dropped.mean / 1_000 - 0.25) < 0.0173)
    let queue = results.queues[0]
    let unfinished = queue.waitingAtEnd.mean + queue.inServiceAtEnd.mean
    #expect(abs(dropped.mean + queue.completed.mean + unfinished - 1_000) < 1e-9)
  }

  @Test("The agent who has been idle longest takes the contact")
  func longestIdle() throws {
    // Pool 0 works from 0 to 10, pool 1 from 1 to 6; the arrivals at 20 and 21 go to 1, then 0.
    var calls = EngineTests.queue(.times([20, 21]), seconds: 3, pools: [0, 1])
    calls.steps[0].selection = .longestIdle
    let first = EngineTests.queue(.times([0]), seconds: 10, pools: [0], name: "first")
    let second = EngineTests.queue(.times([1]), seconds: 5, pools: [1], name: "second")
    let model = SimulationModel(
      horizon: 100, interval: 22, queues: [calls, first, second],
      pools: [PoolModel(name: "a", agents: [1]), PoolModel(name: "b", agents: [1])],
      periods: [.eachInterval(5)])
    let results = try simulate(model, seed: 1, replications: 2)
    // Until 22 pool 1 has worked 5 + 2 seconds and pool 0 10 + 1.
    #expect(abs(results.periods[0].occupancy(pool: 1, period: 0).mean - 7.0 / 22) < 1e-12)
    #expect(abs(results.periods[0].occupancy(pool: 0, period: 0).mean - 11.0 / 22) < 1e-12)
  }

  @Test("A caller may watch the progress and end the run")
  func progress() throws {
    var seen: [Int] = []
    let model = ValidationTests.valid()
    _ = try simulate(model, seed: 1, replications: 3) { finished in
      seen.append(finished)
      return true
    }
    #expect(seen == [1, 2, 3])
    let error = #expect(throws: SimulationError.self) {
      try simulate(model, seed: 1, replications: 30, threads: 2) { _ in false }
    }
    #expect(error?.code == .interrupted)
  }

  @Test("New fields are refused by name")
  func refusals() {
    func field(_ change: (inout SimulationModel) -> Void) -> String? {
      ValidationTests.problem(change)?.field
    }
    #expect(
      field { $0.queues[0].steps[0].overflow = [OverflowRule(pool: 0, after: 3)] }
        == "queues[0].steps[0].overflow[0].pool")
    #expect(
      field { $0.pools[0].learningFactors = [1] } == "pools[0].learningFactors")
    #expect(
      field {
        $0.queues[0].outbound = OutboundModel(
          connectRates: [0.5], attemptTime: .deterministic(30), maximumAttempts: 3,
          retryDelay: .deterministic(60))
      } == "queues[0].outbound")
    #expect(
      field { $0.queues[0].callback = CallbackModel(offeredAbove: -1, acceptance: 1) }
        == "queues[0].callback.offeredAbove")
    #expect(
      field {
        $0.queues[0].kind = .chat(concurrency: 1, slowdown: [1])
        $0.pools[0].shiftEnd = .setAside
      } == "pools[0].shiftEnd")
  }
}
