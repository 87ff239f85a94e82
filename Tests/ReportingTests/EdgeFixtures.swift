import Quantities
import Results

extension PlanFixture {
  /// The fixture over a hundred days, from October into January.
  static var season: PlanFixture {
    var fixture = PlanFixture()
    fixture.end = fixture.start + 99
    return fixture
  }
}

/// Results at the edges of what a scenario can give.
enum EdgeFixtures {
  /// Name and result of each.
  static var all: [(name: String, result: PlanResult)] {
    [
      ("year", PlanFixture().result()), ("no-claims", noClaims), ("one-queue", oneQueue),
      ("one-day", oneDay), ("none-certified", noneCertified), ("no-plan", noPlan),
      ("no-alternatives", noAlternatives), ("huge", scaled(1e9)), ("tiny", scaled(1e-9)),
      ("not-finite", notFinite), ("long-names", longNames), ("empty", empty),
    ]
  }

  static var noClaims: PlanResult {
    var fixture = PlanFixture.season
    fixture.hasClaims = false
    return fixture.result()
  }

  static var oneQueue: PlanResult {
    var fixture = PlanFixture.season
    (fixture.queueNames, fixture.poolNames) = (["voice"], ["agents"])
    fixture.hasClaims = false
    fixture.alternativeNames = ["Change nothing", "Hire"]
    return fixture.result()
  }

  static var oneDay: PlanResult {
    var fixture = PlanFixture.season
    fixture.end = fixture.start
    fixture.hasClaims = false
    return fixture.result()
  }

  static var noneCertified: PlanResult {
    var fixture = PlanFixture.season
    fixture.certifies = false
    return fixture.result()
  }

  static var noPlan: PlanResult {
    var fixture = PlanFixture.season
    fixture.alternativeNames = ["As it is"]
    return fixture.result()
  }

  static var noAlternatives: PlanResult {
    var result = PlanFixture.season.result()
    (result.alternatives, result.recommended, result.sensitivities) = ([], nil, [])
    return result
  }

  static var longNames: PlanResult {
    let long = String(
      repeating: "Prior authorization and formulary exceptions, north-east ", count: 4)
    var fixture = PlanFixture.season
    fixture.queueNames = (1...5).map { "\(long)\($0)" }
    fixture.poolNames = (1...3).map { "Pool\(String(repeating: "x", count: 120))\($0)" }
    fixture.alternativeNames = (1...4).map { "\(long) alternative \($0)" }
    var result = fixture.result()
    result.name = long + long
    result.demand.events[0].name = long
    return result
  }

  static var empty: PlanResult {
    var result = noAlternatives
    result.name = ""
    (result.question, result.notes, result.warnings, result.queues) = ("", [], [], [])
    (result.assumptions, result.forecast.queues) = ([], [])
    result.demand = DemandResult(membersByMonth: [], events: [], queues: [], claims: nil)
    return result
  }

  /// Volumes, people and money multiplied.
  static func scaled(_ factor: Double) -> PlanResult {
    var result = PlanFixture.season.result()
    func cents(_ amount: Cents) -> Cents { Cents(Int(Double(amount.value) * factor / 100)) }
    for queue in result.forecast.queues.indices {
      result.forecast.queues[queue].weeks = result.forecast.queues[queue].weeks.map {
        Band(
          start: $0.start, mean: $0.mean * factor, lower80: $0.lower80 * factor,
          upper80: $0.upper80 * factor, lower95: $0.lower95 * factor, upper95: $0.upper95 * factor)
      }
    }
    for index in result.alternatives.indices {
      result.alternatives[index].costCents = cents(result.alternatives[index].costCents)
      result.alternatives[index].cost.lines = result.alternatives[index].cost.lines.map {
        var line = $0
        line.cents = cents(line.cents)
        return line
      }
      for pool in result.alternatives[index].plan.pools.indices {
        for week in result.alternatives[index].plan.pools[pool].weeks.indices {
          result.alternatives[index].plan.pools[pool].weeks[week].headcount *= factor
        }
      }
    }
    return result
  }

  /// Numbers that are no numbers, where a stage should never put them.
  static var notFinite: PlanResult {
    var result = PlanFixture.season.result()
    result.forecast.queues[0].weeks[3].mean = .nan
    result.forecast.queues[0].weeks[4].upper95 = .infinity
    result.alternatives[3].plan.pools[0].weeks[2].headcount = .nan
    result.alternatives[3].proof.goals[0].periods[1].simulated.halfWidth = .infinity
    result.alternatives[3].requirement.planningFactor = -.infinity
    return result
  }
}
