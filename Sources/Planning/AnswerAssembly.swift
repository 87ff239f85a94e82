import ClaimsStore
import Forecasting
import Quantities
import Results
import Scenarios

/// Joins the stages' values into the answer.
struct AnswerAssembly {
  let resolved: ResolvedScenario
  let calendar: IntervalCalendar
  let command: String
  /// Digests of the files read beside the claims, in the order of the spec.
  let fileDigests: [String]
  let threads: Int
  /// Whether to work out what would change the answer.
  let isStudied: Bool

  /// The whole answer.
  func answer(
    base: DemandWorld, alternatives: [(result: AlternativeResult, raises: [[Double]]?)],
    stages: [AlternativeStage]
  ) throws -> PlanResult {
    let scenario = resolved.scenario
    let results = alternatives.map(\.result)
    let dataDigest = dataDigest(base)
    let specDigest = contentDigest(of: Array(resolved.canonicalText.utf8))
    var answer = PlanResult(
      schemaVersion: 1, name: scenario.name, question: scenario.question, notes: scenario.notes,
      horizon: horizon, queues: scenario.queues.map(summary),
      demand: base.demand.withoutSmallCounts(), forecast: base.forecast, alternatives: results,
      recommended: AnswerAssembly.recommended(results), sensitivities: [],
      assumptions: scenario.estimates.map {
        Assumption(subject: $0.path, value: $0.value, source: $0.source, isDefault: false)
      }
        + scenario.defaults.map {
          Assumption(subject: $0.path, value: $0.value, source: $0.source, isDefault: true)
        },
      warnings: resolved.warnings.map(\.description) + warnings(results),
      provenance: Provenance(
        version: caseloadVersion, seed: scenario.seed, specDigest: specDigest,
        dataDigest: dataDigest, command: command))
    answer.owner = scenario.owner
    var requirements: [String: [RequirementResult]] = [:]
    for (stage, result) in zip(stages, results) where result.planned {
      let digest = stage.alternative.workDigest
      if requirements[digest] == nil { requirements[digest] = try PathCosts.requirements(stage) }
    }
    let known = requirements
    let costs = try inParallel(count: stages.count, threads: threads) { index -> PathCosts? in
      guard results[index].planned, let needed = known[stages[index].alternative.workDigest] else {
        return nil
      }
      return try PathCosts(
        stages[index], raises: alternatives[index].raises, requirements: needed)
    }
    for index in results.indices { answer.alternatives[index].costRange = costs[index]?.range }
    // The report leads with one alternative; the same one is studied.
    let leading = results.indices.first {
      isStudied && results[$0].name == answer.leading?.name && results[$0].planned
    }
    let studies = try inParallel(count: 4, threads: threads) { place -> Studies in
      var found = Studies()
      if place == 3 {
        found.comparison = try ComparisonStudy(
          calendar: calendar, results: results, stages: stages, pathCosts: costs,
          discountRatePerYear: scenario.discountRatePerYear
        ).comparison()
      } else if let leading {
        let (stage, raises) = (stages[leading], alternatives[leading].raises)
        if place == 0 {
          let study = SensitivityStudy(stage: stage, result: results[leading], raises: raises)
          found.sensitivities = try study.sensitivities()
          found.workload = try study.workload(found.sensitivities)
        } else if place == 1 {
          found.whatIfs = try WhatIfStudy(
            stage: stage, result: results[leading], raises: raises
          ).cases()
        } else {
          found.whatIfs = try FlexibilityStudy(stage: stage, raises: raises).cases()
        }
      }
      return found
    }
    answer.comparison = studies[3].comparison
    (answer.sensitivities, answer.workload) = (studies[0].sensitivities, studies[0].workload)
    answer.whatIfs = studies[1].whatIfs + studies[2].whatIfs
    let accounts = AccountStudy(scenario: scenario, result: answer)
    (answer.outcomes, answer.clients) = (accounts.outcomes, accounts.clients)
    return answer
  }

  /// What is worked out side by side once the plans are known.
  private struct Studies: Sendable {
    var comparison: Comparison?
    var sensitivities: [Sensitivity] = []
    var workload: WorkloadGrid?
    var whatIfs: [WhatIf] = []
  }

  /// The cheapest alternative that keeps every required goal, the first of equals; to change nothing is one.
  static func recommended(_ results: [AlternativeResult]) -> String? {
    results.indices.filter { results[$0].certified }
      .min { (results[$0].costCents, $0) < (results[$1].costCents, $1) }
      .map { results[$0].name }
  }

