import ClaimsStore
import Demand
import Forecasting
import Quantities
import Results
import Scenarios

/// Runs a scenario end to end: claims, demand, forecast, requirement, plan, proof, cost.
///
/// The same resolved spec, data and version give the same result, byte for byte, whatever the number
/// of threads.
///
/// - Parameters:
///   - resolved: The spec as read.
///   - options: How to run it.
/// - Returns: The answer with the time of each stage.
/// - Throws: ``PlanningError`` for input that cannot be worked with, and the stages' own errors.
/// - Complexity: A twelve-month scenario of five queues and three pools takes seconds.
public func runScenario(
  _ resolved: ResolvedScenario, options: RunOptions
) throws -> RunOutput {
  var run = try ScenarioRun(resolved, options: options)
  return try run.output()
}

/// One run of a scenario, stage by stage.
struct ScenarioRun {
  let resolved: ResolvedScenario
  let options: RunOptions
  let calendar: IntervalCalendar
  var timings: [StageTiming] = []

  init(_ resolved: ResolvedScenario, options: RunOptions) throws {
    (self.resolved, self.options) = (resolved, options)
    calendar = try ScenarioRun.calendar(resolved.scenario)
  }

  private var scenario: Scenario { resolved.scenario }

  static func calendar(_ scenario: Scenario) throws -> IntervalCalendar {
    guard let spec = scenario.calendar else {
      throw PlanningError(
        "$.calendar: `caseload run` needs a horizon. Give \"calendar\" with start, end and timeZone."
      )
    }
    return IntervalCalendar(
      start: spec.start, end: spec.end, intervalSeconds: spec.intervalSeconds, zone: spec.zone,
      holidays: spec.holidays)
  }

  mutating func output() throws -> RunOutput {
    let claims = try timed("claims", 0.02) { run -> ClaimsBasis? in
      if let known = run.options.cache?.claims(run.scenario.claimsKey) { return known }
      let basis = try ClaimsLoading(calendar: run.calendar, data: run.options.data)
        .load(run.scenario.claims, threads: run.options.threads)
      if let basis { run.options.cache?.keep(basis, run.scenario.claimsKey) }
      return basis
    }
    var worlds: [DemandWorld] = []
    var stages: [AlternativeStage] = []
    for (index, alternative) in scenario.alternatives.enumerated() {
      let share = 0.1 + 0.3 * Double(index) / Double(scenario.alternatives.count)
      let place: Int
      if let known = worlds.firstIndex(where: { $0.digest == alternative.workDigest }) {
        place = known
      } else {
        if let cache = options.cache {
          let key = scenario.workKey(alternative)
          worlds.append(
            try cache.world(key) {
              // The requirement belongs to the work: nobody else is to work it out meanwhile.
              var world = try demandWorld(alternative, claims: claims, share: share)
              _ = try requirement(alternative, world: &world, share: share)
              return world
            })
        } else {
          worlds.append(try demandWorld(alternative, claims: claims, share: share))
        }
        place = worlds.count - 1
      }
      stages.append(try requirement(alternative, world: &worlds[place], share: share))
      options.cache?.keep(worlds[place], scenario.workKey(alternative))
    }
    // One alternative's integer program leaves room for another's simulation.
    let ready = stages
    let results = try timed("plan, proof and cost", 0.4) { run in
      let (cache, scenario) = (run.options.cache, run.scenario)
      return try inParallel(count: ready.count, threads: run.options.threads) { place in
        // Deflections are taken out of the stage's queues, so that the key is the given alternative's.
        let key = scenario.planKey(scenario.alternatives[place])
        return try cache?.plan(key) { try ready[place].run() } ?? ready[place].run()
      }
    }
    guard let base = worlds.first else {
      throw PlanningError("$.alternatives: there is nothing to run. Give at least one alternative.")
    }
    let answer = try timed("what would change the answer", 0.85) { run in
      try AnswerAssembly(
        resolved: run.resolved, calendar: run.calendar, command: run.options.command,
        fileDigests: try FileDigests(data: run.options.data).digests(run.scenario),
        threads: run.options.threads, isStudied: run.options.isStudied
      ).answer(base: base, alternatives: results, stages: stages)
    }
    var output = RunOutput(
      result: answer, timings: timings,
      defaultFolder: "runs/\(slug(scenario.name))-\(AnswerAssembly.digest8(answer.provenance))")
    output.paths = worlds.map { world in
      let sharing = scenario.alternatives.filter { $0.workDigest == world.digest }
      return KeptPaths(
        alternatives: sharing.map(\.name), queues: sharing.first?.queues.map(\.name) ?? [],
        intervals: calendar.intervalCount, paths: world.paths)
    }
    return output
  }

