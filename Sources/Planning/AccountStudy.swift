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
      spec(alternative).outcomes.compactMap { outcome -> OutcomeValue? in
        guard let periods = periods(alternative, queue: outcome.queue) else { return nil }
        let offered = periods.reduce(0) { $0 + $1.offered }
        let failed = periods.reduce(0) { $0 + $1.failed }
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

  /// An alternative after its patch.
  private func spec(_ result: AlternativeResult) -> AlternativeSpec {
    guard let own = scenario.alternatives.first(where: { $0.name == result.name }) else {
      preconditionFailure("the result \(result.name) is of no alternative")
    }
    return own
  }

  /// The periods of a queue's first promise: one that changes by date is a goal for each of its spans.
  private func periods(_ result: AlternativeResult, queue: String) -> [PeriodProof]? {
    let proofs = result.proof.goals.filter { $0.queue == queue }
    let goals = spec(result).queues.first { $0.name == queue }?.goals ?? []
    guard let first = proofs.first, goals.count == proofs.count else { return nil }
    let later = goals.dropFirst().prefix { $0.from != nil }.count
    return first.periods + proofs.dropFirst().prefix(later).flatMap(\.periods)
  }

  /// Every client's account in every alternative.
  var clients: [ClientAccount] {
    let months = Double(result.horizon.end - result.horizon.start + 1) / 30.4375
    return result.alternatives.flatMap { alternative in
      spec(alternative).clients.map { client in
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