  /// Eight characters that stand for the resolved spec and the data.
  static func digest8(_ provenance: Provenance) -> String {
    String(
      contentDigest(of: Array((provenance.specDigest + provenance.dataDigest).utf8)).prefix(8))
  }

  private func dataDigest(_ base: DemandWorld) -> String {
    let digests = [base.demand.claims?.digest].compactMap(\.self) + fileDigests
    if digests.isEmpty { return "" }
    return digests.count == 1
      ? digests[0] : contentDigest(of: Array(digests.joined(separator: "\n").utf8))
  }

  private var horizon: Horizon {
    Horizon(
      start: calendar.start, end: calendar.end, intervalSeconds: calendar.intervalSeconds,
      timeZone: calendar.zone.name, intervalCount: calendar.intervalCount,
      dayStarts: calendar.days.map(\.intervals.lowerBound) + [calendar.intervalCount])
  }

  private func summary(_ queue: QueueSpec) -> QueueSummary {
    let hours = queue.hours.steps.map(\.value.description)
    return QueueSummary(
      name: queue.name, kind: queue.kind.rawValue,
      goals: queue.goals.map { GoalTarget($0).words($0, kind: queue.kind) },
      handleTimeSeconds: SimulationInputs.workOfItem(queue),
      hours: hours.count == 1 ? hours[0] : hours[0] + " (changes by date)")
  }

  /// Certified alternatives whose costs lie closer together than the search for a plan can tell.
  private func tie(_ alternatives: [AlternativeResult]) -> [String] {
    let ranked = alternatives.filter { $0.planned && $0.certified }
      .sorted { $0.costCents < $1.costCents }
    guard let first = ranked.first else { return [] }
    return ranked.dropFirst().compactMap { other in
      let gap = max(first.plan.gap ?? 0, other.plan.gap ?? 0)
      let apart = Double(other.costCents.value - first.costCents.value)
      guard gap > 0, apart <= gap * Double(first.costCents.value) else { return nil }
      return "\(first.name) and \(other.name) cost the same as far as the search for a plan can "
        + "tell (it stops within \(percent(gap)))."
    }
  }

  /// A comparison needs a year: seasons, attrition and what is spent once weigh otherwise in a part of it.
  private func shortHorizon(_ alternatives: [AlternativeResult]) -> [String] {
    let days = calendar.end - calendar.start + 1
    guard alternatives.count > 1, days < 365 else { return [] }
    return [
      "The alternatives are compared over \(days) days only: what is spent once and the season weigh too "
        + "much. Let \"calendar\" end on \(calendar.start + 364) or later for a comparison over 12 months."
    ]
  }

  /// Hours that a plan leaves uncovered, the work with the most of them first; nothing when it covers all.
  private func uncovered(_ alternative: AlternativeResult) -> String? {
    let most = 3
    let units = alternative.plan.coverage.enumerated().map { place, unit in
      (place: place, unit: unit, hours: unit.shortHours.reduce(0, +))
    }.filter { $0.hours > 0.5 }.sorted { ($1.hours, $0.place) < ($0.hours, $1.place) }
    let weeks = units.compactMap { one in one.unit.shortHours.firstIndex { $0 > 0 } }
    guard let week = weeks.min() else { return nil }
    var parts = units.prefix(most).map { one in
      let unit = one.unit
      return "\(Int(one.hours.rounded())) hours of "
        + (unit.step == unit.queue ? unit.queue : "\(unit.queue) (\(unit.step))")
    }
    if units.count > most {
      let rest = units.dropFirst(most).reduce(0) { $0 + $1.hours }
      parts.append("\(Int(rest.rounded())) of other work")
    }
    return
      "\(alternative.name): \(parts.joined(separator: ", ")) cannot be covered, first in the week of "
      + "\(alternative.plan.weeks[week]): nobody who may do the work can be there in time."
  }

  func warnings(_ alternatives: [AlternativeResult]) -> [String] {
    var found = tie(alternatives) + shortHorizon(alternatives)
    for alternative in alternatives where alternative.planned {
      if let short = uncovered(alternative) { found.append(short) }
      if !alternative.certified,
        let failed = alternative.proof.goals.first(where: { $0.required && !$0.met })
      {
        found.append(
          "\(alternative.name) misses a required goal of \(failed.queue): \(failed.goal).")
      }
    }
    return found
  }
}
