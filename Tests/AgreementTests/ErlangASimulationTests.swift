import Queueing
import RandomStreams
import Simulation
import Testing

@Suite("Erlang A and the simulator")
struct ErlangASimulationTests {
  /// Rates in contacts and seconds; a day of each, without the first hour.
  static let cases: [(perHour: Double, handle: Double, patience: Double, agents: Int)] = [
    (60, 300, 180, 6), (240, 390, 180, 27), (400, 240, 120, 25),
  ]

  @Test("Waiting, hanging up and service level agree within four half-widths", arguments: cases)
  func agree(perHour: Double, handle: Double, patience: Double, agents: Int) throws {
    let exact = try erlangA(
      arrivalRate: perHour / 3600, serviceRate: 1 / handle, abandonmentRate: 1 / patience,
      agents: agents, within: 30)
    let queue = QueueModel(
      name: "calls", arrivals: .rate(perHour / 3600),
      steps: [StepModel(handleTime: .exponential(mean: handle), eligiblePools: [0])],
      patience: .exponential(mean: patience), thresholds: [30])
    let model = SimulationModel(
      horizon: 90_000, interval: 1800, queues: [queue],
      pools: [PoolModel(name: "agents", agents: [agents])], warmUp: 3600)
    let run = try simulate(model, seed: 11, replications: 60).queues[0]
    // Four half-widths are about eight standard errors: only a wrong model misses.
    func close(_ simulated: Estimate, _ expected: Double) -> Bool {
      abs(simulated.mean - expected) <= 4 * simulated.halfWidth
    }
    #expect(close(run.abandonment, exact.pAbandon))
    #expect(close(run.serviceLevels[0].offered, exact.serviceLevelOffered))
    #expect(close(run.serviceLevels[0].virtual, exact.serviceLevelVirtual))
    #expect(close(run.waitMean, exact.waitMeanAll))
  }
}
