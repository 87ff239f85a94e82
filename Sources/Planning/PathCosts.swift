import Quantities
import Results

/// What an alternative would cost in each demand path, were it planned for it.
///
/// Plans are made for the workload at three ranks of the paths, by the closed forms with the factors of
/// the proof; between and beyond them the cost is a line in the workload.
struct PathCosts {
  /// Ranks of the paths by workload for which plans are made.
  static let ranks = [0.1, 0.5, 0.9]

  /// Dollars by demand path, in the order of the paths.
  let dollars: [Double]
  /// The costs at the three ranks.
  let atRanks: [Cents]

  /// Plans for the three workloads; nothing with too few paths to speak of ranks.
  init?(_ stage: AlternativeStage, raises: [[Double]]?, requirements: [RequirementResult]) throws {
    let ranked = stage.requirementStage.rankedPaths
    guard requirements.count == PathCosts.ranks.count else { return nil }
    var costs = try inParallel(count: requirements.count, threads: stage.proof.threads) { rank in
      var other = stage
      other.requirement = requirements[rank]
      return try other.costOfPlan(raises: raises).totalCents
    }
    // People for more work do less work as well, so a plan for less that costs more is only a search that
    // stopped within its gap.
    for place in costs.indices.dropLast().reversed() {
      costs[place] = min(costs[place], costs[place + 1])
    }
    atRanks = costs
    let hours = PathCosts.ranks.map { ranked[PathCosts.place($0, of: ranked.count)].hours }
    var dollars = Array(repeating: 0.0, count: ranked.count)
    for (path, work) in ranked {
      let left = work <= hours[1] ? 0 : 1
      let width = hours[left + 1] - hours[left]
      let share = width > 0 ? (work - hours[left]) / width : 0
      let (from, to) = (costs[left].dollars, costs[left + 1].dollars)
      dollars[path] = from + share * (to - from)
    }
    self.dollars = dollars
  }

  /// People required for the workload at each rank; empty with too few paths.
  static func requirements(_ stage: AlternativeStage) throws -> [RequirementResult] {
    let ranked = stage.requirementStage.rankedPaths
    guard ranked.count >= 20,
      let planned = ranked.first(where: { $0.path == stage.proof.planningPath.index })?.hours,
      planned > 0
    else { return [] }
    return try inParallel(count: ranks.count, threads: stage.proof.threads) { index in
      let rank = ranks[index]
      let ratio = ranked[place(rank, of: ranked.count)].hours / planned
      let factor = stage.requirement.planningFactor * ratio
      return RequirementResult(
        units: try stage.requirementStage.units(factor: factor), planningFactor: factor,
        pathsMet: stage.requirement.pathsMet)
    }
  }

  /// The 10th, 50th and 90th percentile.
  var range: CostRange {
    CostRange(
      p10: atRanks[0], p50: atRanks[1], p90: atRanks[2],
      method: "That is the same plan made for the demand path at each percentile of workload, "
        + "by the closed forms.")
  }

  private static func place(_ rank: Double, of count: Int) -> Int {
    Int((rank * Double(count - 1)).rounded())
  }
}
