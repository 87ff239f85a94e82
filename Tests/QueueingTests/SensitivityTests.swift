import Foundation
import Queueing
import Testing

@Suite("Sensitivity")
struct SensitivityTests {
  /// The elasticity by Richardson's central difference of the public formula: the independent way.
  private func difference(_ measure: (Double) throws -> Double) rethrows -> Double {
    func central(_ step: Double) throws -> Double {
      (log(try measure(exp(step))) - log(try measure(exp(-step)))) / (2 * step)
    }
    let step = 1e-3
    return (4 * (try central(step / 2)) - (try central(step))) / 3
  }

  @Test("Elasticities agree with differences of Erlang A", arguments: UInt64(0)..<24)
  func differences(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let agents = exp(Double.random(in: 0...6, using: &random))
    let load = ContactLoad(
      arrivalRate: agents * Double.random(in: 0.5...1.3, using: &random), serviceRate: 1,
      abandonmentRate: exp(Double.random(in: -3...3, using: &random)))
    let within = Double.random(in: 0...0.5, using: &random)
    let definition = try #require(ServiceLevelDefinition.allCases.randomElement(using: &random))
    let found = try Sensitivity(load: load, agents: agents, within: within, definition: definition)
    func queue(_ arrivals: Double, _ handle: Double, _ patience: Double, _ people: Double) throws
      -> ErlangAResult
    {
      try erlangA(
        arrivalRate: load.arrivalRate * arrivals, serviceRate: 1 / handle,
        abandonmentRate: load.abandonmentRate / patience, agents: agents * people, within: within)
    }
    let measures: [(String, Sensitivity.Elasticities, (ErlangAResult) -> Double)] = [
      ("wait", found.pWait, { $0.pWait }), ("abandon", found.pAbandon, { $0.pAbandon }),
      ("mean", found.waitMeanAll, { $0.waitMeanAll }),
      ("answer", found.speedOfAnswer, { $0.speedOfAnswer }),
      ("queue", found.queueLength, { $0.queueLength }),
      ("occupancy", found.occupancy, { $0.occupancy }),
      ("level", found.serviceLevel, { $0.serviceLevel(definition) }),
    ]
    for (name, elasticities, measure) in measures {
      let expected = [
        try difference { measure(try queue($0, 1, 1, 1)) },
        try difference { measure(try queue(1, $0, 1, 1)) },
        try difference { measure(try queue(1, 1, $0, 1)) },
        try difference { measure(try queue(1, 1, 1, $0)) },
      ]
      let values = [
        elasticities.arrivalRate, elasticities.handleTime, elasticities.patience,
        elasticities.agents,
      ]
      for (value, slope) in zip(values, expected) {
        // The difference itself errs by the fifth derivative, which grows with the size.
        let tolerance = 1e-5 * max(1, abs(slope)) + 1e-9 * pow(agents, 1.5)
        #expect(abs(value - slope) < tolerance, "\(name) seed \(seed): \(values) \(expected)")
      }
    }
  }

  @Test("With endless patience the elasticities are those of Erlang C")
  func endless() throws {
    let load = ContactLoad(arrivalRate: 40, serviceRate: 1)
    let found = try Sensitivity(load: load, agents: 45, within: 0.1)
    let slope = try difference {
      try erlangC(arrivalRate: 40 * $0, serviceRate: 1, agents: 45, within: 0.1).pWait
    }
    #expect(abs(found.pWait.arrivalRate - slope) < 1e-5 * abs(slope))
    #expect(found.pWait.patience == 0)
  }
}
