import Results
import Synchronization

/// What simulations of the same people have said, for alternatives whose plans put the same people to work.
///
/// Who asks for what is being simulated elsewhere waits for it; an answer does not depend on who asked first.
final class ProofMemo: Sendable {
  private struct Asked: Sendable {
    var queue: Int
    var effort: ProofStage.Effort
    var teams: [Team]
    var cell = Cell<ProofStage.Verdict>()
  }
  private struct AskedShare: Sendable {
    var teams: [Team]
    var cell = Cell<(estimate: Results.Estimate?, count: Int)>()
  }

  private let verdicts = Mutex<[Asked]>([])
  private struct AskedPath: Sendable {
    var teams: [Team]
    var cell = Cell<Bool>()
  }

  private let shares = Mutex<[AskedShare]>([])
  /// By queue and demand path.
  private let paths = Mutex<[SIMD2<Int>: [AskedPath]]>([:])
  /// By demand path, the queue that failed there last.
  private let suspects = Mutex<[Int: Int]>([:])

  /// The verdict on a queue's people.
  func verdict(
    queue: Int, effort: ProofStage.Effort, teams: [Team],
    _ simulate: () throws -> ProofStage.Verdict
  ) throws -> ProofStage.Verdict {
    let cell = verdicts.withLock { known in
      if let found = known.first(where: {
        $0.queue == queue && $0.effort == effort && $0.teams == teams
      }) {
        return found.cell
      }
      let asked = Asked(queue: queue, effort: effort, teams: teams)
      known.append(asked)
      return asked.cell
    }
    return try cell.value(simulate)
  }

  /// The queue that failed last on a demand path, whoever's people were there: worth trying first.
  func suspect(path: Int) -> Int? { suspects.withLock { $0[path] } }

  /// Remembers the queue that failed on a demand path.
  func suspect(_ queue: Int, path: Int) { suspects.withLock { $0[path] = queue } }

  /// Whether a queue's people keep its goals on a demand path.
  func keeps(
    queue: Int, path: Int, teams: [Team], _ simulate: () throws -> Bool
  ) throws -> Bool {
    let cell = paths.withLock { known in
      if let found = known[SIMD2(queue, path)]?.first(where: { $0.teams == teams }) {
        return found.cell
      }
      let asked = AskedPath(teams: teams)
      known[SIMD2(queue, path), default: []].append(asked)
      return asked.cell
    }
    return try cell.value(simulate)
  }

  /// The share of paths in which everybody's people keep the goals.
  func share(
    teams: [Team], _ simulate: () throws -> (estimate: Results.Estimate?, count: Int)
  ) throws -> (estimate: Results.Estimate?, count: Int) {
    let cell = shares.withLock { known in
      if let found = known.first(where: { $0.teams == teams }) { return found.cell }
      let asked = AskedShare(teams: teams)
      known.append(asked)
      return asked.cell
    }
    return try cell.value(simulate)
  }
}

/// A value that is worked out once.
private final class Cell<Value: Sendable>: Sendable {
  private let found = Mutex<Value?>(nil)

  func value(_ work: () throws -> Value) throws -> Value {
    try found.withLock { known in
      if let known { return known }
      let value = try work()
      known = value
      return value
    }
  }
}