  /// Runs a stage, shows it, and adds its time to the stage's.
  private mutating func timed<Value>(
    _ stage: String, _ share: Double, _ label: String? = nil,
    _ work: (ScenarioRun) throws -> Value
  ) rethrows -> Value {
    options.progress(label ?? stage, share)
    let start = ContinuousClock.now
    let value = try work(self)
    let taken = (ContinuousClock.now - start).components
    let seconds = Double(taken.seconds) + Double(taken.attoseconds) / 1e18
    if let index = timings.firstIndex(where: { $0.stage == stage }) {
      timings[index].seconds += seconds
    } else {
      timings.append(StageTiming(stage: stage, seconds: seconds))
    }
    return value
  }

  private mutating func demandWorld(
    _ alternative: AlternativeSpec, claims: ClaimsBasis?, share: Double
  ) throws -> DemandWorld {
    let inputs = DemandInputs(
      calendar: calendar, data: options.data, schema: claims?.episodes.table.schema)
    let masks = alternative.queues.map(inputs.openMask)
    let membership = alternative.members.map(DemandInputs.membership)
    let demand = try timed("demand", share) { run in
      try workOutDemand(
        queues: try inputs.queues(alternative.queues), calendar: run.calendar,
        membership: membership,
        claims: claims)
    }
    let outlook = try timed("forecast", share) { run in
      try Outlook(
        calendar: run.calendar, queues: alternative.queues, masks: masks,
        paths: run.scenario.uncertainty.demandPaths, seed: run.scenario.seed,
        threads: run.options.threads, decisionLead: Self.decisionLead(alternative.pools)
      ).forecast(demand)
    }
    var (mean, paths) = (outlook.forecast.queues.map(\.mean), outlook.paths)
    try WorkLimits.check(
      alternative.queues, mean: mean, intervalSeconds: calendar.intervalSeconds)
    let costLines = Deflections(calendar: calendar, queues: alternative.queues)
      .apply(mean: &mean, paths: &paths)
    return DemandWorld(
      digest: alternative.workDigest, masks: masks, demand: outlook.demand,
      forecast: outlook.forecast, mean: mean, paths: paths, costLines: costLines)
  }

  /// Days from a decision to the work of those who are hired: the longest of the pools, four weeks without any.
  static func decisionLead(_ pools: [PoolSpec]) -> Int {
    let leads = pools.compactMap { pool in
      pool.hiring.map { Int(($0.leadDays + $0.trainingDays).rounded(.up)) }
    }
    return leads.max() ?? 28
  }

  private mutating func requirement(
    _ given: AlternativeSpec, world: inout DemandWorld, share: Double
  ) throws -> AlternativeStage {
    var alternative = given
    alternative.queues = Deflections(calendar: calendar, queues: given.queues).remaining
    let stage = RequirementStage(
      calendar: calendar, queues: alternative.queues, masks: world.masks,
      mean: world.mean, paths: world.paths,
      planFor: scenario.uncertainty.planFor, threads: options.threads)
    let found: RequirementResult
    if let known = world.requirement {
      found = known
    } else {
      found = try timed("requirement", share) { _ in try stage.requirement() }
      world.requirement = found
    }
    let ranked = stage.rankedPaths
    let rank = max(
      0,
      min(
        ranked.count - 1,
        Int((scenario.uncertainty.planFor * Double(ranked.count)).rounded(.up)) - 1))
    func proof(seed: UInt64, memo: ProofMemo) -> PlanProof {
      PlanProof(
        calendar: calendar, queues: alternative.queues, masks: world.masks, paths: world.paths,
        planningPath: (ranked[rank].path, Double(rank + 1) / Double(ranked.count)),
        rankedPaths: ranked.map(\.path), halfWidth: scenario.uncertainty.proofHalfWidth,
        seed: seed, threads: options.threads, memo: memo)
    }
    if world.raises == nil, alternative.plan == .cheapest {
      // A plan is proven on draws that had no part in its making.
      let trial = RequirementTrial(
        proof: proof(seed: scenario.seed ^ 0x5472, memo: ProofMemo()), units: found.units)
      world.raises = try timed("requirement, simulated", share) { _ in try trial.raises() }
    }
    return AlternativeStage(
      calendar: calendar, alternative: alternative, requirement: found, requirementStage: stage,
      raises: world.raises, proof: proof(seed: scenario.seed, memo: world.memo),
      givenShortHourPrice: scenario.uncertainty.shortHourPrice, costLines: world.costLines)
  }
}

/// A name as part of a path: letters, digits and dashes, lower case.
func slug(_ name: String) -> String {
  var text = ""
  for character in name.lowercased() {
    if character.isASCII && (character.isLetter || character.isNumber) {
      text.append(character)
    } else if !text.isEmpty && text.last != "-" {
      text.append("-")
    }
  }
  while text.last == "-" { text.removeLast() }
  return text.isEmpty ? "scenario" : String(text.prefix(60))
}
