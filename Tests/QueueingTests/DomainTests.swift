import Foundation
import Queueing
import Testing

@Suite("Ends of the domains")
struct DomainTests {
  @Test("A hardly varying Gamma rate is Erlang A, and a wild one stays a number")
  func gammaEnds() throws {
    let plain = try erlangA(
      arrivalRate: 9, serviceRate: 1, abandonmentRate: 1, agents: 10, within: 0.1)
    let calm = try erlangAGammaRate(
      arrivalRateMean: 9, arrivalRateVariation: 1e-9, serviceRate: 1, abandonmentRate: 1,
      agents: 10, within: 0.1)
    #expect(agree(calm.pAbandon, plain.pAbandon, 1e-6))
    let wild = try erlangAGammaRate(
      arrivalRateMean: 9, arrivalRateVariation: 100, serviceRate: 1, abandonmentRate: 1,
      agents: 10, within: 0.1)
    #expect((0...1).contains(wild.pAbandon))
  }

  @Test("A long finite queue in overload blocks what the agents cannot do")
  func overload() throws {
    let queue = try finiteQueue(
      arrivalRate: 90, serviceRate: 1, agents: 10, places: 100_000, within: 1000)
    #expect(agree(queue.pBlock, 80.0 / 90, 1e-12))
    #expect(agree(queue.queueLength, 99_990 - 10.0 / 80, 1e-12))
  }

  @Test("A hang-up rate out of all proportion is refused")
  func patienceOutOfReach() {
    #expect(throws: QueueingError.self) {
      try erlangA(
        arrivalRate: 20, serviceRate: 1, abandonmentRate: 1e-150, agents: 10, within: 1)
    }
  }
}
