import Quantities
import Results
import Scenarios

/// Outcomes and clients' accounts: what a finished answer means beside its cost.
struct AccountStudy {
  let scenario: Scenario
  let result: PlanResult

  /// Every outcome of every alternative.
  var outcomes: [OutcomeValue] {
    result.alternatives.flatMap { alternative in
      scenario.outcomes.compactMap { outcome -> OutcomeValue? in
        guard let proof = alternative.proof.goals.first(where: { $0.queue == outcome.queue }) else {
          return nil
        }
        let offered = proof.periods.reduce(0) { $0 + $1.offered }
        let failed = proof.periods.reduce(0) { $0 + $1.failed }
        let items =
          switch outcome.count {
          case .failed: failed
          case .kept: max(0, offered - failed)
          case .offered: offered
          }
        let amount = items * outcome.each
        return OutcomeValue(
          alternative: alternative.name, name: outcome.name, queue: outcome.queue,
          of: outcome.count.rawValue, items: items, amount: amount, unit: outcome.unit,
          cents: outcome.dollarsEach.map { Cents(roundingDollars: amount * $0) },
          source: outcome.source)
      }
    }
  }

  /// Every client's account in every alternative.
  var clients: [ClientAccount] {
    let months = Double(result.horizon.end - result.horizon.start + 1) / 30.4375
    return result.alternatives.flatMap { alternative in
      scenario.clients.map { client in
        let queues = result.comparison?.alternatives.first { $0.name == alternative.name }?.queues
        let cost = (queues ?? []).filter { $0.client == client.name }.map(\.cents).total()
        var promises = 0
        var missed = 0
        var dollars = 0.0
        for guarantee in client.guarantees {
          for goal in alternative.proof.goals where goal.queue == guarantee.queue && goal.required {
            let misses = goal.periods.count { !$0.met }
            promises += goal.periods.count
            missed += misses
            dollars += Double(misses) * guarantee.feeAtRisk
          }
        }
        return ClientAccount(
          alternative: alternative.name, client: client.name,
          lineOfBusiness: client.lineOfBusiness, members: client.members, costCents: cost,
          dollarsPerMemberMonth: cost.dollars / client.members / months, promises: promises,
          missed: missed,
          exposureCents: Cents(roundingDollars: min(dollars, client.cap ?? .infinity)))
      }
    }
  }
}
